package shopify

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
	fieldOrderStatus = "order.status"
	fieldFulfillment = "order.fulfillment"
	fieldReturns     = "after_sale.order_returns"
	fieldCaseStatus  = "after_sale.status"
	fieldCaseType    = "after_sale.type"
)

// at reads a time, which comes with its zone.
func at(t flex.Text) domain.Instant { return t.Moment(time.UTC) }

// tail is the number of a global id: gid://shopify/Order/123 → 123.
func tail(gid string) string {
	id, _, _ := strings.Cut(gid[strings.LastIndexByte(gid, '/')+1:], "?")
	return platform.SafeCode(id)
}

// gid is the global id of a number.
func gid(kind, number string) string { return "gid://shopify/" + kind + "/" + number }

// read reads an amount; missing is unknown, not zero.
func (m money) read(name string) (domain.Money, error) {
	if m.Currency == "" || m.Amount == "" {
		return domain.Money{}, nil
	}
	v, ok := m.Amount.Major(m.Currency)
	if !ok {
		return domain.Money{}, platform.Bad(name)
	}
	return v, nil
}

// order reads one node of orders.
func (r reader) order(raw []byte) (domain.Order, error) {
	var w wireOrder
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.Order{}, platform.BadShape(err, "item")
	}
	id := w.ID.ID()
	if id == "" {
		return domain.Order{}, platform.Bad("legacyResourceId")
	}
	o := r.NewOrder(id, apiOrders)
	if o.CreatedAt = at(w.Created); o.CreatedAt.IsZero() {
		return domain.Order{}, platform.Bad("createdAt")
	}
	o.UpdatedAt = max(at(w.Updated), o.CreatedAt)
	var err error
	for _, m := range []struct {
		name string
		from money
		to   *domain.Money
	}{{"totalPriceSet", w.Total.Shop, &o.Total}, {"totalReceivedSet", w.Received.Shop, &o.Paid}, {"totalShippingPriceSet", w.Shipping.Shop, &o.Freight},
		{"totalDiscountsSet", w.Discounts.Shop, &o.Discount}} {
		if *m.to, err = m.from.read(m.name); err != nil {
			return domain.Order{}, err
		}
	}
	if paid, over, _ := payment(w.Financial); paid || (over && w.Financial == "REFUNDED") {
		o.PaidAt = at(w.Processed)
	}
	o.SellerWords, o.Province, o.City = domain.Private(w.Note), w.Address.Province, w.Address.City
	delivered := r.parcels(&o, w.Fulfillments)
	closed := at(w.Closed)
	o.RawStatus = w.Financial + "/" + w.Fulfilled
	if cancelled := !at(w.Cancelled).IsZero(); cancelled {
		o.RawStatus += "/CANCELLED"
		o.Status = domain.OrderCancelled
	} else {
		known, ok := orderStatus(w.Financial, w.Fulfilled, false, !closed.IsZero() || !delivered.IsZero())
		o.Status = platform.Pick(r.Reader, known, ok, fieldOrderStatus, o.RawStatus, domain.OrderStatuses, domain.OrderUnknown)
	}
	if o.Status == domain.OrderFinished {
		if o.FinishedAt = delivered; o.FinishedAt.IsZero() {
			o.FinishedAt = closed
		}
	}
	for i := range w.Lines.Nodes {
		l, err := r.line(o, &w.Lines.Nodes[i])
		if err != nil {
			return domain.Order{}, err
		}
		if delivered > 0 {
			l.SignedAt = delivered
		}
		o.Lines = append(o.Lines, l)
	}
	platform.Unpaid(&o)
	return o, nil
}

// parcels adds what left, and returns when the last of it arrived; 0 while
// something is on its way.
func (r reader) parcels(o *domain.Order, in []wireFulfillment) (delivered domain.Instant) {
	way := 0
	for _, f := range in {
		is, ok := sent(f.Status)
		if !r.Yes(is, ok, fieldFulfillment, f.Status) {
			continue
		}
		made := at(f.Created)
		if o.ShippedAt.IsZero() || (made > 0 && made < o.ShippedAt) {
			o.ShippedAt = made
		}
		if got := at(f.Delivered); got.IsZero() {
			way++
		} else {
			delivered = max(delivered, got)
		}
		for _, t := range f.Tracking {
			o.Parcels = r.AddParcel(o.Parcels, domain.Parcel{OrderID: o.ID, Waybill: t.Number.ID(), CarrierCode: t.Company, CarrierName: t.Company,
				Direction: domain.DirectionOut, UploadedAt: made, ToProvince: o.Province, ToCity: o.City})
		}
	}
	if way > 0 {
		return 0
	}
	return delivered
}

// line reads one node of lineItems.
func (r reader) line(o domain.Order, w *wireLine) (domain.OrderLine, error) {
	id := tail(w.ID)
	if id == "" {
		return domain.OrderLine{}, platform.Bad("lineItems.id")
	}
	l := r.NewLine(o, id)
	l.ProductID, l.ProductName, l.SKUID, l.SKUCode, l.Qty = tail(w.Product.ID), w.Title, tail(w.Of.ID), w.SKU, w.Quantity.N
	var values []string
	for _, p := range w.Of.Options {
		if p.Value == "" || p.Value == "Default Title" { // a product without variants has this one
			continue
		}
		values = append(values, p.Value)
		if l.Size == "" && platform.IsSize(p.Name) {
			l.Size = p.Value
		}
	}
	l.Spec = platform.First(w.Variant, strings.Join(values, " / "))
	var err error
	if l.UnitPrice, err = w.Unit.Shop.read("originalUnitPriceSet"); err != nil {
		return l, err
	}
	l.Paid, err = w.Total.Shop.read("discountedTotalSet")
	return l, err
}

// Ids of cases.
func returnID(order, id string) string { return order + "-r" + id }
func refundID(order, id string) string { return order + "-f" + id }
func disputeID(id string) string       { return "d" + id }

// aftersale reads the raw payload of a case, listed or as its detail. The
// platform keeps no negotiation, so a detail has none.
func (r reader) aftersale(raw []byte, detail bool) (domain.AfterSale, error) {
	var w wireCase
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "item")
	}
	api := apiCases
	if w.Dispute != nil {
		api = apiDisputes
	}
	if !detail {
		return r.part(&w, api)
	}
	a, err := r.part(&w, api+".detail")
	a.Events = []domain.AfterSaleEvent{}
	return a, err
}

func (r reader) part(w *wireCase, api string) (domain.AfterSale, error) {
	switch {
	case w.Dispute != nil:
		return r.dispute(w.Dispute, api)
	case w.Order == nil || w.Order.ID.ID() == "":
		return domain.AfterSale{}, platform.Bad("order")
	case w.Return != nil:
		return r.returned(w.Return, w.Order, api)
	case w.Refund != nil:
		return r.refund(w.Refund, w.Order, api)
	}
	return domain.AfterSale{}, platform.Bad("item")
}

// returned reads a return.
func (r reader) returned(raw []byte, of *parent, api string) (domain.AfterSale, error) {
	var w wireReturn
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "return")
	}
	id := tail(w.ID)
	if id == "" {
		return domain.AfterSale{}, platform.Bad("return.id")
	}
	a := r.NewCase(returnID(of.ID.ID(), id), of.ID.ID(), api)
	if a.AppliedAt = at(w.Created); a.AppliedAt.IsZero() {
		return domain.AfterSale{}, platform.Bad("return.createdAt")
	}
	a.RawType, a.Type, a.RawStatus, a.Qty = "RETURN", domain.CaseReturnRefund, w.Status, w.Quantity.N
	var err error
	settled := false
	for i := range w.Lines.Nodes {
		l := &w.Lines.Nodes[i]
		settled = settled || l.Refunded.N > 0 || l.Processed.N > 0
		a.LineRemoteIDs = append(a.LineRemoteIDs, tail(l.Of.Line.ID))
		a.ReasonText = platform.First(a.ReasonText, l.Definition.Name, l.Reason, l.Note)
		a.BuyerRemark = domain.Private(platform.First(a.BuyerRemark.Reveal(), l.Customer))
		if a.Asked, err = plus(a.Asked, l.Worth.Shop, "withCodeDiscountedTotalPriceSet"); err != nil {
			return domain.AfterSale{}, err
		}
	}
	a.FirstReasonText, a.LineRemoteIDs = a.ReasonText, platform.Unique(a.LineRemoteIDs)
	last := max(a.AppliedAt, at(w.Approved), at(w.Closed))
	for i := range w.Refunds.Nodes {
		settled = true
		last = max(last, at(w.Refunds.Nodes[i].Created))
		if a.Refunded, err = plus(a.Refunded, w.Refunds.Nodes[i].Total.Shop, "refunds"); err != nil {
			return domain.AfterSale{}, err
		}
	}
	inspected, ok := orderReturns(of.Returns)
	back := r.Yes(inspected, ok, fieldReturns, of.Returns)
	for _, n := range w.Reverse.Nodes {
		for _, d := range n.Deliveries.Nodes {
			t := d.Deliverable.Tracking
			if t.Number.ID() == "" {
				continue
			}
			if a.ReturnWaybill == "" {
				a.ReturnWaybill, a.ReturnCarrier = t.Number.ID(), t.Carrier
			}
			a.Parcels = r.AddParcel(a.Parcels, domain.Parcel{OrderID: a.OrderID, AfterSaleID: a.ID, Waybill: t.Number.ID(), CarrierCode: t.Carrier,
				CarrierName: t.Carrier, Direction: domain.DirectionBack})
		}
	}
	known, ok := returnStatus(w.Status, back || a.ReturnWaybill != "", settled)
	a.Status = platform.Pick(r.Reader, known, ok, fieldCaseStatus, w.Status, domain.CaseStatuses, domain.StatusUnknown)
	a.GoodsBack = back && a.Status == domain.StatusAwaitReceipt || settled && a.Status == domain.StatusSucceeded
	// A return has no time of change, and declining one has none at all: its
	// order's is the only one that never goes back.
	a.UpdatedAt = max(last, at(of.Updated))
	platform.Close(&a, at(w.Closed))
	if approved := at(w.Approved); a.Status == domain.StatusAwaitReturn && !approved.IsZero() {
		a.StepSince = approved
	}
	return a, nil
}

// refund reads a refund that belongs to no return.
func (r reader) refund(raw []byte, of *parent, api string) (domain.AfterSale, error) {
	var w wireRefund
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "refund")
	}
	id := tail(w.ID)
	if id == "" {
		return domain.AfterSale{}, platform.Bad("refund.id")
	}
	a := r.NewCase(refundID(of.ID.ID(), id), of.ID.ID(), api)
	if a.AppliedAt = at(w.Created); a.AppliedAt.IsZero() {
		return domain.AfterSale{}, platform.Bad("refund.createdAt")
	}
	a.UpdatedAt, a.RawType, a.RawStatus, a.Status = a.AppliedAt, "REFUND", "REFUNDED", domain.StatusSucceeded
	a.Type = domain.CaseRefundUnshipped
	for _, f := range of.Fulfillments {
		if made := at(f.Created); made > 0 && made <= a.AppliedAt {
			if is, _ := sent(f.Status); is {
				a.Type = domain.CaseRefundShipped
			}
		}
	}
	paid, err := w.Total.Shop.read("totalRefundedSet")
	if err != nil {
		return domain.AfterSale{}, err
	}
	a.Asked, a.Refunded = paid, paid
	a.FirstReasonText, a.ReasonText = w.Note, w.Note
	for _, l := range w.Lines.Nodes {
		a.Qty += l.Quantity.N
		a.LineRemoteIDs = append(a.LineRemoteIDs, tail(l.Line.ID))
	}
	a.LineRemoteIDs = platform.Unique(a.LineRemoteIDs)
	platform.Close(&a, a.AppliedAt)
	return a, nil
}

// dispute reads a chargeback or an inquiry.
func (r reader) dispute(raw []byte, api string) (domain.AfterSale, error) {
	var w wireDispute
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "dispute")
	}
	id, order := w.ID.ID(), w.Order.ID.ID()
	switch {
	case id == "":
		return domain.AfterSale{}, platform.Bad("dispute.legacyResourceId")
	case order == "":
		return domain.AfterSale{}, platform.Bad("dispute.order")
	}
	a := r.NewCase(disputeID(id), order, api)
	if a.AppliedAt = at(w.Initiated); a.AppliedAt.IsZero() {
		return domain.AfterSale{}, platform.Bad("dispute.initiatedAt")
	}
	a.UpdatedAt = max(a.AppliedAt, at(w.Sent), at(w.Final))
	a.RawType, a.RawStatus, a.RawArbitration, a.Version = w.Type, w.Status, w.Status, tail(w.Evidence.ID)
	typ, ok := disputeType(w.Type)
	a.Type = platform.Pick(r.Reader, typ, ok, fieldCaseType, w.Type, domain.CaseTypes, domain.CaseUnknown)
	status, arb, ok := disputeStatus(w.Status)
	a.Status, a.Arbitration = platform.Pick(r.Reader, status, ok, fieldCaseStatus, w.Status, domain.CaseStatuses, domain.StatusUnknown), arb
	var err error
	if a.Asked, err = w.Amount.read("dispute.amount"); err != nil {
		return domain.AfterSale{}, err
	}
	if a.Status == domain.StatusSucceeded {
		a.Refunded = a.Asked
	}
	a.FirstReasonText, a.ReasonText = w.Reason.Reason, w.Reason.Reason
	if a.Status == domain.StatusAwaitMerchant {
		a.EvidenceDue = at(w.Due)
	}
	platform.Close(&a, at(w.Final))
	return a, nil
}

// plus adds an amount; an unknown one counts as nothing.
func plus(sum domain.Money, m money, name string) (domain.Money, error) {
	v, err := m.read(name)
	if err != nil {
		return sum, err
	}
	if sum, err = sum.Plus(v); err != nil {
		return sum, platform.Bad(name)
	}
	return sum, nil
}
