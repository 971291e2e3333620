package kuaishou

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// noteMax is how many characters a remark may have.
const noteMax = 200

// acts says which writes the platform has. A refusal carries the case's
// updateTime as its version; the other decisions and a shipment are allowed in
// one state only, which the first one leaves; remarks and answers are added each
// time they are sent. What an answer's sourceType must be is not published.
func acts(s domain.Shop, connected bool) []domain.ActAbility {
	return platform.Acts(s, connected,
		domain.ActAbility{Kind: domain.ActAgree, Replay: domain.ReplayRefused},
		domain.ActAbility{Kind: domain.ActRefuse, Replay: domain.ReplayRefused, Asks: []string{"reason_code"}},
		domain.ActAbility{Kind: domain.ActAgreeRefund, Replay: domain.ReplayRefused},
		domain.ActAbility{Kind: domain.ActReship, Replay: domain.ReplayRefused, Asks: []string{"waybill", "carrier_code"}},
		domain.ActAbility{Kind: domain.ActRemark, Replay: domain.ReplayUnsafe, Asks: []string{"note"}},
		domain.ActAbility{Kind: domain.ActShip, Replay: domain.ReplayRefused, Asks: []string{"waybill", "carrier_code"}},
		domain.ActAbility{Kind: domain.ActReply, Replay: domain.ReplayUnsafe, Asks: []string{"note"}, Needs: platform.NeedsConfirming},
	)
}

// Act sends one act. The receipt is the platform's request id, where it gives one.
func (c *Connector) Act(ctx context.Context, call platform.Call) (string, error) {
	act := call.Act
	switch act.Kind {
	case domain.ActShip:
		return c.ship(ctx, call)
	case domain.ActReply:
		return c.reply(ctx, call)
	case domain.ActRemark:
		return c.remark(ctx, call)
	case domain.ActAgree, domain.ActRefuse, domain.ActAgreeRefund, domain.ActReship:
	default:
		return "", platform.NoAct("no_such_act")
	}
	a := call.Case
	if !a.Status.MerchantsTurn() || a.Status == domain.StatusUnknown {
		return "", platform.NotNow("not_merchants_turn")
	}
	if act.Version != "" && act.Version != a.Version {
		return "", platform.NotNow("case_changed")
	}
	id, err := number(a.RemoteID, "refundId")
	if err != nil {
		return "", err
	}
	switch act.Kind {
	case domain.ActRefuse:
		return c.refuse(ctx, id, call)
	case domain.ActReship:
		return c.resend(ctx, id, call)
	case domain.ActAgreeRefund:
		return c.receive(ctx, id, a)
	}
	return c.agree(ctx, id, call)
}

// agree takes the first decision: the money of a refund without return, or the
// return of goods. A return that came back is received instead.
func (c *Connector) agree(ctx context.Context, id json.Number, call platform.Call) (string, error) {
	a := call.Case
	first := a.Status == domain.StatusAwaitMerchant
	switch {
	case a.Type == domain.CaseReturnRefund && !first:
		return c.receive(ctx, id, a)
	case a.Type == domain.CaseExchange && !first:
		return "", platform.NoAct("needs_waybill") // received and sent in one step: reship
	case !first:
		return "", platform.NotNow("not_merchants_turn")
	}
	if a.Type != domain.CaseExchange && !a.Asked.Known() {
		return "", platform.Lacks("amount")
	}
	switch a.Type {
	case domain.CaseRefundShipped, domain.CaseRefundUnshipped, domain.CasePriceAdjust:
		// The status that was seen goes along: the platform compares it.
		p := map[string]any{"refundId": id, "refundAmount": a.Asked.Minor, "refundHandingWay": json.Number("10")}
		if n, err := number(a.RawStatus, "status"); err == nil {
			p["status"] = n
		}
		return c.write(ctx, apiApprove, p)
	case domain.CaseReturnRefund, domain.CaseExchange:
		p := map[string]any{"refundId": id, "refundAmount": a.Asked.Minor}
		if a.Type == domain.CaseExchange {
			p["refundAmount"] = 0
		}
		if at := platform.First(call.Act.AddressID, c.keys.Get("return_address_id")); at != "" {
			n, err := number(at, "address_id")
			if err != nil {
				return "", err
			}
			p["addressId"] = n
		} // else the platform's preset address
		return c.write(ctx, apiReturn, p)
	}
	return "", platform.NoAct("operation_unpublished") // reship, repair
}

// receive confirms that returned goods arrived and refunds at once. When the
// buyer asks for the return freight too, that claim must be decided in the same
// call, with an amount or a reason: a person does so in the back office.
func (c *Connector) receive(ctx context.Context, id json.Number, a domain.AfterSale) (string, error) {
	switch {
	case a.Type != domain.CaseReturnRefund:
		return "", platform.NoAct("nothing_comes_back")
	case a.Status != domain.StatusAwaitReceipt:
		return "", platform.NotNow("goods_not_back")
	}
	data, err := c.call(ctx, apiCase, map[string]any{"refundId": id}, "write")
	if err != nil {
		return "", platform.NotSent(err)
	}
	var w wireCase
	if err := json.Unmarshal(data, &w); err != nil {
		return "", platform.NotSent(platform.BadShape(err, "refund"))
	}
	if w.Freight.Status.Set {
		return "", platform.NoAct("return_freight_open")
	}
	if version(w.UpdateTime) != a.Version {
		return "", platform.NotNow("case_changed")
	}
	return c.write(ctx, apiReceive, map[string]any{"refundId": id})
}

// refuse refuses an application or the receipt of returned goods.
func (c *Connector) refuse(ctx context.Context, id json.Number, call platform.Call) (string, error) {
	reason, err := number(call.Act.ReasonCode, "reason_code")
	if err != nil {
		return "", err
	}
	version, err := number(call.Case.Version, "version")
	if err != nil {
		return "", err
	}
	p := map[string]any{"refundId": id, "reasonCode": reason, "refundVersion": version}
	if words := platform.First(call.Act.Note.Reveal(), call.Act.Reason); words != "" {
		p["rejectDesc"] = words
	}
	return c.write(ctx, apiReject, p)
}

// resend sends the new goods of an exchange; the old ones count as received.
func (c *Connector) resend(ctx context.Context, id json.Number, call platform.Call) (string, error) {
	switch a := call.Case; {
	case a.Type != domain.CaseExchange:
		return "", platform.NoAct("operation_unpublished")
	case a.Status != domain.StatusAwaitReceipt:
		return "", platform.NotNow("goods_not_back")
	}
	code, err := number(call.Act.CarrierCode, "carrier_code")
	if err != nil {
		return "", err
	}
	if call.Act.Waybill == "" {
		return "", platform.Lacks("waybill")
	}
	return c.write(ctx, apiResend, map[string]any{"refundId": id, "expressNo": call.Act.Waybill, "expressCode": code})
}

// remark adds a note to the case's order: a case has none of its own. No flag is
// sent, so that the order's flag stays.
func (c *Connector) remark(ctx context.Context, call platform.Call) (string, error) {
	note := strings.TrimSpace(call.Act.Note.Reveal())
	if note == "" || len([]rune(note)) > noteMax {
		return "", platform.Lacks("note")
	}
	_, order, err := domain.SplitKey(call.Case.OrderID)
	if err != nil {
		return "", platform.Lacks("order_id")
	}
	id, err := number(order, "order_id")
	if err != nil {
		return "", err
	}
	return c.write(ctx, apiNote, map[string]any{"orderId": id, "note": note})
}

// ship gives the order's waybill to the platform. Gifts need the split call,
// which wants their pieces: an order with gifts goes through the back office.
func (c *Connector) ship(ctx context.Context, call platform.Call) (string, error) {
	o := call.Order
	switch {
	case o.Status == domain.OrderPaid:
		return "", platform.NotNow("must_not_ship")
	case o.Status != domain.OrderToShip:
		return "", platform.NotNow("not_to_ship")
	}
	for _, l := range o.Lines {
		if l.Gift {
			return "", platform.NoAct("back_office_only")
		}
	}
	id, err := number(o.RemoteID, "order_id")
	if err != nil {
		return "", err
	}
	code, err := number(call.Act.CarrierCode, "carrier_code")
	if err != nil {
		return "", err
	}
	if call.Act.Waybill == "" {
		return "", platform.Lacks("waybill")
	}
	p := map[string]any{"orderId": id, "expressNo": call.Act.Waybill, "expressCode": code}
	if at := platform.First(call.Act.AddressID, c.keys.Get("return_address_id")); at != "" {
		n, err := number(at, "address_id")
		if err != nil {
			return "", err
		}
		p["returnAddressId"] = n
	}
	return c.write(ctx, apiDeliver, p)
}

// reply answers a review, once, with text. sourceType is taken from the review:
// that an answer must carry the same is what Confirm checks.
func (c *Connector) reply(ctx context.Context, call platform.Call) (string, error) {
	v, note := call.Review, strings.TrimSpace(call.Act.Note.Reveal())
	switch {
	case note == "":
		return "", platform.Lacks("note")
	case !v.RepliedAt.IsZero():
		return "", platform.NotNow("replied")
	}
	id, err := number(v.RemoteID, "comment_id")
	if err != nil {
		return "", err
	}
	sku, err := number(v.SKUID, "sku_id")
	if err != nil {
		return "", err
	}
	_, order, err := domain.SplitKey(v.OrderID)
	if err != nil {
		return "", platform.Lacks("order_id")
	}
	root, err := c.findReview(ctx, order, v.RemoteID)
	if err != nil {
		return "", platform.NotSent(err)
	}
	var w wireReview
	if err := json.Unmarshal(root, &w); err != nil {
		return "", platform.NotSent(platform.BadShape(err, "root"))
	}
	return c.write(ctx, apiReply, map[string]any{"outInfo": map[string]any{"outItemSkuId": sku, "outOrderNo": order}, "replyToCommentId": id,
		"content": note, "option": map[string]any{"sourceType": w.SourceType.N}})
}

// Confirm checks the doubt about answers to reviews: it looks at the latest
// answered reviews, and is content when each answer carries the sourceType of
// its review. not_found when the shop has no answer to look at.
func (c *Connector) Confirm(ctx context.Context, ability string) error {
	if ability != string(domain.ActReply) {
		return platform.NoAct("nothing_to_confirm")
	}
	now := int64(c.d.Now())
	l, err := c.reviewList(ctx, reviewListParams{Limit: reviewPage, From: now - int64(30*domain.Day), To: now})
	if err != nil {
		return err
	}
	seen := 0
	for _, root := range l.List {
		raw, err := c.keepReview(ctx, root)
		if err != nil {
			return err
		}
		var k keptReview
		var w, sub wireReview
		if json.Unmarshal(raw, &k) != nil || json.Unmarshal(k.Root, &w) != nil {
			continue
		}
		for _, s := range k.Subs {
			if sub = (wireReview{}); json.Unmarshal(s, &sub) != nil || !sub.SellerReply {
				continue
			}
			if seen++; sub.SourceType != w.SourceType {
				return domain.E(domain.CodeUnsupported, errors.New("compare answers"), "reason", "not_as_expected")
			}
		}
	}
	if seen == 0 {
		return domain.E(domain.CodeNotFound, errors.New("look for answers"), "reason", "no_data")
	}
	return nil
}

// RefuseReasons lists the platform's reasons for refusing a case.
func (c *Connector) RefuseReasons(ctx context.Context, remoteID string) ([]domain.RefuseReason, error) {
	id, err := number(remoteID, "refundId")
	if err != nil {
		return nil, err
	}
	data, err := c.call(ctx, apiReasons, map[string]any{"refundId": id}, "sync")
	if err != nil {
		return nil, err
	}
	var list []wireReason
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, platform.BadShape(err, "data")
	}
	out := []domain.RefuseReason{}
	for _, w := range list {
		if w.Code != "" {
			out = append(out, domain.RefuseReason{Code: string(w.Code), Text: w.Desc, EvidenceNeed: w.NeedImage.Is, EvidenceWords: w.Tip})
		}
	}
	return out, nil
}

// ReturnAddresses lists the shop's return addresses, masked.
func (c *Connector) ReturnAddresses(ctx context.Context) ([]domain.ReturnAddress, error) {
	data, err := c.call(ctx, apiAddress, map[string]any{"addressType": 2}, "sync")
	if err != nil {
		return nil, err
	}
	var list []wireSellerAddress
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, platform.BadShape(err, "data")
	}
	out := []domain.ReturnAddress{}
	for _, w := range list {
		if id := w.ID.ID(); id != "" {
			label := strings.Join(platform.Unique([]string{w.Base.Province, w.Base.City, w.Base.District, domain.MaskAddress(w.Base.Address), domain.MaskName(w.Base.Name)}), " ")
			out = append(out, domain.ReturnAddress{ID: id, Label: label, Usual: w.Default.Is})
		}
	}
	return out, nil
}

// Carriers lists the courier companies of the published table: there is no call
// for it.
func (c *Connector) Carriers(context.Context) ([]domain.CarrierName, error) {
	out := []domain.CarrierName{}
	for code := range strings.FieldsSeq(carrierCodes) {
		out = append(out, domain.CarrierName{Code: code, Name: carrierName(code)})
	}
	return out, nil
}
