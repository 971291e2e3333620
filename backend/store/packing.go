package store

import (
	"context"

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
