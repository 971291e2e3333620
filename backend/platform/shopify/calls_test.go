package shopify

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/httpx"
)

func TestTheShopsNameIsReadAsPeopleTypeIt(t *testing.T) {
	for typed, want := range map[string]string{
		"demo-shop": "demo-shop.myshopify.com", "Demo-Shop.myshopify.com": "demo-shop.myshopify.com", "https://demo-shop.myshopify.com/admin": "demo-shop.myshopify.com",
		"1": "1.myshopify.com", "shop.example.com": "", "-x": "", "a.b.myshopify.com": "", "demo_shop": "", "": "", "evil.com/.myshopify.com": "", "demo-shop.myshopify.com.evil.com": "",
	} {
		if got, ok := shopHost(typed); ok != (want != "") || (ok && got != want) {
			t.Errorf("%q became %q, %v", typed, got, ok)
		}
	}
	d := testDeps("", quickClient())
	d.Credentials["shop_domain"] = "shop.example.com"
	if _, err := New(d); domain.ParamOf(err, "field") != "shop_domain" || domain.ParamOf(err, "reason") != "bad_address" {
		t.Errorf("got %v", err)
	}
	d.Credentials["shop_domain"] = "demo-shop"
	c, err := New(d)
	if err != nil || len(c.Info().Hosts) != 1 || c.Info().Hosts[0] != testHost {
		t.Errorf("%v %v", c.Info().Hosts, err)
	}
}

func (s *shop) ops() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.calls, " ")
}

func keys(change platform.Credentials) func(*platform.Deps) {
	return func(d *platform.Deps) {
		for k, v := range change {
			d.Credentials[k] = v
		}
	}
}

func TestTokensAreHadInThreeWays(t *testing.T) {
	soon, later := "1788500000001", "1788600000000"
	signed := url.Values{"code": {"code-1"}, "shop": {testHost}, "state": {"n"}, "timestamp": {"1700000000"}}
	signed.Set("hmac", CallbackSignature(testSecret, signed))
	other := url.Values{"code": {"code-1"}, "shop": {"other.myshopify.com"}}
	other.Set("hmac", CallbackSignature(testSecret, other))
	for _, c := range []struct {
		name   string
		give   platform.Credentials
		ops    string
		code   domain.Code
		reason string
	}{
		{"a typed token is used as it is", nil, "Orders", "", ""},
		{"key and secret alone give one", platform.Credentials{"access_token": "", "app_key": "key-1"}, "token Orders", "", ""},
		{"one that ends is renewed ahead", platform.Credentials{"app_key": "key-1", "token_expires": soon, keyGrant: grantClient}, "token Orders", "", ""},
		{"one that lives on is not", platform.Credentials{"app_key": "key-1", "token_expires": later, keyGrant: grantClient}, "Orders", "", ""},
		{"a dead one that the app got is renewed once", platform.Credentials{"access_token": "old", "app_key": "key-1", keyGrant: grantClient}, "Orders token Orders", "", ""},
		{"a dead one that was typed is not", platform.Credentials{"access_token": "old", "app_key": "key-1"}, "Orders", domain.CodeUnauthorized, "not_authorised"},
		{"a wrong secret", platform.Credentials{"access_token": "", "app_key": "key-2"}, "token", domain.CodeUnauthorized, "bad_secret"},
		{"nothing to have one by", platform.Credentials{"access_token": ""}, "", domain.CodeInvalid, "missing"},
		{"one of the browser that ended", platform.Credentials{"app_key": "key-1", "token_expires": "1", keyGrant: grantCode}, "", domain.CodeUnauthorized, "token_expired"},
		{"a code", platform.Credentials{"access_token": "", "app_key": "key-1", platform.FieldAuthCode: "code-1"}, "token Orders", "", ""},
		{"the whole address of the browser", platform.Credentials{"access_token": "", "app_key": "key-1", platform.FieldAuthCode: "https://example.com/callback?" + signed.Encode()}, "token Orders", "", ""},
		{"an address that somebody made up", platform.Credentials{"access_token": "", "app_key": "key-1", platform.FieldAuthCode: "https://example.com/callback?code=code-1&hmac=00&shop=" + testHost}, "", domain.CodeUnauthorized, "bad_secret"},
		{"an address of another shop", platform.Credentials{"access_token": "", "app_key": "key-1", platform.FieldAuthCode: "https://example.com/callback?" + other.Encode()}, "", domain.CodeUnauthorized, "wrong_shop"},
		{"an address without a code", platform.Credentials{"access_token": "", "app_key": "key-1", platform.FieldAuthCode: "https://example.com/callback?error=access_denied"}, "", domain.CodeInvalid, ""},
		{"a code that was used", platform.Credentials{"access_token": "", "app_key": "key-1", platform.FieldAuthCode: "code-2"}, "token", domain.CodeUnauthorized, "not_authorised"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShop(t)
			var saved platform.Credentials
			con := open(t, s, func(d *platform.Deps) {
				keys(c.give)(d)
				d.SaveCredentials = func(_ context.Context, got platform.Credentials) error { saved = got; return nil }
			})
			_, err := con.Orders(t.Context(), "")
			if domain.CodeOf(err) != c.code || domain.ParamOf(err, "reason") != c.reason || s.ops() != c.ops {
				t.Errorf("%v, asked %q, want %q", err, s.ops(), c.ops)
			}
			if strings.Contains(c.ops, "token Orders") && (saved["access_token"] != s.token || saved[platform.FieldAuthCode] != "") {
				t.Error("the token was not kept, or the code was")
			}
		})
	}
}

func TestAnExpiryThatThePlatformNamesIsKept(t *testing.T) {
	c := open(t, newShop(t), keys(platform.Credentials{"access_token": "", "app_key": "key-1"}))
	got, err := c.Probe(t.Context())
	if err != nil || got.TokenExpires != testNow()+86399*1000 {
		t.Errorf("%s %v", got.TokenExpires, err)
	}
}

func TestTheAuthorisePage(t *testing.T) {
	c := open(t, newShop(t), keys(platform.Credentials{"app_key": "key-1"}))
	if _, err := c.AuthorizeURL("n"); domain.ParamOf(err, "field") != "redirect_uri" {
		t.Errorf("got %v", err)
	}
	c = open(t, newShop(t), keys(platform.Credentials{"app_key": "key-1", "redirect_uri": "https://example.com/callback"}))
	page, err := c.AuthorizeURL("n-1")
	u, perr := url.Parse(page)
	if err != nil || perr != nil || u.Host != testHost || u.Path != "/admin/oauth/authorize" || u.Query().Get("client_id") != "key-1" || u.Query().Get("state") != "n-1" ||
		u.Query().Get("redirect_uri") != "https://example.com/callback" || u.Query().Get("scope") == "" {
		t.Errorf("%s %v", page, err)
	}
}

func TestProbeSaysWhoTheShopIsAndWhatIsMissing(t *testing.T) {
	s := newShop(t)
	got, err := open(t, s, nil).Probe(t.Context())
	if err != nil || got.ShopName != "Demo shop" || got.RemoteID != testHost || got.Currency != "USD" || got.Zone != "America/New_York" || !got.TokenExpires.IsZero() {
		t.Fatalf("%+v %v", got, err)
	}
	s.deny["MayReturns"], s.deny["MayDisputes"] = true, true
	got, err = open(t, s, nil).Probe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	off := ""
	for _, k := range got.Capabilities {
		if k.Needs == "no_permission" {
			off += k.Ability + " "
		}
	}
	if off != "after_sales after_sale_detail deadlines " {
		t.Errorf("off: %s", off)
	}
	for name, c := range map[string]struct {
		h      http.HandlerFunc
		change platform.Credentials
		reason string
	}{
		"a shop that is not there": {func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte(`{"errors":"Not Found"}`))
		}, nil, "bad_address"},
		"a frozen shop": {func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusPaymentRequired)
			_, _ = w.Write([]byte(`{"errors":"Unavailable Shop"}`))
		}, nil, "shop_frozen"},
		"a token of another shop": {newShop(t).ServeHTTP, platform.Credentials{"shop_domain": "other"}, "wrong_shop"},
		"a refused token":         {newShop(t).ServeHTTP, platform.Credentials{"access_token": "x"}, "not_authorised"},
		"no scope for orders":     {func() http.HandlerFunc { s := newShop(t); s.deny["MayOrders"] = true; return s.ServeHTTP }(), nil, "no_permission"},
	} {
		if _, err := open(t, c.h, keys(c.change)).Probe(t.Context()); domain.ParamOf(err, "reason") != c.reason {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A document that may cost too much is asked again with half the rows, and no
// row is lost by it.
func TestAPageThatIsTooCostlyGetsSmaller(t *testing.T) {
	s := newShop(t)
	for i := range 60 {
		s.addOrder(1000+i, epoch-9000, epoch-8000+int64(i))
	}
	s.most = 7
	c := open(t, s, nil)
	got, _ := walkOrders(t, c, "")
	if len(got) != 60 {
		t.Fatalf("%d of 60 orders", len(got))
	}
	s.most = 0
	before := len(s.calls)
	if _, err := c.Orders(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if first := s.vars[before]["first"]; first != float64(6) { // 25 → 12 → 6
		t.Errorf("asked %v rows", first)
	}
	s.most = -1 // nothing is cheap enough
	s.answers["Orders"] = `{"errors":[{"extensions":{"code":"MAX_COST_EXCEEDED"}}]}`
	if _, err := c.Orders(t.Context(), ""); domain.ParamOf(err, "reason") != "too_costly" {
		t.Errorf("got %v", err)
	}
}

func TestTheRestOfALongOrderIsPutInItsPlace(t *testing.T) {
	s := newShop(t)
	s.addOrder(1000, epoch-9000, epoch-8000)
	s.orders[1000]["lineItems"].(map[string]any)["pageInfo"] = map[string]any{"hasNextPage": true, "endCursor": "x"}
	c := open(t, s, nil)
	p, err := c.Orders(t.Context(), "")
	for err == nil && len(p.Items) == 0 && !p.Done {
		p, err = c.Orders(t.Context(), p.Next)
	}
	if err != nil || len(p.Items) != 1 || len(p.Items[0].Value.Lines) != 3 || p.Items[0].Value.Lines[2].RemoteID != "78" {
		t.Fatalf("%+v %v", p, err)
	}
	again, _, err := c.DeriveOrder(p.Items[0].Raw)
	if err != nil || len(again.Lines) != 3 {
		t.Errorf("the stored payload has %d lines (%v)", len(again.Lines), err)
	}
	one, err := c.Order(t.Context(), "1000")
	if err != nil || len(one.Value.Lines) != 3 {
		t.Errorf("read alone it has %d lines (%v)", len(one.Value.Lines), err)
	}
	for id, code := range map[string]domain.Code{"999": domain.CodeNotFound, "x": domain.CodeInvalid} {
		if _, err := c.Order(t.Context(), id); domain.CodeOf(err) != code {
			t.Errorf("%s: %v", id, err)
		}
	}
}

func TestATooBusyShopClosesItsOwnLaneForTheTimeItNames(t *testing.T) {
	s := newShop(t)
	s.answers["Orders"] = string(read(t, "error.throttled.json"))
	c := open(t, s, func(d *platform.Deps) { d.HTTP = httpx.New(httpx.Options{Now: testNow, MaxWait: 1}) })
	_, err := c.Orders(t.Context(), "")
	if domain.CodeOf(err) != domain.CodeRateLimited || domain.ParamOf(err, "retry_after_ms") != "521" {
		t.Fatalf("got %v", err)
	}
	if _, err := c.AfterSale(t.Context(), "d1"); domain.CodeOf(err) != domain.CodeRateLimited || domain.ParamOf(err, "sent") != "no" {
		t.Errorf("another call of the same bucket: %v", err)
	}
}

func TestTracesOfOneParcelOnly(t *testing.T) {
	c := open(t, newShop(t), nil)
	events, _, err := c.Traces(t.Context(), domain.Parcel{Waybill: "1Z0000000000000002", OrderID: "s1.1"})
	if err != nil || len(events) != 1 || events[0].State != domain.TrackProblem || events[0].Text != "other parcel" {
		t.Errorf("%+v %v", events, err)
	}
	if _, _, err := c.Traces(t.Context(), domain.Parcel{Waybill: "none", OrderID: "s1.1"}); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("a parcel nobody knows: %v", err)
	}
	if _, _, err := c.Traces(t.Context(), domain.Parcel{Waybill: "1", OrderID: ""}); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("a parcel without an order: %v", err)
	}
	if _, err := c.DeriveTraces([]byte(`{"order":{}}`)); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("a payload of no parcel: %v", err)
	}
}

func TestDeliveriesHint(t *testing.T) {
	c := open(t, newShop(t), nil)
	for topic, want := range map[string][]platform.Hint{
		"orders/updated":      {{Stream: platform.StreamOrders, RemoteID: "5", Topic: "orders/updated"}},
		"ORDERS_EDITED":       {{Stream: platform.StreamOrders, RemoteID: "5", Topic: "ORDERS_EDITED"}},
		"refunds/create":      {{Stream: platform.StreamAfterSales, RemoteID: "9-f5", Topic: "refunds/create"}, {Stream: platform.StreamOrders, RemoteID: "9", Topic: "refunds/create"}},
		"returns/request":     {{Stream: platform.StreamAfterSales, Topic: "returns/request"}},
		"disputes/update":     {{Stream: platform.StreamAfterSales, RemoteID: "d5", Topic: "disputes/update"}},
		"fulfillments/update": {{Stream: platform.StreamOrders, RemoteID: "9", Topic: "fulfillments/update"}},
		"app/uninstalled":     nil,
	} {
		got, err := c.Push(delivery(topic, `{"id":5,"order_id":9}`))
		if err != nil || len(got.Hints) != len(want) {
			t.Errorf("%s: %+v %v", topic, got, err)
			continue
		}
		for i := range want {
			if got.Hints[i] != want[i] {
				t.Errorf("%s: %+v", topic, got.Hints[i])
			}
		}
	}
	other := delivery("orders/updated", `{"id":5}`)
	other.Header["x-shopify-shop-domain"] = "other.myshopify.com"
	if _, err := c.Push(other); domain.ParamOf(err, "reason") != "wrong_shop" {
		t.Errorf("another shop's: %v", err)
	}
	bare := open(t, newShop(t), keys(platform.Credentials{"app_secret": ""}))
	r := delivery("orders/updated", `{"id":5}`)
	r.Header["x-shopify-hmac-sha256"] = PushSignature("", r.Body)
	if _, err := bare.Push(r); domain.ParamOf(err, "reason") != "bad_secret" {
		t.Errorf("without a secret anybody can sign: %v", err)
	}
}
