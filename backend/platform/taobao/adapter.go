package taobao

import (
	"encoding/json"
	"strings"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

const currency = "CNY"

// reader turns wire structs into rows.
type reader struct {
	*platform.Reader
	zone *time.Location
}

// Field names under which unknown values are listed and mapped.
const (
	fieldOrderStatus = "order.status"
	fieldCaseType    = "after_sale.type"
	fieldCaseStatus  = "after_sale.status"
	fieldArbitration = "after_sale.arbitration"
	fieldGoodsBack   = "after_sale.goods_back"
	fieldActor       = "after_sale.actor"
	fieldRating      = "review.rating"
)

// yuan reads an amount; an unreadable one is a fault of the item.
func yuan(t flex.Text, field string) (domain.Money, error) {
	m, ok := t.Major(currency)
	if !ok {
		return domain.Money{}, platform.Bad(field)
	}
	return m, nil
}

// order reads one trade: the detail's shape, or the list's, which says less.
func (r reader) order(raw []byte) (domain.Order, error) {
	var w wireTrade
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.Order{}, platform.BadShape(err, "item")
	}
	id := platform.First(w.TIDText.ID(), w.TID.ID())
	if id == "" {
		return domain.Order{}, platform.Bad("tid")
	}
	o := r.NewOrder(id, apiTrade)
	if o.CreatedAt = w.Created.Moment(r.zone); o.CreatedAt.IsZero() {
		return domain.Order{}, platform.Bad("created")
	}
	o.PaidAt, o.UpdatedAt, o.ShippedAt = w.PayTime.Moment(r.zone), w.Modified.Moment(r.zone), w.ConsignTime.Moment(r.zone)
	o.FinishedAt, o.PromisedShipAt = w.EndTime.Moment(r.zone), w.DeliveryTime.Moment(r.zone)
	if o.UpdatedAt < o.CreatedAt {
		o.UpdatedAt = o.CreatedAt
	}
	var err error
	for _, m := range []struct {
		to    *domain.Money
		from  flex.Text
		field string
	}{{&o.Total, w.TotalFee, "total_fee"}, {&o.Paid, w.Payment, "payment"}, {&o.Freight, w.PostFee, "post_fee"}, {&o.Discount, w.DiscountFee, "discount_fee"}} {
		if *m.to, err = yuan(m.from, m.field); err != nil {
			return domain.Order{}, err
		}
	}
	o.BuyerKey, o.BuyerNick = w.BuyerOpenUID.ID(), domain.Private(w.BuyerNick)
	o.BuyerWords, o.SellerWords = domain.Private(w.BuyerMessage), domain.Private(w.SellerMemo)
	o.MaskedName, o.MaskedPhone = domain.MaskName(w.ReceiverName), domain.MaskPhone(w.ReceiverMobile)
	o.Province, o.City, o.District = w.ReceiverState, w.ReceiverCity, w.ReceiverDistrict
	o.Status, o.RawStatus = r.status(w.Status), w.Status
	for i := range w.Orders.Order {
		l := &w.Orders.Order[i]
		line, off, err := r.line(o, l)
		if err != nil {
			return domain.Order{}, err
		}
		o.Lines = append(o.Lines, line)
		// the trade's own discount leaves out what each line got
		if o.Discount, err = o.Discount.Plus(off); err != nil {
			return domain.Order{}, platform.Bad("discount_fee")
		}
		o.Parcels = r.AddParcel(o.Parcels, domain.Parcel{OrderID: o.ID, Waybill: l.InvoiceNo.ID(), CarrierCode: carrierCode(l.LogisticsCompany),
			CarrierName: l.LogisticsCompany, Direction: domain.DirectionOut, UploadedAt: l.ConsignTime.Moment(r.zone), ToProvince: o.Province, ToCity: o.City})
	}
	platform.Unpaid(&o)
	return o, nil
}

// held reports whether the platform asks not to ship a trade although it is paid.
func held(raw []byte) bool {
	var w wireTrade
	return json.Unmarshal(raw, &w) == nil && (w.TopHold.Is || w.TeamBuyHold.Is || w.ShareGroupHold.Is)
}

func (r reader) status(raw string) domain.OrderStatus {
	s, ok := orderStatus(raw)
	return platform.Pick(r.Reader, s, ok, fieldOrderStatus, raw, domain.OrderStatuses, domain.OrderUnknown)
}

// line reads one line and what was taken off its price.
func (r reader) line(o domain.Order, w *wireLine) (l domain.OrderLine, off domain.Money, err error) {
	id := platform.First(w.OIDText.ID(), w.OID.ID())
	if id == "" {
		return l, off, platform.Bad("orders.oid")
	}
	l = r.NewLine(o, id)
	l.ProductID, l.ProductName, l.Picture, l.Category = w.NumIID.ID(), w.Title, w.PicPath, w.CID.ID()
	l.SKUID, l.SKUCode, l.Qty = w.SKUID.ID(), platform.First(w.OuterSKUID.ID(), w.OuterIID.ID()), w.Num.N
	l.Spec, l.Size = spec(w.Properties)
	if w.Status != "" {
		l.Status, l.RawStatus = r.status(w.Status), w.Status
	}
	if l.UnitPrice, err = yuan(w.Price, "orders.price"); err != nil {
		return l, off, err
	}
	// the line's own payment holds the freight when the trade has one line
	if l.Paid, err = yuan(w.DivideOrderFee, "orders.divide_order_fee"); err != nil {
		return l, off, err
	}
	if !l.Paid.Known() {
		if l.Paid, err = yuan(w.Payment, "orders.payment"); err != nil {
			return l, off, err
		}
	}
	off, err = yuan(w.DiscountFee, "orders.discount_fee")
	return l, off, err
}

// spec reads "颜色分类:红色;尺码:M": the values, and the size among them.
func spec(properties string) (joined, size string) {
	var values []string
	for _, p := range strings.Split(properties, ";") {
		name, v, ok := strings.Cut(p, ":")
		if !ok {
			name, v = "", p
		}
		if v = strings.TrimSpace(v); v == "" {
			continue
		}
		values = append(values, v)
		if size == "" && platform.IsSize(name) {
			size = v
		}
	}
	return strings.Join(values, " / "), size
}

// review reads one trade_rate. Its id is the line's: a buyer rates a line once.
func (r reader) review(raw []byte) (domain.Review, error) {
	var w wireRate
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.Review{}, platform.BadShape(err, "item")
	}
	id, tid := w.OID.ID(), w.TID.ID()
	switch {
	case id == "":
		return domain.Review{}, platform.Bad("oid")
	case tid == "":
		return domain.Review{}, platform.Bad("tid")
	}
	v := domain.Review{ID: domain.RemoteKey(r.Shop.ID, id), ShopID: r.Shop.ID, RemoteID: id, OrderID: domain.RemoteKey(r.Shop.ID, tid),
		ProductID: w.NumIID.ID(), ProductName: w.ItemTitle, Band: domain.ReviewUnrated, Text: domain.Private(w.Content), Images: []string{},
		BuyerNick: domain.Private(w.Nick), CreatedAt: w.Created.Moment(r.zone), ReplyText: domain.Private(w.Reply), Source: domain.Source{API: apiRates}}
	if v.CreatedAt.IsZero() {
		return domain.Review{}, platform.Bad("created")
	}
	stars, ok := rating(w.Result)
	if !ok {
		platform.Unknown(r.Reader, fieldRating, w.Result, []string{}, "")
	}
	v.Rating, v.FirstRating = stars, stars
	return v, nil
}

// DeriveOrder makes an order from its raw JSON again.
func (c *Connector) DeriveOrder(raw []byte) (domain.Order, []domain.Unmapped, error) {
	r := c.reader()
	o, err := r.order(raw)
	return o, r.Unmapped(c.d.Now()), err
}

// DeriveReview makes a review from its raw JSON again.
func (c *Connector) DeriveReview(raw []byte) (domain.Review, []domain.Unmapped, error) {
	r := c.reader()
	v, err := r.review(raw)
	return v, r.Unmapped(c.d.Now()), err
}
