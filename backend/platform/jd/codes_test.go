package jd

import (
	"strings"
	"testing"

	"afterdesk/backend/domain"
)

// AS-01: every published value has a meaning. The lists are written down here
// a second time, from the documentation, so that a line lost in codes.go shows.
func TestEveryPublishedEnumValueIsMapped(t *testing.T) {
	for field, c := range map[string]struct {
		values, unmeant string // unmeant: published, but without a meaning that could be mapped
		known           func(raw string) bool
	}{
		"orderState": {"NOT_PAY WAIT_SELLER_STOCK_OUT WAIT_GOODS_RECEIVE_CONFIRM WAIT_SELLER_DELIVERY PAUSE POP_ORDER_PAUSE LOCKED WAIT_SEND_CODE FINISHED_L TRADE_CANCELED DELIVERY_RETURN", "",
			func(r string) bool { s, ok := orderState(r); return ok && s != domain.OrderUnknown }},
		"status of a refund application": {"0 1 2 3 4 5 6 7 8 9 10 11", "16 17 18 19 27 28 40", func(r string) bool { s, ok := refundStatus(r); return ok && s != domain.StatusUnknown }},
		"customerExpect":                 {"10 11 20 30 70 80 90 100", "40 50 60", func(r string) bool { s, ok := expectation(r); return ok && s != domain.CaseUnknown }},
		"serviceStatus": {"10000 10001 10002 10004 10005 10006 10007 10009 10010 10011 10012 10013 10041", "11000 1100 12000 13000 14000",
			func(r string) bool { s, ok := serviceStatus(r); return ok && s != domain.StatusUnknown }},
	} {
		for _, v := range strings.Fields(c.values) {
			if !c.known(v) {
				t.Errorf("%s %s is not mapped", field, v)
			}
		}
		for _, v := range append(strings.Fields(c.unmeant), "4711", "") {
			if c.known(v) {
				t.Errorf("%s claims to know %q", field, v)
			}
		}
	}
}

func TestPlatformErrorsGetTheirCode(t *testing.T) {
	for _, c := range []struct {
		code, text string
		want       remote
	}{
		{"5", "", remote{code: domain.CodeInternal, reason: "bad_parameter"}}, {"15", "", remote{code: domain.CodeInternal, reason: "bad_parameter"}},
		{"12", "", remote{code: domain.CodeUnauthorized, reason: "bad_secret"}}, {"19", "", remote{code: domain.CodeUnauthorized, reason: "token_expired"}},
		{"21", "", remote{code: domain.CodeUnauthorized, reason: "bad_key"}}, {"24", "", remote{code: domain.CodeUnauthorized, reason: "no_permission"}},
		{"33", "", remote{code: domain.CodeUnavailable, reason: "server"}}, {"65", "", remote{code: domain.CodeUnavailable, reason: "server"}},
		{"11100006", "", remote{code: domain.CodeUnauthorized, reason: "not_authorised"}}, {"10500001", "", remote{code: domain.CodeUnauthorized, reason: "wrong_shop"}},
		{"10100021", "", remote{code: domain.CodeConflict, reason: "order_changed"}}, {"99904030005", "", remote{code: domain.CodeUnsupported, reason: "platform_cloud_only"}},
		{"777", "请求超频", remote{code: domain.CodeRateLimited}}, {"777", "Too Many Requests", remote{code: domain.CodeRateLimited}}, {"777", "请稍后再试", remote{code: domain.CodeRateLimited}},
		{"777", "调用频率超限", remote{code: domain.CodeRateLimited}}, {"777", "其他", remote{code: domain.CodeUnavailable, reason: "server"}},
	} {
		if got := verdict(c.code, c.text); got != c.want {
			t.Errorf("%s %s: %+v, want %+v", c.code, c.text, got, c.want)
		}
	}
}

func TestErrorsCarryCodesButNoTexts(t *testing.T) {
	err := failure("x.y", "77 张", "张示例全名")
	if strings.Contains(err.Error(), "张") || domain.ParamOf(err, "remote_code") != "" {
		t.Errorf("error: %v", err)
	}
	if err := failure("x.y", "19", "张示例全名"); strings.Contains(err.Error(), "张") || domain.ParamOf(err, "remote_code") != "19" {
		t.Errorf("error: %v", err)
	}
}
