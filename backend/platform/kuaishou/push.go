package kuaishou

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/json"
	"errors"
	"mime"
	"strings"
	"unicode/utf8"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// answered is what the platform wants to hear within three seconds.
const answered = `{"result":1}`

// Push reads a delivery: text/plain with the Base64 of an AES-CBC cipher. The
// platform signs nothing, so that decrypting to a message of this very app is
// the only check there is; what comes out is a hint and never data. A heartbeat
// hints at nothing. unauthorized without a message key, or when the body does
// not decrypt; invalid (field info) when a message names no row.
func (c *Connector) Push(r platform.PushRequest) (platform.Pushed, error) {
	no := func(reason string) (platform.Pushed, error) {
		return platform.Pushed{}, domain.E(domain.CodeUnauthorized, errors.New("verify delivery"), "reason", reason)
	}
	key, err := base64.StdEncoding.DecodeString(c.keys.Get("message_key"))
	if err != nil || len(key) == 0 {
		return no("no_message_key")
	}
	if kind, _, err := mime.ParseMediaType(r.Header["content-type"]); err != nil || kind != "text/plain" {
		return no("not_a_message")
	}
	plain, err := decrypt(key, string(r.Body))
	if err != nil {
		return no("not_a_message")
	}
	var m pushed
	if !utf8.Valid(plain) || json.Unmarshal(plain, &m) != nil {
		return no("not_a_message")
	}
	out := platform.Pushed{Reply: []byte(answered), ContentType: "application/json"}
	if m.Test {
		return out, nil
	}
	if m.AppKey != c.keys.Get("app_key") {
		return no("other_app")
	}
	stream, field := topic(m.Event)
	if stream == "" {
		return out, nil // of no interest here, and rightly delivered
	}
	var info pushedInfo
	if json.Unmarshal([]byte(m.Info), &info) != nil {
		return platform.Pushed{}, domain.E(domain.CodeInvalid, errors.New("read delivery"), "field", "info")
	}
	id := info.OID.ID()
	if field == "refundId" {
		id = info.RefundID.ID()
	}
	if id == "" {
		return platform.Pushed{}, domain.E(domain.CodeInvalid, errors.New("read delivery"), "field", "info")
	}
	out.Hints = []platform.Hint{{Stream: stream, RemoteID: platform.SafeCode(id), Topic: m.Event}}
	return out, nil
}

// topic says which stream an event is about and which field of info names the row.
func topic(event string) (stream, field string) {
	switch {
	case strings.HasPrefix(event, "kwaishop_order_"):
		return platform.StreamOrders, "oid"
	case strings.HasPrefix(event, "kwaishop_aftersales_"):
		return platform.StreamAfterSales, "refundId"
	}
	return "", ""
}

// decrypt opens a body: AES-CBC with 16 zero bytes as IV and PKCS#5 padding
// (消息服务说明). The key's length picks AES-128, -192 or -256.
func decrypt(key []byte, body string) ([]byte, error) {
	bad := domain.E(domain.CodeInvalid, errors.New("decrypt delivery"), "field", "body")
	sealed, err := base64.StdEncoding.Strict().DecodeString(strings.TrimSpace(body))
	if err != nil || len(sealed) == 0 || len(sealed)%aes.BlockSize != 0 {
		return nil, bad
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, bad
	}
	plain := make([]byte, len(sealed))
	cipher.NewCBCDecrypter(block, make([]byte, aes.BlockSize)).CryptBlocks(plain, sealed)
	pad := int(plain[len(plain)-1])
	if pad == 0 || pad > aes.BlockSize {
		return nil, bad
	}
	for _, b := range plain[len(plain)-pad:] {
		if int(b) != pad {
			return nil, bad
		}
	}
	return plain[:len(plain)-pad], nil
}
