package xiaohongshu

import (
	"encoding/json"
	"errors"
	"math/big"
	"sort"
	"strconv"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

const currency = "CNY"

// reader turns wire structs into rows.
type reader struct{ *platform.Reader }

// Field names under which unknown values are listed and mapped.
const (
	fieldOrderStatus  = "order.status"
	fieldGift         = "order.gift"
	fieldCaseType     = "after_sale.type"
	fieldCaseStatus   = "after_sale.status"
	fieldRefundStatus = "after_sale.refund_status"
	fieldActor        = "after_sale.actor"
)

// double reports whether s is spelled as JSON spells a double of a size that an
// amount can have. Exponents of two digits at most: a longer one would make a
// number of millions of digits.
func double(s string) bool {
	number, exponent, _ := strings.Cut(strings.Replace(s, "E", "e", 1), "e")
	whole, fraction, point := strings.Cut(strings.TrimPrefix(number, "-"), ".")
	exponent = strings.TrimLeft(exponent, "+-")
	return len(s) <= 40 && len(exponent) <= 2 && whole != "" && (!point || fraction != "") && strings.Trim(whole+fraction+exponent, "0123456789") == ""
}

// yuan reads an amount that the platform sends as a double of yuan: its digits
// are rounded to fen, half away from zero, without going through a float, so
// that 24.899999999999999 is 24.90. Empty is unknown; ok is false for what is
// no amount or past what an amount can be.
func yuan(t flex.Text) (m domain.Money, ok bool) {
	s := string(t)
	if s == "" {
		return m, true
	}
	var r *big.Rat
	if double(s) {
		r, _ = new(big.Rat).SetString(s)
	}
	if r == nil {
		return m, false
	}
	n, err := strconv.ParseInt(r.Mul(r, big.NewRat(100, 1)).FloatString(0), 10, 64)
	if err != nil {
		return m, false
	}
	return domain.Money{Minor: n, Currency: currency}, true
}

// order reads one order: the detail's shape, or the list's, which has no lines.
func (r reader) order(raw []byte) (domain.Order, error) {
	var w wireOrder
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.Order{}, platform.BadShape(err, "item")
	}
	id := w.OrderID.ID()
	if id == "" {
		return domain.Order{}, platform.Bad("orderId")
	}
	o := r.NewOrder(id, apiOrder)
	if o.CreatedAt = w.Created.Millis(); o.CreatedAt.IsZero() {
		return domain.Order{}, platform.Bad("createdTime")
	}
	o.PaidAt, o.UpdatedAt, o.ShippedAt = w.Paid.Millis(), max(w.Updated.Millis(), o.CreatedAt), w.Delivered.Millis()
	o.FinishedAt, o.PromisedShipAt = w.Finished.Millis(), w.Promised.Millis()
	o.Paid, o.Freight = w.PayAmount.Minor(currency), w.Freight.Minor(currency)
	var err error
	if o.Discount, err = w.MerchantDiscount.Minor(currency).Plus(w.RedDiscount.Minor(currency)); err != nil {
		return domain.Order{}, platform.Bad("totalMerchantDiscount")
	}
	if o.Paid.Known() { // the platform gives no sum before discounts
		if o.Total, err = o.Paid.Plus(o.Discount); err != nil {
			return domain.Order{}, platform.Bad("totalPayAmount")
		}
	}
	o.BuyerKey, o.BuyerWords, o.SellerWords = w.UserID.ID(), domain.Private(w.CustomerRemark), domain.Private(w.SellerRemark)
	o.Province, o.City, o.District = w.Province, w.City, w.District
	o.RawStatus = w.Status.Raw()
	s, ok := orderStatus(o.RawStatus)
	o.Status = platform.Pick(r.Reader, s, ok, fieldOrderStatus, o.RawStatus, domain.OrderStatuses, domain.OrderUnknown)
	twins := map[string]int{}
	for i := range w.SKUs {
		l, err := r.line(o, &w.SKUs[i], twins)
		if err != nil {
			return domain.Order{}, err
		}
		o.Lines = append(o.Lines, l)
	}
	for _, d := range append([]wireDelivery{{w.TrackingNo, w.CompanyCode}}, w.Deliveries...) {
		o.Parcels = r.AddParcel(o.Parcels, domain.Parcel{OrderID: o.ID, Waybill: d.TrackingNo.ID(), CarrierCode: d.CompanyCode, CarrierName: d.CompanyCode,
			Direction: domain.DirectionOut, UploadedAt: o.ShippedAt, ToProvince: o.Province, ToCity: o.City})
	}
	platform.Unpaid(&o)
	return o, nil
}

// lineID names a line: the platform has no id for it, but a case names the SKU.
func lineID(orderID, skuID string) string { return orderID + ":" + skuID }

// line reads one SKU of an order. twins counts lines of the same SKU.
func (r reader) line(o domain.Order, w *wireSKU, twins map[string]int) (domain.OrderLine, error) {
	sku := w.SKUID.ID()
	if sku == "" {
		return domain.OrderLine{}, platform.Bad("skuList.skuId")
	}
	id := lineID(o.RemoteID, sku)
	if twins[sku]++; twins[sku] > 1 {
		id += "#" + strconv.Itoa(twins[sku])
	}
	l := r.NewLine(o, id)
	l.ProductID, l.ProductName, l.Picture = w.ItemID.ID(), platform.First(w.ItemName, w.SKUName), w.Image
	l.SKUID, l.SKUCode, l.Spec, l.Qty, l.Paid = sku, w.ERPCode, w.Spec, w.Quantity.N, w.Paid.Minor(currency)
	if len(w.Details) == 1 { // of a bundle each part has its own price
		l.UnitPrice = w.Details[0].Price.Minor(currency)
	}
	is, known := gift(w.Tag.Raw())
	l.Gift = r.Yes(is, known, fieldGift, w.Tag.Raw())
	l.Live.HostID = w.KOLID.ID() // a creator, in which room is not told
	return l, nil
}

// afterSale judges what list and detail have in common.
func (r reader) afterSale(raw []byte, api string) (domain.AfterSale, error) {
	var w wireCase
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "item")
	}
	id, order := w.ReturnsID.ID(), w.OrderID.ID()
	switch {
	case id == "":
		return domain.AfterSale{}, platform.Bad("returnsId")
	case order == "":
		return domain.AfterSale{}, platform.Bad("orderId")
	case !w.Status.Set:
		return domain.AfterSale{}, platform.Bad("status")
	case !w.Type.Set:
		return domain.AfterSale{}, platform.Bad("returnType")
	}
	a := r.NewCase(id, order, api)
	if a.AppliedAt = w.Applied.Millis(); a.AppliedAt.IsZero() {
		return domain.AfterSale{}, platform.Bad("applyTime")
	}
	a.UpdatedAt, a.Deadline = w.Updated.Millis(), w.Expires.Moment(flex.Beijing())
	a.RawType, a.RawStatus = w.Type.Raw(), w.Status.Raw()
	var ok bool
	a.Type, ok = caseType(a.RawType)
	a.Type = platform.Pick(r.Reader, a.Type, ok, fieldCaseType, a.RawType, domain.CaseTypes, domain.CaseUnknown)
	a.Status, ok = caseStatus(a.RawStatus)
	a.Status = platform.Pick(r.Reader, a.Status, ok, fieldCaseStatus, a.RawStatus, domain.CaseStatuses, domain.StatusUnknown)
	if a.RawStatus == "14" {
		a.RawArbitration, a.Arbitration = "14", domain.ArbRunning
	}
	a.ReasonText, a.FirstReasonText, a.BuyerRemark = w.Reason, w.Reason, domain.Private(w.Desc)
	if a.Asked, ok = yuan(w.Expected); !ok {
		return domain.AfterSale{}, platform.Bad("expectedRefundAmountYuan")
	}
	paid, known := refundPaid(w.RefundStatus.Raw())
	if r.Yes(paid, known, fieldRefundStatus, w.RefundStatus.Raw()) {
		if a.Refunded, ok = yuan(w.Refunded); !ok {
			return domain.AfterSale{}, platform.Bad("refundAmountYuan")
		}
	}
	for _, s := range w.SKUs {
		if sku := s.SKUID.ID(); sku != "" {
			a.LineRemoteIDs = append(a.LineRemoteIDs, lineID(order, sku))
			a.Qty += s.Count.N
		}
	}
	a.LineRemoteIDs, a.Images = platform.Unique(a.LineRemoteIDs), platform.Unique(w.Photos)
	if w.Updated.N > 0 {
		a.Version = w.Updated.Raw()
	}
	// the goods are back once the merchant went on from their receipt
	a.GoodsBack = a.RawStatus == "9001" || a.Type == domain.CaseReturnRefund && a.Status == domain.StatusSucceeded ||
		a.Type == domain.CaseExchange && (a.RawStatus == "12" || a.RawStatus == "13")
	platform.Close(&a, 0)
	return a, nil
}

func (r reader) listed(raw []byte) (domain.AfterSale, error) { return r.afterSale(raw, apiCases) }

// detailed reads the detail of a case: parcels and the negotiation besides.
func (r reader) detailed(raw []byte) (domain.AfterSale, error) {
	var w wireDetail
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "item")
	}
	if len(w.Info) == 0 {
		return domain.AfterSale{}, platform.Bad("afterSaleInfo")
	}
	a, err := r.afterSale(w.Info, apiCase)
	if err != nil {
		return a, err
	}
	back := w.Logistics.Return
	if back.No.ID() == "" {
		back = w.Logistics.Return2
	}
	a.ReturnWaybill = back.No.ID()
	if a.ReturnWaybill != "" {
		a.ReturnCarrier = back.CompanyCode
	}
	a.Parcels = r.parcel(a, back, domain.DirectionBack)
	a.Parcels = r.parcel(a, w.Logistics.Exchange, domain.DirectionOut)
	a.Events = r.events(a.ID, w.Records)
	return a, nil
}

func (r reader) parcel(a domain.AfterSale, t wireTrip, dir domain.Direction) []domain.Parcel {
	return r.AddParcel(a.Parcels, domain.Parcel{OrderID: a.OrderID, AfterSaleID: a.ID, Waybill: t.No.ID(), CarrierCode: t.CompanyCode,
		CarrierName: platform.First(t.CompanyName, t.CompanyCode), Direction: dir, UploadedAt: t.Filled.Moment(flex.Beijing())})
}

// events reads the negotiation, oldest first. Entries have no id: ours is a
// hash of what they say.
func (r reader) events(caseID string, in []wireRecord) []domain.AfterSaleEvent {
	out := make([]domain.AfterSaleEvent, 0, len(in))
	twins := map[string]int{}
	for _, w := range in {
		e := domain.AfterSaleEvent{At: w.Time.Moment(flex.Beijing()), RawActor: platform.First(w.RoleName, string(w.Role)), Action: w.Title, Images: []string{}}
		who, ok := actor(w.RoleName)
		e.Actor = platform.Pick(r.Reader, who, ok, fieldActor, e.RawActor, domain.Actors, domain.ActorUnknown)
		text := ""
		for _, d := range w.Details {
			if d.Desc != "" {
				if text != "" {
					text += "\n"
				}
				text += d.Desc
			}
			e.Images = append(e.Images, d.Photos...)
		}
		e.Text, e.Images = domain.Private(text), platform.Unique(e.Images)
		e.ID = platform.EntryID(caseID, twins, string(w.Time), string(w.Role), w.RoleName, w.Title, text)
		out = append(out, e)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].At < out[j].At })
	return out
}

// DeriveOrder makes an order from its raw JSON again.
func (c *Connector) DeriveOrder(raw []byte) (domain.Order, []domain.Unmapped, error) {
	r := c.reader()
	o, err := r.order(raw)
	return o, r.Unmapped(c.d.Now()), err
}

// DeriveAfterSale makes a case from its raw JSON again; invalid for a kind
// that is not a case.
func (c *Connector) DeriveAfterSale(kind string, raw []byte) (domain.AfterSale, []domain.Unmapped, error) {
	r := c.reader()
	switch kind {
	case platform.RawAfterSale:
		a, err := r.listed(raw)
		return a, r.Unmapped(c.d.Now()), err
	case platform.RawAfterSaleDetail:
		a, err := r.detailed(raw)
		return a, r.Unmapped(c.d.Now()), err
	}
	return domain.AfterSale{}, nil, domain.E(domain.CodeInvalid, errors.New("derive case"), "field", "kind")
}
