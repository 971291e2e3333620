package store

import (
	"context"

	"afterdesk/backend/domain"
)

// casesOf reads the cases of an order, first applied first.
func casesOf(ctx context.Context, d db, shopN int64, orderRemote string) ([]int64, []domain.AfterSale, error) {
	ns, out := []int64{}, []domain.AfterSale{}
	if orderRemote == "" {
		return ns, out, nil
	}
	err := each(ctx, d, caseSelect+` WHERE a.order_remote = ? AND a.shop_n = ? ORDER BY a.n`, []any{orderRemote, shopN}, func(r rower) error {
		n, c, err := scanCase(r)
		ns, out = append(ns, n), append(out, c)
		return err
	})
	return ns, out, err
}

// GetAfterSaleDetail returns a case with everything a person needs to decide it
// and its history, or not_found. Order is nil while it has not been pulled.
func (s *Store) GetAfterSaleDetail(ctx context.Context, id string) (domain.AfterSaleDetail, error) {
	n, c, err := s.afterSale(ctx, id)
	if err != nil {
		return domain.AfterSaleDetail{}, err
	}
	d := domain.AfterSaleDetail{Case: c, Sessions: []domain.LiveSession{}, Promises: []domain.Promise{}, Parcels: []domain.ParcelDetail{},
		Reviews: []domain.Review{}, Siblings: []domain.AfterSaleRow{}}
	rows, err := caseRows(ctx, s, []int64{n})
	if err != nil {
		return d, err
	}
	if len(rows) == 1 {
		d.Row = rows[0]
	}
	shopN, remote, _, err := split(ctx, s, id)
	if err != nil {
		return d, err
	}
	var tl timeline
	orderRemote, err := remoteOf(c.ShopID, c.OrderID, "orderId")
	if err != nil {
		return d, err
	}
	orders, list, err := ordersWhere(ctx, s, `o.remote_id = ? AND o.shop_n = ?`, orderRemote, shopN)
	if err != nil {
		return d, err
	}
	if len(orders) == 1 {
		d.Order = &list[0]
		rest, err := s.around(ctx, orders[0], d.Order)
		if err != nil {
			return d, err
		}
		d.HasContact, d.Sessions, d.Promises, d.Parcels, d.Reviews = rest.hasContact, rest.sessions, rest.promises, rest.parcels, rest.reviews
		tl.order(d.Order)
	} else if d.Parcels, err = parcelDetails(ctx, s, `p.case_remote = ? AND p.case_remote <> '' AND p.shop_n = ?`, remote, shopN); err != nil {
		return d, err
	}
	siblings, cases, err := casesOf(ctx, s, shopN, orderRemote)
	if err != nil {
		return d, err
	}
	others := []int64{}
	for i, k := range siblings {
		if k != n {
			others = append(others, k)
			tl.afterSale(&cases[i])
		}
	}
	if d.Siblings, err = caseRows(ctx, s, others); err != nil {
		return d, err
	}
	if d.Evidence, err = evidenceWhere(ctx, s, `e.n IN (SELECT evidence_n FROM evidence_link WHERE case_id = ?1 AND case_id <> '' UNION
		SELECT evidence_n FROM evidence_link WHERE order_id = ?2 AND case_id = '' AND ?2 <> '')`, id, c.OrderID); err != nil {
		return d, err
	}
	if d.Packs, err = s.ListPacks(ctx, id, 100); err != nil {
		return d, err
	}
	if d.Acts, err = bodies[domain.Act](ctx, s, `SELECT body FROM act WHERE case_id = ? ORDER BY id`, id); err != nil {
		return d, err
	}
	if d.Findings, err = bodies[domain.Finding](ctx, s, `SELECT body FROM finding WHERE id IN (SELECT id FROM finding WHERE order_id = ?1 AND order_id <> '' UNION SELECT id FROM finding WHERE subject_id = ?2) ORDER BY id`, c.OrderID, id); err != nil {
		return d, err
	}
	tl.afterSale(&c)
	tl.promises(d.Promises)
	tl.parcels(d.Parcels)
	tl.reviews(d.Reviews)
	tl.evidence(d.Evidence)
	packed, err := packRecordsOf(ctx, s, "", c.OrderID)
	if err != nil {
		return d, err
	}
	tl.packing(packed)
	if err := tl.desk(ctx, s, `(order_id = ? AND order_id <> '')`, c.OrderID, c.OrderID); err != nil {
		return d, err
	}
	if c.OrderID == "" {
		if err := tl.desk(ctx, s, `case_id = ?`, id, id); err != nil {
			return d, err
		}
	}
	d.Timeline = tl.sorted()
	return d, nil
}
