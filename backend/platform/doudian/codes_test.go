package doudian

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
		"order_status and main_status": {"1 2 3 4 5 101 103 105 21 22 39 255", func(r string) bool { s, ok := orderStatus(r); return ok && s != domain.OrderUnknown }},
		"aftersale_type":               {"0 1 2 3 4 5 6 7 8", func(r string) bool { s, ok := caseType(r); return ok && s != domain.CaseUnknown }},
		"aftersale_status":             {"3 6 7 8 11 12 13 14 27 28 29 51 53", func(r string) bool { s, ok := caseStatus(r); return ok && s != domain.StatusUnknown }},
		"arbitrate_status in answers":  {"0 1 2 3 4 5 255", func(r string) bool { s, ok := arbitration(r); return ok && s != domain.ArbUnknown }},
		"arbitrate_status in filters":  {"0 1 2 3 4 5 6 255", func(r string) bool { s, ok := arbitrationFilter(r); return ok && s != domain.ArbUnknown }},
		"arbitrate_conclusion":         {"1 2 3", func(r string) bool { s, ok := conclusion(r); return ok && s != domain.ArbUnknown }},
		"refund_status":                {"1 2 3 4 5", func(r string) bool { _, ok := refundPaid(r); return ok }},
		"theme_type":                   {"0 1", func(r string) bool { _, ok := liveTheme(r); return ok }},
		"c_biz":                        {"0 2 8", func(r string) bool { _, ok := channel(r, true); return ok }},
		"given_product_type":           {"MASTER FREE", func(r string) bool { _, ok := gift(r); return ok }},
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
	if s, _ := orderStatus("105"); s != domain.OrderPaid {
		t.Errorf("105 is %s: it is paid but must not be shipped", s)
	}
	if s, _ := caseStatus("28"); s.Open() {
		t.Error("28 is closed")
	}
	if a, _ := caseStatus("3"); a != domain.StatusAwaitConfirm {
		t.Error("the list's 3 is the detail's 13")
	}
	if a, _ := arbitration("255"); a != domain.ArbEnded {
		t.Error("255 in an answer is ended")
	}
	if a, _ := arbitrationFilter("255"); a != domain.ArbCancelled {
		t.Error("255 in a filter is cancelled")
	}
	if c, _ := channel("8", false); c != domain.ChannelShelf {
		t.Error("the shop's own sale without a room is the shelf")
	}
}

func TestPlatformErrorsGetTheirCode(t *testing.T) {
	for _, c := range []struct {
		code   int64
		sub    string
		want   domain.Code
		reason string
	}{
		{20000, "isp.service-error:10000", domain.CodeUnavailable, "server"},
		{30001, "isv.app-permissions-insufficient", domain.CodeUnauthorized, "no_permission"},
		{30001, "dop.authorization-closed", domain.CodeUnauthorized, "not_authorised"},
		{30002, "", domain.CodeUnauthorized, "ip_not_allowed"},
		{40003, "isv.signature-invalid", domain.CodeUnauthorized, "bad_secret"},
		{40003, "isv.app-id-invalid", domain.CodeUnauthorized, "bad_key"},
		{40003, "isv.timestamp-invalid", domain.CodeUnavailable, "clock_skew"},
		{40003, "isv.access-token-expired", domain.CodeUnauthorized, "token_expired"},
		{40004, "isv.parameter-invalid:11003", domain.CodeNotFound, "no_data"},
		{40004, "isv.parameter-invalid:20022", domain.CodeInvalid, "bad_parameter"},
		{40004, "isv.parameter-invalid:20004", domain.CodeUnavailable, "server"},
		{50001, "dop.token-generate-failed:app-secret-invalid", domain.CodeUnauthorized, "bad_secret"},
		{50001, "dop.token-generate-failed:no-authorization", domain.CodeUnauthorized, "not_authorised"},
		{50002, "isv.business-failed:20309541", domain.CodeConflict, "case_changed"},
		{50002, "isv.business-failed:31009", domain.CodeUnauthorized, "not_authorised"},
		{50002, "isv.business-failed:11001", domain.CodeUnsupported, "back_office_only"},
		{50002, "isv.business-failed:-10004", domain.CodeNotFound, "no_data"},
		{50002, "isv.business-failed:10015", domain.CodeUnsupported, "not_an_e_waybill"},
		{60000, "isv.traffic-limited", domain.CodeRateLimited, ""},
		{70000, "isp.comment-service-off", domain.CodeUnsupported, "api_switched_off"},
		{90000, "dop.unknown-error", domain.CodeUnavailable, "server"},
		{12345, "", domain.CodeUnavailable, "server"},
	} {
		if v := verdict(c.code, c.sub); v.code != c.want || v.reason != c.reason {
			t.Errorf("%d %s: %s %s, want %s %s", c.code, c.sub, v.code, v.reason, c.want, c.reason)
		}
	}
}

func TestErrorsCarryCodesButNoTexts(t *testing.T) {
	err := failure("x.y", envelope{Code: flex.Num{N: 50002, Set: true}, SubCode: "张示例全名 said no", LogID: "2026-LOG"})
	if strings.Contains(err.Error(), "张示例全名") || domain.ParamOf(err, "log_id") != "2026-LOG" || domain.ParamOf(err, "sub_code") != "" {
		t.Errorf("error: %v", err)
	}
}

func TestSizeComesFromTheSpecThatMeansSize(t *testing.T) {
	for _, c := range []struct {
		in                []wireSpec
		wantSpec, wantSiz string
	}{
		{[]wireSpec{{"颜色", "大红"}, {"尺码", "M"}}, "大红 / M", "M"},
		{[]wireSpec{{"鞋码", "42"}}, "42", "42"},
		{[]wireSpec{{"Size", "XL"}}, "XL", "XL"},
		{[]wireSpec{{"颜色分类", "小码红"}}, "小码红", ""},
		{[]wireSpec{{"屏幕尺寸", "6.1"}, {"存储", " "}}, "6.1", "6.1"},
		{nil, "", ""},
	} {
		if s, z := spec(c.in); s != c.wantSpec || z != c.wantSiz {
			t.Errorf("%v: %q %q, want %q %q", c.in, s, z, c.wantSpec, c.wantSiz)
		}
	}
}
