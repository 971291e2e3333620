package check

import (
	"context"
	"fmt"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/rules"
)

// awaitingEvidence asks: in which cases does the platform wait for our proof,
// and what of it do we not have?
func awaitingEvidence(ctx context.Context, d Deps) (found []domain.Finding, examined int64, err error) {
	platform, _, err := platforms(ctx, d)
	if err != nil {
		return nil, 0, err
	}
	now, book := d.Now(), d.Rules()
	err = eachCase(ctx, d, domain.AfterSaleQuery{View: "evidence"}, func(r domain.AfterSaleRow) error {
		examined++
		have := map[domain.EvidenceKind]bool{}
		q := domain.EvidenceQuery{OrderID: r.OrderID, Limit: pageSize}
		for q.OrderID != "" && r.EvidenceCount > 0 {
			page, err := d.Store.ListEvidence(ctx, q)
			if err != nil {
				return fmt.Errorf("list evidence: %w", err)
			}
			for _, e := range page.Items {
				have[e.Item.Kind] = true
			}
			if q.Cursor = page.Next; page.Next == "" {
				break
			}
		}
		if one, ok := judgeEvidence(book, platform[r.ShopID], r, have, now); ok {
			found = append(found, one)
		}
		return nil
	})
	return found, examined, err
}

// judgeEvidence finds every open case in which proof is wanted, whether near
// its end or not: this step cannot be repeated.
func judgeEvidence(book *rules.Book, platform string, r domain.AfterSaleRow, have map[domain.EvidenceKind]bool, now domain.Instant) (domain.Finding, bool) {
	if r.Arbitration != domain.ArbEvidence || !r.Status.Open() {
		return domain.Finding{}, false
	}
	out := finding("awaiting_evidence", r.ShopID, domain.SubjectAfterSale, r.ID)
	lacks, must, rule := book.MissingKinds(platform, asCase(r), have)
	missing := make([]string, len(lacks))
	for i, k := range lacks {
		missing[i] = string(k)
	}
	due := r.EvidenceDue
	if due.IsZero() {
		if due, _ = book.EvidenceDeadline(platform, asCase(r)); !due.IsZero() {
			out.Params["estimated"] = "true"
		}
	}
	since := r.StepSince
	if since.IsZero() {
		since = r.UpdatedAt
	}
	out.OrderID, out.RuleID, out.Since, out.DueAt, out.AtRisk, out.NextAct = r.OrderID, rule, since, due, r.Asked, "submit_evidence"
	out.Severity = banded(since, due, now)
	out.Params["case"], out.Params["order"] = r.RemoteID, r.OrderRemoteID
	out.Params["missing"] = strings.Join(missing, ",")
	if must {
		out.NextAct = "link_evidence" // without the one exhibit that counts, submitting is pointless
	}
	return out, true
}
