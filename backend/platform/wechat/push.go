package wechat

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// Push checks a delivery. The address check (GET) is answered with its echostr.
// A sealed message (the only kind that a shop account can choose) is signed over
// its cipher; it hints at the row that it names. A plain message is signed over
// token, time and nonce alone, so its body may be anybody's: it is acknowledged
// and hints at nothing. unauthorized for a wrong signature or without the
// message token and key; invalid (field) for a signed message that cannot be
// read.
func (c *Connector) Push(r platform.PushRequest) (platform.Pushed, error) {
	token, q := c.keys.Get("message_token"), r.Query
	no := domain.E(domain.CodeUnauthorized, errors.New("verify delivery"), "reason", "bad_signature")
	if token == "" {
		return platform.Pushed{}, domain.E(domain.CodeUnauthorized, errors.New("verify delivery"), "reason", "no_message_key")
	}
	plain := Sign(token, q["timestamp"], q["nonce"])
	if r.Method == http.MethodGet {
		if !same(q["signature"], plain) {
			return platform.Pushed{}, no
		}
		return platform.Pushed{Reply: []byte(q["echostr"]), ContentType: "text/plain"}, nil
	}
	out := platform.Pushed{Reply: []byte("success"), ContentType: "text/plain"}
	var outer sealed
	if json.Unmarshal(r.Body, &outer) != nil {
		return platform.Pushed{}, no
	}
	if outer.Encrypt == "" {
		if q["encrypt_type"] == "aes" || !same(q["signature"], plain) {
			return platform.Pushed{}, no
		}
		return out, nil
	}
	if !same(q["msg_signature"], Sign(token, q["timestamp"], q["nonce"], outer.Encrypt)) {
		return platform.Pushed{}, no
	}
	body, err := Unseal(c.keys.Get("message_key"), c.keys.Get("app_key"), outer.Encrypt)
	if err != nil {
		return platform.Pushed{}, err
	}
	var m delivered
	if json.Unmarshal(body, &m) != nil {
		return platform.Pushed{}, domain.E(domain.CodeInvalid, errors.New("read delivery"), "field", "message")
	}
	if m.To != outer.To { // the outer name is not signed
		return platform.Pushed{}, no
	}
	stream, id := topic(&m)
	if stream == "" {
		return out, nil // of no interest here, and rightly delivered
	}
	if id = platform.SafeCode(id); id == "" {
		return platform.Pushed{}, domain.E(domain.CodeInvalid, errors.New("read delivery"), "field", "message")
	}
	out.Hints = []platform.Hint{{Stream: stream, RemoteID: id, Topic: m.Event}}
	return out, nil
}

// same compares signatures in constant time; an empty one is never right.
func same(a, b string) bool {
	return a != "" && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}

// topic says which stream an event is about and which row it names.
func topic(m *delivered) (stream, id string) {
	switch {
	case strings.HasPrefix(m.Event, "channels_ec_order_"):
		return platform.StreamOrders, m.Order.ID.ID()
	case m.Event == "channels_ec_aftersale_update":
		return platform.StreamAfterSales, m.Case.ID.ID()
	case m.Event == "channels_ec_present_aftersale_update":
		return platform.StreamAfterSales, m.Present.ID.ID()
	case m.Event == "channels_ec_complaint_update":
		return platform.StreamAfterSales, m.Complaint.ID.ID()
	}
	return "", ""
}
