package store

import (
	"context"

	"afterdesk/backend/domain"
)

const orderSelect = `SELECT o.n, sh.id, o.remote_id, o.status, o.raw_status, o.created_at, o.paid_at, o.promised_ship_at, o.shipped_at, o.finished_at,
	o.updated_at, o.currency, o.total, o.paid, o.freight, o.discount, o.buyer_key, o.buyer_nick, o.masked_name, o.masked_phone, o.province, o.city,
	o.district, o.masked_address, o.buyer_words, o.seller_words, o.api, o.fetched_at, o.payload_hash FROM orders o JOIN shop sh ON sh.n = o.shop_n`

// ordersWhere reads whole orders, without contact.
func ordersWhere(ctx context.Context, d db, cond string, args ...any) ([]int64, []domain.Order, error) {
	ns, out := []int64{}, []domain.Order{}
	var currencies []string
	err := each(ctx, d, orderSelect+` WHERE `+cond+` ORDER BY o.n`, args, func(r rower) error {
		var o domain.Order
		var n int64
		var currency string
		var total, paid, freight, discount nullInt
		if err := r.Scan(&n, &o.ShopID, &o.RemoteID, &o.Status, &o.RawStatus, &o.CreatedAt, &o.PaidAt, &o.PromisedShipAt, &o.ShippedAt, &o.FinishedAt,
			&o.UpdatedAt, &currency, &total, &paid, &freight, &discount, &o.BuyerKey, &o.BuyerNick, &o.MaskedName, &o.MaskedPhone, &o.Province, &o.City,
			&o.District, &o.MaskedAddress, &o.BuyerWords, &o.SellerWords, &o.Source.API, &o.Source.FetchedAt, &o.Source.PayloadHash); err != nil {
			return err
		}
		o.ID = domain.RemoteKey(o.ShopID, o.RemoteID)
		o.Total, o.Paid = money(total, currency), money(paid, currency)
		o.Freight, o.Discount = money(freight, currency), money(discount, currency)
		ns, out, currencies = append(ns, n), append(out, o), append(currencies, currency)
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	for i := range out {
		o := &out[i]
		if o.Lines, err = linesOf(ctx, d, ns[i], o, currencies[i]); err != nil {
			return nil, nil, err
		}
		if _, o.Parcels, err = parcelsWhere(ctx, d, `p.order_remote = ? AND p.shop_n = (SELECT n FROM shop WHERE id = ?)`, o.RemoteID, o.ShopID); err != nil {
			return nil, nil, err
		}
	}
	return ns, out, nil
}

func linesOf(ctx context.Context, d db, orderN int64, o *domain.Order, currency string) ([]domain.OrderLine, error) {
	out := []domain.OrderLine{}
	err := each(ctx, d, `SELECT l.remote_id, l.status, l.raw_status, i.product_id, i.product_name, i.sku_id, i.sku_code, i.spec, i.size, i.category, i.picture,
		l.qty, l.unit_price, l.paid, l.gift, l.signed_at, ifnull(s.room_id, ''), ifnull(h.host_id, ''), ifnull(h.name, ''), l.video_id, l.channel
		FROM order_line l JOIN item i ON i.n = l.item_n LEFT JOIN live_session s ON s.n = l.session_n LEFT JOIN host h ON h.n = l.host_n
		WHERE l.order_n = ? ORDER BY l.pos`, []any{orderN}, func(r rower) error {
		var l domain.OrderLine
		var price, paid nullInt
		if err := r.Scan(&l.RemoteID, &l.Status, &l.RawStatus, &l.ProductID, &l.ProductName, &l.SKUID, &l.SKUCode, &l.Spec, &l.Size, &l.Category, &l.Picture,
			&l.Qty, &price, &paid, &l.Gift, &l.SignedAt, &l.Live.RoomID, &l.Live.HostID, &l.Live.HostName, &l.Live.VideoID, &l.Live.Channel); err != nil {
			return err
		}
		l.ID, l.OrderID = keyOf(o.ShopID, l.RemoteID), o.ID
		l.UnitPrice, l.Paid = money(price, currency), money(paid, currency)
		l.Live.SessionID = keyOf(o.ShopID, l.Live.RoomID)
		out = append(out, l)
		return nil
	})
	return out, err
}

// GetOrder returns an order with lines and parcels, or not_found. The contact is
// never part of it: see RevealContact.
func (s *Store) GetOrder(ctx context.Context, id string) (domain.Order, error) {
	_, o, err := s.order(ctx, id)
	return o, err
}

func (s *Store) order(ctx context.Context, id string) (int64, domain.Order, error) {
	shopN, remote, ok, err := split(ctx, s, id)
	if err != nil {
		return 0, domain.Order{}, err
	}
	if !ok {
		return 0, domain.Order{}, notFound("order")
	}
	ns, list, err := ordersWhere(ctx, s, `o.remote_id = ? AND o.shop_n = ?`, remote, shopN)
	if err != nil {
		return 0, domain.Order{}, err
	}
	if len(ns) == 0 {
		return 0, domain.Order{}, notFound("order")
	}
	return ns[0], list[0], nil
}

// OrdersByRemoteID returns the orders with one of the platform's ids, of any shop.
func (s *Store) OrdersByRemoteID(ctx context.Context, ids []string) ([]domain.Order, error) {
	_, out, err := ordersWhere(ctx, s, `o.remote_id IN (SELECT value FROM json_each(?))`, idList(ids))
	return out, err
}

// GetOrderDetail returns an order with everything that hangs on it and its
// history, or not_found.
func (s *Store) GetOrderDetail(ctx context.Context, id string) (domain.OrderDetail, error) {
	n, o, err := s.order(ctx, id)
	if err != nil {
		return domain.OrderDetail{}, err
	}
	d := domain.OrderDetail{Order: o}
	rest, err := s.around(ctx, n, &o)
	if err != nil {
		return d, err
	}
	d.HasContact, d.Sessions, d.Promises, d.Parcels, d.Reviews = rest.hasContact, rest.sessions, rest.promises, rest.parcels, rest.reviews
	if d.Evidence, err = evidenceWhere(ctx, s, `e.n IN (SELECT evidence_n FROM evidence_link WHERE order_id = ?)`, id); err != nil {
		return d, err
	}
	shopN, remote, _, err := split(ctx, s, id)
	if err != nil {
		return d, err
	}
	ns, cases, err := casesOf(ctx, s, shopN, remote)
	if err != nil {
		return d, err
	}
	if d.AfterSales, err = caseRows(ctx, s, ns); err != nil {
		return d, err
	}
	var tl timeline
	tl.order(&o)
	tl.promises(d.Promises)
	tl.parcels(d.Parcels)
	tl.reviews(d.Reviews)
	tl.evidence(d.Evidence)
	for i := range cases {
		tl.afterSale(&cases[i])
	}
	if d.Packing, err = packRecordsOf(ctx, s, "", id); err != nil {
		return d, err
	}
	tl.packing(d.Packing)
	if err := tl.desk(ctx, s, `order_id = ?`, id, id); err != nil {
		return d, err
	}
	d.Timeline = tl.sorted()
	return d, nil
}

// surroundings is what an order's and a case's page share.
type surroundings struct {
	hasContact bool
	sessions   []domain.LiveSession
	promises   []domain.Promise
	parcels    []domain.ParcelDetail
	reviews    []domain.Review
}

func (s *Store) around(ctx context.Context, n int64, o *domain.Order) (out surroundings, err error) {
	var has int64
	if out.hasContact, err = one(ctx, s, `SELECT 1 FROM contact WHERE order_n = ?`, []any{n}, &has); err != nil {
		return out, err
	}
	if out.sessions, err = sessionsOf(ctx, s, n); err != nil {
		return out, err
	}
	if out.promises, err = promisesOf(ctx, s, o.Lines); err != nil {
		return out, err
	}
	if out.parcels, err = parcelDetails(ctx, s, `p.order_remote = ? AND p.shop_n = (SELECT n FROM shop WHERE id = ?)`, o.RemoteID, o.ShopID); err != nil {
		return out, err
	}
	_, out.reviews, err = reviewsWhere(ctx, s, `r.order_remote = ? AND r.order_remote <> '' AND r.shop_n = (SELECT n FROM shop WHERE id = ?)`, o.RemoteID, o.ShopID)
	return out, err
}

// RevealContact returns the plain receiver of an order and writes in the same
// transaction who looked and why. not_found when the order has none; invalid
// without a purpose.
func (t *Tx) RevealContact(ctx context.Context, orderID, by, purpose string) (domain.Contact, error) {
	var c domain.Contact
	if purpose == "" {
		return c, invalid("purpose", "a reveal needs a purpose")
	}
	shopN, remote, ok, err := split(ctx, t, orderID)
	if err != nil {
		return c, err
	}
	if ok {
		if ok, err = one(ctx, t, `SELECT c.name, c.phone, c.address FROM contact c JOIN orders o ON o.n = c.order_n WHERE o.remote_id = ? AND o.shop_n = ?`,
			[]any{remote, shopN}, &c.Name, &c.Phone, &c.Address); err != nil {
			return c, err
		}
	}
	if !ok {
		return c, notFound("contact")
	}
	return c, t.PutAudit(ctx, domain.AuditEntry{ID: domain.NewID(t.now), At: t.now, By: by, What: "contact_revealed", Subject: domain.SubjectOrder,
		SubjectID: orderID, Purpose: purpose, Params: map[string]string{}})
}
