package taobao

import (
	"encoding/json"
	"errors"
	"sort"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// listed reads one refund of the list.
func (r reader) listed(raw []byte) (domain.AfterSale, error) {
	var w wireRefund
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "item")
	}
	before, _ := unshipped(w.OrderStatus)
	return r.afterSale(&w, before, apiRefunds)
}

// detailed reads what AfterSale packed: the refund, its messages and its order.
func (r reader) detailed(raw []byte) (domain.AfterSale, error) {
	var d rawDetail
	if err := json.Unmarshal(raw, &d); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "item")
	}
	var w wireRefund
	if err := json.Unmarshal(d.Refund, &w); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "refund")
	}
	before, tells := unshipped(w.OrderStatus)
	if !tells && len(d.Trade) > 0 {
		var t wireTrade
		if err := json.Unmarshal(d.Trade, &t); err != nil {
			return domain.AfterSale{}, platform.BadShape(err, "trade")
		}
		before = neverSent(&t, w.OID.ID())
	}
	a, err := r.afterSale(&w, before, apiRefund)
	if err != nil {
		return a, err
	}
	var ok bool
	a.RawArbitration = w.CSStatus.Raw()
	a.Arbitration, ok = arbitration(a.RawArbitration)
	a.Arbitration = platform.Pick(r.Reader, a.Arbitration, ok, fieldArbitration, a.RawArbitration, domain.Arbitrations, domain.ArbUnknown)
	if w.Remind.Exists.Is && a.Status.Open() {
		a.Deadline = w.Remind.Timeout.Moment(r.zone)
		if a.Arbitration == domain.ArbEvidence { // the step that runs out is then the proof's
			a.EvidenceDue = a.Deadline
		}
	}
	a.Events, a.Images, err = r.events(a.ID, d.Messages)
	return a, err
}

// neverSent reports whether a line of an order left without being shipped. Of
// an order without that line, its own time decides.
func neverSent(t *wireTrade, oid string) bool {
	for _, l := range t.Orders.Order {
		if l.OID.ID() == oid {
			return l.ConsignTime == "" && l.InvoiceNo.ID() == "" && t.ConsignTime == ""
		}
	}
	return t.ConsignTime == ""
}

// afterSale judges what list and detail have in common.
func (r reader) afterSale(w *wireRefund, before bool, api string) (domain.AfterSale, error) {
	id, tid := w.RefundID.ID(), w.TID.ID()
	switch {
	case id == "":
		return domain.AfterSale{}, platform.Bad("refund_id")
	case tid == "":
		return domain.AfterSale{}, platform.Bad("tid")
	}
	a := r.NewCase(id, tid, api)
	if oid := w.OID.ID(); oid != "" {
		a.LineRemoteIDs = append(a.LineRemoteIDs, oid)
	}
	if a.AppliedAt = w.Created.Moment(r.zone); a.AppliedAt.IsZero() {
		return domain.AfterSale{}, platform.Bad("created")
	}
	a.UpdatedAt = w.Modified.Moment(r.zone)
	if a.RawType = w.DisputeType; a.RawType == "" {
		if a.RawType = "has_good_return=false"; w.HasGoodReturn.Is { // old rows have no dispute_type
			a.RawType = "has_good_return=true"
		}
	}
	var ok bool
	a.Type, ok = disputeType(w.DisputeType, w.HasGoodReturn.Is, before)
	a.Type = platform.Pick(r.Reader, a.Type, ok, fieldCaseType, w.DisputeType, domain.CaseTypes, domain.CaseUnknown)
	if w.Status == "" {
		return domain.AfterSale{}, platform.Bad("status")
	}
	a.RawStatus = w.Status
	a.Status, ok = refundStatus(w.Status)
	a.Status = platform.Pick(r.Reader, a.Status, ok, fieldCaseStatus, w.Status, domain.CaseStatuses, domain.StatusUnknown)
	a.ReasonText, a.FirstReasonText, a.BuyerRemark, a.Qty = w.Reason, w.Reason, domain.Private(w.Desc), w.Num.N
	var err error
	if a.Asked, err = yuan(w.RefundFee, "refund_fee"); err != nil {
		return domain.AfterSale{}, err
	}
	if w.Status == "SUCCESS" { // money counts as returned only then
		a.Refunded = a.Asked
	}
	a.Version = w.Version.ID()
	platform.Close(&a, w.EndTime.Moment(r.zone))
	if sid := w.SID.ID(); sid != "" {
		a.ReturnWaybill, a.ReturnCarrier = sid, carrierCode(w.CompanyName)
		a.Parcels = r.AddParcel(a.Parcels, domain.Parcel{OrderID: a.OrderID, AfterSaleID: a.ID, Waybill: sid, CarrierCode: a.ReturnCarrier,
			CarrierName: w.CompanyName, Direction: domain.DirectionBack})
	}
	// "returned" is what the buyer says; the goods are back when the case went on
	// from the merchant's look at them.
	sent, known := goodStatus(w.GoodStatus)
	sent = r.Yes(sent, known, fieldGoodsBack, w.GoodStatus)
	switch a.Status {
	case domain.StatusSucceeded, domain.StatusAwaitShip, domain.StatusAwaitConfirm:
		a.GoodsBack = sent || a.ReturnWaybill != ""
	}
	return a, nil
}

// events reads the talk of a case, oldest first, and the buyer's pictures in it.
func (r reader) events(caseID string, raws []json.RawMessage) (out []domain.AfterSaleEvent, pictures []string, err error) {
	out = make([]domain.AfterSaleEvent, 0, len(raws))
	seen := map[string]bool{}
	for _, raw := range raws {
		var w wireMessage
		if err := json.Unmarshal(raw, &w); err != nil {
			return nil, nil, platform.BadShape(err, "refund_messages")
		}
		id := w.ID.ID()
		if id == "" {
			return nil, nil, platform.Bad("refund_messages.id")
		}
		if seen[id] { // a message added while pages were turned
			continue
		}
		seen[id] = true
		e := domain.AfterSaleEvent{ID: caseID + "#" + id, At: w.Created.Moment(r.zone), RawActor: string(w.Role), Action: w.Type,
			Text: domain.Private(w.Content), Images: []string{}}
		who, ok := actor(string(w.Role))
		e.Actor = platform.Pick(r.Reader, who, ok, fieldActor, e.RawActor, domain.Actors, domain.ActorUnknown)
		for _, p := range w.Pics.Pic {
			e.Images = append(e.Images, p.URL)
		}
		e.Images = platform.Unique(e.Images)
		if e.Actor == domain.ActorBuyer {
			pictures = append(pictures, e.Images...)
		}
		out = append(out, e)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].At < out[j].At })
	return out, platform.Unique(pictures), nil
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
