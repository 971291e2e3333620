package woocommerce

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // one of the two methods that the shop's OAuth 1.0a knows
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"net/url"
	"sort"
	"strings"
)

// Methods of an OAuth 1.0a signature that the shop knows.
const (
	HMACSHA1   = "HMAC-SHA1"
	HMACSHA256 = "HMAC-SHA256"
)

// Sign returns the oauth_signature of a request (documentation of the REST API,
// "Authentication over HTTP"): base64 of the HMAC of Base under the consumer
// secret and an empty token secret. params are all query parameters and the
// oauth_ parameters but oauth_signature; a body is never signed. address has no
// query. The method is oauth_signature_method of params; SHA-256 unless that
// says HMAC-SHA1.
func Sign(method, address string, params url.Values, secret string) string {
	var h func() hash.Hash = sha256.New
	if params.Get("oauth_signature_method") == HMACSHA1 {
		h = sha1.New
	}
	mac := hmac.New(h, []byte(secret+"&"))
	mac.Write([]byte(Base(method, address, params)))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Base is the text that is signed: METHOD&address&parameters, the last two
// percent-encoded; the parameters are encoded, sorted by name and joined first,
// so their values are encoded twice.
func Base(method, address string, params url.Values) string {
	pairs := make([][2]string, 0, len(params))
	for name, values := range params {
		for _, v := range values {
			pairs = append(pairs, [2]string{escape(name), escape(v)})
		}
	}
	sort.Slice(pairs, func(i, j int) bool {
		if pairs[i][0] != pairs[j][0] {
			return pairs[i][0] < pairs[j][0]
		}
		return pairs[i][1] < pairs[j][1]
	})
	joined := make([]string, len(pairs))
	for i, p := range pairs {
		joined[i] = p[0] + "=" + p[1]
	}
	return strings.ToUpper(method) + "&" + escape(address) + "&" + escape(strings.Join(joined, "&"))
}

// escape percent-encodes everything but the unreserved characters of RFC 3986.
func escape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// PushSignature is the X-WC-Webhook-Signature of a delivery: base64 of the
// HMAC-SHA256 of the raw body under the webhook's own secret.
func PushSignature(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
