package shopify

import (
	"encoding/json"
	"strings"
	"testing"

	"afterdesk/backend/domain"
)

// AS-01: every published value has a meaning. The lists are written down here
// a second time, from the schema of 2026-10, so that a line lost in codes.go
// shows.
func TestEveryPublishedEnumValueIsMapped(t *testing.T) {
	for field, c := range map[string]struct {
		values string
		known  func(raw string) bool
	}{
		"displayFinancialStatus": {"AUTHORIZED EXPIRED PAID PARTIALLY_PAID PARTIALLY_REFUNDED PENDING REFUNDED VOIDED",
			func(r string) bool {
				s, ok := orderStatus(r, "UNFULFILLED", false, false)
				return ok && s != domain.OrderUnknown
			}},
		"displayFulfillmentStatus": {"FULFILLED FULFILLMENT_NOT_REQUIRED IN_PROGRESS ON_HOLD OPEN PARTIALLY_FULFILLED PENDING_FULFILLMENT REQUEST_DECLINED RESTOCKED SCHEDULED UNFULFILLED",
			func(r string) bool {
				s, ok := orderStatus("PAID", r, false, false)
				return ok && s != domain.OrderUnknown
			}},
		"returnStatus of an order": {"INSPECTION_COMPLETE IN_PROGRESS NO_RETURN RETURNED RETURN_FAILED RETURN_REQUESTED", func(r string) bool { _, ok := orderReturns(r); return ok }},
		"status of a return":       {"CANCELED CLOSED DECLINED OPEN REQUESTED", func(r string) bool { s, ok := returnStatus(r, false, false); return ok && s != domain.StatusUnknown }},
		"status of a dispute": {"ACCEPTED CHARGE_REFUNDED LOST NEEDS_RESPONSE PREVENTED UNDER_REVIEW WON",
			func(r string) bool {
				s, a, ok := disputeStatus(r)
				return ok && s != domain.StatusUnknown && a != domain.ArbUnknown
			}},
		"type of a dispute":    {"CHARGEBACK INQUIRY", func(r string) bool { s, ok := disputeType(r); return ok && s != domain.CaseUnknown }},
		"status of a shipment": {"CANCELLED ERROR FAILURE OPEN PENDING SUCCESS", func(r string) bool { _, ok := sent(r); return ok }},
		"status of a trace":    {"ATTEMPTED_DELIVERY CARRIER_PICKED_UP CONFIRMED DELAYED DELIVERED FAILURE IN_TRANSIT LABEL_PRINTED LABEL_PURCHASED OUT_FOR_DELIVERY READY_FOR_PICKUP", func(r string) bool { s, ok := trackState(r); return ok && s != domain.TrackUnknown }},
		"reason for declining": {"FINAL_SALE OTHER RETURN_PERIOD_ENDED", func(r string) bool {
			for _, d := range declineReasons() {
				if d.Code == r {
					return true
				}
			}
			return false
		}},
	} {
		for _, v := range strings.Fields(c.values) {
			if !c.known(v) {
				t.Errorf("%s %s is not mapped", field, v)
			}
		}
		if c.known("TELEPORTED") {
			t.Errorf("%s claims to know TELEPORTED", field)
		}
	}
}

func TestMeaningsThatAreEasyToConfuse(t *testing.T) {
	for _, c := range []struct {
		financial, fulfilled string
		cancelled, done      bool
		want                 domain.OrderStatus
	}{
		{"PAID", "UNFULFILLED", false, false, domain.OrderToShip},
		{"PAID", "ON_HOLD", false, false, domain.OrderPaid},
		{"PENDING", "UNFULFILLED", false, false, domain.OrderUnpaid},
		{"PENDING", "FULFILLED", false, false, domain.OrderShipped}, // cash on delivery
		{"PAID", "FULFILLED", false, true, domain.OrderFinished},
		{"REFUNDED", "UNFULFILLED", false, false, domain.OrderCancelled},
		{"REFUNDED", "FULFILLED", false, true, domain.OrderFinished},
		{"PAID", "RESTOCKED", false, false, domain.OrderCancelled},
		{"PAID", "FULFILLMENT_NOT_REQUIRED", false, false, domain.OrderFinished},
		{"PENDING", "FULFILLMENT_NOT_REQUIRED", false, false, domain.OrderUnpaid},
		{"VOIDED", "FULFILLMENT_NOT_REQUIRED", false, false, domain.OrderCancelled},
		{"PAID", "PARTIALLY_FULFILLED", true, false, domain.OrderCancelled},
	} {
		if got, ok := orderStatus(c.financial, c.fulfilled, c.cancelled, c.done); !ok || got != c.want {
			t.Errorf("%+v is %s", c, got)
		}
	}
	if s, _ := returnStatus("OPEN", false, false); s != domain.StatusAwaitReturn {
		t.Error("an approved return waits for the buyer")
	}
	if s, _ := returnStatus("OPEN", true, false); s != domain.StatusAwaitReceipt {
		t.Error("goods on their way back wait for the merchant")
	}
	if s, _ := returnStatus("CLOSED", false, false); s != domain.StatusClosed {
		t.Error("closed without anything refunded is not a success of the buyer")
	}
	if s, a, _ := disputeStatus("WON"); s.Open() || a != domain.ArbForMerchant {
		t.Error("a won dispute is over")
	}
}

func TestErrorsGetTheirCode(t *testing.T) {
	for code, want := range map[string]verdict{
		"THROTTLED": {domain.CodeRateLimited, ""}, "MAX_COST_EXCEEDED": {domain.CodeInvalid, "too_costly"}, "ACCESS_DENIED": {domain.CodeUnauthorized, "no_permission"},
		"INTERNAL_SERVER_ERROR": {domain.CodeUnavailable, "server"}, "NOT_FOUND": {domain.CodeNotFound, "no_data"}, "INVALID_STATE": {domain.CodeConflict, "case_changed"},
		"EVIDENCE_ALREADY_ACCEPTED": {domain.CodeConflict, "already_sent"}, "EVIDENCE_PAST_DUE_DATE": {domain.CodeConflict, "too_late"}, "BLANK": {domain.CodeInvalid, "refused_by_platform"},
	} {
		if got := byCode(code); got != want {
			t.Errorf("%s: %+v", code, got)
		}
	}
	for status, want := range map[int]verdict{401: {domain.CodeUnauthorized, "not_authorised"}, 402: {domain.CodeUnauthorized, "shop_frozen"}, 403: {domain.CodeUnauthorized, "no_permission"},
		404: {domain.CodeInvalid, "bad_address"}, 423: {domain.CodeUnauthorized, "shop_frozen"}} {
		if got, ok := byStatus(status); !ok || got != want {
			t.Errorf("%d: %+v", status, got)
		}
	}
	if _, ok := byStatus(200); ok {
		t.Error("200 is no refusal")
	}
}

// Wait = (asked − left) / refill seconds.
func TestTheWaitIsThePlatformsOwn(t *testing.T) {
	for body, want := range map[string]string{
		string(read(t, "error.throttled.json")): "521", // (62 − 10) / 100 s
		`{"errors":[{"extensions":{"code":"THROTTLED"}}],"extensions":{"cost":{"requestedQueryCost":1000,"throttleStatus":{"currentlyAvailable":0,"restoreRate":50}}}}`: "20001",
		`{"errors":[{"extensions":{"code":"THROTTLED"}}],"extensions":{"cost":{"requestedQueryCost":10,"throttleStatus":{"currentlyAvailable":50,"restoreRate":50}}}}`:  "0",
		`{"errors":[{"extensions":{"code":"THROTTLED"}}]}`: "0",
		`{"errors":[{"extensions":{"code":"THROTTLED"}}],"extensions":{"cost":{"requestedQueryCost":1e300,"throttleStatus":{"currentlyAvailable":0,"restoreRate":1}}}}`: "3600000",
	} {
		var e envelope
		if err := json.Unmarshal([]byte(body), &e); err != nil {
			t.Fatal(err)
		}
		err := failure("orders", e)
		if domain.CodeOf(err) != domain.CodeRateLimited || domain.ParamOf(err, "retry_after_ms") != want {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// Fields without their scope are null beside an error; what came is used.
func TestAnAnswerWithHolesIsAnAnswer(t *testing.T) {
	for body, code := range map[string]domain.Code{
		`{"data":{"orders":{"nodes":[]}},"errors":[{"extensions":{"code":"ACCESS_DENIED"},"path":["orders","nodes",0,"shippingAddress"]}]}`: "",
		`{"data":{"orders":null},"errors":[{"extensions":{"code":"ACCESS_DENIED"}}]}`:                                                       domain.CodeUnauthorized,
		`{"errors":"not a query, Anna Beispiel"}`:                                                                                           domain.CodeInvalid,
		`{"data":{"orders":{}},"errors":[]}`:                                                                                                "",
		`{}`:                                                                                                                                domain.CodeUnavailable,
	} {
		var e envelope
		if err := json.Unmarshal([]byte(body), &e); err != nil {
			t.Fatal(err)
		}
		err := failure("orders", e)
		if domain.CodeOf(err) != code || (err != nil && strings.Contains(err.Error(), "Anna")) {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestNumbersOfGlobalIds(t *testing.T) {
	for in, want := range map[string]string{"gid://shopify/Order/5000000000001": "5000000000001", "gid://shopify/LineItem/1?x=y": "1", "7": "7", "": "", "gid://shopify/Order/a b": ""} {
		if got := tail(in); got != want {
			t.Errorf("%s: %q", in, got)
		}
	}
}
