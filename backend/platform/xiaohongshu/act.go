package xiaohongshu

import (
	"context"
	"encoding/json"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// Actions of the two decisions.
const (
	auditRefund   = 1 // agree and refund at once
	auditReturn   = 2 // agree that the goods come back
	auditRefuse   = 3
	receiveTake   = 1
	receiveRefuse = 2
)

// acts says which writes the platform has. It has no idempotency key and no
// version, and does not publish what a second identical write does: a person
// decides, after the case was read again. Only a remark is written over itself.
func acts(s domain.Shop, connected bool) []domain.ActAbility {
	return platform.Acts(s, connected,
		domain.ActAbility{Kind: domain.ActAgree, Replay: domain.ReplayUnsafe, Asks: []string{"address_id"}},
		domain.ActAbility{Kind: domain.ActRefuse, Replay: domain.ReplayUnsafe, Asks: []string{"reason_code"}},
		domain.ActAbility{Kind: domain.ActAgreeRefund, Replay: domain.ReplayUnsafe},
		domain.ActAbility{Kind: domain.ActConfirmReceipt, Replay: domain.ReplayUnsafe},
		domain.ActAbility{Kind: domain.ActReship, Replay: domain.ReplayUnsafe, Asks: []string{"waybill", "carrier_code"}},
		domain.ActAbility{Kind: domain.ActRemark, Replay: domain.ReplaySame, Asks: []string{"note"}},
		domain.ActAbility{Kind: domain.ActShip, Replay: domain.ReplayUnsafe, Asks: []string{"waybill", "carrier_code"}},
	)
}

// Act sends one act. The platform gives no receipt.
func (c *Connector) Act(ctx context.Context, call platform.Call) (string, error) {
	switch call.Act.Kind {
	case domain.ActRemark:
		return "", c.remark(ctx, call)
	case domain.ActShip:
		return "", c.ship(ctx, call)
	case domain.ActAgree, domain.ActRefuse, domain.ActAgreeRefund, domain.ActConfirmReceipt, domain.ActReship:
		if s := call.Case.Status; !s.MerchantsTurn() || s == domain.StatusUnknown {
			return "", platform.NotNow("not_merchants_turn")
		}
		if call.Act.Version != "" && call.Act.Version != call.Case.Version {
			return "", platform.NotNow("case_changed")
		}
	}
	switch call.Act.Kind {
	case domain.ActAgree:
		return "", c.agree(ctx, call)
	case domain.ActRefuse:
		return "", c.refuse(ctx, call)
	case domain.ActAgreeRefund, domain.ActConfirmReceipt:
		return "", c.receive(ctx, call)
	case domain.ActReship:
		return "", c.reship(ctx, call)
	}
	return "", platform.NoAct("no_such_act")
}

// agree takes a case at its first look: a refund at once, or goods back to an
// address of the merchant's.
func (c *Connector) agree(ctx context.Context, call platform.Call) error {
	a := call.Case
	if a.Status != domain.StatusAwaitMerchant {
		return platform.NotNow("not_merchants_turn")
	}
	switch a.Type {
	case domain.CaseRefundShipped, domain.CaseRefundUnshipped, domain.CasePriceAdjust:
		return c.write(ctx, apiAudit, map[string]any{"returnsId": a.RemoteID, "action": auditRefund})
	case domain.CaseReturnRefund, domain.CaseExchange:
		address := platform.First(call.Act.AddressID, c.keys.Get("return_address_id"))
		if address == "" {
			return platform.Lacks("address_id")
		}
		return c.write(ctx, apiAudit, map[string]any{"returnsId": a.RemoteID, "action": auditReturn, "message": call.Act.Note.Reveal(),
			"receiverInfo": map[string]any{"sellerAddressRecordId": address}})
	}
	return platform.NoAct("operation_unpublished")
}

// refuse turns a case down, at its first look or when the goods came back.
func (c *Connector) refuse(ctx context.Context, call platform.Call) error {
	if call.Act.ReasonCode == "" {
		return platform.Lacks("reason_code")
	}
	p := map[string]any{"returnsId": call.Case.RemoteID, "reason": call.Act.ReasonCode, "description": platform.First(call.Act.Note.Reveal(), call.Act.Reason)}
	switch call.Case.Status {
	case domain.StatusAwaitMerchant:
		p["action"] = auditRefuse
		return c.write(ctx, apiAudit, p)
	case domain.StatusAwaitReceipt:
		p["action"] = receiveRefuse
		return c.write(ctx, apiReceive, p)
	}
	return platform.NotNow("not_merchants_turn")
}

// receive takes the goods that came back. Of a return that pays the refund, of
// an exchange the goods are then to be sent.
func (c *Connector) receive(ctx context.Context, call platform.Call) error {
	a := call.Case
	switch pays := call.Act.Kind == domain.ActAgreeRefund; {
	case a.Type != domain.CaseReturnRefund && a.Type != domain.CaseExchange:
		return platform.NoAct("nothing_comes_back")
	case a.Status != domain.StatusAwaitReceipt:
		return platform.NotNow("goods_not_back")
	case pays != (a.Type == domain.CaseReturnRefund): // what is asked for is not what it would do
		return platform.NoAct("no_such_act")
	}
	return c.write(ctx, apiReceive, map[string]any{"returnsId": a.RemoteID, "action": receiveTake})
}

// reship sends the exchanged goods.
func (c *Connector) reship(ctx context.Context, call platform.Call) error {
	switch {
	case call.Case.Type != domain.CaseExchange:
		return platform.NoAct("no_such_act")
	case call.Case.Status != domain.StatusAwaitShip:
		return platform.NotNow("not_merchants_turn")
	case call.Act.Waybill == "":
		return platform.Lacks("waybill")
	case call.Act.CarrierCode == "":
		return platform.Lacks("carrier_code")
	}
	return c.write(ctx, apiReship, map[string]any{"returnsId": call.Case.RemoteID, "expressCompanyCode": call.Act.CarrierCode, "expressNo": call.Act.Waybill})
}

// remark writes behind what the order's remark says already, keeping its flag;
// the platform has one remark an order and would forget the rest.
func (c *Connector) remark(ctx context.Context, call platform.Call) error {
	note := strings.TrimSpace(call.Act.Note.Reveal())
	if note == "" {
		return platform.Lacks("note")
	}
	_, id, err := domain.SplitKey(call.Case.OrderID)
	if err != nil {
		return platform.Lacks("order_id")
	}
	raw, err := c.call(ctx, apiOrder, map[string]any{"orderId": id}, "write")
	if err != nil {
		return platform.NotSent(err)
	}
	var w wireOrder
	if err := json.Unmarshal(raw, &w); err != nil {
		return platform.NotSent(platform.BadShape(err, "sellerRemark"))
	}
	text := strings.TrimSpace(w.SellerRemark)
	if !strings.Contains("\n"+text+"\n", "\n"+note+"\n") {
		text = strings.TrimPrefix(text+"\n"+note, "\n")
	}
	return c.write(ctx, apiMark, map[string]any{"orderId": id, "sellerMarkNote": text, "operator": call.Act.By, "sellerMarkPriority": w.SellerFlag.N})
}

// ship gives the platform an order's waybill, as one parcel.
func (c *Connector) ship(ctx context.Context, call platform.Call) error {
	switch {
	case call.Act.Waybill == "":
		return platform.Lacks("waybill")
	case call.Act.CarrierCode == "":
		return platform.Lacks("carrier_code")
	case call.Order.Status != domain.OrderToShip:
		return platform.NotNow("order_not_shippable")
	}
	return c.write(ctx, apiShip, map[string]any{"orderId": call.Order.RemoteID, "expressNo": call.Act.Waybill, "expressCompanyCode": call.Act.CarrierCode, "unpack": false})
}
