package check

import (
	"context"

	"afterdesk/backend/domain"
	"afterdesk/backend/rules"
	"afterdesk/backend/sla"
)

// deadlineNear asks: which cases wait for us and run out of time?
func deadlineNear(ctx context.Context, d Deps) (found []domain.Finding, examined int64, err error) {
	platform, _, err := platforms(ctx, d)
	if err != nil {
		return nil, 0, err
	}
	now, book := d.Now(), d.Rules()
	err = eachCase(ctx, d, domain.AfterSaleQuery{View: "merchant"}, func(r domain.AfterSaleRow) error {
		examined++
		if one, ok := judgeDeadline(book, platform[r.ShopID], r, now); ok {
			found = append(found, one)
		}
		return nil
	})
	return found, examined, err
}

// judgeDeadline finds a case whose step ends within six hours, or in the last
// quarter of its window when that is sooner to notice. The platform's own
// deadline counts; only where it sends none an estimate by rule does, and the
// finding says so.
func judgeDeadline(book *rules.Book, platform string, r domain.AfterSaleRow, now domain.Instant) (domain.Finding, bool) {
	if !r.Status.MerchantsTurn() {
		return domain.Finding{}, false
	}
	since := r.StepSince
	if since.IsZero() {
		since = r.AppliedAt
	}
	due, rule := r.Deadline, ""
	if due.IsZero() {
		due, rule = book.Deadline(platform, asCase(r))
	}
	if due.IsZero() || (now < due.Add(-warnBefore) && sla.BandOf(since, due, now) == sla.BandCalm) {
		return domain.Finding{}, false
	}
	out := finding("deadline_near", r.ShopID, domain.SubjectAfterSale, r.ID)
	out.OrderID, out.RuleID, out.Since, out.DueAt, out.AtRisk = r.OrderID, rule, since, due, r.Asked
	out.Severity = banded(since, due, now)
	out.NextAct = nextAct(r.Status)
	out.Params["case"], out.Params["order"], out.Params["type"], out.Params["status"] = r.RemoteID, r.OrderRemoteID, string(r.Type), string(r.Status)
	if rule != "" {
		out.Params["estimated"] = "true"
	}
	if now >= due {
		out.Params["stage"] = "late"
	} else {
		out.Params["stage"] = "near"
	}
	return out, true
}

func nextAct(s domain.CaseStatus) string {
	switch s {
	case domain.StatusAwaitReceipt:
		return "confirm_receipt"
	case domain.StatusAwaitShip:
		return "ship"
	}
	return "answer_case"
}
