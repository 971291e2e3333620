package xiaohongshu

import (
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform/flex"
)

// AS-01: every published value has a meaning. The lists are written down here
// a second time, so that a line lost in codes.go shows.
func TestEveryPublishedEnumValueIsMapped(t *testing.T) {
	for field, c := range map[string]struct {
		values string
		known  func(raw string) bool
	}{
		"orderStatus":  {"1 2 3 4 5 6 7 8 9 10", func(r string) bool { s, ok := orderStatus(r); return ok && s != domain.OrderUnknown }},
		"returnType":   {"1 2 4 5 6", func(r string) bool { s, ok := caseType(r); return ok && s != domain.CaseUnknown }},
		"status":       {"1 2 3 4 5 6 9 9001 11 12 13 14", func(r string) bool { s, ok := caseStatus(r); return ok && s != domain.StatusUnknown }},
		"refundStatus": {"1 2 3 101 108 201 301 302 401 402", func(r string) bool { _, ok := refundPaid(r); return ok }},
		"skuTag":       {"0 1", func(r string) bool { _, ok := gift(r); return ok }},
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
	if s, _ := orderStatus("2"); s != domain.OrderPaid {
		t.Errorf("2 is %s: it is paid but still being processed", s)
	}
	if s, _ := caseStatus("14"); !s.Open() {
		t.Error("14 is with the platform, not closed")
	}
	for _, raw := range []string{"1", "3", "108"} {
		if paid, _ := refundPaid(raw); paid {
			t.Errorf("refundStatus %s paid nothing", raw)
		}
	}
}

func TestPlatformErrorsGetTheirCode(t *testing.T) {
	for _, c := range []struct {
		code   int64
		text   string
		want   domain.Code
		reason string
	}{
		{-9013, "触发Method维度的限流", domain.CodeRateLimited, ""},
		{401, "app not exist", domain.CodeUnauthorized, "bad_key"},
		{-1, "accessToken expired", domain.CodeUnauthorized, "token_expired"},
		{-1, "店铺授权已过期", domain.CodeUnauthorized, "token_expired"},
		{-1, "签名错误", domain.CodeUnauthorized, "bad_secret"},
		{-1, "invalid sign", domain.CodeUnauthorized, "bad_secret"},
		{-1, "package was signed for", domain.CodeInvalid, "refused_by_platform"},
		{-2000400, "参数错误", domain.CodeInvalid, "bad_parameter"},
		{-2000101, "包裹不存在", domain.CodeNotFound, "no_data"},
		{50209, "", domain.CodeInvalid, "refused_by_platform"},
	} {
		if code, reason := verdict(c.code, c.text); code != c.want || reason != c.reason {
			t.Errorf("%d %s: %s %s, want %s %s", c.code, c.text, code, reason, c.want, c.reason)
		}
	}
	err := failure("x", envelope{ErrorCode: flex.Num{N: -1, Set: true}, ErrorMsg: "张示例全名 said no"})
	if strings.Contains(err.Error(), "张示例全名") || domain.ParamOf(err, "remote_code") != "-1" {
		t.Errorf("error: %v", err)
	}
}

func TestDoublesOfYuanBecomeFenWithoutAFloat(t *testing.T) {
	for in, want := range map[flex.Text]int64{"24.9": 2490, "24.899999999999999": 2490, "0.005": 1, "1E1": 1000, "1e-3": 0, "0": 0, "12345678901.23": 1234567890123, "19.99": 1999} {
		if m, ok := yuan(in); !ok || m != domain.CNY(want) {
			t.Errorf("%s: %+v, want %d", in, m, want)
		}
	}
	if m, ok := yuan(""); !ok || m.Known() {
		t.Error("a missing amount became a known one")
	}
	for _, in := range []flex.Text{"x", "1e999999999", "1e99", "1/3", "0x10", "1.", ".5", "--1", "1e1e1", "NaN", flex.Text(strings.Repeat("9", 60))} {
		if m, ok := yuan(in); ok {
			t.Errorf("%s became %+v", in, m)
		}
	}
}
