package check

import (
	"context"
	"fmt"
	"strconv"

	"afterdesk/backend/domain"
	"afterdesk/backend/sla"
)

// missedFor is how long a reply window that closed unused stays a finding.
const missedFor = 3 * domain.Day

// negativeReviewOpen asks: which bad reviews have no reply while the window to
// reply ends soon, or has just ended?
func negativeReviewOpen(ctx context.Context, d Deps) (found []domain.Finding, examined int64, err error) {
	now := d.Now()
	q := domain.ReviewQuery{Bands: []domain.ReviewBand{domain.ReviewNegative}, Replied: "no", From: now - 400*domain.Day, Limit: pageSize}
	for {
		page, err := d.Store.ListReviews(ctx, q)
		if err != nil {
			return nil, examined, fmt.Errorf("list reviews: %w", err)
		}
		for _, r := range page.Items {
			examined++
			if one, ok := judgeReview(r, now); ok {
				found = append(found, one)
			}
		}
		if page.Next == "" {
			return found, examined, nil
		}
		q.Cursor = page.Next
	}
}

func judgeReview(r domain.Review, now domain.Instant) (domain.Finding, bool) {
	if r.Band != domain.ReviewNegative || !r.RepliedAt.IsZero() || r.ReplyBy.IsZero() || now >= r.ReplyBy+missedFor {
		return domain.Finding{}, false
	}
	if now < r.ReplyBy.Add(-warnBefore) && sla.BandOf(r.CreatedAt, r.ReplyBy, now) == sla.BandCalm {
		return domain.Finding{}, false
	}
	out := finding("negative_review_open", r.ShopID, domain.SubjectReview, r.ID)
	out.OrderID, out.Since, out.DueAt, out.NextAct = r.OrderID, r.CreatedAt, r.ReplyBy, "reply_review"
	out.Severity = banded(r.CreatedAt, r.ReplyBy, now)
	out.Params["rating"], out.Params["product"], out.Params["stage"] = strconv.FormatInt(r.Rating, 10), r.ProductName, "near"
	if now >= r.ReplyBy {
		out.Params["stage"], out.NextAct = "late", "start_recovery" // no reply is possible any more; the buyer can still be helped
	}
	return out, true
}
