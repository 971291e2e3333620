package rules

import "afterdesk/backend/domain"

// ReviewBand returns good, neutral or negative for 1–5 stars by the platform's
// mapping in force at a moment, and the rule. 0 stars, or any number outside
// 1–5, is unrated: a missing rating is not a bad one.
func (b *Book) ReviewBand(platform string, rating int64, at domain.Instant) (domain.ReviewBand, string) {
	found := b.inForce(SubjectBands, platform, at, nil)
	if rating < 1 || rating > 5 || len(found) == 0 {
		return domain.ReviewUnrated, ""
	}
	e := found[0]
	good, _ := e.num("good_min")
	bad, _ := e.num("negative_max")
	switch {
	case rating >= good:
		return domain.ReviewGood, e.id
	case rating <= bad:
		return domain.ReviewNegative, e.id
	}
	return domain.ReviewNeutral, e.id
}

// ReplyWindow returns until when a shop can answer a review, and the rule.
// 0 = no window is known; the review can be answered as far as we know.
func (b *Book) ReplyWindow(platform string, createdAt domain.Instant) (until domain.Instant, ruleID string) {
	found := b.inForce(SubjectReplies, platform, createdAt, nil)
	if createdAt.IsZero() || len(found) == 0 {
		return 0, ""
	}
	e := found[0]
	if h := e.hours("hours"); h > 0 {
		return createdAt.Add(h), e.id
	}
	return 0, e.id
}
