package shopify

import (
	"context"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// maxNote is the longest decline note, and maxOrderNote the longest note of an
// order, in characters (schema).
const (
	maxNote      = 500
	maxOrderNote = 5000
)

// acts says which writes the platform has. A request that was answered takes no
// second answer, and an order that was shipped no second shipment; notes and
// evidence are set as a whole.
func acts(s domain.Shop, connected bool) []domain.ActAbility {
	return platform.Acts(s, connected,
		domain.ActAbility{Kind: domain.ActAgree, Replay: domain.ReplayRefused},
		domain.ActAbility{Kind: domain.ActRefuse, Replay: domain.ReplayRefused, Asks: []string{"reason_code"}},
		domain.ActAbility{Kind: domain.ActEvidence, Replay: domain.ReplaySame, Asks: []string{"note"}},
		domain.ActAbility{Kind: domain.ActRemark, Replay: domain.ReplaySame, Asks: []string{"note"}},
		domain.ActAbility{Kind: domain.ActShip, Replay: domain.ReplayRefused, Asks: []string{"waybill", "carrier_code"}},
	)
}

// RefuseReasons lists the reasons that the platform takes for declining a
// return.
func (c *Connector) RefuseReasons(context.Context, string) ([]domain.RefuseReason, error) {
	return declineReasons(), nil
}

// Carriers lists the companies for which the platform makes tracking links
// (schema, FulfillmentTrackingInfo.company), as it writes them.
func (c *Connector) Carriers(context.Context) ([]domain.CarrierName, error) {
	out := []domain.CarrierName{}
	for _, name := range trackingCompanies() {
		out = append(out, domain.CarrierName{Code: name, Name: name})
	}
	return out, nil
}

// Act sends one act. The receipt is the id of what was changed.
func (c *Connector) Act(ctx context.Context, call platform.Call) (string, error) {
	switch call.Act.Kind {
	case domain.ActAgree, domain.ActRefuse:
		return c.decide(ctx, call)
	case domain.ActEvidence:
		return c.defend(ctx, call)
	case domain.ActRemark:
		return c.remark(ctx, call)
	case domain.ActShip:
		return c.ship(ctx, call)
	}
	return "", platform.NoAct("no_such_act")
}

// decide approves or declines a return that was asked for.
func (c *Connector) decide(ctx context.Context, call platform.Call) (string, error) {
	id, ok := part(call.Case.RemoteID, "r")
	if !ok { // a refund is done, a dispute is the bank's
		return "", platform.NoAct("back_office_only")
	}
	if call.Case.Status != domain.StatusAwaitMerchant {
		return "", platform.NotNow("not_merchants_turn")
	}
	input := map[string]any{"id": gid("Return", id), "notifyCustomer": true}
	a := ask{api: apiApprove, document: approveReturn, variables: map[string]any{"input": input}}
	if call.Act.Kind == domain.ActRefuse {
		known := false
		for _, r := range declineReasons() {
			known = known || r.Code == call.Act.ReasonCode
		}
		if !known {
			return "", platform.Lacks("reason_code")
		}
		note := platform.First(call.Act.Note.Reveal(), call.Act.Reason)
		if utf8.RuneCountInString(note) > maxNote {
			return "", platform.Lacks("note")
		}
		if input["declineReason"] = call.Act.ReasonCode; note != "" {
			input["declineNote"] = note
		}
		a.api, a.document = apiDecline, declineReturn
	}
	raw, err := c.mutate(ctx, a, a.api)
	return receipt(raw, "return"), err
}

// defend hands in the text of a dispute's evidence; after that the bank decides.
func (c *Connector) defend(ctx context.Context, call platform.Call) (string, error) {
	if id, ok := strings.CutPrefix(call.Case.RemoteID, "d"); !ok || !number(id) {
		return "", platform.NoAct("no_such_act")
	}
	switch {
	case call.Case.Arbitration != domain.ArbEvidence:
		return "", platform.NotNow("not_merchants_turn")
	case call.Act.Note == "":
		return "", platform.Lacks("note")
	case !number(call.Case.Version): // the evidence's id, which every reading of a dispute has
		return "", platform.Lacks("version")
	}
	raw, err := c.mutate(ctx, ask{api: apiEvidence, document: updateEvidence, variables: map[string]any{
		"id":    gid("ShopifyPaymentsDisputeEvidence", call.Case.Version),
		"input": map[string]any{"uncategorizedText": call.Act.Note.Reveal(), "submitEvidence": true}}}, apiEvidence)
	return receipt(raw, "disputeEvidence"), err
}

// remark adds a line to the note of the case's order. The platform keeps one
// note, so it is read first; a line that stands there already is not added twice.
func (c *Connector) remark(ctx context.Context, call platform.Call) (string, error) {
	line := strings.TrimSpace(call.Act.Note.Reveal())
	_, order, err := domain.SplitKey(call.Case.OrderID)
	switch {
	case line == "":
		return "", platform.Lacks("note")
	case err != nil || !number(order):
		return "", platform.Lacks("id")
	}
	now, err := get[struct {
		Note string `json:"note"`
	}](ctx, c, ask{api: apiOrders, purpose: "write", document: queryNote, variables: map[string]any{"id": gid("Order", order)}}, "order")
	if err != nil {
		return "", platform.NotSent(err)
	}
	note := now.Note
	if !strings.Contains("\n"+note+"\n", "\n"+line+"\n") {
		note = strings.TrimPrefix(note+"\n"+line, "\n")
	}
	if utf8.RuneCountInString(note) > maxOrderNote {
		return "", platform.Lacks("note")
	}
	raw, err := c.mutate(ctx, ask{api: apiNote, document: updateOrder, variables: map[string]any{"input": map[string]any{"id": gid("Order", order), "note": note}}}, apiNote)
	return receipt(raw, "order"), err
}

// ship sends all that one place has to send of an order. conflict (reason
// nothing_to_ship) when nothing waits; unsupported (back_office_only) when parts
// of it wait in different places: a shipment has one.
func (c *Connector) ship(ctx context.Context, call platform.Call) (string, error) {
	order := call.Order.RemoteID
	switch {
	case !number(order):
		return "", platform.Lacks("id")
	case call.Act.Waybill == "":
		return "", platform.Lacks("waybill")
	case call.Act.CarrierCode == "":
		return "", platform.Lacks("carrier_code")
	}
	now, err := get[struct {
		Parts struct {
			Nodes []struct {
				ID     string `json:"id"`
				Status string `json:"status"`
				Place  struct {
					Name string `json:"name"`
				} `json:"assignedLocation"`
			} `json:"nodes"`
		} `json:"fulfillmentOrders"`
	}](ctx, c, ask{api: apiShip, purpose: "write", document: queryToShip, variables: map[string]any{"id": gid("Order", order)}}, "order")
	if err != nil {
		return "", platform.NotSent(err)
	}
	parts, place := []map[string]any{}, ""
	for _, p := range now.Parts.Nodes {
		if p.Status != "OPEN" && p.Status != "IN_PROGRESS" {
			continue
		}
		if len(parts) > 0 && p.Place.Name != place {
			return "", platform.NoAct("back_office_only")
		}
		place = p.Place.Name
		parts = append(parts, map[string]any{"fulfillmentOrderId": p.ID})
	}
	if len(parts) == 0 {
		return "", platform.NotNow("nothing_to_ship")
	}
	raw, err := c.mutate(ctx, ask{api: apiShip, document: createFulfillment, variables: map[string]any{"fulfillment": map[string]any{
		"lineItemsByFulfillmentOrder": parts, "notifyCustomer": true,
		"trackingInfo": map[string]any{"company": call.Act.CarrierCode, "number": call.Act.Waybill}}}}, apiShip)
	return receipt(raw, "fulfillment"), err
}

// part finds the number of a case's part: "1-r2" → 2 for r.
func part(remoteID, kind string) (string, bool) {
	_, rest, _ := strings.Cut(remoteID, "-")
	id, ok := strings.CutPrefix(rest, kind)
	return id, ok && number(id)
}

// receipt finds the id of what a mutation changed, "" when it does not say.
func receipt(raw json.RawMessage, name string) string {
	var top map[string]json.RawMessage
	var r ref
	if json.Unmarshal(raw, &top) != nil || json.Unmarshal(top[name], &r) != nil {
		return ""
	}
	return tail(r.ID)
}
