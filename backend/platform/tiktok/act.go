package tiktok

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// acts says which writes the platform has. Answers to a case carry an idempotency
// key, so the second of two counts as the first. Nothing is published about a
// package that is shipped twice.
func acts(s domain.Shop, connected bool) []domain.ActAbility {
	return platform.Acts(s, connected,
		domain.ActAbility{Kind: domain.ActAgree, Replay: domain.ReplaySame},
		domain.ActAbility{Kind: domain.ActRefuse, Replay: domain.ReplaySame, Asks: []string{"reason_code"}},
		domain.ActAbility{Kind: domain.ActAgreeRefund, Replay: domain.ReplaySame},
		domain.ActAbility{Kind: domain.ActShip, Replay: domain.ReplayUnsafe, Asks: []string{"waybill", "carrier_code"}},
	)
}

// decision is the body of approve and reject.
type decision struct {
	Decision string `json:"decision,omitempty"` // of returns; cancellations have none
	Reason   string `json:"reject_reason,omitempty"`
	Comment  string `json:"comment,omitempty"`
}

// decide finds the platform's word for an act on a return.
func decide(kind domain.ActKind, a domain.AfterSale) (string, error) {
	first, back := a.Status == domain.StatusAwaitMerchant, a.Status == domain.StatusAwaitReceipt
	agree := kind != domain.ActRefuse
	switch {
	case !first && !back:
		return "", platform.NotNow("not_merchants_turn")
	case kind == domain.ActAgreeRefund && a.Type != domain.CaseReturnRefund:
		return "", platform.NoAct("nothing_comes_back")
	case kind == domain.ActAgreeRefund && !back:
		return "", platform.NotNow("goods_not_back")
	case back && agree && a.Type == domain.CaseReturnRefund:
		return "APPROVE_RECEIVED_PACKAGE", nil
	case back && a.Type == domain.CaseReturnRefund:
		return "REJECT_RECEIVED_PACKAGE", nil
	case first && agree && a.Type == domain.CaseRefundShipped:
		return "APPROVE_REFUND", nil
	case first && a.Type == domain.CaseRefundShipped:
		return "REJECT_REFUND", nil
	case first && agree && a.Type == domain.CaseReturnRefund:
		return "APPROVE_RETURN", nil
	case first && a.Type == domain.CaseReturnRefund:
		return "REJECT_RETURN", nil
	case first && agree && a.Type == domain.CaseExchange:
		return "APPROVE_REPLACEMENT", nil
	case first && a.Type == domain.CaseExchange:
		return "REJECT_REPLACEMENT", nil
	}
	return "", platform.NoAct("operation_unpublished")
}

// Act sends one act. The act's id is its idempotency key. The receipt is empty:
// an answer holds nothing but success.
func (c *Connector) Act(ctx context.Context, call platform.Call) (string, error) {
	act, a := call.Act, call.Case
	switch act.Kind {
	case domain.ActShip:
		return "", c.ship(ctx, call)
	case domain.ActAgree, domain.ActRefuse, domain.ActAgreeRefund:
	default:
		return "", platform.NoAct("no_such_act")
	}
	if act.Version != "" && act.Version != a.Version {
		return "", platform.NotNow("case_changed")
	}
	if act.ID == "" {
		return "", platform.Lacks("id")
	}
	body, verb, path := decision{}, "/approve", ""
	if act.Kind == domain.ActRefuse {
		if act.ReasonCode == "" {
			return "", platform.Lacks("reason_code")
		}
		verb, body.Reason, body.Comment = "/reject", act.ReasonCode, act.Note.Reveal()
	}
	id, cancellation := strings.CutPrefix(a.RemoteID, cancelMark)
	if cancellation {
		if a.Status != domain.StatusAwaitMerchant {
			return "", platform.NotNow("not_merchants_turn")
		}
		if act.Kind == domain.ActAgreeRefund {
			return "", platform.NoAct("nothing_comes_back")
		}
		path = apiCancellation
	} else {
		var err error
		if body.Decision, err = decide(act.Kind, a); err != nil {
			return "", err
		}
		path = apiReturn
	}
	_, err := c.send(ctx, request{api: path + verb[1:], path: path + url.PathEscape(id) + verb, query: url.Values{"idempotency_key": {act.ID}},
		body: body, purpose: "write", write: true})
	return "", err
}

// shipment is the body of ship for a parcel that the seller hands to a courier of
// his own.
type shipment struct {
	Self struct {
		Tracking string `json:"tracking_number"`
		Provider string `json:"shipping_provider_id"`
	} `json:"self_shipment"`
}

// ship gives an order's only package its waybill. A package that the platform
// ships itself needs its label and a pick-up slot, which are chosen at the
// platform; several packages need a person who knows which is which.
func (c *Connector) ship(ctx context.Context, call platform.Call) error {
	var body shipment
	switch {
	case call.Act.Waybill == "":
		return platform.Lacks("waybill")
	case call.Act.CarrierCode == "":
		return platform.Lacks("carrier_code")
	case call.Order.Status != domain.OrderToShip:
		return platform.NotNow("order_not_to_ship")
	}
	raw, err := c.rawOrder(ctx, call.Order.RemoteID, "write")
	if err != nil {
		return platform.NotSent(err)
	}
	var w wireOrder
	if err := json.Unmarshal(raw, &w); err != nil {
		return platform.NotSent(platform.BadShape(err, "packages"))
	}
	switch {
	case w.ShippingType != "SELLER":
		return platform.NoAct("platform_ships")
	case len(w.Packages) != 1 || w.Packages[0].ID.ID() == "":
		return platform.NoAct("several_packages")
	}
	body.Self.Tracking, body.Self.Provider = call.Act.Waybill, call.Act.CarrierCode
	_, err = c.send(ctx, request{api: apiShip, path: "/fulfillment/202309/packages/" + url.PathEscape(w.Packages[0].ID.ID()) + "/ship",
		query: url.Values{}, body: body, purpose: "write", write: true})
	return err
}

// RefuseReasons lists the reasons that the platform takes for refusing a case.
func (c *Connector) RefuseReasons(ctx context.Context, remoteID string) ([]domain.RefuseReason, error) {
	data, err := c.read(ctx, apiReasons, apiReasons, url.Values{"return_or_cancel_id": {strings.TrimPrefix(remoteID, cancelMark)}}, nil)
	if err != nil {
		return nil, err
	}
	var w wireReasons
	if err := json.Unmarshal(data, &w); err != nil {
		return nil, platform.BadShape(err, "reasons")
	}
	out := []domain.RefuseReason{}
	for _, r := range w.Reasons {
		if r.Name != "" {
			out = append(out, domain.RefuseReason{Code: r.Name, Text: r.Text})
		}
	}
	return out, nil
}
