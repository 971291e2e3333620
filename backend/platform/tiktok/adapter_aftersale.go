package tiktok

import (
	"encoding/json"
	"sort"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

// cancelMark begins the id of a cancellation: returns and cancellations are
// numbered apart, and a case's id must say which call knows it.
const cancelMark = "C-"

// facts are what returns and cancellations have in common.
type facts struct {
	id, orderID, typ, status, arb, reason string
	created, updated                      flex.Num
	refund                                wireRefund
	lines                                 []string
	next                                  []wireNext
}

// afterSale makes a case of facts.
func (r reader) afterSale(f facts, api string) (domain.AfterSale, error) {
	a := r.NewCase(f.id, f.orderID, api)
	if a.AppliedAt, a.UpdatedAt = f.created.Seconds(), f.updated.Seconds(); a.AppliedAt.IsZero() {
		return a, platform.Bad("create_time")
	}
	typ, ok := caseType(f.typ)
	a.Type, a.RawType = platform.Pick(r.Reader, typ, ok, fieldCaseType, f.typ, domain.CaseTypes, domain.CaseUnknown), f.typ
	status, ok := caseStatus(f.status)
	a.Status, a.RawStatus = platform.Pick(r.Reader, status, ok, fieldCaseStatus, f.status, domain.CaseStatuses, domain.StatusUnknown), f.status
	arb, ok := arbitration(f.arb)
	a.Arbitration, a.RawArbitration = platform.Pick(r.Reader, arb, ok, fieldArbitration, f.arb, domain.Arbitrations, domain.ArbUnknown), f.arb
	if a.Asked, ok = f.refund.Total.Major(f.refund.Currency); !ok {
		return a, platform.Bad("refund_amount.refund_total")
	}
	if paid(f.status) {
		a.Refunded = a.Asked
	}
	a.ReasonText, a.FirstReasonText = f.reason, f.reason
	a.LineRemoteIDs = platform.Unique(f.lines)
	a.Qty = int64(len(a.LineRemoteIDs))
	for _, n := range f.next {
		if !sellersAction(n.Action) {
			platform.Unknown(r.Reader, fieldAction, n.Action, []string{}, "")
			continue
		}
		if at := n.Deadline.Seconds(); !at.IsZero() && (a.Deadline.IsZero() || at < a.Deadline) {
			a.Deadline = at // each action is the seller's; the nearest counts
		}
	}
	a.Version = f.updated.Raw()
	platform.Close(&a, 0)
	return a, nil
}

// listed reads an element of return_orders or of cancellations; the id field
// says which.
func (r reader) listed(raw []byte) (domain.AfterSale, error) {
	var which struct {
		Cancel flex.Text `json:"cancel_id"`
	}
	if err := json.Unmarshal(raw, &which); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "item")
	}
	if which.Cancel.ID() != "" {
		return r.cancellation(raw)
	}
	return r.returned(raw)
}

func (r reader) returned(raw []byte) (domain.AfterSale, error) {
	var w wireReturn
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "item")
	}
	switch {
	case w.ID.ID() == "":
		return domain.AfterSale{}, platform.Bad("return_id")
	case w.OrderID.ID() == "":
		return domain.AfterSale{}, platform.Bad("order_id")
	}
	f := facts{id: w.ID.ID(), orderID: w.OrderID.ID(), typ: w.Type, status: w.Status, arb: w.Arbitration, reason: platform.First(w.ReasonText, w.Reason),
		created: w.CreateTime, updated: w.UpdateTime, refund: w.Refund, next: w.Next}
	for _, l := range w.Lines {
		f.lines = append(f.lines, l.OrderLine.ID())
	}
	a, err := r.afterSale(f, apiReturns)
	if err != nil {
		return a, err
	}
	a.ReturnWaybill, a.ReturnCarrier = w.Tracking.ID(), w.Provider
	a.Parcels = r.AddParcel(a.Parcels, domain.Parcel{OrderID: a.OrderID, AfterSaleID: a.ID, Waybill: w.Tracking.ID(),
		CarrierCode: platform.First(w.ProviderID.ID(), w.Provider), CarrierName: w.Provider, Direction: domain.DirectionBack})
	// Nothing says outright that goods arrived: a seller who inspected a parcel has
	// it, and so has one whose return ended well after the buyer sent something.
	a.GoodsBack = w.Status == "REJECT_RECEIVE_PACKAGE" ||
		(a.Status == domain.StatusSucceeded && a.Type == domain.CaseReturnRefund && a.ReturnWaybill != "" && !w.BuyerKeeps.Is)
	return a, nil
}

func (r reader) cancellation(raw []byte) (domain.AfterSale, error) {
	var w wireCancellation
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "item")
	}
	if w.OrderID.ID() == "" {
		return domain.AfterSale{}, platform.Bad("order_id")
	}
	f := facts{id: cancelMark + w.ID.ID(), orderID: w.OrderID.ID(), typ: w.Type, status: w.Status, reason: platform.First(w.ReasonText, w.Reason),
		created: w.CreateTime, updated: w.UpdateTime, refund: w.Refund, next: w.Next}
	for _, l := range w.Lines {
		f.lines = append(f.lines, l.OrderLine.ID())
	}
	return r.afterSale(f, apiCancellations)
}

// detailed reads a case with its records.
func (r reader) detailed(raw []byte) (domain.AfterSale, error) {
	var d detail
	if err := json.Unmarshal(raw, &d); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "item")
	}
	if len(d.Case) == 0 {
		return domain.AfterSale{}, platform.Bad("case")
	}
	a, err := r.listed(d.Case)
	if err != nil {
		return a, err
	}
	if strings.HasPrefix(a.RemoteID, cancelMark) { // no call lists the records of one
		return a, nil
	}
	a.Source.API = apiRecords
	a.Events = make([]domain.AfterSaleEvent, 0, len(d.Records))
	twins := map[string]int{}
	for _, w := range d.Records {
		e := domain.AfterSaleEvent{At: w.CreateTime.Seconds(), RawActor: w.Role, Action: platform.First(w.Description, w.Event),
			Text: domain.Private(platform.First(w.Note, w.ReasonText)), Images: []string{}}
		who, ok := actor(w.Role)
		e.Actor = platform.Pick(r.Reader, who, ok, fieldActor, w.Role, domain.Actors, domain.ActorUnknown)
		for _, i := range w.Images {
			e.Images = append(e.Images, i.URL)
		}
		e.Images = platform.Unique(e.Images)
		e.ID = platform.EntryID(a.ID, twins, w.CreateTime.Raw(), w.Role, w.Event, w.Description, w.ReasonText, w.Note)
		a.Events = append(a.Events, e)
		if e.Actor == domain.ActorBuyer {
			a.Images = append(a.Images, e.Images...)
			if a.BuyerRemark == "" {
				a.BuyerRemark = domain.Private(w.Note)
			}
		}
	}
	a.Images = platform.Unique(a.Images)
	sort.SliceStable(a.Events, func(i, j int) bool { return a.Events[i].At < a.Events[j].At })
	return a, nil
}
