package walk

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

const epoch = int64(1_788_500_000)

// list is a platform's list of rows that change between two pages.
type list struct {
	order   Order
	size    int64
	now     int64
	changed map[string]int64 // id → time of change
	calls   int
	stir    func(*list) // what happens between two calls
	stale   int         // of Keyed: every n-th key is refused
	limit   int64       // rows of a window past which the platform refuses
}

func (l *list) fetch(_ context.Context, q Query) (Answer, error) {
	l.calls++
	type row struct {
		id string
		at int64
	}
	var in []row
	for id, at := range l.changed {
		if at >= q.From && at <= q.To {
			in = append(in, row{id, at})
		}
	}
	slices.SortFunc(in, func(a, b row) int {
		c := cmp.Or(cmp.Compare(a.at, b.at), strings.Compare(a.id, b.id))
		if l.order == Descending {
			return -c
		}
		return c
	})
	if l.limit > 0 && int64(len(in)) > l.limit {
		return Answer{}, domain.E(domain.CodeInvalid, errors.New("too many"), "again", "half")
	}
	from := q.Page * l.size
	if l.order == Keyed {
		// A key names the last row that was given: rows before it may change freely.
		from = 0
		if q.Key != "" {
			if l.stale > 0 && l.calls%l.stale == 0 {
				return Answer{}, domain.E(domain.CodeInvalid, errors.New("stale key"), "again", "window")
			}
			at, id, _ := strings.Cut(q.Key, "/")
			n, _ := strconv.ParseInt(at, 10, 64)
			from = int64(slices.IndexFunc(in, func(r row) bool { return r.at > n || (r.at == n && r.id > id) }))
			if from < 0 {
				from = int64(len(in))
			}
		}
	}
	a := Answer{Total: int64(len(in))}
	for _, r := range in[min(from, int64(len(in))):min(from+l.size, int64(len(in)))] {
		a.Items = append(a.Items, json.RawMessage(strconv.Quote(r.id)))
		a.Stamps = append(a.Stamps, r.at)
		a.Key = fmt.Sprintf("%d/%s", r.at, r.id)
	}
	if l.order == Keyed {
		a.Total, a.More = -1, from+l.size < int64(len(in))
	}
	if l.stir != nil {
		l.stir(l)
	}
	return a, nil
}

func plan(o Order) Plan {
	return Plan{Stream: "orders", Order: o, PageSize: 7, Reach: 30 * 24 * time.Hour, Overlap: 10 * time.Minute, FirstSpan: 24 * time.Hour, Widest: 4 * 24 * time.Hour, Quiet: 20}
}

// run walks to the end of a run and returns what was seen of each id: the time
// of change that it had when it was read.
func run(t *testing.T, p Plan, l *list, at platform.Cursor) (seen map[string]bool, next platform.Cursor) {
	t.Helper()
	seen = map[string]bool{}
	for range 5000 {
		s, err := p.Next(t.Context(), domain.FromUnix(l.now), at, l.fetch)
		if err != nil {
			t.Fatal(err)
		}
		for _, raw := range s.Items {
			var id string
			_ = json.Unmarshal(raw, &id)
			seen[id] = true
		}
		if at = s.Next; s.Done {
			return seen, at
		}
	}
	t.Fatalf("%s: no end after %d calls", p.Order, l.calls)
	return nil, ""
}

// SY-02, SY-03: whatever moves while pages are turned, a row that last changed
// before the run began is in the run, and one that changed since is in the next.
func TestNoRowIsLostWhileRowsMove(t *testing.T) {
	for _, o := range []Order{Ascending, Descending, Keyed} {
		for seed := range uint64(60) {
			rnd := rand.New(rand.NewPCG(seed, 7))
			l := &list{order: o, size: 7, now: epoch, changed: map[string]int64{}}
			if o == Keyed && seed%3 == 0 {
				l.stale = 31
			}
			if seed%5 == 0 {
				l.limit = 40
			}
			for i := range 150 + rnd.IntN(150) {
				at := epoch - rnd.Int64N(20*86400)
				if i%4 == 0 && l.limit == 0 {
					at = epoch - 3600 // more than a page in one second
				}
				l.changed[fmt.Sprintf("id%04d", i)] = at
			}
			start := map[string]int64{}
			for id, at := range l.changed {
				start[id] = at
			}
			l.stir = func(l *list) {
				l.now += 2
				for id := range l.changed {
					if rnd.IntN(60) == 0 {
						l.changed[id] = l.now
					}
				}
			}
			p := plan(o)
			seen, next := run(t, p, l, "")
			l.stir = nil
			l.now += 60
			later, _ := run(t, p, l, next)
			for id := range start {
				if l.changed[id] == start[id] && !seen[id] {
					t.Fatalf("%s, seed %d: %s did not move and was not read", o, seed, id)
				}
				if l.changed[id] != start[id] && !later[id] && !seen[id] {
					t.Fatalf("%s, seed %d: %s moved and was never read", o, seed, id)
				}
				if l.changed[id] > epoch && !later[id] {
					t.Fatalf("%s, seed %d: the change of %s during the run is not in the next run", o, seed, id)
				}
			}
		}
	}
}

func TestARangeReadsItsRowsAndEnds(t *testing.T) {
	for _, o := range []Order{Ascending, Descending, Keyed} {
		l := &list{order: o, size: 7, now: epoch, changed: map[string]int64{}}
		for i := range 100 {
			l.changed[fmt.Sprintf("id%03d", i)] = epoch - int64(i)*3600
		}
		p := plan(o)
		seen, next := run(t, p, l, p.Between(domain.FromUnix(epoch-50*3600), domain.FromUnix(epoch-10*3600)))
		for i := range 100 {
			if want := i >= 10 && i <= 50; seen[fmt.Sprintf("id%03d", i)] != want {
				t.Errorf("%s: id%03d read %v", o, i, !want)
			}
		}
		if again, _ := run(t, p, l, next); len(again) != 0 {
			t.Errorf("%s: an ended range read %d rows", o, len(again))
		}
	}
}

func TestTheNextRunReadsOnlyWhatChanged(t *testing.T) {
	l := &list{order: Ascending, size: 7, now: epoch, changed: map[string]int64{}}
	for i := range 100 {
		l.changed[fmt.Sprintf("id%03d", i)] = epoch - int64(i+1)*3600
	}
	p := plan(Ascending)
	_, next := run(t, p, l, "")
	l.now += 1800
	l.changed["id042"] = l.now - 5
	l.calls = 0
	seen, _ := run(t, p, l, next)
	if !seen["id042"] || len(seen) > 2 || l.calls > 2 {
		t.Fatalf("read %d rows in %d calls", len(seen), l.calls)
	}
}

func TestForeignCursorsAndFaultsOfTheListAreRefused(t *testing.T) {
	p := plan(Keyed)
	fetch := func(context.Context, Query) (Answer, error) { return Answer{More: true, Total: -1}, nil }
	for _, at := range []platform.Cursor{"x", "{}", `{"v":9}`, `[1]`, plan(Ascending).Between(1, 2)[:5], `{"v":1,"s":"after_sales"}`, `{"v":1,"s":"orders","until":5,"from":9,"to":7}`} {
		if _, err := p.Next(t.Context(), domain.FromUnix(epoch), at, fetch); domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "field") != "cursor" {
			t.Errorf("%s: %v", at, err)
		}
	}
	if _, err := p.Next(t.Context(), domain.FromUnix(epoch), "", fetch); domain.ParamOf(err, "reason") != "no_key" {
		t.Errorf("more without a key: %v", err)
	}
	if _, err := plan(Descending).Next(t.Context(), domain.FromUnix(epoch), "", func(context.Context, Query) (Answer, error) { return Answer{Total: -1}, nil }); domain.ParamOf(err, "reason") != "no_total" {
		t.Errorf("descending without a total: %v", err)
	}
	n := int64(0)
	if _, err := plan(Ascending).Next(t.Context(), domain.FromUnix(epoch), `{"v":1,"s":"orders","until":1788500000,"from":1788400000,"to":1788500000,"page":3,"total":9}`,
		func(_ context.Context, q Query) (Answer, error) {
			n++
			return Answer{Total: 9 + n, Items: []json.RawMessage{[]byte(`"a"`)}, Stamps: []int64{q.From}, More: true}, nil
		}); err != nil {
		t.Errorf("a window that begins again: %v", err)
	}
}

func TestAWindowBeyondThePageLimitShrinks(t *testing.T) {
	p := plan(Ascending)
	p.PageSize, p.MaxRows = 100, 50_000
	at, calls := platform.Cursor(fmt.Sprintf(`{"v":1,"s":"orders","mark":%d,"span":86400}`, epoch-86400)), 0
	for range 200 {
		s, err := p.Next(t.Context(), domain.FromUnix(epoch), at, func(_ context.Context, q Query) (Answer, error) {
			calls++
			if (q.Page+1)*p.PageSize > p.MaxRows {
				t.Fatalf("page %d is beyond the limit", q.Page)
			}
			return Answer{Total: (q.To - q.From) * 2}, nil // 172,800 rows in a day
		})
		if err != nil {
			t.Fatal(err)
		}
		if at = s.Next; s.Done {
			if end, err := p.decode(at); err != nil || end.Mark != epoch || calls < 5 {
				t.Fatalf("ended at %+v after %d calls (%v)", end, calls, err)
			}
			return
		}
	}
	t.Fatal("no end")
}
