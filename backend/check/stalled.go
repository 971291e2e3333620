package check

import (
	"context"

	"afterdesk/backend/domain"
	"afterdesk/backend/rules"
)

// stalled asks: which parcels were picked up and then stand still for longer
// than their route allows?
func stalled(ctx context.Context, d Deps) ([]domain.Finding, int64, error) {
	return eachParcel(ctx, d, judgeStall)
}

// judgeStall runs the clock that counts for one parcel on its way, until its
// first delivery attempt.
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
	c, ok := stallClock(book, platform, f)
	if !ok {
		return domain.Finding{}, false
	}
	out, ok := limited("stalled", book, platform, f, c, now)
	if ok && now >= c.from.Add(2*c.limit.Within) { // twice its limit: probably lost
		out.Params["lost"] = "likely"
	}
	return out, ok
}

// stallClock chooses the clock. Before the first hub the platform's hub clock
// counts from the pickup or, where it has none, its clock for the first update;
// afterwards, and where it has neither, the clock by route counts from the
// newest event.
func stallClock(book *rules.Book, platform string, f domain.ParcelFact) (clock, bool) {
	p := f.Parcel
	if p.HubAt.IsZero() {
		if c, ok := clockOf(book, platform, f, rules.LimitNoHub, p.PickedAt); ok {
			return c, true
		}
		if p.LastAt <= p.PickedAt {
			if c, ok := clockOf(book, platform, f, rules.LimitNoUpdate, p.PickedAt); ok {
				return c, true
			}
		}
	}
	return clockOf(book, platform, f, rules.LimitStalled, max(p.LastAt, p.PickedAt))
}
