package rules

import (
	"time"

	"afterdesk/backend/domain"
)

// Breach is what a platform fines.
type Breach string

const (
	BreachLateShipping  Breach = "late_shipping"
	BreachNoPickup      Breach = "no_pickup" // where it counts as false shipping
	BreachTraceLate     Breach = "trace_late"
	BreachTraceAbnormal Breach = "trace_abnormal"
	BreachFraudShipping Breach = "fraud_shipping"
	BreachRefusal       Breach = "unjust_refusal"
)

// Breaches lists every Breach.
var Breaches = []Breach{BreachLateShipping, BreachNoPickup, BreachTraceLate, BreachTraceAbnormal, BreachFraudShipping, BreachRefusal}

// Offence is one breach on one order. Zero durations mean not known.
type Offence struct {
	Breach  Breach
	At      domain.Instant // when the rule is looked up
	Paid    domain.Money
	Promise time.Duration // promised time to ship, counted from payment
	Late    time.Duration // how late it is
}

// Fine returns what a breach costs and the rule that says so. A share of the
// paid amount is rounded to the nearest minor unit and held between the rule's
// floor and cap. Where several steps could apply because a duration is not
// known, the dearest counts: this is money at risk, not a bill. The amount is
// unknown when the paid amount is, or stands in another currency; "" as rule
// means that no fine is known.
func (b *Book) Fine(platform string, o Offence) (domain.Money, string) {
	var worst domain.Money
	rule := ""
	for _, e := range b.inForce(SubjectPenalties, platform, o.At, func(e entry) bool { return e.values["breach"] == string(o.Breach) }) {
		if !e.within("promise", o.Promise) || !e.within("late", o.Late) {
			continue
		}
		if rule == "" {
			rule = e.id
		}
		if o.Paid.Currency != e.values["currency"] {
			continue
		}
		points, _ := e.num("basis_points")
		low, _ := e.num("min_fen")
		high, _ := e.num("max_fen")
		fine := min(max(share(o.Paid.Minor, points), low), high)
		if !worst.Known() || fine > worst.Minor {
			worst, rule = domain.Money{Minor: fine, Currency: o.Paid.Currency}, e.id
		}
	}
	return worst, rule
}

// Penalty is Fine for a breach of which only the paid amount is known.
func (b *Book) Penalty(platform string, breach Breach, at domain.Instant, paid domain.Money) (domain.Money, string) {
	return b.Fine(platform, Offence{Breach: breach, At: at, Paid: paid})
}

// within reports whether a duration lies in the entry's step, over < d ≤ max.
func (e entry) within(name string, d time.Duration) bool {
	if d == 0 {
		return true
	}
	if _, ok := e.num(name + "_over_hours"); ok && d <= e.hours(name+"_over_hours") {
		return false
	}
	if _, ok := e.num(name + "_max_hours"); ok && d > e.hours(name+"_max_hours") {
		return false
	}
	return true
}

// share returns points hundredths of a per cent of an amount, rounded half up.
// Amounts beyond what an order can cost (10¹⁴ minor units) are cut first so
// that the product cannot overflow.
func share(minor, points int64) int64 {
	minor = min(max(minor, 0), 100_000_000_000_000)
	return (minor*points + 5000) / 10000
}
