package shopify

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/walk"
)

const (
	orderPage   = 25
	touchedPage = 50
	disputePage = 50
	reach       = 60 * 24 * time.Hour // of read_orders
	disputeSpan = 200 * 86400         // seconds; a dispute is decided long before
)

// plan is how orders are walked; the overlap covers a search index that trails.
func plan(stream string) walk.Plan {
	return walk.Plan{Stream: stream, Order: walk.Keyed, PageSize: orderPage, Reach: reach, Overlap: 30 * time.Minute, FirstSpan: 24 * time.Hour,
		Widest: reach, Quiet: 500}
}

func orderPlan() walk.Plan { return plan(platform.StreamOrders) }

// caseLists are the lists that cases come from.
func (c *Connector) caseLists() walk.Lists {
	touched, disputes := plan(platform.StreamAfterSales+"/orders"), plan(platform.StreamAfterSales+"/disputes")
	touched.ByChange, disputes.ByChange = true, true
	disputes.FirstSpan = reach // one window: the list knows no time of change
	return walk.Lists{Stream: platform.StreamAfterSales, Lists: []walk.List{{Name: "orders", Plan: touched, Fetch: c.fetchTouched},
		{Name: "disputes", Plan: disputes, Fetch: c.fetchDisputes}}}
}

// OrdersBetween reads orders created in [from, to) whatever changed since.
func (c *Connector) OrdersBetween(from, to domain.Instant) platform.Cursor {
	return orderPlan().Between(from, to)
}

// AfterSalesBetween reads returns, refunds and disputes begun in [from, to).
func (c *Connector) AfterSalesBetween(from, to domain.Instant) platform.Cursor {
	return c.caseLists().Between(from, to)
}

// span is a filter for a time in [from, to], both Unix seconds.
func span(name string, from, to int64) string {
	return fmt.Sprintf("%s:>='%s' AND %s:<'%s'", name, stamp(from), name, stamp(to+1))
}

func stamp(unix int64) string { return time.Unix(unix, 0).UTC().Format(time.RFC3339) }

// after is a page's key as a variable; none for the first page.
func after(key string) any {
	if key == "" {
		return nil
	}
	return key
}

// fetchOrders reads one page of orders with all their lines.
func (c *Connector) fetchOrders(ctx context.Context, q walk.Query) (walk.Answer, error) {
	name, sort := "updated_at", "UPDATED_AT"
	if q.Created {
		name, sort = "created_at", "CREATED_AT"
	}
	got, err := c.pageOf(ctx, &c.orderSize, ask{api: apiOrders, purpose: "sync", document: queryOrders,
		variables: map[string]any{"after": after(q.Key), "q": span(name, q.From, q.To), "sort": sort}}, "orders")
	if err != nil {
		return walk.Answer{}, err
	}
	for i := range got.Nodes {
		if got.Nodes[i], err = c.whole(ctx, got.Nodes[i]); err != nil {
			return walk.Answer{}, err
		}
	}
	return walk.Answer{Items: got.Nodes, Total: -1, More: got.Info.More, Key: got.Info.End}, nil
}

// whole reads the lines that an order's page left out and puts them in their
// place, so that the stored payload makes the same row again.
func (c *Connector) whole(ctx context.Context, raw json.RawMessage) (json.RawMessage, error) {
	var w struct {
		ID    string     `json:"id"`
		Lines connection `json:"lineItems"`
	}
	if json.Unmarshal(raw, &w) != nil || !w.Lines.Info.More { // what cannot be read becomes a problem later
		return raw, nil
	}
	lines := w.Lines
	for lines.Info.More {
		got, err := get[struct {
			Lines connection `json:"lineItems"`
		}](ctx, c, ask{api: apiLines, purpose: "sync", document: queryLines, variables: map[string]any{"id": w.ID, "after": lines.Info.End}}, "order")
		if err != nil {
			return nil, err
		}
		if got.Lines.Info.More && got.Lines.Info.End == lines.Info.End {
			return nil, domain.E(domain.CodeUnavailable, fmt.Errorf("read answer of %s", apiLines), "reason", "no_key")
		}
		lines.Nodes, lines.Info = append(lines.Nodes, got.Lines.Nodes...), got.Lines.Info
	}
	var top map[string]json.RawMessage
	if err := json.Unmarshal(raw, &top); err != nil {
		return nil, platform.BadShape(err, "item")
	}
	var err error
	if top["lineItems"], err = json.Marshal(lines); err != nil {
		return nil, platform.Bad("lineItems")
	}
	return json.Marshal(top)
}

// fetchTouched reads the cases of one page of orders that changed.
func (c *Connector) fetchTouched(ctx context.Context, q walk.Query) (walk.Answer, error) {
	got, err := c.pageOf(ctx, &c.touchedSize, ask{api: apiTouched, purpose: "sync", document: queryTouched,
		variables: map[string]any{"after": after(q.Key), "q": span("updated_at", q.From, q.To)}}, "orders")
	if err != nil {
		return walk.Answer{}, err
	}
	ids := []string{}
	for _, raw := range got.Nodes {
		var w touched
		if json.Unmarshal(raw, &w) == nil && w.ID != "" && (len(w.Refunds) > 0 || (w.Returns != "NO_RETURN" && w.Returns != "")) {
			ids = append(ids, w.ID)
		}
	}
	orders, err := walk.Each(ctx, ids, func(ctx context.Context, id string) (json.RawMessage, error) { return c.cases(ctx, id) })
	if err != nil {
		return walk.Answer{}, err
	}
	out := walk.Answer{Items: []json.RawMessage{}, Total: -1, More: got.Info.More, Key: got.Info.End}
	for _, raw := range orders {
		list, err := split(raw)
		if err != nil {
			return walk.Answer{}, err
		}
		for _, one := range list {
			if q.Stop > 0 && one.made > 0 && (one.made < q.Start || one.made > q.Stop) {
				continue
			}
			out.Items = append(out.Items, one.raw)
		}
	}
	return out, nil
}

// cases reads everything that happened to an order after its sale.
func (c *Connector) cases(ctx context.Context, id string) (json.RawMessage, error) {
	return get[json.RawMessage](ctx, c, ask{api: apiCases, purpose: "sync", document: queryCases, variables: map[string]any{"id": id}}, "order")
}

// begun is one case with the moment of its beginning in Unix seconds.
type begun struct {
	id   string
	made int64
	raw  json.RawMessage
}

// split makes one payload for each return of an order and for each refund that
// belongs to none. A part that cannot be read is kept: reading it says why.
func split(raw json.RawMessage) ([]begun, error) {
	var w struct {
		parent
		Returns connection        `json:"returns"`
		Refunds []json.RawMessage `json:"refunds"`
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return nil, platform.BadShape(err, "order")
	}
	out := []begun{}
	add := func(one wireCase, id func(order, id string) string, part json.RawMessage) error {
		var h struct {
			ID   string    `json:"id"`
			Made flex.Text `json:"createdAt"`
		}
		_ = json.Unmarshal(part, &h) // a part without them gets a problem
		one.Order = &w.parent
		b, err := json.Marshal(one)
		if err != nil {
			return platform.Bad("order")
		}
		out = append(out, begun{id: id(w.ID.ID(), tail(h.ID)), made: int64(at(h.Made)) / 1000, raw: b})
		return nil
	}
	for _, part := range w.Returns.Nodes {
		if err := add(wireCase{Return: part}, returnID, part); err != nil {
			return nil, err
		}
	}
	for _, part := range w.Refunds {
		var of struct {
			Return *ref `json:"return"`
		}
		if json.Unmarshal(part, &of) == nil && of.Return != nil && of.Return.ID != "" {
			continue // the return has it
		}
		if err := add(wireCase{Refund: part}, refundID, part); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// fetchDisputes reads one page of the disputes begun in the last 200 days, or in
// a range. A shop without Shopify Payments, or an app without its scope, has
// none.
func (c *Connector) fetchDisputes(ctx context.Context, q walk.Query) (walk.Answer, error) {
	filter := span("initiated_at", q.To-disputeSpan, q.To)
	if q.Stop > 0 {
		filter = span("initiated_at", q.Start, q.Stop)
	}
	got, err := c.pageOf(ctx, &c.disputeSize, ask{api: apiDisputes, purpose: "sync", document: queryDisputes,
		variables: map[string]any{"after": after(q.Key), "q": filter}}, "disputes")
	if reason := domain.ParamOf(err, "reason"); reason == "no_permission" || reason == "no_data" {
		return walk.Answer{Items: []json.RawMessage{}, Total: -1}, nil
	}
	if err != nil {
		return walk.Answer{}, err
	}
	out := walk.Answer{Items: make([]json.RawMessage, 0, len(got.Nodes)), Total: -1, More: got.Info.More, Key: got.Info.End}
	for _, raw := range got.Nodes {
		b, err := json.Marshal(wireCase{Dispute: raw})
		if err != nil {
			return walk.Answer{}, platform.Bad("dispute")
		}
		out.Items = append(out.Items, b)
	}
	return out, nil
}

// traceOf finds a parcel among an order's shipments and reads its events.
func (r reader) traceOf(raw []byte, waybill string) ([]domain.TraceEvent, error) {
	var w struct {
		Fulfillments []wireFulfillment `json:"fulfillments"`
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return nil, platform.BadShape(err, "fulfillments")
	}
	out := []domain.TraceEvent{}
	for _, f := range w.Fulfillments {
		mine := waybill == ""
		for _, t := range f.Tracking {
			mine = mine || t.Number.ID() == waybill
		}
		if !mine {
			continue
		}
		for _, e := range f.Events.Nodes {
			when := at(e.Happened)
			if when.IsZero() { // cannot be placed
				continue
			}
			state, ok := trackState(e.Status)
			state = platform.Pick(r.Reader, state, ok, "trace.state", e.Status, domain.TrackStates, domain.TrackUnknown)
			out = append(out, domain.TraceEvent{At: when, State: state, RawCode: e.Status, Text: platform.First(e.Message, e.Status),
				Site: platform.First(e.City, e.Country), Reporter: "platform"})
		}
	}
	return out, nil
}

// number reads the digits of an id.
func number(s string) bool {
	_, err := strconv.ParseUint(s, 10, 64)
	return err == nil
}
