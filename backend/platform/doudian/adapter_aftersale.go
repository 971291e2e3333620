package doudian

import (
	"encoding/json"
	"sort"
	"strconv"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

// caseFacts is what list and detail have in common, so that both are judged by
// the same code.
type caseFacts struct {
	id, orderID                          string
	lines                                []string
	typ, status, arb, refund, conclusion string
	apply, update, deadline, final       flex.Num
	asked, paid                          flex.Num
	qty                                  flex.Num
	reason                               string
	returned                             wireTrip
}

// afterSale judges the common part.
func (r reader) afterSale(f caseFacts, api string) (domain.AfterSale, error) {
	if f.id == "" {
		return domain.AfterSale{}, platform.Bad("aftersale_id")
	}
	if f.orderID == "" {
		return domain.AfterSale{}, platform.Bad("related_id")
	}
	a := r.NewCase(f.id, f.orderID, api)
	a.LineRemoteIDs, a.RawType, a.RawStatus, a.RawArbitration = f.lines, f.typ, f.status, f.arb
	a.FirstReasonText, a.ReasonText = f.reason, f.reason
	a.Qty, a.Asked = f.qty.N, f.asked.Minor("CNY")
	a.AppliedAt, a.UpdatedAt, a.Deadline = f.apply.Seconds(), f.update.Seconds(), f.deadline.Seconds()
	if f.update.N > 0 {
		a.Version = strconv.FormatInt(f.update.N, 10)
	}
	var ok bool
	if a.Type, ok = caseType(f.typ); !ok {
		a.Type = platform.Unknown(r.Reader, fieldCaseType, f.typ, domain.CaseTypes, domain.CaseUnknown)
	}
	if a.Status, ok = caseStatus(f.status); !ok {
		a.Status = platform.Unknown(r.Reader, fieldCaseStatus, f.status, domain.CaseStatuses, domain.StatusUnknown)
	}
	if a.Arbitration, ok = arbitration(f.arb); !ok {
		a.Arbitration = platform.Unknown(r.Reader, fieldArbitration, f.arb, domain.Arbitrations, domain.ArbUnknown)
	}
	if end, known := conclusion(f.conclusion); !known {
		a.Arbitration = platform.Unknown(r.Reader, fieldConclusion, f.conclusion, domain.Arbitrations, a.Arbitration)
	} else if end != domain.ArbUnknown && a.Arbitration == domain.ArbEnded {
		a.Arbitration = end
	}
	paid, known := refundPaid(f.refund)
	if r.Yes(paid, known, fieldRefundStatus, f.refund) {
		a.Refunded = f.paid.Minor("CNY")
	}
	platform.Close(&a, f.final.Seconds()) // the platform names no start of a step
	if w := f.returned.TrackingNo.ID(); w != "" {
		a.ReturnWaybill = w
		a.ReturnCarrier = carrierCode(f.returned.CompanyName, f.returned.CompanyCode)
		a.Parcels = r.parcel(a, f.returned, domain.DirectionBack)
	}
	// Status 11 says only that the buyer sent the goods; they are back when the
	// merchant went on from there.
	switch f.status {
	case "12", "14", "3", "13":
		a.GoodsBack = a.ReturnWaybill != ""
	case "29":
		a.GoodsBack = true
	}
	return a, nil
}

// parcel adds a parcel of a case.
func (r reader) parcel(a domain.AfterSale, t wireTrip, dir domain.Direction) []domain.Parcel {
	return r.AddParcel(a.Parcels, domain.Parcel{OrderID: a.OrderID, AfterSaleID: a.ID, Waybill: t.TrackingNo.ID(),
		CarrierCode: carrierCode(t.CompanyName, t.CompanyCode), CarrierName: t.CompanyName, Direction: dir, UploadedAt: t.Time.Seconds()})
}

// listed reads one element of afterSale.List.
func (r reader) listed(raw []byte) (domain.AfterSale, error) {
	var w wireCase
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "item")
	}
	i := &w.Info
	f := caseFacts{id: i.ID.ID(), orderID: platform.First(w.Order.ShopOrderID.ID(), i.RelatedID.ID()), lines: []string{},
		typ: i.Type.Raw(), status: i.Status.Raw(), arb: i.Arbitrate.Raw(), refund: i.RefundStatus.Raw(),
		apply: i.ApplyTime, update: i.UpdateTime, deadline: i.Deadline, final: i.FinalTime,
		asked: i.RefundAmount, paid: i.RefundAmount, qty: i.Num, reason: w.Text.Reason,
		returned: wireTrip{TrackingNo: i.ReturnWaybill, CompanyName: i.ReturnCompany}}
	for _, l := range w.Order.Lines {
		if id := l.SKUOrderID.ID(); id != "" {
			f.lines = append(f.lines, id)
		}
	}
	return r.afterSale(f, apiCases)
}

// detailed reads the data of afterSale.Detail.
func (r reader) detailed(raw []byte) (domain.AfterSale, error) {
	var w wireDetail
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "item")
	}
	i, arb := &w.Process.Info, &w.Process.Arbitrate
	f := caseFacts{id: i.ID.ID(), orderID: w.Order.ShopOrderID.ID(), lines: []string{},
		typ: i.Type.Raw(), status: i.Status.Raw(), arb: arb.Status.Raw(), refund: i.RefundStatus.Raw(), conclusion: arb.Conclusion.Raw(),
		apply: i.ApplyTime, update: i.UpdateTime, deadline: i.Deadline, final: i.FinalTime,
		asked: i.Total, paid: i.Real, qty: i.Count, reason: i.Reason, returned: w.Process.Logistics.Return}
	if f.asked.N == 0 && i.RefundAmount.Set {
		f.asked = i.RefundAmount
	}
	if f.paid.N == 0 {
		f.paid = f.asked
	}
	for _, l := range w.Order.Lines {
		if id := l.SKUOrderID.ID(); id != "" {
			f.lines = append(f.lines, id)
		}
	}
	a, err := r.afterSale(f, apiCase)
	if err != nil {
		return a, err
	}
	a.BuyerRemark = domain.Private(i.Remark)
	a.Images = append(a.Images, i.Evidence...)
	if a.Arbitration == domain.ArbEvidence || (arb.Required && a.Arbitration == domain.ArbRunning) {
		if a.EvidenceDue = arb.Deadline.Moment(flex.Beijing()); a.EvidenceDue.IsZero() {
			a.EvidenceDue = arb.Template.Deadline.Moment(flex.Beijing())
		}
	}
	for _, t := range []wireTrip{w.Process.Logistics.Exchange, w.Process.Logistics.Resend} {
		a.Parcels = r.parcel(a, t, domain.DirectionOut)
	}
	a.Events = r.events(a.ID, w.Process.Records)
	return a, nil
}

// events reads the negotiation log, oldest first. The platform gives entries
// no id: ours is a hash of the entry, so that the same entry keeps its id
// whatever comes after it.
func (r reader) events(caseID string, in []wireRecord) []domain.AfterSaleEvent {
	out := make([]domain.AfterSaleEvent, 0, len(in))
	twins := map[string]int{}
	for _, w := range in {
		e := domain.AfterSaleEvent{At: w.Time.Moment(flex.Beijing()), RawActor: string(w.Role), Action: w.Action, Text: domain.Private(w.Text), Images: []string{}}
		var ok bool
		if e.Actor, ok = actor(w.Operator, w.Action); !ok {
			e.Actor = platform.Unknown(r.Reader, fieldActor, e.RawActor, domain.Actors, domain.ActorUnknown)
		}
		e.Images = append(e.Images, w.Images...)
		for _, x := range w.Evidence {
			e.Images = append(e.Images, x.URLs...)
		}
		e.Images = platform.Unique(e.Images)
		e.ID = platform.EntryID(caseID, twins, string(w.Time), string(w.Role), w.Operator, w.Action, w.Text)
		out = append(out, e)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].At < out[j].At })
	return out
}
