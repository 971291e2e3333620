package sim

import (
	"cmp"
	"runtime"
	"slices"
	"sort"
	"sync"
)

// index knows, for one moment, when each order and case last changed. It holds
// numbers only; bodies are made again when a page asks for them. Moving to a
// later moment touches just the orders that changed in between.
type index struct {
	w      *World
	mu     sync.Mutex
	now    int64
	days   int // days loaded
	orders []orderMark
	cases  []caseMark
	first  []int32         // index of a day's first order
	places map[int64]int32 // case id → place in cases
	ops    map[int64][]op  // order id → what clients did
	bySecO []int32         // visible orders by (upd, place)
	bySecC []int32         // visible cases by (upd, place)
}

type orderMark struct {
	upd, next, created int64
	day, idx           int32
	status             int16
	main               int16
}

type caseMark struct {
	upd, apply, deadline int64
	order                int32
	arb                  int16
	k, typ, status       int8
}

func newIndex(w *World) *index {
	return &index{w: w, days: 0, places: map[int64]int32{}, ops: map[int64][]op{}}
}

// moveTo brings the index to a moment. A clock that goes back leaves the index
// where it was: the platform's own clock never does.
func (x *index) moveTo(now int64) {
	if now <= x.now && x.days > 0 {
		return
	}
	first := x.days == 0
	x.now = max(x.now, now)
	var fresh []int32
	for ; x.days <= x.w.dayOf(x.now); x.days++ {
		x.first = append(x.first, int32(len(x.orders)))
		for i := range x.w.ordersOn(x.days) {
			fresh = append(fresh, int32(len(x.orders)))
			x.orders = append(x.orders, orderMark{day: int32(x.days), idx: int32(i)})
		}
	}
	changed := fresh
	for i := range x.orders {
		if m := &x.orders[i]; m.next > 0 && m.next <= x.now {
			changed = append(changed, int32(i))
		}
	}
	x.refresh(changed, first || len(changed) > 2000)
}

// marks is what refresh learns about one order.
type marks struct {
	at    int32
	order orderMark
	cases []caseMark
	ids   []int64
}

// refresh recomputes the marks of some orders and puts them in their places.
func (x *index) refresh(list []int32, many bool) {
	if len(list) == 0 {
		return
	}
	work := func(part []int32) []marks {
		out := make([]marks, 0, len(part))
		var l life
		for _, at := range part {
			m := x.orders[at]
			x.w.live(&l, int(m.day), int(m.idx), x.ops[x.w.orderID(int(m.day), int(m.idx))])
			out = append(out, x.measure(&l, at, m))
		}
		return out
	}
	var parts [][]marks
	if !many {
		parts = [][]marks{work(list)}
	} else {
		n := max(runtime.GOMAXPROCS(0), 1)
		parts = make([][]marks, n)
		var wg sync.WaitGroup
		for i := range n {
			wg.Go(func() { parts[i] = work(list[len(list)*i/n : len(list)*(i+1)/n]) })
		}
		wg.Wait()
	}
	var movedO, movedC []int32
	for _, part := range parts {
		for _, m := range part {
			if old := &x.orders[m.at]; old.upd != m.order.upd {
				if old.upd > 0 && !many {
					x.bySecO = x.cut(x.bySecO, m.at, func(i int32) int64 { return x.orders[i].upd })
				}
				if m.order.upd > 0 {
					movedO = append(movedO, m.at)
				}
			}
			x.orders[m.at] = m.order
			for i, c := range m.cases {
				at, known := x.places[m.ids[i]]
				if !known {
					at = int32(len(x.cases))
					x.places[m.ids[i]] = at
					x.cases = append(x.cases, c)
					movedC = append(movedC, at)
					continue
				}
				if x.cases[at].upd != c.upd {
					if !many {
						x.bySecC = x.cut(x.bySecC, at, func(i int32) int64 { return x.cases[i].upd })
					}
					movedC = append(movedC, at)
				}
				x.cases[at] = c
			}
		}
	}
	x.bySecO = x.put(x.bySecO, movedO, many, len(x.orders), func(i int32) int64 { return x.orders[i].upd })
	x.bySecC = x.put(x.bySecC, movedC, many, len(x.cases), func(i int32) int64 { return x.cases[i].upd })
}

func (x *index) measure(l *life, at int32, m orderMark) marks {
	m.created, m.upd, m.next = l.created, l.updated(x.now), l.nextChange(x.now)
	if m.upd > 0 {
		st, main := l.status(x.now)
		m.status, m.main = int16(st), int16(main)
	}
	out := marks{at: at, order: m}
	for i := range l.cases {
		c := &l.cases[i]
		if s := c.at(x.now); s != nil {
			out.cases = append(out.cases, caseMark{upd: s.at, apply: c.applied, deadline: s.deadline, order: at, k: int8(c.k), typ: s.typ, status: s.status, arb: s.arb})
			out.ids = append(out.ids, c.id)
		}
	}
	return out
}

func before(a, b int32, key func(int32) int64) bool {
	if ka, kb := key(a), key(b); ka != kb {
		return ka < kb
	}
	return a < b
}

// cut takes a place out of a list that is sorted by key.
func (x *index) cut(list []int32, at int32, key func(int32) int64) []int32 {
	i := sort.Search(len(list), func(i int) bool { return !before(list[i], at, key) })
	if i < len(list) && list[i] == at {
		return slices.Delete(list, i, i+1)
	}
	return list
}

// put adds places to a sorted list, or sorts everything anew when there are
// many.
func (x *index) put(list, add []int32, many bool, n int, key func(int32) int64) []int32 {
	if many {
		list = list[:0]
		for i := range n {
			if key(int32(i)) > 0 {
				list = append(list, int32(i))
			}
		}
		slices.SortFunc(list, func(a, b int32) int {
			if c := cmp.Compare(key(a), key(b)); c != 0 {
				return c
			}
			return cmp.Compare(a, b)
		})
		return list
	}
	for _, at := range add {
		i := sort.Search(len(list), func(i int) bool { return before(at, list[i], key) })
		list = slices.Insert(list, i, at)
	}
	return list
}

// window returns the part of a sorted list whose keys lie in [from, to]; zero
// bounds are open.
func window(list []int32, from, to int64, key func(int32) int64) []int32 {
	a := 0
	if from > 0 {
		a = sort.Search(len(list), func(i int) bool { return key(list[i]) >= from })
	}
	b := len(list)
	if to > 0 {
		b = sort.Search(len(list), func(i int) bool { return key(list[i]) > to })
	}
	if b < a {
		return nil
	}
	return list[a:b]
}

// place finds an order's mark; false for an order that nobody has made yet.
func (x *index) place(d, i int) (int32, bool) {
	if d < 0 || d >= len(x.first) {
		return 0, false
	}
	at := x.first[d] + int32(i)
	if int(at) >= len(x.orders) || x.orders[at].upd == 0 {
		return 0, false
	}
	return at, true
}

// load fills l with the order at a place, with what clients did to it.
func (x *index) load(l *life, at int32) {
	m := &x.orders[at]
	x.w.live(l, int(m.day), int(m.idx), x.ops[x.w.orderID(int(m.day), int(m.idx))])
}

// do records what a client did and shows it at once.
func (x *index) do(o op) {
	d, i, ok := x.w.findOrder(o.Order)
	if !ok {
		return
	}
	x.ops[o.Order] = append(x.ops[o.Order], o)
	if d < len(x.first) {
		x.refresh([]int32{x.first[d] + int32(i)}, false)
	}
}

// parcelOf finds the parcel of a waybill that the platform knows by now.
func (x *index) parcelOf(l *life, code, waybill string) (*parcel, bool) {
	d, i, slot, ok := x.w.findNumber(waybill)
	if !ok {
		return nil, false
	}
	at, ok := x.place(d, i)
	if !ok {
		return nil, false
	}
	x.load(l, at)
	for i := range l.parcels {
		p := &l.parcels[i]
		if p.slot == slot && couriers[p.courier].code == code && p.waybill() == waybill && p.uploaded <= x.now {
			return p, true
		}
	}
	return nil, false
}
