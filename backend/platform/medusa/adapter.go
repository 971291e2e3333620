package medusa

import (
	"encoding/json"
	"strings"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

// reader turns wire structs into rows.
type reader struct{ *platform.Reader }

// Field names under which unknown values are listed and mapped.
const (
	fieldOrderStatus  = "order.status"
	fieldPayment      = "order.payment_status"
	fieldFulfillment  = "order.fulfillment_status"
	fieldCaseType     = "after_sale.type"
	fieldReturnStatus = "after_sale.status"
)

// moment reads RFC 3339 in UTC, as the server writes all times.
func moment(t flex.Text) domain.Instant { return t.Moment(time.UTC) }

// order reads one order of orderFields.
func (r reader) order(raw []byte) (domain.Order, error) {
	w, err := decodeOrder(raw)
	if err != nil {
		return domain.Order{}, err
	}
	o := r.NewOrder(w.ID, apiOrders)
	if o.CreatedAt = moment(w.CreatedAt); o.CreatedAt.IsZero() {
		return domain.Order{}, platform.Bad("created_at")
	}
	o.UpdatedAt = max(o.CreatedAt, w.changed())
	o.Status, o.RawStatus = r.orderStatus(w)
	if o.Status == domain.OrderCancelled {
		o.FinishedAt = moment(w.CanceledAt)
	}
	cur := strings.ToUpper(w.Currency)
	var bad string
	read := func(a amount, field string) domain.Money {
		m, ok := a.in(cur)
		if !ok {
			bad = field
		}
		return m
	}
	// total of a cancelled order is 0 and of one with returns what is left; the
	// order's worth is what it first was
	o.Total, o.Freight, o.Discount = read(w.Summary.Original, "summary.original_order_total"), read(w.Shipping, "shipping_total"), read(w.Discount, "discount_total")
	for _, c := range w.Collections {
		for _, p := range c.Payments {
			for _, x := range p.Captures {
				if o.Paid, err = o.Paid.Plus(read(x.Amount, "captures.amount")); err != nil {
					return domain.Order{}, platform.Bad("captures.amount")
				}
				if at := moment(x.CreatedAt); o.PaidAt.IsZero() || at < o.PaidAt {
					o.PaidAt = at
				}
			}
		}
	}
	if bad != "" {
		return domain.Order{}, platform.Bad(bad)
	}
	o.BuyerKey, o.Province, o.City = w.CustomerID, w.Address.Province, w.Address.City
	for i := range w.Items {
		l, err := r.line(o, w, &w.Items[i], cur)
		if err != nil {
			return domain.Order{}, err
		}
		if l.Qty > 0 { // an edit that took a line out leaves it with none
			o.Lines = append(o.Lines, l)
		}
	}
	for _, f := range w.Fulfillments {
		if f.CanceledAt != "" {
			continue
		}
		if at := moment(f.ShippedAt); !at.IsZero() && (o.ShippedAt.IsZero() || at < o.ShippedAt) {
			o.ShippedAt = at
		}
		o.Parcels = r.parcels(o.Parcels, f, domain.Parcel{OrderID: o.ID, Direction: domain.DirectionOut, ToProvince: o.Province, ToCity: o.City})
	}
	platform.Unpaid(&o)
	return o, nil
}

func decodeOrder(raw []byte) (*wireOrder, error) {
	var w wireOrder
	if err := json.Unmarshal(raw, &w); err != nil {
		return nil, platform.BadShape(err, "item")
	}
	if w.ID == "" {
		return nil, platform.Bad("id")
	}
	return &w, nil
}

// changed is when anything of an order last changed. The server moves
// order.updated_at for goods, but not for money: a payment's collection and its
// refunds have times of their own.
func (w *wireOrder) changed() domain.Instant {
	at := moment(w.UpdatedAt)
	for _, c := range w.Collections {
		at = max(at, moment(c.UpdatedAt))
		for _, p := range c.Payments {
			for _, f := range p.Refunds {
				at = max(at, moment(f.CreatedAt))
			}
		}
	}
	for _, f := range w.Fulfillments {
		at = max(at, moment(f.UpdatedAt))
	}
	return at
}

// orderStatus joins the three statuses of an order: its own where that decides
// alone, else whether money came in and goods went out.
func (r reader) orderStatus(w *wireOrder) (domain.OrderStatus, string) {
	if s, ok := closedOrder(w.Status); ok {
		return s, w.Status
	}
	if w.Status != "pending" {
		return platform.Unknown(r.Reader, fieldOrderStatus, w.Status, domain.OrderStatuses, domain.OrderUnknown), w.Status
	}
	raw := w.Status + "/" + w.Payment + "/" + w.Fulfillment
	out, ok := goodsOut(w.Fulfillment)
	out = platform.Pick(r.Reader, out, ok, fieldFulfillment, w.Fulfillment, domain.OrderStatuses, domain.OrderUnknown)
	if out != domain.OrderToShip {
		return out, raw
	}
	in, ok := moneyIn(w.Payment)
	if r.Yes(in, ok, fieldPayment, w.Payment) {
		return domain.OrderToShip, raw
	}
	if !ok && !in {
		return domain.OrderUnknown, raw
	}
	return domain.OrderUnpaid, raw
}

// line reads one item of an order. Paid is its net worth as it was bought: total
// shrinks with every return, the worth of what was fulfilled does not.
func (r reader) line(o domain.Order, w *wireOrder, i *wireItem, cur string) (domain.OrderLine, error) {
	if i.ID == "" {
		return domain.OrderLine{}, platform.Bad("items.id")
	}
	l := r.NewLine(o, i.ID)
	l.ProductID, l.ProductName, l.SKUID, l.SKUCode = i.ProductID, platform.First(i.ProductTitle, i.Title), i.VariantID, i.SKU
	l.Spec, l.Picture, l.Qty = i.VariantTitle, i.Thumbnail, i.Quantity.whole()
	var ok bool
	if l.UnitPrice, ok = i.UnitPrice.in(cur); !ok {
		return l, platform.Bad("items.unit_price")
	}
	if l.Paid, ok = i.worth(l.Qty, cur); !ok {
		return l, platform.Bad("items.total")
	}
	shipped, delivered := i.Detail.Shipped.whole(), i.Detail.Delivered.whole()
	if o.Status == domain.OrderPartlyShipped && l.Qty > 0 {
		switch {
		case shipped >= l.Qty:
			l.Status = domain.OrderShipped
		case shipped == 0:
			l.Status = domain.OrderToShip
		}
	}
	if l.Qty > 0 && delivered >= l.Qty {
		for _, f := range w.Fulfillments {
			for _, x := range f.Items {
				if x.Line == i.ID {
					l.SignedAt = max(l.SignedAt, moment(f.DeliveredAt))
				}
			}
		}
	}
	return l, nil
}

// worth is what qty pieces of an item cost after discounts and with tax. Where
// nothing was fulfilled nothing came back either, and total is that of all pieces.
func (i *wireItem) worth(qty int64, cur string) (domain.Money, bool) {
	if i.Detail.Fulfilled.sign() > 0 {
		if v, ok := share(i.Fulfilled, qty, i.Detail.Fulfilled); ok {
			return money(v, cur)
		}
		return domain.Money{}, false
	}
	if !i.Total.known() || i.Quantity.sign() <= 0 {
		return domain.Money{}, true
	}
	v, ok := share(i.Total, qty, i.Quantity)
	if !ok {
		return domain.Money{}, false
	}
	return money(v, cur)
}

// parcels adds the labels of a fulfillment. The server knows providers, not
// couriers: what a label's number belongs to is the courier's own affair.
func (r reader) parcels(list []domain.Parcel, f wireFulfillment, p domain.Parcel) []domain.Parcel {
	for _, l := range f.Labels {
		p.Waybill, p.CarrierCode, p.UploadedAt = l.Tracking.ID(), f.Provider, moment(f.ShippedAt)
		list = r.AddParcel(list, p)
	}
	return list
}
