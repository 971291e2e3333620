package store

import (
	"context"

	"afterdesk/backend/domain"
)

// PutAgreement keeps what was agreed on an order; one without hours and points
// takes it back.
func (t *Tx) PutAgreement(ctx context.Context, a domain.FreshAgreement) error {
	if _, _, err := domain.SplitKey(a.OrderID); err != nil {
		return err
	}
	if a.Hours < 0 || a.Hours > 24*365 || a.Points < 0 || a.Points > 10000 {
		return invalid("points", "an agreement out of range")
	}
	t.Topic("orders", "after_sales")
	if a.Hours == 0 && a.Points == 0 {
		_, err := t.exec(ctx, `DELETE FROM fresh_agreement WHERE order_id = ?`, a.OrderID)
		return err
	}
	_, err := t.exec(ctx, `INSERT INTO fresh_agreement (order_id, hours, points, words, noted_by, at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (order_id) DO UPDATE SET hours = excluded.hours, points = excluded.points, words = excluded.words, noted_by = excluded.noted_by, at = excluded.at`,
		a.OrderID, a.Hours, a.Points, a.Words.Reveal(), a.By, int64(t.now))
	return err
}

// GetAgreement returns what was agreed on an order; the zero value when nothing was.
func (s *Store) GetAgreement(ctx context.Context, orderID string) (domain.FreshAgreement, error) {
	var a domain.FreshAgreement
	_, err := one(ctx, s, `SELECT order_id, hours, points, words, noted_by, at FROM fresh_agreement WHERE order_id = ?`, []any{orderID},
		&a.OrderID, &a.Hours, &a.Points, &a.Words, &a.By, &a.At)
	return a, err
}

// QualityCases calls fn for the cases that applied from a moment on and whose first
// reason counts as quality, newest first, with what buyers wrote: the remark, their
// words in the negotiation, their reviews of the order. fn returns false to stop.
func (s *Store) QualityCases(ctx context.Context, from domain.Instant, fn func(c domain.AfterSale, reviews []string) bool) error {
	var w where
	var reasons []domain.Reason
	for _, r := range domain.Reasons {
		if r.IsQuality() {
			reasons = append(reasons, r)
		}
	}
	in(&w, "a.first_reason", reasons)
	w.and("a.n >= ? AND a.applied_at >= ?", slotOf(from), int64(from))
	var list []domain.AfterSale
	if err := each(ctx, s, caseSelect+` WHERE `+w.text()+` ORDER BY a.n DESC LIMIT ?`, append(w.args, maxEnded), func(r rower) error {
		_, c, err := scanCase(r)
		list = append(list, c)
		return err
	}); err != nil {
		return err
	}
	for _, c := range list {
		shopN, remote, ok, err := split(ctx, s, c.OrderID)
		if err != nil {
			return err
		}
		var texts []string
		if ok {
			if err := each(ctx, s, `SELECT text, follow_text FROM review WHERE order_remote = ? AND order_remote <> '' AND shop_n = ?`, []any{remote, shopN}, func(r rower) error {
				var text, follow string
				err := r.Scan(&text, &follow)
				texts = append(texts, text, follow)
				return err
			}); err != nil {
				return err
			}
		}
		if !fn(c, texts) {
			return nil
		}
	}
	return nil
}
