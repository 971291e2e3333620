package pinduoduo

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

// acts says which writes the platform has. It publishes no version and no
// idempotency key, and nothing on what a second agreement or shipment does, so a
// write whose answer was lost is a person's to decide. A remark writes the whole
// text again: the same one twice changes nothing.
func acts(s domain.Shop, connected bool) []domain.ActAbility {
	return platform.Acts(s, connected,
		domain.ActAbility{Kind: domain.ActAgree, Replay: domain.ReplayUnsafe, Asks: []string{"address_id"}},
		domain.ActAbility{Kind: domain.ActAgreeRefund, Replay: domain.ReplayUnsafe},
		domain.ActAbility{Kind: domain.ActReship, Replay: domain.ReplayUnsafe, Asks: []string{"waybill", "carrier_code"}},
		domain.ActAbility{Kind: domain.ActRemark, Replay: domain.ReplaySame, Asks: []string{"note"}},
		domain.ActAbility{Kind: domain.ActShip, Replay: domain.ReplayUnsafe, Asks: []string{"waybill", "carrier_code"}},
	)
}

// Act sends one act. The platform gives no receipt; "" stands for it.
func (c *Connector) Act(ctx context.Context, call platform.Call) (string, error) {
	var api string
	var p params
	var err error
	switch call.Act.Kind {
	case domain.ActAgree, domain.ActAgreeRefund:
		api, p, err = c.agreement(ctx, call)
	case domain.ActReship:
		api, p, err = c.reshipment(ctx, call)
	case domain.ActRemark:
		api, p, err = c.remark(ctx, call)
	case domain.ActShip:
		api, p, err = c.shipment(ctx, call)
	default:
		return "", platform.NoAct("no_such_act")
	}
	if err != nil {
		return "", platform.NotSent(err)
	}
	data, err := c.write(ctx, api, p)
	if err != nil {
		return "", err
	}
	return "", done(data)
}

// done looks into the answer of a write for a refusal that is not an error.
// Silence is no success: the outbox reads the case again.
func done(data json.RawMessage) error {
	var w wireDone
	if err := json.Unmarshal(data, &w); err != nil {
		return domain.E(domain.CodeUnavailable, errors.New("read receipt"), "reason", "cut")
	}
	said := false
	marks := []*flex.Bool{w.OK, w.Success}
	if w.Result != nil {
		marks = append(marks, w.Result.Succ, w.Result.Success)
	}
	for _, m := range marks {
		if m == nil || !m.Set {
			continue
		}
		if said = true; !m.Is {
			kv := []string{"reason", "refused_by_platform"}
			if w.Code.N != 0 {
				kv = append(kv, "remote_code", w.Code.Raw())
			}
			return domain.E(domain.CodeInvalid, errors.New("write"), kv...)
		}
	}
	if !said {
		return domain.E(domain.CodeUnavailable, errors.New("read receipt"), "reason", "cut")
	}
	return nil
}

// subject names the case of a write.
func subject(a domain.AfterSale) (request, error) {
	_, order, err := domain.SplitKey(a.OrderID)
	if err != nil {
		return request{}, platform.Lacks("order_sn")
	}
	id, err := strconv.ParseInt(a.RemoteID, 10, 64)
	if err != nil || id <= 0 {
		return request{}, platform.Lacks("after_sales_id")
	}
	return request{AfterSalesID: id, OrderSN: order}, nil
}

// agreement finds the call that agrees to what a case asks: the refund, or the
// return with the address to send to. conflict when the case does not wait for
// it; unsupported for exchanges, reshipments and repairs, which are agreed to in
// the back office only.
func (c *Connector) agreement(ctx context.Context, call platform.Call) (string, params, error) {
	a := call.Case
	if !a.Status.MerchantsTurn() || a.Status == domain.StatusUnknown {
		return "", nil, platform.NotNow("not_merchants_turn")
	}
	r, err := subject(a)
	if err != nil {
		return "", nil, err
	}
	r.OperateDesc = call.Act.Note.Reveal()
	api, back := apiAgree, a.Status == domain.StatusAwaitReceipt
	switch a.Type {
	case domain.CaseRefundShipped, domain.CaseRefundUnshipped:
		if call.Act.Kind == domain.ActAgreeRefund {
			return "", nil, platform.NoAct("nothing_comes_back")
		}
	case domain.CaseReturnRefund:
		switch {
		case call.Act.Kind == domain.ActAgreeRefund && !back:
			return "", nil, platform.NotNow("goods_not_back")
		case !back:
			api = apiAgreeReturn
			if r.AddressID, err = c.returnAddress(ctx, call.Act.AddressID); err != nil {
				return "", nil, err
			}
			r.OperateDesc = platform.First(r.OperateDesc, "同意退货") // a message to the buyer is required
		}
	default:
		return "", nil, platform.NoAct("back_office_only")
	}
	text, err := nested(r)
	return api, params{"request": text}, err
}

// returnAddress is the address that the act names, else the shop's usual one;
// invalid (field address_id) when there is neither.
func (c *Connector) returnAddress(ctx context.Context, wanted string) (string, error) {
	if wanted = strings.TrimSpace(wanted); wanted != "" {
		return wanted, nil
	}
	list, err := c.ReturnAddresses(ctx)
	if err != nil {
		return "", err
	}
	for _, a := range list {
		if a.Usual {
			return a.ID, nil
		}
	}
	return "", domain.E(domain.CodeInvalid, errors.New("find return address"), "field", "address_id", "reason", "missing")
}

// waybill reads the courier and the number of an act.
func waybill(a domain.Act) (carrier int64, number string, err error) {
	if number = strings.TrimSpace(a.Waybill); number == "" {
		return 0, "", platform.Lacks("waybill")
	}
	if carrier, err = strconv.ParseInt(a.CarrierCode, 10, 64); err != nil || carrier <= 0 {
		return 0, "", platform.Lacks("carrier_code")
	}
	return carrier, number, nil
}

// reshipment sends the goods of an exchange whose returned ones are on their way.
// The platform documents this call for exchanges only.
func (c *Connector) reshipment(ctx context.Context, call platform.Call) (string, params, error) {
	a := call.Case
	if a.Type != domain.CaseExchange {
		return "", nil, platform.NoAct("back_office_only")
	}
	if a.Status != domain.StatusAwaitShip {
		return "", nil, platform.NotNow("not_merchants_turn")
	}
	r, err := subject(a)
	if err != nil {
		return "", nil, err
	}
	if r.ShippingID, r.TrackingNumber, err = waybill(call.Act); err != nil {
		return "", nil, err
	}
	list, err := c.couriers(ctx)
	if err != nil {
		return "", nil, err
	}
	for _, k := range list {
		if k.ID.ID() == call.Act.CarrierCode {
			r.ShippingName = k.Name
		}
	}
	if r.ShippingName == "" {
		return "", nil, platform.Lacks("carrier_code")
	}
	text, err := nested(r)
	return apiReship, params{"request": text}, err
}

// remark adds to the shop's note on the case's order, which is one text: the
// note as it is now is read and kept in front, and its colour stays. A note that
// ends in the same words already is sent as it is.
func (c *Connector) remark(ctx context.Context, call platform.Call) (string, params, error) {
	note := strings.TrimSpace(call.Act.Note.Reveal())
	if note == "" {
		return "", nil, platform.Lacks("note")
	}
	_, order, err := domain.SplitKey(call.Case.OrderID)
	if err != nil {
		return "", nil, platform.Lacks("order_sn")
	}
	w, _, err := c.orderInfo(ctx, order)
	if err != nil {
		return "", nil, err
	}
	switch have := strings.TrimSpace(w.Remark); {
	case strings.HasSuffix(have, note):
		note = have
	case have != "":
		note = have + "；" + note
	}
	p := params{"order_sn": order, "note": note}
	if w.RemarkTag.N > 0 {
		p["tag"], p["tag_name"] = w.RemarkTag.Raw(), w.RemarkTagName
	}
	return apiNote, p, nil
}

// shipment gives an order its waybill. The order is read again right before:
// one with a refund under way, or held by the platform, is not shipped.
func (c *Connector) shipment(ctx context.Context, call platform.Call) (string, params, error) {
	carrier, number, err := waybill(call.Act)
	if err != nil {
		return "", nil, err
	}
	order := call.Order.RemoteID
	if order == "" {
		return "", nil, platform.Lacks("order_sn")
	}
	w, raw, err := c.orderInfo(ctx, order)
	if err != nil {
		return "", nil, err
	}
	o, err := c.reader().order(raw)
	if err != nil {
		return "", nil, err
	}
	if running, _, known := refundStatus(w.RefundStatus.Raw()); running || !known {
		return "", nil, platform.NotNow("refund_open")
	}
	if o.Status != domain.OrderToShip {
		return "", nil, platform.NotNow("not_to_ship")
	}
	return apiShip, params{"order_sn": order, "logistics_id": strconv.FormatInt(carrier, 10), "tracking_number": number}, nil
}
