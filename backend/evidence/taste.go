package evidence

import (
	"context"
	"errors"
	"fmt"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/rules"
	"afterdesk/backend/store"
)

const (
	tasteDays = 30 * domain.Day // as far as quality rates look back
	maxTaste  = 200
)

// TasteReports lists the newest returns of the last 30 days that count as quality
// though everything the buyer wrote is taste. Text that names a defect anywhere keeps
// a case off the list. Nothing is submitted.
func (d *Desk) TasteReports(ctx context.Context) ([]domain.TasteReportRow, error) {
	out := []domain.TasteReportRow{}
	shops, err := d.d.Store.ListShops(ctx)
	if err != nil {
		return nil, fmt.Errorf("list shops: %w", err)
	}
	platform := map[string]string{}
	for _, s := range shops {
		platform[s.ID] = s.Platform
	}
	book := d.d.Rules()
	err = d.d.Store.QualityCases(ctx, d.d.Now()-tasteDays, func(c domain.AfterSale, reviews []string) bool {
		text := c.BuyerRemark.Reveal()
		for _, e := range c.Events {
			if e.Actor == domain.ActorBuyer && e.Text.Reveal() != text {
				text += "\n" + e.Text.Reveal()
			}
		}
		for _, r := range reviews {
			text += "\n" + r
		}
		if matched, rule, ok := book.AppealCandidate(platform[c.ShopID], c.FirstReason, text, c.AppliedAt); ok {
			out = append(out, domain.TasteReportRow{CaseID: c.ID, RemoteID: c.RemoteID, ShopID: c.ShopID, Platform: platform[c.ShopID], Reason: c.FirstReason,
				AppliedAt: c.AppliedAt, Asked: c.Asked, Text: domain.Private(text), Matched: matched, RuleID: rule})
		}
		return len(out) < maxTaste
	})
	if err != nil {
		return nil, fmt.Errorf("read cases: %w", err)
	}
	return out, nil
}

// JudgeFresh says whether a claim about fresh goods is in time and what it pays
// (EV-17); what was agreed on the order goes before the rule. Codes: not_found, invalid
// (field claim).
func (d *Desk) JudgeFresh(ctx context.Context, q domain.FreshQuery) (domain.FreshResult, error) {
	f, err := d.proofFacts(ctx, q.CaseID)
	if err != nil {
		return domain.FreshResult{}, err
	}
	if q.Bad < 0 || q.Pieces < 0 || q.Pieces > 1_000_000 || q.RipenDays < 0 || q.RipenDays > 60 {
		return domain.FreshResult{}, domain.E(domain.CodeInvalid, errors.New("a number out of range"), "field", "pieces")
	}
	in := rules.FreshFacts{Platform: f.Platform, Claim: q.Claim, SignedAt: q.SignedAt, ClaimAt: f.Case.AppliedAt, PhotoAt: q.PhotoAt, Bad: q.Bad, Pieces: q.Pieces,
		Ripening: time.Duration(q.RipenDays) * 24 * time.Hour, Paid: f.Case.Asked, Zone: f.Zone}
	for _, p := range f.Parcels {
		if in.SignedAt == 0 && p.Direction != domain.DirectionBack {
			in.SignedAt = p.SignedAt
		}
	}
	if f.Order != nil && f.Order.Paid.Known() {
		in.Paid = f.Order.Paid
	}
	if in.Agreement, err = d.d.Store.GetAgreement(ctx, f.Case.OrderID); err != nil {
		return domain.FreshResult{}, fmt.Errorf("read agreement: %w", err)
	}
	return d.d.Rules().Fresh(in), nil
}

// Agree notes what buyer and seller agreed on an order; zero hours and points take
// it back. Codes: invalid.
func (d *Desk) Agree(ctx context.Context, a domain.FreshAgreement) (domain.FreshAgreement, error) {
	if err := d.d.Store.Write(ctx, func(tx *store.Tx) error { return tx.PutAgreement(ctx, a) }); err != nil {
		return a, fmt.Errorf("keep agreement: %w", err)
	}
	return d.d.Store.GetAgreement(ctx, a.OrderID)
}
