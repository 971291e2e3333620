package pinduoduo

import (
	"crypto/md5" // the platform offers no other signature
	"encoding/hex"
	"maps"
	"slices"
	"strings"
)

// Sign returns the MD5 signature of one call, upper-case hex: every parameter
// that is sent except sign, sorted by name in byte order, name and value joined
// without separators, the secret before and behind (Pinduoduo open platform
// guide 8EC06C399636041E, whose published example is a test). Values are signed
// as they are sent, before URL encoding; a nested object is its JSON text.
func Sign(secret string, params map[string]string) string {
	var b strings.Builder
	b.WriteString(secret)
	for _, name := range slices.Sorted(maps.Keys(params)) {
		if name != "sign" {
			b.WriteString(name)
			b.WriteString(params[name])
		}
	}
	b.WriteString(secret)
	sum := md5.Sum([]byte(b.String()))
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}
