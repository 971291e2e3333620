package taobao

import (
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform/flex"
)

// AS-01: every published value has a meaning. The lists are written down here
// a second time, from the metadata, so that a line lost in codes.go shows.
func TestEveryPublishedEnumValueIsMapped(t *testing.T) {
	for field, c := range map[string]struct {
		values string
		known  func(raw string) bool
	}{
		"trade status": {"TRADE_NO_CREATE_PAY PAY_PENDING WAIT_BUYER_PAY WAIT_PRE_AUTH_CONFIRM WAIT_SELLER_SEND_GOODS PAID_FORBID_CONSIGN SELLER_CONSIGNED_PART " +
			"WAIT_BUYER_CONFIRM_GOODS TRADE_BUYER_SIGNED TRADE_FINISHED TRADE_CLOSED TRADE_CLOSED_BY_TAOBAO",
			func(r string) bool { s, ok := orderStatus(r); return ok && s != domain.OrderUnknown }},
		"refund status": {"WAIT_SELLER_AGREE WAIT_BUYER_RETURN_GOODS WAIT_SELLER_CONFIRM_GOODS SELLER_REFUSE_BUYER WAIT_BUYER_CONFIRM_EXCHANGE_SELLER_SEND_GOODS " +
			"WAIT_SELLER_CONSIGN_GOODS EXCHANGE_TRANSFORM_TO_REFUND CLOSED SUCCESS",
			func(r string) bool { s, ok := refundStatus(r); return ok && s != domain.StatusUnknown }},
		"dispute_type": {"REFUND REFUND_AND_RETURN TMALL_EXCHANGE TAOBAO_EXCHANGE REPAIR RESHIPPING OTHERS",
			func(r string) bool { s, ok := disputeType(r, false, false); return ok && s != domain.CaseUnknown }},
		"good_status": {"BUYER_NOT_RECEIVED BUYER_RECEIVED BUYER_RETURNED_GOODS", func(r string) bool { _, ok := goodStatus(r); return ok }},
		"cs_status":   {"1 2 3 4 5 6 7 8 9 10 11", func(r string) bool { s, ok := arbitration(r); return ok && s != domain.ArbUnknown }},
		"owner_role":  {"1 2 3", func(r string) bool { s, ok := actor(r); return ok && s != domain.ActorUnknown }},
		"result":      {"good neutral bad", func(r string) bool { n, ok := rating(r); return ok && n > 0 }},
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
	if s, _ := orderStatus("PAID_FORBID_CONSIGN"); s != domain.OrderPaid {
		t.Errorf("PAID_FORBID_CONSIGN is %s: it is paid but must not be shipped", s)
	}
	if s, _ := refundStatus("CLOSED"); s != domain.StatusClosed {
		t.Error("CLOSED ended without a refund")
	}
	for _, c := range []struct {
		raw          string
		back, before bool
		want         domain.CaseType
	}{
		{"REFUND", false, true, domain.CaseRefundUnshipped}, {"REFUND", true, false, domain.CaseRefundShipped},
		{"OTHERS", true, false, domain.CaseReturnRefund}, {"", false, false, domain.CaseRefundShipped}, {"", true, true, domain.CaseReturnRefund},
		{"TAOBAO_EXCHANGE", false, true, domain.CaseExchange},
	} {
		if got, ok := disputeType(c.raw, c.back, c.before); !ok || got != c.want {
			t.Errorf("%q, return %v, before shipping %v: %s, want %s", c.raw, c.back, c.before, got, c.want)
		}
	}
	if _, tells := unshipped("TRADE_CLOSED"); tells {
		t.Error("a closed order does not tell whether it was shipped")
	}
}

func TestPlatformErrorsGetTheirCode(t *testing.T) {
	for _, c := range []struct {
		code    int64
		sub     string
		want    domain.Code
		reason  string
		waiting int64
	}{
		{4, "", domain.CodeRateLimited, "", 0},
		{7, "accesscontrol.limited-by-app-access-count", domain.CodeRateLimited, "", 2000},
		{10, "", domain.CodeUnavailable, "server", 0},
		{520, "", domain.CodeUnavailable, "server", 0},
		{11, "isv.permission-api-package-limit", domain.CodeUnauthorized, "no_permission", 0},
		{25, "", domain.CodeUnauthorized, "bad_secret", 0},
		{29, "", domain.CodeUnauthorized, "bad_key", 0},
		{31, "", domain.CodeUnavailable, "clock_skew", 0},
		{27, "", domain.CodeUnauthorized, "token_expired", 0},
		{40, "", domain.CodeInternal, "bad_parameter", 0},
		{15, "isp.remote-service-timeout", domain.CodeUnavailable, "server", 0},
		{15, "isp.call-limited", domain.CodeRateLimited, "", 2000},
		{15, "isv.logistics-offline-service-error:B04", domain.CodeConflict, "order_not_shippable", 0},
		{15, "isv.logistics-offline-service-error:B60", domain.CodeInvalid, "waybill_refused", 0},
		{15, "isv.trade-not-exist", domain.CodeNotFound, "no_data", 0},
		{41, "isv.invalid-parameter", domain.CodeInvalid, "refused_by_platform", 0},
		{9999, "", domain.CodeInvalid, "refused_by_platform", 0},
	} {
		ban := ""
		if c.waiting > 0 {
			ban = "This ban will last for 2 more seconds"
		}
		if v := verdict(c.code, c.sub, ban); v.code != c.want || v.reason != c.reason || v.wait != c.waiting {
			t.Errorf("%d %s: %s %s %d, want %s %s %d", c.code, c.sub, v.code, v.reason, v.wait, c.want, c.reason, c.waiting)
		}
	}
}

func TestABanLastsAsLongAsItsTextSays(t *testing.T) {
	for in, want := range map[string]int64{"This ban will last for 2 more seconds": 2000, "This ban will last for 31062 more seconds": 31062000, "last for x": 0, "": 0,
		"last for -5 more": 0, "last for 0 more": 1000, "last for 999999999999 more": longestBan * 1000} {
		if got := banned(in); got != want {
			t.Errorf("%q: %d ms, want %d", in, got, want)
		}
	}
}

func TestErrorsCarryCodesButNoTexts(t *testing.T) {
	err := failure("x.y", errorAnswer{Code: flex.Num{N: 15, Set: true}, SubCode: "张示例全名 said no", SubMsg: "6101token", RequestID: "15ex"})
	if strings.Contains(err.Error(), "张示例全名") || strings.Contains(err.Error(), "6101") || domain.ParamOf(err, "log_id") != "15ex" || domain.ParamOf(err, "sub_code") != "" {
		t.Errorf("error: %v", err)
	}
}

func TestOneCourierHasOneCodeWhateverItsNameAdds(t *testing.T) {
	for in, want := range map[string]string{"圆通速递": "YTO", "圆通": "YTO", "顺丰速运": "SF", "EMS经济快递": "EMS", " 某某货运 ": "某某货运", "": ""} {
		if got := carrierCode(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
