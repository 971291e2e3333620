package pull

import (
	"context"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/store"
)

// reviews pulls the buyers' reviews where the platform has them and the shop may
// read them; a shop whose reviews are off in its matrix has none to pull.
func (j *job) reviews(ctx context.Context) error {
	r, ok := j.conn.(platform.Reviewer)
	if !ok || !enabled(j.conn.Info().Capabilities, "reviews") {
		return nil
	}
	return j.walk(ctx, platform.StreamReviews, func(at platform.Cursor) (platform.Cursor, bool, bool, error) {
		page, err := r.Reviews(ctx, at)
		if err != nil {
			return "", false, false, err
		}
		return page.Next, page.Done, len(page.Items) == 0, j.putReviews(ctx, page)
	})
}

func enabled(cells []domain.Capability, ability string) bool {
	for _, c := range cells {
		if c.Ability == ability {
			return c.State == domain.CapEnabled
		}
	}
	return false
}

func (j *job) putReviews(ctx context.Context, page platform.Page[domain.Review]) error {
	now := j.p.d.Now()
	rows, raws := make([]domain.Review, len(page.Items)), make([]domain.RawPayload, len(page.Items))
	for i, it := range page.Items {
		raws[i] = j.raw(platform.RawReview, page.API, it.RemoteID, it.Raw, now)
		it.Value.Source = domain.Source{API: page.API, PayloadHash: raws[i].Hash}
		rows[i] = j.p.judged(j.shop.Platform, it.Value, now)
	}
	var res store.PutResult
	err := j.p.d.Store.Write(ctx, func(tx *store.Tx) (err error) {
		if res, err = tx.PutReviews(ctx, rows); err != nil {
			return err
		}
		return j.putRest(ctx, tx, page.API, raws, page.Problems, page.Unmapped, res, platform.StreamReviews, page.Next)
	})
	if err == nil {
		j.count(0, 0, res, len(page.Problems))
		j.run.Reviews += int64(len(rows))
	}
	return err
}

// judged gives a review its band and the end of its reply window by dated rules.
func (p *Puller) judged(platformID string, v domain.Review, now domain.Instant) domain.Review {
	v.Source.FetchedAt = now
	v.Band, _ = p.d.Rules().ReviewBand(platformID, v.Rating, v.CreatedAt)
	v.ReplyBy, _ = p.d.Rules().ReplyWindow(platformID, v.CreatedAt)
	return v
}

// rederiveReviews makes reviews again from what is kept.
func (j *job) rederiveReviews(ctx context.Context, r platform.Reviewer) (n, changed int64, err error) {
	var rows []domain.Review
	flush := func(least int) error {
		if len(rows) < least || len(rows) == 0 {
			return nil
		}
		return j.p.d.Store.Write(ctx, func(tx *store.Tx) error {
			res, err := tx.PutReviews(ctx, rows)
			changed += res.Added + res.Changed
			rows = rows[:0]
			return err
		})
	}
	err = j.p.d.Store.EachRaw(ctx, j.shop.ID, platform.RawReview, func(raw domain.RawPayload) error {
		n++
		v, _, err := r.DeriveReview(raw.Body)
		if err != nil {
			return j.problem(ctx, raw, err)
		}
		v.Source = sourceOf(raw)
		rows = append(rows, j.p.judged(j.shop.Platform, v, raw.FetchedAt))
		return flush(rederiveBatch)
	})
	if err != nil {
		return n, changed, err
	}
	return n, changed, flush(1)
}
