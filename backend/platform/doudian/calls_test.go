package doudian

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"sync"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/httpx"
)

// apis lists the calls that arrived, in order.
func (s *shop) apis() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := []string{}
	for _, c := range s.calls {
		out = append(out, c.api)
	}
	return out
}

func same(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestTokensAreMadeRenewedAndSaved(t *testing.T) {
	for _, c := range []struct {
		name   string
		give   platform.Credentials
		dead   string // token that the shop refuses
		refuse string // api that fails with "the refresh token is gone"
		want   []string
		end    string
	}{
		{"no token yet: one is created without a browser", platform.Credentials{"access_token": "", "refresh_token": ""}, "", "",
			[]string{apiTokenCreate, apiOrders}, "token-first-0001"},
		{"a living token is used as it is", platform.Credentials{"token_expires": strconv.FormatInt(int64(testNow()+2*domain.Hour), 10)}, "", "",
			[]string{apiOrders}, "token-first-0001"},
		{"less than an hour left: it is renewed first", platform.Credentials{"token_expires": strconv.FormatInt(int64(testNow()+59*domain.Minute), 10)}, "", "",
			[]string{apiTokenRefresh, apiOrders}, "token-second-0002"},
		{"the platform says expired: renewed once and asked again", nil, "token-first-0001", "",
			[]string{apiOrders, apiTokenRefresh, apiOrders}, "token-second-0002"},
		{"the refresh token is gone: a new one is created", platform.Credentials{"access_token": "old"}, "", apiTokenRefresh,
			[]string{apiOrders, apiTokenRefresh, apiTokenCreate, apiOrders}, "token-first-0001"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShop(t)
			delete(s.tokens, c.dead)
			var saved platform.Credentials
			h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if apiOf(r) == c.refuse {
					s.mu.Lock()
					s.calls = append(s.calls, call{apiOf(r), nil})
					s.mu.Unlock()
					refuse(w, 50002, "isv.business-failed:31009")
					return
				}
				s.ServeHTTP(w, r)
			})
			con := open(t, h, func(d *platform.Deps) {
				for k, v := range c.give {
					d.Credentials[k] = v
				}
				d.SaveCredentials = func(_ context.Context, got platform.Credentials) error { saved = got; return nil }
			})
			if _, err := con.Orders(t.Context(), ""); err != nil {
				t.Fatal(err)
			}
			if got := s.apis(); !same(got, c.want) {
				t.Errorf("calls %v, want %v", got, c.want)
			}
			if got := con.Credentials()["access_token"]; got != c.end {
				t.Errorf("token is not the expected one")
			}
			if len(c.want) > 1 {
				exp, _ := strconv.ParseInt(saved["token_expires"], 10, 64)
				if saved["access_token"] != c.end || saved["app_secret"] != testSecret || domain.Instant(exp) != testNow()+7*domain.Day {
					t.Errorf("saved credentials are not complete; expiry %d", exp)
				}
			}
		})
	}
}

func TestAShopThatRefusesEveryTokenIsUnauthorizedAfterOneRenewal(t *testing.T) {
	s := newShop(t)
	s.tokens = map[string]bool{}
	_, err := open(t, s, nil).Orders(t.Context(), "")
	if domain.CodeOf(err) != domain.CodeUnauthorized || domain.ParamOf(err, "reason") != "token_expired" {
		t.Fatalf("got %v", err)
	}
	if got := s.apis(); !same(got, []string{apiOrders, apiTokenRefresh, apiOrders}) {
		t.Fatalf("calls %v", got)
	}
}

func TestManyReadersRenewATokenOnce(t *testing.T) {
	s := newShop(t)
	delete(s.tokens, "token-first-0001")
	c := open(t, s, nil)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := c.Orders(context.Background(), ""); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := s.counted[apiTokenRefresh]; n != 1 {
		t.Fatalf("renewed %d times", n)
	}
}

func TestProbeNamesThePreciseFailure(t *testing.T) {
	always := func(code int, sub string, only ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			for _, api := range only {
				if apiOf(r) != api {
					continue
				}
				refuse(w, code, sub)
				return
			}
			if len(only) == 0 {
				refuse(w, code, sub)
				return
			}
			newShop(t).ServeHTTP(w, r)
		}
	}
	for _, c := range []struct {
		name   string
		h      http.Handler
		code   domain.Code
		reason string
	}{
		{"wrong key", always(40003, "isv.app-id-invalid"), domain.CodeUnauthorized, "bad_key"},
		{"wrong secret", always(40003, "isv.signature-invalid"), domain.CodeUnauthorized, "bad_secret"},
		{"the merchant did not authorise the app", always(50001, "dop.token-generate-failed:no-authorization"), domain.CodeUnauthorized, "not_authorised"},
		{"address not on the list", always(30002, ""), domain.CodeUnauthorized, "ip_not_allowed"},
		{"clock off by more than ten minutes", always(40003, "isv.timestamp-invalid"), domain.CodeUnavailable, "clock_skew"},
		{"no permission for anything", always(30001, "isv.app-permissions-insufficient", apiOrders, apiCases), domain.CodeUnauthorized, "no_permission"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := open(t, c.h, nil).Probe(t.Context())
			if domain.CodeOf(err) != c.code || domain.ParamOf(err, "reason") != c.reason {
				t.Fatalf("got %v", err)
			}
		})
	}
	t.Run("another shop's id", func(t *testing.T) {
		_, err := open(t, newShop(t), func(d *platform.Deps) { d.Credentials["shop_id"] = "2222222" }).Probe(t.Context())
		if domain.ParamOf(err, "reason") != "wrong_shop" {
			t.Fatalf("got %v", err)
		}
	})
	t.Run("permission for orders only leaves the rest disabled with one step", func(t *testing.T) {
		r, err := open(t, always(30001, "isv.app-permissions-insufficient", apiCases), nil).Probe(t.Context())
		if err != nil || r.ShopName != "示例旗舰店" || r.RemoteID != testShop || r.TokenExpires != testNow()+7*domain.Day {
			t.Fatalf("%+v %v", r, err)
		}
		for _, k := range r.Capabilities {
			want := map[string]domain.CapabilityState{"orders": domain.CapEnabled, "after_sales": domain.CapDisabled, "reviews": domain.CapUnsupported}[k.Ability]
			if want != "" && k.State != want {
				t.Errorf("%s is %s", k.Ability, k.State)
			}
		}
	})
}

func TestNewNamesTheMissingFieldAndRefusesForeignAddresses(t *testing.T) {
	for _, f := range []string{"app_key", "app_secret", "shop_id"} {
		d := testDeps("http://127.0.0.1:1", quickClient())
		d.Credentials[f] = " "
		if _, err := New(d); domain.ParamOf(err, "field") != f {
			t.Errorf("%s missing: %v", f, err)
		}
	}
	if _, err := New(testDeps("http://shop.example.com", quickClient())); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("a foreign base address: %v", err)
	}
}

func TestActsBecomeTheseOperations(t *testing.T) {
	for _, c := range []struct {
		name string
		kind domain.ActKind
		typ  domain.CaseType
		st   domain.CaseStatus
		op   int64
		code domain.Code
	}{
		{"agree to a return", domain.ActAgree, domain.CaseReturnRefund, domain.StatusAwaitMerchant, 101, ""},
		{"refuse a return", domain.ActRefuse, domain.CaseReturnRefund, domain.StatusAwaitMerchant, 102, ""},
		{"refund, the goods came back", domain.ActAgreeRefund, domain.CaseReturnRefund, domain.StatusAwaitReceipt, 111, ""},
		{"refuse after the goods came back", domain.ActRefuse, domain.CaseReturnRefund, domain.StatusAwaitReceipt, 112, ""},
		{"refund while the goods are away", domain.ActAgreeRefund, domain.CaseReturnRefund, domain.StatusAwaitReturn, 0, domain.CodeConflict},
		{"refund before the first decision", domain.ActAgreeRefund, domain.CaseReturnRefund, domain.StatusAwaitMerchant, 0, domain.CodeConflict},
		{"agree to a refund only", domain.ActAgree, domain.CaseRefundShipped, domain.StatusAwaitMerchant, 201, ""},
		{"refuse a refund only", domain.ActRefuse, domain.CaseRefundShipped, domain.StatusAwaitMerchant, 202, ""},
		{"agree before shipping", domain.ActAgree, domain.CaseRefundUnshipped, domain.StatusAwaitMerchant, 401, ""},
		{"refuse before shipping: one ships instead", domain.ActRefuse, domain.CaseRefundUnshipped, domain.StatusAwaitMerchant, 0, domain.CodeUnsupported},
		{"agree to an exchange", domain.ActAgree, domain.CaseExchange, domain.StatusAwaitMerchant, 301, ""},
		{"refuse an exchange", domain.ActRefuse, domain.CaseExchange, domain.StatusAwaitMerchant, 302, ""},
		{"a reship has no published operation", domain.ActAgree, domain.CaseReship, domain.StatusAwaitMerchant, 0, domain.CodeUnsupported},
		{"a closed case", domain.ActAgree, domain.CaseRefundShipped, domain.StatusClosed, 0, domain.CodeConflict},
		{"a case of unknown status is left alone", domain.ActAgree, domain.CaseRefundShipped, domain.StatusUnknown, 0, domain.CodeConflict},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShop(t)
			con := open(t, s, func(d *platform.Deps) { d.Credentials["return_address_id"] = "5001" })
			receipt, err := con.Act(t.Context(), platform.Call{Act: domain.Act{Kind: c.kind, Reason: "商品无质量问题", ReasonCode: "101", Note: "已核对"},
				Case: domain.AfterSale{RemoteID: "7200000000000000001", Version: "1788300101", Type: c.typ, Status: c.st}})
			if domain.CodeOf(err) != c.code {
				t.Fatalf("got %v", err)
			}
			if c.op == 0 {
				if len(s.apis()) != 0 || domain.ParamOf(err, "sent") != "no" {
					t.Fatalf("something was sent: %v %v", s.apis(), err)
				}
				return
			}
			p := s.calls[0].params
			item := p["items"].([]any)[0].(map[string]any)
			if number(p["type"]) != c.op || number(item["update_time"]) != 1788300101 || item["aftersale_id"] != "7200000000000000001" || receipt == "" {
				t.Errorf("sent %v, receipt %q", p, receipt)
			}
			if (c.kind == domain.ActRefuse) != (number(item["reject_reason_code"]) == 101) {
				t.Errorf("reason code in %v", item)
			}
			if l, ok := item["logistics"].(map[string]any); (c.op == 101 || c.op == 301) != ok || ok && number(l["receiver_address_id"]) != 5001 {
				t.Errorf("address in %v", item)
			}
		})
	}
}

func TestTheReturnAddressComesFromTheCaseWhenNoneIsConfigured(t *testing.T) {
	cur := domain.AfterSale{RemoteID: "7200000000000000002", Version: "1788300102", Type: domain.CaseReturnRefund, Status: domain.StatusAwaitMerchant}
	s := newShop(t)
	if _, err := open(t, s, nil).Act(t.Context(), platform.Call{Act: domain.Act{Kind: domain.ActAgree}, Case: cur}); err != nil {
		t.Fatal(err)
	}
	item := s.calls[1].params["items"].([]any)[0].(map[string]any)
	if !same(s.apis(), []string{apiCase, apiOperate}) || number(item["logistics"].(map[string]any)["receiver_address_id"]) != 5001 {
		t.Errorf("sent %v", item)
	}
	bare := newShop(t)
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if apiOf(r) == apiCase {
			_, _ = w.Write([]byte(`{"code":10000,"data":{"process_info":{"after_sale_info":{"after_sale_id":"72"}}}}`))
			return
		}
		bare.ServeHTTP(w, r)
	})
	_, err := open(t, h, nil).Act(t.Context(), platform.Call{Act: domain.Act{Kind: domain.ActAgree}, Case: cur})
	if domain.ParamOf(err, "field") != "address_id" || domain.ParamOf(err, "sent") != "no" || len(bare.apis()) != 0 {
		t.Errorf("without an address: %v, sent %v", err, bare.apis())
	}
}

func TestActsThatMustNotLeave(t *testing.T) {
	s := newShop(t)
	c := open(t, s, nil)
	cur := domain.AfterSale{RemoteID: "72", Version: "100", Type: domain.CaseRefundShipped, Status: domain.StatusAwaitMerchant}
	noVersion := cur
	noVersion.Version = ""
	for name, k := range map[string]struct {
		act  domain.Act
		cur  domain.AfterSale
		code domain.Code
	}{
		"the person saw another version": {domain.Act{Kind: domain.ActAgree, Version: "99"}, cur, domain.CodeConflict},
		"no version to send":             {domain.Act{Kind: domain.ActAgree}, noVersion, domain.CodeInvalid},
		"refusal without a reason":       {domain.Act{Kind: domain.ActRefuse, ReasonCode: "1"}, cur, domain.CodeInvalid},
		"refusal without a reason code":  {domain.Act{Kind: domain.ActRefuse, Reason: "x"}, cur, domain.CodeInvalid},
		"an empty remark":                {domain.Act{Kind: domain.ActRemark}, cur, domain.CodeInvalid},
		"an act nobody knows":            {domain.Act{Kind: "dance"}, cur, domain.CodeUnsupported},
	} {
		if _, err := c.Act(t.Context(), platform.Call{Act: k.act, Case: k.cur}); domain.CodeOf(err) != k.code || domain.ParamOf(err, "sent") != "no" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(s.apis()) != 0 {
		t.Fatalf("sent %v", s.apis())
	}
}

func TestAChangedCaseIsAConflict(t *testing.T) {
	cur := domain.AfterSale{RemoteID: "72", Version: "100", Type: domain.CaseRefundShipped, Status: domain.StatusAwaitMerchant}
	_, err := open(t, file(t, "error.conflict.json"), nil).Act(t.Context(), platform.Call{Act: domain.Act{Kind: domain.ActAgree}, Case: cur})
	if domain.CodeOf(err) != domain.CodeConflict || domain.ParamOf(err, "reason") != "case_changed" {
		t.Errorf("whole call: %v", err)
	}
	perItem := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{"code": 10001, "log_id": "L9", "data": map[string]any{"items": []any{map[string]any{"aftersale_id": "72", "status_code": "20309541"}}}})
	})
	log, err := open(t, perItem, nil).Act(t.Context(), platform.Call{Act: domain.Act{Kind: domain.ActAgree}, Case: cur})
	if domain.CodeOf(err) != domain.CodeConflict || log != "L9" {
		t.Errorf("per item: %v %q", err, log)
	}
}

func TestARemarkGoesToTheCase(t *testing.T) {
	s := newShop(t)
	if _, err := open(t, s, nil).Act(t.Context(), platform.Call{Act: domain.Act{Kind: domain.ActRemark, Note: "已联系买家"}, Case: domain.AfterSale{RemoteID: "72"}}); err != nil {
		t.Fatal(err)
	}
	if p := s.calls[0].params; s.calls[0].api != apiRemark || p["remark"] != "已联系买家" || p["after_sale_id"] != "72" {
		t.Errorf("sent %v", p)
	}
}

func TestTracesAreRefusedOrMissingWithTheirOwnCodes(t *testing.T) {
	p := domain.Parcel{Waybill: "1", CarrierCode: "yuantong"}
	answer := func(sub string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { refuse(w, 50002, sub) }
	}
	if _, _, err := open(t, answer("isv.business-failed:10015"), nil).Traces(t.Context(), p); domain.CodeOf(err) != domain.CodeUnsupported {
		t.Errorf("foreign waybill: %v", err)
	}
	if _, _, err := open(t, answer("isv.business-failed:-10004"), nil).Traces(t.Context(), p); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("no record: %v", err)
	}
	if _, _, err := open(t, newShop(t), func(d *platform.Deps) { d.Classify = nil }).Traces(t.Context(), p); domain.CodeOf(err) != domain.CodeInternal {
		t.Errorf("no classifier: %v", err)
	}
}

func TestQuotaIsCountedPerShopAndCall(t *testing.T) {
	var mu sync.Mutex
	used := map[string]int64{}
	client := httpx.New(httpx.Options{Now: testNow, OnQuota: func(q domain.Quota) {
		mu.Lock()
		used[q.ShopID+" "+q.API+" "+string(q.Day)] += q.Used
		mu.Unlock()
	}})
	c := open(t, newShop(t), func(d *platform.Deps) { d.HTTP = client })
	if _, err := c.Orders(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if used["s1 order.searchList 2026-09-04"] != 1 {
		t.Errorf("counted %v", used)
	}
}
