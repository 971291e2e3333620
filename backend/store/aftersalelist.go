package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"afterdesk/backend/domain"
)

// dueSoon is how near a deadline is that the "due soon" chip counts.
const dueSoon = 4 * domain.Hour

// caseSources are the ids that begin a search among cases.
var caseSources = []idSource{
	{col: "remote_id", find: `SELECT remote_id FROM after_sale WHERE %s`, rows: `SELECT n FROM after_sale WHERE %s`,
		test: `a.n IN (SELECT n FROM after_sale WHERE n = a.n AND %s)`, many: manyRows},
	{col: "order_remote", find: `SELECT DISTINCT order_remote FROM after_sale WHERE %s`, rows: `SELECT n FROM after_sale WHERE %s`,
		test: `a.n IN (SELECT n FROM after_sale WHERE n = a.n AND %s)`, many: manyRows},
	{col: "waybill", find: `SELECT waybill FROM parcel WHERE %s`,
		rows: `SELECT after_sale.n FROM parcel JOIN after_sale ON after_sale.order_remote = parcel.order_remote AND after_sale.shop_n = parcel.shop_n
			WHERE parcel.order_remote <> '' AND %s`,
		test: `EXISTS (SELECT 1 FROM parcel WHERE order_remote = a.order_remote AND shop_n = a.shop_n AND a.order_remote <> '' AND %s)`, many: manyJoined},
	{col: "return_waybill", find: `SELECT return_waybill FROM after_sale WHERE return_waybill <> '' AND %s`,
		rows: `SELECT n FROM after_sale WHERE return_waybill <> '' AND %s`,
		test: `a.n IN (SELECT n FROM after_sale WHERE n = a.n AND %s)`, many: manyRows},
	{col: "sku_norm", find: `SELECT DISTINCT sku_norm FROM item WHERE sku_norm <> '' AND %s`,
		test: `EXISTS (SELECT 1 FROM orders JOIN order_line ON order_n = orders.n
		JOIN item ON item.n = item_n WHERE orders.remote_id = a.order_remote AND orders.shop_n = a.shop_n AND %s)`},
}

// lineFilter is a condition on the lines of an order, for lists of orders, cases
// and reviews. cond speaks of order_line l.
type lineFilter struct {
	cond string
	args []any
}

// lineFilters resolves session, host and SKU to row numbers. none means that a
// named one does not exist, so that nothing can match.
func (s *Store) lineFilters(ctx context.Context, sessionID, hostID, skuID string) (out []lineFilter, none bool, err error) {
	find := func(column, query string, args ...any) error {
		ns, err := numbers(ctx, s, query, args...)
		if err != nil {
			return err
		}
		if len(ns) == 0 {
			none = true
			return nil
		}
		var w where
		in(&w, column, ns)
		out = append(out, lineFilter{w.conds[0], w.args})
		return nil
	}
	if skuID != "" {
		if err := find("l.item_n", `SELECT n FROM item WHERE sku_id = ?`, skuID); err != nil {
			return nil, false, err
		}
	}
	if sessionID != "" {
		shopN, room, ok, err := split(ctx, s, sessionID)
		if err != nil {
			return nil, false, err
		}
		if !ok {
			return nil, true, nil
		}
		if err := find("l.session_n", `SELECT n FROM live_session WHERE room_id = ? AND shop_n = ?`, room, shopN); err != nil {
			return nil, false, err
		}
	}
	if hostID != "" {
		if err := find("l.host_n", `SELECT n FROM host WHERE host_id = ?`, hostID); err != nil {
			return nil, false, err
		}
	}
	return out, none, nil
}

// few reports whether at most limit lines satisfy the filter, reading no more
// than that many index rows.
func (s *Store) few(ctx context.Context, f lineFilter, limit int) (bool, error) {
	n, err := numbers(ctx, s, `SELECT count(*) FROM (SELECT 1 FROM order_line l WHERE `+f.cond+` LIMIT ?)`, append(append([]any{}, f.args...), limit+1)...)
	return err == nil && n[0] <= int64(limit), err
}

// fewLines is up to how many lines a filter is answered from the lines' index;
// past it, walking the list and testing each row finds a page sooner.
const fewLines = 1000

// mergeMax is how many index walks one statement merges; SQLite allows 500.
const mergeMax = 200

// caseFilter is a query on after_sale a without view and cursor.
type caseFilter struct {
	where
	match  string // FTS question, "" = none
	narrow bool   // names an order or few lines: its own index finds the cases
}

// caseFilter builds the conditions of a query; ok is false when nothing can match.
func (s *Store) caseFilter(ctx context.Context, q *domain.AfterSaleQuery) (w caseFilter, ok bool, err error) {
	shops, filter, err := s.shopNumbers(ctx, q.ShopIDs)
	if err != nil || (filter && len(shops) == 0) {
		return w, false, err
	}
	if filter {
		in(&w.where, "a.shop_n", shops)
	}
	in(&w.where, "a.type", q.Types)
	in(&w.where, "a.status", q.Statuses)
	in(&w.where, "a.arbitration", q.Arbitrations)
	in(&w.where, "a.reason", q.Reasons)
	if q.DueFrom != 0 {
		w.and("a.due_at >= ?", int64(q.DueFrom))
	}
	if q.DueBefore != 0 {
		w.and("a.due_at < ?", int64(q.DueBefore))
	}
	if q.OrderID != "" {
		shopN, remote, ok, err := split(ctx, s, q.OrderID)
		if err != nil || !ok {
			return w, false, err
		}
		w.narrow = true
		w.and("a.order_remote = ? AND a.shop_n = ?", remote, shopN)
	}
	lines, none, err := s.lineFilters(ctx, q.SessionID, q.HostID, q.SKUID)
	if err != nil || none {
		return w, false, err
	}
	for _, f := range lines {
		few, err := s.few(ctx, f, s.fewLines)
		if err != nil {
			return w, false, err
		}
		if few {
			w.narrow = true
			w.and(`a.n IN (SELECT x.n FROM order_line l JOIN orders o ON o.n = l.order_n JOIN after_sale x ON x.order_remote = o.remote_id AND x.shop_n = o.shop_n WHERE `+f.cond+`)`, f.args...)
		} else {
			w.and(`EXISTS (SELECT 1 FROM orders o JOIN order_line l ON l.order_n = o.n WHERE o.remote_id = a.order_remote AND o.shop_n = a.shop_n AND `+f.cond+`)`, f.args...)
		}
	}
	if strings.TrimSpace(q.Text) != "" {
		f, err := s.search(ctx, q.Text, "a.n", caseSources)
		if err != nil || f.none {
			return w, false, err
		}
		w.match, w.narrow = f.match, w.narrow || f.few
		w.conds, w.args = append(w.conds, f.where.conds...), append(w.args, f.where.args...)
	}
	return w, true, nil
}

// merchantsTurn are the states in which the merchant must act next, as SQL.
var merchantsTurn = func() string {
	var list []string
	for _, st := range domain.CaseStatuses {
		if st.MerchantsTurn() {
			list = append(list, "'"+string(st)+"'")
		}
	}
	return "(a.status IN (" + strings.Join(list, ", ") + ") OR a.arbitration = '" + string(domain.ArbEvidence) + "')"
}()

// viewOf returns the condition of a view and whether it is ordered by time left.
func viewOf(view string) (cond string, byDue bool, err error) {
	switch view {
	case "", "open":
		return "a.open = 1", true, nil
	case "merchant":
		return "a.open = 1 AND " + merchantsTurn, true, nil
	case "evidence":
		return "a.open = 1 AND a.arbitration = '" + string(domain.ArbEvidence) + "'", true, nil
	case "closed":
		return "a.open = 0", false, nil
	case "all":
		return "1", false, nil
	}
	return "", false, invalid("view", "no such view")
}

// caseNumbers returns the numbers and due times of one page, in order.
func (s *Store) caseNumbers(ctx context.Context, q *domain.AfterSaleQuery, limit int) (ns, dues []int64, err error) {
	view, byDue, err := viewOf(q.View)
	if err != nil {
		return nil, nil, err
	}
	w, ok, err := s.caseFilter(ctx, q)
	if err != nil || !ok {
		return nil, nil, err
	}
	from, order := "after_sale a", "a.n DESC"
	if byDue {
		order = "a.due_at, a.n"
	}
	switch {
	case w.match != "" && byDue:
		return s.openHits(ctx, q, w, view, limit)
	case w.match != "":
		from, order = "after_sale_fts f CROSS JOIN after_sale a ON a.n = f.rowid", "f.rowid DESC"
		w.and("f.after_sale_fts MATCH ?", w.match)
	case byDue && !w.narrow:
		from = "after_sale a INDEXED BY after_sale_due" // in order already; any other index would have to sort
	case !w.narrow:
		from = "after_sale a NOT INDEXED" // by row number, newest first
	}
	w.and(view)
	if q.Cursor != "" {
		at, err := cutCursor(q.Cursor, 1+int(asInt(byDue)))
		if err != nil {
			return nil, nil, err
		}
		switch {
		case byDue:
			w.and("a.due_at >= ? AND (a.due_at, a.n) > (?, ?)", at[0], at[0], at[1])
		case w.match != "":
			w.and("f.rowid < ?", at[0])
		default:
			w.and("a.n < ?", at[0])
		}
	}
	err = each(ctx, s, `SELECT a.n, a.due_at FROM `+from+` WHERE `+w.text()+` ORDER BY `+order+` LIMIT ?`, append(w.args, limit), func(r rower) error {
		var n, due int64
		err := r.Scan(&n, &due)
		ns, dues = append(ns, n), append(dues, due)
		return err
	})
	return ns, dues, err
}

// openHits is caseNumbers for a text among open cases. Their search table is in
// the order of deadlines, so that a page ends the walk. Cases of one millisecond
// stand there as they came: they are read to the last one and put in order here.
func (s *Store) openHits(ctx context.Context, q *domain.AfterSaleQuery, w caseFilter, view string, limit int) (ns, dues []int64, err error) {
	w.and("f.after_sale_open_fts MATCH ?", w.match)
	w.and(view)
	if q.Cursor != "" {
		at, err := cutCursor(q.Cursor, 2)
		if err != nil {
			return nil, nil, err
		}
		w.and("f.rowid >= ? AND (a.due_at, a.n) > (?, ?)", dueSlot(at[0], at[1]), at[0], at[1])
	}
	type hit struct{ slot, n, due int64 }
	var hits []hit
	err = some(ctx, s, `SELECT f.rowid, a.n, a.due_at FROM after_sale_open_fts f CROSS JOIN after_sale a INDEXED BY after_sale_due_n ON a.due_n = f.rowid AND a.due_n > 0
		WHERE `+w.text()+` ORDER BY f.rowid`, w.args, func(r rower) (bool, error) {
		var h hit
		if err := r.Scan(&h.slot, &h.n, &h.due); err != nil {
			return false, err
		}
		if len(hits) >= limit && (h.due == noDue || h.slot>>dueBits != hits[len(hits)-1].slot>>dueBits) {
			return false, nil
		}
		hits = append(hits, h)
		return true, nil
	})
	if err != nil {
		return nil, nil, err
	}
	slices.SortFunc(hits, func(x, y hit) int { return cmp.Or(cmp.Compare(x.due, y.due), cmp.Compare(x.n, y.n)) })
	for _, h := range hits[:min(limit, len(hits))] {
		ns, dues = append(ns, h.n), append(dues, h.due)
	}
	return ns, dues, nil
}

// ListAfterSales returns a page of the inbox. Open views are ordered by the
// earlier known deadline, cases without one last; others newest applied first.
func (s *Store) ListAfterSales(ctx context.Context, q domain.AfterSaleQuery) (domain.AfterSalePage, error) {
	page := domain.AfterSalePage{Items: []domain.AfterSaleRow{}}
	limit := limitOf(q.Limit)
	ns, dues, err := s.caseNumbers(ctx, &q, limit+1)
	if err != nil {
		return page, err
	}
	if len(ns) > limit {
		ns = ns[:limit]
		page.Next = caseCursor(q.View, ns[limit-1], dues[limit-1])
	}
	page.Items, err = caseRows(ctx, s, ns)
	return page, err
}

// DueAfterSales returns the first cases of a list, up to limit of them and more
// than a page: what the platform says of each, without what other tables add
// (title, spec, buyer, host, parcel, evidence, acts). DressAfterSales adds that to
// the few that are shown.
func (s *Store) DueAfterSales(ctx context.Context, q domain.AfterSaleQuery, limit int) ([]domain.AfterSaleRow, error) {
	ns, _, err := s.caseNumbers(ctx, &q, limit)
	if err != nil {
		return nil, err
	}
	byN := make(map[int64]domain.AfterSaleRow, len(ns))
	err = each(ctx, s, `SELECT a.n, sh.id, a.remote_id, a.order_remote, a.type, a.raw_type, a.status, a.raw_status, a.arbitration, a.reason, a.reason_text,
		a.currency, a.asked, a.applied_at, a.updated_at, a.step_since, a.deadline, a.evidence_due, a.due_at, a.handled_at
		FROM after_sale a JOIN shop sh ON sh.n = a.shop_n WHERE a.n IN (SELECT value FROM json_each(?))`, []any{idList(ns)}, func(r rower) error {
		n, v, err := scanCaseRow(r)
		byN[n] = v
		return err
	})
	if err != nil {
		return nil, err
	}
	return inOrder(ns, byN), nil
}

// DressAfterSales returns the whole rows of the named cases by id; those that are
// gone are left out.
func (s *Store) DressAfterSales(ctx context.Context, ids []string) (map[string]domain.AfterSaleRow, error) {
	ns, err := numbers(ctx, s, `SELECT a.n FROM json_each(?) k CROSS JOIN shop sh ON sh.id = substr(k.value, 1, instr(k.value, '.') - 1)
		CROSS JOIN after_sale a ON a.remote_id = substr(k.value, instr(k.value, '.') + 1) AND a.shop_n = sh.n`, idList(ids))
	if err != nil {
		return nil, err
	}
	rows, err := caseRows(ctx, s, ns)
	out := make(map[string]domain.AfterSaleRow, len(rows))
	for _, r := range rows {
		out[r.ID] = r
	}
	return out, err
}

// scanCaseRow reads the columns that a case itself gives to its row, then more.
func scanCaseRow(r rower, more ...any) (n int64, v domain.AfterSaleRow, err error) {
	var due int64
	var order, currency string
	var asked nullInt
	err = r.Scan(append([]any{&n, &v.ShopID, &v.RemoteID, &order, &v.Type, &v.RawType, &v.Status, &v.RawStatus, &v.Arbitration, &v.Reason, &v.ReasonText,
		&currency, &asked, &v.AppliedAt, &v.UpdatedAt, &v.StepSince, &v.Deadline, &v.EvidenceDue, &due, &v.HandledAt}, more...)...)
	v.ID, v.OrderID, v.OrderRemoteID = domain.RemoteKey(v.ShopID, v.RemoteID), keyOf(v.ShopID, order), order
	v.Asked = money(asked, currency)
	if due != noDue {
		v.DueAt = domain.Instant(due)
	}
	return n, v, err
}

func caseCursor(view string, n, due int64) string {
	if _, byDue, _ := viewOf(view); byDue {
		return cursorOf(due, n)
	}
	return cursorOf(n)
}

// NextAfterSale returns the case that follows id in the list of q, also when id
// itself has left that list; "" at the end. not_found for an unknown id.
func (s *Store) NextAfterSale(ctx context.Context, q domain.AfterSaleQuery, id string) (string, error) {
	shopN, remote, ok, err := split(ctx, s, id)
	if err != nil {
		return "", err
	}
	var n, due int64
	if ok {
		if ok, err = one(ctx, s, `SELECT n, due_at FROM after_sale WHERE remote_id = ? AND shop_n = ?`, []any{remote, shopN}, &n, &due); err != nil {
			return "", err
		}
	}
	if !ok {
		return "", notFound("after_sale")
	}
	q.Cursor = caseCursor(q.View, n, due)
	ns, _, err := s.caseNumbers(ctx, &q, 1)
	if err != nil || len(ns) == 0 {
		return "", err
	}
	rows, err := caseRows(ctx, s, ns)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[0].ID, nil
}

// CountAfterSales counts the chips above the inbox as they are at this moment.
// Of q it honours what narrows all chips alike: shops, host, session, SKU, order,
// reasons and text; not view, types, statuses, arbitrations or due time. Overdue
// and due soon are those of the "merchant" view: a buyer's clock is no work of ours.
func (s *Store) CountAfterSales(ctx context.Context, q domain.AfterSaleQuery) (domain.AfterSaleCounts, error) {
	out := domain.AfterSaleCounts{ByType: map[string]int64{}}
	q.Types, q.Statuses, q.Arbitrations, q.DueFrom, q.DueBefore = nil, nil, nil, 0, 0
	w, ok, err := s.caseFilter(ctx, &q)
	if err != nil || !ok {
		return out, err
	}
	now := int64(s.now())
	from := "after_sale a INDEXED BY after_sale_due"
	switch {
	case w.match != "":
		from = "after_sale_open_fts f CROSS JOIN after_sale a INDEXED BY after_sale_due_n ON a.due_n = f.rowid AND a.due_n > 0"
		w.and("f.after_sale_open_fts MATCH ?", w.match)
	case w.narrow:
		from = "after_sale a"
	}
	w.and("a.open = 1")
	args := append([]any{now, now, now + int64(dueSoon)}, w.args...)
	// Answered from the index of open cases alone unless a filter needs more.
	err = each(ctx, s, `SELECT a.type, count(*), sum(`+merchantsTurn+`), sum(a.arbitration = '`+string(domain.ArbEvidence)+`'), sum(a.due_at < ? AND `+merchantsTurn+`),
		sum(a.due_at >= ? AND a.due_at < ? AND `+merchantsTurn+`) FROM `+from+` WHERE `+w.text()+` GROUP BY a.type`, args, func(r rower) error {
		var kind string
		var n, merchant, evidence, overdue, soon int64
		if err := r.Scan(&kind, &n, &merchant, &evidence, &overdue, &soon); err != nil {
			return err
		}
		out.ByType[kind] = n
		out.Open += n
		out.Merchant += merchant
		out.Evidence += evidence
		out.Overdue += overdue
		out.DueSoon += soon
		return nil
	})
	if err != nil {
		return out, err
	}
	var acts where
	acts.and("state = ?", string(domain.ActQueued))
	in(&acts, "shop_id", q.ShopIDs)
	_, err = one(ctx, s, `SELECT count(*) FROM act WHERE `+acts.text(), acts.args, &out.QueuedAct)
	return out, err
}

// caseRows reads the rows of the inbox by their numbers, in that order.
func caseRows(ctx context.Context, d db, ns []int64) ([]domain.AfterSaleRow, error) {
	byN := map[int64]domain.AfterSaleRow{}
	err := each(ctx, d, `SELECT a.n, sh.id, a.remote_id, a.order_remote, a.type, a.raw_type, a.status, a.raw_status, a.arbitration, a.reason, a.reason_text,
		a.currency, a.asked, a.applied_at, a.updated_at, a.step_since, a.deadline, a.evidence_due, a.due_at, a.handled_at, ifnull(i.product_name, ''), ifnull(i.spec, ''),
		ifnull(i.sku_code, ''), ifnull(o.buyer_nick, ''), ifnull(h.name, ''), ifnull(s.room_id, ''),
		ifnull((SELECT waybill FROM parcel p WHERE p.order_remote = a.order_remote AND p.shop_n = a.shop_n AND a.order_remote <> '' AND p.direction = 'out' ORDER BY p.n LIMIT 1), ''),
		(SELECT count(DISTINCT k.evidence_n) FROM evidence_link k WHERE k.order_id = sh.id || '.' || a.order_remote AND k.case_id IN ('', sh.id || '.' || a.remote_id)),
		(SELECT count(*) FROM act WHERE act.case_id = sh.id || '.' || a.remote_id AND act.state = 'queued')
		FROM after_sale a JOIN shop sh ON sh.n = a.shop_n
		LEFT JOIN orders o ON o.remote_id = a.order_remote AND o.shop_n = a.shop_n
		LEFT JOIN order_line l ON l.order_n = o.n AND l.pos = `+caseLine+`
		LEFT JOIN item i ON i.n = l.item_n LEFT JOIN host h ON h.n = l.host_n LEFT JOIN live_session s ON s.n = l.session_n
		WHERE a.n IN (SELECT value FROM json_each(?))`, []any{idList(ns)}, func(r rower) error {
		more := domain.AfterSaleRow{}
		var room string
		n, v, err := scanCaseRow(r, &more.Title, &more.Spec, &more.SKUCode, &more.BuyerNick, &more.HostName, &room, &more.Waybill, &more.EvidenceCount, &more.QueuedActs)
		v.Title, v.Spec, v.SKUCode, v.BuyerNick, v.HostName = more.Title, more.Spec, more.SKUCode, more.BuyerNick, more.HostName
		v.Waybill, v.EvidenceCount, v.QueuedActs, v.SessionID = more.Waybill, more.EvidenceCount, more.QueuedActs, keyOf(v.ShopID, room)
		byN[n] = v
		return err
	})
	if err != nil {
		return nil, err
	}
	return inOrder(ns, byN), nil
}

// caseLine is the position of the line that stands for a case: the first one it
// names, else the first of the order.
const caseLine = `ifnull((SELECT min(x.pos) FROM order_line x WHERE x.order_n = o.n AND a.line_ids <> '' AND x.remote_id IN (SELECT value FROM json_each(a.line_ids))),
	(SELECT min(x.pos) FROM order_line x WHERE x.order_n = o.n))`

// inOrder returns the rows of the numbers in their order; a row that went away
// between two reads is left out.
func inOrder[T any](ns []int64, byN map[int64]T) []T {
	out := make([]T, 0, len(ns))
	for _, n := range ns {
		if v, ok := byN[n]; ok {
			out = append(out, v)
		}
	}
	return out
}
