package kuaishou

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/grant"
)

func ms(at domain.Instant) string { return strconv.FormatInt(int64(at), 10) }

func TestTokensAreRenewedAndSaved(t *testing.T) {
	for _, c := range []struct {
		name string
		give platform.Credentials
		dead string
		want []string
		end  string
	}{
		{"a living token is used as it is", platform.Credentials{grant.AccessExpires: ms(testNow() + 2*domain.Hour)}, "", []string{apiOrders}, "token-first-0001"},
		{"less than an hour left: it is renewed first", platform.Credentials{grant.AccessExpires: ms(testNow() + 59*domain.Minute)}, "", []string{apiRefresh, apiOrders}, "token-second-0002"},
		{"the platform says expired: renewed once and asked again", nil, "token-first-0001", []string{apiOrders, apiRefresh, apiOrders}, "token-second-0002"},
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
			if got := con.Credentials()[grant.Access]; got != c.end {
				t.Error("token is not the expected one")
			}
			if len(c.want) > 1 {
				if saved[grant.Access] != c.end || saved[grant.Refresh] != "refresh-second-0002" || saved["sign_secret"] != testSign ||
					saved[grant.AccessExpires] != ms(testNow()+48*domain.Hour) || saved[grant.Expires] != ms(testNow()+15000000*domain.Second) {
					t.Errorf("saved credentials are not complete; ends %s and %s", saved[grant.AccessExpires], saved[grant.Expires])
				}
			}
		})
	}
}

// SY-10: the day to authorise again is told by the refresh token; a renewal that
// does not repeat it leaves it where it is.
func TestARenewalDoesNotPostponeTheDayToAuthoriseAgain(t *testing.T) {
	s := newShop(t)
	delete(s.tokens, "token-first-0001")
	h := over(s, map[string]http.HandlerFunc{apiRefresh: func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"result":1,"access_token":"token-second-0002","expires_in":172800,"refresh_token":"r3"}`))
	}})
	c := open(t, h, func(d *platform.Deps) { d.Credentials[grant.Expires] = ms(testNow() + 9*domain.Day) })
	if _, err := c.Orders(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if got := c.Credentials(); got[grant.Expires] != ms(testNow()+9*domain.Day) || got[grant.Refresh] != "r3" {
		t.Errorf("authorise again at %s", got[grant.Expires])
	}
}

func TestWithoutARefreshTokenTheShopMustAuthorise(t *testing.T) {
	s := newShop(t)
	c := open(t, s, func(d *platform.Deps) { delete(d.Credentials, "access_token"); delete(d.Credentials, "refresh_token") })
	_, err := c.Orders(t.Context(), "")
	if domain.CodeOf(err) != domain.CodeUnauthorized || domain.ParamOf(err, "reason") != "not_authorised" || len(s.apis()) != 0 {
		t.Fatalf("%v after %v", err, s.apis())
	}
}

func TestTheConsentPageCarriesWhatTheMerchantAgreesTo(t *testing.T) {
	c := open(t, newShop(t), nil)
	got, err := c.AuthorizeURL("s-1")
	u, perr := url.Parse(got)
	if err != nil || perr != nil {
		t.Fatal(err, perr)
	}
	q := u.Query()
	if u.Host != "open.kwaixiaodian.com" || q.Get("app_id") != testKey || q.Get("response_type") != "code" || q.Get("state") != "s-1" ||
		q.Get("redirect_uri") != "https://shop.example.com/back" || !strings.Contains(q.Get("scope"), "merchant_refund") {
		t.Errorf("address %s", got)
	}
	if strings.Contains(got, testSecret) || strings.Contains(got, testSign) {
		t.Error("a secret is in the address")
	}
	c = open(t, newShop(t), func(d *platform.Deps) { d.Credentials["redirect_uri"] = "http://x" })
	if _, err := c.AuthorizeURL("s"); domain.ParamOf(err, "field") != "redirect_uri" {
		t.Errorf("plain http: %v", err)
	}
}

func TestProbeTradesTheCodeOnceAndForgetsIt(t *testing.T) {
	for name, typed := range map[string]string{"the code": "c-0001", "the whole address": "https://shop.example.com/back?code=c-0001&state=s"} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			var asked url.Values
			h := over(s, map[string]http.HandlerFunc{apiToken: func(w http.ResponseWriter, r *http.Request) {
				asked = r.URL.Query()
				s.ServeHTTP(w, r)
			}})
			c := open(t, h, func(d *platform.Deps) {
				delete(d.Credentials, "access_token")
				delete(d.Credentials, "refresh_token")
				d.Credentials[platform.FieldAuthCode] = typed
				d.Shop.RemoteID = ""
			})
			r, err := c.Probe(t.Context())
			if err != nil || r.ShopName != "示例快手店" || r.RemoteID != "1000000009" || r.Zone != zone || r.TokenExpires != testNow()+180*domain.Day {
				t.Fatalf("%+v %v", r, err)
			}
			if asked.Get("code") != "c-0001" || asked.Get("grant_type") != "code" || asked.Get("app_id") != testKey || asked.Get("app_secret") != testSecret {
				t.Errorf("asked %v", asked)
			}
			kept := c.Credentials()
			if _, still := kept[platform.FieldAuthCode]; still || kept[grant.Access] != "token-first-0001" || kept[grant.Refresh] != "refresh-first-0001" {
				t.Error("the code is kept, or the tokens are not")
			}
		})
	}
}

func TestProbeNamesThePreciseFailure(t *testing.T) {
	answer := func(result int, text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { refuse(w, result, text) }
	}
	for _, c := range []struct {
		name   string
		by     map[string]http.HandlerFunc
		code   domain.Code
		reason string
	}{
		{"wrong sign secret", map[string]http.HandlerFunc{apiSeller: answer(27, "验签失败")}, domain.CodeUnauthorized, "bad_secret"},
		{"the merchant took the consent back", map[string]http.HandlerFunc{apiSeller: answer(24, "AUTHORIZATION_REVOKED")}, domain.CodeUnauthorized, "not_authorised"},
		{"no permission for orders and cases", map[string]http.HandlerFunc{apiOrders: answer(9, "token中无scope权限"), apiCases: answer(9, "token中无scope权限")}, domain.CodeUnauthorized, "no_permission"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := open(t, over(newShop(t), c.by), nil).Probe(t.Context())
			if domain.CodeOf(err) != c.code || domain.ParamOf(err, "reason") != c.reason {
				t.Fatalf("got %v", err)
			}
		})
	}
	code := func(d *platform.Deps) { d.Credentials[platform.FieldAuthCode] = "c-1" }
	for _, c := range []struct {
		result int
		reason string
	}{{100200101, "bad_key"}, {100200105, "not_authorised"}, {100200106, "no_permission"}} {
		_, err := open(t, over(newShop(t), map[string]http.HandlerFunc{apiToken: answer(c.result, "x")}), code).Probe(t.Context())
		if domain.ParamOf(err, "reason") != c.reason {
			t.Errorf("token call says %d: %v", c.result, err)
		}
	}
	t.Run("another shop's code is not kept", func(t *testing.T) {
		saved := false
		con := open(t, newShop(t), func(d *platform.Deps) {
			code(d)
			d.Shop.RemoteID = "2222222"
			d.SaveCredentials = func(context.Context, platform.Credentials) error { saved = true; return nil }
		})
		if _, err := con.Probe(t.Context()); domain.ParamOf(err, "reason") != "wrong_shop" || saved {
			t.Fatalf("got %v, saved %v", err, saved)
		}
	})
	t.Run("permission for orders only leaves the rest disabled with one step", func(t *testing.T) {
		no := answer(9, "token中无scope权限")
		r, err := open(t, over(newShop(t), map[string]http.HandlerFunc{apiCases: no, apiReviews: no}), nil).Probe(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range r.Capabilities {
			want := map[string]domain.CapabilityState{"orders": domain.CapEnabled, "live": domain.CapEnabled, "after_sales": domain.CapDisabled, "reviews": domain.CapDisabled, "traces": domain.CapUnsupported}[k.Ability]
			if want != "" && k.State != want {
				t.Errorf("%s is %s", k.Ability, k.State)
			}
		}
	})
}

func TestNewNamesTheMissingFieldAndRefusesForeignAddresses(t *testing.T) {
	for _, f := range []string{"app_key", "app_secret", "sign_secret", "redirect_uri"} {
		d := testDeps("http://127.0.0.1:1", open(t, newShop(t), nil).d.HTTP)
		d.Credentials[f] = " "
		if _, err := New(d); domain.ParamOf(err, "field") != f {
			t.Errorf("%s missing: %v", f, err)
		}
	}
	if _, err := New(testDeps("http://shop.example.com", open(t, newShop(t), nil).d.HTTP)); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("a foreign base address: %v", err)
	}
}

// walked reads cases until done and counts them.
func walked(t *testing.T, c *Connector, at platform.Cursor) map[string]bool {
	t.Helper()
	got := map[string]bool{}
	for range 6000 {
		p, err := c.AfterSales(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range p.Items {
			got[i.RemoteID] = true
		}
		if at = p.Next; p.Done {
			return got
		}
	}
	t.Fatal("no end")
	return nil
}

// The platform shrinks the window of cases to hours or minutes when sales peak.
func TestAWindowThatThePlatformNarrowsIsHalved(t *testing.T) {
	s := busyShop(t, 0, 230, 0)
	s.narrow = 3 * 3600_000
	at := platform.Cursor(`{"v":1,"s":"after_sales","mark":` + strconv.Itoa(epoch-2*86400) + `}`)
	if got := walked(t, open(t, s, nil), at); len(got) != 230 {
		t.Fatalf("%d of 230 cases", len(got))
	}
}

func TestACursorThatIsNoLongerTakenBeginsItsWindowAgain(t *testing.T) {
	s := busyShop(t, 130, 0, 0)
	c := open(t, s, nil)
	at, got := platform.Cursor(""), map[string]bool{}
	for range 3000 {
		p, err := c.Orders(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range p.Items {
			got[i.RemoteID] = true
		}
		if p.Done {
			break
		}
		if at = p.Next; strings.Contains(string(at), `"key":"c50"`) && !s.stale["c50x"] {
			s.stale["c50x"] = true // once
			at = platform.Cursor(strings.Replace(string(at), `"c50"`, `"c50x"`, 1))
		}
	}
	if len(got) != 130 || !s.stale["c50x"] {
		t.Fatalf("%d of 130 orders; a stale cursor was met: %v", len(got), s.stale["c50x"])
	}
}

// SY-06: a range is read by creation, whatever happened to its rows since.
func TestARangeFindsRowsThatChangedAfterIt(t *testing.T) {
	s := newShop(t)
	for i := range 120 {
		s.addOrder("26000000000"+strconv.Itoa(1000+i), epoch-20*86400+int64(i), epoch-60)
		s.addCase("27000000000"+strconv.Itoa(1000+i), epoch-20*86400+int64(i), epoch-60)
	}
	s.addOrder("26000000009999", epoch-2*86400, epoch-60)
	c := open(t, s, nil)
	from, to := domain.FromUnix(epoch-21*86400), domain.FromUnix(epoch-19*86400)
	if got := walked(t, c, c.AfterSalesBetween(from, to)); len(got) != 120 {
		t.Fatalf("%d cases in the range", len(got))
	}
	got := map[string]bool{}
	for at := c.OrdersBetween(from, to); ; {
		p, err := c.Orders(t.Context(), at)
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
	if len(got) != 120 || got["26000000009999"] {
		t.Fatalf("%d orders in the range", len(got))
	}
}

func TestOrdersWithoutPermissionForTheirDetailAreAnErrorNotAnEmptyPage(t *testing.T) {
	s := busyShop(t, 3, 0, 0)
	h := over(s, map[string]http.HandlerFunc{apiOrder: func(w http.ResponseWriter, _ *http.Request) { refuse(w, 22, "x") }})
	c := open(t, h, nil)
	at := platform.Cursor("")
	for range 100 {
		p, err := c.Orders(t.Context(), at)
		if domain.ParamOf(err, "reason") == "no_permission" {
			return
		}
		if err != nil || p.Done {
			t.Fatalf("done %v, %v", p.Done, err)
		}
		at = p.Next
	}
	t.Fatal("no detail was asked for")
}
