package jd

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
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
	if q := u.Query(); err != nil || u.Host != oauthHost || q.Get("app_key") != testKey || q.Get("state") != "st&ate" || q.Get("scope") != "snsapi_base" || strings.Contains(page, testSecret) {
		t.Errorf("consent page %s %v", page, err)
	}
	r, err := c.Probe(t.Context())
	if err != nil || r.ShopName != "示例旗舰店" || r.RemoteID != testShop || r.TokenExpires != testNow()+365*domain.Day {
		t.Fatalf("%+v %v", r, err)
	}
	if s.last("/oauth2/access_token")["code"] != "CODE-1" || saved[platform.FieldAuthCode] != "" || saved[grant.Access] != "token-first-0001" || saved["shop_id"] != testShop {
		t.Errorf("saved %d credentials", len(saved))
	}
	// the shop's id, learned by the probe, goes with the service calls
	if s.last(apiServicesChanged)["buId"] != testShop {
		t.Errorf("service calls name %v", s.last(apiServicesChanged))
	}
}

func TestTokensAreRenewedInTheirLastHoursOnly(t *testing.T) {
	for _, c := range []struct {
		name string
		left domain.Instant
		dead string
		want []string
	}{
		{"a living token is used as it is", domain.Day, "", []string{apiOrders}},
		{"less than twelve hours left: it is renewed first", 11 * domain.Hour, "", []string{"/oauth2/refresh_token", apiOrders}},
		{"the platform says invalid: renewed once and asked again", domain.Day, "token-first-0001", []string{apiOrders, "/oauth2/refresh_token", apiOrders}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShop(t)
			delete(s.tokens, c.dead)
			con := connect(t, s, func(d *platform.Deps) { d.Credentials[grant.Expires] = fmt.Sprint(int64(testNow() + c.left)) })
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
	always := func(code string, only ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if len(only) == 0 || slices.Contains(only, apiOf(r)) {
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
		reason string
	}{
		{"wrong key", always("21"), nil, "bad_key"},
		{"wrong key at the token host", always("21"), fresh, "bad_key"},
		{"wrong secret", newShop(t), func(d *platform.Deps) { d.Credentials["app_secret"] = "other" }, "bad_secret"},
		{"a code that is used up", always("400", "/oauth2/access_token"), fresh, "not_authorised"},
		{"no permission for anything", always("24", apiOrders, apiRefunds), nil, "no_permission"},
		{"the shop closed", always("11100006", apiShop), nil, "not_authorised"},
		{"another shop's consent", newShop(t), func(d *platform.Deps) { d.Shop.RemoteID = "2222222" }, "wrong_shop"},
		{"no consent at all", newShop(t), func(d *platform.Deps) { delete(d.Credentials, grant.Access); delete(d.Credentials, grant.Refresh) }, "not_authorised"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := connect(t, c.h, c.change).Probe(t.Context())
			if domain.CodeOf(err) != domain.CodeUnauthorized || domain.ParamOf(err, "reason") != c.reason || strings.Contains(err.Error(), testSecret) {
				t.Fatalf("got %v", err)
			}
		})
	}
	r, err := connect(t, always("24", apiServicesChanged), nil).Probe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range r.Capabilities {
		want := map[string]domain.CapabilityState{"orders": domain.CapEnabled, "after_sales": domain.CapDisabled, "live": domain.CapUnsupported}[k.Ability]
		if want != "" && k.State != want {
			t.Errorf("%s is %s", k.Ability, k.State)
		}
	}
}

// The kinds of cases are numbered apart, so one number may mean two of them.
func TestAnApplicationAndAServiceOrderOfOneNumberAreTwoCases(t *testing.T) {
	s := newShop(t)
	s.add(&s.refunds, refundItems(t)[0])
	s.add(&s.services, serviceItems(t)[0])
	c := connect(t, s, nil)
	got := map[string]string{}
	at := platform.Cursor("")
	for range 200 {
		p, err := c.AfterSales(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range p.Items {
			got[i.RemoteID] = p.API
		}
		if at = p.Next; p.Done {
			break
		}
	}
	if len(got) != 2 || got["c88000001"] != apiRefunds || got["88000001"] != apiServicesChanged {
		t.Fatalf("read %v", got)
	}
	for id, asked := range map[string]domain.Money{"c88000001": domain.CNY(10900), "88000001": domain.CNY(5450)} {
		one, err := c.AfterSale(t.Context(), id)
		if err != nil || one.Value.RemoteID != id || one.Value.Asked != asked {
			t.Errorf("%s: %+v %v", id, one.Value.Asked, err)
		}
	}
	if s.last(apiServices)["orderId"] != firstOrder {
		t.Errorf("a service order was asked for by %v", s.last(apiServices))
	}
	for id, reason := range map[string]string{"c1": "no_data", "77": "no_data", "404": "order_unknown"} {
		if _, err := c.AfterSale(t.Context(), id); domain.ParamOf(err, "reason") != reason {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// An application changes without moving the time that it is listed by.
func TestADecidedApplicationIsReadAgainForFifteenDays(t *testing.T) {
	s := newShop(t)
	young := s.add(&s.refunds, refundItems(t)[0], "id", 1, "applyTime", clock(epoch-10*86400))
	s.add(&s.refunds, refundItems(t)[0], "id", 2, "applyTime", clock(epoch-30*86400))
	c := connect(t, s, nil)
	walk := func(at platform.Cursor) (map[string]domain.CaseStatus, platform.Cursor) {
		got := map[string]domain.CaseStatus{}
		for range 200 {
			p, err := c.AfterSales(t.Context(), at)
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range p.Items {
				got[i.RemoteID] = i.Value.Status
			}
			if at = p.Next; p.Done {
				return got, at
			}
		}
		t.Fatal("no end")
		return nil, ""
	}
	if got, next := walk(""); len(got) != 2 {
		t.Fatalf("read %v", got)
	} else {
		young["status"] = 3
		if got, _ = walk(next); len(got) != 1 || got["c1"] != domain.StatusSucceeded {
			t.Errorf("the next run read %v", got)
		}
	}
}

func TestActsBecomeTheseCalls(t *testing.T) {
	for _, c := range []struct {
		name    string
		act     domain.Act
		id, raw string
		api     string
		code    domain.Code
	}{
		{"approve an application", domain.Act{Kind: domain.ActAgree}, "c88000001", "0", apiReplyRefund, ""},
		{"an interception that failed is for the back office", domain.Act{Kind: domain.ActAgree}, "c88000001", "8", "", domain.CodeConflict},
		{"a service order is for the back office", domain.Act{Kind: domain.ActAgree}, "88000001", "10001", "", domain.CodeUnsupported},
		{"refuse has no documented call", domain.Act{Kind: domain.ActRefuse}, "c88000001", "0", "", domain.CodeUnsupported},
		{"an empty remark", domain.Act{Kind: domain.ActRemark}, "88000001", "10001", "", domain.CodeInvalid},
	} {
		s := newShop(t)
		err := act(c.act, c.id, c.raw)(t.Context(), connect(t, s, nil))
		if domain.CodeOf(err) != c.code {
			t.Errorf("%s: %v", c.name, err)
		}
		if c.api == "" {
			if len(s.apis()) != 0 || domain.ParamOf(err, "sent") != "no" {
				t.Errorf("%s: something was sent: %v %v", c.name, s.apis(), err)
			}
			continue
		}
		if p := s.last(c.api); p["id"] != "88000001" || text(p["status"]) != "1" || p["checkUserName"] != operator || p["remark"] != "同意取消" {
			t.Errorf("%s: sent %v", c.name, p)
		}
	}
}

func TestARefusalInsideAGoodAnswerIsAFailure(t *testing.T) {
	answer := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }
	}
	for body, want := range map[string]domain.Code{
		`{"a_responce":{"code":"0","replyResult":{"success":false,"msg":"张示例全名"}}}`:           domain.CodeInvalid,
		`{"a_responce":{"code":"0","replyResult":{"success":"false","numberCode":10100021}}}`: domain.CodeConflict,
		`{"a_responce":{"code":"0"}}`:                                  domain.CodeUnavailable,
		`{"a_responce":{"code":"65"}}`:                                 domain.CodeUnavailable,
		`{"code":"10500001","errorMessage":"张示例全名"}`:                   domain.CodeUnauthorized,
		`{"a_response":{"code":"0","replyResult":{"success":"true"}}}`: "",
	} {
		err := act(domain.Act{Kind: domain.ActAgree}, "c88000001", "0")(t.Context(), connect(t, answer(body), nil))
		if domain.CodeOf(err) != want || err != nil && strings.Contains(err.Error(), "张") {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestARemarkIsAddedToTheOneThatIsThere(t *testing.T) {
	for _, c := range []struct{ have, want string }{{"", "已核对"}, {"老客户", "老客户；已核对"}, {"老客户；已核对", "老客户；已核对"}, {strings.Repeat("长", 498), ""}} {
		s := newShop(t)
		s.add(&s.orders, orderItems(t)[0], "venderRemark", c.have)
		err := act(domain.Act{Kind: domain.ActRemark, Note: "已核对"}, "88000001", "10001")(t.Context(), connect(t, s, nil))
		if p := s.last(apiRemark); c.want == "" && (err == nil || p != nil) || c.want != "" && (err != nil || p["remark"] != c.want || p["order_id"] != firstOrder) {
			t.Errorf("%q: sent %v, %v", c.have, p, err)
		}
	}
	if _, err := connect(t, newShop(t), nil).Order(t.Context(), "1"); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("an order of nobody: %v", err)
	}
}

// What the published facts leave in doubt is settled by a harmless live read.
func TestDoubtsAreSettledByOneRead(t *testing.T) {
	stars := func(good, bad int) *shop {
		s := newShop(t)
		s.add(&s.reviews, reviewItems(t)[0], "score", good, "grade", 3, "creationTime", clock(epoch-3600))
		s.add(&s.reviews, reviewItems(t)[0], "score", bad, "grade", 1, "creationTime", clock(epoch-3600))
		return s
	}
	cloud := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"success":false,"data":null,"errorList":[{"code":"99904030005","message":"张示例全名"}]}`))
	})
	outer := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"Response":{"success":true,"data":[]}}`))
	})
	for _, c := range []struct {
		name, ability string
		h             http.Handler
		reason        string
	}{
		{"good is five and bad is one", "reviews", stars(5, 1), ""},
		{"good is three and bad is one: no stars", "reviews", stars(3, 1), "not_stars"},
		{"bad is five", "reviews", stars(5, 5), "not_stars"},
		{"no review yet", "reviews", newShop(t), "no_data"},
		{"the newer gateway answers", "traces", newShop(t), ""},
		{"it answers in another envelope", "traces", outer, ""},
		{"it wants the platform's cloud", "traces", cloud, "platform_cloud_only"},
		{"nothing is in doubt", "orders", newShop(t), "nothing_to_confirm"},
	} {
		if err := connect(t, c.h, nil).Confirm(t.Context(), c.ability); domain.ParamOf(err, "reason") != c.reason || (err == nil) != (c.reason == "") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	for _, k := range connect(t, newShop(t), func(d *platform.Deps) { d.Shop.Confirmed = "reviews" }).Info().Capabilities {
		if want := map[string]string{"reviews": "", "traces": platform.NeedsConfirming}; k.Ability == "reviews" || k.Ability == "traces" {
			if k.Needs != want[k.Ability] {
				t.Errorf("%s needs %q", k.Ability, k.Needs)
			}
		}
	}
}

func TestATraceOfAnotherWaybillIsNotTaken(t *testing.T) {
	c := connect(t, newShop(t), nil)
	for no, want := range map[string]domain.Code{"JD0000000000001": "", "SF9": domain.CodeNotFound, "X": domain.CodeNotFound, "": domain.CodeInvalid} {
		if _, _, err := c.Traces(t.Context(), domain.Parcel{OrderID: "s1." + firstOrder, Waybill: no, CarrierCode: "unknown"}); domain.CodeOf(err) != want {
			t.Errorf("%q: %v", no, err)
		}
	}
}

// SY-04: a person's mapping is used without asking the platform again.
func TestAMappingTurnsAnUnknownValueIntoAKnownOne(t *testing.T) {
	d := testDeps("", nil)
	d.Mappings = func(field, raw string) string {
		return map[string]string{"after_sale.status=13000": "awaiting_merchant_receipt", "after_sale.type=40": "nonsense"}[field+"="+raw]
	}
	a, left, err := (&Connector{d: d}).DeriveAfterSale(platform.RawAfterSale, serviceItems(t)[2])
	if err != nil || a.Status != domain.StatusAwaitReceipt || a.Type != domain.CaseUnknown || len(left) != 1 {
		t.Errorf("%s %s %v %v", a.Status, a.Type, left, err)
	}
}
