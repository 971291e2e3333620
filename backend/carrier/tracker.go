package carrier

import (
	"context"

	"afterdesk/backend/domain"
)

// Tracker reads the trace of one parcel from a carrier or an aggregator,
// oldest event first. not_found: nothing is known of the waybill; unsupported:
// the provider does not carry it; rate_limited, unauthorized, unavailable as
// everywhere. tail is the end of the receiver's number where a carrier asks
// for it; "" when unknown.
type Tracker interface {
	Track(ctx context.Context, p domain.Parcel, tail string) (events []domain.TraceEvent, raw []byte, err error)
}
