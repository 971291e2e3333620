package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"afterdesk/backend/domain"
)

var caseColumns = []string{"order_remote", "line_ids", "type", "raw_type", "status", "raw_status", "open", "arbitration", "raw_arbitration",
	"first_reason", "first_reason_text", "reason", "reason_text", "buyer_remark", "qty", "currency", "asked", "refunded", "goods_back", "applied_at",
	"updated_at", "closed_at", "step_since", "deadline", "evidence_due", "due_at", "version", "return_waybill", "return_carrier", "images"}

var (
	insertCase = insertSQL("after_sale", []string{"n", "shop_n", "remote_id", "handled_at", "search"}, caseColumns, sourceColumns)
	updateCase = rewriteSQL("after_sale", []string{"order_remote", "return_waybill"}, caseColumns, sourceColumns)
	pointCase  = updateSQL("after_sale", sourceColumns[:3])
)

// dueAt is the earlier of the two deadlines that are known; noDue when none is.
func dueAt(c *domain.AfterSale) int64 {
	due := int64(noDue)
	for _, at := range []domain.Instant{c.Deadline, c.EvidenceDue} {
		if at != 0 {
			due = min(due, int64(at))
		}
	}
	return due
}

func caseArgs(c *domain.AfterSale, orderRemote, currency string) []any {
	return []any{orderRemote, listText(c.LineRemoteIDs), string(c.Type), c.RawType, string(c.Status), c.RawStatus, asInt(c.Status.Open()), string(c.Arbitration),
		c.RawArbitration, string(c.FirstReason), c.FirstReasonText, string(c.Reason), c.ReasonText, c.BuyerRemark.Reveal(), c.Qty, currency, minor(c.Asked),
		minor(c.Refunded), asInt(c.GoodsBack), int64(c.AppliedAt), int64(c.UpdatedAt), int64(c.ClosedAt), int64(c.StepSince), int64(c.Deadline),
		int64(c.EvidenceDue), dueAt(c), c.Version, c.ReturnWaybill, c.ReturnCarrier, listText(c.Images)}
}

const caseSelect = `SELECT a.n, sh.id, a.remote_id, a.order_remote, a.line_ids, a.type, a.raw_type, a.status, a.raw_status, a.arbitration, a.raw_arbitration,
	a.first_reason, a.first_reason_text, a.reason, a.reason_text, a.buyer_remark, a.qty, a.currency, a.asked, a.refunded, a.goods_back, a.applied_at,
	a.updated_at, a.closed_at, a.step_since, a.deadline, a.evidence_due, a.version, a.return_waybill, a.return_carrier, a.images, a.api, a.fetched_at,
	a.payload_hash, l.body FROM after_sale a JOIN shop sh ON sh.n = a.shop_n LEFT JOIN after_sale_log l ON l.case_n = a.n`

func scanCase(r rower) (int64, domain.AfterSale, error) {
	var c domain.AfterSale
	var n int64
	var order, lines, currency, images string
	var asked, refunded nullInt
	var log sql.NullString
	if err := r.Scan(&n, &c.ShopID, &c.RemoteID, &order, &lines, &c.Type, &c.RawType, &c.Status, &c.RawStatus, &c.Arbitration, &c.RawArbitration,
		&c.FirstReason, &c.FirstReasonText, &c.Reason, &c.ReasonText, &c.BuyerRemark, &c.Qty, &currency, &asked, &refunded, &c.GoodsBack, &c.AppliedAt,
		&c.UpdatedAt, &c.ClosedAt, &c.StepSince, &c.Deadline, &c.EvidenceDue, &c.Version, &c.ReturnWaybill, &c.ReturnCarrier, &images, &c.Source.API,
		&c.Source.FetchedAt, &c.Source.PayloadHash, &log); err != nil {
		return 0, c, err
	}
	c.ID, c.OrderID = domain.RemoteKey(c.ShopID, c.RemoteID), keyOf(c.ShopID, order)
	c.LineRemoteIDs, c.Images = textList(lines), textList(images)
	c.Asked, c.Refunded = money(asked, currency), money(refunded, currency)
	if log.Valid {
		if err := fromJSON(log.String, &c.Events); err != nil {
			return 0, c, err
		}
	}
	c.Parcels = []domain.Parcel{}
	return n, c, nil
}

// PutAfterSales stores cases. The first reason ever seen stays the first reason;
// Events nil keeps the stored negotiation. A case may come before its order.
func (t *Tx) PutAfterSales(ctx context.Context, cases []domain.AfterSale) (PutResult, error) {
	var res PutResult
	for i := range cases {
		known, changed, err := t.putCase(ctx, &cases[i])
		if err != nil {
			return res, err
		}
		res.add(known, changed)
	}
	if res.Added+res.Changed > 0 {
		t.Topic("after_sales")
	}
	return res, nil
}

func (t *Tx) putCase(ctx context.Context, in *domain.AfterSale) (known, changed bool, err error) {
	ref, err := t.shop(ctx, in.ShopID)
	if err != nil {
		return false, false, err
	}
	if in.RemoteID == "" {
		return false, false, invalid("remoteId", "case without an id")
	}
	order, err := remoteOf(in.ShopID, in.OrderID, "orderId")
	if err != nil {
		return false, false, err
	}
	c := *in
	currency, err := oneCurrency(c.Asked, c.Refunded)
	if err != nil {
		return false, false, err
	}
	log := ""
	if c.Events != nil {
		b, err := json.Marshal(c.Events)
		if err != nil {
			return false, false, domain.E(domain.CodeInternal, err)
		}
		log = string(b)
	}
	content := [][]any{caseArgs(&c, order, currency)}
	for i := range c.Parcels {
		content = append(content, parcelContent(&c.Parcels[i]))
	}
	hash := contentHash(content...)
	was, known, err := t.stored(ctx, `SELECT n, hash, updated_at, payload_hash FROM after_sale WHERE remote_id = ? AND shop_n = ?`, c.RemoteID, ref.n)
	if err != nil {
		return known, false, err
	}
	if known && c.UpdatedAt != 0 && c.UpdatedAt < was.updated {
		return known, false, nil
	}
	same := known && was.hash == string(hash)
	if same {
		if err := t.point(ctx, pointCase, was, hash, c.Source); err != nil || log == "" {
			return known, false, err
		}
	}
	if c.FirstReason == "" {
		c.FirstReason, c.FirstReasonText = c.Reason, c.ReasonText
	}
	n := was.n
	if !same {
		if n, err = t.writeCase(ctx, &c, ref, known, n, order, currency, hash); err != nil {
			return known, false, err
		}
	}
	if log != "" {
		newLog, err := t.putLog(ctx, n, &c, log)
		if err != nil {
			return known, false, err
		}
		if same && !newLog {
			return known, false, nil
		}
	}
	for i := range c.Parcels {
		p := &c.Parcels[i]
		p.ShopID, p.OrderID, p.AfterSaleID = c.ShopID, c.OrderID, c.ID
		if p.Direction == "" {
			p.Direction = domain.DirectionBack
		}
		if _, _, err := t.putParcel(ctx, ref, p, order, c.RemoteID); err != nil {
			return known, false, err
		}
	}
	if !same {
		k := staleText{shopN: ref.n, order: order}
		if order == "" {
			k.caseN = n
		}
		t.stale[k] = true
	}
	t.mark(domain.TrendCases, ref, c.AppliedAt)
	t.mark(domain.TrendOrders, ref, t.paidAt(ctx, ref.n, order))
	return known, true, err
}

// writeCase inserts or rewrites a case's row and returns its number.
func (t *Tx) writeCase(ctx context.Context, c *domain.AfterSale, ref *shopRef, known bool, n int64, order, currency string, hash []byte) (int64, error) {
	if known {
		var first, firstText, wasOrder, wasReturn string
		var applied domain.Instant
		if _, err := one(ctx, t, `SELECT first_reason, first_reason_text, order_remote, return_waybill, applied_at FROM after_sale WHERE n = ?`, []any{n},
			&first, &firstText, &wasOrder, &wasReturn, &applied); err != nil {
			return 0, err
		}
		if first != "" && first != string(domain.ReasonUnknown) || firstText != "" {
			c.FirstReason, c.FirstReasonText = domain.Reason(first), firstText
		}
		if wasOrder != order {
			t.mark(domain.TrendOrders, ref, t.paidAt(ctx, ref.n, wasOrder))
		}
		t.mark(domain.TrendCases, ref, applied)
		args := append(caseArgs(c, order, currency), c.Source.API, int64(c.Source.FetchedAt), c.Source.PayloadHash, hash)
		query, args := updateCase.with(append(args, n), wasOrder == order && wasReturn == c.ReturnWaybill)
		if _, err := t.exec(ctx, query, args...); err != nil {
			return 0, err
		}
		if slotOf(applied) == slotOf(c.AppliedAt) {
			return n, nil
		}
		moved, err := t.slot(ctx, `SELECT max(n) FROM after_sale WHERE n >= ? AND n < ?`, c.AppliedAt)
		if err != nil {
			return 0, err
		}
		if err := t.unindex(ctx, caseSearch, n); err != nil {
			return 0, err
		}
		_, err = t.exec(ctx, `UPDATE after_sale SET n = ?, search = 0 WHERE n = ?`, moved, n)
		return moved, err
	}
	n, err := t.slot(ctx, `SELECT max(n) FROM after_sale WHERE n >= ? AND n < ?`, c.AppliedAt)
	if err != nil {
		return 0, err
	}
	args := append([]any{n, ref.n, c.RemoteID, int64(0), int64(0)}, caseArgs(c, order, currency)...)
	t.counts["after_sales"]++
	_, err = t.exec(ctx, insertCase, append(args, c.Source.API, int64(c.Source.FetchedAt), c.Source.PayloadHash, hash)...)
	return n, err
}

// putLog stores the negotiation if it differs, and when the merchant or a member
// of staff first answered.
func (t *Tx) putLog(ctx context.Context, n int64, c *domain.AfterSale, log string) (bool, error) {
	changed, err := t.changed(ctx, `INSERT INTO after_sale_log (case_n, body) VALUES (?, ?) ON CONFLICT (case_n) DO UPDATE SET body = excluded.body WHERE body <> excluded.body`, n, log)
	if err != nil || changed == 0 {
		return false, err
	}
	var handled domain.Instant
	for _, e := range c.Events {
		if (e.Actor == domain.ActorMerchant || e.Actor == domain.ActorStaff) && e.At != 0 && e.At >= c.AppliedAt && (handled == 0 || e.At < handled) {
			handled = e.At
		}
	}
	_, err = t.exec(ctx, `UPDATE after_sale SET handled_at = ? WHERE n = ?`, int64(handled), n)
	return true, err
}

// GetAfterSale returns a case with its negotiation and parcels, or not_found.
func (s *Store) GetAfterSale(ctx context.Context, id string) (domain.AfterSale, error) {
	_, c, err := s.afterSale(ctx, id)
	return c, err
}

func (s *Store) afterSale(ctx context.Context, id string) (int64, domain.AfterSale, error) {
	shopN, remote, ok, err := split(ctx, s, id)
	if err != nil {
		return 0, domain.AfterSale{}, err
	}
	if !ok {
		return 0, domain.AfterSale{}, notFound("after_sale")
	}
	var n int64
	var c domain.AfterSale
	err = each(ctx, s, caseSelect+` WHERE a.remote_id = ? AND a.shop_n = ?`, []any{remote, shopN}, func(r rower) error {
		var err error
		n, c, err = scanCase(r)
		return err
	})
	if err != nil {
		return 0, c, err
	}
	if n == 0 {
		return 0, c, notFound("after_sale")
	}
	_, c.Parcels, err = parcelsWhere(ctx, s, `p.case_remote = ? AND p.case_remote <> '' AND p.shop_n = ?`, remote, shopN)
	return n, c, err
}
