package store

import (
	"context"
	"slices"

	"afterdesk/backend/domain"
)

// rewrite is the UPDATE of a row in two forms. SQLite takes a row out of every
// index whose column the statement names and puts it back, changed or not; in a
// large book that touches pages all over the file. So columns of such indexes are
// named only when one of them changed.
type rewrite struct {
	whole, rest string
	keys        []int // places of the left out columns
}

func rewriteSQL(table string, keys []string, columns ...[]string) rewrite {
	r := rewrite{whole: updateSQL(table, columns...)}
	var rest []string
	for i, c := range slices.Concat(columns...) {
		if slices.Contains(keys, c) {
			r.keys = append(r.keys, i)
		} else {
			rest = append(rest, c)
		}
	}
	r.rest = updateSQL(table, rest)
	return r
}

// with returns the statement and its arguments: columns, then the row's number.
func (r *rewrite) with(args []any, sameKeys bool) (string, []any) {
	if !sameKeys {
		return r.whole, args
	}
	rest := make([]any, 0, len(args)-len(r.keys))
	for i, a := range args {
		if !slices.Contains(r.keys, i) {
			rest = append(rest, a)
		}
	}
	return r.rest, rest
}

var (
	updateOrder = rewriteSQL("orders", []string{"status", "paid_at", "shipped_at"}, orderColumns, sourceColumns)
	insertLine  = insertSQL("order_line", []string{"order_n", "pos", "remote_id", "status", "raw_status", "item_n", "qty", "unit_price", "paid",
		"gift", "signed_at", "session_n", "host_n", "video_id", "channel"})
)

const (
	selectLines = `SELECT remote_id, status, raw_status, item_n, qty, unit_price, paid, gift, signed_at, ifnull(session_n, 0), ifnull(host_n, 0), video_id, channel
		FROM order_line WHERE order_n = ? ORDER BY pos`
	updateLine = `UPDATE order_line SET remote_id = ?, status = ?, raw_status = ?, qty = ?, unit_price = ?, paid = ?, gift = ?, signed_at = ?, video_id = ?, channel = ?
		WHERE order_n = ? AND pos = ?`
	moveLine = `UPDATE order_line SET item_n = ?, session_n = ?, host_n = ? WHERE order_n = ? AND pos = ?`
)

// lineRow is a line as it lies in its table.
type lineRow struct {
	remote, status, raw string
	item, qty           int64
	unitPrice, paid     nullInt
	gift, signed        int64
	session, host       int64 // 0 = none
	video, channel      string
}

func (t *Tx) lineRows(ctx context.Context, orderN int64) ([]lineRow, error) {
	var out []lineRow
	err := each(ctx, t, selectLines, []any{orderN}, func(r rower) error {
		var l lineRow
		err := r.Scan(&l.remote, &l.status, &l.raw, &l.item, &l.qty, &l.unitPrice, &l.paid, &l.gift, &l.signed, &l.session, &l.host, &l.video, &l.channel)
		out = append(out, l)
		return err
	})
	return out, err
}

// changeOrder rewrites a stored order, not its lines. It returns the order's
// number, which moves when its time of creation does, and whether what is
// searched of the order itself differs now.
func (t *Tx) changeOrder(ctx context.Context, o *domain.Order, ref *shopRef, n int64, args []any) (now int64, words bool, err error) {
	var was domain.Order
	if _, err := one(ctx, t, `SELECT status, created_at, paid_at, shipped_at, buyer_nick, masked_phone FROM orders WHERE n = ?`, []any{n},
		&was.Status, &was.CreatedAt, &was.PaidAt, &was.ShippedAt, &was.BuyerNick, &was.MaskedPhone); err != nil {
		return 0, false, err
	}
	t.mark(domain.TrendOrders, ref, was.PaidAt)
	words = was.BuyerNick != o.BuyerNick || was.MaskedPhone != o.MaskedPhone
	query, args := updateOrder.with(append(args, n), was.Status == o.Status && was.PaidAt == o.PaidAt && was.ShippedAt == o.ShippedAt)
	if _, err := t.exec(ctx, query, args...); err != nil {
		return 0, false, err
	}
	at := orderTime(o)
	if slotOf(at) == slotOf(was.CreatedAt) || (was.CreatedAt == 0 && slotOf(at) == n>>slotBits<<slotBits) {
		return n, words, nil
	}
	moved, err := t.slot(ctx, `SELECT max(n) FROM orders WHERE n >= ? AND n < ?`, at)
	if err != nil {
		return 0, false, err
	}
	if err := t.unindex(ctx, orderSearch, n); err != nil {
		return 0, false, err
	}
	_, err = t.exec(ctx, `UPDATE orders SET n = ?, search = 0 WHERE n = ?`, moved, n) // children follow by ON UPDATE CASCADE
	return moved, true, err
}

// putLines writes the lines that differ from those stored. What is known of
// signed lines, which traces found out, stays where the platform does not repeat
// it. words says that what is searched of the lines differs now.
func (t *Tx) putLines(ctx context.Context, o *domain.Order, ref *shopRef, n int64, was []lineRow) (words bool, err error) {
	for i := range o.Lines {
		line, err := t.lineRow(ctx, o, ref, &o.Lines[i])
		if err != nil {
			return false, err
		}
		if line.signed == 0 {
			if at := slices.IndexFunc(was, func(w lineRow) bool { return w.remote == line.remote }); at >= 0 {
				line.signed = was[at].signed
			}
		}
		switch {
		case i >= len(was):
			words = true
			_, err = t.exec(ctx, insertLine, n, int64(i), line.remote, line.status, line.raw, line.item, line.qty, orMissing(line.unitPrice), orMissing(line.paid),
				line.gift, line.signed, orNull(line.session), orNull(line.host), line.video, line.channel)
		case line != was[i]:
			_, err = t.exec(ctx, updateLine, line.remote, line.status, line.raw, line.qty, orMissing(line.unitPrice), orMissing(line.paid), line.gift, line.signed,
				line.video, line.channel, n, int64(i))
			if err == nil && (line.item != was[i].item || line.session != was[i].session || line.host != was[i].host) {
				words = words || line.item != was[i].item
				_, err = t.exec(ctx, moveLine, line.item, orNull(line.session), orNull(line.host), n, int64(i))
			}
		}
		if err != nil {
			return false, err
		}
	}
	if len(was) > len(o.Lines) {
		words = true
		_, err = t.exec(ctx, `DELETE FROM order_line WHERE order_n = ? AND pos >= ?`, n, int64(len(o.Lines)))
	}
	return words, err
}

// lineRow finds or makes what a line points at: product, host and broadcast.
func (t *Tx) lineRow(ctx context.Context, o *domain.Order, ref *shopRef, l *domain.OrderLine) (lineRow, error) {
	row := lineRow{remote: l.RemoteID, status: string(l.Status), raw: l.RawStatus, qty: l.Qty, unitPrice: nullInt{Int64: l.UnitPrice.Minor, Valid: l.UnitPrice.Known()},
		paid: nullInt{Int64: l.Paid.Minor, Valid: l.Paid.Known()}, gift: asInt(l.Gift), signed: int64(l.SignedAt), video: l.Live.VideoID, channel: string(l.Live.Channel)}
	room, err := roomOf(o.ShopID, &l.Live)
	if err != nil {
		return row, err
	}
	if row.item, err = t.item(ctx, ref.n, l); err != nil {
		return row, err
	}
	if row.host, err = t.host(ctx, ref.n, l.Live.HostID, l.Live.HostName); err != nil {
		return row, err
	}
	row.session, err = t.session(ctx, ref.n, room, row.host, orderTime(o))
	return row, err
}

// orMissing is the column value of an amount that may be NULL.
func orMissing(v nullInt) any {
	if !v.Valid {
		return nil
	}
	return v.Int64
}
