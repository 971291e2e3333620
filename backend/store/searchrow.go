package store

import (
	"context"
	"maps"
	"slices"

	"afterdesk/backend/domain"
)

// The search tables. FTS5 closes a segment of its index whenever a row comes
// whose number is not above the last one, and merges segments as they pile up.
// Rows therefore wait for the end of their transaction and are written once each,
// in the order of their numbers.
const (
	orderSearch  = "order_fts"
	caseSearch   = "after_sale_fts"
	openSearch   = "after_sale_open_fts"
	reviewSearch = "review_fts"
)

// searchWaiting is how many rows wait before they are written early; it bounds
// the memory of very large transactions.
const searchWaiting = 16384

// searchRow is what a transaction leaves of one row of a search table.
type searchRow struct {
	body string
	gone bool // taken out
	new  bool // the table holds no such row yet
}

// index makes body the text of row n. fresh says that the table has no such row.
func (t *Tx) index(ctx context.Context, table string, n int64, body string, fresh bool) error {
	rows := t.search[table]
	if rows == nil {
		rows = map[int64]searchRow{}
		t.search[table] = rows
	}
	if was, ok := rows[n]; ok {
		fresh = was.new
	}
	rows[n] = searchRow{body: body, new: fresh}
	return t.keepSmall(ctx, table)
}

// unindex takes row n out.
func (t *Tx) unindex(ctx context.Context, table string, n int64) error {
	rows := t.search[table]
	if rows == nil {
		rows = map[int64]searchRow{}
		t.search[table] = rows
	}
	if rows[n].new {
		delete(rows, n)
		return nil
	}
	rows[n] = searchRow{gone: true}
	return t.keepSmall(ctx, table)
}

func (t *Tx) keepSmall(ctx context.Context, table string) error {
	if len(t.search[table]) < searchWaiting {
		return nil
	}
	return t.flushSearch(ctx)
}

// flushSearch writes the search rows that wait.
func (t *Tx) flushSearch(ctx context.Context) error {
	for _, table := range slices.Sorted(maps.Keys(t.search)) {
		rows := t.search[table]
		for _, n := range slices.Sorted(maps.Keys(rows)) {
			var err error
			switch row := rows[n]; {
			case row.gone:
				_, err = t.exec(ctx, `DELETE FROM `+table+` WHERE rowid = ?`, n)
			case row.new:
				_, err = t.exec(ctx, `INSERT INTO `+table+` (rowid, body) VALUES (?, ?)`, n, row.body)
			default:
				_, err = t.exec(ctx, `INSERT OR REPLACE INTO `+table+` (rowid, body) VALUES (?, ?)`, n, row.body)
			}
			if err != nil {
				return err
			}
		}
		delete(t.search, table)
	}
	return nil
}

// staleText names an order whose search text, and that of its cases, may have
// changed; or a case without an order by its number. An order, its cases and its
// parcels often come in one transaction: the text is made once, at its end.
type staleText struct {
	shopN int64
	order string
	caseN int64
}

func (t *Tx) flushStale(ctx context.Context) error {
	for k := range t.stale {
		if k.order != "" {
			if err := t.reindex(ctx, k.shopN, k.order); err != nil {
				return err
			}
			continue
		}
		cases, err := t.caseTexts(ctx, `n = ?`, k.caseN)
		if err != nil {
			return err
		}
		for i := range cases {
			if err := t.indexCase(ctx, &cases[i], ""); err != nil {
				return err
			}
		}
	}
	t.stale = map[staleText]bool{}
	return nil
}

// dueBits is how many open cases of one millisecond have numbers of their own in
// the search among open cases.
const dueBits = 20

const topOfDue = `SELECT due_n + 1 FROM after_sale WHERE due_n >= ? AND due_n < ? AND due_n > 0 ORDER BY due_n DESC LIMIT 1`

// dueSlot returns the first number of a deadline there; cases without one come
// last, in the order of their own numbers.
func dueSlot(due, n int64) int64 {
	if due == noDue {
		return 1<<62 | n
	}
	return min(max(due, 0), 1<<42-1) << dueBits // until the year 2109; later ones stand together
}

// caseText is what the search rows of a case depend on, beside its order.
type caseText struct {
	n, sum, dueN, due int64
	remote, waybill   string
	open              bool
}

// caseTexts reads it for the cases that satisfy cond.
func (t *Tx) caseTexts(ctx context.Context, cond string, args ...any) (out []caseText, err error) {
	err = each(ctx, t, `SELECT n, search, due_n, due_at, remote_id, return_waybill, open FROM after_sale WHERE `+cond, args, func(r rower) error {
		var c caseText
		err := r.Scan(&c.n, &c.sum, &c.dueN, &c.due, &c.remote, &c.waybill, &c.open)
		out = append(out, c)
		return err
	})
	return out, err
}

// indexCase brings the search rows of a case up to date; order is the text of its
// order, "" while there is none.
func (t *Tx) indexCase(ctx context.Context, c *caseText, order string) error {
	var x indexer
	x.WriteString(order)
	x.id(c.remote)
	x.id(c.waybill)
	text := x.text()
	sum, dueN := textSum(text), int64(0)
	if c.open {
		slot := dueSlot(c.due, c.n)
		switch {
		case c.dueN>>dueBits == slot>>dueBits && (c.due != noDue || c.dueN == slot):
			dueN = c.dueN
		case c.due == noDue:
			dueN = slot
		default:
			dueN = slot
			if _, err := one(ctx, t, topOfDue, []any{slot, slot + 1<<dueBits}, &dueN); err != nil {
				return err
			}
		}
	}
	if sum == c.sum && dueN == c.dueN {
		return nil
	}
	if sum != c.sum {
		if err := t.index(ctx, caseSearch, c.n, text, c.sum == 0); err != nil {
			return err
		}
	}
	if c.dueN != 0 && dueN != c.dueN {
		if err := t.unindex(ctx, openSearch, c.dueN); err != nil {
			return err
		}
	}
	if dueN != 0 {
		if err := t.index(ctx, openSearch, dueN, text, dueN != c.dueN); err != nil {
			return err
		}
	}
	_, err := t.exec(ctx, `UPDATE after_sale SET search = ?, due_n = ? WHERE n = ?`, sum, dueN, c.n)
	return err
}

// reindex brings the search rows of a stored order and of its cases up to date,
// after a parcel, a case or the order itself changed.
func (t *Tx) reindex(ctx context.Context, shopN int64, orderRemote string) error {
	var x indexer
	var n, sum int64
	var nick, phone string
	have, err := one(ctx, t, `SELECT n, search, buyer_nick, masked_phone FROM orders WHERE remote_id = ? AND shop_n = ?`, []any{orderRemote, shopN}, &n, &sum, &nick, &phone)
	if err != nil {
		return err
	}
	x.id(orderRemote)
	if err := each(ctx, t, `SELECT waybill FROM parcel WHERE order_remote = ?1 AND shop_n = ?2 UNION
		SELECT return_waybill FROM after_sale WHERE order_remote = ?1 AND shop_n = ?2 AND return_waybill <> ''`, []any{orderRemote, shopN}, func(r rower) error {
		var waybill string
		err := r.Scan(&waybill)
		x.id(waybill)
		return err
	}); err != nil {
		return err
	}
	if have {
		if err := each(ctx, t, `SELECT i.sku_code, i.product_name, i.spec FROM order_line l JOIN item i ON i.n = l.item_n WHERE l.order_n = ? ORDER BY l.pos`, []any{n}, func(r rower) error {
			var code, name, spec string
			err := r.Scan(&code, &name, &spec)
			x.id(code)
			x.words(name)
			x.words(spec)
			return err
		}); err != nil {
			return err
		}
		x.words(nick)
		x.id(phoneTail(phone))
		text := x.text()
		if now := textSum(text); now != sum {
			if err := t.index(ctx, orderSearch, n, text, sum == 0); err != nil {
				return err
			}
			if _, err := t.exec(ctx, `UPDATE orders SET search = ? WHERE n = ?`, now, n); err != nil {
				return err
			}
		}
	}
	cases, err := t.caseTexts(ctx, `order_remote = ? AND shop_n = ?`, orderRemote, shopN)
	if err != nil {
		return err
	}
	for i := range cases {
		if err := t.indexCase(ctx, &cases[i], x.text()); err != nil {
			return err
		}
	}
	return nil
}

// orderText builds the search text of an order that is about to be stored.
func orderText(o *domain.Order) string {
	var x indexer
	x.id(o.RemoteID)
	for i := range o.Parcels {
		x.id(o.Parcels[i].Waybill)
	}
	for i := range o.Lines {
		l := &o.Lines[i]
		x.id(l.SKUCode)
		x.words(l.ProductName)
		x.words(l.Spec)
	}
	x.words(o.BuyerNick.Reveal())
	x.id(phoneTail(o.MaskedPhone))
	return x.text()
}

// reviewText builds the search text of a review.
func reviewText(v *domain.Review, orderRemote string) string {
	var x indexer
	x.id(v.RemoteID)
	x.id(orderRemote)
	x.words(v.ProductName)
	x.words(v.Spec)
	x.words(v.Text.Reveal())
	x.words(v.FollowText.Reveal())
	x.words(v.BuyerNick.Reveal())
	return x.text()
}

// rebuildSearch fills the empty search tables from the rows, oldest first.
func (t *Tx) rebuildSearch(ctx context.Context) error {
	for _, q := range []string{`UPDATE orders SET search = 0`, `UPDATE after_sale SET search = 0, due_n = 0`} {
		if _, err := t.exec(ctx, q); err != nil {
			return err
		}
	}
	const part = 4096
	type key struct {
		n, shopN int64
		remote   string
	}
	for last := int64(-1); ; {
		var keys []key
		if err := each(ctx, t, `SELECT n, shop_n, remote_id FROM orders WHERE n > ? ORDER BY n LIMIT ?`, []any{last, int64(part)}, func(r rower) error {
			var k key
			err := r.Scan(&k.n, &k.shopN, &k.remote)
			keys = append(keys, k)
			return err
		}); err != nil {
			return err
		}
		for _, k := range keys {
			if err := t.reindex(ctx, k.shopN, k.remote); err != nil {
				return err
			}
			last = k.n
		}
		if len(keys) < part {
			break
		}
	}
	if err := t.rebuildLoneCases(ctx); err != nil {
		return err
	}
	for last := int64(-1); ; {
		ns, reviews, err := reviewsWhere(ctx, t, `r.n IN (SELECT n FROM review WHERE n > ? ORDER BY n LIMIT ?)`, last, int64(part))
		if err != nil {
			return err
		}
		for i := range ns {
			order, err := remoteOf(reviews[i].ShopID, reviews[i].OrderID, "orderId")
			if err != nil {
				return err
			}
			text := reviewText(&reviews[i], order)
			if err := t.index(ctx, reviewSearch, ns[i], text, true); err != nil {
				return err
			}
			if _, err := t.exec(ctx, `UPDATE review SET search = ? WHERE n = ?`, textSum(text), ns[i]); err != nil {
				return err
			}
			last = max(last, ns[i])
		}
		if len(ns) < part {
			return t.flushSearch(ctx)
		}
	}
}

// rebuildLoneCases indexes the cases whose order has not come yet.
func (t *Tx) rebuildLoneCases(ctx context.Context) error {
	type key struct {
		shopN int64
		order string
	}
	var keys []key
	if err := each(ctx, t, `SELECT DISTINCT shop_n, order_remote FROM after_sale WHERE search = 0`, nil, func(r rower) error {
		var k key
		err := r.Scan(&k.shopN, &k.order)
		keys = append(keys, k)
		return err
	}); err != nil {
		return err
	}
	for _, k := range keys {
		if k.order != "" {
			if err := t.reindex(ctx, k.shopN, k.order); err != nil {
				return err
			}
			continue
		}
		cases, err := t.caseTexts(ctx, `order_remote = '' AND shop_n = ?`, k.shopN)
		if err != nil {
			return err
		}
		for i := range cases {
			if err := t.indexCase(ctx, &cases[i], ""); err != nil {
				return err
			}
		}
	}
	return nil
}
