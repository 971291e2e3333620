package sim

import (
	"cmp"
	"fmt"
	"slices"
)

// after returns the rows of a sorted list behind a key that page gave, at most
// n, and the key behind them; next is "" at the end. A key names the last row
// by its sort value and place, so rows that move elsewhere hide no others. ok is
// false for a key that is no such thing.
func after(list []int32, key string, n int, by func(int32) int64) (page []int32, next string, ok bool) {
	from := 0
	if key != "" {
		var at int64
		var place int32
		if _, err := fmt.Sscanf(key, "%d.%d", &at, &place); err != nil {
			return nil, "", false
		}
		from, _ = slices.BinarySearchFunc(list, 0, func(i int32, _ int) int {
			if by(i) < at || (by(i) == at && i <= place) {
				return -1
			}
			return 1
		})
	}
	page = list[min(from, len(list)):min(from+n, len(list))]
	if from+n < len(list) {
		last := page[len(page)-1]
		next = fmt.Sprintf("%d.%d", by(last), last)
	}
	return page, next, true
}

// changedOrders are the visible orders whose last change lies in [from, to];
// createdOrders those that were made in it, oldest first. Bounds are Unix seconds.
func (x *index) changedOrders(from, to int64) ([]int32, func(int32) int64) {
	by := func(i int32) int64 { return x.orders[i].upd }
	return window(x.bySecO, from, to, by), by
}

func (x *index) createdOrders(from, to int64) ([]int32, func(int32) int64) {
	return x.sorted(x.bySecO, from, to, func(i int32) int64 { return x.orders[i].created })
}

// changedCases and appliedCases are the same for cases.
func (x *index) changedCases(from, to int64) ([]int32, func(int32) int64) {
	by := func(i int32) int64 { return x.cases[i].upd }
	return window(x.bySecC, from, to, by), by
}

func (x *index) appliedCases(from, to int64) ([]int32, func(int32) int64) {
	return x.sorted(x.bySecC, from, to, func(i int32) int64 { return x.cases[i].apply })
}

func (x *index) sorted(list []int32, from, to int64, by func(int32) int64) ([]int32, func(int32) int64) {
	out := make([]int32, 0, 64)
	for _, i := range list {
		if at := by(i); at >= from && at <= to {
			out = append(out, i)
		}
	}
	slices.SortFunc(out, func(a, b int32) int { return cmp.Or(cmp.Compare(by(a), by(b)), cmp.Compare(a, b)) })
	return out, by
}

// reviews lists the places of orders whose review was written in [from, to],
// oldest first. Reviews are few and made again from their orders.
func (s *simulator) reviews(from, to int64) []int32 {
	type hit struct {
		at    int64
		place int32
	}
	var hits []hit
	var l life
	for i := range s.x.orders {
		if m := &s.x.orders[i]; m.upd == 0 || m.created > to {
			continue
		}
		s.x.load(&l, int32(i))
		if r := &l.rev; r.at > 0 && r.at <= s.x.now && r.at >= from && r.at <= to {
			hits = append(hits, hit{r.at, int32(i)})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.place, b.place)) })
	out := make([]int32, len(hits))
	for i, h := range hits {
		out[i] = h.place
	}
	return out
}

// loadOrder fills l with the order of an id; false when nobody sees it yet.
func (s *simulator) loadOrder(l *life, id int64) bool {
	d, i, ok := s.w.findOrder(id)
	if !ok {
		return false
	}
	at, seen := s.x.place(d, i)
	if !seen {
		return false
	}
	s.x.load(l, at)
	return l.updated(s.x.now) > 0
}

// decide writes down what a client decided on a case: the operation that fits
// its type and state. ok is false when none does.
func (s *simulator) decide(l *life, cs *kase, kinds []int, note string, ship, code string, images int) bool {
	st := cs.at(s.x.now)
	for _, kind := range kinds {
		rule := operations[int64(kind)]
		if !slices.Contains(rule.types, st.typ) || !slices.Contains(rule.statuses, st.status) {
			continue
		}
		o := op{At: max(s.x.now, st.at+1), Case: cs.id, Order: l.id, Kind: kind, Note: note, Ship: ship, Code: code, Images: images}
		s.x.moveTo(o.At)
		return s.keep(o) == nil
	}
	return false
}
