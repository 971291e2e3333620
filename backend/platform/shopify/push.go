package shopify

import (
	"crypto/hmac"
	"encoding/json"
	"errors"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

// Push verifies a delivery. Only the body is signed: topic and shop are believed
// only as far as a hint goes, and another shop's name is refused. unauthorized:
// the signature is wrong, missing, or no secret is kept here (bad_secret), or
// the delivery names another shop (wrong_shop).
func (c *Connector) Push(r platform.PushRequest) (platform.Pushed, error) {
	refused := func(reason string) (platform.Pushed, error) {
		return platform.Pushed{}, domain.E(domain.CodeUnauthorized, errors.New("verify delivery"), "reason", reason)
	}
	secret := c.keys.Get("app_secret")
	if secret == "" || !hmac.Equal([]byte(PushSignature(secret, r.Body)), []byte(r.Header["x-shopify-hmac-sha256"])) {
		return refused("bad_secret")
	}
	if shop := r.Header["x-shopify-shop-domain"]; shop != "" && !strings.EqualFold(shop, c.host) {
		return refused("wrong_shop")
	}
	topic := strings.ToLower(strings.ReplaceAll(r.Header["x-shopify-topic"], "/", "_"))
	var w struct {
		ID    flex.Text `json:"id"`
		Order flex.Text `json:"order_id"`
	}
	if json.Unmarshal(r.Body, &w) != nil {
		return platform.Pushed{}, domain.E(domain.CodeInvalid, errors.New("read delivery"), "field", "id")
	}
	name := r.Header["x-shopify-topic"]
	order := func(id flex.Text) platform.Hint {
		return platform.Hint{Stream: platform.StreamOrders, RemoteID: id.ID(), Topic: name}
	}
	switch {
	case strings.HasPrefix(topic, "orders_"):
		return platform.Pushed{Hints: []platform.Hint{order(w.ID)}}, nil
	case strings.HasPrefix(topic, "fulfillments_"), strings.HasPrefix(topic, "fulfillment_events_"):
		return platform.Pushed{Hints: []platform.Hint{order(w.Order)}}, nil
	case strings.HasPrefix(topic, "refunds_"):
		h := platform.Hint{Stream: platform.StreamAfterSales, Topic: name}
		if o, id := w.Order.ID(), w.ID.ID(); o != "" && id != "" {
			h.RemoteID = refundID(o, id)
		}
		return platform.Pushed{Hints: []platform.Hint{h, order(w.Order)}}, nil
	case strings.HasPrefix(topic, "returns_"):
		return platform.Pushed{Hints: []platform.Hint{{Stream: platform.StreamAfterSales, Topic: name}}}, nil
	case strings.HasPrefix(topic, "disputes_"):
		h := platform.Hint{Stream: platform.StreamAfterSales, Topic: name}
		if id := w.ID.ID(); id != "" {
			h.RemoteID = disputeID(id)
		}
		return platform.Pushed{Hints: []platform.Hint{h}}, nil
	}
	return platform.Pushed{}, nil // products, apps, privacy: nothing of these is read here
}
