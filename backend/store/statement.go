package store

import (
	"context"
	"database/sql"

	"afterdesk/backend/domain"
)

var statementColumns = []string{"number", "order_remote", "line_remote", "after_remote", "at", "kind", "currency", "amount", "parts", "balance", "text"}

var (
	insertStatement = insertSQL("statement_line", []string{"n", "shop_n", "remote_id"}, statementColumns, sourceColumns)
	updateStatement = updateSQL("statement_line", statementColumns, sourceColumns)
	pointStatement  = updateSQL("statement_line", sourceColumns[:3])
)

const statementSlot = `SELECT max(n) FROM statement_line WHERE n >= ? AND n < ?`

// PutStatements stores lines of settlement statements by shop and remote id; a
// line that is stored already with the same content stays. invalid for a line
// without id, moment or amount, with two currencies, or with an order or case of
// another shop; not_found for an unknown shop.
func (t *Tx) PutStatements(ctx context.Context, lines []domain.StatementLine) (PutResult, error) {
	var res PutResult
	for i := range lines {
		known, changed, err := t.putStatement(ctx, &lines[i])
		if err != nil {
			return res, err
		}
		res.add(known, changed)
	}
	if res.Added+res.Changed > 0 {
		t.Topic("statements")
	}
	return res, nil
}

func (t *Tx) putStatement(ctx context.Context, l *domain.StatementLine) (known, changed bool, err error) {
	ref, err := t.shop(ctx, l.ShopID)
	if err != nil {
		return false, false, err
	}
	switch {
	case l.RemoteID == "":
		return false, false, invalid("remoteId", "statement line without an id")
	case l.At == 0:
		return false, false, invalid("at", "statement line without a moment")
	case !l.Amount.Known():
		return false, false, invalid("amount", "statement line without an amount")
	}
	args, err := statementArgs(l)
	if err != nil {
		return false, false, err
	}
	hash := contentHash(args)
	was, known, err := t.stored(ctx, `SELECT n, hash, at, payload_hash FROM statement_line WHERE remote_id = ? AND shop_n = ?`, l.RemoteID, ref.n)
	if err != nil {
		return known, false, err
	}
	if known && was.hash == string(hash) {
		return known, false, t.point(ctx, pointStatement, was, hash, l.Source)
	}
	args = append(args, l.Source.API, int64(l.Source.FetchedAt), l.Source.PayloadHash, hash)
	if known {
		if _, err := t.exec(ctx, updateStatement, append(args, was.n)...); err != nil || slotOf(was.updated) == slotOf(l.At) {
			return known, true, err
		}
	}
	n, err := t.slot(ctx, statementSlot, l.At)
	if err != nil {
		return known, false, err
	}
	if known { // the list goes by the number
		_, err = t.exec(ctx, `UPDATE statement_line SET n = ? WHERE n = ?`, n, was.n)
		return known, true, err
	}
	_, err = t.exec(ctx, insertStatement, append([]any{n, ref.n, l.RemoteID}, args...)...)
	return known, true, err
}

func statementArgs(l *domain.StatementLine) ([]any, error) {
	order, err := remoteOf(l.ShopID, l.OrderID, "orderId")
	if err != nil {
		return nil, err
	}
	after, err := remoteOf(l.ShopID, l.AfterSaleID, "afterSaleId")
	if err != nil {
		return nil, err
	}
	amounts := []domain.Money{l.Amount, l.Balance}
	minors := map[domain.StatementPart]int64{}
	for part, m := range l.Parts {
		if m.Known() {
			amounts, minors[part] = append(amounts, m), m.Minor
		}
	}
	currency, err := oneCurrency(amounts...)
	if err != nil {
		return nil, err
	}
	parts := ""
	if len(minors) > 0 {
		if parts, err = toJSON(minors); err != nil { // keys of a map are sorted: equal parts, equal text
			return nil, err
		}
	}
	return []any{l.Number, order, l.LineRemoteID, after, int64(l.At), l.Kind, currency, minor(l.Amount), parts, minor(l.Balance), l.Text.Reveal()}, nil
}

// ListStatements returns a page of statement lines, newest first.
func (s *Store) ListStatements(ctx context.Context, q domain.StatementQuery) (domain.StatementPage, error) {
	page := domain.StatementPage{Items: []domain.StatementLine{}}
	shops, filter, err := s.shopNumbers(ctx, q.ShopIDs)
	if err != nil || (filter && len(shops) == 0) {
		return page, err
	}
	var w where
	if filter {
		in(&w, "l.shop_n", shops)
	}
	if q.OrderID != "" {
		shopN, remote, ok, err := split(ctx, s, q.OrderID)
		if err != nil || !ok {
			return page, err
		}
		w.and("l.order_remote = ? AND l.order_remote <> '' AND l.shop_n = ?", remote, shopN)
	}
	if q.From != 0 {
		w.and("l.n >= ? AND l.at >= ?", slotOf(q.From), int64(q.From))
	}
	if q.To != 0 {
		w.and("l.n < ? AND l.at < ?", slotOf(q.To+domain.Minute), int64(q.To))
	}
	if q.Cursor != "" {
		at, err := cutCursor(q.Cursor, 1)
		if err != nil {
			return page, err
		}
		w.and("l.n < ?", at[0])
	}
	limit := limitOf(q.Limit)
	var last int64
	err = each(ctx, s, `SELECT l.n, sh.id, l.remote_id, l.number, l.order_remote, l.line_remote, l.after_remote, l.at, l.kind, l.currency, l.amount, l.parts,
		l.balance, l.text, l.api, l.fetched_at, l.payload_hash FROM statement_line l JOIN shop sh ON sh.n = l.shop_n WHERE `+w.text()+
		` ORDER BY l.n DESC LIMIT ?`, append(w.args, limit+1), func(r rower) error {
		if len(page.Items) == limit {
			page.Next = cursorOf(last)
			return nil
		}
		l, n, err := scanStatement(r)
		page.Items, last = append(page.Items, l), n
		return err
	})
	return page, err
}

func scanStatement(r rower) (l domain.StatementLine, n int64, err error) {
	var order, after, currency, parts string
	var amount, balance sql.NullInt64
	if err := r.Scan(&n, &l.ShopID, &l.RemoteID, &l.Number, &order, &l.LineRemoteID, &after, &l.At, &l.Kind, &currency, &amount, &parts, &balance, &l.Text,
		&l.Source.API, &l.Source.FetchedAt, &l.Source.PayloadHash); err != nil {
		return l, 0, err
	}
	l.ID, l.OrderID, l.AfterSaleID = domain.RemoteKey(l.ShopID, l.RemoteID), keyOf(l.ShopID, order), keyOf(l.ShopID, after)
	l.Amount, l.Balance = money(amount, currency), money(balance, currency)
	l.Parts = map[domain.StatementPart]domain.Money{}
	if parts == "" {
		return l, n, nil
	}
	minors := map[domain.StatementPart]int64{}
	if err := fromJSON(parts, &minors); err != nil {
		return l, n, err
	}
	for part, v := range minors {
		l.Parts[part] = domain.Money{Minor: v, Currency: currency}
	}
	return l, n, nil
}
