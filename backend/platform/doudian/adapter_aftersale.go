package doudian

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"sort"
	"strconv"

	"afterdesk/backend/domain"
)

// caseFacts is what list and detail have in common, so that both are judged by
// the same code.
type caseFacts struct {
	id, orderID                          string
	lines                                []string
	typ, status, arb, refund, conclusion string
	apply, update, deadline, final       num
	asked, paid                          num
	qty                                  num
	reason                               string
	returned                             wireTrip
}

// afterSale judges the common part.
func (r *reader) afterSale(f caseFacts, api string) (domain.AfterSale, error) {
	if f.id == "" {
		return domain.AfterSale{}, domain.E(domain.CodeInvalid, errors.New("read item"), "field", "aftersale_id")
	}
	if f.orderID == "" {
		return domain.AfterSale{}, domain.E(domain.CodeInvalid, errors.New("read item"), "field", "related_id")
	}
	a := domain.AfterSale{
		ID: domain.RemoteKey(r.shop.ID, f.id), ShopID: r.shop.ID, RemoteID: f.id, OrderID: domain.RemoteKey(r.shop.ID, f.orderID),
		LineRemoteIDs: f.lines, RawType: f.typ, RawStatus: f.status, RawArbitration: f.arb,
		FirstReason: domain.ReasonUnknown, FirstReasonText: f.reason, Reason: domain.ReasonUnknown, ReasonText: f.reason,
		Qty: f.qty.N, Asked: f.asked.fen(),
		AppliedAt: f.apply.instant(), UpdatedAt: f.update.instant(), Deadline: f.deadline.instant(),
		Images: []string{}, Parcels: []domain.Parcel{},
		Source: domain.Source{API: api},
	}
	if a.UpdatedAt.IsZero() {
		a.UpdatedAt = a.AppliedAt
	}
	if f.update.N > 0 {
		a.Version = strconv.FormatInt(f.update.N, 10)
	}
	var ok bool
	if a.Type, ok = caseType(f.typ); !ok {
		a.Type = unknown(r, fieldCaseType, f.typ, domain.CaseTypes, domain.CaseUnknown)
	}
	if a.Status, ok = caseStatus(f.status); !ok {
		a.Status = unknown(r, fieldCaseStatus, f.status, domain.CaseStatuses, domain.StatusUnknown)
	}
	if a.Arbitration, ok = arbitration(f.arb); !ok {
		a.Arbitration = unknown(r, fieldArbitration, f.arb, domain.Arbitrations, domain.ArbUnknown)
	}
	if end, known := conclusion(f.conclusion); !known {
		a.Arbitration = unknown(r, fieldConclusion, f.conclusion, domain.Arbitrations, a.Arbitration)
	} else if end != domain.ArbUnknown && a.Arbitration == domain.ArbEnded {
		a.Arbitration = end
	}
	paid, known := refundPaid(f.refund)
	if r.yes(fieldRefundStatus, f.refund, paid, known) {
		a.Refunded = f.paid.fen()
	}
	// The current step began when the case last changed; its first step began
	// when it was asked for. The platform names no time of its own.
	a.StepSince = a.UpdatedAt
	if a.Status == domain.StatusAwaitMerchant && !a.AppliedAt.IsZero() {
		a.StepSince = a.AppliedAt
	}
	if !a.Status.Open() {
		a.ClosedAt = f.final.instant()
		if a.ClosedAt.IsZero() {
			a.ClosedAt = a.UpdatedAt
		}
		a.Deadline = 0
	}
	if w := f.returned.TrackingNo.id(); w != "" {
		a.ReturnWaybill = w
		a.ReturnCarrier = carrierCode(f.returned.CompanyName, f.returned.CompanyCode)
		a.Parcels = append(a.Parcels, r.parcel(a, f.returned, domain.DirectionBack))
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

// parcel makes a parcel of a case.
func (r *reader) parcel(a domain.AfterSale, t wireTrip, dir domain.Direction) domain.Parcel {
	code := carrierCode(t.CompanyName, t.CompanyCode)
	p := domain.Parcel{ID: domain.ParcelID(r.shop.ID, code, t.TrackingNo.id()), ShopID: r.shop.ID, OrderID: a.OrderID, AfterSaleID: a.ID,
		Waybill: t.TrackingNo.id(), CarrierCode: code, CarrierName: t.CompanyName, Direction: dir, State: domain.TrackNone, UploadedAt: t.Time.instant()}
	if dir == domain.DirectionBack {
		p.ToProvince = r.shop.ShipProvince
	} else {
		p.FromProvince = r.shop.ShipProvince
	}
	return p
}

// listed reads one element of afterSale.List.
func (r *reader) listed(raw []byte) (domain.AfterSale, error) {
	var w wireCase
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.AfterSale{}, errShape(err, "item")
	}
	i := &w.Info
	f := caseFacts{id: i.ID.id(), orderID: first(w.Order.ShopOrderID.id(), i.RelatedID.id()), lines: []string{},
		typ: i.Type.raw(), status: i.Status.raw(), arb: i.Arbitrate.raw(), refund: i.RefundStatus.raw(),
		apply: i.ApplyTime, update: i.UpdateTime, deadline: i.Deadline, final: i.FinalTime,
		asked: i.RefundAmount, paid: i.RefundAmount, qty: i.Num, reason: w.Text.Reason,
		returned: wireTrip{TrackingNo: i.ReturnWaybill, CompanyName: i.ReturnCompany}}
	for _, l := range w.Order.Lines {
		if id := l.SKUOrderID.id(); id != "" {
			f.lines = append(f.lines, id)
		}
	}
	return r.afterSale(f, apiCases)
}

// detailed reads the data of afterSale.Detail.
func (r *reader) detailed(raw []byte) (domain.AfterSale, error) {
	var w wireDetail
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.AfterSale{}, errShape(err, "item")
	}
	i, arb := &w.Process.Info, &w.Process.Arbitrate
	f := caseFacts{id: i.ID.id(), orderID: w.Order.ShopOrderID.id(), lines: []string{},
		typ: i.Type.raw(), status: i.Status.raw(), arb: arb.Status.raw(), refund: i.RefundStatus.raw(), conclusion: arb.Conclusion.raw(),
		apply: i.ApplyTime, update: i.UpdateTime, deadline: i.Deadline, final: i.FinalTime,
		asked: i.Total, paid: i.Real, qty: i.Count, reason: i.Reason, returned: w.Process.Logistics.Return}
	if f.asked.N == 0 && i.RefundAmount.Set {
		f.asked = i.RefundAmount
	}
	if f.paid.N == 0 {
		f.paid = f.asked
	}
	for _, l := range w.Order.Lines {
		if id := l.SKUOrderID.id(); id != "" {
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
		if a.EvidenceDue = arb.Deadline.moment(); a.EvidenceDue.IsZero() {
			a.EvidenceDue = arb.Template.Deadline.moment()
		}
	}
	for _, t := range []wireTrip{w.Process.Logistics.Exchange, w.Process.Logistics.Resend} {
		if t.TrackingNo.id() != "" {
			a.Parcels = append(a.Parcels, r.parcel(a, t, domain.DirectionOut))
		}
	}
	a.Events = r.events(a.ID, w.Process.Records)
	return a, nil
}

// events reads the negotiation log, oldest first. The platform gives entries
// no id: ours is a hash of the entry, so that the same entry keeps its id
// whatever comes after it.
func (r *reader) events(caseID string, in []wireRecord) []domain.AfterSaleEvent {
	out := make([]domain.AfterSaleEvent, 0, len(in))
	twins := map[string]int{}
	for _, w := range in {
		e := domain.AfterSaleEvent{At: w.Time.moment(), RawActor: string(w.Role), Action: w.Action, Text: domain.Private(w.Text), Images: []string{}}
		var ok bool
		if e.Actor, ok = actor(w.Operator, w.Action); !ok {
			e.Actor = unknown(r, fieldActor, e.RawActor, domain.Actors, domain.ActorUnknown)
		}
		e.Images = append(e.Images, w.Images...)
		for _, x := range w.Evidence {
			e.Images = append(e.Images, x.URLs...)
		}
		e.Images = unique(e.Images)
		sum := sha256.New()
		for _, s := range []string{string(w.Time), string(w.Role), w.Operator, w.Action, w.Text} {
			sum.Write([]byte(s))
			sum.Write([]byte{0})
		}
		h := hex.EncodeToString(sum.Sum(nil)[:8])
		e.ID = caseID + "#" + h
		if n := twins[h]; n > 0 {
			e.ID += "-" + strconv.Itoa(n)
		}
		twins[h]++
		out = append(out, e)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].At < out[j].At })
	return out
}

func unique(in []string) []string {
	out := make([]string, 0, len(in))
	seen := map[string]bool{}
	for _, s := range in {
		if s != "" && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
