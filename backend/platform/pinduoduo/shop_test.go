package pinduoduo

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/httpx"
)

const (
	testKey    = "0123456789abcdef0123456789abcdef"
	testSecret = "a1b2c3d4-0000-4000-8000-abcdefabcdef"
	testShop   = "1111111"
	epoch      = 1768100000 // Unix seconds of the tests' now
)

func testNow() domain.Instant { return domain.FromUnix(epoch) }

// shop is a small Pinduoduo for tests. It checks signatures and windows and
// answers the lists from memory; every other call answers with a file of testdata.
type shop struct {
	t testing.TB

	mu     sync.Mutex
	orders []map[string]any
	cases  []map[string]any
	files  map[string]string // api → file in testdata
	calls  []call
	tokens map[string]bool
	all    string // what after_sales_status=1 does: "" all, "none" nothing, "some" leaves out status 10
}

type call struct {
	api    string
	params map[string]string
}

func newShop(t testing.TB) *shop {
	return &shop{t: t, tokens: map[string]bool{"token-first-0001": true, "token-second-0002": true},
		files: map[string]string{apiGrant: "token.created.json", apiRenew: "token.refreshed.json", apiCase: "case.detail.json", apiTrace: "traces.signed.json",
			apiCompanies: "companies.json", apiAddresses: "addresses.json", apiAgree: "agreed.json", apiAgreeReturn: "agreed.return.json", apiReship: "agreed.json",
			apiNote: "noted.json", apiShip: "shipped.json"}}
}

func clock(unix int64) string {
	return time.Unix(unix, 0).In(time.FixedZone("", 8*3600)).Format("2006-01-02 15:04:05")
}

// addOrder copies the first order of the fixtures under a new number.
func (s *shop) addOrder(sn string, made, updated int64) map[string]any {
	o := object(s.t, items(s.t, "orders.changed.json", "order_sn_list")[0])
	o["order_sn"], o["created_time"], o["confirm_time"], o["updated_at"] = sn, clock(made), clock(made), clock(updated)
	s.mu.Lock()
	s.orders = append(s.orders, o)
	s.mu.Unlock()
	return o
}

func (s *shop) addCase(id, order string, status int, asked, updated int64) map[string]any {
	c := object(s.t, items(s.t, "cases.changed.json", "refund_list")[0])
	c["id"], c["order_sn"], c["after_sales_status"], c["created_time"], c["updated_time"] = id, order, status, clock(asked), clock(updated)
	s.mu.Lock()
	s.cases = append(s.cases, c)
	s.mu.Unlock()
	return c
}

func read(t testing.TB, file string) []byte {
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func object(t testing.TB, raw []byte) map[string]any {
	var out map[string]any
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	if err := d.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// items returns the raw items of a list fixture.
func items(t testing.TB, file, list string) []json.RawMessage {
	var outer map[string]map[string]json.RawMessage
	if err := json.Unmarshal(read(t, file), &outer); err != nil {
		t.Fatal(err)
	}
	for _, inner := range outer {
		var out []json.RawMessage
		if err := json.Unmarshal(inner[list], &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	return nil
}

// form reads the parameters of a request without using it up.
func form(r *http.Request) map[string]string {
	_ = r.ParseForm()
	out := map[string]string{}
	for k := range r.PostForm {
		out[k] = r.PostForm.Get(k)
	}
	return out
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p := form(r)
	api := p["type"]
	if r.URL.Path != "/api/router" || p["client_id"] != testKey || p["sign"] != Sign(testSecret, p) || p["timestamp"] == "" {
		refuse(w, 20004)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, call{api, p})
	if !strings.HasPrefix(api, "pdd.pop.auth") && !s.tokens[p["access_token"]] {
		refuse(w, 10019)
		return
	}
	switch api {
	case apiOrders:
		s.list(w, p, s.orders, "updated_at", "order_sn_increment_get_response", "order_sn_list", "start_updated_at", "end_updated_at", 1800)
	case apiOrdersMade:
		s.list(w, p, s.orders, "confirm_time", "order_list_get_response", "order_list", "start_confirm_at", "end_confirm_at", 86400)
	case apiCases:
		rows := s.cases
		switch want := p["after_sales_status"]; {
		case p["order_sn"] != "":
			rows = filter(rows, func(c map[string]any) bool { return c["order_sn"] == p["order_sn"] })
			_ = json.NewEncoder(w).Encode(map[string]any{"refund_increment_get_response": map[string]any{"total_count": len(rows), "refund_list": rows}})
			return
		case want != "1":
			rows = filter(rows, func(c map[string]any) bool { return fmt.Sprint(c["after_sales_status"]) == want })
		case s.all == "none":
			rows = nil
		case s.all == "some":
			rows = filter(rows, func(c map[string]any) bool { return fmt.Sprint(c["after_sales_status"]) != "10" })
		}
		s.list(w, p, rows, "updated_time", "refund_increment_get_response", "refund_list", "start_updated_at", "end_updated_at", 1800)
	case apiOrder:
		for _, o := range s.orders {
			if o["order_sn"] == p["order_sn"] {
				_ = json.NewEncoder(w).Encode(map[string]any{"order_info_get_response": map[string]any{"order_info": o}})
				return
			}
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"order_info_get_response": map[string]any{"order_info": nil}})
	default:
		name, ok := s.files[api]
		if !ok {
			refuse(w, 10017)
			return
		}
		_, _ = w.Write(read(s.t, name))
	}
}

func filter(rows []map[string]any, keep func(map[string]any) bool) []map[string]any {
	out := []map[string]any{}
	for _, r := range rows {
		if keep(r) {
			out = append(out, r)
		}
	}
	return out
}

// list answers one page, newest change first.
func (s *shop) list(w http.ResponseWriter, p map[string]string, rows []map[string]any, field, outer, name, from, to string, widest int64) {
	lo, _ := strconv.ParseInt(p[from], 10, 64)
	hi, _ := strconv.ParseInt(p[to], 10, 64)
	page, _ := strconv.Atoi(p["page"])
	size, _ := strconv.Atoi(p["page_size"])
	if lo <= 0 || hi < lo || hi-lo > widest || page < 1 || size > 100 || size < 1 {
		refuse(w, 10000)
		return
	}
	a, b := clock(lo), clock(hi)
	hit := filter(rows, func(r map[string]any) bool { v := r[field].(string); return v >= a && v <= b })
	slices.SortStableFunc(hit, func(x, y map[string]any) int { return strings.Compare(y[field].(string), x[field].(string)) })
	_ = json.NewEncoder(w).Encode(map[string]any{outer: map[string]any{"total_count": len(hit), name: hit[min((page-1)*size, len(hit)):min(page*size, len(hit))]}})
}

func refuse(w http.ResponseWriter, code int) {
	_ = json.NewEncoder(w).Encode(map[string]any{"error_response": map[string]any{"error_code": code, "error_msg": "张示例全名 token-first-0001", "sub_code": nil, "request_id": "R0"}})
}

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

// last is the parameters of the newest call of an API.
func (s *shop) last(api string) map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := len(s.calls) - 1; i >= 0; i-- {
		if s.calls[i].api == api {
			return s.calls[i].params
		}
	}
	return nil
}

// file answers with one file of testdata.
func file(t testing.TB, name string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(read(t, name)) }
}

func testDeps(base string, client *httpx.Client) platform.Deps {
	return platform.Deps{
		Shop: domain.Shop{ID: "s1", Platform: Platform, RemoteID: testShop, Currency: "CNY", Zone: "Asia/Shanghai", ShipProvince: "浙江省", WritesOn: true},
		Credentials: platform.Credentials{"app_key": testKey, "app_secret": testSecret, "redirect_uri": "https://merchant.example/back",
			"access_token": "token-first-0001", "refresh_token": "refresh-first-0001", keyAllStatuses: "yes"},
		HTTP: client, BaseURL: base, Now: testNow,
		OrderOf: func(_ context.Context, id string) (string, error) {
			if id == "404" {
				return "", nil
			}
			return "260105-100000000000001", nil
		},
		Classify: func(_, _, text string) domain.TrackState {
			switch {
			case strings.Contains(text, "已签收"):
				return domain.TrackSigned
			case strings.Contains(text, "派件"):
				return domain.TrackOutForDelivery
			}
			return domain.TrackUnknown
		},
	}
}

func quickClient() *httpx.Client {
	return httpx.New(httpx.Options{Now: testNow, Timeout: 5 * time.Second, MaxWait: time.Millisecond})
}

// connect serves h and returns a connector on it; change alters the deps.
func connect(t testing.TB, h http.Handler, change func(*platform.Deps)) *Connector {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	d := testDeps(srv.URL, quickClient())
	if change != nil {
		change(&d)
	}
	c, err := New(d)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
