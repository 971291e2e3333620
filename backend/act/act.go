package act

import (
	"context"
	"errors"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/store"
)

// Deps is what an Outbox needs.
type Deps struct {
	Store  *store.Store
	Open   func(ctx context.Context, shop domain.Shop) (platform.Connector, error)
	Now    domain.Now
	Online func() bool
}

// Outbox holds writes until they are sent.
type Outbox struct{ d Deps }

// New returns an Outbox.
func New(d Deps) *Outbox { return &Outbox{d: d} }

var errSoon = domain.E(domain.CodeUnavailable, errors.New("act is being written"))

// Preview says what a request would do.
func (o *Outbox) Preview(ctx context.Context, r domain.ActRequest) (domain.ActPreview, error) {
	return domain.ActPreview{}, errSoon
}

// Queue writes acts.
func (o *Outbox) Queue(ctx context.Context, r domain.ActRequest, by string) ([]domain.Act, error) {
	return nil, errSoon
}

// Undo takes a queued act back.
func (o *Outbox) Undo(ctx context.Context, id string) error { return errSoon }

// Flush sends what is queued.
func (o *Outbox) Flush(ctx context.Context, shopID string) (sent int, err error) { return 0, errSoon }

// RefuseReasons asks the platform which reasons it accepts.
func (o *Outbox) RefuseReasons(ctx context.Context, afterSaleID string) ([]domain.RefuseReason, error) {
	return nil, errSoon
}
