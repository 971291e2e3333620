package pinduoduo

import (
	"encoding/json"
	"strconv"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// listed reads one element of the list of cases.
func (r reader) listed(raw []byte) (domain.AfterSale, error) {
	var w wireCase
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "item")
	}
	a, err := r.afterSale(&w, w.Status.Raw(), w.Type.Raw(), false, r.userShipped(&w))
	if err != nil {
		return a, err
	}
	platform.Close(&a, 0) // the last change of a closed case is its closing
	return a, nil
}

// userShipped reads from what the buyer says whether the goods were sent.
func (r reader) userShipped(w *wireCase) bool {
	is, ok := userShipping(w.UserShipping.Raw())
	return r.Yes(is, ok, fieldUserShipping, w.UserShipping.Raw())
}

// afterSale judges what list and detail have in common. Amounts come from the
// list's element, whose unit is documented.
func (r reader) afterSale(w *wireCase, status, kind string, joined, shipped bool) (domain.AfterSale, error) {
	if w.ID.ID() == "" {
		return domain.AfterSale{}, platform.Bad("id")
	}
	if w.OrderSN.ID() == "" {
		return domain.AfterSale{}, platform.Bad("order_sn")
	}
	a := r.NewCase(w.ID.ID(), w.OrderSN.ID(), apiCases)
	asked, err := yuan(w.RefundAmount, "refund_amount")
	if err != nil {
		return a, err
	}
	a.LineRemoteIDs = append(a.LineRemoteIDs, w.OrderSN.ID()) // an order has one line
	a.RawStatus, a.RawType, a.Asked, a.Qty = status, kind, asked, w.GoodsNumber.N
	a.FirstReasonText, a.ReasonText = w.Reason, w.Reason
	a.AppliedAt, a.UpdatedAt = at(w.CreatedTime), at(w.UpdatedTime)
	a.ReturnWaybill = strings.TrimSpace(string(w.TrackingNumber))
	var ok bool
	a.Type, ok = caseType(kind, shipped)
	a.Type = platform.Pick(r.Reader, a.Type, ok, fieldCaseType, kind, domain.CaseTypes, domain.CaseUnknown)
	a.Status, ok = caseStatus(status, a.ReturnWaybill != "")
	a.Status = platform.Pick(r.Reader, a.Status, ok, fieldCaseStatus, status, domain.CaseStatuses, domain.StatusUnknown)
	disputed := r.mark(fieldDispute, w.Dispute) || joined
	a.Arbitration, a.RawArbitration = arbitration(status, disputed, a.Status.Open()), w.Dispute.Raw()
	if joined {
		a.RawArbitration += "/join"
	}
	if status == "10" {
		a.Refunded = asked
	}
	if a.ReturnWaybill != "" {
		a.ReturnCarrier = platform.First(w.ShippingName, "unknown")
		a.Parcels = r.AddParcel(a.Parcels, domain.Parcel{OrderID: a.OrderID, AfterSaleID: a.ID, Waybill: a.ReturnWaybill, CarrierCode: a.ReturnCarrier,
			CarrierName: w.ShippingName, Direction: domain.DirectionBack})
		a.GoodsBack = status == "10" && a.Type == domain.CaseReturnRefund
	}
	return a, nil
}

// detailed reads the pair of a case's list element and its detail. The detail
// was read later, so its status, its waybill and its time count. Its amounts are
// whole numbers of an undocumented unit, taken to be fen: where they do not
// match the list's yuan, the case is not read at all.
func (r reader) detailed(raw []byte) (domain.AfterSale, error) {
	var both bothCases
	var w wireCase
	var d wireDetail
	if err := json.Unmarshal(raw, &both); err != nil || both.Listed == nil || both.Detail == nil {
		return domain.AfterSale{}, platform.Bad("item")
	}
	if err := json.Unmarshal(both.Listed, &w); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "listed")
	}
	if err := json.Unmarshal(both.Detail, &d); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "detail")
	}
	if d.ID.ID() != w.ID.ID() || d.OrderSN.ID() != "" && d.OrderSN.ID() != w.OrderSN.ID() {
		return domain.AfterSale{}, platform.Bad("after_sales_id")
	}
	kind, status := w.Type.Raw(), w.Status.Raw()
	if d.Type.N > 0 {
		kind = strconv.FormatInt(d.Type.N+1, 10) // the list counts from 2
	}
	if d.Status.Set {
		status = d.Status.Raw()
	}
	if no := strings.TrimSpace(string(d.ExpressNo)); no != "" {
		w.TrackingNumber, w.ShippingName = d.ExpressNo, platform.First(d.ShippingName, w.ShippingName)
	}
	if at(d.UpdatedTime) > 0 {
		w.UpdatedTime = d.UpdatedTime
	}
	if d.Dispute.Set {
		w.Dispute = d.Dispute
	}
	shipped := r.userShipped(&w)
	if d.Shipped.Set {
		shipped = r.mark(fieldShipped, d.Shipped)
	}
	a, err := r.afterSale(&w, status, kind, r.mark(fieldIntervened, d.Intervened), shipped)
	if err != nil {
		return a, err
	}
	if d.RefundAmount.Set && a.Asked.Known() && d.RefundAmount.N != a.Asked.Minor {
		return domain.AfterSale{}, platform.Bad("refund_amount")
	}
	a.Source.API = apiCase
	a.BuyerRemark = domain.Private(d.Remark)
	a.Images = append(a.Images, platform.Unique(d.Images)...)
	a.Deadline = d.ExpireTime.Millis()
	if fast := d.FastExpires.Seconds(); d.FastExchange.Is && !fast.IsZero() && (a.Deadline.IsZero() || fast < a.Deadline) {
		a.Deadline = fast
	}
	platform.Close(&a, 0)
	return a, nil
}
