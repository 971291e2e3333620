package wechat

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1" //nolint:gosec // the platform's own choice; see Sign
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"afterdesk/backend/domain"
)

// Calls carry no signature: the access token is the only credential. What is
// signed is what the platform delivers.

// Sign returns the signature of a delivery, lower-case hex: SHA-1 of the parts,
// sorted byte by byte and joined. Parts are the token, the timestamp and the
// nonce for an address check and for plain deliveries (query signature), and the
// Encrypt value too for sealed ones (query msg_signature)
// (developers.weixin.qq.com, message push, checking the signature).
func Sign(parts ...string) string {
	sorted := slices.Sorted(slices.Values(parts))
	sum := sha1.Sum([]byte(strings.Join(sorted, ""))) //nolint:gosec // see above
	return hex.EncodeToString(sum[:])
}

// The block that PKCS#7 fills up in this format; AES's own is 16.
const padBlock = 32

// Unseal opens the Encrypt value of a delivery: AES-256-CBC whose key is the
// decoded EncodingAESKey and whose IV is the key's first half; inside are 16
// random bytes, the length of the message in four bytes (big-endian), the message
// and the AppID, which must be ours. invalid (field encrypt or aes_key).
func Unseal(encodingAESKey, appID, encrypted string) ([]byte, error) {
	bad := func(field string) ([]byte, error) {
		return nil, domain.E(domain.CodeInvalid, errors.New("open delivery"), "field", field)
	}
	// The 43 characters end in two bits that mean nothing; keys with either are in use.
	key, err := base64.StdEncoding.DecodeString(encodingAESKey + "=")
	if err != nil || len(key) != 32 {
		return bad("aes_key")
	}
	sealed, err := base64.StdEncoding.Strict().DecodeString(encrypted)
	if err != nil || len(sealed) == 0 || len(sealed)%aes.BlockSize != 0 {
		return bad("encrypt")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return bad("aes_key")
	}
	plain := make([]byte, len(sealed))
	cipher.NewCBCDecrypter(block, key[:aes.BlockSize]).CryptBlocks(plain, sealed)
	pad := int(plain[len(plain)-1])
	if pad == 0 || pad > padBlock || pad > len(plain) {
		return bad("encrypt")
	}
	plain = plain[:len(plain)-pad]
	if len(plain) < 20 {
		return bad("encrypt")
	}
	n := int64(binary.BigEndian.Uint32(plain[16:20]))
	body := plain[20:]
	if n > int64(len(body)) || string(body[n:]) != appID {
		return bad("encrypt")
	}
	return body[:n], nil
}
