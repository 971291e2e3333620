package desk

import (
	"context"
	"strings"

	"afterdesk/backend/custody"
	"afterdesk/backend/domain"
	"afterdesk/backend/metric"
	"afterdesk/backend/store"
)

// Reveal returns the plain receiver of an order and writes who asked and why
// in the same transaction (PI-01), and into the custody log before anybody sees it.
func (d *Desk) Reveal(ctx context.Context, orderID, purpose string) (c domain.Contact, err error) {
	if strings.TrimSpace(purpose) == "" {
		return c, domain.E(domain.CodeInvalid, nil, "field", "purpose")
	}
	err = d.Store.Write(ctx, func(tx *store.Tx) error {
		c, err = tx.RevealContact(ctx, orderID, d.Operator(ctx), purpose)
		return err
	})
	if err != nil {
		return domain.Contact{}, err
	}
	if _, _, err := d.Custody.Append(ctx, custody.Event{By: d.Operator(ctx), Kind: custody.KindViewed, Subject: orderID,
		Fields: map[string]string{"purpose": purpose}}); err != nil {
		return domain.Contact{}, err
	}
	return c, nil
}

// Palette finds orders and cases by what a person typed or scanned.
func (d *Desk) Palette(ctx context.Context, text string) ([]domain.Hit, error) {
	out := []domain.Hit{}
	if text = strings.TrimSpace(text); text == "" {
		return out, nil
	}
	cases, err := d.Store.ListAfterSales(ctx, domain.AfterSaleQuery{View: "all", Text: text, Limit: 6})
	if err != nil {
		return nil, err
	}
	for _, c := range cases.Items {
		out = append(out, domain.Hit{Subject: domain.SubjectAfterSale, ID: c.ID, Title: c.Title, Detail: c.RemoteID})
	}
	orders, err := d.Store.ListOrders(ctx, domain.OrderQuery{Text: text, Limit: 8})
	if err != nil {
		return nil, err
	}
	for _, o := range orders.Items {
		out = append(out, domain.Hit{Subject: domain.SubjectOrder, ID: o.ID, Title: o.Title, Detail: o.RemoteID})
	}
	return out, nil
}

// Reviews returns a page of reviews, each with the dated rule behind its band (RV-01).
func (d *Desk) Reviews(ctx context.Context, q domain.ReviewQuery) (domain.ReviewPage, error) {
	page, err := d.Store.ListReviews(ctx, q)
	if err != nil {
		return page, err
	}
	shops, err := d.Store.ListShops(ctx)
	if err != nil {
		return page, err
	}
	platforms := map[string]string{}
	for _, s := range shops {
		platforms[s.ID] = s.Platform
	}
	book := d.Rules()
	for i := range page.Items {
		r := &page.Items[i]
		_, r.BandRule = book.ReviewBand(platforms[r.ShopID], r.Rating, r.CreatedAt)
	}
	return page, nil
}

// Review returns a review with the rule that judged it.
func (d *Desk) Review(ctx context.Context, id string) (domain.ReviewDetail, error) {
	det, err := d.Store.GetReview(ctx, id)
	if err != nil {
		return det, err
	}
	shop, err := d.Store.GetShop(ctx, det.Review.ShopID)
	if err != nil {
		return det, err
	}
	_, det.RuleID = d.Rules().ReviewBand(shop.Platform, det.Review.Rating, det.Review.CreatedAt)
	det.Review.BandRule = det.RuleID
	return det, nil
}

// MoveRecovery moves a review on the board; an empty owner is the operator.
func (d *Desk) MoveRecovery(ctx context.Context, m domain.RecoveryMove) error {
	if m.Owner == "" {
		m.Owner = d.Operator(ctx)
	}
	m.At = d.Now()
	return d.Store.Write(ctx, func(tx *store.Tx) error { return tx.MoveRecovery(ctx, m) })
}

// SetRecoveryProof records what proves that a review was won back.
func (d *Desk) SetRecoveryProof(ctx context.Context, id, proof string) error {
	return d.Store.Write(ctx, func(tx *store.Tx) error { return tx.SetRecoveryProof(ctx, id, proof) })
}

// MoveFinding takes, dismisses or reopens a finding; dismissals are audited.
func (d *Desk) MoveFinding(ctx context.Context, id string, state domain.FindingState, owner string) error {
	return d.Store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.MoveFinding(ctx, id, state, owner); err != nil {
			return err
		}
		if state != domain.FindingDismissed {
			return nil
		}
		return tx.PutAudit(ctx, d.audit(ctx, "finding_dismissed", domain.SubjectSystem, id, ""))
	})
}

// Metrics lists every metric's definitions.
func Metrics() []domain.MetricInfo {
	out := []domain.MetricInfo{}
	for _, m := range metric.All() {
		out = append(out, m.Info())
	}
	return out
}

// FindAfterSale returns our id for a case named by our id or the platform's.
func (d *Desk) FindAfterSale(ctx context.Context, id string) (string, error) {
	if _, err := d.Store.GetAfterSale(ctx, id); err == nil {
		return id, nil
	}
	shops, err := d.Store.ListShops(ctx)
	if err != nil {
		return "", err
	}
	for _, s := range shops {
		key := domain.RemoteKey(s.ID, id)
		if _, err := d.Store.GetAfterSale(ctx, key); err == nil {
			return key, nil
		}
	}
	return "", domain.E(domain.CodeNotFound, nil, "field", "aftersale", "id", id)
}

// VerifyFolder checks the whole data folder: database, vault, custody log and
// the rows that speak of them.
func (d *Desk) VerifyFolder(ctx context.Context) (domain.VerifyReport, error) {
	if err := d.Store.Check(ctx); err != nil {
		if domain.CodeOf(err) != domain.CodeCorrupt {
			return domain.VerifyReport{}, err
		}
		item := domain.ParamOf(err, "item")
		if item == "" {
			item = "afterdesk.db"
		}
		return domain.VerifyReport{Kind: "folder", Damaged: []domain.VerifyProblem{{Item: item, What: "changed"}}}, nil
	}
	return d.Evidence.VerifyAll(ctx, true)
}
