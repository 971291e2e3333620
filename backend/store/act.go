package store

import (
	"context"

	"afterdesk/backend/domain"
)

// PutAct puts a new act into the outbox. conflict when its id is taken.
func (t *Tx) PutAct(ctx context.Context, a domain.Act) error {
	body, err := toJSON(a)
	if err != nil {
		return err
	}
	t.Topic("acts", "after_sales")
	_, err = t.exec(ctx, `INSERT INTO act (id, shop_id, case_id, order_id, state, queued_at, body) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		a.ID, a.ShopID, a.AfterSaleID, a.OrderID, string(a.State), int64(a.QueuedAt), body)
	return err
}

// MoveAct stores an act that stood at from. conflict when it stands elsewhere by
// now (somebody else sends it), not_found when there is none.
func (t *Tx) MoveAct(ctx context.Context, a domain.Act, from domain.ActState) error {
	body, err := toJSON(a)
	if err != nil {
		return err
	}
	n, err := t.changed(ctx, `UPDATE act SET state = ?, body = ? WHERE id = ? AND state = ?`, string(a.State), body, a.ID, string(from))
	if err != nil {
		return err
	}
	if n == 0 {
		var state string
		ok, err := one(ctx, t, `SELECT state FROM act WHERE id = ?`, []any{a.ID}, &state)
		if err != nil {
			return err
		}
		if !ok {
			return notFound("act")
		}
		return domain.E(domain.CodeConflict, nil, "state", state)
	}
	t.Topic("acts", "after_sales")
	return nil
}

// ListActs returns a page of the outbox, newest first.
func (s *Store) ListActs(ctx context.Context, q domain.ActQuery) (domain.ActPage, error) {
	page := domain.ActPage{Items: []domain.Act{}}
	var w where
	in(&w, "state", q.States)
	in(&w, "shop_id", q.ShopIDs)
	if q.OrderID != "" {
		w.and("order_id = ?", q.OrderID)
	}
	if q.Cursor != "" {
		w.and("id < ?", q.Cursor)
	}
	limit := limitOf(q.Limit)
	items, err := bodies[domain.Act](ctx, s, `SELECT body FROM act WHERE `+w.text()+` ORDER BY id DESC LIMIT ?`, append(w.args, limit+1)...)
	if err != nil {
		return page, err
	}
	if len(items) > limit {
		items = items[:limit]
		page.Next = items[limit-1].ID
	}
	page.Items = items
	return page, nil
}

// GetAct returns one act or not_found.
func (s *Store) GetAct(ctx context.Context, id string) (domain.Act, error) {
	return getBody[domain.Act](ctx, s, "act", `SELECT body FROM act WHERE id = ?`, id)
}

// QueuedActs returns what waits to be sent for a shop, first queued first;
// shopID "" means every shop.
func (s *Store) QueuedActs(ctx context.Context, shopID string) ([]domain.Act, error) {
	return bodies[domain.Act](ctx, s, `SELECT body FROM act WHERE state = 'queued' AND (?1 = '' OR shop_id = ?1) ORDER BY queued_at, id`, shopID)
}
