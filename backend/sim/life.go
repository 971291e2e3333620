package sim

import "strconv"

// buyer is a returning customer of the shop.
type buyer struct {
	n                 int
	prov, city, town  int
	abuser, family    bool
	wardrobe          bool
	size              int // index into a product's sizes, counted from its middle
	last              rune
	phone, nick, road int
}

// line is one SKU of an order.
type line struct {
	product, variant int
	qty, unit        int64 // unit price at buying time, fen
	paid             int64
	gift             bool
	seg              int // index into the plan's segments, -1 = shelf
	live             bool
	shipped          int64
	signed           int64
	refunded         int64 // moment of a successful full refund of the line
}

// life is everything that happens to one order, past and future. It is filled
// in place and reused, because a million of them are made in a row.
type life struct {
	w           *World
	p           *plan
	day, idx    int
	id          int64
	b           buyer
	created     int64
	paid        int64
	riskUntil   int64
	closed      int64 // cancelled: unpaid or refunded before shipping
	closedWhy   string
	shipBy      int64
	uploaded    int64
	signed      int64 // first parcel
	finished    int64
	freight     int64
	promo       int64 // order-level discount, already inside the lines' paid
	presaleDays int64
	lines       []line
	parcels     []parcel
	cases       []kase
	rev         review
	ops         []op // what clients of the simulator did to this order
	moments     []int64
}

// Order ids carry day and index, so that an order is found without a table:
// 69 DDDDD IIIIIII TTTTT, the tail hashed. Line k > 0 has the id plus k.
const (
	orderBase = 6_900_000_000_000_000_000
	caseBase  = 7_200_000_000_000_000_000
	perDay    = 1_000_000_000_000
	perIdx    = 100_000
	perPart   = 90_000 * perDay // keeps the ids of a merchant's shops apart
)

func (w *World) orderID(d, i int) int64 {
	t := w.dice(rollOrder, d, i)
	return orderBase + int64(w.cfg.Part)*perPart + int64(d)*perDay + int64(i)*perIdx + int64(t.u64()>>40%90000)
}

// findOrder undoes orderID; ids of lines find their order.
func (w *World) findOrder(id int64) (d, i int, ok bool) {
	v := id - orderBase - int64(w.cfg.Part)*perPart
	if v < 0 || v >= perPart {
		return 0, 0, false
	}
	d, i = int(v/perDay), int(v%perDay/perIdx)
	if i >= w.ordersOn(d) {
		return 0, 0, false
	}
	diff := id - w.orderID(d, i)
	return d, i, diff >= 0 && diff < 8
}

// caseID numbers case k of an order: 72 DDDDD IIIIIII K TTTT.
func (w *World) caseID(d, i, k int) int64 {
	t := w.dice(rollCase, d, i*16+k)
	return caseBase + int64(w.cfg.Part)*perPart + int64(d)*perDay + int64(i)*perIdx + int64(k)*10_000 + int64(t.u64()>>40%10000)
}

func (w *World) findCase(id int64) (d, i, k int, ok bool) {
	v := id - caseBase - int64(w.cfg.Part)*perPart
	if v < 0 || v >= perPart {
		return 0, 0, 0, false
	}
	d, i, k = int(v/perDay), int(v%perDay/perIdx), int(v%perIdx/10_000)
	return d, i, k, i < w.ordersOn(d) && w.caseID(d, i, k) == id
}

func (l *life) lineID(k int) string { return strconv.FormatInt(l.id+int64(k), 10) }

// live fills l with the life of order i of day d. ops are replayed as they
// were accepted; nil gives the world untouched.
func (w *World) live(l *life, d, i int, ops []op) {
	*l = life{w: w, p: l.p, day: d, idx: i, lines: l.lines[:0], parcels: l.parcels[:0], cases: l.cases[:0], moments: l.moments[:0], ops: ops}
	if l.p == nil || l.p.day != d {
		l.p = w.planOf(d)
	}
	l.id = w.orderID(d, i)
	dc := w.dice(rollOrder, d, i)
	dc.u64() // the id's own draw
	l.b = w.buyerOf(&dc)
	l.when(&dc)
	l.buy(&dc)
	if dc.hit(chanceUnpaid) {
		l.closed, l.closedWhy = l.created+unpaidCloses+dc.between(0, 20), "支付超时"
		if dc.hit(3000) {
			l.closed, l.closedWhy = l.created+dc.between(60, unpaidCloses-60), "买家取消"
		}
		l.settle()
		return
	}
	l.paid = l.created + dc.between(4, 240)
	if dc.hit(chanceRiskCheck) {
		l.riskUntil = l.paid + dc.between(20*minute, 6*hour)
	}
	hours := int64(48)
	if l.lines[0].live {
		if h := l.p.segs[l.lines[0].seg].shipHours; h > 0 {
			hours = h
		}
	}
	l.shipBy = l.paid + hours*hour
	if w.goods[l.lines[0].product].ord%17 == 3 { // a presale product
		l.presaleDays = 7
		l.shipBy = l.paid + 7*day
	}
	l.fulfil()
	l.settle()
}

func (w *World) buyerOf(dc *dice) buyer {
	n := dc.n(w.pool)
	if dc.hit(4000) {
		n = dc.n(w.pool/6 + 1) // the regulars
	}
	d := w.dice(rollBuyer, n, 0)
	b := buyer{n: n, prov: d.pick(provinceShares), abuser: d.hit(chanceAbuser), family: d.hit(chanceFamily), wardrobe: d.hit(chanceWardrobe), size: d.n(5) - 2}
	b.city = d.n(len(provinces[b.prov].cities))
	b.town = d.n(len(provinces[b.prov].cities[b.city].towns))
	b.last = lastNames[d.n(len(lastNames))]
	b.phone, b.nick, b.road = int(d.u64()>>33), int(d.u64()>>33), int(d.u64()>>33)
	return b
}

// when chooses the moment and the segment of the first line.
func (l *life) when(dc *dice) {
	p := l.p
	seg := -1
	if len(p.cum) > 0 && dc.hit(chanceLive) {
		x := dc.n(p.cum[len(p.cum)-1])
		lo, hi := 0, len(p.cum)-1
		for lo < hi {
			if m := (lo + hi) / 2; p.cum[m] > x {
				hi = m
			} else {
				lo = m + 1
			}
		}
		seg = lo
	}
	l.lines = append(l.lines, line{seg: seg, live: seg >= 0})
	if seg < 0 {
		// The shelf sells by daylight and in the evening.
		h := []int{2, 1, 1, 1, 1, 1, 2, 4, 6, 7, 8, 8, 9, 8, 7, 7, 7, 7, 8, 9, 10, 11, 9, 5}
		l.created = l.w.dayStart(l.day) + int64(dc.pick(h))*hour + dc.between(0, hour-1)
		return
	}
	g := &p.segs[seg]
	if dc.hit(chanceTail) {
		l.created = p.sessions[g.session].end + dc.between(60, day)
		return
	}
	// Each time the link goes up, buyers follow in a burst that dies away.
	l.created = g.bursts[dc.pick(g.take[:])] + dc.after(45)
}

// buy fills the lines and what was paid for them.
func (l *life) buy(dc *dice) {
	w := l.w
	first := &l.lines[0]
	if first.live {
		first.product = l.p.segs[first.seg].product
	} else {
		first.product = w.popular(dc)
	}
	pr := &w.goods[first.product]
	first.variant, first.qty = l.choose(pr, dc), 1
	if !pr.apparel && dc.hit(1800) {
		first.qty = 2 + int64(dc.n(2))
	}
	switch {
	case w.cfg.Platform == "kuaishou": // an order there is one line
	case l.b.family && pr.apparel && len(pr.sizes) > 2 && dc.hit(3500):
		// Buys neighbouring sizes at once and keeps what fits.
		n := len(pr.sizes)
		colour := first.variant / n
		for k := 1; k < min(4, n); k++ {
			v := *first
			v.variant = colour*n + (first.variant%n+k)%n
			l.lines = append(l.lines, v)
		}
	case dc.hit(chanceSecond):
		l.another(dc)
		if dc.hit(chanceThird * 10000 / chanceSecond) {
			l.another(dc)
		}
	}
	var sum int64
	for i := range l.lines {
		x := &l.lines[i]
		x.unit = w.goods[x.product].price
		if x.live {
			x.unit = l.p.segs[x.seg].price
		}
		x.paid = x.unit * x.qty
		sum += x.paid
	}
	// 满减: 20 off every 300. The remainder of the split goes on the last line.
	if sum >= 30000 {
		l.promo = sum / 30000 * 2000
		rest := l.promo
		for i := range l.lines {
			x := &l.lines[i]
			cut := l.promo * x.paid / sum
			if i == len(l.lines)-1 {
				cut = rest
			}
			x.paid -= cut
			rest -= cut
		}
	}
	if provinces[l.b.prov].remote && dc.hit(5000) {
		l.freight = 800
	}
	if first.live && l.p.segs[first.seg].gift && dc.hit(chanceGift) {
		l.lines = append(l.lines, line{product: (first.product + 29) % len(w.goods), qty: 1, gift: true, seg: first.seg, live: true})
	}
}

// another adds a line from the same broadcast or the shelf.
func (l *life) another(dc *dice) {
	x := line{seg: l.lines[0].seg, live: l.lines[0].live, qty: 1}
	if x.live {
		// A product that was explained shortly before.
		x.seg = max(x.seg-1-dc.n(5), 0)
		if l.p.segs[x.seg].session != l.p.segs[l.lines[0].seg].session {
			x.seg = l.lines[0].seg
		}
		x.product = l.p.segs[x.seg].product
	} else {
		x.product = l.w.popular(dc)
	}
	x.variant = l.choose(&l.w.goods[x.product], dc)
	l.lines = append(l.lines, x)
}

func (w *World) popular(dc *dice) int {
	x := dc.n(w.goodsBy[len(w.goodsBy)-1])
	for i, c := range w.goodsBy {
		if x < c {
			return i
		}
	}
	return 0
}

func (l *life) choose(pr *product, dc *dice) int {
	n := max(len(pr.sizes), 1)
	s := n/2 + l.b.size
	if dc.hit(2500) {
		s += dc.n(3) - 1
	}
	return dc.n(len(pr.colours))*n + min(max(s, 0), n-1)
}

// awake moves a moment between 23:00 and 08:00 into the next morning: nobody
// packs, collects or decides at night.
func (w *World) awake(t int64, spread int64) int64 {
	s := w.secOfDay(t)
	switch {
	case s < 8*hour:
		return t - s + 8*hour + t*7919%(spread+1)
	case s >= 23*hour:
		return t - s + day + 8*hour + t*7919%(spread+1)
	}
	return t
}
