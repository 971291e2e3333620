package store

import (
	"context"
	"database/sql"
	"strings"

	"afterdesk/backend/domain"
)

// orderColumns are the columns of content, in the order of orderArgs.
var orderColumns = []string{"status", "raw_status", "created_at", "paid_at", "promised_ship_at", "shipped_at", "finished_at", "updated_at",
	"currency", "total", "paid", "freight", "discount", "buyer_key", "buyer_nick", "masked_name", "masked_phone", "province", "city", "district",
	"masked_address", "buyer_words", "seller_words"}

var sourceColumns = []string{"api", "fetched_at", "payload_hash", "hash"}

// insertSQL and updateSQL write statements over fixed column lists.
func insertSQL(table string, columns ...[]string) string {
	var all []string
	for _, c := range columns {
		all = append(all, c...)
	}
	return "INSERT INTO " + table + " (" + strings.Join(all, ", ") + ") VALUES (" + strings.TrimSuffix(strings.Repeat("?, ", len(all)), ", ") + ")"
}

func updateSQL(table string, columns ...[]string) string {
	var all []string
	for _, c := range columns {
		all = append(all, c...)
	}
	return "UPDATE " + table + " SET " + strings.Join(all, " = ?, ") + " = ? WHERE n = ?"
}

var (
	insertOrder = insertSQL("orders", []string{"n", "shop_n", "remote_id", "search"}, orderColumns, sourceColumns)
	pointOrder  = updateSQL("orders", sourceColumns[:3])
)

func orderArgs(o *domain.Order, currency string) []any {
	return []any{string(o.Status), o.RawStatus, int64(o.CreatedAt), int64(o.PaidAt), int64(o.PromisedShipAt), int64(o.ShippedAt), int64(o.FinishedAt),
		int64(o.UpdatedAt), currency, minor(o.Total), minor(o.Paid), minor(o.Freight), minor(o.Discount), o.BuyerKey, o.BuyerNick.Reveal(), o.MaskedName,
		o.MaskedPhone, o.Province, o.City, o.District, o.MaskedAddress, o.BuyerWords.Reveal(), o.SellerWords.Reveal()}
}

// lineContent is what the hash of an order covers of a line.
func lineContent(l *domain.OrderLine) []any {
	return []any{l.RemoteID, string(l.Status), l.RawStatus, l.ProductID, l.ProductName, l.SKUID, l.SKUCode, l.Spec, l.Size, l.Category, l.Picture,
		l.Qty, minor(l.UnitPrice), minor(l.Paid), asInt(l.Gift), int64(l.SignedAt), l.Live.RoomID, l.Live.SessionID, l.Live.HostID, l.Live.HostName,
		l.Live.VideoID, string(l.Live.Channel)}
}

func parcelContent(p *domain.Parcel) []any {
	return []any{p.Waybill, p.CarrierCode, p.CarrierName, string(p.Direction), string(p.State), int64(p.UploadedAt), int64(p.PickedAt), int64(p.HubAt),
		int64(p.DeliveryAt), int64(p.SignedAt), int64(p.LastAt), p.LastText, p.FromProvince, p.ToProvince, p.ToCity}
}

// stored is what a Put reads of the row it may replace.
type stored struct {
	n       int64
	hash    string
	updated domain.Instant
	payload string
}

func (t *Tx) stored(ctx context.Context, query, remote string, shopN int64) (stored, bool, error) {
	var s stored
	var hash sql.RawBytes
	rows, err := t.query(ctx, query, remote, shopN)
	if err != nil {
		return s, false, err
	}
	defer rows.Close()
	if !rows.Next() {
		return s, false, sqlErr("read", rows.Err())
	}
	if err := rows.Scan(&s.n, &hash, &s.updated, &s.payload); err != nil {
		return s, false, sqlErr("read", err)
	}
	s.hash = string(hash)
	return s, true, nil
}

// keep reports whether the stored row stays: same content, or newer than the
// incoming one. An incoming row that does not say when it changed is believed.
func (s stored) keep(hash []byte, updated domain.Instant) bool {
	return s.hash == string(hash) || (updated != 0 && updated < s.updated)
}

// point makes a row that stays as it is name the payload that says so now: an
// answer that changed in a field nobody reads, or a detail that says what the
// list said, has taken the place of the one the row came from.
func (t *Tx) point(ctx context.Context, update string, was stored, hash []byte, s domain.Source) error {
	if s.PayloadHash == "" || s.PayloadHash == was.payload || was.hash != string(hash) {
		return nil
	}
	_, err := t.exec(ctx, update, s.API, int64(s.FetchedAt), s.PayloadHash, was.n)
	return err
}

// PutOrders stores orders with their lines, the parcels they name, their contact
// and the broadcasts they were sold in. invalid when an id is not one of the
// order's shop or when one order has two currencies; not_found for an unknown shop.
func (t *Tx) PutOrders(ctx context.Context, orders []domain.Order) (PutResult, error) {
	var res PutResult
	for i := range orders {
		known, changed, err := t.putOrder(ctx, &orders[i])
		if err != nil {
			return res, err
		}
		res.add(known, changed)
	}
	if res.Added+res.Changed > 0 {
		t.Topic("orders")
	}
	return res, nil
}

func (t *Tx) putOrder(ctx context.Context, o *domain.Order) (known, changed bool, err error) {
	ref, err := t.shop(ctx, o.ShopID)
	if err != nil {
		return false, false, err
	}
	if o.RemoteID == "" {
		return false, false, invalid("remoteId", "order without an id")
	}
	amounts := []domain.Money{o.Total, o.Paid, o.Freight, o.Discount}
	for i := range o.Lines {
		amounts = append(amounts, o.Lines[i].UnitPrice, o.Lines[i].Paid)
	}
	currency, err := oneCurrency(amounts...)
	if err != nil {
		return false, false, err
	}
	args := orderArgs(o, currency)
	content := make([][]any, 0, 2+len(o.Lines)+len(o.Parcels))
	content = append(content, args)
	for i := range o.Lines {
		content = append(content, lineContent(&o.Lines[i]))
	}
	for i := range o.Parcels {
		content = append(content, parcelContent(&o.Parcels[i]))
	}
	if o.Contact != nil {
		content = append(content, []any{o.Contact.Name.Reveal(), o.Contact.Phone.Reveal(), o.Contact.Address.Reveal()})
	}
	hash := contentHash(content...)
	was, known, err := t.stored(ctx, `SELECT n, hash, updated_at, payload_hash FROM orders WHERE remote_id = ? AND shop_n = ?`, o.RemoteID, ref.n)
	if err != nil {
		return known, false, err
	}
	if known && was.keep(hash, o.UpdatedAt) {
		return known, false, t.point(ctx, pointOrder, was, hash, o.Source)
	}
	args = append(args, o.Source.API, int64(o.Source.FetchedAt), o.Source.PayloadHash, hash)
	var n int64
	var reindex bool
	var lines []lineRow
	if known {
		if n, reindex, err = t.changeOrder(ctx, o, ref, was.n, args); err != nil {
			return known, false, err
		}
		if lines, err = t.lineRows(ctx, n); err != nil {
			return known, false, err
		}
	} else {
		if n, err = t.slot(ctx, `SELECT max(n) FROM orders WHERE n >= ? AND n < ?`, orderTime(o)); err != nil {
			return known, false, err
		}
		// Asked before the order's own parcels are put, and only once in its life.
		if reindex, err = t.waiting(ctx, o, ref.n); err != nil {
			return known, false, err
		}
		text := orderText(o)
		if _, err := t.exec(ctx, insertOrder, append([]any{n, ref.n, o.RemoteID, textSum(text)}, args...)...); err != nil {
			return known, false, err
		}
		if err := t.index(ctx, orderSearch, n, text, true); err != nil {
			return known, false, err
		}
		t.counts["orders"]++
	}
	words, err := t.putLines(ctx, o, ref, n, lines)
	if err != nil {
		return known, false, err
	}
	reindex = reindex || known && words
	for i := range o.Parcels {
		p := &o.Parcels[i]
		p.ShopID, p.OrderID = o.ShopID, o.ID
		_, moved, err := t.putParcel(ctx, ref, p, o.RemoteID, "")
		if err != nil {
			return known, false, err
		}
		reindex = reindex || known && moved
	}
	if c := o.Contact; c != nil {
		if _, err := t.exec(ctx, `INSERT INTO contact (order_n, name, phone, address) VALUES (?, ?, ?, ?)
			ON CONFLICT (order_n) DO UPDATE SET name = excluded.name, phone = excluded.phone, address = excluded.address`,
			n, c.Name.Reveal(), c.Phone.Reveal(), c.Address.Reveal()); err != nil {
			return known, false, err
		}
	}
	if reindex {
		t.stale[staleText{shopN: ref.n, order: o.RemoteID}] = true
	}
	t.mark(domain.TrendOrders, ref, o.PaidAt)
	return known, true, nil
}

// orderTime is the moment an order stands at in the list.
func orderTime(o *domain.Order) domain.Instant {
	switch {
	case o.CreatedAt != 0:
		return o.CreatedAt
	case o.PaidAt != 0:
		return o.PaidAt
	}
	return 0
}

// waiting reports whether a case or a parcel of the order came before it.
func (t *Tx) waiting(ctx context.Context, o *domain.Order, shopN int64) (bool, error) {
	var n int64
	for _, q := range []string{`SELECT 1 FROM after_sale WHERE order_remote = ? AND shop_n = ? LIMIT 1`, `SELECT 1 FROM parcel WHERE order_remote = ? AND shop_n = ? LIMIT 1`} {
		if ok, err := one(ctx, t, q, []any{o.RemoteID, shopN}, &n); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}
