package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"afterdesk/backend/domain"
)

var parcelColumns = []string{"carrier_name", "order_remote", "case_remote", "direction", "state", "final", "uploaded_at", "picked_at", "hub_at",
	"delivery_at", "signed_at", "last_at", "last_text", "from_province", "to_province", "to_city", "trace_checked_at", "next_check"}

var (
	insertParcel = insertSQL("parcel", []string{"shop_n", "carrier_code", "waybill"}, parcelColumns)
	updateParcel = rewriteSQL("parcel", []string{"order_remote", "case_remote"}, parcelColumns)
)

func parcelArgs(p *domain.Parcel, orderRemote, caseRemote string) []any {
	return []any{p.CarrierName, orderRemote, caseRemote, string(p.Direction), string(p.State), asInt(p.State.Final()), int64(p.UploadedAt), int64(p.PickedAt),
		int64(p.HubAt), int64(p.DeliveryAt), int64(p.SignedAt), int64(p.LastAt), p.LastText, p.FromProvince, p.ToProvince, p.ToCity,
		int64(p.TraceCheckedAt), int64(nextCheck(p))}
}

const parcelSelect = `SELECT p.n, sh.id, p.carrier_code, p.waybill, p.carrier_name, p.order_remote, p.case_remote, p.direction, p.state, p.uploaded_at,
	p.picked_at, p.hub_at, p.delivery_at, p.signed_at, p.last_at, p.last_text, p.from_province, p.to_province, p.to_city, p.trace_checked_at
	FROM parcel p JOIN shop sh ON sh.n = p.shop_n`

func scanParcel(r rower, more ...any) (int64, domain.Parcel, error) {
	var p domain.Parcel
	var n int64
	var order, after string
	err := r.Scan(append([]any{&n, &p.ShopID, &p.CarrierCode, &p.Waybill, &p.CarrierName, &order, &after, &p.Direction, &p.State, &p.UploadedAt,
		&p.PickedAt, &p.HubAt, &p.DeliveryAt, &p.SignedAt, &p.LastAt, &p.LastText, &p.FromProvince, &p.ToProvince, &p.ToCity, &p.TraceCheckedAt}, more...)...)
	p.ID = domain.ParcelID(p.ShopID, p.CarrierCode, p.Waybill)
	p.OrderID, p.AfterSaleID = keyOf(p.ShopID, order), keyOf(p.ShopID, after)
	return n, p, err
}

// keyOf makes an id of the house, "" for a missing remote id.
func keyOf(shopID, remote string) string {
	if remote == "" {
		return ""
	}
	return domain.RemoteKey(shopID, remote)
}

// PutParcels stores parcels by shop, carrier and waybill. What traces found out
// is kept when an incoming parcel knows less.
func (t *Tx) PutParcels(ctx context.Context, parcels []domain.Parcel) (PutResult, error) {
	var res PutResult
	for i := range parcels {
		p := &parcels[i]
		ref, err := t.shop(ctx, p.ShopID)
		if err != nil {
			return res, err
		}
		order, err := remoteOf(p.ShopID, p.OrderID, "orderId")
		if err != nil {
			return res, err
		}
		after, err := remoteOf(p.ShopID, p.AfterSaleID, "afterSaleId")
		if err != nil {
			return res, err
		}
		known, changed, err := t.putParcel(ctx, ref, p, order, after)
		if err != nil {
			return res, err
		}
		if changed && order != "" && !known {
			t.stale[staleText{shopN: ref.n, order: order}] = true
		}
		if changed {
			t.mark(domain.TrendOrders, ref, t.paidAt(ctx, ref.n, order))
		}
		res.add(known, changed)
	}
	return res, nil
}

// paidAt returns when an order was paid, 0 when it is not known.
func (t *Tx) paidAt(ctx context.Context, shopN int64, orderRemote string) domain.Instant {
	var at domain.Instant
	if orderRemote == "" {
		return 0
	}
	if _, err := one(ctx, t, `SELECT paid_at FROM orders WHERE remote_id = ? AND shop_n = ?`, []any{orderRemote, shopN}, &at); err != nil {
		return 0
	}
	return at
}

// putParcel merges a parcel into the stored one. It neither indexes nor marks
// trends: its callers know whether they do so anyway.
func (t *Tx) putParcel(ctx context.Context, ref *shopRef, in *domain.Parcel, orderRemote, caseRemote string) (known, changed bool, err error) {
	if in.Waybill == "" {
		return false, false, invalid("waybill", "parcel without a number")
	}
	p := *in
	if p.Direction == "" {
		p.Direction = domain.DirectionOut
	}
	if p.State == "" {
		p.State = domain.TrackNone
	}
	var n int64
	var was domain.Parcel
	var wasOrder, wasCase string
	known, err = one(ctx, t, `SELECT n, carrier_name, order_remote, case_remote, direction, state, uploaded_at, picked_at, hub_at, delivery_at, signed_at, last_at,
		last_text, from_province, to_province, to_city, trace_checked_at FROM parcel WHERE waybill = ? AND carrier_code = ? AND shop_n = ?`,
		[]any{p.Waybill, p.CarrierCode, ref.n}, &n, &was.CarrierName, &wasOrder, &wasCase, &was.Direction, &was.State, &was.UploadedAt, &was.PickedAt,
		&was.HubAt, &was.DeliveryAt, &was.SignedAt, &was.LastAt, &was.LastText, &was.FromProvince, &was.ToProvince, &was.ToCity, &was.TraceCheckedAt)
	if err != nil {
		return false, false, err
	}
	if !known {
		if _, err := t.exec(ctx, insertParcel, append([]any{ref.n, p.CarrierCode, p.Waybill}, parcelArgs(&p, orderRemote, caseRemote)...)...); err != nil {
			return false, false, err
		}
		t.counts["parcels"]++
		t.Topic("parcels")
		return false, true, nil
	}
	was.Waybill, was.CarrierCode = p.Waybill, p.CarrierCode
	before := parcelArgs(&was, wasOrder, wasCase)
	mergeParcel(&was, &p)
	if orderRemote == "" {
		orderRemote = wasOrder
	}
	if caseRemote == "" {
		caseRemote = wasCase
	}
	after := parcelArgs(&was, orderRemote, caseRemote)
	if slices.Equal(before, after) {
		return true, false, nil
	}
	query, args := updateParcel.with(append(after, n), orderRemote == wasOrder && caseRemote == wasCase)
	if _, err := t.exec(ctx, query, args...); err != nil {
		return true, false, err
	}
	t.Topic("parcels")
	return true, true, nil
}

// mergeParcel adds to was what in knows. A shallow parcel (no event) never takes
// away what traces found out.
func mergeParcel(was, in *domain.Parcel) {
	text := func(to *string, from string) {
		if from != "" {
			*to = from
		}
	}
	first := func(to *domain.Instant, from domain.Instant) {
		if from != 0 && (*to == 0 || from < *to) {
			*to = from
		}
	}
	text(&was.CarrierName, in.CarrierName)
	text(&was.FromProvince, in.FromProvince)
	text(&was.ToProvince, in.ToProvince)
	text(&was.ToCity, in.ToCity)
	was.Direction = in.Direction
	if in.UploadedAt != 0 {
		was.UploadedAt = in.UploadedAt
	}
	first(&was.PickedAt, in.PickedAt)
	first(&was.HubAt, in.HubAt)
	first(&was.DeliveryAt, in.DeliveryAt)
	first(&was.SignedAt, in.SignedAt)
	was.TraceCheckedAt = max(was.TraceCheckedAt, in.TraceCheckedAt)
	if in.State != domain.TrackNone && (in.LastAt > was.LastAt || was.State == domain.TrackNone) {
		was.State, was.LastAt = in.State, max(was.LastAt, in.LastAt)
		text(&was.LastText, in.LastText)
	}
}

// ListParcels returns parcels, those that became known last first. Text matches
// the beginning of a waybill or of an order id.
func (s *Store) ListParcels(ctx context.Context, q domain.ParcelQuery) (domain.ParcelPage, error) {
	page := domain.ParcelPage{Items: []domain.Parcel{}}
	shops, filter, err := s.shopNumbers(ctx, q.ShopIDs)
	if err != nil || (filter && len(shops) == 0) {
		return page, err
	}
	var w where
	if filter {
		in(&w, "p.shop_n", shops)
	}
	in(&w, "p.state", q.States)
	if q.Direction != "" {
		w.and("p.direction = ?", string(q.Direction))
	}
	if text := strings.TrimSpace(q.Text); text != "" {
		// Two ranges of two indexes; the rows they give are few.
		w.and(`p.n IN (SELECT n FROM parcel WHERE waybill >= ? AND waybill < ? UNION ALL SELECT n FROM parcel WHERE order_remote >= ? AND order_remote < ?)`,
			text, prefixEnd(text), text, prefixEnd(text))
	}
	if q.Cursor != "" {
		at, err := cutCursor(q.Cursor, 1)
		if err != nil {
			return page, err
		}
		w.and("p.n < ?", at[0])
	}
	limit := limitOf(q.Limit)
	var last int64
	err = each(ctx, s, parcelSelect+` WHERE `+w.text()+` ORDER BY p.n DESC LIMIT ?`, append(w.args, limit+1), func(r rower) error {
		n, p, err := scanParcel(r)
		if err != nil {
			return err
		}
		if len(page.Items) == limit {
			page.Next = cursorOf(last)
			return nil
		}
		page.Items, last = append(page.Items, p), n
		return nil
	})
	return page, err
}

// parcelsWhere returns parcels of a condition on p, oldest first.
func parcelsWhere(ctx context.Context, d db, cond string, args ...any) ([]int64, []domain.Parcel, error) {
	ns, out := []int64{}, []domain.Parcel{}
	err := each(ctx, d, parcelSelect+` WHERE `+cond+` ORDER BY p.n`, args, func(r rower) error {
		n, p, err := scanParcel(r)
		ns, out = append(ns, n), append(out, p)
		return err
	})
	return ns, out, err
}

// parcelDetails returns parcels with their events.
func parcelDetails(ctx context.Context, d db, cond string, args ...any) ([]domain.ParcelDetail, error) {
	ns, parcels, err := parcelsWhere(ctx, d, cond, args...)
	if err != nil {
		return nil, err
	}
	out := make([]domain.ParcelDetail, len(parcels))
	for i := range parcels {
		out[i] = domain.ParcelDetail{Parcel: parcels[i]}
		if out[i].Traces, err = tracesOf(ctx, d, ns[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// parcelKey cuts a parcel's id into carrier and waybill.
func parcelKey(ctx context.Context, d db, id string) (shopN int64, carrier, waybill string, err error) {
	shopN, rest, ok, err := split(ctx, d, id)
	if err != nil {
		return 0, "", "", err
	}
	carrier, waybill, cut := strings.Cut(rest, ":")
	if !ok || !cut {
		return 0, "", "", notFound("parcel")
	}
	return shopN, carrier, waybill, nil
}

// GetParcel returns a parcel with its events, or not_found.
func (s *Store) GetParcel(ctx context.Context, id string) (domain.ParcelDetail, error) {
	shopN, carrier, waybill, err := parcelKey(ctx, s, id)
	if err != nil {
		return domain.ParcelDetail{}, err
	}
	list, err := parcelDetails(ctx, s, `p.waybill = ? AND p.carrier_code = ? AND p.shop_n = ?`, waybill, carrier, shopN)
	if err != nil {
		return domain.ParcelDetail{}, err
	}
	if len(list) == 0 {
		return domain.ParcelDetail{}, notFound("parcel")
	}
	return list[0], nil
}

// ParcelsByWaybill returns every parcel with one of the numbers, of any carrier
// and shop.
func (s *Store) ParcelsByWaybill(ctx context.Context, waybills []string) ([]domain.Parcel, error) {
	_, out, err := parcelsWhere(ctx, s, `p.waybill IN (SELECT value FROM json_each(?))`, idList(waybills))
	return out, err
}

// DueParcels returns the parcels of a shop whose traces should be asked for next
// (see nextCheck): those never asked first, newest of them first, then longest
// overdue; one that has been due for 45 days is history. limit 0 is 50, at most 500.
func (s *Store) DueParcels(ctx context.Context, shopID string, now domain.Instant, limit int) ([]domain.Parcel, error) {
	out := []domain.Parcel{}
	err := each(ctx, s, parcelSelect+` WHERE p.shop_n = (SELECT n FROM shop WHERE id = ?1) AND p.next_check > 0 AND p.next_check <= ?2
		AND (p.next_check = 1 OR p.next_check > ?2 - ?3) ORDER BY p.next_check, p.n DESC LIMIT ?4`,
		[]any{shopID, int64(now), int64(traceOld), limitOf(limit)}, func(r rower) error {
			_, p, err := scanParcel(r)
			out = append(out, p)
			return err
		})
	return out, err
}

// EachParcelFact calls fn for every parcel that a logistics check may judge: those
// that still move, and signed ones whose order has an open refund case. fn must
// not call the store's reading methods with the same reader kept waiting long.
func (s *Store) EachParcelFact(ctx context.Context, shopIDs []string, fn func(domain.ParcelFact) error) error {
	shops, filter, err := s.shopNumbers(ctx, shopIDs)
	if err != nil || (filter && len(shops) == 0) {
		return err
	}
	refund := `('` + strings.Join(refundTypes, `','`) + `')`
	sel := strings.Replace(parcelSelect, "\n\tFROM parcel p", `, ifnull(o.currency, ''), o.paid, ifnull(o.paid_at, 0), ifnull(o.promised_ship_at, 0),
		ifnull(a.remote_id, ''), ifnull(a.type, ''), ifnull(a.status, ''), ifnull(a.applied_at, 0), ifnull(a.deadline, 0), ifnull(a.currency, ''), a.asked FROM parcel p`, 1) + `
		LEFT JOIN orders o ON o.remote_id = p.order_remote AND o.shop_n = p.shop_n
		LEFT JOIN after_sale a ON a.n = (SELECT max(x.n) FROM after_sale x WHERE x.order_remote = p.order_remote AND x.shop_n = p.shop_n AND p.order_remote <> ''
			AND x.open = 1 AND x.type IN ` + refund + `)`
	scan := func(r rower) error {
		var f domain.ParcelFact
		var caseRemote, cur, caseCur string
		var paid, asked nullInt
		_, p, err := scanParcel(r, &cur, &paid, &f.OrderPaidAt, &f.PromisedShipAt, &caseRemote, &f.OpenCaseType, &f.OpenCaseStatus, &f.CaseAppliedAt, &f.CaseDeadline, &caseCur, &asked)
		if err != nil {
			return err
		}
		f.Parcel, f.OrderPaid, f.CaseAsked = p, money(paid, cur), money(asked, caseCur)
		f.OpenCaseID = keyOf(p.ShopID, caseRemote)
		if p.OrderID != "" {
			_, f.OrderRemoteID, _ = domain.SplitKey(p.OrderID)
		}
		return fn(f)
	}
	for _, part := range []string{
		`p.shop_n = ? AND p.final = 0`,
		`p.n IN (SELECT q.n FROM after_sale x JOIN parcel q ON q.order_remote = x.order_remote AND q.shop_n = x.shop_n
			WHERE x.open = 1 AND x.shop_n = ? AND x.order_remote <> '' AND x.type IN ` + refund + ` AND q.final = 1)`,
	} {
		for _, n := range shops {
			if err := each(ctx, s, sel+` WHERE `+part+` ORDER BY p.n`, []any{n}, scan); err != nil {
				return fmt.Errorf("read parcel facts: %w", err)
			}
		}
	}
	return nil
}

// refundTypes are the cases in which the buyer asks for money back.
var refundTypes = []string{string(domain.CaseRefundShipped), string(domain.CaseRefundUnshipped), string(domain.CaseReturnRefund), string(domain.CaseRefused)}
