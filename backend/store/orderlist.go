package store

import (
	"context"
	"strings"
	"time"

	"afterdesk/backend/domain"
)

// orderSources are the ids that begin a search among orders.
var orderSources = []idSource{
	{col: "remote_id", find: `SELECT remote_id FROM orders WHERE %s`, rows: `SELECT n FROM orders WHERE %s`,
		test: `o.n IN (SELECT n FROM orders WHERE n = o.n AND %s)`, many: manyRows},
	{col: "waybill", find: `SELECT waybill FROM parcel WHERE %s`,
		rows: `SELECT orders.n FROM parcel JOIN orders ON remote_id = order_remote AND orders.shop_n = parcel.shop_n WHERE %s`,
		test: `EXISTS (SELECT 1 FROM parcel WHERE order_remote = o.remote_id AND shop_n = o.shop_n AND %s)`, many: manyJoined},
	{col: "return_waybill", find: `SELECT return_waybill FROM after_sale WHERE return_waybill <> '' AND %s`,
		rows: `SELECT orders.n FROM after_sale JOIN orders ON orders.remote_id = order_remote AND orders.shop_n = after_sale.shop_n WHERE return_waybill <> '' AND %s`,
		test: `EXISTS (SELECT 1 FROM after_sale WHERE order_remote = o.remote_id AND shop_n = o.shop_n AND %s)`, many: manyJoined},
	{col: "sku_norm", find: `SELECT DISTINCT sku_norm FROM item WHERE sku_norm <> '' AND %s`,
		test: `EXISTS (SELECT 1 FROM order_line JOIN item ON item.n = item_n WHERE order_n = o.n AND %s)`},
}

// ListOrders returns a page of orders, newest first.
func (s *Store) ListOrders(ctx context.Context, q domain.OrderQuery) (domain.OrderPage, error) {
	page := domain.OrderPage{Items: []domain.OrderRow{}}
	limit := limitOf(q.Limit)
	ns, err := s.orderNumbers(ctx, &q, limit+1)
	if err != nil {
		return page, err
	}
	if len(ns) > limit {
		ns = ns[:limit]
		page.Next = cursorOf(ns[limit-1])
	}
	page.Items, err = orderRows(ctx, s, ns)
	return page, err
}

// orderNumbers finds one page of orders. It walks, newest first, whatever is
// narrowest: hits of the search, lines of a SKU, session or host, the index of
// shop and status, or the orders themselves.
func (s *Store) orderNumbers(ctx context.Context, q *domain.OrderQuery, limit int) ([]int64, error) {
	shops, filter, err := s.shopNumbers(ctx, q.ShopIDs)
	if err != nil || (filter && len(shops) == 0) {
		return nil, err
	}
	var w where
	if q.Cursor != "" {
		at, err := cutCursor(q.Cursor, 1)
		if err != nil {
			return nil, err
		}
		w.and("o.n < ?", at[0])
	}
	if q.From != 0 {
		w.and("o.n >= ? AND o.created_at >= ?", slotOf(q.From), int64(q.From))
	}
	if q.To != 0 {
		// A full second may have run over into the next numbers; created_at decides.
		w.and("o.n < ? AND o.created_at < ?", slotOf(q.To+domain.Minute), int64(q.To))
	}
	var match string
	if strings.TrimSpace(q.Text) != "" {
		f, err := s.search(ctx, q.Text, "o.n", orderSources)
		if err != nil || f.none {
			return nil, err
		}
		match = f.match
		w.conds, w.args = append(w.conds, f.where.conds...), append(w.args, f.where.args...)
	}
	lines, none, err := s.lineFilters(ctx, q.SessionID, q.HostID, q.SKUID)
	if err != nil || none {
		return nil, err
	}
	byIndex := match == "" && len(lines) == 0 && (filter || len(q.Statuses) > 0)
	if byIndex {
		return s.orderNumbersByStatus(ctx, q, shops, w, limit)
	}
	if filter {
		in(&w, "o.shop_n", shops)
	}
	in(&w, "o.status", q.Statuses)
	if match != "" {
		for _, f := range lines {
			w.and(`EXISTS (SELECT 1 FROM order_line l WHERE l.order_n = o.n AND `+f.cond+`)`, f.args...)
		}
		w.and("f.order_fts MATCH ?", match)
		for i, c := range w.conds {
			w.conds[i] = strings.Replace(c, "o.n < ?", "f.rowid < ?", 1) // stops the walk in the index itself
		}
		return numbers(ctx, s, `SELECT f.rowid FROM order_fts f CROSS JOIN orders o ON o.n = f.rowid WHERE `+w.text()+` ORDER BY f.rowid DESC LIMIT ?`, append(w.args, limit)...)
	}
	if len(lines) > 0 {
		return s.orderNumbersByLine(ctx, lines, w, limit)
	}
	return numbers(ctx, s, `SELECT o.n FROM orders o WHERE `+w.text()+` ORDER BY o.n DESC LIMIT ?`, append(w.args, limit)...)
}

// orderNumbersByStatus merges one index walk per shop and status, each newest
// first: SQLite sorts a list of values, but merges a union of ordered parts.
func (s *Store) orderNumbersByStatus(ctx context.Context, q *domain.OrderQuery, shops []int64, w where, limit int) ([]int64, error) {
	statuses := q.Statuses
	if len(statuses) == 0 {
		statuses = domain.OrderStatuses
	}
	if len(shops)*len(statuses) > 200 { // SQLite takes 500 parts; so many are all shops anyway
		in(&w, "o.shop_n", shops)
		in(&w, "o.status", q.Statuses)
		return numbers(ctx, s, `SELECT o.n FROM orders o WHERE `+w.text()+` ORDER BY o.n DESC LIMIT ?`, append(w.args, limit)...)
	}
	var parts []string
	var args []any
	for _, n := range shops {
		for _, st := range statuses {
			parts = append(parts, `SELECT o.n AS n FROM orders o WHERE o.shop_n = ? AND o.status = ? AND `+w.text())
			args = append(append(args, n, string(st)), w.args...)
		}
	}
	if len(parts) == 0 {
		return nil, nil
	}
	return numbers(ctx, s, strings.Join(parts, " UNION ALL ")+` ORDER BY n DESC LIMIT ?`, append(args, limit)...)
}

// orderNumbersByLine walks the lines of the first filter and tests the others.
func (s *Store) orderNumbersByLine(ctx context.Context, lines []lineFilter, w where, limit int) ([]int64, error) {
	for _, f := range lines[1:] {
		w.and(`EXISTS (SELECT 1 FROM order_line l WHERE l.order_n = o.n AND `+f.cond+`)`, f.args...)
	}
	first := lines[0]
	column, _, _ := strings.Cut(first.cond, " ")
	if len(first.args) > s.mergeMax {
		return numbers(ctx, s, `SELECT o.n FROM orders o WHERE EXISTS (SELECT 1 FROM order_line l WHERE l.order_n = o.n AND `+first.cond+`) AND `+w.text()+
			` ORDER BY o.n DESC LIMIT ?`, append(append(append([]any{}, first.args...), w.args...), limit)...)
	}
	// The index of one value gives its lines newest first; several are merged.
	var parts []string
	var args []any
	for _, v := range first.args {
		parts = append(parts, `SELECT DISTINCT l.order_n AS n FROM order_line l CROSS JOIN orders o ON o.n = l.order_n WHERE `+column+` = ? AND `+w.text())
		args = append(append(args, v), w.args...)
	}
	return numbers(ctx, s, strings.Join(parts, " UNION ")+` ORDER BY n DESC LIMIT ?`, append(args, limit)...)
}

// orderRows reads the rows of the order list by their numbers, in that order.
func orderRows(ctx context.Context, d db, ns []int64) ([]domain.OrderRow, error) {
	byN := map[int64]domain.OrderRow{}
	err := each(ctx, d, `SELECT o.n, sh.id, o.remote_id, o.status, o.raw_status, o.created_at, o.paid_at, o.currency, o.paid, ifnull(i.product_name, ''),
		ifnull(i.spec, ''), ifnull(i.sku_code, ''), (SELECT count(*) FROM order_line x WHERE x.order_n = o.n), o.buyer_nick, o.masked_name, o.masked_phone,
		o.province, o.city, ifnull(p.waybill, ''), ifnull(p.state, ''), ifnull(h.name, ''), ifnull(s.room_id, ''),
		(SELECT count(*) FROM after_sale a WHERE a.order_remote = o.remote_id AND a.shop_n = o.shop_n),
		(SELECT count(DISTINCT k.evidence_n) FROM evidence_link k WHERE k.order_id = sh.id || '.' || o.remote_id)
		FROM orders o JOIN shop sh ON sh.n = o.shop_n
		LEFT JOIN order_line l ON l.order_n = o.n AND l.pos = (SELECT min(x.pos) FROM order_line x WHERE x.order_n = o.n)
		LEFT JOIN item i ON i.n = l.item_n LEFT JOIN host h ON h.n = l.host_n LEFT JOIN live_session s ON s.n = l.session_n
		LEFT JOIN parcel p ON p.n = (SELECT min(x.n) FROM parcel x WHERE x.order_remote = o.remote_id AND x.shop_n = o.shop_n AND x.direction = 'out')
		WHERE o.n IN (SELECT value FROM json_each(?))`, []any{idList(ns)}, func(r rower) error {
		var v domain.OrderRow
		var n int64
		var currency, room string
		var paid nullInt
		if err := r.Scan(&n, &v.ShopID, &v.RemoteID, &v.Status, &v.RawStatus, &v.CreatedAt, &v.PaidAt, &currency, &paid, &v.Title, &v.Spec, &v.SKUCode,
			&v.LineCount, &v.BuyerNick, &v.MaskedName, &v.MaskedPhone, &v.Province, &v.City, &v.Waybill, &v.ParcelState, &v.HostName, &room,
			&v.AfterSaleCount, &v.EvidenceCount); err != nil {
			return err
		}
		v.ID, v.Paid, v.SessionID = domain.RemoteKey(v.ShopID, v.RemoteID), money(paid, currency), keyOf(v.ShopID, room)
		byN[n] = v
		return nil
	})
	if err != nil {
		return nil, err
	}
	return inOrder(ns, byN), nil
}

const nearOrders = `SELECT o.n, abs(o.shipped_at - ?) AS away FROM orders o` + shippedRange

// OrdersNear returns the orders that were shipped within the span around a
// moment, nearest first: candidates for a file that was taken while packing.
func (s *Store) OrdersNear(ctx context.Context, at domain.Instant, within time.Duration, limit int) ([]domain.OrderRow, error) {
	shops, _, err := s.shopNumbers(ctx, nil)
	if err != nil || at == 0 {
		return []domain.OrderRow{}, err
	}
	span := within.Milliseconds()
	var parts []string
	var args []any
	for _, n := range shops {
		parts = append(parts, nearOrders)
		args = append(args, int64(at), n, int64(at)-span, int64(at)+span+1)
	}
	if len(parts) == 0 {
		return []domain.OrderRow{}, nil
	}
	ns, err := numbers(ctx, s, `SELECT n FROM (`+strings.Join(parts, " UNION ALL ")+`) ORDER BY away, n LIMIT ?`, append(args, limitOf(limit))...)
	if err != nil {
		return nil, err
	}
	return orderRows(ctx, s, ns)
}
