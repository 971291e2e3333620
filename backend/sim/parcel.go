package sim

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"afterdesk/backend/domain"
)

// scan is one trace event; its text is made from the courier's wording when
// somebody reads it.
type scan struct {
	at         int64
	kind       domain.TrackState
	here, next string // place names without 市
}

// parcel is one waybill with all its scans, past and future.
type parcel struct {
	nth      int // place in life.parcels
	slot     int // what the parcel is for: 0 and 1 the order's, then two for each case
	courier  int
	number   uint64
	from, to int // provinces
	city     int
	town     int
	uploaded int64
	scans    []scan
	first    int // lines [first, last) travel in it
	last     int
	back     bool // a buyer's return
	again    bool // the merchant's exchange or reshipment
	caseNo   int  // return and exchange parcels
	tracked  bool // the platform shows its route
	damaged  bool // hidden
	lost     bool // hidden
	signed   int64
	given    string // waybill that a client of the simulator gave, no route known
	hidden   string // "empty", "swapped": what a return really held
}

func (p *parcel) waybill() string {
	if p.given != "" {
		return p.given
	}
	return couriers[p.courier].waybill(p.number)
}

// Waybill numbers carry day, order and slot, multiplied by a constant without a
// common divisor with the modulus, so that they look like any other number and
// can be read back without a table.
const (
	numberSpace = 1_000_000_000_000
	numberTimes = 387_420_489_173
)

var numberBack = inverse(numberTimes, numberSpace)

func inverse(a, m int64) uint64 {
	t, next, r, rest := int64(0), int64(1), m, a
	for rest != 0 {
		q := r / rest
		t, next, r, rest = next, t-q*next, rest, r-q*rest
	}
	return uint64((t + m) % m)
}

func mulMod(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return bits.Rem64(hi, lo, numberSpace)
}

// shift keeps the waybills of two worlds apart.
func (w *World) shift() uint64 { return w.seed % numberSpace * 7919 % numberSpace }

func (w *World) parcelNumber(d, i, slot int) uint64 {
	v := uint64(d%10000)*100_000_000 + uint64(i)*100 + uint64(slot)
	n := mulMod((v+w.shift())%numberSpace, numberTimes)
	return n + (1+n%9)*numberSpace
}

// findNumber undoes parcelNumber.
func (w *World) findNumber(waybill string) (d, i, slot int, ok bool) {
	for _, c := range couriers {
		digits, found := strings.CutPrefix(waybill, c.prefix)
		if !found || len(digits) != c.digits {
			continue
		}
		n, err := strconv.ParseUint(digits, 10, 64)
		if err != nil {
			continue
		}
		v := (mulMod(n%numberSpace, numberBack) + numberSpace - w.shift()) % numberSpace
		d, i, slot = int(v/100_000_000), int(v/100%1_000_000), int(v%100)
		if i < w.ordersOn(d) {
			return d, i, slot, true
		}
	}
	return 0, 0, 0, false
}

// addParcel returns a fresh parcel in l, keeping the old backing of its scans.
func (l *life) addParcel() *parcel {
	n := len(l.parcels)
	if n < cap(l.parcels) {
		l.parcels = l.parcels[:n+1]
	} else {
		l.parcels = append(l.parcels, parcel{})
	}
	p := &l.parcels[n]
	*p = parcel{nth: n, scans: p.scans[:0], caseNo: -1, tracked: true}
	return p
}

func (p *parcel) scan(at int64, kind domain.TrackState, here, next string) {
	if n := len(p.scans); n > 0 && at <= p.scans[n-1].at {
		at = p.scans[n-1].at + 60
	}
	p.scans = append(p.scans, scan{at, kind, here, next})
}

// lastScan returns the time of the newest scan, or the upload.
func (p *parcel) lastScan() int64 {
	if n := len(p.scans); n > 0 {
		return p.scans[n-1].at
	}
	return p.uploaded
}

// state returns the parcel's state at now and the number of scans until then.
func (p *parcel) state(now int64) (domain.TrackState, int) {
	n := 0
	for n < len(p.scans) && p.scans[n].at <= now {
		n++
	}
	if n == 0 {
		return domain.TrackNone, 0
	}
	return p.scans[n-1].kind, n
}

func short(s string) string {
	for _, end := range []string{"白族自治州", "地区", "市"} {
		if n := len(s) - len(end); n > 0 && s[n:] == end {
			return s[:n]
		}
	}
	return s
}

// ship writes the route of an outbound parcel.
func (l *life) ship(p *parcel, dc *dice) {
	w := l.w
	p.courier = dc.pick(courierShares)
	p.number = w.parcelNumber(l.day, l.idx, p.slot)
	p.from, p.to, p.city, p.town = w.from, l.b.prov, l.b.city, l.b.town
	fromCity, toCity := short(provinces[p.from].cities[0].name), short(provinces[p.to].cities[p.city].name)
	p.damaged = dc.hit(chanceDamage)
	pick := w.awake(p.uploaded+600+dc.from(pickDelay), 3*hour)
	never, stall, lost, missort := dc.hit(chanceNeverPicked), dc.hit(chanceStall), dc.hit(chanceLost), dc.hit(chanceMissort)
	if never {
		p.lost = true
		return
	}
	p.scan(pick, domain.TrackPickedUp, fromCity, "")
	hub := pick + 1800 + dc.from(hubDelay)
	hubA := one(dc, hubCities[provinces[p.from].region])
	hubB := one(dc, hubCities[provinces[p.to].region])
	p.scan(hub, domain.TrackSortCenter, hubA, "")
	out := hub + dc.between(hour, 4*hour)
	p.scan(out, domain.TrackInTransit, hubA, hubB)
	lane := laneHours(p.from, p.to) * hour * couriers[p.courier].speed / 1000 * dc.between(800, 1350) / 1000
	if w.disaster(p.to, out) {
		lane = lane*22/10 + 20*hour
	}
	if lost {
		p.lost = true
		return
	}
	if stall {
		lane += dc.from(stallFor)
	}
	t := out + lane
	if missort {
		wrong := one(dc, hubCities[(provinces[p.to].region+2)%7])
		p.scan(out+lane/2, domain.TrackSortCenter, wrong, hubB)
		t += 18 * hour
	}
	p.scan(t, domain.TrackSortCenter, hubB, toCity)
	if p.damaged && dc.hit(2500) {
		p.scan(t+hour, domain.TrackProblem, hubB, "外包装破损，已重新加固")
	}
	t += dc.between(3*hour, 9*hour)
	p.scan(t, domain.TrackDestCity, toCity, "")
	l.deliver(p, dc, t, toCity)
}

// deliver writes the last mile from the arrival in the city.
func (l *life) deliver(p *parcel, dc *dice, arrived int64, toCity string) {
	w := l.w
	town := provinces[p.to].cities[p.city].towns[p.town]
	t := arrived + dc.between(hour, 5*hour)
	if s := w.secOfDay(t); s > 16*hour || s < 7*hour {
		t = w.awake(t-s+day*b2i(s > 16*hour)+7*hour, 0) + dc.between(0, 2*hour)
	}
	p.scan(t, domain.TrackOutForDelivery, town, toCity)
	switch {
	case dc.hit(chanceRefused):
		t += dc.between(hour, 5*hour)
		p.scan(t, domain.TrackRefused, town, "")
		l.sendBack(p, dc, t+dc.between(3*hour, 10*hour))
	case dc.hit(chanceStation):
		t += dc.between(hour, 5*hour)
		p.scan(t, domain.TrackAtStation, town, one(dc, stations))
		if dc.hit(chanceUncollected * 10000 / chanceStation) {
			l.sendBack(p, dc, t+7*day+dc.between(0, 10*hour))
			return
		}
		t = w.awake(t+dc.between(2*hour, 60*hour), 6*hour)
		p.sign(t, domain.TrackSigned, town, "本人")
	case dc.hit(chanceOtherSigned):
		p.sign(t+dc.between(30*minute, 6*hour), domain.TrackSignedByOther, town, one(dc, []string{"家人", "门卫", "邻居", "前台"}))
	default:
		p.sign(t+dc.between(30*minute, 6*hour), domain.TrackSigned, town, "本人")
	}
}

var stations = []string{"菜鸟驿站", "妈妈驿站", "兔喜生活", "丰巢快递柜", "多多驿站"}

func (p *parcel) sign(at int64, kind domain.TrackState, here, who string) {
	p.scan(at, kind, here, who)
	p.signed = p.lastScan()
}

// sendBack writes the way home of a parcel that was not accepted.
func (l *life) sendBack(p *parcel, dc *dice, at int64) {
	toCity := short(provinces[p.to].cities[p.city].name)
	fromCity := short(provinces[p.from].cities[0].name)
	p.scan(at, domain.TrackReturning, toCity, fromCity)
	p.scan(at+laneHours(p.from, p.to)*hour*dc.between(1000, 1500)/1000+8*hour, domain.TrackReturnedSigned, fromCity, "")
}

// intercept turns a parcel round after a refund was agreed under way.
func (l *life) intercept(p *parcel, dc *dice, at int64) {
	n := 0
	for n < len(p.scans) && p.scans[n].at <= at {
		n++
	}
	p.scans, p.signed = p.scans[:n], 0
	here := short(provinces[p.to].cities[p.city].name)
	if n > 0 && p.scans[n-1].here != "" {
		here = p.scans[n-1].here
	}
	p.scan(at, domain.TrackIntercepted, here, "")
	l.sendBack(p, dc, at+dc.between(5*hour, 14*hour))
}

// shipBack writes the route of a buyer's return and returns its arrival.
func (l *life) shipBack(p *parcel, dc *dice, sent int64) int64 {
	w := l.w
	p.back, p.uploaded, p.number, p.courier = true, sent, w.parcelNumber(l.day, l.idx, p.slot), dc.pick(courierShares)
	p.from, p.to = l.b.prov, w.from
	// Only returns collected by the platform's own pickup have a route there.
	p.tracked = dc.hit(platformPickup)
	fromCity, toCity := short(provinces[l.b.prov].cities[l.b.city].name), short(provinces[w.from].cities[0].name)
	t := w.awake(sent+dc.between(minute, 5*hour), hour)
	p.scan(t, domain.TrackPickedUp, fromCity, "")
	t += dc.between(4*hour, 10*hour)
	hub := one(dc, hubCities[provinces[p.from].region])
	p.scan(t, domain.TrackSortCenter, hub, toCity)
	t += laneHours(p.from, p.to) * hour * couriers[p.courier].speed / 1000 * dc.between(850, 1400) / 1000
	p.scan(t, domain.TrackDestCity, toCity, "")
	t = w.awake(t+dc.between(3*hour, 12*hour), 4*hour)
	p.scan(t, domain.TrackOutForDelivery, toCity, toCity)
	p.sign(t+dc.between(hour, 4*hour), domain.TrackSigned, toCity, "商家")
	return p.signed
}

// disaster says whether storms or floods slow a province down at a moment:
// about one window of five days a month somewhere.
func (w *World) disaster(prov int, at int64) bool {
	d := w.dayOf(at)
	for b := d - 4; b <= d; b++ {
		dc := w.dice(rollParcel, b, -1)
		if dc.hit(chanceDisaster) && provinces[dc.pick(provinceShares)].region == provinces[prov].region {
			return true
		}
	}
	return false
}

// thin keeps about two scans a parcel: the pickup, every tenth hub, and the end.
func (l *life) thin(p *parcel) {
	if !l.w.cfg.Lean {
		return
	}
	seenHub := p.back
	p.scans = slices.DeleteFunc(p.scans, func(s scan) bool {
		switch s.kind {
		case domain.TrackInTransit, domain.TrackDestCity, domain.TrackOutForDelivery, domain.TrackProblem:
			return true
		case domain.TrackSortCenter:
			drop := seenHub || l.idx%10 != 0
			seenHub = true
			return drop
		}
		return false
	})
}

func b2i(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
