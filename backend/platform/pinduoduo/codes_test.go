package pinduoduo

import (
	"slices"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform/flex"
)

const publishedStatuses = "0 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 21 22 24 25 27 31 32 33"

// AS-01: every published value has a meaning. The lists are written down here
// a second time, from the documentation, so that a line lost in codes.go shows.
func TestEveryPublishedEnumValueIsMapped(t *testing.T) {
	for field, c := range map[string]struct {
		values string
		known  func(raw string) bool
	}{
		"order_status":                    {"1 2 3", func(r string) bool { s, ok := orderStatus(r); return ok && s != domain.OrderUnknown }},
		"refund_status":                   {"1 2 3 4", func(r string) bool { _, _, ok := refundStatus(r); return ok }},
		"confirm_status and group_status": {"0 1 2", func(r string) bool { _, ok := deal(r); return ok }},
		"after_sales_type":                {"2 3 4 5 6", func(r string) bool { s, ok := caseType(r, true); return ok && s != domain.CaseUnknown }},
		"after_sales_status":              {publishedStatuses, func(r string) bool { s, ok := caseStatus(r, false); return ok && s != domain.StatusUnknown }},
		"risk_control_status, dispute_refund_status, join_or_not, shipping_status": {"0 1", func(r string) bool { _, ok := mark(r); return ok }},
		"user_shipping_status": {"0 1 2", func(r string) bool { _, ok := userShipping(r); return ok }},
		"action of a trace": {"GOT SEND SIGN ARRIVAL DEPARTURE FAIL REJECTION STAY_IN_WAREHOUSE SIGN_ON_BEHALF OTHER RETURN IN_CABINET OUT_CABINET",
			func(r string) bool { _, ok := traceState(r); return ok }},
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
	if got := strings.Join(append([]string{"0"}, listStatuses()...), " "); got != publishedStatuses {
		t.Errorf("cases are asked for %s", got)
	}
}

func TestMeaningsThatAreEasyToConfuse(t *testing.T) {
	if s, _ := caseStatus("3", true); s != domain.StatusAwaitReceipt {
		t.Errorf("a return with a waybill waits for %s", s)
	}
	if s, _ := caseStatus("3", false); s != domain.StatusAwaitMerchant {
		t.Errorf("a return without a waybill waits for %s", s)
	}
	if k, _ := caseType("3", false); k != domain.CaseReturnRefund {
		t.Error("3 in a list is return and refund")
	}
	if a, _ := caseType("2", false); a != domain.CaseRefundUnshipped {
		t.Error("a refund before shipping")
	}
	if s, _ := caseStatus("14", true); s != domain.StatusAwaitShip {
		t.Errorf("an exchange whose goods are on their way back waits for %s", s)
	}
	for _, c := range []struct {
		status        string
		dispute, open bool
		want          domain.Arbitration
	}{
		{"8", false, true, domain.ArbRunning}, {"5", true, false, domain.ArbForBuyer}, {"9", true, false, domain.ArbForMerchant},
		{"10", true, false, domain.ArbEnded}, {"6", true, true, domain.ArbRunning}, {"2", false, true, domain.ArbNone},
	} {
		if got := arbitration(c.status, c.dispute, c.open); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestPlatformErrorsGetTheirCode(t *testing.T) {
	for code, want := range map[int64]remote{
		10000: {code: domain.CodeInternal, reason: "bad_parameter"}, 10001: {code: domain.CodeInternal, reason: "bad_parameter"},
		21001: {code: domain.CodeInternal, reason: "bad_parameter"}, 21002: {code: domain.CodeInternal, reason: "bad_parameter"},
		10016: {code: domain.CodeUnauthorized, reason: "bad_key"}, 10017: {code: domain.CodeInternal, reason: "bad_parameter"}, 10018: {code: domain.CodeUnauthorized, reason: "bad_key"},
		10019: {code: domain.CodeUnauthorized, reason: "token_expired"}, 20004: {code: domain.CodeUnauthorized, reason: "bad_secret"},
		20005: {code: domain.CodeUnauthorized, reason: "ip_not_allowed"}, 20031: {code: domain.CodeUnauthorized, reason: "no_permission"},
		20032: {code: domain.CodeUnauthorized, reason: "not_authorised"}, 20034: {code: domain.CodeUnsupported, reason: "api_switched_off"},
		20035: {code: domain.CodeInternal, reason: "bad_parameter"}, 30000: {code: domain.CodeUnauthorized, reason: "no_permission"}, 30001: {code: domain.CodeUnauthorized, reason: "no_permission"},
		50000: {code: domain.CodeUnavailable, reason: "server"}, 50001: {code: domain.CodeUnavailable, reason: "server"}, 50002: {code: domain.CodeUnavailable, reason: "server"},
		52001: {code: domain.CodeUnavailable, reason: "server"}, 52002: {code: domain.CodeUnavailable, reason: "server"}, 52004: {code: domain.CodeInvalid, reason: "too_large"},
		52101: {code: domain.CodeRateLimited}, 52102: {code: domain.CodeUnavailable, reason: "server"}, 52103: {code: domain.CodeUnavailable, reason: "server"},
		70031: {code: domain.CodeRateLimited}, 70032: {code: domain.CodeUnauthorized, reason: "risk_control"}, 70034: {code: domain.CodeUnauthorized, reason: "risk_control"},
		70035: {code: domain.CodeUnauthorized, reason: "risk_control"}, 70033: {code: domain.CodeUnavailable, reason: "maintenance", final: true},
		70036: {code: domain.CodeUnavailable, reason: "test_quota", final: true}, 12345: {code: domain.CodeUnavailable, reason: "server"},
	} {
		if got := verdict(code); got != want {
			t.Errorf("%d: %+v, want %+v", code, got, want)
		}
	}
}

func TestErrorsCarryCodesButNoTexts(t *testing.T) {
	err := failure("x.y", wireError{Code: flex.Num{N: 50001, Set: true}, SubCode: "张示例全名 said no", ID: "2026-LOG"})
	if strings.Contains(err.Error(), "张示例全名") || domain.ParamOf(err, "log_id") != "2026-LOG" || domain.ParamOf(err, "sub_code") != "" {
		t.Errorf("error: %v", err)
	}
}

func TestAStatusThatIsTheMerchantsTurnIsOneOfThePublishedOnes(t *testing.T) {
	// published: 2, 3, 14, 21, 32, 33 are the merchant's turn
	for _, v := range strings.Fields(publishedStatuses) {
		s, _ := caseStatus(v, false)
		if want := slices.Contains(strings.Fields("2 3 14 21 32 33"), v); s.MerchantsTurn() != want {
			t.Errorf("%s: the merchant's turn %v", v, s.MerchantsTurn())
		}
	}
}
