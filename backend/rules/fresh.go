package rules

import (
	"slices"
	"time"

	"afterdesk/backend/domain"
)

// Clocks of a claim window.
const (
	clockHours    = "hours"
	clockDayEnd   = "day_end"
	clockRipening = "ripening"
)

// FreshFacts is a claim about fresh goods.
type FreshFacts struct {
	Platform  string
	Claim     domain.FreshClaim
	SignedAt  domain.Instant
	ClaimAt   domain.Instant
	PhotoAt   domain.Instant // 0 = not known, then the claim's own moment counts
	Ripening  time.Duration
	Bad       int64
	Pieces    int64
	Paid      domain.Money
	Agreement domain.FreshAgreement // zero = none
	Zone      *time.Location        // of the shop: "24:00" is a wall clock
}

// Fresh judges a buyer's claim about fresh goods: until when proof could be shown,
// whether it was, and what the ladder pays, rounded half up to the minor unit. What
// buyer and seller agreed on the order goes before the rule, each part for itself. A
// platform without such rules gives no window and no amount: unknown is not late.
func (b *Book) Fresh(f FreshFacts) domain.FreshResult {
	out := domain.FreshResult{SignedAt: f.SignedAt, Agreement: f.Agreement}
	for _, e := range b.inForce(SubjectWindows, f.Platform, f.SignedAt, func(e entry) bool { return e.values["claim"] == string(f.Claim) }) {
		out.RuleID, out.Source, out.Since = e.id, e.source, e.from
		switch e.values["clock"] {
		case clockDayEnd:
			_, end, err := domain.DayOf(f.SignedAt, f.Zone).Range(f.Zone)
			if err == nil {
				out.Until = end
			}
		case clockRipening:
			out.Until = f.SignedAt.Add(f.Ripening + e.hours("hours"))
		default:
			out.Until = f.SignedAt.Add(e.hours("hours"))
		}
	}
	if f.Agreement.Hours > 0 {
		out.Until = f.SignedAt.Add(time.Duration(f.Agreement.Hours) * time.Hour)
	}
	at := f.ClaimAt
	if f.PhotoAt != 0 {
		out.PhotoLate = out.Until != 0 && f.PhotoAt >= out.Until
		at = f.PhotoAt // a picture made in time proves the fault, though it is sent later
	}
	out.InTime = out.Until != 0 && at < out.Until
	points := f.Agreement.Points
	if points == 0 && f.Pieces > 0 && f.Bad > 0 && f.Bad <= f.Pieces {
		points, out.LadderID = b.ladder(f)
	}
	if points > 0 && f.Paid.Known() && out.InTime {
		out.Pays = domain.Money{Minor: share(f.Paid.Minor, points), Currency: f.Paid.Currency}
	}
	return out
}

// ladder finds the step of a share of bad pieces; the comparison is in whole
// pieces, so that no share is rounded across a limit.
func (b *Book) ladder(f FreshFacts) (points int64, id string) {
	steps := b.inForce(SubjectLadders, f.Platform, f.SignedAt, nil)
	slices.SortFunc(steps, func(x, y entry) int {
		a, _ := x.num("step")
		c, _ := y.num("step")
		return int(a - c)
	})
	for _, e := range steps {
		limit, _ := e.num("up_to")
		have, most := f.Bad*10000, limit*f.Pieces
		if have < most || have == most && e.values["inclusive"] == "yes" {
			points, _ = e.num("pays")
			return points, e.id
		}
	}
	return 0, ""
}
