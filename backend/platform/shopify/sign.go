package shopify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"sort"
	"strings"
)

// CallbackSignature is the hmac of what the platform adds to a redirect address
// after a merchant agreed: lower-case hex HMAC-SHA256 under the app's secret of
// the other parameters, sorted by name and joined as name=value with "&"
// (official Go SDK, oauth.go).
func CallbackSignature(secret string, q url.Values) string {
	pairs := make([]string, 0, len(q))
	for name, values := range q {
		if name == "hmac" || name == "signature" {
			continue
		}
		pairs = append(pairs, name+"="+strings.Join(values, ","))
	}
	sort.Strings(pairs)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(strings.Join(pairs, "&")))
	return hex.EncodeToString(mac.Sum(nil))
}

// PushSignature is the X-Shopify-Hmac-SHA256 of a delivery: base64 of the
// HMAC-SHA256 of the raw body under the app's secret.
func PushSignature(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
