package walk

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"

	"afterdesk/backend/domain"
)

// A platform without a filter by creation still answers "what was created in
// these days": whatever changed since then is looked through.
func TestARangeOfAListThatKnowsOnlyChangesFindsWhatWasCreatedInIt(t *testing.T) {
	for seed := range uint64(40) {
		rnd := rand.New(rand.NewPCG(seed, 11))
		born := map[string]int64{}
		l := &list{order: Descending, size: 7, now: epoch, changed: map[string]int64{}}
		for i := range 200 {
			id := fmt.Sprintf("id%03d", i)
			born[id] = epoch - rnd.Int64N(20*86400)
			l.changed[id] = born[id] + rnd.Int64N(epoch-born[id]+1)
		}
		l.stir = func(l *list) {
			l.now++
			for id := range l.changed {
				if rnd.IntN(80) == 0 {
					l.changed[id] = l.now
				}
			}
		}
		from, to := epoch-15*86400, epoch-9*86400
		p := plan(Descending)
		p.ByChange = true
		seen, at := map[string]bool{}, p.Between(domain.FromUnix(from), domain.FromUnix(to))
		for range 5000 {
			s, err := p.Next(t.Context(), domain.FromUnix(l.now), at, func(ctx context.Context, q Query) (Answer, error) {
				if q.Created || q.Start != from || q.Stop != to {
					t.Fatalf("asked for %+v", q)
				}
				a, err := l.fetch(ctx, q)
				kept := a.Items[:0:0]
				for _, raw := range a.Items {
					if id, _ := strconv.Unquote(string(raw)); born[id] >= q.Start && born[id] <= q.Stop {
						kept = append(kept, raw)
					}
				}
				a.Items, a.Stamps = kept, a.Stamps[:len(kept)]
				return a, err
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, raw := range s.Items {
				var id string
				_ = json.Unmarshal(raw, &id)
				seen[id] = true
			}
			if at = s.Next; s.Done {
				break
			}
		}
		for id, b := range born {
			if want := b >= from && b <= to; want && !seen[id] && l.changed[id] <= epoch || !want && seen[id] {
				t.Fatalf("seed %d: %s, created %d s after the start, read %v", seed, id, b-from, seen[id])
			}
		}
		if again, err := p.Next(t.Context(), domain.FromUnix(l.now), at, func(context.Context, Query) (Answer, error) {
			t.Fatal("an ended range asks again")
			return Answer{}, nil
		}); err != nil || !again.Done {
			t.Fatalf("an ended range: %+v, %v", again, err)
		}
	}
}

func TestOfDescendingOnlyTheFirstQuestionIsAProbe(t *testing.T) {
	l := &list{order: Descending, size: 7, now: epoch, changed: map[string]int64{}}
	for i := range 30 {
		l.changed[fmt.Sprintf("id%02d", i)] = epoch - 3600 - int64(i)
	}
	p := plan(Descending)
	seen, at := map[string]bool{}, p.Between(domain.FromUnix(epoch-7200), domain.FromUnix(epoch))
	for done := false; !done; {
		s, err := p.Next(t.Context(), domain.FromUnix(epoch), at, func(ctx context.Context, q Query) (Answer, error) {
			a, err := l.fetch(ctx, q)
			if q.Probe && a.Total > p.PageSize { // its items need not be read
				a.Items, a.Stamps = nil, nil
			}
			return a, err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, raw := range s.Items {
			seen[string(raw)] = true
		}
		at, done = s.Next, s.Done
	}
	if len(seen) != 30 {
		t.Fatalf("read %d of 30 rows", len(seen))
	}
}
