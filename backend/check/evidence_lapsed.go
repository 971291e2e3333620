package check

import (
	"context"
	"fmt"

	"afterdesk/backend/domain"
)

// lapsedFor is how long a lapsed request for proof stays on the list: as long as
// anybody compares months.
const lapsedFor = 400 * domain.Day

// evidenceLapsed asks: which requests for our proof ended without an answer? Such a
// case counts as lost by silence. It looks at the requests that awaiting_evidence has
// noted; the rows themselves forget the step once it is over.
func evidenceLapsed(ctx context.Context, d Deps) (found []domain.Finding, examined int64, err error) {
	now := d.Now()
	q := domain.FindingQuery{Checks: []string{"awaiting_evidence"}, States: domain.FindingStates, Subject: domain.SubjectAfterSale, Limit: pageSize}
	for {
		page, err := d.Store.ListFindings(ctx, q)
		if err != nil {
			return nil, 0, fmt.Errorf("list findings: %w", err)
		}
		for _, row := range page.Items {
			f := row.Finding
			if f.DueAt.IsZero() || f.DueAt > now || f.DueAt < now-lapsedFor {
				continue
			}
			examined++
			c, err := d.Store.GetAfterSale(ctx, f.SubjectID)
			if domain.CodeOf(err) == domain.CodeNotFound {
				continue // its shop was removed
			}
			if err != nil {
				return nil, 0, fmt.Errorf("read case: %w", err)
			}
			acts, err := d.Store.ListActs(ctx, domain.ActQuery{OrderID: f.OrderID, Limit: pageSize})
			if err != nil {
				return nil, 0, fmt.Errorf("list acts: %w", err)
			}
			if one, ok := judgeLapsed(f, c, acts.Items, now); ok {
				found = append(found, one)
			}
		}
		if q.Cursor = page.Next; page.Next == "" {
			return found, examined, nil
		}
	}
}

// judgeLapsed finds a request whose time ran out with neither an evidence act of
// ours nor any word of the merchant at the platform between its beginning and its
// end. A moment that the platform has moved since is the one that counts.
func judgeLapsed(asked domain.Finding, c domain.AfterSale, acts []domain.Act, now domain.Instant) (domain.Finding, bool) {
	due := asked.DueAt
	if c.Arbitration == domain.ArbEvidence && c.EvidenceDue != 0 {
		due = c.EvidenceDue
	}
	if due > now || c.Arbitration == domain.ArbForMerchant || c.Arbitration == domain.ArbCancelled {
		return domain.Finding{}, false
	}
	for _, a := range acts {
		if a.AfterSaleID == c.ID && a.Kind == domain.ActEvidence && a.State == domain.ActDone && a.SentAt <= due {
			return domain.Finding{}, false
		}
	}
	for _, e := range c.Events {
		if e.Actor == domain.ActorMerchant && e.At >= asked.Since && e.At <= due {
			return domain.Finding{}, false
		}
	}
	out := finding("evidence_lapsed", c.ShopID, domain.SubjectAfterSale, c.ID)
	out.OrderID, out.RuleID, out.Since, out.DueAt, out.AtRisk, out.Severity, out.NextAct = c.OrderID, asked.RuleID, asked.Since, due, c.Asked, domain.SeverityRed, "check_proof"
	out.Params["case"], out.Params["missing"] = c.RemoteID, asked.Params["missing"]
	return out, true
}
