package wechat

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/walk"
)

const (
	pageSize = 100                 // of the order list; the case list has no such parameter
	reach    = 90 * 24 * time.Hour // how far back is not published
)

// orderPlan: windows of at most seven days.
func orderPlan() walk.Plan {
	return walk.Plan{Stream: platform.StreamOrders, Order: walk.Keyed, PageSize: pageSize, Reach: reach, Overlap: 10 * time.Minute,
		FirstSpan: 24 * time.Hour, Widest: 7 * 24 * time.Hour, Quiet: 1000}
}

// casePlan: windows of at most 24 hours.
func casePlan() walk.Plan {
	return walk.Plan{Stream: platform.StreamAfterSales, Order: walk.Keyed, PageSize: pageSize, Reach: reach, Overlap: 10 * time.Minute,
		FirstSpan: 24 * time.Hour, Widest: 24 * time.Hour, Quiet: 1000}
}

// OrdersBetween reads orders created in [from, to) whatever changed since.
func (c *Connector) OrdersBetween(from, to domain.Instant) platform.Cursor {
	return orderPlan().Between(from, to)
}

// AfterSalesBetween reads cases applied for in [from, to) whatever changed since.
func (c *Connector) AfterSalesBetween(from, to domain.Instant) platform.Cursor {
	return casePlan().Between(from, to)
}

// stale marks the refusal of a page behind a key: whether a key survives a day
// is not published, so a refused one begins its window again.
func stale(err error, q walk.Query) error {
	if q.Key == "" || domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "again") != "" {
		return err
	}
	return domain.E(domain.CodeInvalid, err, "reason", "cursor_refused", "again", "window")
}

// fetchOrders reads one page of ids and the detail of each.
func (c *Connector) fetchOrders(ctx context.Context, q walk.Query) (walk.Answer, error) {
	p := orderListParams{PageSize: pageSize, Key: q.Key}
	if q.Created {
		p.Created = &span{q.From, q.To}
	} else {
		p.Updated = &span{q.From, q.To}
	}
	body, err := c.call(ctx, apiOrders, p, "sync")
	if err != nil {
		return walk.Answer{}, stale(err, q)
	}
	var l orderListAnswer
	if err := json.Unmarshal(body, &l); err != nil {
		return walk.Answer{}, platform.BadShape(err, "order_id_list")
	}
	items, err := walk.Each(ctx, l.IDs, func(ctx context.Context, raw json.RawMessage) (json.RawMessage, error) {
		id, err := listed(raw, "order_id_list")
		if err != nil {
			return raw, nil // reading it will be a problem of this item
		}
		return c.orderDetail(ctx, id)
	})
	if err != nil {
		return walk.Answer{}, err
	}
	return answer(items, string(l.Key), l.More, q.Created, func(raw json.RawMessage) json.RawMessage { return raw }), nil
}

// listed is an id of a list, which comes quoted or not.
func listed(raw json.RawMessage, field string) (string, error) {
	var id flex.Text
	if err := json.Unmarshal(raw, &id); err != nil || platform.SafeCode(id.ID()) == "" {
		return "", platform.Bad(field)
	}
	return id.ID(), nil
}

// member takes one member out of an answer. not_found when it is not there.
func member(body []byte, name string) (json.RawMessage, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(body, &all); err != nil {
		return nil, platform.BadShape(err, name)
	}
	if m := all[name]; len(m) > 0 && string(m) != "null" {
		return m, nil
	}
	return nil, domain.E(domain.CodeNotFound, errors.New("read answer"), "reason", "no_data")
}

// orderDetail reads one order, with the buyer's fields masked by the platform.
func (c *Connector) orderDetail(ctx context.Context, id string) (json.RawMessage, error) {
	body, err := c.call(ctx, apiOrder, map[string]any{"order_id": id, "encode_sensitive_info": true}, "sync")
	if err != nil {
		return nil, err
	}
	return member(body, "order")
}

// fetchCases reads one page of ids and the detail of each.
func (c *Connector) fetchCases(ctx context.Context, q walk.Query) (walk.Answer, error) {
	p := caseListParams{Key: q.Key}
	if q.Created {
		p.CreatedFrom, p.CreatedTo = q.From, q.To
	} else {
		p.UpdatedFrom, p.UpdatedTo = q.From, q.To
	}
	body, err := c.call(ctx, apiCases, p, "sync")
	if err != nil {
		return walk.Answer{}, stale(err, q)
	}
	var l caseListAnswer
	if err := json.Unmarshal(body, &l); err != nil {
		return walk.Answer{}, platform.BadShape(err, "after_sale_order_id_list")
	}
	items, err := walk.Each(ctx, l.IDs, func(ctx context.Context, raw json.RawMessage) (json.RawMessage, error) {
		id, err := listed(raw, "after_sale_order_id_list")
		if err != nil {
			return raw, nil
		}
		return c.caseDetail(ctx, id)
	})
	if err != nil {
		return walk.Answer{}, err
	}
	return answer(items, string(l.Key), l.More, q.Created, func(raw json.RawMessage) json.RawMessage {
		var k kept
		_ = json.Unmarshal(raw, &k) // what cannot be read has no time
		return k.Case
	}), nil
}

// caseDetail reads one case and what its own JSON leaves open: the complaint,
// and of a refund without return whether the goods were sent.
func (c *Connector) caseDetail(ctx context.Context, id string) (json.RawMessage, error) {
	body, err := c.call(ctx, apiCase, map[string]any{"after_sale_order_id": id}, "sync")
	if err != nil {
		return nil, err
	}
	k := kept{}
	if k.Case, err = member(body, "after_sale_order"); err != nil {
		return nil, err
	}
	var w wireCase
	if json.Unmarshal(k.Case, &w) == nil {
		if n := w.Deadline.N; n > 0 && n <= aTimestamp {
			k.ReadAt = int64(c.d.Now()) / 1000
		}
		if k.Order, err = c.sent(ctx, &w); err != nil {
			return nil, err
		}
		if cid := w.ComplaintID.ID(); cid != "" {
			k.Complaint, err = c.call(ctx, apiComplaint, map[string]any{"complaint_id": cid}, "sync")
			if err != nil && lasting(err) != nil {
				return nil, err
			}
		}
	}
	out, err := json.Marshal(k)
	if err != nil {
		return nil, platform.Bad("case")
	}
	return out, nil
}

// lasting is nil for an error that a case can live with: what was asked for is
// not there, or not for this app.
func lasting(err error) error {
	switch code := domain.CodeOf(err); {
	case code == domain.CodeNotFound, code == domain.CodeInvalid, domain.ParamOf(err, "reason") == "no_permission":
		return nil
	}
	return err
}

// sent asks the order of a refund without return when its goods left; nil when
// that does not matter or the order is not to be had.
func (c *Connector) sent(ctx context.Context, w *wireCase) (*keptOrder, error) {
	if string(w.Type) != "REFUND" || string(w.SubType) == "REFUND_PRICE_DIFF" || w.Details.Received.Is {
		return nil, nil
	}
	raw, err := c.orderDetail(ctx, w.OrderID.ID())
	if err != nil {
		return nil, lasting(err)
	}
	var o wireOrder
	if json.Unmarshal(raw, &o) != nil {
		return nil, nil
	}
	out := &keptOrder{SentAt: o.Detail.Delivery.DoneTime.N}
	for _, p := range o.Detail.Delivery.Parcels {
		if p.Time.N > 0 && (out.SentAt == 0 || p.Time.N < out.SentAt) {
			out.SentAt = p.Time.N
		}
	}
	return out, nil
}

// answer makes a walk's answer of items. Only has_more ends a list: an empty
// page is not its end.
func answer(items []json.RawMessage, key string, more, created bool, inner func(json.RawMessage) json.RawMessage) walk.Answer {
	a := walk.Answer{Items: items, Total: -1, More: more, Key: key, Stamps: make([]int64, len(items))}
	for i, raw := range items {
		var s struct {
			Update flex.Num `json:"update_time"`
			Create flex.Num `json:"create_time"`
		}
		if json.Unmarshal(inner(raw), &s) != nil {
			continue
		}
		a.Stamps[i] = s.Update.N
		if created {
			a.Stamps[i] = s.Create.N
		}
	}
	return a
}
