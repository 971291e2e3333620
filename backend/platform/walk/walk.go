package walk

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// Order is how a platform's list is paged.
type Order string

const (
	Ascending  Order = "ascending"  // page numbers, oldest change first
	Descending Order = "descending" // page numbers, newest change first; needs totals
	Keyed      Order = "keyed"      // an opaque key leads to the next page
)

// Plan describes one stream of one platform. Durations are whole seconds.
type Plan struct {
	Stream    string
	Order     Order
	PageSize  int64
	MaxRows   int64         // rows of a window that can be paged; 0 = no limit
	Reach     time.Duration // how far back rows can be read
	Overlap   time.Duration // re-read before the mark
	Lag       time.Duration // distance kept from now, where lists trail behind
	FirstSpan time.Duration // window of a first run
	Widest    time.Duration // widest window that the platform takes or that is wise
	Quiet     int64         // rows below which the next window doubles
	ByChange  bool          // the platform cannot list by creation: a range walks every change since its start

	// FirstCreated reads the history of a first run by creation, for platforms
	// that take far wider windows of creation than of change. What changes
	// meanwhile is read by the next run, whose mark is the start of this one.
	FirstCreated bool
	CreatedSpan  time.Duration // width of windows by creation; 0 = as those of change
}

// slack is the distance kept from the edge of the history.
const slack = int64(900)

// Query is one request for a page. From and To are Unix seconds and both ends
// are wanted.
type Query struct {
	From, To int64
	Page     int64  // from 0, for page numbers
	Key      string // of Keyed; "" is the first page
	Created  bool   // by creation, not by change
	Probe    bool   // of Descending: the items are used only when the total fits on this page

	// Of a range with ByChange: the fetch leaves out rows that were not created
	// in [Start, Stop]. Both 0: all rows are wanted.
	Start, Stop int64
}

// Answer is one page as it came. Stamps are the items' times of change in Unix
// seconds (of creation for a created query), 0 where unreadable.
type Answer struct {
	Items  []json.RawMessage
	Stamps []int64
	Total  int64  // -1 = not told
	More   bool   // the platform says that there are more
	Key    string // to the next page, of Keyed
}

// Fetch reads one page. An error with param again=window says that the page
// cannot be had but the window can be begun again (a stale key); one with param
// again=half that the window holds too many rows.
type Fetch func(ctx context.Context, q Query) (Answer, error)

// Step is one page and where to go on.
type Step struct {
	Items []json.RawMessage
	Next  platform.Cursor
	Done  bool
}

// cursor is the position in one stream. All times are Unix seconds, windows
// include both ends.
type cursor struct {
	V      int    `json:"v"`
	Stream string `json:"s"`
	Mark   int64  `json:"mark,omitempty"`  // every change up to here was read
	Until  int64  `json:"until,omitempty"` // end of the run in progress; 0 = none
	From   int64  `json:"from,omitempty"`  // window in progress
	To     int64  `json:"to,omitempty"`
	Page   int64  `json:"page,omitempty"`
	Down   bool   `json:"down,omitempty"`  // of Descending: the number of pages is known, Page counts down
	Total  int64  `json:"total,omitempty"` // rows of the window when its first page was read
	Key    string `json:"key,omitempty"`
	Last   int64  `json:"last,omitempty"`  // newest change read in the window
	Mixed  bool   `json:"mixed,omitempty"` // the window did not come in ascending order
	Span   int64  `json:"span,omitempty"`  // width of the next window
	Tries  int64  `json:"tries,omitempty"` // restarts of the window
	Stop   int64  `json:"stop,omitempty"`  // a range: read rows created in [Start, Stop], then end
	Start  int64  `json:"start,omitempty"`
	First  bool   `json:"first,omitempty"` // a first run that goes by creation
}

func (k cursor) encode() platform.Cursor {
	b, err := json.Marshal(k)
	if err != nil { // a struct of numbers and text always marshals
		return ""
	}
	return platform.Cursor(b)
}

func (p Plan) decode(at platform.Cursor) (cursor, error) {
	if at == "" {
		return cursor{V: 1, Stream: p.Stream}, nil
	}
	var k cursor
	bad := domain.E(domain.CodeInvalid, errors.New("read cursor"), "field", "cursor")
	if json.Unmarshal([]byte(at), &k) != nil || k.V != 1 || k.Stream != p.Stream || k.Page < 0 || k.Span < 0 || k.Mark < 0 {
		return k, bad
	}
	if k.Until != 0 && (k.From <= 0 || k.To < k.From || k.To > k.Until) {
		return k, bad
	}
	return k, nil
}

// Between makes a cursor for rows created in [from, to), whatever changed since.
func (p Plan) Between(from, to domain.Instant) platform.Cursor {
	start := max(int64(from)/1000, 1)
	return cursor{V: 1, Stream: p.Stream, Start: start, Stop: max((int64(to)+999)/1000, start+1)}.encode()
}

// Next reads the page behind a cursor. invalid (field cursor) for a cursor that
// is not this stream's; unavailable (reason window_unsteady) when a window will
// not stand still; else what fetch says.
func (p Plan) Next(ctx context.Context, now domain.Instant, at platform.Cursor, fetch Fetch) (Step, error) {
	k, err := p.decode(at)
	if err != nil {
		return Step{}, err
	}
	if !p.begin(&k, int64(now)/1000) {
		return Step{Next: k.encode(), Done: true}, nil
	}
	for range 64 { // each round shrinks the window or starts it once more
		got, err := fetch(ctx, p.query(k))
		switch domain.ParamOf(err, "again") {
		case "window":
			if k.Key == "" && k.Page == 0 { // not a stale key: the first page was asked
				return Step{}, err
			}
			p.again(&k)
			continue
		case "half":
			if k.To > k.From {
				p.halve(&k)
				continue
			}
		}
		if err != nil {
			return Step{}, err
		}
		switch {
		case p.MaxRows > 0 && got.Total > p.MaxRows && k.To > k.From:
			p.halve(&k)
			continue
		case p.Order == Descending && !k.Down:
			if got.Total < 0 {
				return Step{}, domain.E(domain.CodeUnavailable, errors.New("walk "+p.Stream), "reason", "no_total")
			}
			if last := (got.Total - 1) / p.PageSize; last > 0 {
				k.Down, k.Page, k.Total = true, last, got.Total
				continue // the first page comes last
			}
			k.Down, k.Total = true, got.Total
		case p.Order == Descending && got.Total > k.Total,
			p.Order == Ascending && k.Page > 0 && got.Total != k.Total:
			p.again(&k)
			continue
		case p.Order == Keyed && got.More && (got.Key == "" || got.Key == k.Key):
			return Step{}, domain.E(domain.CodeUnavailable, errors.New("walk "+p.Stream), "reason", "no_key")
		}
		return p.advance(k, got), nil
	}
	return Step{}, domain.E(domain.CodeUnavailable, errors.New("walk "+p.Stream), "reason", "window_unsteady")
}

// created reports whether a cursor's windows go by creation.
func (p Plan) created(k cursor) bool { return k.First || k.Stop > 0 && !p.ByChange }

// widest is the widest window that a cursor may open, and first its first one.
func (p Plan) widest(k cursor) int64 {
	if p.CreatedSpan > 0 && p.created(k) {
		return seconds(p.CreatedSpan)
	}
	return seconds(p.Widest)
}

func (p Plan) first(k cursor) int64 {
	if p.CreatedSpan > 0 && p.created(k) {
		return seconds(p.CreatedSpan)
	}
	return seconds(p.FirstSpan)
}

// query is the request for the page at a cursor.
func (p Plan) query(k cursor) Query {
	q := Query{From: k.From, To: k.To, Page: k.Page, Key: k.Key, Created: p.created(k), Probe: p.Order == Descending && !k.Down}
	if p.ByChange {
		q.Start, q.Stop = k.Start, k.Stop
	}
	return q
}

func seconds(d time.Duration) int64 { return int64(d / time.Second) }

// begin opens a window unless one is open; false when there is nothing to read.
func (p Plan) begin(k *cursor, now int64) bool {
	end := now - seconds(p.Lag)
	oldest := max(now-seconds(p.Reach)+slack, 1)
	if k.Until != 0 {
		if k.From < oldest { // resumed after a long pause
			k.From = oldest
			k.To = max(k.To, k.From)
			k.Until = max(k.Until, k.To)
			k.restart()
		}
		return true
	}
	k.Until = end
	switch {
	case k.Stop > 0:
		k.From, k.Until = max(k.Start, oldest), min(k.Stop, end)
		if p.ByChange && k.Start < k.Stop { // a finished range has both the same
			k.Until = end
		}
	case k.Mark > now+seconds(p.Overlap): // the clock was wrong when the mark was set
		k.From = oldest
	case k.Mark > 0:
		k.From = max(k.Mark-seconds(p.Overlap), oldest)
	default:
		k.From, k.First = oldest, p.FirstCreated
	}
	if k.From >= k.Until {
		k.Until, k.From, k.First = 0, 0, false
		return false
	}
	if k.Span == 0 {
		k.Span = p.first(*k)
	}
	p.open(k)
	return true
}

// open starts a window at From.
func (p Plan) open(k *cursor) {
	k.To = min(k.From+k.Span, k.Until)
	k.Tries = 0
	k.restart()
}

// restart forgets what was read of the window.
func (k *cursor) restart() {
	k.Page, k.Total, k.Last, k.Key, k.Mixed, k.Down = 0, 0, 0, "", false, false
}

// halve makes the window smaller: it holds more rows than can be paged.
func (p Plan) halve(k *cursor) {
	k.Span = max((k.To-k.From)/2, 1)
	tries := k.Tries
	p.open(k)
	k.Tries = tries
}

// again restarts the window because rows entered or left it. Rows that came in
// ascending order need not be read twice: the newest seen change is where the
// rest begins. An unsteady window gets smaller.
func (p Plan) again(k *cursor) {
	if p.Order == Ascending && !k.Mixed && k.Last > k.From {
		k.From = min(k.Last, k.To)
	}
	k.restart()
	if k.Tries++; k.Tries%4 == 0 && k.To-k.From > 60 {
		k.To = k.From + (k.To-k.From)/2
	}
}

// advance takes a good page and moves on.
func (p Plan) advance(k cursor, got Answer) Step {
	for _, s := range got.Stamps {
		if s == 0 {
			continue
		}
		if s < k.Last {
			k.Mixed = true
		}
		k.Last = max(k.Last, s)
	}
	step := func() Step { return Step{Items: got.Items, Next: k.encode()} }
	switch p.Order {
	case Keyed:
		if got.More {
			k.Key = got.Key
			k.Total += int64(len(got.Items))
			return step()
		}
		got.Total = k.Total + int64(len(got.Items))
	case Descending:
		if k.Page > 0 {
			k.Page--
			return step()
		}
	default:
		if k.Page == 0 {
			k.Total = got.Total
		}
		more := len(got.Items) > 0 && (got.More || (k.Page+1)*p.PageSize < got.Total || (got.Total < 0 && int64(len(got.Items)) >= p.PageSize))
		if more && (p.MaxRows == 0 || (k.Page+2)*p.PageSize <= p.MaxRows) {
			k.Page++
			return step()
		}
		if more && !k.Mixed && k.Last > k.From { // as far as paging reaches; go on from there
			k.From = k.Last
			p.open(&k)
			return step()
		}
	}
	if k.To < k.Until {
		if got.Total >= 0 && got.Total < p.Quiet {
			k.Span = min(max(k.Span, 1)*2, p.widest(k))
		}
		k.From = k.To
		p.open(&k)
		return step()
	}
	end := cursor{V: 1, Stream: k.Stream, Span: max(k.Span, 60), Mark: k.Until}
	if k.First { // windows of change begin anew
		end.Span = seconds(p.FirstSpan)
	}
	if k.Stop > 0 {
		end.Mark, end.Start, end.Stop = 0, k.Stop, k.Stop
	}
	return Step{Items: got.Items, Next: end.encode(), Done: true}
}
