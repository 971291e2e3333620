package check

import (
	"context"

	"afterdesk/backend/domain"
	"afterdesk/backend/rules"
)

// noPickup asks: which parcels have a waybill number at the platform but no
// pickup scan, and near or past the platform's limit?
func noPickup(ctx context.Context, d Deps) ([]domain.Finding, int64, error) {
	return eachParcel(ctx, d, judgePickup)
}

// judgePickup runs the pickup clock of one parcel. A parcel of which no trace
// was ever read is not judged: we do not know that nobody picked it up. Past the
// limit the next one counts, which on some platforms grants a refund by default.
func judgePickup(book *rules.Book, platform string, f domain.ParcelFact, now domain.Instant) (domain.Finding, bool) {
	p := f.Parcel
	if p.Direction == domain.DirectionBack || p.UploadedAt.IsZero() || !p.PickedAt.IsZero() {
		return domain.Finding{}, false
	}
	switch p.State {
	case domain.TrackNone:
		if p.TraceCheckedAt.IsZero() {
			return domain.Finding{}, false
		}
	case domain.TrackCreated, domain.TrackWaitPickup:
	default:
		return domain.Finding{}, false
	}
	c, ok := clockOf(book, platform, f, rules.LimitNoPickup, p.UploadedAt)
	if !ok {
		return domain.Finding{}, false
	}
	return limited("no_pickup", book, platform, f, c, now)
}
