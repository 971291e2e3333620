package xiaohongshu

import (
	"crypto/md5"
	"encoding/hex"
)

// version is the only version of the gateway's protocol.
const version = "2.0"

// Sign returns the signature of one call, lower-case hex: MD5 over method, the
// three parameters appId, timestamp (Unix seconds as text) and version in that
// order, and the secret. Nothing else is signed, neither body nor token: TLS
// alone protects them (open.xiaohongshu.com developer guide; public SDKs agree).
func Sign(method, appID, timestamp, appSecret string) string {
	sum := md5.Sum([]byte(method + "?appId=" + appID + "&timestamp=" + timestamp + "&version=" + version + appSecret))
	return hex.EncodeToString(sum[:])
}
