package kuaishou

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// Sign methods of the platform, as the parameter signMethod names them.
const (
	MethodMD5  = "MD5"
	MethodHMAC = "HMAC_SHA256"
)

// signed lists the parameters that take part, in byte order of their names.
const signed = "access_token appkey method param signMethod timestamp version"

// Sign returns the signature of one call: the parameters that are present,
// unencoded, in byte order of their names, joined as name=value with &, then
// &signSecret= and the secret. HMAC_SHA256 gives Base64 of the HMAC keyed with
// the same secret, MD5 lower-case hex ("" for any other signMethod). The secret
// is the app's signSecret, not its appSecret (API调用说明,
// open.kwaixiaodian.com/zone/new/docs/dev?pageSign=8cca5d25ba0015e5045a7ebec6383b741614263875756).
func Sign(signSecret string, p map[string]string) string {
	var text strings.Builder
	for name := range strings.FieldsSeq(signed) {
		if v, ok := p[name]; ok {
			text.WriteString(name + "=" + v + "&")
		}
	}
	text.WriteString("signSecret=" + signSecret)
	switch p["signMethod"] {
	case MethodHMAC:
		mac := hmac.New(sha256.New, []byte(signSecret))
		mac.Write([]byte(text.String()))
		return base64.StdEncoding.EncodeToString(mac.Sum(nil))
	case MethodMD5:
		sum := md5.Sum([]byte(text.String()))
		return hex.EncodeToString(sum[:])
	}
	return ""
}
