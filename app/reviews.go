package app

import (
	"context"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
)

// Reviews is the review inbox and the recovery board.
type Reviews struct{ h *house }

// List returns one page of reviews, newest first, each with the rule behind its band.
func (r *Reviews) List(q domain.ReviewQuery) (domain.ReviewPage, error) {
	return call(r.h, "reviews.list", quick, func(ctx context.Context, d *desk.Desk) (domain.ReviewPage, error) {
		return d.Reviews(ctx, q)
	})
}

// Counts returns how many reviews stand at each step of the board.
func (r *Reviews) Counts(q domain.ReviewQuery) (map[string]int64, error) {
	return call(r.h, "reviews.counts", quick, func(ctx context.Context, d *desk.Desk) (map[string]int64, error) {
		steps, err := d.Store.CountReviews(ctx, q)
		out := make(map[string]int64, len(steps))
		for step, n := range steps {
			out[string(step)] = n
		}
		return out, err
	})
}

// Get returns a review with its order, cases, session and moves.
func (r *Reviews) Get(id string) (domain.ReviewDetail, error) {
	return call(r.h, "reviews.get", quick, func(ctx context.Context, d *desk.Desk) (domain.ReviewDetail, error) {
		return d.Review(ctx, id)
	})
}

// MoveRecovery moves a review on the board.
func (r *Reviews) MoveRecovery(m domain.RecoveryMove) (none, error) {
	return call(r.h, "reviews.moveRecovery", quick, func(ctx context.Context, d *desk.Desk) (none, error) {
		return done(d.MoveRecovery(ctx, m))
	})
}

// SetProof records what proves that a review was won back; "" takes it away.
func (r *Reviews) SetProof(id, proof string) (none, error) {
	return call(r.h, "reviews.setProof", quick, func(ctx context.Context, d *desk.Desk) (none, error) {
		return done(d.SetRecoveryProof(ctx, id, proof))
	})
}
