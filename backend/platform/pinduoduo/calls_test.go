package pinduoduo

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/grant"
)

func TestAConsentBecomesATokenAndIsForgotten(t *testing.T) {
	s := newShop(t)
	var saved platform.Credentials
	c := connect(t, s, func(d *platform.Deps) {
		d.Shop.RemoteID = ""
		d.Credentials = platform.Credentials{"app_key": testKey, "app_secret": testSecret, "redirect_uri": "https://merchant.example/back", platform.FieldAuthCode: "CODE-1"}
		d.SaveCredentials = func(_ context.Context, c platform.Credentials) error { saved = c; return nil }
	})
	page, err := c.AuthorizeURL("st&ate")
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(page)
	if q := u.Query(); err != nil || u.Host != "fuwu.pinduoduo.com" || q.Get("client_id") != testKey || q.Get("state") != "st&ate" || q.Get("redirect_uri") != "https://merchant.example/back" || q.Get("response_type") != "code" {
		t.Errorf("consent page %s %v", page, err)
	}
	// the answer names a moment that is over by the tests' clock, so the given life counts
	r, err := c.Probe(t.Context())
	if err != nil || r.ShopName != "示例旗舰店" || r.RemoteID != testShop || r.Currency != "CNY" || r.TokenExpires != testNow()+domain.Day {
		t.Fatalf("%+v %v", r, err)
	}
	if s.last(apiGrant)["code"] != "CODE-1" || saved[platform.FieldAuthCode] != "" || saved[grant.Access] != "token-first-0001" || saved["shop_id"] != testShop || saved[grant.RefreshExpires] == "" {
		t.Errorf("saved %d credentials, code kept %v", len(saved), saved[platform.FieldAuthCode] != "")
	}
}

func TestTokensAreRenewedAndSaved(t *testing.T) {
	for _, c := range []struct {
		name string
		give platform.Credentials
		dead string
		want []string
	}{
		{"a living token is used as it is", nil, "", []string{apiOrdersMade}},
		{"less than an hour left: it is renewed first", platform.Credentials{grant.Expires: fmt.Sprint(int64(testNow() + 59*domain.Minute))}, "", []string{apiRenew, apiOrdersMade}},
		{"the platform says expired: renewed once and asked again", nil, "token-first-0001", []string{apiOrdersMade, apiRenew, apiOrdersMade}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShop(t)
			delete(s.tokens, c.dead)
			con := connect(t, s, func(d *platform.Deps) {
				for k, v := range c.give {
					d.Credentials[k] = v
				}
			})
			if _, err := con.Orders(t.Context(), ""); err != nil {
				t.Fatal(err)
			}
			if got := s.apis(); !slices.Equal(got, c.want) {
				t.Errorf("calls %v, want %v", got, c.want)
			}
		})
	}
}

func TestProbeNamesThePreciseFailure(t *testing.T) {
	always := func(code int, only ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if len(only) == 0 || slices.Contains(only, form(r)["type"]) {
				refuse(w, code)
				return
			}
			newShop(t).ServeHTTP(w, r)
		}
	}
	fresh := func(d *platform.Deps) { d.Credentials[platform.FieldAuthCode] = "CODE-1" }
	for _, c := range []struct {
		name   string
		h      http.Handler
		change func(*platform.Deps)
		code   domain.Code
		reason string
	}{
		{"wrong key", always(10016), fresh, domain.CodeUnauthorized, "bad_key"},
		{"wrong secret", newShop(t), func(d *platform.Deps) { fresh(d); d.Credentials["app_secret"] = "other" }, domain.CodeUnauthorized, "bad_secret"},
		{"a code that is used up", always(10001, apiGrant), fresh, domain.CodeUnauthorized, "not_authorised"},
		{"address not on the list", always(20005), nil, domain.CodeUnauthorized, "ip_not_allowed"},
		{"no permission for anything", always(20031, apiOrders, apiCases), nil, domain.CodeUnauthorized, "no_permission"},
		{"another shop's consent", newShop(t), func(d *platform.Deps) { fresh(d); d.Shop.RemoteID = "2222222" }, domain.CodeUnauthorized, "wrong_shop"},
		{"no consent at all", newShop(t), func(d *platform.Deps) { delete(d.Credentials, grant.Access); delete(d.Credentials, grant.Refresh) }, domain.CodeUnauthorized, "not_authorised"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := connect(t, c.h, c.change).Probe(t.Context())
			if domain.CodeOf(err) != c.code || domain.ParamOf(err, "reason") != c.reason {
				t.Fatalf("got %v", err)
			}
		})
	}
	r, err := connect(t, always(20031, apiCases), nil).Probe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range r.Capabilities {
		want := map[string]domain.CapabilityState{"orders": domain.CapEnabled, "after_sales": domain.CapDisabled, "reviews": domain.CapUnsupported}[k.Ability]
		if want != "" && k.State != want {
			t.Errorf("%s is %s", k.Ability, k.State)
		}
	}
	for _, f := range []string{"app_key", "app_secret", "redirect_uri"} {
		d := testDeps("http://127.0.0.1:1", quickClient())
		d.Credentials[f] = " "
		if _, err := New(d); domain.ParamOf(err, "field") != f {
			t.Errorf("%s missing: %v", f, err)
		}
	}
}

// Every window is read status by status until one window shows that "all" leaves
// nothing out; what is shown is kept.
func TestAllStatusesAreTrustedOnlyAfterTheyWereSeenToBeComplete(t *testing.T) {
	for _, c := range []struct {
		all   string
		shown bool
	}{{"", true}, {"none", false}, {"some", false}} {
		s := newShop(t)
		s.all = c.all
		want := map[string]bool{}
		for i := range 260 {
			id := fmt.Sprint(7000000 + i)
			want[id] = true
			s.addCase(id, firstOrder, []int{2, 10, 7}[i%3], epoch-3000, epoch-2400+int64(i))
		}
		at := platform.Cursor(fmt.Sprintf(`{"v":1,"s":"after_sales","mark":%d,"span":1800}`, epoch-7200))
		con := connect(t, s, func(d *platform.Deps) { delete(d.Credentials, keyAllStatuses) })
		got := map[string]bool{}
		for range 50 {
			p, err := con.AfterSales(t.Context(), at)
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range p.Items {
				got[i.RemoteID] = true
			}
			if at = p.Next; p.Done {
				break
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("all=%q: %d of %d cases were read", c.all, len(got), len(want))
		}
		if shown := con.Credentials()[keyAllStatuses] == "yes"; shown != c.shown {
			t.Errorf("all=%q is trusted: %v", c.all, shown)
		}
	}
}

func TestWhatWindowsShowAboutAllStatusesAddsUp(t *testing.T) {
	for _, c := range []struct {
		shown, held string
		same        bool
		want        string
	}{
		{"", "", true, ""}, {"", "2", true, "2"}, {"2", "7", true, "2 7"}, {"", "10", true, "10"}, {"10", "10", true, "10"},
		{"2 7", "10", true, "yes"}, {"10", "11", true, "yes"}, {"2 7", "10", false, ""},
	} {
		if got := agreed(c.shown, strings.Fields(c.held), c.same); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

// SY-06: a range of cases holds those asked for in it, whatever changed since.
func TestARangeOfCasesLeavesOutWhatWasAskedForOutsideOfIt(t *testing.T) {
	s := newShop(t)
	s.addCase("1", firstOrder, 10, epoch-9*86400, epoch-3600)
	s.addCase("2", firstOrder, 10, epoch-5*86400, epoch-3600)
	s.addCase("3", firstOrder, 2, epoch-5*86400, epoch-5*86400)
	s.addCase("4", firstOrder, 2, epoch-2*86400, epoch-2*86400)
	c := connect(t, s, nil)
	at := c.AfterSalesBetween(domain.FromUnix(epoch-6*86400), domain.FromUnix(epoch-4*86400))
	got := []string{}
	for range 5000 {
		p, err := c.AfterSales(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range p.Items {
			got = append(got, i.RemoteID)
		}
		if at = p.Next; p.Done {
			break
		}
	}
	if slices.Sort(got); !slices.Equal(slices.Compact(got), []string{"2", "3"}) {
		t.Errorf("read %v", got)
	}
}

func TestADetailWhoseAmountDoesNotMatchTheListIsNotRead(t *testing.T) {
	s := newShop(t)
	c := s.addCase("7381745730", firstOrder, 3, epoch-3600, epoch-3600)
	con := connect(t, s, nil)
	if _, err := con.AfterSale(t.Context(), "7381745730"); err != nil {
		t.Fatal(err)
	}
	c["refund_amount"] = "0.39" // as if the detail were yuan without decimals
	if _, err := con.AfterSale(t.Context(), "7381745730"); domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "field") != "refund_amount" {
		t.Errorf("another unit: %v", err)
	}
	if _, err := con.AfterSale(t.Context(), "99"); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("a case the order does not have: %v", err)
	}
	if _, err := con.AfterSale(t.Context(), "404"); domain.ParamOf(err, "reason") != "order_unknown" {
		t.Errorf("a case of an unknown order: %v", err)
	}
}

func TestTheDetailSpeaksLaterThanTheList(t *testing.T) {
	c := &Connector{d: testDeps("", nil)}
	listed := string(items(t, "cases.changed.json", "refund_list")[0])
	derive := func(change ...string) domain.AfterSale {
		t.Helper()
		detail := strings.NewReplacer(change...).Replace(string(read(t, "case.detail.json")))
		a, _, err := c.DeriveAfterSale(platform.RawAfterSaleDetail, []byte(`{"listed":`+listed+`,"detail":`+detail+`}`))
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	if a := derive(`"express_no":""`, `"express_no":"YT9"`, `"shipping_name":""`, `"shipping_name":"圆通快递"`); a.Status != domain.StatusAwaitReceipt || a.ReturnWaybill != "YT9" || a.ReturnCarrier != "圆通快递" {
		t.Errorf("%s %s", a.Status, a.ReturnWaybill)
	}
	if a := derive(`"after_sales_status":3`, `"after_sales_status":8`, `"join_or_not":"0"`, `"join_or_not":"1"`); a.Arbitration != domain.ArbRunning || a.RawArbitration != "0/join" {
		t.Errorf("%s %s", a.Arbitration, a.RawArbitration)
	}
	if a := derive(`"after_sales_status":3`, `"after_sales_status":10`); a.Refunded != domain.CNY(3990) || !a.Deadline.IsZero() || a.ClosedAt.IsZero() {
		t.Errorf("%+v closed %s due %s", a.Refunded, a.ClosedAt, a.Deadline)
	}
	// types of the detail are numbered from 1
	if a := derive(`"after_sales_type":2`, `"after_sales_type":1`, `"shipping_status":1`, `"shipping_status":0`); a.Type != domain.CaseRefundUnshipped || a.RawType != "2" {
		t.Errorf("%s %s", a.Type, a.RawType)
	}
	// the shorter deadline of a fast exchange is in seconds
	if a := derive(`"expire_time":1768093200000`, `"expire_time":1768093200000,"is_fast_exchange":1,"fast_exchange_expire_time":1768000000`); a.Deadline != domain.FromUnix(1768000000) {
		t.Errorf("due %s", a.Deadline)
	}
}

func TestActsBecomeTheseCalls(t *testing.T) {
	for _, c := range []struct {
		name string
		kind domain.ActKind
		typ  domain.CaseType
		st   domain.CaseStatus
		api  string
		code domain.Code
	}{
		{"agree to a return", domain.ActAgree, domain.CaseReturnRefund, domain.StatusAwaitMerchant, apiAgreeReturn, ""},
		{"refund, the goods came back", domain.ActAgreeRefund, domain.CaseReturnRefund, domain.StatusAwaitReceipt, apiAgree, ""},
		{"agree when the goods came back pays too", domain.ActAgree, domain.CaseReturnRefund, domain.StatusAwaitReceipt, apiAgree, ""},
		{"refund before the goods came back", domain.ActAgreeRefund, domain.CaseReturnRefund, domain.StatusAwaitMerchant, "", domain.CodeConflict},
		{"agree to a refund only", domain.ActAgree, domain.CaseRefundShipped, domain.StatusAwaitMerchant, apiAgree, ""},
		{"agree before shipping", domain.ActAgree, domain.CaseRefundUnshipped, domain.StatusAwaitMerchant, apiAgree, ""},
		{"nothing comes back from a refund only", domain.ActAgreeRefund, domain.CaseRefundShipped, domain.StatusAwaitMerchant, "", domain.CodeUnsupported},
		{"an exchange is agreed to in the back office", domain.ActAgree, domain.CaseExchange, domain.StatusAwaitMerchant, "", domain.CodeUnsupported},
		{"send the exchanged goods", domain.ActReship, domain.CaseExchange, domain.StatusAwaitShip, apiReship, ""},
		{"send before the buyer did", domain.ActReship, domain.CaseExchange, domain.StatusAwaitMerchant, "", domain.CodeConflict},
		{"a missing part is sent in the back office", domain.ActReship, domain.CaseReship, domain.StatusAwaitShip, "", domain.CodeUnsupported},
		{"refuse has no call", domain.ActRefuse, domain.CaseRefundShipped, domain.StatusAwaitMerchant, "", domain.CodeUnsupported},
		{"a closed case", domain.ActAgree, domain.CaseRefundShipped, domain.StatusClosed, "", domain.CodeConflict},
		{"a case of unknown status is left alone", domain.ActAgree, domain.CaseRefundShipped, domain.StatusUnknown, "", domain.CodeConflict},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShop(t)
			err := act(domain.Act{Kind: c.kind, Waybill: " YT1 ", CarrierCode: "85"}, c.typ, c.st)(t.Context(), connect(t, s, nil))
			if domain.CodeOf(err) != c.code {
				t.Fatalf("got %v", err)
			}
			if c.api == "" {
				if len(s.apis()) != 0 || domain.ParamOf(err, "sent") != "no" {
					t.Fatalf("something was sent: %v %v", s.apis(), err)
				}
				return
			}
			var r request
			if err := json.Unmarshal([]byte(s.last(c.api)["request"]), &r); err != nil {
				t.Fatal(err)
			}
			want := request{AfterSalesID: 7381745730, OrderSN: firstOrder}
			switch c.api {
			case apiAgreeReturn:
				want.AddressID, want.OperateDesc = "5001", "同意退货" // the usual address
			case apiReship:
				want.ShippingID, want.ShippingName, want.TrackingNumber = 85, "圆通快递", "YT1"
			}
			if r != want {
				t.Errorf("sent %+v, want %+v", r, want)
			}
		})
	}
}

func TestARefusalInsideAGoodAnswerIsAFailure(t *testing.T) {
	for name, answer := range map[string]string{
		"agree": `{"response":{"result":{"succ":false,"message":"张示例全名"}}}`, "return": `{"response":{"success":false,"error_code":7,"error_msg":"张示例全名"}}`,
		"ship": `{"logistics_online_send_response":{"is_success":false}}`,
	} {
		err := done(func() json.RawMessage { d, _ := unwrap([]byte(answer)); return d }())
		if domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "reason") != "refused_by_platform" || strings.Contains(err.Error(), "张") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := done(json.RawMessage(`{"request_id":"1"}`)); domain.CodeOf(err) != domain.CodeUnavailable {
		t.Errorf("silence: %v", err)
	}
}

func TestARemarkIsAddedToTheNoteThatIsThere(t *testing.T) {
	for _, c := range []struct{ have, want string }{{"", "已核对"}, {"老客户", "老客户；已核对"}, {"老客户；已核对", "老客户；已核对"}} {
		s := newShop(t)
		o := s.addOrder(firstOrder, epoch-9000, epoch-8000)
		o["remark"], o["remark_tag"], o["remark_tag_name"] = c.have, 3, "留意"
		if err := act(domain.Act{Kind: domain.ActRemark, Note: "已核对"}, domain.CaseReturnRefund, domain.StatusClosed)(t.Context(), connect(t, s, nil)); err != nil {
			t.Fatal(err)
		}
		if p := s.last(apiNote); p["note"] != c.want || p["tag"] != "3" || p["tag_name"] != "留意" || p["order_sn"] != firstOrder {
			t.Errorf("sent %v", p)
		}
	}
}

func TestAnOrderIsShippedOnlyWhenNothingForbidsIt(t *testing.T) {
	ship := act(domain.Act{Kind: domain.ActShip, Waybill: "YT1", CarrierCode: "85"}, "", "")
	for name, c := range map[string]struct {
		field  string
		value  any
		reason string
	}{
		"free": {"", nil, ""}, "a refund under way": {"refund_status", 2, "refund_open"}, "a refund status nobody knows": {"refund_status", 9, "refund_open"},
		"held for review": {"risk_control_status", 1, "not_to_ship"}, "shipped already": {"order_status", 2, "not_to_ship"}, "refunded": {"refund_status", 4, "not_to_ship"},
		"the group failed": {"group_status", 2, "not_to_ship"},
	} {
		s := newShop(t)
		o := s.addOrder(firstOrder, epoch-9000, epoch-8000)
		if c.field != "" {
			o[c.field] = c.value
		}
		err := ship(t.Context(), connect(t, s, nil))
		if domain.ParamOf(err, "reason") != c.reason || (err == nil) != slices.Contains(s.apis(), apiShip) {
			t.Errorf("%s: %v, calls %v", name, err, s.apis())
		}
	}
	s := newShop(t)
	con := connect(t, s, nil)
	for field, a := range map[string]domain.Act{"waybill": {Kind: domain.ActShip, CarrierCode: "85"}, "carrier_code": {Kind: domain.ActShip, Waybill: "1", CarrierCode: "圆通"}} {
		if err := act(a, "", "")(t.Context(), con); domain.ParamOf(err, "field") != field || len(s.apis()) != 0 {
			t.Errorf("%s missing: %v", field, err)
		}
	}
	if _, err := con.Order(t.Context(), "nobody's"); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("an order of nobody: %v", err)
	}
}

func TestTracesNeedACourierThatThePlatformKnows(t *testing.T) {
	s := newShop(t)
	c := connect(t, s, nil)
	if _, _, err := c.Traces(t.Context(), domain.Parcel{Waybill: "1", CarrierCode: "圆通快递"}); err != nil || s.last(apiTrace)["company_code"] != "YTO" {
		t.Errorf("by name: %v %v", err, s.last(apiTrace))
	}
	if _, _, err := c.Traces(t.Context(), domain.Parcel{Waybill: "1", CarrierCode: "4711"}); domain.ParamOf(err, "reason") != "unknown_carrier" {
		t.Errorf("a courier nobody knows: %v", err)
	}
	if n := len(slices.DeleteFunc(s.apis(), func(a string) bool { return a != apiCompanies })); n != 1 {
		t.Errorf("the couriers were asked for %d times", n)
	}
}

// SY-04: a person's mapping is used without asking the platform again.
func TestAMappingTurnsAnUnknownValueIntoAKnownOne(t *testing.T) {
	d := testDeps("", nil)
	d.Mappings = func(field, raw string) string {
		return map[string]string{"after_sale.status=77": "closed", "after_sale.type=88": "not a type", "after_sale.dispute=6": "true"}[field+"="+raw]
	}
	a, left, err := (&Connector{d: d}).DeriveAfterSale(platform.RawAfterSale, items(t, "cases.changed.json", "refund_list")[4])
	if err != nil || a.Status != domain.StatusClosed || a.RawStatus != "77" || a.Type != domain.CaseUnknown || a.Arbitration != domain.ArbEnded || len(left) != 2 {
		t.Errorf("%s %s %s %v %v", a.Status, a.Type, a.Arbitration, left, err)
	}
}
