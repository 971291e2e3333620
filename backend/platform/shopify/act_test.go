package shopify

import (
	"reflect"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// last is what the newest call of an operation was asked with.
func (s *shop) last(op string) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := len(s.calls) - 1; i >= 0; i-- {
		if s.calls[i] == op {
			return s.vars[i]
		}
	}
	return nil
}

func TestEachActSendsWhatTheSchemaWants(t *testing.T) {
	s := newShop(t)
	s.addOrder(5000000000001, epoch-9000, epoch-8000)
	c := open(t, s, nil)
	for _, k := range []struct {
		call    platform.Call
		op      string
		want    map[string]any
		receipt string
	}{
		{platform.Call{Act: domain.Act{Kind: domain.ActAgree}, Case: asked()}, "Approve",
			map[string]any{"input": map[string]any{"id": "gid://shopify/Return/7000000001", "notifyCustomer": true}}, "7000000001"},
		{platform.Call{Act: domain.Act{Kind: domain.ActRefuse, ReasonCode: "FINAL_SALE", Reason: "it was on sale"}, Case: asked()}, "Decline",
			map[string]any{"input": map[string]any{"id": "gid://shopify/Return/7000000001", "notifyCustomer": true, "declineReason": "FINAL_SALE", "declineNote": "it was on sale"}}, "7000000001"},
		{platform.Call{Act: domain.Act{Kind: domain.ActEvidence, Note: "delivered on the 14th"}, Case: disputed()}, "Evidence",
			map[string]any{"id": "gid://shopify/ShopifyPaymentsDisputeEvidence/610001", "input": map[string]any{"uncategorizedText": "delivered on the 14th", "submitEvidence": true}}, "610001"},
		{platform.Call{Act: domain.Act{Kind: domain.ActRemark, Note: " checked "}, Case: asked()}, "Note",
			map[string]any{"input": map[string]any{"id": "gid://shopify/Order/5000000000001", "note": "for Anna Beispiel\nchecked"}}, "5000000000001"},
		{platform.Call{Act: domain.Act{Kind: domain.ActShip, Waybill: "1Z1", CarrierCode: "UPS"}, Order: domain.Order{RemoteID: "5000000000001"}}, "Ship",
			map[string]any{"fulfillment": map[string]any{"lineItemsByFulfillmentOrder": []any{map[string]any{"fulfillmentOrderId": "gid://shopify/FulfillmentOrder/11"}},
				"notifyCustomer": true, "trackingInfo": map[string]any{"company": "UPS", "number": "1Z1"}}}, "31"},
	} {
		got, err := c.Act(t.Context(), k.call)
		if err != nil || got != k.receipt || !reflect.DeepEqual(s.last(k.op), k.want) {
			t.Errorf("%s: %q %v\n%v\nwant\n%v", k.op, got, err, s.last(k.op), k.want)
		}
	}
}

// The order has one note: what stands there is kept, and a second identical
// remark changes nothing.
func TestARemarkKeepsTheNoteAndIsNotAddedTwice(t *testing.T) {
	s := newShop(t)
	s.addOrder(5000000000001, epoch-9000, epoch-8000)
	c := open(t, s, nil)
	for before, want := range map[string]string{"": "checked", "call first": "call first\nchecked", "checked": "checked", "a\nchecked\nb": "a\nchecked\nb", "unchecked": "unchecked\nchecked"} {
		s.orders[5000000000001]["note"] = before
		if _, err := c.Act(t.Context(), platform.Call{Act: domain.Act{Kind: domain.ActRemark, Note: "checked"}, Case: asked()}); err != nil {
			t.Fatal(err)
		}
		if got := s.last("Note")["input"].(map[string]any)["note"]; got != want {
			t.Errorf("%q became %q, want %q", before, got, want)
		}
	}
}

func TestActsThatDoNotFitLeaveNothing(t *testing.T) {
	answered, long := asked(), domain.Private(make([]byte, 501))
	answered.Status = domain.StatusAwaitReturn
	refund, decided := asked(), disputed()
	refund.RemoteID = "5000000000001-f8000000001"
	decided.Arbitration = domain.ArbRunning
	for name, k := range map[string]struct {
		call   platform.Call
		code   domain.Code
		reason string
	}{
		"a return that was answered":     {platform.Call{Act: domain.Act{Kind: domain.ActAgree}, Case: answered}, domain.CodeConflict, "not_merchants_turn"},
		"a refund needs no answer":       {platform.Call{Act: domain.Act{Kind: domain.ActAgree}, Case: refund}, domain.CodeUnsupported, "back_office_only"},
		"a dispute is not agreed to":     {platform.Call{Act: domain.Act{Kind: domain.ActAgree}, Case: disputed()}, domain.CodeUnsupported, "back_office_only"},
		"no such reason":                 {platform.Call{Act: domain.Act{Kind: domain.ActRefuse, ReasonCode: "BECAUSE"}, Case: asked()}, domain.CodeInvalid, ""},
		"a note past 500":                {platform.Call{Act: domain.Act{Kind: domain.ActRefuse, ReasonCode: "OTHER", Note: long}, Case: asked()}, domain.CodeInvalid, ""},
		"evidence for a return":          {platform.Call{Act: domain.Act{Kind: domain.ActEvidence, Note: "x"}, Case: asked()}, domain.CodeUnsupported, "no_such_act"},
		"evidence that was handed in":    {platform.Call{Act: domain.Act{Kind: domain.ActEvidence, Note: "x"}, Case: decided}, domain.CodeConflict, "not_merchants_turn"},
		"evidence without words":         {platform.Call{Act: domain.Act{Kind: domain.ActEvidence}, Case: disputed()}, domain.CodeInvalid, ""},
		"an empty remark":                {platform.Call{Act: domain.Act{Kind: domain.ActRemark, Note: "  "}, Case: asked()}, domain.CodeInvalid, ""},
		"a parcel without a number":      {platform.Call{Act: domain.Act{Kind: domain.ActShip, CarrierCode: "UPS"}, Order: domain.Order{RemoteID: "1"}}, domain.CodeInvalid, ""},
		"a parcel without a courier":     {platform.Call{Act: domain.Act{Kind: domain.ActShip, Waybill: "1"}, Order: domain.Order{RemoteID: "1"}}, domain.CodeInvalid, ""},
		"an act that the platform lacks": {platform.Call{Act: domain.Act{Kind: domain.ActAgreeRefund}, Case: asked()}, domain.CodeUnsupported, "no_such_act"},
	} {
		s := newShop(t)
		_, err := open(t, s, nil).Act(t.Context(), k.call)
		if domain.CodeOf(err) != k.code || domain.ParamOf(err, "reason") != k.reason || domain.ParamOf(err, "sent") != "no" || len(s.calls) != 0 {
			t.Errorf("%s: %v, %d calls", name, err, len(s.calls))
		}
	}
}

func TestAShipmentHasOnePlace(t *testing.T) {
	call := platform.Call{Act: domain.Act{Kind: domain.ActShip, Waybill: "1Z1", CarrierCode: "UPS"}, Order: domain.Order{RemoteID: "1"}}
	for nodes, want := range map[string]string{
		`{"id":"a","status":"OPEN","assignedLocation":{"name":"A"}},{"id":"b","status":"IN_PROGRESS","assignedLocation":{"name":"B"}}`: "back_office_only",
		`{"id":"a","status":"CLOSED","assignedLocation":{"name":"A"}}`:                                                                 "nothing_to_ship",
		``: "nothing_to_ship",
	} {
		s := newShop(t)
		s.answers["ToShip"] = `{"data":{"order":{"fulfillmentOrders":{"nodes":[` + nodes + `]}}}}`
		_, err := open(t, s, nil).Act(t.Context(), call)
		if domain.ParamOf(err, "reason") != want || domain.ParamOf(err, "sent") != "no" || s.ops() != "ToShip" {
			t.Errorf("%s: %v, asked %s", nodes, err, s.ops())
		}
	}
	s := newShop(t)
	s.deny["ToShip"] = true
	if _, err := open(t, s, nil).Act(t.Context(), call); domain.ParamOf(err, "reason") != "no_permission" || domain.ParamOf(err, "sent") != "no" {
		t.Errorf("without the scope: %v", err)
	}
}

// A mutation's own errors come with status 200.
func TestARefusedMutationIsNotDone(t *testing.T) {
	for answer, want := range map[string]domain.Code{
		`{"data":{"returnApproveRequest":{"return":null,"userErrors":[{"field":["input","id"],"message":"Anna Beispiel","code":"INVALID_STATE"}]}}}`: domain.CodeConflict,
		`{"data":{"returnApproveRequest":{"return":null,"userErrors":[{"field":["input","id"],"message":"Anna Beispiel","code":"NOT_FOUND"}]}}}`:     domain.CodeNotFound,
		`{"data":{"returnApproveRequest":{"return":null,"userErrors":[{"field":null,"message":"Anna Beispiel","code":null}]}}}`:                      domain.CodeInvalid,
		`{"data":{"returnApproveRequest":null}}`: domain.CodeUnavailable,
		`{"data":{}}`:                            domain.CodeUnavailable,
	} {
		s := newShop(t)
		s.answers["Approve"] = answer
		_, err := open(t, s, nil).Act(t.Context(), platform.Call{Act: domain.Act{Kind: domain.ActAgree}, Case: asked()})
		if domain.CodeOf(err) != want || s.ops() != "Approve" {
			t.Errorf("%s: %v, asked %s", answer, err, s.ops())
		}
	}
}

func TestReasonsAndCouriersAreListed(t *testing.T) {
	c := open(t, newShop(t), nil)
	reasons, err := c.RefuseReasons(t.Context(), "")
	if err != nil || len(reasons) != 3 {
		t.Errorf("%v %v", reasons, err)
	}
	couriers, err := c.Carriers(t.Context())
	seen := map[string]bool{}
	for _, k := range couriers {
		if k.Code == "" || seen[k.Code] {
			t.Errorf("courier %q stands twice or has no name", k.Code)
		}
		seen[k.Code] = true
	}
	if err != nil || !seen["UPS"] || !seen["SF Express"] || !seen["YunExpress"] || len(couriers) < 150 {
		t.Errorf("%d couriers %v", len(couriers), err)
	}
}
