package walk

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// SY-02: a first run by creation reads every row in wide windows, and what
// changed meanwhile is in the next run, which goes by change in narrow ones.
func TestAFirstRunByCreationLosesNoRow(t *testing.T) {
	for _, o := range []Order{Ascending, Descending, Keyed} {
		for seed := range uint64(20) {
			rnd := rand.New(rand.NewPCG(seed, 13))
			l := &list{order: o, size: 7, now: epoch, changed: map[string]int64{}}
			created := &list{order: o, size: 7, changed: map[string]int64{}}
			for i := range 120 {
				at := epoch - rnd.Int64N(20*86400)
				created.changed[fmt.Sprintf("id%03d", i)], l.changed[fmt.Sprintf("id%03d", i)] = at, at+rnd.Int64N(epoch-at+1)
			}
			p := plan(o)
			p.FirstCreated, p.CreatedSpan, p.FirstSpan, p.Widest = true, 24*time.Hour, 30*time.Minute, 30*time.Minute
			moved := map[string]bool{}
			byCreation, byChange := 0, 0
			fetch := func(ctx context.Context, q Query) (Answer, error) {
				if !q.Created {
					if byChange++; q.To-q.From > 1800 {
						t.Fatalf("a window of change of %d s", q.To-q.From)
					}
					return l.fetch(ctx, q)
				}
				if byCreation++; q.To-q.From > 86400 {
					t.Fatalf("a window of creation of %d s", q.To-q.From)
				}
				l.now++
				if id := fmt.Sprintf("id%03d", rnd.IntN(120)); rnd.IntN(4) == 0 {
					l.changed[id], moved[id] = l.now, true
				}
				return created.fetch(ctx, q)
			}
			all := walker{t, p, fetch, func() int64 { return l.now }}
			seen, next := all.run("")
			if len(seen) != 120 || byChange > 0 || byCreation < 30 {
				t.Fatalf("%s, seed %d: %d rows in %d windows by creation and %d by change", o, seed, len(seen), byCreation, byChange)
			}
			l.now += 60
			calls := byCreation
			later, _ := all.run(next)
			for id := range moved {
				if !later[id] {
					t.Fatalf("%s, seed %d: %s changed in the first run and is not in the next", o, seed, id)
				}
			}
			if byCreation != calls {
				t.Fatalf("%s: the next run went by creation", o)
			}
			// a range goes by creation in wide windows as well
			got, _ := all.run(p.Between(domain.FromUnix(epoch-10*86400), domain.FromUnix(epoch-5*86400)))
			for id, at := range created.changed {
				if (at >= epoch-10*86400 && at <= epoch-5*86400) != got[id] {
					t.Fatalf("%s: a range read %s: %v", o, id, got[id])
				}
			}
		}
	}
}

// walker turns the pages of a plan to the end of a run.
type walker struct {
	t     *testing.T
	p     Plan
	fetch Fetch
	now   func() int64
}

func (w walker) run(at platform.Cursor) (seen map[string]bool, next platform.Cursor) {
	w.t.Helper()
	seen = map[string]bool{}
	for range 5000 {
		s, err := w.p.Next(w.t.Context(), domain.FromUnix(w.now()), at, w.fetch)
		if err != nil {
			w.t.Fatal(err)
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
	w.t.Fatal("no end")
	return nil, ""
}
