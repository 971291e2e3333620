package wechat

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
		"order.status": {"5 10 12 13 20 21 30 100 190 200 250", func(r string) bool { s, ok := orderStatus(r); return ok && s != domain.OrderUnknown }},
		"type":         {"REFUND RETURN EXCHANGE RESHIP", func(r string) bool { s, ok := caseType(r, "", false); return ok && s != domain.CaseUnknown }},
		"sub_type":     {"DEFAULT REFUND_PRICE_DIFF", subType},
		"after_sale_order.status": {`USER_CANCELD MERCHANT_PROCESSING MERCHANT_REJECT_REFUND MERCHANT_REJECT_RETURN USER_WAIT_RETURN RETURN_CLOSED MERCHANT_WAIT_RECEIPT
			MERCHANT_OVERDUE_REFUND MERCHANT_REFUND_SUCCESS MERCHANT_RETURN_SUCCESS PLATFORM_REFUNDING PLATFORM_REFUND_FAIL USER_WAIT_CONFIRM MERCHANT_REFUND_RETRY_FAIL
			MERCHANT_FAIL USER_WAIT_CONFIRM_UPDATE USER_WAIT_HANDLE_MERCHANT_AFTER_SALE WAIT_PACKAGE_INTERCEPT MERCHANT_REJECT_EXCHANGE MERCHANT_REJECT_RESHIP
			USER_WAIT_RECEIPT MERCHANT_EXCHANGE_SUCCESS`, func(r string) bool { s, ok := caseStatus(r); return ok && s != domain.StatusUnknown }},
		"complaint status": {"100 101 102 103 104 105 106 107 108 109 111 112 113 114 115 116 305 307 400", func(r string) bool { s, ok := arbitration(r); return ok && s != domain.ArbUnknown }},
		"item_type": {"1 2 3 4 5 6 7 8 10 11 12 13 14 16 18 20 21 22 23 24 26 30 31 32 33 34 35 36 37 50 51 57 64", func(r string) bool {
			s, ok := historyItem(r)
			return ok && s.who != domain.ActorUnknown && s.word != ""
		}},
		"item_type that judges": {"30 31 32 33", func(r string) bool { _, ok := verdictOf(r); return ok }},
		"order_scene":           {"1 2 3 4 5 6", func(r string) bool { _, ok := scene(r); return ok }},
		"sale_channel":          {"0 1 2 100 101 102", func(r string) bool { _, ok := channel(r, true); return ok }},
	} {
		for v := range strings.FieldsSeq(c.values) {
			if !c.known(v) {
				t.Errorf("%s %s is not mapped", field, v)
			}
		}
		for _, v := range []string{"4711", "NOT_YET", "65"} {
			if c.known(v) {
				t.Errorf("%s claims to know %s", field, v)
			}
		}
	}
}

func TestMeaningsThatAreEasyToConfuse(t *testing.T) {
	if s, _ := orderStatus("13"); s != domain.OrderPaid {
		t.Error("13 is paid and must not be sent")
	}
	if s, _ := caseStatus("PLATFORM_REFUND_FAIL"); !s.Open() || !s.MerchantsTurn() {
		t.Error("a refund that failed is somebody's task")
	}
	if v, _ := verdictOf("30"); v != domain.ArbForMerchant {
		t.Error("30: the buyer is liable")
	}
	if ty, _ := caseType("REFUND", "REFUND_PRICE_DIFF", true); ty != domain.CasePriceAdjust {
		t.Error("a price difference is no refund of goods")
	}
	if a, _ := arbitration("307"); a != domain.ArbRunning {
		t.Error("307: the merchant's proof is late, so none is wanted any more")
	}
}

func TestPlatformErrorsGetTheirCode(t *testing.T) {
	for want, codes := range map[string][]int64{
		"unavailable server":            {-1, 9700223, 10021044, 4711},
		"unauthorized token_expired":    {40001, 40014, 42001, 41001},
		"unauthorized bad_key":          {40013},
		"unauthorized bad_secret":       {40125},
		"unauthorized ip_not_allowed":   {40164, 45035, 61004},
		"unauthorized no_permission":    {48001, 48004},
		"unauthorized not_authorised":   {50001, 50002, 10080000, 10080001},
		"unauthorized wrong_shop":       {10021043},
		"internal bad_parameter":        {40066, 40097, 44002, 47001, 43001, 43002, 43003, 9700224},
		"invalid refused_by_platform":   {45002, 6060456, 10021500, 10021501, 10021504},
		"rate_limited ":                 {45009, 45011},
		"invalid range_too_wide half":   {31042},
		"invalid cursor_refused window": {606006},
		"not_found no_data":             {100002, 10021050, 10021057, 10020000},
		"conflict case_changed":         {10020001, 10021041},
	} {
		for _, n := range codes {
			v := verdict(n)
			if got := strings.TrimSpace(string(v.code) + " " + v.reason + " " + v.again); got != strings.TrimSpace(want) {
				t.Errorf("%d: %s, want %s", n, got, want)
			}
		}
	}
}

// 2026-09-04 13:33:20 in Beijing is 37,600 s before midnight and 40 s before the
// next minute.
func TestAUsedUpQuotaSaysWhenItBeginsAnew(t *testing.T) {
	for code, want := range map[int64]string{45009: "37600000", 45011: "40000"} {
		err := failure("x", flex.Num{N: code, Set: true}, testNow())
		if got := domain.ParamOf(err, "retry_after_ms"); got != want {
			t.Errorf("%d: %s ms", code, got)
		}
	}
}

func TestLinesOfOneSKUKeepTheirIDs(t *testing.T) {
	if got := []string{lineID("1", "2", "3"), lineID("1", "2", "")}; !slices.Equal(got, []string{"1-3", "1-p2"}) {
		t.Errorf("%v", got)
	}
}
