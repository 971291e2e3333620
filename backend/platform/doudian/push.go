package doudian

import (
	"bytes"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

// PushSign signs a delivery: md5 of app_key + body + app_secret in lower-case
// hex (four public receivers agree).
func PushSign(key, secret string, body []byte) string {
	sum := md5.Sum(bytes.Join([][]byte{[]byte(key), body, []byte(secret)}, nil))
	return hex.EncodeToString(sum[:])
}

// pushHMAC is the variant that one public receiver of 2026 checks: HMAC-SHA256
// of the same text, keyed by the secret.
func pushHMAC(key, secret string, body []byte) string {
	h := hmac.New(sha256.New, []byte(secret))
	h.Write(bytes.Join([][]byte{[]byte(key), body, []byte(secret)}, nil))
	return hex.EncodeToString(h.Sum(nil))
}

type wirePush struct {
	Tag  flex.Text `json:"tag"`
	ID   flex.Text `json:"msg_id"`
	Data string    `json:"data"` // JSON in a string
}

type wirePushData struct {
	Case  flex.Text `json:"aftersale_id"`
	Order flex.Text `json:"p_id"`
	Shop  flex.Text `json:"shop_id"`
}

// Push verifies a delivery: a JSON array of messages, or one alone as an older
// SDK has it. The length of event-sign tells which of the two signatures it is.
// Messages for another shop of the same app are left out; tag 0 is the
// platform's test of the address.
func (c *Connector) Push(r platform.PushRequest) (platform.Pushed, error) {
	key, secret, sign := c.keys.Get("app_key"), c.keys.Get("app_secret"), r.Header["event-sign"]
	want := PushSign(key, secret, r.Body)
	if len(sign) == sha256.Size*2 {
		want = pushHMAC(key, secret, r.Body)
	}
	if r.Header["app-id"] != key || subtle.ConstantTimeCompare([]byte(sign), []byte(want)) != 1 {
		return platform.Pushed{}, domain.E(domain.CodeUnauthorized, errors.New("check delivery"), "reason", "bad_signature")
	}
	var list []wirePush
	if json.Unmarshal(r.Body, &list) != nil {
		var one wirePush
		if err := json.Unmarshal(r.Body, &one); err != nil {
			return platform.Pushed{}, platform.BadShape(err, "body")
		}
		list = []wirePush{one}
	}
	out := platform.Pushed{Reply: []byte(`{"code":0,"msg":"success"}`), ContentType: "application/json"}
	for _, m := range list {
		var d wirePushData
		stream := pushStream(string(m.Tag))
		if stream == "" || json.Unmarshal([]byte(m.Data), &d) != nil || (d.Shop.ID() != "" && d.Shop.ID() != c.keys.Get("shop_id")) {
			continue
		}
		id := d.Order.ID()
		if stream == platform.StreamAfterSales {
			id = d.Case.ID()
		}
		out.Hints = append(out.Hints, platform.Hint{Stream: stream, RemoteID: id, Topic: platform.SafeCode(string(m.Tag))})
	}
	return out, nil
}

// pushStream says which stream a tag is about: 1xx orders, 2xx after-sales; ""
// for the test of the address and for what is not pulled (audits, products).
func pushStream(tag string) string {
	switch {
	case tag == "137", len(tag) != 3:
		return ""
	case tag[0] == '1':
		return platform.StreamOrders
	case tag[0] == '2':
		return platform.StreamAfterSales
	}
	return ""
}
