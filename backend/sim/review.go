package sim

import "afterdesk/backend/domain"

// review is what a buyer wrote about one line.
type review struct {
	at     int64
	line   int
	stars  int // 0 = the export has lost it
	cause  string
	follow int64
	reply  int64
	words  uint64
	hidden bool // nickname hidden
}

// reviewed decides whether a buyer writes, when and how well. Buyers whose
// money is back have no review entry.
func (l *life) reviewed() {
	if l.signed == 0 {
		return
	}
	d := l.w.dice(rollReview, l.day, l.idx)
	line := d.n(l.ownLines())
	x := &l.lines[line]
	if x.signed == 0 {
		return
	}
	at := l.w.awake(x.signed+hour+d.from(reviewDelay), 6*hour)
	cause := l.unhappy(x, line, at, &d)
	rate := reviewRate
	if cause != "" {
		rate = reviewAngry
	}
	if !d.hit(rate) || x.refunded > 0 && x.refunded <= at {
		return
	}
	r := review{at: at, line: line, cause: cause, words: d.u64(), hidden: d.hit(hiddenNick)}
	good := []int{2, 2, 4, 45, 947} // 1 to 5 stars, in 1,000
	bad := []int{95, 45, 75, 150, 635}
	if l.w.cfg.Careless {
		good, bad = []int{9, 6, 13, 72, 900}, []int{230, 100, 120, 150, 400}
	}
	if cause == "" {
		r.stars = 1 + d.pick(good)
	} else {
		r.stars = 1 + d.pick(bad)
	}
	if r.stars <= 3 && cause == "" {
		r.cause = "taste"
	}
	if d.hit(missingRating) {
		r.stars = 0
	}
	if d.hit(chanceFollow) {
		r.follow = l.w.awake(at+d.between(2*day, 30*day), 8*hour)
	}
	chance := chanceReply
	if r.stars > 0 && r.stars <= 3 {
		chance = replyToBad
	}
	if d.hit(chance) {
		r.reply = l.w.awake(at+d.between(hour, 4*day), 8*hour)
	}
	l.rev = r
}

// unhappy names what went wrong for a line before at, "" when nothing did.
func (l *life) unhappy(x *line, i int, at int64, d *dice) string {
	w := l.w
	pr := &w.goods[x.product]
	p := &l.parcels[l.parcelOf(i)]
	for k := range l.cases {
		if c := &l.cases[k]; !c.won && c.ended < at && c.line == i && c.cause != "mind" && d.hit(5000) {
			return "service"
		}
		if l.cases[k].line == i && l.cases[k].cause == "defect" {
			return "defect"
		}
	}
	if p.damaged && d.hit(5000) {
		return "damage"
	}
	if l.uploaded > l.shipBy || x.signed-l.paid > 8*day {
		if d.hit(2000) {
			return "slow"
		}
	}
	if pr.apparel && (pr.offset > 60 || pr.offset < -60) && d.hit(350) {
		return "size"
	}
	if d.hit(pr.pretty / 20) {
		return "pretty"
	}
	if x.live && w.hosts[l.p.sessions[l.p.segs[x.seg].session].host].promise > 70 && d.hit(180) {
		return "promise"
	}
	return ""
}

// band is the truth's good, neutral, negative; 4 and 5 stars are good, 3 is
// neutral, as Douyin's review ranks are read.
func (r *review) band() domain.ReviewBand {
	switch {
	case r.stars == 0:
		return domain.ReviewUnrated
	case r.stars >= 4:
		return domain.ReviewGood
	case r.stars == 3:
		return domain.ReviewNeutral
	}
	return domain.ReviewNegative
}
