package evidence

import (
	"context"

	"afterdesk/backend/custody"
	"afterdesk/backend/domain"
)

// verifyLeaves finds log records of files whose row is gone from the store.
func (d *Desk) verifyLeaves(ctx context.Context, r *report) error {
	err := d.d.Custody.Each(ctx, 0, func(rec custody.Record) error {
		if rec.Kind != custody.KindAdded {
			return nil
		}
		_, err := d.d.Store.GetEvidence(ctx, rec.Subject)
		if domain.CodeOf(err) == domain.CodeNotFound {
			r.bad(rec.Subject+" row", whatMissing)
			return nil
		}
		return err
	})
	if domain.CodeOf(err) == domain.CodeCorrupt {
		r.bad(domain.ParamOf(err, "item"), or(domain.ParamOf(err, "what"), whatChanged))
		return nil
	}
	return err
}
