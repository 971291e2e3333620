package tiktok

import (
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform/flex"
)

// AS-01: every published value has a meaning. The lists are written down here
// a second time, from the documentation, so that a line lost in codes.go shows.
func TestEveryPublishedEnumValueIsMapped(t *testing.T) {
	for field, c := range map[string]struct {
		values string
		known  func(raw string) bool
	}{
		"status and display_status": {"UNPAID ON_HOLD AWAITING_SHIPMENT PARTIALLY_SHIPPING AWAITING_COLLECTION IN_TRANSIT DELIVERED COMPLETED CANCELLED",
			func(r string) bool { s, ok := orderStatus(r); return ok && s != domain.OrderUnknown }},
		"return_type and cancel_type": {"REFUND RETURN_AND_REFUND REPLACEMENT CANCEL BUYER_CANCEL", func(r string) bool { s, ok := caseType(r); return ok && s != domain.CaseUnknown }},
		"return_status": {"RETURN_OR_REFUND_REQUEST_PENDING REFUND_OR_RETURN_REQUEST_REJECT RETURN_OR_REFUND_REQUEST_REJECT AWAITING_BUYER_SHIP BUYER_SHIPPED_ITEM REJECT_RECEIVE_PACKAGE " +
			"RETURN_OR_REFUND_REQUEST_SUCCESS RETURN_OR_REFUND_REQUEST_CANCEL RETURN_OR_REFUND_REQUEST_COMPLETE AWAITING_BUYER_RESPONSE REPLACEMENT_REQUEST_PENDING " +
			"REPLACEMENT_REQUEST_REJECT REPLACEMENT_REQUEST_CANCEL REPLACEMENT_REQUEST_REFUND_SUCCESS REPLACEMENT_REQUEST_COMPLETE",
			func(r string) bool { s, ok := caseStatus(r); return ok && s != domain.StatusUnknown }},
		"cancel_status": {"CANCELLATION_REQUEST_PENDING CANCELLATION_REQUEST_SUCCESS CANCELLATION_REQUEST_CANCEL CANCELLATION_REQUEST_CANCELLED CANCELLATION_REQUEST_COMPLETE",
			func(r string) bool { s, ok := caseStatus(r); return ok && s != domain.StatusUnknown }},
		"arbitration_status":          {"IN_PROGRESS SUPPORT_BUYER SUPPORT_SELLER CLOSED", func(r string) bool { s, ok := arbitration(r); return ok && s != domain.ArbUnknown }},
		"role":                        {"BUYER SELLER OPERATOR SYSTEM", func(r string) bool { s, ok := actor(r); return ok && s != domain.ActorUnknown }},
		"seller_next_action_response": {"SELLER_RESPOND_REFUND SELLER_RESPOND_RETURN SELLER_RESPOND_RECEIVE_PACKAGE SELLER_RESPOND_REPLACEMENT SELLER_RESPOND_CANCEL", sellersAction},
	} {
		for _, v := range strings.Fields(c.values) {
			if !c.known(v) {
				t.Errorf("%s %s is not mapped", field, v)
			}
		}
		if c.known("4711") {
			t.Errorf("%s claims to know 4711", field)
		}
	}
}

func TestMeaningsThatAreEasyToConfuse(t *testing.T) {
	if s, _ := orderStatus("ON_HOLD"); s != domain.OrderPaid {
		t.Errorf("ON_HOLD is %s: it is paid but must not be shipped", s)
	}
	if paid("RETURN_OR_REFUND_REQUEST_SUCCESS") || !paid("RETURN_OR_REFUND_REQUEST_COMPLETE") {
		t.Error("SUCCESS is an approval, COMPLETE is money")
	}
	if s, _ := caseStatus("REPLACEMENT_REQUEST_REFUND_SUCCESS"); s != domain.StatusSucceeded {
		t.Error("a replacement may end as a refund")
	}
	if a, _ := arbitration(""); a != domain.ArbNone {
		t.Error("no word is no arbitration")
	}
}

func TestPlatformErrorsGetTheirCode(t *testing.T) {
	for _, c := range []struct {
		code    int64
		message string
		want    domain.Code
		reason  string
	}{
		{105002, "", domain.CodeUnauthorized, "token_expired"}, {105005, "", domain.CodeUnauthorized, "no_permission"}, {105004, "", domain.CodeUnauthorized, "not_authorised"},
		{106001, "", domain.CodeUnauthorized, "bad_secret"}, {101000, "", domain.CodeUnauthorized, "wrong_shop"}, {36004001, "", domain.CodeUnauthorized, "not_authorised"},
		{36009002, "", domain.CodeRateLimited, ""}, {36009037, "", domain.CodeRateLimited, ""}, {45101004, "", domain.CodeRateLimited, "day_quota"},
		{36009003, "", domain.CodeUnavailable, "server"}, {36009007, "", domain.CodeUnavailable, "server"}, {36009033, "", domain.CodeUnauthorized, "ip_not_allowed"},
		{36009004, "Timestamp expired", domain.CodeUnavailable, "clock_skew"}, {36009004, "invalid app_key", domain.CodeUnauthorized, "bad_key"},
		{36009004, "sign invalid", domain.CodeUnauthorized, "bad_secret"}, {36009004, "access_token invalid", domain.CodeUnauthorized, "token_expired"},
		{36009004, "?", domain.CodeUnauthorized, "not_authorised"},
		{106013, "", domain.CodeInternal, "bad_parameter"}, {1010000, "", domain.CodeInternal, "bad_parameter"}, {36009009, "", domain.CodeInternal, "bad_parameter"},
		{36009010, "", domain.CodeInternal, "bad_parameter"}, {36009014, "", domain.CodeInternal, "bad_parameter"}, {36009021, "", domain.CodeInternal, "bad_parameter"},
		{36009022, "", domain.CodeInternal, "bad_parameter"}, {36009023, "", domain.CodeInternal, "bad_parameter"}, {25001234, "", domain.CodeInvalid, "refused_by_platform"},
	} {
		if v := verdict(c.code, c.message); v.code != c.want || v.reason != c.reason {
			t.Errorf("%d %s: %s %s, want %s %s", c.code, c.message, v.code, v.reason, c.want, c.reason)
		}
	}
	err := failure("x", envelope{Code: flex.Num{N: 25001234, Set: true}, Message: "Edward Plainname", RequestID: "2026-LOG"})
	if strings.Contains(err.Error(), "Plainname") || domain.ParamOf(err, "log_id") != "2026-LOG" || domain.ParamOf(err, "remote_code") != "25001234" {
		t.Errorf("error: %v", err)
	}
}

func TestAMarketTellsItsCurrency(t *testing.T) {
	for code, want := range map[string][2]string{"GB": {"GBP", "Europe/London"}, "US": {"USD", ""}, "JP": {"JPY", "Asia/Tokyo"}, "": {"", ""}} {
		if cur, zone := region(code); cur != want[0] || zone != want[1] {
			t.Errorf("%s: %s %s", code, cur, zone)
		}
	}
}
