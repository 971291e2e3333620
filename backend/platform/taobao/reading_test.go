package taobao

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
)

func TestPagesAreTurnedFromTheLastToTheFirst(t *testing.T) {
	s := newShop(t)
	for i := range 120 {
		s.addTrade(fmt.Sprintf("41%017d", i), epoch-7200, epoch-3600+int64(i))
	}
	c := open(t, s, nil)
	at := orderPlan().Between(domain.FromUnix(epoch-8000), domain.FromUnix(epoch-60))
	got := 0
	for {
		p, err := c.Orders(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		got += len(p.Items)
		if at = p.Next; p.Done {
			break
		}
	}
	var pages []string
	for _, call := range s.sent(apiTradesNew) {
		pages = append(pages, call.params["page_no"])
	}
	if got != 120 || !slices.Equal(pages, []string{"1", "3", "2", "1"}) {
		t.Errorf("%d orders over pages %v", got, pages)
	}
	if n := len(s.sent(apiTrade)); n != 120 {
		t.Errorf("%d details for 120 orders: the first question costs none", n)
	}
	if p := s.sent(apiTradesNew)[0].params; p["start_created"] != wall(epoch-8000) || !strings.Contains(p["type"], "step") || !strings.Contains(p["fields"], "modified") {
		t.Errorf("asked for %v", p)
	}
}

// SY-03: orders that change while pages are turned are read, in this run or the next.
func TestOrdersThatMoveWhilePagesTurnAreNotLost(t *testing.T) {
	s := newShop(t)
	for i := range 150 {
		s.addTrade(fmt.Sprintf("41%017d", i), epoch-7200, epoch-3600+int64(i))
	}
	now := int64(epoch)
	s.before = func(api string, _ map[string]string, n int) {
		if api != apiTrades || n == 0 || n > 3 {
			return
		}
		s.mu.Lock()
		s.trades[fmt.Sprintf("41%017d", n*37)]["modified"] = wall(epoch - 50 + int64(n))
		s.mu.Unlock()
	}
	c := open(t, s, func(d *platform.Deps) { d.Now = func() domain.Instant { return domain.FromUnix(now) } })
	seen := map[string]domain.Instant{}
	at := platform.Cursor(fmt.Sprintf(`{"v":1,"s":"orders","mark":%d}`, epoch-3600))
	for run := range 2 {
		now += int64(run) * 600
		for {
			p, err := c.Orders(t.Context(), at)
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range p.Items {
				seen[i.RemoteID] = i.Value.UpdatedAt
			}
			if at = p.Next; p.Done {
				break
			}
		}
	}
	for id, v := range s.trades {
		if got := seen[id]; got != domain.FromUnix(0) && wall(int64(got)/1000) != text(v["modified"]) || got == 0 {
			t.Errorf("%s was read as of %s, it changed at %s", id, got, v["modified"])
		}
	}
}

func TestARangeOfCasesIsFoundAmongAllChanges(t *testing.T) {
	s := newShop(t)
	s.addRefund("1", epoch-20*86400, epoch-3600) // too old
	s.addRefund("2", epoch-9*86400, epoch-9*86400)
	s.addRefund("3", epoch-8*86400, epoch-1800) // changed long after
	s.addRefund("4", epoch-2*86400, epoch-86400)
	c := open(t, s, nil)
	at, ids := c.AfterSalesBetween(domain.FromUnix(epoch-10*86400), domain.FromUnix(epoch-5*86400)), []string{}
	for {
		p, err := c.AfterSales(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range p.Items {
			ids = append(ids, i.RemoteID)
		}
		if at = p.Next; p.Done {
			break
		}
	}
	slices.Sort(ids)
	if !slices.Equal(slices.Compact(ids), []string{"2", "3"}) {
		t.Errorf("read %v", ids)
	}
}

func TestAnOrderWithoutDetailKeepsTheListsRow(t *testing.T) {
	for name, code := range map[string]int{"it is gone": 15, "the app may not read it": 11} {
		s := newShop(t)
		s.addTrade("4100000000000000001", epoch-7200, epoch-3600)
		c := open(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Query().Get("method") == apiTrade {
				refuse(w, code, "isv.trade-not-exist")
				return
			}
			s.ServeHTTP(w, r)
		}), nil)
		if got := all(t, c.Orders); len(got.Rows) == 0 || got.Rows[0].RemoteID != "4100000000000000001" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	s := newShop(t)
	s.addTrade("4100000000000000001", epoch-7200, epoch-3600)
	c := open(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("method") == apiTrade {
			refuse(w, 27, "session-expired")
			return
		}
		s.ServeHTTP(w, r)
	}), nil)
	if _, err := c.Orders(t.Context(), orderPlan().Between(domain.FromUnix(epoch-9000), domain.FromUnix(epoch))); domain.CodeOf(err) != domain.CodeUnauthorized {
		t.Errorf("a dead session in a detail: %v", err)
	}
}

func TestAClosedRefundAsksItsOrderWhetherItWasSent(t *testing.T) {
	for consigned, want := range map[string]domain.CaseType{"": domain.CaseRefundUnshipped, "2026-08-21 09:00:00": domain.CaseRefundShipped} {
		s := newShop(t).load()
		s.files[apiRefund] = ""
		l := s.trades["4012345678901234600"]["orders"].(map[string]any)["order"].([]any)[1].(map[string]any)
		l["consign_time"] = consigned
		if consigned == "" {
			delete(s.trades["4012345678901234600"], "consign_time")
			l["invoice_no"] = ""
		}
		c := open(t, s, nil)
		got, err := c.AfterSale(t.Context(), "98765432101234568")
		if err != nil || got.Value.Type != want {
			t.Fatalf("sent at %q: %s, %v", consigned, got.Value.Type, err)
		}
		again, _, err := c.DeriveAfterSale(platform.RawAfterSaleDetail, got.Raw)
		if err != nil || again.Type != want {
			t.Errorf("it derives as %s (%v)", again.Type, err)
		}
	}
}

func TestASecondParcelOfAnOrderIsTracedByItsLines(t *testing.T) {
	s := newShop(t).load()
	c := open(t, s, nil)
	events, _, err := c.Traces(t.Context(), domain.Parcel{OrderID: "s1.4012345678901234600", Waybill: "ZT0000000000002", CarrierCode: "ZTO"})
	if err != nil || len(events) != 1 {
		t.Fatalf("%d events, %v", len(events), err)
	}
	if p := s.sent(apiTrace)[1].params; p["sub_tid"] != "4012345678901234602" {
		t.Errorf("asked for %v", p)
	}
	if _, _, err := c.Traces(t.Context(), domain.Parcel{OrderID: "s1.4012345678901234600", Waybill: "NOBODY"}); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("a waybill of nobody: %v", err)
	}
	if _, _, err := c.Traces(t.Context(), domain.Parcel{OrderID: "s1.4012345678901234600", AfterSaleID: "s1.1", Waybill: "ST1", Direction: domain.DirectionBack}); domain.CodeOf(err) != domain.CodeUnsupported {
		t.Errorf("a return: %v", err)
	}
}

func TestAReviewIsFoundByItsOrderAndLine(t *testing.T) {
	c := open(t, newShop(t).load(), nil)
	got, err := c.Review(t.Context(), domain.Review{RemoteID: "4012345678901234602", OrderID: "s1.4012345678901234600"})
	if err != nil || got.Value.Rating != 1 {
		t.Fatalf("%+v, %v", got.Value, err)
	}
	if _, err := c.Review(t.Context(), domain.Review{RemoteID: "1", OrderID: "s1.4012345678901234600"}); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("a line without a review: %v", err)
	}
}

func TestTheMerchantsConsentBecomesAToken(t *testing.T) {
	s := newShop(t).load()
	var saved platform.Credentials
	c := open(t, s, func(d *platform.Deps) {
		d.Credentials = platform.Credentials{"app_key": testKey, "app_secret": testSecret, "redirect_uri": "https://example.com/back", platform.FieldAuthCode: "code-1"}
		d.SaveCredentials = func(_ context.Context, c platform.Credentials) error { saved = c; return nil }
	})
	page, err := c.AuthorizeURL("nonce")
	u, perr := url.Parse(page)
	if err != nil || perr != nil || u.Host != "oauth.taobao.com" || u.Query().Get("client_id") != testKey || u.Query().Get("state") != "nonce" || u.Query().Get("redirect_uri") != "https://example.com/back" {
		t.Errorf("%s, %v", page, err)
	}
	got, err := c.Probe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got.ShopName != "示例店铺" || got.RemoteID != testSeller || got.TokenExpires != testNow()+86400*1000 || got.Currency != "CNY" {
		t.Errorf("%+v", got)
	}
	if saved["access_token"] != "6101second-session" || saved["refresh_token"] != "6101second-refresh" || saved[platform.FieldAuthCode] != "" || saved["refresh_expires"] == "" {
		t.Error("the tokens were not kept, or the code was")
	}
	if p := s.sent(apiTokenCreate)[0].params; p["code"] != "code-1" {
		t.Errorf("asked with %v", p)
	}
}

func TestConnectingFailsWithThePreciseReason(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*platform.Deps)
		fault  func(w http.ResponseWriter, api string) bool
		reason string
	}{
		"another shop's session": {change: func(d *platform.Deps) { d.Shop.RemoteID = "7" }, reason: "wrong_shop"},
		"another shop's code":    {change: func(d *platform.Deps) { d.Shop.RemoteID, d.Credentials[platform.FieldAuthCode] = "7", "c" }, reason: "wrong_shop"},
		"a wrong secret":         {change: func(d *platform.Deps) { d.Credentials["app_secret"] = "x" }, reason: "bad_secret"},
		"nothing but the app":    {change: func(d *platform.Deps) { d.Credentials["access_token"], d.Credentials["refresh_token"] = "", "" }, reason: "not_authorised"},
		"a dead session":         {change: func(d *platform.Deps) { d.Credentials["access_token"], d.Credentials["refresh_token"] = "dead", "" }, reason: "token_expired"},
		"a spent code": {change: func(d *platform.Deps) { d.Credentials[platform.FieldAuthCode] = "c" },
			fault: func(w http.ResponseWriter, api string) bool {
				return api == apiTokenCreate && no(w, 15, "isv.code-invalid")
			}, reason: "not_authorised"},
		"a wrong clock":        {fault: func(w http.ResponseWriter, _ string) bool { return no(w, 31, "") }, reason: "clock_skew"},
		"a wrong key":          {fault: func(w http.ResponseWriter, _ string) bool { return no(w, 29, "") }, reason: "bad_key"},
		"no permission at all": {fault: func(w http.ResponseWriter, _ string) bool { return no(w, 11, "isv.permission-api-package-limit") }, reason: "no_permission"},
	} {
		s := newShop(t).load()
		conn := open(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if c.fault == nil || !c.fault(w, r.URL.Query().Get("method")) {
				s.ServeHTTP(w, r)
			}
		}), func(d *platform.Deps) {
			if c.change != nil {
				c.change(d)
			}
		})
		if _, err := conn.Probe(t.Context()); domain.ParamOf(err, "reason") != c.reason {
			t.Errorf("%s: %v, want %s", name, err, c.reason)
		}
	}
}

func no(w http.ResponseWriter, code int, sub string) bool {
	refuse(w, code, sub)
	return true
}

func TestAStreamWithoutPermissionIsACapabilityThatIsOff(t *testing.T) {
	s := newShop(t).load()
	c := open(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Query().Get("method") {
		case apiRates, apiSeller:
			file(t, "error.permission.json")(w, r)
		default:
			s.ServeHTTP(w, r)
		}
	}), func(d *platform.Deps) { d.Shop.RemoteID = "" })
	got, err := c.Probe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range got.Capabilities {
		if off := k.Ability == "reviews"; off != (k.Needs == "no_permission") {
			t.Errorf("%s needs %q", k.Ability, k.Needs)
		}
	}
}

func TestADeadSessionIsRenewedOnce(t *testing.T) {
	s := newShop(t).load()
	delete(s.sessions, testSession)
	c := open(t, s, nil)
	if _, err := c.Orders(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if n := len(s.sent(apiTokenRefresh)); n != 1 || c.Credentials()["access_token"] != "6101second-session" {
		t.Errorf("renewed %d times", n)
	}
}

func TestASessionThatCannotBeRenewedIsUsedToItsEnd(t *testing.T) {
	s := newShop(t).load()
	c := open(t, s, func(d *platform.Deps) {
		d.Credentials["refresh_token"] = ""
		d.Credentials["token_expires"] = fmt.Sprint(int64(testNow()) + 60_000) // a minute left
	})
	if _, err := c.Orders(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
}

func TestABanIsObeyedForItsLength(t *testing.T) {
	c := open(t, file(t, "error.limited.json"), nil)
	if _, err := c.Orders(t.Context(), ""); domain.CodeOf(err) != domain.CodeRateLimited || domain.ParamOf(err, "retry_after_ms") != "2000" {
		t.Errorf("%v", err)
	}
}
