package walk

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// both is a stream of two lists whose pages are turned differently.
func both(a, b *list) Lists {
	one, two := plan(a.order), plan(b.order)
	one.Stream, two.Stream = "orders/a", "orders/b"
	return Lists{Stream: "orders", Lists: []List{{"a", one, a.fetch}, {"b", two, b.fetch}}}
}

func runAll(t *testing.T, l Lists, now func() int64, at platform.Cursor) (seen map[string]bool, next platform.Cursor) {
	t.Helper()
	seen = map[string]bool{}
	for range 5000 {
		s, name, err := l.Next(t.Context(), domain.FromUnix(now()), at)
		if err != nil {
			t.Fatal(err)
		}
		for _, raw := range s.Items {
			var id string
			_ = json.Unmarshal(raw, &id)
			if id[:1] != name {
				t.Fatalf("%s came from the list %s", id, name)
			}
			seen[id] = true
		}
		if at = s.Next; s.Done {
			return seen, at
		}
	}
	t.Fatal("no end")
	return nil, ""
}

// SY-02: two lists in one stream lose no row of either while both move, and the
// next run has what moved meanwhile.
func TestSeveralListsInOneStreamLoseNoRow(t *testing.T) {
	for seed := range uint64(40) {
		rnd := rand.New(rand.NewPCG(seed, 11))
		a := &list{order: Ascending, size: 7, now: epoch, changed: map[string]int64{}}
		b := &list{order: Keyed, size: 7, now: epoch, changed: map[string]int64{}}
		for i := range 60 + rnd.IntN(60) {
			a.changed[fmt.Sprintf("a%04d", i)] = epoch - rnd.Int64N(20*86400)
			b.changed[fmt.Sprintf("b%04d", i)] = epoch - rnd.Int64N(20*86400)
		}
		start := map[string]int64{}
		for _, l := range []*list{a, b} {
			for id, at := range l.changed {
				start[id] = at
			}
		}
		now := epoch
		moved := func(*list) {
			now += 2
			for _, l := range []*list{a, b} {
				for id := range l.changed {
					if rnd.IntN(80) == 0 {
						l.changed[id] = now
					}
				}
			}
		}
		a.stir, b.stir = moved, moved
		l := both(a, b)
		clock := func() int64 { return now }
		seen, next := runAll(t, l, clock, "")
		a.stir, b.stir = nil, nil
		now += 60
		later, _ := runAll(t, l, clock, next)
		for _, one := range []*list{a, b} {
			for id, at := range one.changed {
				if !seen[id] && !later[id] {
					t.Fatalf("seed %d: %s was never read", seed, id)
				}
				if at == start[id] && !seen[id] {
					t.Fatalf("seed %d: %s did not move and was not read", seed, id)
				}
			}
		}
	}
}

func TestARangeOverSeveralListsReadsAllOfThemAndEnds(t *testing.T) {
	a := &list{order: Ascending, size: 7, now: epoch, changed: map[string]int64{}}
	b := &list{order: Descending, size: 7, now: epoch, changed: map[string]int64{}}
	for i := range 60 {
		a.changed[fmt.Sprintf("a%03d", i)], b.changed[fmt.Sprintf("b%03d", i)] = epoch-int64(i)*3600, epoch-int64(i)*3600
	}
	l := both(a, b)
	seen, next := runAll(t, l, func() int64 { return epoch }, l.Between(domain.FromUnix(epoch-40*3600), domain.FromUnix(epoch-10*3600)))
	for i := range 60 {
		for _, list := range []string{"a", "b"} {
			if id := fmt.Sprintf("%s%03d", list, i); seen[id] != (i >= 10 && i <= 40) {
				t.Errorf("%s read %v", id, seen[id])
			}
		}
	}
	if again, _ := runAll(t, l, func() int64 { return epoch }, next); len(again) != 0 {
		t.Errorf("an ended range read %d rows", len(again))
	}
}

func TestACursorOfAnotherStreamOrShapeIsRefusedByLists(t *testing.T) {
	a := &list{order: Ascending, size: 7, now: epoch, changed: map[string]int64{}}
	l := both(a, &list{order: Keyed, size: 7, now: epoch, changed: map[string]int64{}})
	other := Lists{Stream: "after_sales", Lists: l.Lists}
	for _, at := range []platform.Cursor{"x", "{}", `{"v":9}`, `[1]`, `{"v":1,"s":"orders"}`, `{"v":2,"s":"orders","turn":2,"at":{}}`, `{"v":2,"s":"orders","turn":-1,"at":{}}`,
		`{"v":2,"s":"orders"}`, `{"v":2,"s":"orders","at":{"a":"{\"v\":1,\"s\":\"orders/b\"}"}}`, other.Between(1, 2)} {
		if _, _, err := l.Next(t.Context(), domain.FromUnix(epoch), at); domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "field") != "cursor" {
			t.Errorf("%s: %v", at, err)
		}
	}
	// a list that an older program did not read begins at its beginning
	if _, name, err := l.Next(t.Context(), domain.FromUnix(epoch), `{"v":2,"s":"orders","turn":1,"at":{}}`); err != nil || name != "b" {
		t.Errorf("%s, %v", name, err)
	}
}
