package pinduoduo

import (
	"encoding/json"
	"strconv"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

// reader turns wire structs into rows.
type reader struct{ *platform.Reader }

// Field names under which unknown values are listed and mapped.
const (
	fieldOrderStatus  = "order.status"
	fieldRefundStatus = "order.refund_status"
	fieldConfirm      = "order.confirm_status"
	fieldGroup        = "order.group_status"
	fieldRisk         = "order.risk_status"
	fieldCaseType     = "after_sale.type"
	fieldCaseStatus   = "after_sale.status"
	fieldDispute      = "after_sale.dispute"
	fieldIntervened   = "after_sale.intervened"
	fieldShipped      = "after_sale.shipped"
	fieldUserShipping = "after_sale.user_shipping"
)

// at reads a wall-clock time of Beijing, Unix seconds or milliseconds.
func at(t flex.Text) domain.Instant { return t.Moment(flex.Beijing()) }

// yuan reads an amount of yuan from its digits. A negative amount is no amount
// of an order or a refund and becomes unknown.
func yuan(t flex.Text, field string) (domain.Money, error) {
	m, ok := t.Major("CNY")
	if !ok {
		return domain.Money{}, platform.Bad(field)
	}
	if m.Minor < 0 {
		return domain.Money{}, nil
	}
	return m, nil
}

// mark reads a 0-or-1 field.
func (r reader) mark(field string, n flex.Num) bool {
	is, ok := mark(n.Raw())
	return r.Yes(is, ok, field, n.Raw())
}

// order reads one element of either order list, or order_info.
func (r reader) order(raw []byte) (domain.Order, error) {
	var w wireOrder
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.Order{}, platform.BadShape(err, "item")
	}
	id := w.OrderSN.ID()
	if id == "" {
		return domain.Order{}, platform.Bad("order_sn")
	}
	o := r.NewOrder(id, apiOrders)
	o.CreatedAt, o.PaidAt, o.PromisedShipAt = at(w.CreatedTime), at(w.PayTime), at(w.LastShipTime)
	o.ShippedAt, o.FinishedAt, o.UpdatedAt = at(w.ShippingTime), at(w.ReceiveTime), at(w.UpdatedAt)
	if o.CreatedAt.IsZero() {
		if o.CreatedAt = at(w.ConfirmTime); o.CreatedAt.IsZero() {
			return domain.Order{}, platform.Bad("created_time")
		}
	}
	o.UpdatedAt = max(o.UpdatedAt, o.CreatedAt)
	for _, a := range []struct {
		to    *domain.Money
		from  flex.Text
		field string
	}{{&o.Paid, w.PayAmount, "pay_amount"}, {&o.Freight, w.Postage, "postage"}, {&o.Discount, w.DiscountAmount, "discount_amount"}, {&o.Total, w.GoodsAmount, "goods_amount"}} {
		m, err := yuan(a.from, a.field)
		if err != nil {
			return domain.Order{}, err
		}
		*a.to = m
	}
	// paid = goods − discount + postage + services, so that what was paid and what
	// was taken off make the whole price, services included
	if o.Paid.Known() && o.Discount.Known() {
		if whole, err := o.Paid.Plus(o.Discount); err == nil {
			o.Total = whole
		}
	}
	o.BuyerKey, o.BuyerWords, o.SellerWords = w.AddressID.ID(), domain.Private(w.BuyerMemo), domain.Private(w.Remark)
	o.MaskedName, o.MaskedPhone, o.MaskedAddress = domain.MaskName(w.NameMask), domain.MaskPhone(w.PhoneMask), domain.MaskAddress(w.AddressMask)
	o.Province, o.City, o.District = w.Province, w.City, w.Town
	o.RawStatus = w.Status.Raw()
	o.Status = r.status(&w)
	for i := range w.Items {
		o.Lines = append(o.Lines, domain.OrderLine{})
		if err := r.line(&o, &w, i); err != nil {
			return domain.Order{}, err
		}
	}
	r.parcels(&o, &w)
	platform.Unpaid(&o)
	return o, nil
}

// status reads order_status, which tells only how far the shipment is, together
// with what may forbid to ship: a group that is not formed, a review of the
// platform, a refund before shipping.
func (r reader) status(w *wireOrder) domain.OrderStatus {
	s, ok := orderStatus(w.Status.Raw())
	s = platform.Pick(r.Reader, s, ok, fieldOrderStatus, w.Status.Raw(), domain.OrderStatuses, domain.OrderUnknown)
	stage := func(field, raw string) string {
		d, ok := deal(raw)
		return platform.Pick(r.Reader, d, ok, field, raw, []string{dealWaits, dealMade, dealDead}, dealMade)
	}
	confirm, group := stage(fieldConfirm, w.ConfirmStatus.Raw()), stage(fieldGroup, w.GroupStatus.Raw())
	held := r.mark(fieldRisk, w.RiskStatus)
	_, refunded, ok := refundStatus(w.RefundStatus.Raw())
	refunded = r.Yes(refunded, ok, fieldRefundStatus, w.RefundStatus.Raw())
	waits, dead := confirm == dealWaits || group == dealWaits, confirm == dealDead || group == dealDead
	switch {
	case s != domain.OrderToShip:
		return s
	case dead, refunded:
		return domain.OrderCancelled
	case waits, held:
		return domain.OrderPaid
	}
	return s
}

// line fills line i of an order. The platform has no line id: the only line is
// called like its order, one of several by its SKU as well.
func (r reader) line(o *domain.Order, w *wireOrder, i int) error {
	it := &w.Items[i]
	id := o.RemoteID
	if len(w.Items) > 1 {
		id += ":" + platform.First(it.SKUID.ID(), it.GoodsID.ID(), "line")
		for _, before := range o.Lines[:i] {
			if before.RemoteID == id {
				id += "#" + strconv.Itoa(i)
				break
			}
		}
	}
	l := r.NewLine(*o, id)
	l.ProductID, l.ProductName, l.Picture, l.SKUID, l.SKUCode = it.GoodsID.ID(), it.GoodsName, it.GoodsImg, it.SKUID.ID(), it.OuterID
	l.Category = platform.First(w.CategoryID4.ID(), w.CategoryID3.ID(), w.CategoryID2.ID(), w.CategoryID1.ID())
	l.Spec, l.Qty = spec(it.GoodsSpec), it.GoodsCount.N
	price, err := yuan(it.GoodsPrice, "item_list.goods_price")
	if err != nil {
		return err
	}
	l.UnitPrice = price
	if len(w.Items) == 1 && o.Paid.Known() && o.Freight.Known() && o.Paid.Minor >= o.Freight.Minor {
		l.Paid = domain.CNY(o.Paid.Minor - o.Freight.Minor)
	}
	o.Lines[i] = l
	return nil
}

// spec writes the values of a SKU, "红色,L" here, as the house does. Which of
// them is the size is not told.
func spec(s string) string {
	out := []string{}
	for _, v := range strings.FieldsFunc(s, func(c rune) bool { return c == ',' || c == '，' }) {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return strings.Join(out, " / ")
}

// parcels adds the order's waybills: of the goods, then of split, gift and resent
// parcels.
func (r reader) parcels(o *domain.Order, w *wireOrder) {
	list := []wireDelivery{{LogisticsID: w.LogisticsID, TrackingNumber: w.TrackingNumber}}
	list = append(append(append(list, w.ExtraDeliveries...), w.GiftDeliveries...), w.Resent...)
	for i, d := range list {
		p := domain.Parcel{OrderID: o.ID, Waybill: strings.TrimSpace(string(d.TrackingNumber)), CarrierCode: d.LogisticsID.ID(), Direction: domain.DirectionOut,
			ToProvince: o.Province, ToCity: o.City}
		if i == 0 {
			p.UploadedAt = o.ShippedAt
		}
		o.Parcels = r.AddParcel(o.Parcels, p)
	}
}
