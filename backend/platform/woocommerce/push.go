package woocommerce

import (
	"crypto/hmac"
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

// Push verifies a webhook's delivery. Its first one is a form with nothing but
// webhook_id, which is not signed: it is answered and says nothing. A refund
// has no topic of its own: it changes its order. Only the body is signed, so
// the topic is believed only as far as a hint goes. unauthorized (reason
// bad_secret): the signature is wrong, missing, or no secret is kept here.
func (c *Connector) Push(r platform.PushRequest) (platform.Pushed, error) {
	if r.Header["x-wc-webhook-signature"] == "" && ping(r.Body) {
		return platform.Pushed{}, nil
	}
	secret := c.keys.Get("webhook_secret")
	want := PushSignature(secret, r.Body)
	if secret == "" || !hmac.Equal([]byte(want), []byte(r.Header["x-wc-webhook-signature"])) {
		return platform.Pushed{}, domain.E(domain.CodeUnauthorized, errors.New("verify delivery"), "reason", "bad_secret")
	}
	var w struct {
		ID flex.Text `json:"id"`
	}
	if json.Unmarshal(r.Body, &w) != nil || w.ID.ID() == "" {
		return platform.Pushed{}, domain.E(domain.CodeInvalid, errors.New("read delivery"), "field", "id")
	}
	topic := r.Header["x-wc-webhook-topic"]
	if strings.HasPrefix(topic, "order.") {
		// which refund it was is not said: the stream of cases reads on
		return platform.Pushed{Hints: []platform.Hint{{Stream: platform.StreamOrders, RemoteID: w.ID.ID(), Topic: topic},
			{Stream: platform.StreamAfterSales, Topic: topic}}}, nil
	}
	return platform.Pushed{}, nil // products, customers, coupons: not read here
}

// ping reports whether a body is the first delivery's form.
func ping(body []byte) bool {
	q, err := url.ParseQuery(string(body))
	return err == nil && len(q) == 1 && digits(q.Get("webhook_id"))
}
