package doudian

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

const (
	streamOrders = "orders"
	streamCases  = "after_sales"

	overlap   = int64(600)        // seconds re-read before the watermark; the platform refuses clocks further off
	firstSpan = int64(24 * 3600)  // window of a first run
	widest    = int64(15 * 86400) // window of a quiet shop
	quiet     = int64(2000)       // rows below which the next window doubles
	slack     = int64(900)        // distance kept from the edge of the history
)

// cursor is the position in one stream. All times are Unix seconds, windows
// include both ends. A window is walked in ascending order of change; offset
// paging breaks when rows leave the window meanwhile, which the total shows.
type cursor struct {
	V      int    `json:"v"`
	Stream string `json:"s"`
	Mark   int64  `json:"mark,omitempty"`  // every change up to here was read
	Until  int64  `json:"until,omitempty"` // end of the run in progress; 0 = none
	From   int64  `json:"from,omitempty"`  // window in progress
	To     int64  `json:"to,omitempty"`
	Page   int64  `json:"page,omitempty"`
	Total  int64  `json:"total,omitempty"` // rows of the window when its first page was read
	Last   int64  `json:"last,omitempty"`  // newest change read in the window
	Mixed  bool   `json:"mixed,omitempty"` // the window did not come in ascending order
	Span   int64  `json:"span,omitempty"`  // width of the next window
	Tries  int64  `json:"tries,omitempty"` // restarts of the window
	Stop   int64  `json:"stop,omitempty"`  // a range: read rows created in [Start, Stop], then end
	Start  int64  `json:"start,omitempty"`
}

func (k cursor) encode() platform.Cursor {
	b, err := json.Marshal(k)
	if err != nil { // a struct of numbers and text always marshals
		return ""
	}
	return platform.Cursor(b)
}

func decodeCursor(stream string, at platform.Cursor) (cursor, error) {
	if at == "" {
		return cursor{V: 1, Stream: stream}, nil
	}
	var k cursor
	bad := domain.E(domain.CodeInvalid, errors.New("read cursor"), "field", "cursor")
	if json.Unmarshal([]byte(at), &k) != nil || k.V != 1 || k.Stream != stream || k.Page < 0 || k.Span < 0 || k.Mark < 0 {
		return k, bad
	}
	if k.Until != 0 && (k.From <= 0 || k.To < k.From || k.To > k.Until) {
		return k, bad
	}
	return k, nil
}

// OrdersBetween reads orders created in [from, to) whatever changed since.
func (c *Connector) OrdersBetween(from, to domain.Instant) platform.Cursor {
	return between(streamOrders, from, to)
}

// AfterSalesBetween reads cases applied for in [from, to) whatever changed since.
func (c *Connector) AfterSalesBetween(from, to domain.Instant) platform.Cursor {
	return between(streamCases, from, to)
}

func between(stream string, from, to domain.Instant) platform.Cursor {
	start := max(int64(from)/1000, 1)
	return cursor{V: 1, Stream: stream, Start: start, Stop: max((int64(to)+999)/1000, start+1)}.encode()
}

// query is one request for a page.
type query struct {
	from, to, page int64
	created        bool // by creation, not by change
}

// answer is one page as it came. stamps are the items' times of change (of
// creation for a created query), 0 where unreadable.
type answer struct {
	items  []json.RawMessage
	stamps []int64
	total  int64 // -1 = not told
	more   bool  // the platform says so
}

type walked struct {
	items []json.RawMessage
	next  platform.Cursor
	done  bool
}

// walk reads the next page of a stream. It never stops early because a page
// holds nothing new: a change may hide behind an unchanged page (SY-03).
func (c *Connector) walk(ctx context.Context, stream string, at platform.Cursor, fetch func(context.Context, query) (answer, error)) (walked, error) {
	k, err := decodeCursor(stream, at)
	if err != nil {
		return walked{}, err
	}
	reach := orderReach
	if stream == streamCases {
		reach = caseReach
	}
	if !k.begin(int64(c.d.Now())/1000, int64(reach/time.Second)) {
		return walked{next: k.encode(), done: true}, nil
	}
	for range 64 { // each round shrinks the window or starts it once more
		got, err := fetch(ctx, query{from: k.From, to: k.To, page: k.Page, created: k.Stop > 0})
		if err != nil {
			return walked{}, err
		}
		if got.total > maxRows && k.To > k.From {
			k.halve()
			continue
		}
		if k.Page > 0 && got.total != k.Total {
			k.again()
			continue
		}
		return k.advance(got), nil
	}
	return walked{}, domain.E(domain.CodeUnavailable, errors.New("walk "+stream), "reason", "window_unsteady")
}

// begin opens a window unless one is open; false when there is nothing to read.
func (k *cursor) begin(now, reach int64) bool {
	oldest := max(now-reach+slack, 1)
	if k.Until != 0 {
		if k.From < oldest { // resumed after a long pause
			k.From, k.Page, k.Total, k.Last = oldest, 0, 0, 0
			k.To = max(k.To, k.From)
			k.Until = max(k.Until, k.To)
		}
		return true
	}
	k.Until = now
	switch {
	case k.Stop > 0:
		k.From, k.Until = max(k.Start, oldest), min(k.Stop, now)
	case k.Mark > now+overlap: // the clock was wrong when the mark was set
		k.From = oldest
	case k.Mark > 0:
		k.From = max(k.Mark-overlap, oldest)
	default:
		k.From = oldest
	}
	if k.From >= k.Until {
		k.Until, k.From = 0, 0
		return false
	}
	if k.Span == 0 {
		k.Span = firstSpan
	}
	k.open()
	return true
}

// open starts a window at From.
func (k *cursor) open() {
	k.To = min(k.From+k.Span, k.Until)
	k.Page, k.Total, k.Last, k.Mixed, k.Tries = 0, 0, 0, false, 0
}

// halve makes the window smaller: it holds more rows than can be paged.
func (k *cursor) halve() {
	k.Span = max((k.To-k.From)/2, 1)
	tries := k.Tries
	k.open()
	k.Tries = tries
}

// again restarts the window because rows entered or left it. Rows that came in
// ascending order need not be read twice: the newest seen change is where the
// rest begins. An unsteady window gets smaller.
func (k *cursor) again() {
	if !k.Mixed && k.Last > k.From {
		k.From = min(k.Last, k.To)
	}
	k.Page, k.Total, k.Last, k.Mixed = 0, 0, 0, false
	if k.Tries++; k.Tries%4 == 0 && k.To-k.From > 60 {
		k.To = k.From + (k.To-k.From)/2
	}
}

// advance takes a good page and moves on.
func (k *cursor) advance(got answer) walked {
	for _, s := range got.stamps {
		if s == 0 {
			continue
		}
		if s < k.Last {
			k.Mixed = true
		}
		k.Last = max(k.Last, s)
	}
	if k.Page == 0 {
		k.Total = got.total
	}
	more := len(got.items) > 0 && (got.more || (k.Page+1)*pageSize < got.total || (got.total < 0 && len(got.items) >= pageSize))
	if more && (k.Page+2)*pageSize <= maxRows {
		k.Page++
		return walked{items: got.items, next: k.encode()}
	}
	if more && !k.Mixed && k.Last > k.From { // as far as paging reaches; go on from there
		k.From = k.Last
		k.open()
		return walked{items: got.items, next: k.encode()}
	}
	if k.To < k.Until {
		if got.total >= 0 && got.total < quiet {
			k.Span = min(max(k.Span, 1)*2, widest)
		}
		k.From = k.To
		k.open()
		return walked{items: got.items, next: k.encode()}
	}
	end := cursor{V: 1, Stream: k.Stream, Span: max(k.Span, 60), Mark: k.Until}
	if k.Stop > 0 {
		end.Mark, end.Start, end.Stop = 0, k.Stop, k.Stop
	}
	return walked{items: got.items, next: end.encode(), done: true}
}

// fetchOrders reads one page of order.searchList.
func (c *Connector) fetchOrders(ctx context.Context, q query) (answer, error) {
	p := orderListParams{OrderBy: "update_time", OrderAsc: true, Page: q.page, Size: pageSize, UpdateStart: q.from, UpdateEnd: q.to}
	if q.created {
		p.OrderBy, p.UpdateStart, p.UpdateEnd, p.CreateStart, p.CreateEnd = "create_time", 0, 0, q.from, q.to
	}
	data, _, err := c.call(ctx, apiOrders, p, "sync")
	if err != nil {
		return empty(err)
	}
	var l orderListData
	if err := json.Unmarshal(data, &l); err != nil {
		return answer{}, errShape(err, "shop_order_list")
	}
	a := answer{items: l.List, total: count(l.Total), stamps: make([]int64, len(l.List))}
	for i, raw := range l.List {
		var s struct {
			Update num `json:"update_time"`
			Create num `json:"create_time"`
		}
		if json.Unmarshal(raw, &s) == nil {
			a.stamps[i] = s.Update.N
			if q.created {
				a.stamps[i] = s.Create.N
			}
		}
	}
	return a, nil
}

// fetchCases reads one page of afterSale.List.
func (c *Connector) fetchCases(ctx context.Context, q query) (answer, error) {
	p := caseListParams{OrderBy: []string{"update_time asc"}, NeedSpecial: true, Page: q.page, Size: pageSize, UpdateStart: q.from, UpdateEnd: q.to}
	if q.created {
		p.OrderBy, p.UpdateStart, p.UpdateEnd, p.ApplyStart, p.ApplyEnd = []string{"apply_time asc"}, 0, 0, q.from, q.to
	}
	data, _, err := c.call(ctx, apiCases, p, "sync")
	if err != nil {
		return empty(err)
	}
	var l caseListData
	if err := json.Unmarshal(data, &l); err != nil {
		return answer{}, errShape(err, "items")
	}
	a := answer{items: l.Items, total: count(l.Total), more: l.HasMore != nil && *l.HasMore, stamps: make([]int64, len(l.Items))}
	for i, raw := range l.Items {
		var s struct {
			Info struct {
				Update num `json:"update_time"`
				Apply  num `json:"apply_time"`
			} `json:"aftersale_info"`
		}
		if json.Unmarshal(raw, &s) == nil {
			a.stamps[i] = s.Info.Update.N
			if q.created {
				a.stamps[i] = s.Info.Apply.N
			}
		}
	}
	return a, nil
}

// empty turns "no data" into an empty page.
func empty(err error) (answer, error) {
	if domain.CodeOf(err) == domain.CodeNotFound && domain.ParamOf(err, "reason") == "no_data" {
		return answer{}, nil
	}
	return answer{}, err
}

func count(n num) int64 {
	if !n.Set {
		return -1
	}
	return n.N
}
