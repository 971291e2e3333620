package wechat

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/grant"
)

func ms(at domain.Instant) string { return strconv.FormatInt(int64(at), 10) }

func TestTokensAreMadeRenewedAndSaved(t *testing.T) {
	for _, c := range []struct {
		name string
		give platform.Credentials
		dead string
		want []string
		end  string
	}{
		{"no token yet: one is asked for", platform.Credentials{grant.Access: ""}, "", []string{apiGrant, apiOrders}, "token-second-0002"},
		{"a living token is used as it is", platform.Credentials{grant.AccessExpires: ms(testNow() + 6*domain.Minute)}, "", []string{apiOrders}, "token-first-0001"},
		{"less than five minutes left: asked for again first", platform.Credentials{grant.AccessExpires: ms(testNow() + 4*domain.Minute)}, "", []string{apiGrant, apiOrders}, "token-second-0002"},
		{"the platform says expired: asked for once, then again", nil, "token-first-0001", []string{apiOrders, apiGrant, apiOrders}, "token-second-0002"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShop(t)
			delete(s.tokens, c.dead)
			var saved platform.Credentials
			con := open(t, s, func(d *platform.Deps) {
				for k, v := range c.give {
					d.Credentials[k] = v
				}
				d.SaveCredentials = func(_ context.Context, got platform.Credentials) error { saved = got; return nil }
			})
			if _, err := con.Orders(t.Context(), ""); err != nil {
				t.Fatal(err)
			}
			if got := s.apis(); !slices.Equal(got, c.want) {
				t.Errorf("calls %v, want %v", got, c.want)
			}
			if con.Credentials()[grant.Access] != c.end {
				t.Error("token is not the expected one")
			}
			if len(c.want) > 1 && (saved[grant.AccessExpires] != ms(testNow()+2*domain.Hour) || saved["app_secret"] != testSecret || saved[grant.Expires] != "") {
				t.Errorf("saved ends %q and %q", saved[grant.AccessExpires], saved[grant.Expires])
			}
		})
	}
}

// expires_in is what is left, not the whole life: 345 seconds are 345 seconds.
func TestATokenLivesAsLongAsThePlatformSays(t *testing.T) {
	s := newShop(t)
	s.files[apiGrant] = "token.json"
	c := open(t, s, func(d *platform.Deps) { d.Credentials[grant.Access] = "" })
	if _, err := c.Orders(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if got := c.Credentials()[grant.AccessExpires]; got != ms(testNow()+345*domain.Second) {
		t.Errorf("ends at %s", got)
	}
}

func TestProbeNamesThePreciseFailure(t *testing.T) {
	answer := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { refuse(w, code) }
	}
	forbidden := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(body))
		}
	}
	for _, c := range []struct {
		name   string
		by     map[string]http.HandlerFunc
		reason string
	}{
		{"wrong AppID", map[string]http.HandlerFunc{apiGrant: answer(40013)}, "bad_key"},
		{"wrong AppSecret", map[string]http.HandlerFunc{apiGrant: answer(40125)}, "bad_secret"},
		{"the older word for a wrong AppSecret", map[string]http.HandlerFunc{apiGrant: answer(40001)}, "bad_secret"},
		{"address not on the list", map[string]http.HandlerFunc{apiGrant: answer(40164)}, "ip_not_allowed"},
		{"address not on the list, without a code", map[string]http.HandlerFunc{apiShop: forbidden("")}, "ip_not_allowed"},
		{"address not on the list, in JSON", map[string]http.HandlerFunc{apiShop: forbidden(`{}`)}, "ip_not_allowed"},
		{"the account is closed", map[string]http.HandlerFunc{apiShop: answer(10080001)}, "not_authorised"},
		{"no permission for orders and cases", map[string]http.HandlerFunc{apiOrders: answer(48001), apiCases: answer(48001)}, "no_permission"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := open(t, over(newShop(t), c.by), nil).Probe(t.Context())
			if domain.CodeOf(err) != domain.CodeUnauthorized || domain.ParamOf(err, "reason") != c.reason {
				t.Fatalf("got %v", err)
			}
		})
	}
	t.Run("another shop", func(t *testing.T) {
		_, err := open(t, newShop(t), func(d *platform.Deps) { d.Shop.RemoteID = "gh_other" }).Probe(t.Context())
		if domain.ParamOf(err, "reason") != "wrong_shop" {
			t.Fatalf("got %v", err)
		}
	})
	t.Run("permission for orders only leaves the rest disabled with one step", func(t *testing.T) {
		r, err := open(t, over(newShop(t), map[string]http.HandlerFunc{apiCases: answer(48001)}), nil).Probe(t.Context())
		if err != nil || r.ShopName != "示例微信小店" || r.RemoteID != "gh_demo00000001" || r.Currency != "CNY" || r.Zone != zone || !r.TokenExpires.IsZero() {
			t.Fatalf("%+v %v", r, err)
		}
		for _, k := range r.Capabilities {
			want := map[string]domain.CapabilityState{"orders": domain.CapEnabled, "live": domain.CapEnabled, "after_sales": domain.CapDisabled, "reviews": domain.CapUnsupported}[k.Ability]
			if want != "" && k.State != want {
				t.Errorf("%s is %s", k.Ability, k.State)
			}
		}
	})
}

func TestNewNamesTheMissingFieldAndRefusesForeignAddresses(t *testing.T) {
	client := open(t, newShop(t), nil).d.HTTP
	for _, f := range []string{"app_key", "app_secret"} {
		d := testDeps("http://127.0.0.1:1", client)
		d.Credentials[f] = " "
		if _, err := New(d); domain.ParamOf(err, "field") != f {
			t.Errorf("%s missing: %v", f, err)
		}
	}
	if _, err := New(testDeps("http://shop.example.com", client)); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("a foreign base address: %v", err)
	}
}

// walked reads orders until done and counts them; change may alter the cursor.
func walked(t *testing.T, c *Connector, at platform.Cursor, change func(platform.Cursor) platform.Cursor) map[string]bool {
	t.Helper()
	got := map[string]bool{}
	for range 3000 {
		p, err := c.Orders(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range p.Items {
			got[i.RemoteID] = true
		}
		if at = p.Next; p.Done {
			return got
		}
		if change != nil {
			at = change(at)
		}
	}
	t.Fatal("no end")
	return nil
}

func TestAWindowWithTooManyOrdersIsHalved(t *testing.T) {
	s := busyShop(t, 230, 0)
	s.crowd = 6 * 3600
	if got := walked(t, open(t, s, nil), "", nil); len(got) != 231 {
		t.Fatalf("%d of 231 orders", len(got))
	}
}

func TestAKeyThatIsNoLongerTakenBeginsItsWindowAgain(t *testing.T) {
	s := busyShop(t, 230, 0)
	got := walked(t, open(t, s, nil), "", func(at platform.Cursor) platform.Cursor {
		if strings.Contains(string(at), `"K100"`) && !s.stale["K100x"] {
			s.stale["K100x"] = true // once
			return platform.Cursor(strings.Replace(string(at), `"K100"`, `"K100x"`, 1))
		}
		return at
	})
	if len(got) != 231 || !s.stale["K100x"] {
		t.Fatalf("%d of 231 orders; a stale key was met: %v", len(got), s.stale["K100x"])
	}
}

// SY-06: a range is read by creation, whatever happened to its rows since.
func TestARangeFindsRowsThatChangedAfterIt(t *testing.T) {
	s := newShop(t)
	for i := range 120 {
		s.addOrder("38000000000"+strconv.Itoa(1000+i), epoch-20*86400+int64(i), epoch-60)
		s.addCase("21000000000"+strconv.Itoa(1000+i), epoch-20*86400+int64(i), epoch-60)
	}
	s.addOrder("38000000009999", epoch-2*86400, epoch-60)
	c := open(t, s, nil)
	from, to := domain.FromUnix(epoch-21*86400), domain.FromUnix(epoch-19*86400)
	if got := walked(t, c, c.OrdersBetween(from, to), nil); len(got) != 120 || got["38000000009999"] {
		t.Fatalf("%d orders in the range", len(got))
	}
	cases := map[string]bool{}
	for at := c.AfterSalesBetween(from, to); ; {
		p, err := c.AfterSales(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range p.Items {
			cases[i.RemoteID] = true
		}
		if at = p.Next; p.Done {
			break
		}
	}
	if len(cases) != 120 {
		t.Fatalf("%d cases in the range", len(cases))
	}
}

func TestTheOrderIsAskedForWithMaskedBuyers(t *testing.T) {
	s := newShop(t)
	s.addOrder("3700000000000000001", epoch-100, epoch-60)
	if _, err := open(t, s, nil).Order(t.Context(), "3700000000000000001"); err != nil {
		t.Fatal(err)
	}
	if s.calls[0].params["encode_sensitive_info"] != true || s.calls[0].params["order_id"] != "3700000000000000001" {
		t.Errorf("asked %v", s.calls[0].params)
	}
	if _, err := open(t, s, nil).Order(t.Context(), "1"); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("an order nobody knows: %v", err)
	}
}
