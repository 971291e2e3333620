package domain

import (
	"crypto/rand"
	"errors"
	"strings"
	"sync"
)

const crockford = "0123456789abcdefghjkmnpqrstvwxyz"

var idState struct {
	sync.Mutex
	last Instant
	tail [10]byte
}

// NewID returns a 26-character id that sorts by the moment it was made (48 bits
// of milliseconds, 80 random bits, Crockford base 32). Ids made in the same
// millisecond, or while the clock stands behind the last one, still ascend.
func NewID(now Instant) string {
	idState.Lock()
	defer idState.Unlock()
	if now > idState.last {
		idState.last = now
		_, _ = rand.Read(idState.tail[:])
		idState.tail[0] &= 0x7f
	} else {
		for i := len(idState.tail) - 1; i >= 0; i-- {
			idState.tail[i]++
			if idState.tail[i] != 0 {
				break
			}
		}
	}
	var b [16]byte
	for i := 0; i < 6; i++ {
		b[i] = byte(idState.last >> (8 * (5 - i)))
	}
	copy(b[6:], idState.tail[:])
	var out [26]byte
	var acc, bits uint
	pos := 25
	for i := 15; i >= 0; i-- {
		acc |= uint(b[i]) << bits
		bits += 8
		for bits >= 5 {
			out[pos] = crockford[acc&31]
			pos--
			acc >>= 5
			bits -= 5
		}
	}
	out[0] = crockford[acc&31]
	return string(out[:])
}

// RemoteKey joins a shop's id and a platform's id to the id that the house
// uses for a synced row: "<shop>.<remote>". Both sides stay legible and a
// 19-digit remote id keeps all its digits (SY-07).
func RemoteKey(shopID, remoteID string) string { return shopID + "." + remoteID }

// SplitKey undoes RemoteKey. A key without a dot, or with an empty side, is invalid.
func SplitKey(id string) (shopID, remoteID string, err error) {
	shopID, remoteID, ok := strings.Cut(id, ".")
	if !ok || shopID == "" || remoteID == "" {
		return "", "", E(CodeInvalid, errors.New("split id"), "field", "id")
	}
	return shopID, remoteID, nil
}
