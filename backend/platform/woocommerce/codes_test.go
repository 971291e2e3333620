package woocommerce

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform/httpx"
)

// AS-01: every published value has a meaning. The lists are written down here
// a second time, from the documentation, so that a line lost in codes.go shows.
func TestEveryPublishedEnumValueIsMapped(t *testing.T) {
	for field, c := range map[string]struct {
		values string
		known  func(raw string) bool
	}{
		"status of an order":             {"pending processing on-hold completed cancelled refunded failed trash checkout-draft", func(r string) bool { s, ok := orderStatus(r, false); return ok && s != domain.OrderUnknown }},
		"refunded_payment of a refund":   {"true false", func(r string) bool { s, ok := refundStatus(r); return ok && s != domain.StatusUnknown }},
		"status of an order when it was": {"refunded completed", func(r string) bool { s, ok := orderStatus(r, true); return ok && s == domain.OrderFinished }},
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
	if s, _ := orderStatus("on-hold", false); s != domain.OrderUnpaid {
		t.Errorf("on-hold is %s: its payment is not confirmed", s)
	}
	if s, _ := orderStatus("refunded", false); s != domain.OrderCancelled {
		t.Errorf("refunded before it was completed is %s", s)
	}
	if actor("WooCommerce") != domain.ActorSystem || actor("system") != domain.ActorSystem || actor("anna") != domain.ActorMerchant {
		t.Error("the program writes notes under two names")
	}
}

func TestRefusalsGetTheirCode(t *testing.T) {
	const auth = "woocommerce_rest_authentication_error"
	for _, c := range []struct {
		status  int
		code    string
		message string
		skew    time.Duration
		want    domain.Code
		reason  string
	}{
		{401, auth, "Consumer key is invalid.", 0, domain.CodeUnauthorized, "bad_key"},
		{401, auth, "Consumer secret is invalid.", 0, domain.CodeUnauthorized, "bad_secret"},
		{401, auth, "Invalid signature - provided signature does not match.", 0, domain.CodeUnauthorized, "bad_secret"},
		{401, auth, "Invalid timestamp.", 0, domain.CodeUnavailable, "clock_skew"},
		{401, auth, "Ungültiger Zeitstempel.", 16 * time.Minute, domain.CodeUnavailable, "clock_skew"},
		{401, auth, "Ungültiger Zeitstempel.", -16 * time.Minute, domain.CodeUnavailable, "clock_skew"},
		{401, auth, "Ungültig.", 14 * time.Minute, domain.CodeUnauthorized, "not_authorised"},
		{401, auth, "The API key provided does not have write permissions.", 0, domain.CodeUnauthorized, "no_permission"},
		{401, "woocommerce_rest_authentication_missing_parameter", "Missing OAuth parameter", 0, domain.CodeUnauthorized, "bad_key"},
		{401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.", 0, domain.CodeUnauthorized, "not_authorised"},
		{403, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.", 0, domain.CodeUnauthorized, "no_permission"},
		{404, "rest_no_route", "No route was found", 0, domain.CodeUnsupported, "no_woocommerce"},
		{404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.", 0, domain.CodeNotFound, "no_data"},
		{400, "rest_invalid_param", "Invalid parameter(s): per_page", 0, domain.CodeInvalid, "bad_parameter"},
		{409, "woocommerce_rest_comment_duplicate", "Duplicate", 0, domain.CodeConflict, "already_sent"},
		{400, "woocommerce_rest_something", "no", 0, domain.CodeInvalid, "refused_by_platform"},
	} {
		if v := judge(c.status, wireError{Code: c.code, Message: c.message}, c.skew); v.code != c.want || v.reason != c.reason {
			t.Errorf("%d %s %q: %s %s, want %s %s", c.status, c.code, c.message, v.code, v.reason, c.want, c.reason)
		}
	}
}

func TestErrorsCarryCodesButNoTexts(t *testing.T) {
	err := failure("orders.list", httpx.Response{Status: 400, Header: http.Header{}}, wireError{Code: "Anna Beispiel said no", Message: "Anna Beispiel"}, testNow())
	if strings.Contains(err.Error(), "Anna") || domain.ParamOf(err, "sub_code") != "" || domain.ParamOf(err, "status") != "400" {
		t.Errorf("error: %v", err)
	}
	off := http.Header{"Date": {testNow().Time().Add(-time.Hour).UTC().Format(http.TimeFormat)}}
	err = failure("orders.list", httpx.Response{Status: 401, Header: off}, wireError{Code: "woocommerce_rest_authentication_error", Message: "Zeitstempel"}, testNow())
	if domain.ParamOf(err, "reason") != "clock_skew" {
		t.Errorf("an hour between the clocks: %v", err)
	}
}

func TestReviewsBecomePlainText(t *testing.T) {
	for in, want := range map[string]string{
		"<p>Nice &amp; blue,<br />a bit &lt;small&gt;</p>\n": "Nice & blue,\na bit <small>",
		"1 < 2 and 3 > 2":                     "1 < 2 and 3 > 2",
		"<script>alert(1)</script>":           "alert(1)",
		"<!-- hidden -->seen<a href='x'>link": "seenlink",
		"broken <b":                           "broken <b",
		"":                                    "",
	} {
		if got := plain(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}
