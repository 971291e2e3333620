package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"afterdesk/backend/domain"
)

// PutPackRecord stores a pack record, new or gone on.
func (t *Tx) PutPackRecord(ctx context.Context, r domain.PackRecord) error {
	if r.ID == "" {
		return invalid("id", "pack record without an id")
	}
	body, err := toJSON(r)
	if err != nil {
		return err
	}
	t.Topic("packing")
	if r.OrderID != "" && r.State != domain.PackOpen {
		t.Topic("orders", "after_sales") // their histories name it
	}
	_, err = t.exec(ctx, `INSERT INTO pack_record (id, waybill, order_id, case_id, mode, state, packer, started_at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET waybill = excluded.waybill, order_id = excluded.order_id, case_id = excluded.case_id, mode = excluded.mode,
		state = excluded.state, packer = excluded.packer, body = excluded.body`,
		r.ID, r.Waybill, r.OrderID, r.AfterSaleID, string(r.Mode), string(r.State), r.Packer, int64(r.StartedAt), body)
	return err
}

// GetPackRecord returns a pack record, or not_found.
func (s *Store) GetPackRecord(ctx context.Context, id string) (domain.PackRecord, error) {
	list, err := bodies[domain.PackRecord](ctx, s, `SELECT body FROM pack_record WHERE id = ?`, id)
	if err != nil {
		return domain.PackRecord{}, err
	}
	if len(list) == 0 {
		return domain.PackRecord{}, notFound("pack record")
	}
	return list[0], nil
}

// PackRecordsOf returns the records of a waybill or of an order, oldest first; an
// empty one finds nothing.
func (s *Store) PackRecordsOf(ctx context.Context, waybill, orderID string) ([]domain.PackRecord, error) {
	return packRecordsOf(ctx, s, waybill, orderID)
}

func packRecordsOf(ctx context.Context, d db, waybill, orderID string) ([]domain.PackRecord, error) {
	return bodies[domain.PackRecord](ctx, d, `SELECT body FROM pack_record WHERE id IN (SELECT id FROM pack_record WHERE waybill = ?1 AND waybill <> ''
		UNION SELECT id FROM pack_record WHERE order_id = ?2 AND order_id <> '') ORDER BY started_at, id`, waybill, orderID)
}

// OpenPackRecords returns the records that nobody closed, oldest first.
func (s *Store) OpenPackRecords(ctx context.Context) ([]domain.PackRecord, error) {
	return bodies[domain.PackRecord](ctx, s, `SELECT body FROM pack_record WHERE state = 'open' ORDER BY started_at, id`)
}

// ListPackRecords returns the newest records since a moment, newest first.
func (s *Store) ListPackRecords(ctx context.Context, since domain.Instant, limit int) ([]domain.PackRecord, error) {
	return bodies[domain.PackRecord](ctx, s, `SELECT body FROM pack_record WHERE started_at >= ? ORDER BY started_at DESC, id DESC LIMIT ?`, int64(since), limitOf(limit))
}

// CasesOfOrder returns every case of an order.
func (s *Store) CasesOfOrder(ctx context.Context, orderID string) ([]domain.AfterSale, error) {
	shopN, remote, ok, err := split(ctx, s, orderID)
	if err != nil || !ok {
		return []domain.AfterSale{}, err
	}
	_, out, err := casesOf(ctx, s, shopN, remote)
	return out, err
}

// PromisesOf returns what was promised about the lines of an order.
func (s *Store) PromisesOf(ctx context.Context, lines []domain.OrderLine) ([]domain.Promise, error) {
	return promisesOf(ctx, s, lines)
}

// KnowsGoods reports whether a code is the merchant's code or the platform's id of a SKU.
func (s *Store) KnowsGoods(ctx context.Context, code string) (bool, error) {
	var n int64
	norm := normID(code)
	if norm == "" {
		return false, nil
	}
	return one(ctx, s, `SELECT 1 WHERE EXISTS (SELECT 1 FROM item WHERE sku_norm = ?1 AND sku_norm <> '') OR EXISTS (SELECT 1 FROM item WHERE sku_id = ?2)`, []any{norm, code}, &n)
}

// ParcelsToPack returns outgoing parcels that no courier has scanned and the bench has
// not seen, those that became known last first.
func (s *Store) ParcelsToPack(ctx context.Context, limit int) ([]domain.Parcel, error) {
	return s.parcelsLast(ctx, `p.final = 0 AND p.direction = 'out' AND p.picked_at = 0 AND p.order_remote <> ''`, limit)
}

// ParcelsToUnbox returns return parcels that have a case and that the bench has not
// seen, those that became known last first.
func (s *Store) ParcelsToUnbox(ctx context.Context, limit int) ([]domain.Parcel, error) {
	return s.parcelsLast(ctx, `p.direction = 'back' AND p.case_remote <> '' AND p.order_remote <> ''`, limit)
}

func (s *Store) parcelsLast(ctx context.Context, cond string, limit int) ([]domain.Parcel, error) {
	out := []domain.Parcel{}
	err := each(ctx, s, parcelSelect+` WHERE `+cond+` AND NOT EXISTS (SELECT 1 FROM pack_record k WHERE k.waybill = p.waybill AND k.waybill <> '')
		ORDER BY p.n DESC LIMIT ?`, []any{limitOf(limit)}, func(r rower) error {
		_, p, err := scanParcel(r)
		out = append(out, p)
		return err
	})
	return out, err
}

// proven says of an order o whether a whole film of its packing is linked to it.
const proven = `EXISTS (SELECT 1 FROM evidence_link k JOIN evidence e ON e.n = k.evidence_n WHERE k.order_id = ? || o.remote_id AND e.kind = 'packing_video' AND e.incomplete = 0)`

// PackCoverage counts, per day of the shops' zones from..to inclusive, packer and value
// band, the shipped orders and those whose packing was filmed whole. An order is of the
// high band from high minor units paid on. Rows come by day, packer, band.
func (s *Store) PackCoverage(ctx context.Context, shopIDs []string, from, to domain.ShopDay, high int64) ([]domain.PackCoverageRow, error) {
	at := map[domain.PackCoverageRow]*domain.PackCoverageRow{}
	err := s.eachShipped(ctx, shopIDs, from, to, `ifnull(o.paid, 0) >= ?, `+proven+`,
		ifnull((SELECT r.packer FROM pack_record r WHERE r.order_id = ? || o.remote_id AND r.order_id <> '' AND r.mode = 'pack' AND r.state = 'done' ORDER BY r.started_at DESC LIMIT 1), '')`,
		func(shop string) []any { return []any{high, shop, shop} }, func(r rower, day func(domain.Instant) domain.ShopDay) error {
			var shipped domain.Instant
			var has int64
			var key domain.PackCoverageRow
			if err := r.Scan(&shipped, &key.High, &has, &key.Packer); err != nil {
				return err
			}
			key.Day = day(shipped)
			if at[key] == nil {
				row := key
				at[key] = &row
			}
			at[key].Shipped++
			at[key].Proven += has
			return nil
		})
	out := make([]domain.PackCoverageRow, 0, len(at))
	for _, row := range at {
		out = append(out, *row)
	}
	slices.SortFunc(out, func(a, b domain.PackCoverageRow) int {
		return cmp.Or(strings.Compare(string(a.Day), string(b.Day)), strings.Compare(a.Packer, b.Packer), cmp.Compare(asInt(a.High), asInt(b.High)))
	})
	return out, err
}

// PackGaps returns shipped orders of the high band whose packing was not filmed whole,
// shipped last first: each is work to be done.
func (s *Store) PackGaps(ctx context.Context, shopIDs []string, from, to domain.ShopDay, high int64, limit int) ([]domain.OrderRow, error) {
	type gap struct {
		n  int64
		at domain.Instant
	}
	gaps := []gap{}
	if err := s.eachShipped(ctx, shopIDs, from, to, `o.n, ifnull(o.paid, 0) >= ? AND NOT `+proven, func(shop string) []any { return []any{high, shop} },
		func(r rower, _ func(domain.Instant) domain.ShopDay) error {
			var g gap
			var open bool
			if err := r.Scan(&g.at, &g.n, &open); err != nil || !open {
				return err
			}
			gaps = append(gaps, g)
			return nil
		}); err != nil {
		return nil, err
	}
	slices.SortFunc(gaps, func(a, b gap) int { return cmp.Or(cmp.Compare(b.at, a.at), cmp.Compare(b.n, a.n)) })
	ns := []int64{}
	for _, g := range gaps[:min(len(gaps), limitOf(limit))] {
		ns = append(ns, g.n)
	}
	return orderRows(ctx, s, ns)
}

// eachShipped reads columns of the orders that were shipped on the days from..to of
// their shops' zones; the moment of shipping is the first column. args come before
// those of the range.
func (s *Store) eachShipped(ctx context.Context, shopIDs []string, from, to domain.ShopDay, columns string, args func(prefix string) []any,
	fn func(r rower, day func(domain.Instant) domain.ShopDay) error) error {
	shops, err := refs(ctx, s, s, shopIDs)
	if err != nil {
		return err
	}
	for _, sh := range shops {
		start, _, err := from.Range(sh.zone)
		if err != nil {
			return err
		}
		_, end, err := to.Range(sh.zone)
		if err != nil {
			return err
		}
		day := func(at domain.Instant) domain.ShopDay { return domain.DayOf(at, sh.zone) }
		if err := each(ctx, s, `SELECT o.shipped_at, `+columns+` FROM orders o`+shippedRange, append(args(sh.id+"."), sh.n, int64(start), int64(end)),
			func(r rower) error { return fn(r, day) }); err != nil {
			return err
		}
	}
	return nil
}

// packing adds what the bench did to a history.
func (t *timeline) packing(list []domain.PackRecord) {
	for i := range list {
		r := &list[i]
		params := map[string]string{"by": r.Packer, "station": r.Station, "waybill": r.Waybill, "state": string(r.State), "mode": string(r.Mode)}
		at := r.ClosedAt
		if at == 0 {
			at = r.StartedAt
		}
		kind := "packed"
		if r.Mode == domain.PackBack {
			kind = "unboxed"
		}
		t.add(domain.TimelineEntry{ID: kind + ":" + r.ID, At: at, Actor: domain.ActorStaff, Kind: kind, Source: sourceDesk, Params: params, Ref: r.ID})
	}
}
