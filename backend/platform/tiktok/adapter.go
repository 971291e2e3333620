package tiktok

import (
	"encoding/json"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

// reader turns wire structs into rows.
type reader struct{ *platform.Reader }

// Field names under which unknown values are listed and mapped.
const (
	fieldOrderStatus = "order.status"
	fieldGift        = "order.gift"
	fieldCaseType    = "after_sale.type"
	fieldCaseStatus  = "after_sale.status"
	fieldArbitration = "after_sale.arbitration"
	fieldAction      = "after_sale.action"
	fieldActor       = "after_sale.actor"
)

// order reads one element of orders.
func (r reader) order(raw []byte) (domain.Order, error) {
	var w wireOrder
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.Order{}, platform.BadShape(err, "item")
	}
	id := w.ID.ID()
	if id == "" {
		return domain.Order{}, platform.Bad("id")
	}
	o := r.NewOrder(id, apiOrders)
	if o.CreatedAt = w.CreateTime.Seconds(); o.CreatedAt.IsZero() {
		return domain.Order{}, platform.Bad("create_time")
	}
	o.PaidAt, o.UpdatedAt = w.PaidTime.Seconds(), max(w.UpdateTime.Seconds(), o.CreatedAt)
	o.PromisedShipAt = w.ShipBy.Seconds()
	if o.PromisedShipAt.IsZero() {
		o.PromisedShipAt = w.ShipDue.Seconds()
	}
	if o.ShippedAt = w.ReadyTime.Seconds(); o.ShippedAt.IsZero() {
		o.ShippedAt = w.CollectTime.Seconds()
	}
	o.Status, o.RawStatus = r.status(w.Status), w.Status
	if o.Status == domain.OrderCancelled {
		o.FinishedAt = w.CancelTime.Seconds()
	}
	if err := r.amounts(&o, w.Payment); err != nil {
		return domain.Order{}, err
	}
	o.BuyerKey, o.BuyerNick = w.UserID.ID(), domain.Private(w.Nick)
	o.BuyerWords, o.SellerWords = domain.Private(w.BuyerWords), domain.Private(w.SellerWords)
	o.MaskedName, o.MaskedPhone, o.MaskedAddress = string(w.Address.Name), string(w.Address.Phone), string(w.Address.Full)
	for _, d := range w.Address.Districts {
		switch d.Level {
		case "L1":
			o.Province = d.Name
		case "L2":
			o.City = d.Name
		case "L3":
			o.District = d.Name
		}
	}
	out := func(waybill, code, name string, at flex.Num) {
		o.Parcels = r.AddParcel(o.Parcels, domain.Parcel{OrderID: o.ID, Waybill: waybill, CarrierCode: platform.First(code, name), CarrierName: name,
			Direction: domain.DirectionOut, UploadedAt: at.Seconds(), ToProvince: o.Province, ToCity: o.City})
	}
	for i := range w.Lines {
		l, err := r.line(o, &w.Lines[i], w.DeliverTime.Seconds())
		if err != nil {
			return domain.Order{}, err
		}
		o.Lines = append(o.Lines, l)
		out(w.Lines[i].Tracking.ID(), w.Lines[i].ProviderID.ID(), w.Lines[i].Provider, w.Lines[i].ReadyTime)
	}
	if len(o.Parcels) == 0 {
		out(w.Tracking.ID(), w.ProviderID.ID(), w.Provider, w.ReadyTime)
	}
	platform.Unpaid(&o)
	return o, nil
}

// amounts reads the payment of an order. What the buyer paid is its total once
// there is a time of payment.
func (r reader) amounts(o *domain.Order, p wirePayment) (err error) {
	money := func(t flex.Text, field string) domain.Money {
		m, ok := t.Major(p.Currency)
		if !ok && err == nil {
			err = platform.Bad("payment." + field)
		}
		return m
	}
	o.Total, o.Freight = money(p.Total, "total_amount"), money(p.Shipping, "shipping_fee")
	seller, house := money(p.SellerDiscount, "seller_discount"), money(p.PlatformDiscount, "platform_discount")
	if err != nil {
		return err
	}
	if o.Discount, err = seller.Plus(house); err != nil {
		return platform.Bad("payment.seller_discount")
	}
	if !o.PaidAt.IsZero() {
		o.Paid = o.Total
	}
	return nil
}

func (r reader) status(raw string) domain.OrderStatus {
	s, ok := orderStatus(raw)
	return platform.Pick(r.Reader, s, ok, fieldOrderStatus, raw, domain.OrderStatuses, domain.OrderUnknown)
}

// line reads one element of line_items, which is one piece. The platform
// publishes no field that says from which broadcast it was bought.
func (r reader) line(o domain.Order, w *wireLine, delivered domain.Instant) (domain.OrderLine, error) {
	id := w.ID.ID()
	if id == "" {
		return domain.OrderLine{}, platform.Bad("line_items.id")
	}
	l := r.NewLine(o, id)
	if w.Status != "" {
		l.Status, l.RawStatus = r.status(w.Status), w.Status
	}
	var okUnit, okPaid bool
	l.UnitPrice, okUnit = w.OriginalPrice.Major(w.Currency)
	l.Paid, okPaid = w.SalePrice.Major(w.Currency)
	if !okUnit || !okPaid {
		return domain.OrderLine{}, platform.Bad("line_items.sale_price")
	}
	l.ProductID, l.ProductName, l.SKUID, l.SKUCode = w.ProductID.ID(), w.ProductName, w.SKUID.ID(), w.SellerSKU
	l.Spec, l.Picture, l.Qty, l.Gift = w.SKUName, w.Picture, 1, w.Gift.Is
	if w.Status == "DELIVERED" || w.Status == "COMPLETED" {
		l.SignedAt = delivered
	}
	return l, nil
}
