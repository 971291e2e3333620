package doudian

import (
	"context"
	"encoding/json"
	"errors"
	"sort"
	"strconv"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

// Operations of afterSale.operate (op.jinritemai.com/docs/question-docs/93/2752
// as restated by public clients; 101, 111, 201, 202, 301 have two sources).
const (
	opAgreeReturn    = 101 // first decision
	opRefuseReturn   = 102
	opAgreeRefund    = 111 // the goods came back
	opRefuseRefund   = 112
	opAgreeShipped   = 201 // refund without return
	opRefuseShipped  = 202
	opAgreeExchange  = 301
	opRefuseExchange = 302
	opSendSwap       = 311 // exchange, second decision: with the new parcel's waybill
	opRefuseSwap     = 312
	opAgreeUnshipped = 401
)

// acts says which writes the platform has. afterSale.operate takes the case's
// update_time as its version, so a second one is refused; a remark is added
// each time it is sent.
func acts(s domain.Shop, connected bool) []domain.ActAbility {
	return platform.Acts(s, connected,
		domain.ActAbility{Kind: domain.ActAgree, Replay: domain.ReplayRefused, Asks: []string{"address_id"}},
		domain.ActAbility{Kind: domain.ActRefuse, Replay: domain.ReplayRefused, Asks: []string{"reason_code"}},
		domain.ActAbility{Kind: domain.ActAgreeRefund, Replay: domain.ReplayRefused},
		domain.ActAbility{Kind: domain.ActReship, Replay: domain.ReplayRefused, Asks: []string{"waybill", "carrier_code"}},
		domain.ActAbility{Kind: domain.ActShip, Replay: domain.ReplayRefused, Asks: []string{"waybill", "carrier_code"}},
		domain.ActAbility{Kind: domain.ActRemark, Replay: domain.ReplayUnsafe, Asks: []string{"note"}},
	)
}

// operation finds the operation of an act on a case. unsupported (reason) when
// the platform has none that can be sent from here; conflict when the case
// does not wait for this decision.
func operation(kind domain.ActKind, a domain.AfterSale) (int64, error) {
	no := func(reason string) (int64, error) { return 0, platform.NoAct(reason) }
	if !a.Status.MerchantsTurn() || a.Status == domain.StatusUnknown {
		return 0, platform.NotNow("not_merchants_turn")
	}
	if kind == domain.ActReship {
		switch {
		case a.Type != domain.CaseExchange:
			return no("operation_unpublished") // reship and repair
		case a.Status != domain.StatusAwaitReceipt:
			return 0, platform.NotNow("goods_not_back")
		}
		return opSendSwap, nil
	}
	first, back := a.Status == domain.StatusAwaitMerchant, a.Status == domain.StatusAwaitReceipt
	agree := kind == domain.ActAgree || kind == domain.ActAgreeRefund
	switch {
	case kind == domain.ActAgreeRefund && a.Type == domain.CaseReturnRefund && !back:
		return 0, platform.NotNow("goods_not_back")
	case kind == domain.ActAgreeRefund && a.Type != domain.CaseReturnRefund:
		return no("nothing_comes_back")
	case a.Type == domain.CaseReturnRefund && back && agree:
		return opAgreeRefund, nil
	case a.Type == domain.CaseReturnRefund && back:
		return opRefuseRefund, nil
	case a.Type == domain.CaseReturnRefund && first && agree:
		return opAgreeReturn, nil
	case a.Type == domain.CaseReturnRefund && first:
		return opRefuseReturn, nil
	case a.Type == domain.CaseRefundShipped && first && agree:
		return opAgreeShipped, nil
	case a.Type == domain.CaseRefundShipped && first:
		return opRefuseShipped, nil
	case a.Type == domain.CaseRefundUnshipped && first && agree:
		return opAgreeUnshipped, nil
	case a.Type == domain.CaseRefundUnshipped && first:
		return no("ship_to_refuse")
	case a.Type == domain.CaseExchange && first && agree:
		return opAgreeExchange, nil
	case a.Type == domain.CaseExchange && first:
		return opRefuseExchange, nil
	case a.Type == domain.CaseExchange && back && !agree:
		return opRefuseSwap, nil
	case a.Type == domain.CaseExchange && back:
		return no("needs_waybill")
	}
	return no("operation_unpublished") // reship, repair, price protection, cancellation
}

// Act sends one act. The receipt is the platform's log id. The case's Version
// goes along, so that a case changed meanwhile is refused (conflict).
func (c *Connector) Act(ctx context.Context, call platform.Call) (string, error) {
	act, current := call.Act, call.Case
	if act.Kind == domain.ActRemark {
		if act.Note == "" {
			return "", platform.Lacks("note")
		}
		_, log, err := c.write(ctx, apiRemark, map[string]any{"after_sale_id": current.RemoteID, "remark": act.Note.Reveal()})
		return log, err
	}
	switch act.Kind {
	case domain.ActShip:
		return c.ship(ctx, act, call.Order)
	case domain.ActAgree, domain.ActRefuse, domain.ActAgreeRefund, domain.ActReship:
	default:
		return "", platform.NoAct("no_such_act")
	}
	op, err := operation(act.Kind, current)
	if err != nil {
		return "", err
	}
	item := operateItem{ID: current.RemoteID, Reason: act.Reason, Remark: act.Note.Reveal()}
	if item.UpdateTime, err = strconv.ParseInt(current.Version, 10, 64); err != nil || item.UpdateTime <= 0 {
		return "", platform.Lacks("version")
	}
	if act.Version != "" && act.Version != current.Version {
		return "", platform.NotNow("case_changed")
	}
	if act.Kind == domain.ActRefuse {
		if item.Reason == "" {
			return "", platform.Lacks("reason")
		}
		if item.ReasonCode, err = strconv.ParseInt(act.ReasonCode, 10, 64); err != nil {
			return "", platform.Lacks("reason_code")
		}
		if item.Remark == "" {
			item.Remark = item.Reason // both are required to refuse
		}
	}
	if op == opSendSwap {
		if act.Waybill == "" || act.CarrierCode == "" {
			return "", platform.Lacks("waybill")
		}
		item.Logistics = &operateLogistics{Company: act.CarrierCode, Waybill: act.Waybill}
	}
	if op == opAgreeReturn || op == opAgreeExchange {
		id, err := c.returnAddress(ctx, act.AddressID, current.RemoteID)
		if err != nil {
			return "", platform.NotSent(err)
		}
		item.Logistics = &operateLogistics{AddressID: id}
	}
	data, log, err := c.write(ctx, apiOperate, operateParams{Type: op, Items: []operateItem{item}})
	if err != nil {
		return log, err
	}
	var w wireOperated
	if err := json.Unmarshal(data, &w); err != nil && len(data) > 0 {
		return log, domain.E(domain.CodeUnavailable, errors.New("read receipt"), "reason", "cut")
	}
	for _, i := range w.Items {
		if i.Code.N == 0 || i.Code.N == 10000 {
			continue
		}
		if i.Code.N == 20309541 {
			return log, domain.E(domain.CodeConflict, errors.New("act on case"), "reason", "case_changed")
		}
		return log, domain.E(domain.CodeInvalid, errors.New("act on case"), "reason", "refused_by_platform", "remote_code", i.Code.Raw())
	}
	return log, nil
}

// returnAddress finds the address that the buyer is told to send to, which
// agreeing to a return requires: the one that the act names, the one the
// merchant configured, else the one that the platform already noted on the
// case. invalid (field address_id) when none exists.
func (c *Connector) returnAddress(ctx context.Context, wanted, remoteID string) (int64, error) {
	if id, err := strconv.ParseInt(platform.First(wanted, c.keys.Get("return_address_id")), 10, 64); err == nil && id > 0 {
		return id, nil
	}
	data, _, err := c.call(ctx, apiCase, map[string]any{"after_sale_id": remoteID}, "write")
	if err != nil {
		return 0, err
	}
	var w wireDetail
	if err := json.Unmarshal(data, &w); err != nil {
		return 0, platform.BadShape(err, "return_address_id")
	}
	id, err := strconv.ParseInt(w.Process.Info.AddressID.ID(), 10, 64)
	if err != nil || id <= 0 {
		return 0, domain.E(domain.CodeInvalid, errors.New("find return address"), "field", "address_id", "reason", "missing")
	}
	return id, nil
}

// RefuseReasons lists the platform's reasons for refusing a case; none for a
// case of an unshipped order.
func (c *Connector) RefuseReasons(ctx context.Context, remoteID string) ([]domain.RefuseReason, error) {
	data, _, err := c.call(ctx, apiReasons, map[string]any{"aftersale_id": remoteID}, "sync")
	if err != nil {
		return nil, err
	}
	var w wireReasons
	if err := json.Unmarshal(data, &w); err != nil {
		return nil, platform.BadShape(err, "items")
	}
	out := []domain.RefuseReason{}
	for _, i := range w.Items {
		if i.Code != "" {
			out = append(out, domain.RefuseReason{Code: string(i.Code), Text: i.Reason, EvidenceNeed: i.Need == "Y", EvidenceWords: i.Evidence})
		}
	}
	return out, nil
}

// Traces reads a parcel's trace. The platform knows only waybills taken
// through its own e-waybill service: others are unsupported (reason
// not_an_e_waybill). The meaning of its state codes is not published, so the
// text decides; the code is kept.
func (c *Connector) Traces(ctx context.Context, p domain.Parcel) ([]domain.TraceEvent, []byte, error) {
	if p.Waybill == "" || p.CarrierCode == "" {
		return nil, nil, domain.E(domain.CodeInvalid, errors.New("read traces"), "field", "waybill")
	}
	data, _, err := c.call(ctx, apiTrace, map[string]any{"logistics_code": p.CarrierCode, "track_no": p.Waybill}, "sync")
	if err != nil {
		return nil, nil, err
	}
	events, err := c.DeriveTraces(data)
	if err == nil && len(events) == 0 {
		err = domain.E(domain.CodeNotFound, errors.New("read traces"), "reason", "no_data")
	}
	if err != nil {
		return nil, nil, err
	}
	return events, data, nil
}

// DeriveTraces makes the events of a trace from its raw answer again, oldest
// first. An event without a time cannot be placed and is left out.
func (c *Connector) DeriveTraces(raw []byte) ([]domain.TraceEvent, error) {
	if c.d.Classify == nil {
		return nil, domain.E(domain.CodeInternal, errors.New("read traces: no classifier"))
	}
	var w wireTrace
	if err := json.Unmarshal(raw, &w); err != nil {
		return nil, platform.BadShape(err, "route__node_list")
	}
	out := make([]domain.TraceEvent, 0, len(w.Nodes))
	for _, n := range w.Nodes {
		if at := n.Timestamp.Moment(flex.Beijing()); !at.IsZero() {
			out = append(out, domain.TraceEvent{At: at, State: c.d.Classify(Platform, string(n.State), n.Content), RawCode: string(n.State),
				Text: n.Content, Site: n.Site, Reporter: "platform"})
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].At < out[j].At })
	return out, nil
}
