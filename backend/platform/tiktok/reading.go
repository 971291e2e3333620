package tiktok

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"sort"
	"strconv"
	"strings"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/walk"
)

// Names of the lists of cases.
const (
	listReturns       = "returns"
	listCancellations = "cancellations"
)

// plan is how a list is walked. The platform says that data keep refreshing
// while they are read and that time of change is that of the status: ten minutes
// of overlap are its own advice.
func plan(stream string, size int64) walk.Plan {
	return walk.Plan{Stream: stream, Order: walk.Keyed, PageSize: size, Reach: reach, Overlap: 10 * time.Minute,
		FirstSpan: 24 * time.Hour, Widest: 30 * 24 * time.Hour, Quiet: 1000}
}

func orderPlan() walk.Plan { return plan(platform.StreamOrders, orderPage) }

func (c *Connector) caseLists() walk.Lists {
	return walk.Lists{Stream: platform.StreamAfterSales, Lists: []walk.List{
		{Name: listReturns, Plan: plan(platform.StreamAfterSales+"/"+listReturns, casePage), Fetch: c.fetchReturns},
		{Name: listCancellations, Plan: plan(platform.StreamAfterSales+"/"+listCancellations, casePage), Fetch: c.fetchCancellations},
	}}
}

// OrdersBetween reads orders created in [from, to) whatever changed since.
func (c *Connector) OrdersBetween(from, to domain.Instant) platform.Cursor {
	return orderPlan().Between(from, to)
}

// AfterSalesBetween reads cases asked for in [from, to) whatever changed since.
func (c *Connector) AfterSalesBetween(from, to domain.Instant) platform.Cursor {
	return c.caseLists().Between(from, to)
}

func (c *Connector) fetchOrders(ctx context.Context, q walk.Query) (walk.Answer, error) {
	return c.fetch(ctx, apiOrders, orderPage, q, func(l listData) []json.RawMessage { return l.Orders })
}

func (c *Connector) fetchReturns(ctx context.Context, q walk.Query) (walk.Answer, error) {
	return c.fetch(ctx, apiReturns, casePage, q, func(l listData) []json.RawMessage { return l.Returns })
}

func (c *Connector) fetchCancellations(ctx context.Context, q walk.Query) (walk.Answer, error) {
	return c.fetch(ctx, apiCancellations, casePage, q, func(l listData) []json.RawMessage { return l.Cancellations })
}

// fetch reads one page of a search. What a page token stands for is not
// published: if it were a position, a row that leaves the window would push
// another past it. So the key carries the total beside the token, and a total
// that changed begins the window again.
func (c *Connector) fetch(ctx context.Context, api string, size int, q walk.Query, items func(listData) []json.RawMessage) (walk.Answer, error) {
	query := url.Values{"page_size": {strconv.Itoa(size)}, "sort_field": {"update_time"}, "sort_order": {"ASC"}}
	body := listBody{UpdateGE: q.From, UpdateLT: q.To + 1}
	if q.Created {
		query.Set("sort_field", "create_time")
		body = listBody{CreateGE: q.From, CreateLT: q.To + 1}
	}
	total, token, _ := strings.Cut(q.Key, "/")
	if q.Key != "" {
		query.Set("page_token", token)
	}
	data, err := c.read(ctx, api, api, query, body)
	if err != nil {
		if q.Key != "" && domain.CodeOf(err) == domain.CodeInvalid { // how long a token lives is not published
			return walk.Answer{}, domain.E(domain.CodeInvalid, errors.New("read page of "+api), "again", "window", "reason", domain.ParamOf(err, "reason"))
		}
		return walk.Answer{}, err
	}
	var l listData
	if err := json.Unmarshal(data, &l); err != nil {
		return walk.Answer{}, platform.BadShape(err, "list")
	}
	if q.Key != "" && l.Total.Raw() != total {
		return walk.Answer{}, domain.E(domain.CodeConflict, errors.New("read page of "+api+": rows moved"), "again", "window")
	}
	a := walk.Answer{Items: items(l), Total: -1, More: l.Next != "", Key: l.Total.Raw() + "/" + l.Next}
	a.Stamps = make([]int64, len(a.Items))
	for i, raw := range a.Items {
		var s struct {
			Update flex.Num `json:"update_time"`
			Create flex.Num `json:"create_time"`
		}
		if json.Unmarshal(raw, &s) == nil {
			a.Stamps[i] = s.Update.N
			if q.Created {
				a.Stamps[i] = s.Create.N
			}
		}
	}
	return a, nil
}

// Order reads one order as it is now.
func (c *Connector) Order(ctx context.Context, remoteID string) (platform.Item[domain.Order], error) {
	raw, err := c.rawOrder(ctx, remoteID, "sync")
	if err != nil {
		return platform.Item[domain.Order]{}, err
	}
	o, err := c.reader().order(raw)
	if err != nil {
		return platform.Item[domain.Order]{}, err
	}
	if o.RemoteID != remoteID {
		return platform.Item[domain.Order]{}, domain.E(domain.CodeInvalid, errors.New("read order: another order came back"), "field", "id")
	}
	o.Source.API = apiOrder
	return platform.Item[domain.Order]{Value: o, RemoteID: remoteID, Raw: raw}, nil
}

func (c *Connector) rawOrder(ctx context.Context, remoteID, purpose string) (json.RawMessage, error) {
	data, err := c.send(ctx, request{api: apiOrder, path: apiOrder, query: url.Values{"ids": {remoteID}}, purpose: purpose})
	if err != nil {
		return nil, err
	}
	return only(data, "order", func(l listData) []json.RawMessage { return l.Orders })
}

// only is the one element of a list that was asked for by id.
func only(data json.RawMessage, what string, items func(listData) []json.RawMessage) (json.RawMessage, error) {
	var l listData
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, platform.BadShape(err, "list")
	}
	got := items(l)
	if len(got) == 0 {
		return nil, domain.E(domain.CodeNotFound, errors.New("read "+what), "reason", "no_data")
	}
	return got[0], nil
}

// AfterSale reads one case as it is now: its element of the list and, for a
// return, the records of the negotiation. not_found when nobody knows it.
func (c *Connector) AfterSale(ctx context.Context, remoteID string) (platform.Item[domain.AfterSale], error) {
	none := platform.Item[domain.AfterSale]{}
	kept := struct {
		Case    json.RawMessage `json:"case"`
		Records json.RawMessage `json:"records"`
	}{Records: json.RawMessage("[]")}
	id, cancelled := strings.CutPrefix(remoteID, cancelMark)
	if cancelled {
		data, err := c.read(ctx, apiCancellations, apiCancellations, url.Values{"page_size": {"1"}}, listBody{CancelIDs: []string{id}})
		if err == nil {
			kept.Case, err = only(data, "cancellation", func(l listData) []json.RawMessage { return l.Cancellations })
		}
		if err != nil {
			return none, err
		}
	} else {
		data, err := c.read(ctx, apiReturns, apiReturns, url.Values{"page_size": {"10"}}, listBody{ReturnIDs: []string{id}})
		if err == nil {
			kept.Case, err = only(data, "return", func(l listData) []json.RawMessage { return l.Returns })
		}
		if err != nil {
			return none, err
		}
		if data, err = c.read(ctx, apiRecords, apiReturn+url.PathEscape(id)+"/records", url.Values{}, nil); err != nil {
			return none, err
		}
		var got struct {
			Records json.RawMessage `json:"records"`
		}
		if err := json.Unmarshal(data, &got); err != nil {
			return none, platform.BadShape(err, "records")
		}
		if len(got.Records) > 0 {
			kept.Records = got.Records
		}
	}
	raw, err := json.Marshal(kept)
	if err != nil {
		return none, domain.E(domain.CodeInternal, errors.New("keep case"))
	}
	a, err := c.reader().detailed(raw)
	if err != nil {
		return none, err
	}
	if a.RemoteID != remoteID {
		return none, domain.E(domain.CodeInvalid, errors.New("read case: another case came back"), "field", "return_id")
	}
	return platform.Item[domain.AfterSale]{Value: a, RemoteID: remoteID, Raw: raw}, nil
}

// Traces reads the trace of an order's parcel. The platform keeps one trace an
// order; parcels that come back have none (unsupported, reason no_trace_api).
func (c *Connector) Traces(ctx context.Context, p domain.Parcel) ([]domain.TraceEvent, []byte, error) {
	_, order, err := domain.SplitKey(p.OrderID)
	if err != nil || p.Waybill == "" {
		return nil, nil, domain.E(domain.CodeInvalid, errors.New("read traces"), "field", "order_id")
	}
	if p.Direction == domain.DirectionBack {
		return nil, nil, domain.E(domain.CodeUnsupported, errors.New("read traces"), "reason", "no_trace_api")
	}
	data, err := c.read(ctx, apiTracking, "/fulfillment/202309/orders/"+url.PathEscape(order)+"/tracking", url.Values{}, nil)
	if err != nil {
		return nil, nil, err
	}
	events, err := c.DeriveTraces(data)
	if err == nil && len(events) == 0 {
		err = domain.E(domain.CodeNotFound, errors.New("read traces"), "reason", "no_data")
	}
	if err != nil {
		return nil, nil, err
	}
	return events, data, nil
}

// DeriveTraces makes the events of a trace from its raw answer again, oldest
// first. The platform sends texts without codes. An event without a time cannot
// be placed and is left out.
func (c *Connector) DeriveTraces(raw []byte) ([]domain.TraceEvent, error) {
	if c.d.Classify == nil {
		return nil, domain.E(domain.CodeInternal, errors.New("read traces: no classifier"))
	}
	var w wireTrace
	if err := json.Unmarshal(raw, &w); err != nil {
		return nil, platform.BadShape(err, "tracking")
	}
	out := make([]domain.TraceEvent, 0, len(w.Tracking))
	for _, n := range w.Tracking {
		if at := n.At.Millis(); !at.IsZero() {
			out = append(out, domain.TraceEvent{At: at, State: c.d.Classify(Platform, "", n.Text), Text: n.Text, Reporter: "platform"})
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].At < out[j].At })
	return out, nil
}
