package woocommerce

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/httpx"
)

func TestTheAddressIsReadAsPeopleTypeIt(t *testing.T) {
	for typed, want := range map[string]string{
		"shop.example.com":                                    "https://shop.example.com",
		"https://Shop.Example.com/":                           "https://shop.example.com",
		"https://example.com/shop/wp-admin/admin.php?page=wc": "https://example.com/shop",
		"https://example.com/shop/wp-json/wc/v3/":             "https://example.com/shop",
		"https://example.com:8443/index.php/":                 "https://example.com:8443/index.php",
		"http://127.0.0.1:8080/shop":                          "http://127.0.0.1:8080/shop",
		"http://localhost":                                    "http://localhost",
		"http://shop.example.com":                             "!needs_https",
		"http://192.168.1.5/shop":                             "!needs_https",
		"ftp://shop.example.com":                              "!bad_address",
		"https://user:pass@shop.example.com":                  "!bad_address",
		"https:///shop":                                       "!bad_address",
	} {
		u, err := home(typed)
		if reason, bad := strings.CutPrefix(want, "!"); bad {
			if domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "reason") != reason || domain.ParamOf(err, "field") != "site_url" {
				t.Errorf("%s: %v", typed, err)
			}
		} else if err != nil || u.String() != want {
			t.Errorf("%s became %v (%v), want %s", typed, u, err, want)
		}
	}
}

// typed builds a connector on a real address without any request.
func typed(t *testing.T, site string) *Connector {
	t.Helper()
	d := testDeps("", quickClient())
	d.Credentials["site_url"] = site
	c, err := New(d)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestKeysTravelAsTheAddressWantsThem(t *testing.T) {
	k := call{method: http.MethodGet, path: "/wc/v3/orders", query: url.Values{"page": {"2"}}}
	c := typed(t, "https://example.com/shop")
	w, err := c.wire(k)
	if err != nil || w.URL != "https://example.com/shop/wp-json/wc/v3/orders?page=2" ||
		w.Header["Authorization"] != "Basic "+base64.StdEncoding.EncodeToString([]byte(testKey+":"+testSecret)) {
		t.Errorf("over https: %v", err)
	}
	if len(c.Info().Hosts) != 1 || c.Info().Hosts[0] != "example.com" {
		t.Errorf("hosts %v", c.Info().Hosts)
	}
	if err := c.keys.Put(t.Context(), map[string]string{keyIn: "query"}); err != nil {
		t.Fatal(err)
	}
	w, err = c.wire(k)
	if err != nil || w.Header["Authorization"] != "" || !strings.Contains(w.URL, "consumer_secret="+testSecret) {
		t.Errorf("a server that drops the header: %v", err)
	}
	w, err = typed(t, "http://127.0.0.1:8080/shop").wire(k)
	u, perr := url.Parse(w.URL)
	if err != nil || perr != nil {
		t.Fatal(err, perr)
	}
	q := u.Query()
	sig := q.Get("oauth_signature")
	q.Del("oauth_signature")
	if w.Header["Authorization"] != "" || strings.Contains(w.URL, testSecret) || sig != Sign("GET", "http://127.0.0.1:8080/shop/wp-json/wc/v3/orders", q, testSecret) {
		t.Error("over plain http the request is not signed, or the secret is in it")
	}
	if w, err = c.wire(call{method: http.MethodGet, path: "/", open: true}); err != nil || w.Header["Authorization"] != "" || strings.Contains(w.URL, "consumer") {
		t.Error("a question without keys carries keys")
	}
}

// The server refuses a nonce that it saw, so a try that was answered 503 cannot
// be repeated byte for byte.
func TestEveryTryHasANonceOfItsOwn(t *testing.T) {
	s := newShop(t)
	s.addOrder(727, epoch-9000, epoch-8000)
	fails, nonces := 2, []string{}
	c := open(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		nonces = append(nonces, r.URL.Query().Get("oauth_nonce"))
		if fails--; fails >= 0 {
			s.mu.Lock()
			s.nonces[r.URL.Query().Get("oauth_nonce")] = true // it got as far as that
			s.mu.Unlock()
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		s.ServeHTTP(w, r)
	}), func(d *platform.Deps) {
		d.HTTP = httpx.New(httpx.Options{Now: testNow, Sleep: noSleep}) // waits as long as it takes
	})
	if _, err := c.Orders(t.Context(), ""); err != nil || len(nonces) < 3 {
		t.Fatalf("%v after %d tries", err, len(nonces))
	}
	slices.Sort(nonces)
	if len(slices.Compact(nonces)) != len(nonces) {
		t.Error("a nonce was used twice")
	}
}

func noSleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

func TestAFirewallsPageIsAPassingFault(t *testing.T) {
	c := open(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte("<html>Anna Beispiel, you look like a robot</html>"))
	}), nil)
	_, err := c.Orders(t.Context(), "")
	if domain.CodeOf(err) != domain.CodeUnavailable || domain.ParamOf(err, "reason") != "site_guard" || strings.Contains(err.Error(), "Anna") {
		t.Errorf("got %v", err)
	}
}

func TestProbeReadsCurrencyAndZoneFromTheServer(t *testing.T) {
	s := newShop(t)
	got, err := open(t, s, nil).Probe(t.Context())
	if err != nil || got.ShopName != "Demo shop" || got.RemoteID != "shop.example.com" || got.Currency != "EUR" || got.Zone != "Europe/Berlin" || !got.TokenExpires.IsZero() {
		t.Fatalf("%+v %v", got, err)
	}
	if q := s.queries[0]; q.Get("oauth_consumer_key") != "" {
		t.Error("the open question carries a key")
	}
	for _, c := range []struct {
		name   string
		offset any
		want   string
	}{{"", 8, "Etc/GMT-8"}, {"", "-3", "Etc/GMT+3"}, {"", 0, "Etc/UTC"}, {"", "5.5", ""}, {"Asia/Shanghai", 8, "Asia/Shanghai"}} {
		s.index["timezone_string"], s.index["gmt_offset"] = c.name, c.offset
		got, err := open(t, s, nil).Probe(t.Context())
		if err != nil || got.Zone != c.want {
			t.Errorf("%q %v became %q (%v), want %q", c.name, c.offset, got.Zone, err, c.want)
		}
	}
}

func TestProbeSaysWhatIsWrong(t *testing.T) {
	json := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status); _, _ = w.Write([]byte(body)) }
	}
	good := newShop(t)
	on := func(path string, h http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, path) {
				h(w, r)
				return
			}
			good.ServeHTTP(w, r)
		}
	}
	for _, c := range []struct {
		name   string
		h      http.HandlerFunc
		change func(*platform.Deps)
		code   domain.Code
		reason string
	}{
		{"another site", json(404, "<html>not here</html>"), nil, domain.CodeInvalid, "bad_address"},
		{"a page that answers everything", json(200, "<html>hello</html>"), nil, domain.CodeInvalid, "bad_address"},
		{"an address that moves", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://www.example.com/", http.StatusMovedPermanently)
		}, nil, domain.CodeInvalid, "bad_address"},
		{"plain permalinks", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/" && r.URL.Query().Get("rest_route") == "/" {
				_, _ = w.Write([]byte(`{"namespaces":["wc/v3"]}`))
				return
			}
			json(404, "<html>Not found</html>")(w, r)
		}, nil, domain.CodeInvalid, "needs_permalinks"},
		{"WordPress without the plugin", on("/wp-json/", json(200, `{"name":"Blog","namespaces":["wp/v2"]}`)), nil, domain.CodeInvalid, "no_woocommerce"},
		{"a site that calls itself otherwise", on("/wp-json/", json(200, `{"name":"Shop","home":"http://localhost:1","namespaces":["wc/v3"]}`)), nil, domain.CodeInvalid, "bad_address"},
		{"a wrong key", good.ServeHTTP, func(d *platform.Deps) { d.Credentials["consumer_key"] = "ck_wrong" }, domain.CodeUnauthorized, "bad_key"},
		{"a wrong secret", good.ServeHTTP, func(d *platform.Deps) { d.Credentials["consumer_secret"] = "cs_wrong" }, domain.CodeUnauthorized, "bad_secret"},
		{"a clock an hour off", good.ServeHTTP, func(d *platform.Deps) { d.Now = func() domain.Instant { return testNow() - domain.Hour } }, domain.CodeUnavailable, "clock_skew"},
		{"a user who may not see orders", on("/orders", func(w http.ResponseWriter, _ *http.Request) { refuse(w, 403, "woocommerce_rest_cannot_view", "Sorry") }), nil, domain.CodeUnauthorized, "no_permission"},
		{"a firewall", json(403, "<html>robot</html>"), nil, domain.CodeUnavailable, "site_guard"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := open(t, c.h, c.change).Probe(t.Context())
			if domain.CodeOf(err) != c.code || domain.ParamOf(err, "reason") != c.reason {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAKeyThatMayNotReadSettingsOrReviewsStillConnects(t *testing.T) {
	s := newShop(t)
	s.addOrder(727, epoch-9000, epoch-8000)
	got, err := open(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/data/") || strings.Contains(r.URL.Path, "/reviews") {
			refuse(w, 403, "woocommerce_rest_cannot_view", "Sorry")
			return
		}
		s.ServeHTTP(w, r)
	}), nil).Probe(t.Context())
	if err != nil || got.Currency != "EUR" { // of the newest order
		t.Fatalf("%+v %v", got, err)
	}
	for _, k := range got.Capabilities {
		if k.Ability == "reviews" && (k.State != domain.CapDisabled || k.Needs != "no_permission") {
			t.Errorf("reviews %+v", k)
		}
		if k.Ability == "orders" && k.State != domain.CapEnabled {
			t.Errorf("orders %+v", k)
		}
	}
}

// Over https a server may drop the Authorization header: nobody is logged in
// then. The test's server speaks plain http, so the connector is told that it is
// https.
func TestAServerThatDropsTheHeaderGetsTheKeysAsParameters(t *testing.T) {
	s := newShop(t)
	for name, takes := range map[string]bool{"the server takes parameters": true, "the key is unknown": false} {
		t.Run(name, func(t *testing.T) {
			var saved platform.Credentials
			c := open(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				q := r.URL.Query()
				switch {
				case r.URL.Path == "/wp-json/":
					s.ServeHTTP(w, r)
				case takes && q.Get("consumer_key") == testKey && q.Get("consumer_secret") == testSecret:
					_, _ = w.Write([]byte(`[]`))
				default:
					refuse(w, 401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.")
				}
			}), func(d *platform.Deps) {
				d.SaveCredentials = func(_ context.Context, got platform.Credentials) error { saved = got; return nil }
			})
			c.plain = false
			err := c.probeOrders(t.Context())
			if takes && (err != nil || saved[keyIn] != "query" || c.Credentials()[keyIn] != "query") {
				t.Errorf("%v, kept %q", err, saved[keyIn])
			}
			if !takes && (domain.ParamOf(err, "reason") != "bad_key" || c.Credentials()[keyIn] != "") {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestANoteIsWrittenOnTheCasesOrder(t *testing.T) {
	s := newShop(t)
	c := open(t, s, nil)
	act := func(kind domain.ActKind, note domain.Private, id string) (string, error) {
		return c.Act(t.Context(), platform.Call{Act: domain.Act{Kind: kind, Note: note}, Case: domain.AfterSale{RemoteID: id}})
	}
	receipt, err := act(domain.ActRemark, "checked", "727-730")
	if err != nil || receipt != "901" || s.calls[0] != "POST /wc/v3/orders/727/notes" || len(s.calls) != 1 {
		t.Fatalf("%q %v %v", receipt, err, s.calls)
	}
	for _, bad := range []struct {
		kind domain.ActKind
		note domain.Private
		id   string
		code domain.Code
	}{{domain.ActRemark, "", "727-730", domain.CodeInvalid}, {domain.ActRemark, "x", "../1-2", domain.CodeInvalid}, {domain.ActAgree, "x", "727-730", domain.CodeUnsupported}} {
		if _, err := act(bad.kind, bad.note, bad.id); domain.CodeOf(err) != bad.code || domain.ParamOf(err, "sent") != "no" {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if len(s.calls) != 1 {
		t.Error("a refused act left this machine")
	}
}

func TestPushesHintAndPingsSayNothing(t *testing.T) {
	c := typed(t, "https://shop.example.com")
	got, err := c.Push(delivery("order.updated", `{"id":727}`))
	if err != nil || len(got.Hints) != 2 || got.Hints[0] != (platform.Hint{Stream: platform.StreamOrders, RemoteID: "727", Topic: "order.updated"}) ||
		got.Hints[1] != (platform.Hint{Stream: platform.StreamAfterSales, Topic: "order.updated"}) {
		t.Errorf("%+v %v", got, err)
	}
	if got, err := c.Push(delivery("product.updated", `{"id":93}`)); err != nil || len(got.Hints) != 0 {
		t.Errorf("a product: %+v %v", got, err)
	}
	for name, r := range map[string]platform.PushRequest{
		"an unsigned order":              {Body: []byte(`{"id":727}`)},
		"a ping that says more":          {Body: []byte("webhook_id=1&id=727")},
		"a signed ping of somebody else": {Body: []byte("webhook_id=1"), Header: map[string]string{"x-wc-webhook-signature": "AAAA"}},
	} {
		if _, err := c.Push(r); domain.CodeOf(err) != domain.CodeUnauthorized {
			t.Errorf("%s: %v", name, err)
		}
	}
	d := testDeps("", quickClient())
	delete(d.Credentials, "webhook_secret")
	bare, err := New(d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bare.Push(platform.PushRequest{Body: []byte(`{"id":1}`), Header: map[string]string{"x-wc-webhook-topic": "order.updated",
		"x-wc-webhook-signature": PushSignature("", []byte(`{"id":1}`))}}); domain.CodeOf(err) != domain.CodeUnauthorized {
		t.Errorf("without a secret anybody can sign: %v", err)
	}
}
