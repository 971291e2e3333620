package xiaohongshu

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"sort"
	"sync"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/httpx"
)

const (
	testKey    = "demoAppId0001"
	testSecret = "a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4"
	testSeller = "62d000000000000000000001"
	epoch      = 1788500000 // Unix seconds of the tests' now
)

func testNow() domain.Instant { return domain.FromUnix(epoch) }

// shop is a small Xiaohongshu for tests. It checks signatures, answers lists and
// details from memory; every other call answers with a file of testdata.
type shop struct {
	t testing.TB

	mu     sync.Mutex
	orders map[string]map[string]any
	cases  map[string]map[string]any
	files  map[string]string
	tokens map[string]bool
	calls  []map[string]any
}

func newShop(t testing.TB) *shop {
	return &shop{t: t, orders: map[string]map[string]any{}, cases: map[string]map[string]any{}, tokens: map[string]bool{"token-first-0001": true, "token-second-0002": true},
		files: map[string]string{apiTokenCreate: "token.json", apiTokenRefresh: "token.json", apiCase: "case.detail.json", apiReasons: "reasons.json", apiAddresses: "addresses.json",
			apiCompanies: "companies.json", apiAudit: "done.json", apiReceive: "done.json", apiReship: "done.json", apiMark: "done.json", apiShip: "done.json"}}
}

func fixture(t testing.TB, file string) []byte {
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func decode(t testing.TB, b []byte, v any) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(v); err != nil {
		t.Fatal(err)
	}
}

// items returns the raw items of a list fixture.
func items(t testing.TB, file, list string) []json.RawMessage {
	var e struct{ Data map[string]json.RawMessage }
	if err := json.Unmarshal(fixture(t, file), &e); err != nil {
		t.Fatal(err)
	}
	var out []json.RawMessage
	if err := json.Unmarshal(e.Data[list], &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// load fills the shop with the fixtures.
func (s *shop) load() *shop {
	for _, raw := range items(s.t, "orders.json", "orderList") {
		var v map[string]any
		decode(s.t, raw, &v)
		s.orders[v["orderId"].(string)] = v
	}
	for _, raw := range items(s.t, "cases.json", "afterSaleBasicInfos") {
		var v map[string]any
		decode(s.t, raw, &v)
		s.cases[v["returnsId"].(string)] = v
	}
	return s
}

func (s *shop) addOrder(id string, created, updated int64) {
	var v map[string]any
	decode(s.t, items(s.t, "orders.json", "orderList")[0], &v)
	v["orderId"], v["createdTime"], v["updateTime"] = id, created*1000, updated*1000
	s.orders[id] = v
}

func (s *shop) addCase(id string, applied, updated int64) {
	var v map[string]any
	decode(s.t, items(s.t, "cases.json", "afterSaleBasicInfos")[0], &v)
	v["returnsId"], v["applyTime"], v["updatedAt"] = id, applied*1000, updated*1000
	s.cases[id] = v
}

func number(v any) int64 {
	switch n := v.(type) {
	case json.Number:
		i, _ := n.Int64()
		return i
	case int64:
		return n
	case string:
		i, _ := json.Number(n).Int64()
		return i
	}
	return 0
}

// method peeks into a request's body.
func method(r *http.Request) string {
	b, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(b))
	var p struct{ Method string }
	_ = json.Unmarshal(b, &p)
	return p.Method
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	var p map[string]any
	decode(s.t, b, &p)
	api, _ := p["method"].(string)
	at, _ := p["timestamp"].(string)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, p)
	token, _ := p["accessToken"].(string)
	switch {
	case r.URL.Path != path || p["sign"] != Sign(api, testKey, at, testSecret) || p["version"] != version:
		refuse(w, -1, "签名错误")
	case api != apiTokenCreate && api != apiTokenRefresh && !s.tokens[token]:
		_, _ = w.Write(fixture(s.t, "error.expired.json"))
	case api == apiOrders: // asked in seconds
		s.list(w, p, s.orders, "updateTime", "createdTime", 1000, "orderList", "total")
	case api == apiCases: // asked in milliseconds
		s.list(w, p, s.cases, "updatedAt", "applyTime", 1, "afterSaleBasicInfos", "totalCount")
	case api == apiOrder:
		v, ok := s.orders[p["orderId"].(string)]
		if !ok {
			refuse(w, -2000101, "包裹不存在")
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"success": true, "error_code": 0, "data": v})
	case s.files[api] == "":
		refuse(w, 401, "no such method")
	default:
		_, _ = w.Write(fixture(s.t, s.files[api]))
	}
}

// list answers newest first, and only for windows of the size that is allowed.
func (s *shop) list(w http.ResponseWriter, p map[string]any, rows map[string]map[string]any, updated, created string, unit int64, list, total string) {
	field, widest := updated, int64(30*60*1000)
	if number(p["timeType"]) == 1 {
		field, widest = created, 24*3600*1000
	}
	from, to := number(p["startTime"])*unit, number(p["endTime"])*unit
	page, size := number(p["pageNo"]), number(p["pageSize"])
	if to-from > widest || from < 1e12 || from > 1e13 || page < 1 || page > 100 && list == "orderList" || size > 100 {
		refuse(w, -2000400, "参数错误")
		return
	}
	var ids []string
	for id, v := range rows {
		if at := number(v[field]); at >= from && at <= to {
			ids = append(ids, id)
		}
	}
	sort.Slice(ids, func(i, j int) bool {
		a, b := number(rows[ids[i]][field]), number(rows[ids[j]][field])
		return a > b || a == b && ids[i] > ids[j]
	})
	n := int64(len(ids))
	out := []map[string]any{}
	for _, id := range ids[min((page-1)*size, n):min(page*size, n)] {
		v := rows[id]
		if list == "orderList" { // the head only
			v = map[string]any{"orderId": v["orderId"], "orderStatus": v["orderStatus"], "createdTime": v["createdTime"], "updateTime": v["updateTime"]}
		}
		out = append(out, v)
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"success": true, "error_code": 0, "data": map[string]any{total: n, list: out}})
}

func refuse(w http.ResponseWriter, code int, text string) {
	_ = json.NewEncoder(w).Encode(map[string]any{"success": false, "error_code": code, "error_msg": text, "data": nil})
}

// file answers with one file of testdata.
func file(t testing.TB, name string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(fixture(t, name)) }
}

func testDeps(base string, client *httpx.Client) platform.Deps {
	return platform.Deps{
		Shop: domain.Shop{ID: "s1", Platform: Platform, RemoteID: testSeller, Currency: "CNY", Zone: "Asia/Shanghai", ShipProvince: "浙江省", WritesOn: true},
		Credentials: platform.Credentials{"app_key": testKey, "app_secret": testSecret, "access_token": "token-first-0001", "refresh_token": "refresh-first-0001",
			"redirect_uri": "https://example.com/back"},
		HTTP: client, BaseURL: base, Now: testNow,
	}
}

func quickClient() *httpx.Client {
	return httpx.New(httpx.Options{Now: testNow, Timeout: 5 * time.Second, MaxWait: time.Millisecond})
}

// open serves h and returns a connector on it; change alters the deps.
func open(t testing.TB, h http.Handler, change func(*platform.Deps)) *Connector {
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

// sent returns the calls of one api.
func (s *shop) sent(api string) []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []map[string]any
	for _, c := range s.calls {
		if c["method"] == api {
			out = append(out, c)
		}
	}
	return out
}
