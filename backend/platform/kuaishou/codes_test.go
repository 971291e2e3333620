package kuaishou

import (
	"slices"
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
		"order status (0 is the platform's own unknown)": {"10 30 40 50 70 80", func(r string) bool { s, ok := orderStatus(r); return ok && s != domain.OrderUnknown }},
		"handlingWay":            {"1 10 3 4 5", func(r string) bool { s, ok := caseType(r, true); return ok && s != domain.CaseUnknown }},
		"case status to 2024-03": {"10 11 20 21 22 30 40 45 50 60 70", func(r string) bool { s, ok := caseStatus(r); return ok && s != domain.StatusUnknown }},
		"case status since":      {"10 12 20 30 40 45 50 60 70", func(r string) bool { s, ok := caseStatus(r); return ok && s != domain.StatusUnknown }},
		"negotiateStatus":        {"0 1 2 3", func(r string) bool { _, ok := negotiated(r); return ok }},
		"receiptStatus":          {"1 2", func(r string) bool { _, ok := received(r); return ok }},
		"carrierType":            {"1 2 3 7 29 201 311 478 10008 100010 10000 15000 20000", func(r string) bool { _, ok := carrier(r); return ok }},
		"cpsType":                {"0 1 2", func(r string) bool { _, ok := channel(r, true); return ok }},
		"expressCode of the excerpt": {"2 3 4 6 8 9 11 14 17 53 97 109 113 127 139 9999", func(r string) bool {
			return carrierName(r) != "" && slices.Contains(strings.Fields(carrierCodes), r)
		}},
	} {
		for v := range strings.FieldsSeq(c.values) {
			if !c.known(v) {
				t.Errorf("%s %s is not mapped", field, v)
			}
		}
		if c.known("471147") {
			t.Errorf("%s claims to know 471147", field)
		}
	}
}

func TestMeaningsThatAreEasyToConfuse(t *testing.T) {
	if s, _ := orderStatus("50"); s != domain.OrderShipped {
		t.Error("50 is signed for, not confirmed by the buyer")
	}
	if s, _ := caseStatus("22"); s != domain.StatusAwaitReceipt || arbitration("22") != domain.ArbRunning {
		t.Error("22: the platform decided the return, the merchant confirms receipt")
	}
	if s, _ := caseStatus("70"); s != domain.StatusClosed {
		t.Error("70 failed")
	}
	if c, _ := channel("2", false); c != domain.ChannelAlliance {
		t.Error("a creator's sale outside a room is the creator's all the same")
	}
	if from, _ := carrier("7"); from != fromReplay {
		t.Error("a replay names no room")
	}
	if s, ok := orderStatus("0"); ok || s != domain.OrderUnknown {
		t.Error("the platform's unknown is listed, not swallowed")
	}
}

func TestPlatformErrorsGetTheirCode(t *testing.T) {
	for _, c := range []struct {
		result int64
		text   string
		want   domain.Code
		reason string
	}{
		{16, "Exceed qps limit, KEY [apiId:1;appkey:x], MAX_QPS [100]", domain.CodeRateLimited, ""},
		{1, "Exceed quota limit, KEY [appkey:x]", domain.CodeRateLimited, ""},
		{1017, "", domain.CodeRateLimited, ""},
		{15, "", domain.CodeRateLimited, ""}, {17, "", domain.CodeRateLimited, ""}, {1016, "", domain.CodeRateLimited, ""}, {802000, "", domain.CodeRateLimited, ""},
		{999, "TOKEN过期", domain.CodeUnauthorized, "token_expired"},
		{999, "鉴权失败", domain.CodeUnauthorized, "token_expired"},
		{999, "token中无scope权限", domain.CodeUnauthorized, "no_permission"},
		{999, "验签失败", domain.CodeUnauthorized, "bad_secret"},
		{999, "签名校验失败", domain.CodeUnauthorized, "bad_secret"},
		{22, "", domain.CodeUnauthorized, "no_permission"}, {25, "", domain.CodeUnauthorized, "no_permission"},
		{27, "", domain.CodeUnauthorized, "bad_secret"}, {28, "", domain.CodeUnauthorized, "bad_secret"},
		{11, "", domain.CodeInvalid, "refused_by_platform"},
		{21, "order operation reject", domain.CodeInvalid, "refused_by_platform"},
		{24, "AUTHORIZATION_REVOKED", domain.CodeUnauthorized, "not_authorised"},
		{26, "", domain.CodeUnauthorized, "not_authorised"},
		{300002, "", domain.CodeConflict, "case_changed"}, {300003, "", domain.CodeInternal, "bad_parameter"},
		{300004, "", domain.CodeInvalid, "range_too_wide"}, {300005, "", domain.CodeInternal, "bad_parameter"},
		{300006, "", domain.CodeInternal, "bad_parameter"}, {300007, "", domain.CodeInvalid, "refused_by_platform"},
		{300008, "", domain.CodeInvalid, "refused_by_platform"}, {300009, "", domain.CodeInvalid, "refused_by_platform"},
		{300010, "", domain.CodeConflict, "case_changed"}, {300011, "", domain.CodeNotFound, "no_data"},
		{300012, "", domain.CodeUnauthorized, "wrong_shop"}, {300013, "", domain.CodeConflict, "case_changed"},
		{300014, "", domain.CodeConflict, "case_changed"}, {300015, "", domain.CodeInvalid, "refused_by_platform"},
		{300016, "", domain.CodeConflict, "case_changed"}, {300017, "", domain.CodeConflict, "case_changed"},
		{300018, "", domain.CodeConflict, "case_changed"}, {300019, "", domain.CodeInvalid, "range_too_wide"},
		{100200100, "", domain.CodeInternal, "bad_parameter"}, {100200101, "", domain.CodeUnauthorized, "bad_key"},
		{100200102, "refreshToken.discarded", domain.CodeUnauthorized, "not_authorised"}, {100200103, "", domain.CodeInternal, "bad_parameter"},
		{100200104, "", domain.CodeInternal, "bad_parameter"}, {100200105, "", domain.CodeUnauthorized, "not_authorised"},
		{100200106, "", domain.CodeUnauthorized, "no_permission"}, {100200107, "", domain.CodeUnauthorized, "not_authorised"},
		{100200500, "", domain.CodeUnavailable, "server"}, {4242, "", domain.CodeUnavailable, "server"},
	} {
		if v := verdict(c.result, c.text); v.code != c.want || v.reason != c.reason {
			t.Errorf("%d %s: %s %s, want %s %s", c.result, c.text, v.code, v.reason, c.want, c.reason)
		}
	}
}

func TestErrorsCarryCodesButNoTexts(t *testing.T) {
	err := failure("x.y", envelope{Result: flex.Num{N: 21, Set: true}, ErrorMsg: "张示例全名", SubCode: "张示例全名 said no", RequestID: "R-1"}, testNow())
	if strings.Contains(err.Error(), "张示例全名") || domain.ParamOf(err, "log_id") != "R-1" || domain.ParamOf(err, "sub_code") != "" {
		t.Errorf("error: %v", err)
	}
}

// A used-up day closes the API until midnight in Beijing: 2026-09-04 13:33:20
// there is 37,600 s before it.
func TestAUsedUpDayClosesUntilMidnightInBeijing(t *testing.T) {
	err := failure("x.y", envelope{Result: flex.Num{N: 1017, Set: true}}, testNow())
	if got := domain.ParamOf(err, "retry_after_ms"); got != "37600000" {
		t.Errorf("retry after %s ms", got)
	}
}

func TestSizeComesFromTheSpecThatMeansSize(t *testing.T) {
	for _, c := range []struct{ in, spec, size string }{
		{"红色;M", "红色 / M", ""},
		{"颜色:红色;尺码:M", "红色 / M", "M"},
		{"鞋码：42；颜色：黑", "42 / 黑", "42"},
		{"；", "", ""},
		{"", "", ""},
	} {
		if s, z := spec(c.in); s != c.spec || z != c.size {
			t.Errorf("%q: %q %q", c.in, s, z)
		}
	}
}

func TestPicturesAreFoundWhateverStandsBetweenThem(t *testing.T) {
	a, b := "https://example.invalid/a.jpg", "http://example.invalid/b.jpg?x=1,2"
	for _, in := range []string{a + "," + b, a + ";" + b + ";", a + " " + b, `["` + a + `","` + b + `"]`, a + "|" + b, a + b} {
		if got := pictures(in); !slices.Equal(got, []string{a, b}) {
			t.Errorf("%q: %q", in, got)
		}
	}
	for _, in := range []string{"", "none", "httpx", "httphttp"} {
		if got := pictures(in); len(got) != 0 {
			t.Errorf("%q: %q", in, got)
		}
	}
}
