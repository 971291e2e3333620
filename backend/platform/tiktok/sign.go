package tiktok

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
)

// Sign is the signature of a call: lower-case hex HMAC-SHA256 under the app's
// secret of secret + path + sorted key-value pairs + body + secret. Values are
// taken as they are, not URL-encoded; sign and access_token are left out; body
// holds the very bytes that are sent ("" for GET and for multipart). Source:
// "Sign your API request" of the Partner Center.
func Sign(secret, path string, query url.Values, body string) string {
	keys := make([]string, 0, len(query))
	for k := range query {
		if k != "sign" && k != "access_token" {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	var b strings.Builder
	b.WriteString(secret)
	b.WriteString(path)
	for _, k := range keys {
		b.WriteString(k)
		b.WriteString(query.Get(k))
	}
	b.WriteString(body)
	b.WriteString(secret)
	return mac(secret, b.String())
}

// SignPush is the signature of a webhook delivery, found in its Authorization
// header: lower-case hex HMAC-SHA256 under the secret of app_key + raw body.
// Source: webhooks overview of the Partner Center.
func SignPush(key, secret string, body []byte) string { return mac(secret, key+string(body)) }

func mac(secret, text string) string {
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(text))
	return hex.EncodeToString(h.Sum(nil))
}
