package check

import (
	"context"

	"afterdesk/backend/domain"
	"afterdesk/backend/rules"
)

// stalled asks: which parcels were picked up and then stand still for longer
// than their route allows?
func stalled(ctx context.Context, d Deps) (found []domain.Finding, examined int64, err error) {
	platform, _, err := platforms(ctx, d)
	if err != nil {
		return nil, 0, err
	}
	now, book := d.Now(), d.Rules()
	err = d.Store.EachParcelFact(ctx, nil, func(f domain.ParcelFact) error {
		examined++
		if one, ok := judgeStall(book, platform[f.Parcel.ShopID], f, now); ok {
			found = append(found, one)
		}
		return nil
	})
	return found, examined, err
}

// judgeStall runs the clocks of one parcel on its way. Before the first hub the
// platform's hub clock counts from the pickup, or, where it has none, its clock
// for the first update; afterwards, and where it has neither, the clock by route counts from the newest
// event. Both stop at the first delivery attempt.
func judgeStall(book *rules.Book, platform string, f domain.ParcelFact, now domain.Instant) (domain.Finding, bool) {
	p := f.Parcel
	if p.Direction == domain.DirectionBack || p.PickedAt.IsZero() || !p.DeliveryAt.IsZero() || !p.SignedAt.IsZero() {
		return domain.Finding{}, false
	}
	switch p.State {
	case domain.TrackPickedUp, domain.TrackSortCenter, domain.TrackInTransit, domain.TrackDestCity, domain.TrackForwarded, domain.TrackProblem, domain.TrackUnknown:
	default:
		return domain.Finding{}, false
	}
	kind, from := rules.LimitStalled, max(p.LastAt, p.PickedAt)
	l, ok := rules.Limit{}, false
	if p.HubAt.IsZero() {
		kind, from = rules.LimitNoHub, p.PickedAt
		if l, ok = book.LogisticsLimit(platform, kind, p.FromProvince, p.ToProvince, ruleDay(f)); !ok && p.LastAt <= p.PickedAt {
			kind = rules.LimitNoUpdate
			l, ok = book.LogisticsLimit(platform, kind, p.FromProvince, p.ToProvince, ruleDay(f))
		}
	}
	if !ok {
		kind, from = rules.LimitStalled, max(p.LastAt, p.PickedAt)
		if l, ok = book.LogisticsLimit(platform, kind, p.FromProvince, p.ToProvince, ruleDay(f)); !ok {
			return domain.Finding{}, false
		}
	}
	warn, due := l.Due(from)
	if now < warn {
		return domain.Finding{}, false
	}
	out := parcelFinding("stalled", f, now)
	out.Since, out.RuleID = from, l.RuleID
	out.Params["clock"], out.Params["route"], out.Params["limit_hours"] = string(kind), l.Route, hours(l.Within)
	stage(&out, book, platform, f, l, from, due, now)
	if due <= now { // a parcel that stands twice its limit is probably lost
		if now >= from.Add(2*l.Within) {
			out.Params["lost"] = "likely"
		}
	}
	return out, true
}
