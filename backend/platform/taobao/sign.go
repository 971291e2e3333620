package taobao

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"hash"
	"maps"
	"net/url"
	"slices"
	"strings"

	"afterdesk/backend/platform"
)

// The three values of sign_method.
const (
	signMD5    = "md5"
	signHMAC   = "hmac"
	signSHA256 = "hmac-sha256"
)

// Sign returns the signature of one call, upper-case hex. params are all that
// will be sent except the signature itself and files: system and business
// parameters alike. Pairs with a blank key or value do not count; the rest is
// joined key by key in byte order without separators. method is md5 (the secret
// stands before and behind), hmac or hmac-sha256 (the secret is the key); any
// other gives "" (TOP call guide, developer.alibaba.com articleId=101617;
// signTopRequest of the official Java SDK agrees).
func Sign(secret, method string, params map[string]string) string {
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(params)) {
		if v := params[k]; k != "sign" && strings.TrimSpace(k) != "" && strings.TrimSpace(v) != "" {
			b.WriteString(k)
			b.WriteString(v)
		}
	}
	var h hash.Hash
	text := b.String()
	switch method {
	case signMD5:
		h, text = md5.New(), secret+text+secret
	case signHMAC:
		h = hmac.New(md5.New, []byte(secret))
	case signSHA256:
		h = hmac.New(sha256.New, []byte(secret))
	default:
		return ""
	}
	_, _ = h.Write([]byte(text))
	return strings.ToUpper(hex.EncodeToString(h.Sum(nil)))
}

// SignPush returns the signature that a delivery must carry in its query
// parameter sign, upper-case hex: MD5 over the secret, then key and value of
// the headers that top-sign-list names, of the query and of a form body in byte
// order of the keys, then a body that is no form, then the secret. Blank values
// count here, with their key (SpiUtils of the official Java SDK). ok is false
// when a form body cannot be read.
func SignPush(secret string, r platform.PushRequest) (sign string, ok bool) {
	all := map[string]string{}
	if list := r.Header["top-sign-list"]; list != "" {
		for _, name := range strings.Split(list, ",") {
			v, err := url.QueryUnescape(r.Header[strings.ToLower(strings.TrimSpace(name))])
			if err != nil {
				return "", false
			}
			all[name] = v
		}
	}
	for k, v := range r.Query {
		all[k] = v
	}
	body := string(r.Body)
	if isForm(r) {
		form, err := url.ParseQuery(body)
		if err != nil {
			return "", false
		}
		for k, v := range form {
			if _, queried := r.Query[k]; !queried {
				all[k] = strings.Join(v[:1], "")
			}
		}
		body = ""
	}
	var b strings.Builder
	b.WriteString(secret)
	for _, k := range slices.Sorted(maps.Keys(all)) {
		if k != "sign" {
			b.WriteString(k)
			b.WriteString(all[k])
		}
	}
	b.WriteString(body)
	b.WriteString(secret)
	sum := md5.Sum([]byte(b.String()))
	return strings.ToUpper(hex.EncodeToString(sum[:])), true
}

func isForm(r platform.PushRequest) bool {
	return strings.HasPrefix(r.Header["content-type"], "application/x-www-form-urlencoded")
}

// signed reports whether a delivery carries the right signature, in constant time.
func signed(secret string, r platform.PushRequest) bool {
	want, ok := SignPush(secret, r)
	return ok && subtle.ConstantTimeCompare([]byte(want), []byte(r.Query["sign"])) == 1
}
