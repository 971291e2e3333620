package taobao

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

// oldest is how old a delivery may be, as the official SDK checks it.
const oldest = 5 * domain.Minute

// Push verifies a signed HTTP delivery and says what may have changed. The
// content of a message topic stands in the body, or in the form or JSON field
// content; which of them is not published, so all are read. A delivery without
// a known id hints at its whole stream.
func (c *Connector) Push(r platform.PushRequest) (platform.Pushed, error) {
	if !signed(c.keys.Get("app_secret"), r) {
		return platform.Pushed{}, domain.E(domain.CodeUnauthorized, errors.New("verify delivery"), "reason", "bad_signature")
	}
	at := flex.Text(r.Query["timestamp"]).Moment(c.zone)
	if now := c.d.Now(); at.IsZero() || now-at > oldest || at-now > oldest {
		return platform.Pushed{}, domain.E(domain.CodeUnauthorized, errors.New("verify delivery"), "reason", "clock_skew")
	}
	p, ok := readPush(r)
	if !ok {
		return platform.Pushed{}, domain.E(domain.CodeInvalid, errors.New("read delivery"), "field", "body")
	}
	out := platform.Pushed{Reply: []byte(`{"success":true}`), ContentType: "application/json;charset=UTF-8"}
	if h, ok := hint(p); ok {
		out.Hints = append(out.Hints, h)
	}
	return out, nil
}

// readPush reads the content of a delivery.
func readPush(r platform.PushRequest) (pushed, bool) {
	var p pushed
	if isForm(r) {
		form, err := url.ParseQuery(string(r.Body))
		if err != nil {
			return p, false
		}
		p = pushed{Topic: flex.Text(form.Get("topic")), Content: flex.Text(form.Get("content")), TID: flex.Text(form.Get("tid")),
			RefundID: flex.Text(form.Get("refund_id")), OID: flex.Text(form.Get("oid"))}
	} else if err := json.Unmarshal(r.Body, &p); err != nil {
		return p, false
	}
	if p.Content != "" {
		topic := p.Topic
		if json.Unmarshal([]byte(p.Content), &p) != nil {
			return p, false
		}
		p.Topic = topic
	}
	p.Topic = flex.Text(platform.First(string(p.Topic), r.Query["topic"], r.Query["method"]))
	return p, true
}

// hint says which row a message is about: its topic decides the stream, its
// content the row.
func hint(p pushed) (platform.Hint, bool) {
	topic := platform.SafeCode(string(p.Topic))
	safe := func(t flex.Text) string { return platform.SafeCode(t.ID()) }
	h := platform.Hint{Topic: topic}
	switch {
	case topic == "":
		return h, false
	case strings.HasPrefix(topic, "taobao_refund_"):
		h.Stream, h.RemoteID = platform.StreamAfterSales, safe(p.RefundID)
	case topic == "taobao_trade_TradeRated", strings.HasPrefix(topic, "taobao_traderate_"):
		h.Stream, h.RemoteID = platform.StreamReviews, safe(p.OID)
	case strings.HasPrefix(topic, "taobao_trade_"), topic == "taobao_live_TcpOrder":
		h.Stream, h.RemoteID = platform.StreamOrders, safe(p.TID)
	default:
		return h, false
	}
	return h, true
}
