package check

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/sla"
)

// warnBefore is how long before a limit a warning starts where no rule says
// otherwise.
const warnBefore = 6 * time.Hour

// finding starts a finding with its stable key.
func finding(check, shopID string, subject domain.SubjectKind, subjectID string) domain.Finding {
	return domain.Finding{Key: check + ":" + subjectID, Check: check, ShopID: shopID, Subject: subject, SubjectID: subjectID,
		State: domain.FindingOpen, Params: map[string]string{}}
}

// severity is red from the due moment on, warn before it.
func severity(now, due domain.Instant) domain.Severity {
	if !due.IsZero() && now >= due {
		return domain.SeverityRed
	}
	return domain.SeverityWarn
}

// banded is red where the clock's colour is red.
func banded(since, due, now domain.Instant) domain.Severity {
	if sla.BandOf(since, due, now) == sla.BandRed {
		return domain.SeverityRed
	}
	return domain.SeverityWarn
}

func hours(d time.Duration) string { return strconv.FormatInt(int64(d/time.Hour), 10) }

// platforms returns the platform of each shop, and the shops in order.
func platforms(ctx context.Context, d Deps) (map[string]string, []domain.Shop, error) {
	shops, err := d.Store.ListShops(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("list shops: %w", err)
	}
	out := map[string]string{}
	for _, s := range shops {
		out[s.ID] = s.Platform
	}
	return out, shops, nil
}

// pageSize is how many rows a check asks for at a time.
const pageSize = 500

// eachCase calls fn for every row of a case query.
func eachCase(ctx context.Context, d Deps, q domain.AfterSaleQuery, fn func(domain.AfterSaleRow) error) error {
	q.Limit = pageSize
	for {
		page, err := d.Store.ListAfterSales(ctx, q)
		if err != nil {
			return fmt.Errorf("list cases: %w", err)
		}
		for _, row := range page.Items {
			if err := fn(row); err != nil {
				return err
			}
		}
		if page.Next == "" {
			return nil
		}
		q.Cursor = page.Next
	}
}

// asCase turns a row into the case that rules judge.
func asCase(r domain.AfterSaleRow) domain.AfterSale {
	return domain.AfterSale{ID: r.ID, ShopID: r.ShopID, OrderID: r.OrderID, Type: r.Type, Status: r.Status, Arbitration: r.Arbitration, Reason: r.Reason,
		AppliedAt: r.AppliedAt, UpdatedAt: r.UpdatedAt, StepSince: r.StepSince, Deadline: r.Deadline, EvidenceDue: r.EvidenceDue}
}
