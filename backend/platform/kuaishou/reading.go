package kuaishou

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
	orderPage  = 50
	casePage   = 100
	reviewPage = 20
	reach      = 90 * 24 * time.Hour // of orders and of cases
	nomore     = "nomore"            // the cursor after the last page
)

// orderPlan: windows of at most seven days; an hour is left, since both ends of
// a window are asked for to the millisecond.
func orderPlan() walk.Plan {
	return walk.Plan{Stream: platform.StreamOrders, Order: walk.Keyed, PageSize: orderPage, Reach: reach, Overlap: 10 * time.Minute,
		FirstSpan: 24 * time.Hour, Widest: 167 * time.Hour, Quiet: 1000}
}

// casePlan: windows of at most one day, and the platform may shrink that to
// hours or minutes when sales peak; a refused window is halved.
func casePlan() walk.Plan {
	return walk.Plan{Stream: platform.StreamAfterSales, Order: walk.Keyed, PageSize: casePage, Reach: reach, Overlap: 10 * time.Minute,
		FirstSpan: 23 * time.Hour, Widest: 23 * time.Hour, Quiet: 1000}
}

// reviewPlan: the list knows times of creation only, so nothing moves inside a
// window that lies in the past, whatever the list's order is. Two days are read
// again for answers and follow-ups.
func reviewPlan() walk.Plan {
	return walk.Plan{Stream: platform.StreamReviews, Order: walk.Ascending, PageSize: reviewPage, Reach: reach, Overlap: 48 * time.Hour,
		Lag: time.Minute, FirstSpan: 24 * time.Hour, Widest: 15 * 24 * time.Hour, Quiet: 200}
}

// OrdersBetween reads orders created in [from, to) whatever changed since.
func (c *Connector) OrdersBetween(from, to domain.Instant) platform.Cursor {
	return orderPlan().Between(from, to)
}

// AfterSalesBetween reads cases applied for in [from, to) whatever changed since.
func (c *Connector) AfterSalesBetween(from, to domain.Instant) platform.Cursor {
	return casePlan().Between(from, to)
}

func orderQuery(from, to int64, cursor string) orderListParams {
	return orderListParams{View: 1, PageSize: orderPage, Begin: from, End: to, QueryType: 2, Sort: 2, Cursor: cursor}
}

func caseQuery(from, to int64, cursor string) caseListParams {
	return caseListParams{Begin: from, End: to, Type: 9, PageSize: casePage, Page: 1, Cursor: cursor, QueryType: 2, Sort: 2, Option: caseOption{NeedExchange: true}}
}

// window is a query's window in ms, with its last second whole.
func window(q walk.Query) (from, to int64) { return q.From * 1000, q.To*1000 + 999 }

// stale marks the refusal of a page behind a cursor: a cursor that the platform
// no longer takes begins its window again.
func stale(err error, q walk.Query) error {
	if q.Key == "" || domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "again") != "" {
		return err
	}
	return domain.E(domain.CodeInvalid, err, "reason", "cursor_refused", "again", "window")
}

// fetchOrders reads one page of open.order.cursor.list and the detail of each
// of its orders: the list does not say where an order was sold.
func (c *Connector) fetchOrders(ctx context.Context, q walk.Query) (walk.Answer, error) {
	from, to := window(q)
	p := orderQuery(from, to, q.Key)
	if q.Created {
		p.QueryType = 1
	}
	data, err := c.call(ctx, apiOrders, p, "sync")
	if err != nil {
		return walk.Answer{}, stale(err, q)
	}
	var l orderListData
	if err := json.Unmarshal(data, &l); err != nil {
		return walk.Answer{}, platform.BadShape(err, "orderList")
	}
	id := looseID("orderBaseInfo", "oid")
	items, err := walk.Each(ctx, l.List, func(ctx context.Context, raw json.RawMessage) (json.RawMessage, error) {
		if _, err := number(id(raw), "oid"); err != nil {
			return raw, nil // reading it will name the field
		}
		return c.orderDetail(ctx, id(raw))
	})
	if err != nil {
		return walk.Answer{}, err
	}
	return answer(items, string(l.Cursor), q.Created, "orderBaseInfo"), nil
}

// orderDetail reads one order.
func (c *Connector) orderDetail(ctx context.Context, id string) (json.RawMessage, error) {
	n, err := number(id, "oid")
	if err != nil {
		return nil, err
	}
	data, err := c.call(ctx, apiOrder, map[string]any{"oid": n}, "sync")
	if err == nil && (len(data) == 0 || string(data) == "null") {
		err = domain.E(domain.CodeNotFound, errors.New("read order"), "reason", "no_data")
	}
	return data, err
}

// fetchCases reads one page of the refund list. Of a refund without return of
// goods that did not arrive it looks up whether they were sent: the list does
// not say.
func (c *Connector) fetchCases(ctx context.Context, q walk.Query) (walk.Answer, error) {
	from, to := window(q)
	p := caseQuery(from, to, q.Key)
	if q.Created {
		p.QueryType = 1
	}
	data, err := c.call(ctx, apiCases, p, "sync")
	if err != nil {
		return walk.Answer{}, stale(err, q)
	}
	var l caseListData
	if err := json.Unmarshal(data, &l); err != nil {
		return walk.Answer{}, platform.BadShape(err, "refundOrderInfoList")
	}
	if l.List == nil {
		l.List = l.Other
	}
	items, err := walk.Each(ctx, l.List, func(ctx context.Context, raw json.RawMessage) (json.RawMessage, error) {
		return c.keep(ctx, kept{Refund: raw})
	})
	if err != nil {
		return walk.Answer{}, err
	}
	return answer(items, string(l.Cursor), q.Created, "refund"), nil
}

// keep adds to a case what its own JSON leaves open, and writes it down.
func (c *Connector) keep(ctx context.Context, k kept) (json.RawMessage, error) {
	var w wireCase
	if json.Unmarshal(k.Refund, &w) == nil && w.Way.N == 10 && w.Receipt.N != 2 && w.Special.N != 1 {
		raw, err := c.orderDetail(ctx, w.OID.ID())
		switch domain.CodeOf(err) {
		case "":
			var o wireOrder
			if err := json.Unmarshal(raw, &o); err != nil {
				return nil, platform.BadShape(err, "orderBaseInfo")
			}
			k.Order = &keptOrder{SendTime: o.Base.SendTime.N}
		case domain.CodeNotFound, domain.CodeInvalid: // the order is not to be had; the case counts all the same
		default:
			if domain.ParamOf(err, "reason") != "no_permission" {
				return nil, err
			}
		}
	}
	out, err := json.Marshal(k)
	if err != nil {
		return nil, platform.Bad("refund")
	}
	return out, nil
}

// answer makes a walk's answer of items whose times lie in their member named
// part. Only nomore ends a list: an empty page is not its end.
func answer(items []json.RawMessage, cursor string, created bool, part string) walk.Answer {
	a := walk.Answer{Items: items, Total: -1, More: cursor != nomore && (cursor != "" || len(items) > 0), Key: cursor, Stamps: make([]int64, len(items))}
	for i, raw := range items {
		var all map[string]json.RawMessage
		var s struct {
			Update flex.Num `json:"updateTime"`
			Create flex.Num `json:"createTime"`
		}
		if json.Unmarshal(raw, &all) != nil || json.Unmarshal(all[part], &s) != nil {
			continue
		}
		a.Stamps[i] = s.Update.N / 1000
		if created {
			a.Stamps[i] = s.Create.N / 1000
		}
	}
	return a
}

// fetchReviews reads one page of reviews, with the answers of those that have some.
func (c *Connector) fetchReviews(ctx context.Context, q walk.Query) (walk.Answer, error) {
	from, to := window(q)
	l, err := c.reviewList(ctx, reviewListParams{Offset: q.Page * reviewPage, Limit: reviewPage, From: from, To: to})
	if err != nil {
		return walk.Answer{}, err
	}
	a := walk.Answer{Total: -1, Stamps: make([]int64, len(l.List))}
	if l.Total.Set {
		a.Total = l.Total.N
	}
	for i, raw := range l.List {
		var w wireReview
		if json.Unmarshal(raw, &w) == nil {
			a.Stamps[i] = w.CreateTime.N / 1000
		}
	}
	a.Items, err = walk.Each(ctx, l.List, c.keepReview)
	return a, err
}

func (c *Connector) reviewList(ctx context.Context, p reviewListParams) (reviewListData, error) {
	var l reviewListData
	data, err := c.call(ctx, apiReviews, p, "sync")
	if err != nil {
		return l, err
	}
	if err := json.Unmarshal(data, &l); err != nil {
		return l, platform.BadShape(err, "rootComment")
	}
	return l, nil
}

// keepReview adds a review's answers and writes it down. Where the platform
// does not give them, the review stands without.
func (c *Connector) keepReview(ctx context.Context, root json.RawMessage) (json.RawMessage, error) {
	k := keptReview{Root: root}
	var w wireReview
	if json.Unmarshal(root, &w) == nil && (w.Replied || w.Attached) {
		id, ierr := number(w.ID.ID(), "commentId")
		sku, serr := number(w.SKUID.ID(), "itemSkuId")
		if ierr == nil && serr == nil {
			data, err := c.call(ctx, apiReplies, map[string]any{"rootCommentId": id, "itemSkuId": sku}, "sync")
			if code := domain.CodeOf(err); code != "" && code != domain.CodeNotFound && code != domain.CodeInvalid {
				return nil, err
			} else if err == nil && json.Unmarshal(data, &k.Subs) != nil {
				return nil, platform.Bad("subcomments")
			}
		}
	}
	out, err := json.Marshal(k)
	if err != nil {
		return nil, platform.Bad("root")
	}
	return out, nil
}
