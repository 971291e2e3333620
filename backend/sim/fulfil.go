package sim

import (
	"slices"

	"afterdesk/backend/domain"
)

// fulfil decides what follows a payment: refund before shipping, parcels,
// cases under way and after signing.
func (l *life) fulfil() {
	w := l.w
	dc := w.dice(rollShip, l.day, l.idx)
	pack := w.awake(max(l.paid, l.riskUntil)+20*minute+dc.from(packDelay), 5*hour)
	if l.presaleDays > 0 {
		pack = w.awake(l.paid+l.presaleDays*day-dc.between(4*hour, 60*hour), 2*hour)
	}
	chance := chanceUnshipped
	if !l.lines[0].live {
		chance /= 2
	}
	if dc.hit(chance) {
		at := l.paid + 30 + dc.from(unshippedDelay)
		if at < pack && at > l.riskUntil {
			c := l.newCase(typeUnshipped, -1, at)
			l.run(c, dc.reasonFor(typeUnshipped, false))
			c = &l.cases[len(l.cases)-1]
			if c.won {
				l.closed, l.closedWhy = c.ended, "发货前退款完结"
				for i := range l.lines {
					l.lines[i].refunded = c.ended
				}
				return
			}
			pack = max(pack, w.awake(c.ended+2*hour, hour))
		}
	}
	l.dispatch(&dc, pack)
	l.underway(&dc)
	l.signLines()
	l.returns(&dc)
	l.reviewed()
}

// dispatch uploads the waybills: one parcel, or two when lines lie apart.
func (l *life) dispatch(dc *dice, pack int64) {
	n := len(l.lines)
	cut := n
	if n > 1 && dc.hit(1200) {
		cut = 1
	}
	for first, at := 0, pack; first < n; first, cut, at = cut, n, at+dc.between(3*hour, 30*hour) {
		p := l.addParcel()
		p.first, p.last, p.uploaded, p.slot = first, cut, at, p.nth
		pd := l.w.dice(rollParcel, l.day, l.idx*4+p.nth)
		l.ship(p, &pd)
		for i := first; i < cut; i++ {
			l.lines[i].shipped = at
		}
	}
	l.uploaded = pack
}

// trouble returns when a parcel's route begins to look wrong to a buyer, and
// why; 0 when it never does.
func (p *parcel) trouble() (int64, string) {
	if len(p.scans) == 0 {
		return p.uploaded + 36*hour, "no_pickup"
	}
	if p.scans[0].at > p.uploaded+26*hour {
		return p.uploaded + 26*hour, "no_pickup"
	}
	for i := range p.scans {
		end := p.scans[i].at + 400*hour
		if i+1 < len(p.scans) {
			end = p.scans[i+1].at
		} else if p.signed > 0 || p.scans[i].kind == domain.TrackReturnedSigned {
			break
		}
		if end-p.scans[i].at > 80*hour && p.scans[i].kind != domain.TrackAtStation {
			return p.scans[i].at + 60*hour, "stalled"
		}
	}
	return 0, ""
}

// underway is a refund asked while the parcel travels, or instead of a return.
func (l *life) underway(dc *dice) {
	p := &l.parcels[0]
	at, why := p.trouble()
	chance := chanceTransit
	switch why {
	case "no_pickup":
		chance = 3000
	case "stalled":
		chance = 3800
	}
	if p.lost {
		chance = 8500
	}
	if !dc.hit(chance) {
		for i := range l.parcels {
			l.thin(&l.parcels[i])
		}
		return
	}
	line := -1
	reason := dc.reasonFor(typeShipped, false)
	switch {
	case why != "":
		at += dc.between(hour, 50*hour)
		reason = reasonNotMoving
		if why == "no_pickup" {
			reason = reasonLate
		}
	default:
		to := p.lastScan() + 2*day
		at = dc.between(p.uploaded+hour, to)
		if p.signed > 0 && at > p.signed {
			line = dc.n(l.ownLines())
			reason = dc.reasonFor(typeShipped, true)
		}
	}
	at = l.w.awake(at, 5*hour)
	c := l.newCase(typeShipped, line, at)
	c.cause = why
	c.got = p.signed > 0 && at > p.signed
	l.signed = p.signed
	l.run(c, reason)
	c = &l.cases[len(l.cases)-1]
	p = &l.parcels[0]
	if c.won && line < 0 && (p.signed == 0 || p.signed > c.ended+8*hour) && dc.hit(7500) {
		l.intercept(p, dc, c.ended+dc.between(hour, 7*hour))
	}
	if c.won {
		l.refund(c)
	}
	for i := range l.parcels {
		l.thin(&l.parcels[i])
	}
}

// ownLines is the number of lines that were paid for.
func (l *life) ownLines() int {
	n := len(l.lines)
	for n > 1 && l.lines[n-1].gift {
		n--
	}
	return n
}

func (l *life) refund(c *kase) {
	for i := range l.lines {
		if c.line < 0 || c.line == i {
			l.lines[i].refunded = c.ended
		}
	}
}

func (l *life) signLines() {
	for i := range l.parcels {
		p := &l.parcels[i]
		if p.back || p.again || p.signed == 0 {
			continue
		}
		if l.signed == 0 || p.signed < l.signed {
			l.signed = p.signed
		}
		for k := p.first; k < p.last; k++ {
			l.lines[k].signed = p.signed
		}
	}
}

// newCase opens a case on one line, or on the order with line -1.
func (l *life) newCase(typ int8, line int, at int64) *kase {
	c := l.addCase()
	c.typ, c.line, c.applied = typ, line, at
	if line >= 0 {
		c.asked, c.qty = l.lines[line].paid, l.lines[line].qty
		return c
	}
	c.qty, c.post = 0, l.freight
	for i := range l.lines {
		c.asked += l.lines[i].paid
		c.qty += l.lines[i].qty
	}
	c.asked += l.freight
	return c
}

// returns opens the cases of signed lines.
func (l *life) returns(dc *dice) {
	for i := range l.ownLines() {
		x := &l.lines[i]
		if x.signed == 0 || x.refunded > 0 {
			continue
		}
		typ, cause, ok := l.wants(x, i, dc)
		if !ok {
			continue
		}
		at := x.signed + 30*minute + dc.from(returnDelay)
		if wd := l.w.weekday(x.signed); (wd == 0 || wd == 6) && dc.hit(4500) {
			// Signed at the weekend, asked for on Monday.
			at = x.signed - l.w.secOfDay(x.signed) + int64((8-wd)%7)*day + dc.between(9*hour, 21*hour)
		}
		at = max(l.w.awake(at, 5*hour), x.signed+20*minute)
		c := l.newCase(typ, i, at)
		c.cause, c.got = cause, true
		if typ == typePrice {
			c.asked = max(c.asked/12, 100)
		}
		if x.qty > 1 && typ == typeReturn && dc.hit(4000) {
			c.qty = 1
			c.asked = x.paid / x.qty
		}
		l.run(c, dc.reasonOf(typ, cause))
		c = &l.cases[len(l.cases)-1]
		whole := c.qty == x.qty && typ != typePrice
		if c.won && c.steps[len(c.steps)-1].refunded > 0 && whole {
			l.lines[i].refunded = c.ended
		}
		if !c.won && dc.hit(secondCase) && len(l.cases) < 6 {
			again := l.newCase(typeReturn, i, c.ended+dc.between(2*hour, 2*day))
			again.cause, again.got = cause, true
			l.run(again, dc.reasonFor(typeReturn, true))
			if again = &l.cases[len(l.cases)-1]; again.won {
				l.lines[i].refunded = again.ended
			}
		}
	}
}

// wants decides whether a signed line comes back, how and truly why.
func (l *life) wants(x *line, i int, dc *dice) (typ int8, cause string, ok bool) {
	pr := &l.w.goods[x.product]
	if l.parcels[l.parcelOf(i)].damaged && dc.hit(7000) {
		return []int8{typeReturn, typeReship, typeExchange}[dc.n(3)], "damage", true
	}
	if dc.hit(pr.defectOn(l.day)) && dc.hit(6500) {
		if dc.hit(2000) {
			return typeExchange, "defect", true
		}
		return typeReturn, "defect", true
	}
	if l.b.family && pr.apparel && i < 4 && len(l.lines) > 1 && l.lines[0].product == x.product && dc.hit(5500) {
		return typeReturn, "family", true
	}
	chance, why := returnOther, "mind"
	if pr.apparel {
		off := pr.offset
		if off < 0 {
			off = -off
		}
		chance = returnApparel + pr.pretty/2
		extra := 0
		if x.live {
			h := &l.w.hosts[l.p.sessions[l.p.segs[x.seg].session].speaker(l.p.segs[x.seg].start)]
			extra = off * returnPerOffset * (150 - h.sizing) / 10000
			if h.promise > 70 {
				chance += returnOverpromise
			}
		} else {
			extra = off * returnPerOffset / 100
		}
		if dc.n(chance+extra) < extra+600 {
			why = "size"
		} else if dc.n(chance) < pr.pretty {
			why = "pretty"
		}
		chance += extra
	}
	switch {
	case l.b.abuser:
		chance, why = abuserReturns, "abuse"
	case l.b.wardrobe && pr.apparel:
		chance, why = 7000, "wardrobe"
	}
	if dc.hit(chance) {
		return typeReturn, why, true
	}
	switch k := dc.n(10000); {
	case k < chanceExchange:
		return typeExchange, "size", true
	case k < chanceExchange+chanceReship:
		return typeReship, "missing", true
	case k < chanceExchange+chanceReship+chancePrice:
		return typePrice, "price", true
	case k < chanceExchange+chanceReship+chancePrice+chanceRepair && !pr.apparel:
		return typeRepair, "defect", true
	}
	return 0, "", false
}

func (l *life) parcelOf(line int) int {
	for i := range l.parcels {
		p := &l.parcels[i]
		if !p.back && !p.again && line >= p.first && line < p.last {
			return i
		}
	}
	return 0
}

// settle closes the order and collects the moments at which its update time
// moves.
func (l *life) settle() {
	l.extras()
	all := l.paid > 0 && l.closed == 0
	var end, back int64
	for i := range l.ownLines() {
		x := &l.lines[i]
		all = all && x.refunded > 0
		back = max(back, x.refunded)
	}
	for i := range l.cases {
		end = max(end, l.cases[i].ended)
	}
	switch {
	case l.closed > 0 || l.paid == 0:
	case all && (l.signed == 0 || l.signed > back):
		l.closed, l.closedWhy = back, "发货后退款完结"
	case all:
		l.finished = back
	case l.signed > 0:
		d := l.w.dice(rollWords, l.day, l.idx)
		l.finished = l.signed + 10*day
		if d.hit(2500) {
			l.finished = l.signed + d.between(12*hour, 5*day)
		}
		for i := range l.parcels {
			if p := &l.parcels[i]; !p.back && !p.again {
				l.finished = max(l.finished, p.uploaded+hour, p.signed+hour)
			}
		}
		if end > l.finished {
			l.finished = end + hour
		}
	}
	add := func(t int64) {
		if t > 0 {
			l.moments = append(l.moments, t)
		}
	}
	add(l.created)
	add(l.paid)
	add(l.riskUntil)
	add(l.closed)
	add(l.finished)
	for i := range l.parcels {
		if p := &l.parcels[i]; !p.back && !p.again {
			add(p.uploaded)
			add(p.signed)
		}
	}
	for i := range l.cases {
		add(l.cases[i].applied)
		add(l.cases[i].ended)
	}
	for i := range l.ops {
		if o := &l.ops[i]; o.Case == 0 {
			add(o.At)
		}
	}
	slices.Sort(l.moments)
}

// extras puts clients' remarks and touches into the cases they belong to.
func (l *life) extras() {
	for i := range l.ops {
		o := &l.ops[i]
		if o.Kind != opRemark && o.Kind != opTouch {
			continue
		}
		for k := range l.cases {
			c := &l.cases[k]
			if c.id != o.Case {
				continue
			}
			at := 0
			for at < len(c.steps) && c.steps[at].at <= o.At {
				at++
			}
			if at == 0 {
				continue
			}
			s := c.steps[at-1]
			s.at, s.act, s.role, s.note, s.pictures = o.At, actRemark, roleMerchant, o.Note, 0
			c.steps = slices.Insert(c.steps, at, s)
		}
	}
}

// updated is the order's update time at now; 0 before it exists.
func (l *life) updated(now int64) int64 {
	var at int64
	for _, m := range l.moments {
		if m > now {
			break
		}
		at = m
	}
	return at
}

// nextChange is the first moment after now at which the order or one of its
// cases changes; 0 when nothing will.
func (l *life) nextChange(now int64) int64 {
	var next int64
	see := func(t int64) {
		if t > now && (next == 0 || t < next) {
			next = t
		}
	}
	for _, m := range l.moments {
		see(m)
	}
	for i := range l.cases {
		for k := range l.cases[i].steps {
			see(l.cases[i].steps[k].at)
		}
	}
	return next
}

// Status of an order as the platform numbers it.
func (l *life) status(now int64) (status, main int) {
	up, total := 0, 0
	for i := range l.parcels {
		if p := &l.parcels[i]; !p.back && !p.again {
			total++
			if p.uploaded <= now {
				up++
			}
		}
	}
	switch {
	case l.closed > 0 && l.closed <= now:
		switch {
		case l.paid == 0:
			return 4, 4
		case l.uploaded == 0:
			return 4, 21
		}
		return 4, 22
	case l.paid == 0 || l.paid > now:
		return 1, 1
	case l.riskUntil > now:
		return 105, 105
	case up == 0:
		return 2, 2
	case up < total:
		return 101, 101
	case l.finished > 0 && l.finished <= now:
		for i := range l.ownLines() {
			if l.lines[i].refunded == 0 {
				return 5, 5
			}
		}
		return 5, 39
	}
	return 3, 3
}
