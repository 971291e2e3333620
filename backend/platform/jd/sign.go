package jd

import (
	"crypto/md5" // the platform offers no other signature
	"encoding/hex"
	"maps"
	"slices"
	"strings"
)

// Sign returns the MD5 signature of one call on either gateway, upper-case hex:
// every parameter with a value except sign, sorted by name in byte order, name
// and value joined without separators, the secret before and behind (open.jd.com
// guide, listId 2643, whose published example is a test). On routerjson the
// parameters are those of the form; on the newer gateway the signed headers, the
// query and the values in the path.
func Sign(secret string, params map[string]string) string {
	var b strings.Builder
	b.WriteString(secret)
	for _, name := range slices.Sorted(maps.Keys(params)) {
		if name != "sign" && params[name] != "" {
			b.WriteString(name)
			b.WriteString(params[name])
		}
	}
	b.WriteString(secret)
	sum := md5.Sum([]byte(b.String()))
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}
