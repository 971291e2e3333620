package medusa

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/walk"
)

// Names of the lists that a stream is read by.
const (
	byOrder   = "orders"   // orders by their own time of change: goods, versions, cancellations
	byReturn  = "returns"  // returns by theirs, which comes after their order's
	byPayment = "payments" // orders by the time of change of their payment collection: money
)

const iso = "2006-01-02T15:04:05.000Z"

// plan is how a list with a filter by time is walked. Times of change are written
// before the transaction that they belong to is seen, and a claim keeps the time
// of its draft: the overlap reads both again.
func (c *Connector) plan(stream string) walk.Plan {
	return walk.Plan{Stream: stream, Order: walk.Keyed, PageSize: pageSize, Reach: reach, Overlap: c.overlap,
		FirstSpan: 7 * 24 * time.Hour, Widest: 60 * 24 * time.Hour, Quiet: 500}
}

// paymentPlan reads payments newest change first in one window: the server sorts
// them by their collection's change, but does not filter by it.
func (c *Connector) paymentPlan(stream string) walk.Plan {
	p := c.plan(stream)
	p.FirstSpan, p.Widest = reach, reach
	return p
}

func (c *Connector) orderLists() walk.Lists {
	s := platform.StreamOrders
	return walk.Lists{Stream: s, Lists: []walk.List{
		{Name: byOrder, Plan: c.plan(s + "/" + byOrder), Fetch: c.list(apiOrders, orderFields, c.asOrders)},
		{Name: byPayment, Plan: c.paymentPlan(s + "/" + byPayment), Fetch: c.payments(c.asOrders, false)},
	}}
}

func (c *Connector) caseLists() walk.Lists {
	s := platform.StreamAfterSales
	return walk.Lists{Stream: s, Lists: []walk.List{
		{Name: byOrder, Plan: c.plan(s + "/" + byOrder), Fetch: c.list(apiOrders, orderFields, c.asCases)},
		{Name: byReturn, Plan: c.plan(s + "/" + byReturn), Fetch: c.list(apiReturns, func() string { return "id,order_id,created_at,updated_at" }, c.asCases)},
		{Name: byPayment, Plan: c.paymentPlan(s + "/" + byPayment), Fetch: c.payments(c.asCases, true)},
	}}
}

// OrdersBetween reads orders created in [from, to) whatever changed since.
func (c *Connector) OrdersBetween(from, to domain.Instant) platform.Cursor {
	return c.orderLists().Between(from, to)
}

// AfterSalesBetween reads cases of orders or returns created in [from, to)
// whatever changed since.
func (c *Connector) AfterSalesBetween(from, to domain.Instant) platform.Cursor {
	return c.caseLists().Between(from, to)
}

// found is what a list leads to: the orders that changed, and those of them that
// came whole.
type found struct {
	ids    []string
	orders map[string]json.RawMessage
}

// made makes the items of a page of what was found.
type made func(ctx context.Context, f found) ([]json.RawMessage, error)

// page reads one page of a list by time of change (of creation), sorted by id: the
// only order that no two rows share.
func (c *Connector) page(ctx context.Context, api, fields string, from, to, offset int64, created bool) (listData, error) {
	by := "updated_at"
	if created {
		by = "created_at"
	}
	var l listData
	got, err := c.get(ctx, api, api, "sync", url.Values{"limit": {strconv.Itoa(pageSize)}, "offset": {strconv.FormatInt(offset, 10)}, "order": {"id"}, "fields": {fields},
		by + "[$gte]": {domain.FromUnix(from).Time().Format(iso)}, by + "[$lt]": {domain.FromUnix(to + 1).Time().Format(iso)}})
	if err != nil {
		return l, err
	}
	return l, decodeList(got, api, &l)
}

func decodeList(got []byte, api string, l *listData) error {
	if err := json.Unmarshal(got, l); err != nil {
		return platform.BadShape(err, "list")
	}
	if !l.Count.Set {
		return domain.E(domain.CodeUnavailable, errors.New("read list of "+api), "reason", "cut")
	}
	return nil
}

// key is where a keyed list goes on: how many rows it had, and how many were read.
// Rows are paged by offset, so a count that changed means that rows moved and may
// have slipped past a page's edge: the window begins again.
func key(total, offset int64) string {
	return strconv.FormatInt(total, 10) + "/" + strconv.FormatInt(offset, 10)
}

func readKey(k string) (total, offset int64, err error) {
	if k == "" {
		return -1, 0, nil
	}
	t, o, _ := strings.Cut(k, "/")
	total, err = strconv.ParseInt(t, 10, 64)
	if err == nil {
		offset, err = strconv.ParseInt(o, 10, 64)
	}
	if err != nil || offset < 0 {
		return 0, 0, domain.E(domain.CodeInvalid, errors.New("read cursor"), "field", "cursor")
	}
	return total, offset, nil
}

// list fetches pages of a list that has a filter by time.
func (c *Connector) list(api string, fields func() string, make made) walk.Fetch {
	return func(ctx context.Context, q walk.Query) (walk.Answer, error) {
		total, offset, err := readKey(q.Key)
		if err != nil {
			return walk.Answer{}, err
		}
		l, err := c.page(ctx, api, fields(), q.From, q.To, offset, q.Created)
		if err != nil {
			return walk.Answer{}, err
		}
		if total >= 0 && l.Count.N != total {
			return walk.Answer{}, domain.E(domain.CodeConflict, errors.New("read list of "+api+": rows moved"), "again", "window")
		}
		raws := append(l.Orders, l.Returns...)
		f := found{orders: map[string]json.RawMessage{}}
		for _, raw := range raws {
			var id struct {
				ID    string `json:"id"`
				Order string `json:"order_id"`
			}
			if json.Unmarshal(raw, &id) != nil {
				id.ID = ""
			}
			switch {
			case api == apiOrders:
				f.ids, f.orders[id.ID] = append(f.ids, id.ID), raw
			case id.Order != "":
				f.ids = append(f.ids, id.Order)
			}
		}
		items, err := make(ctx, f)
		if err != nil {
			return walk.Answer{}, err
		}
		next := offset + int64(len(raws))
		return walk.Answer{Items: items, Total: -1, More: len(raws) > 0 && next < l.Count.N, Key: key(l.Count.N, next)}, nil
	}
}

// payments fetches pages of the orders whose money changed, newest change first,
// down to the window's beginning. A payment that changes meanwhile goes to the top
// and pushes the rest down: rows are read twice then, never missed. A count that
// shrank would pull rows up, so the window begins again. refunded leaves out
// payments that nothing was paid back of.
func (c *Connector) payments(make made, refunded bool) walk.Fetch {
	return func(ctx context.Context, q walk.Query) (walk.Answer, error) {
		if q.Created { // a range asks for rows by creation, which the other list does
			return walk.Answer{Total: -1}, nil
		}
		total, offset, err := readKey(q.Key)
		if err != nil {
			return walk.Answer{}, err
		}
		got, err := c.get(ctx, apiPayments, apiPayments, "sync", url.Values{"limit": {strconv.Itoa(pageSize)}, "offset": {strconv.FormatInt(offset, 10)},
			"order": {"-payment_collection.updated_at"}, "fields": {paymentFields()}})
		if err != nil {
			return walk.Answer{}, err
		}
		var l listData
		if err := decodeList(got, apiPayments, &l); err != nil {
			return walk.Answer{}, err
		}
		if l.Count.N < total {
			return walk.Answer{}, domain.E(domain.CodeConflict, errors.New("read list of "+apiPayments+": rows moved"), "again", "window")
		}
		f := found{orders: map[string]json.RawMessage{}}
		more := true
		for _, raw := range l.Payments {
			var w wireChanged
			if err := json.Unmarshal(raw, &w); err != nil {
				return walk.Answer{}, platform.BadShape(err, "payments")
			}
			if at := moment(w.Collection.UpdatedAt); !at.IsZero() && int64(at)/1000 < q.From {
				more = false
				break
			}
			if w.Collection.Order.ID != "" && (!refunded || len(w.Refunds) > 0) { // a basket that was never ordered has none
				f.ids = append(f.ids, w.Collection.Order.ID)
			}
		}
		items, err := make(ctx, f)
		if err != nil {
			return walk.Answer{}, err
		}
		next := offset + int64(len(l.Payments))
		return walk.Answer{Items: items, Total: -1, More: more && len(l.Payments) > 0 && next < l.Count.N, Key: key(l.Count.N, next)}, nil
	}
}

// asOrders makes orders of what was found.
func (c *Connector) asOrders(ctx context.Context, f found) ([]json.RawMessage, error) {
	var want []string
	out := []json.RawMessage{}
	for _, id := range platform.Unique(f.ids) {
		if f.orders[id] == nil {
			want = append(want, id)
		}
	}
	for _, id := range f.ids {
		if raw := f.orders[id]; raw != nil {
			out = append(out, raw)
		}
	}
	more, err := c.ordersByID(ctx, want, "sync")
	return append(out, more...), err
}

// ordersByID reads whole orders.
func (c *Connector) ordersByID(ctx context.Context, ids []string, purpose string) ([]json.RawMessage, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	got, err := c.get(ctx, apiOrders, apiOrders, purpose, url.Values{"limit": {strconv.Itoa(len(ids))}, "fields": {orderFields()}, "id[]": ids})
	if err != nil {
		return nil, err
	}
	var l listData
	err = decodeList(got, apiOrders, &l)
	return l.Orders, err
}
