package doudian

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"sort"
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
	testKey    = "6839996111742895628"
	testSecret = "a1b2c3d4-0000-4000-8000-abcdefabcdef"
	testShop   = "1111111"
	epoch      = 1788500000 // Unix seconds of the tests' now
)

func testNow() domain.Instant { return domain.FromUnix(epoch) }

// shop is a small Doudian for tests. It checks signatures and answers the two
// lists from memory; every other call answers with a file of testdata.
type shop struct {
	t testing.TB

	mu      sync.Mutex
	orders  map[string]map[string]any // by order_id
	cases   map[string]map[string]any // by aftersale_id
	files   map[string]string         // api → file in testdata
	calls   []call
	before  func(api string, p map[string]any, n int) // may change the shop; n counts calls of that api
	tokens  map[string]bool                           // accepted access tokens
	clumsy  bool                                      // lists come in no order
	counted map[string]int
	first   map[string]json.RawMessage // first item of a list fixture
}

type call struct {
	api    string
	params map[string]any
}

func newShop(t testing.TB) *shop {
	return &shop{t: t, orders: map[string]map[string]any{}, cases: map[string]map[string]any{}, counted: map[string]int{}, first: map[string]json.RawMessage{},
		tokens: map[string]bool{"token-first-0001": true, "token-second-0002": true},
		files: map[string]string{apiTokenCreate: "token.created.json", apiTokenRefresh: "token.refreshed.json", apiCase: "aftersale.detail.json",
			apiTrace: "traces.signed.json", apiReasons: "reasons.json", apiOperate: "operated.json", apiRemark: "operated.json",
			apiShip: "operated.json", apiOrder: "order.detail.json", apiCarriers: "carriers.json"}}
}

// addOrder copies the first order of the fixtures under a new id.
func (s *shop) addOrder(id string, created, updated int64) {
	o := s.copyOf("orders.page1.json", "shop_order_list")
	o["order_id"], o["create_time"], o["update_time"] = id, created, updated
	o["sku_order_list"].([]any)[0].(map[string]any)["order_id"] = id
	s.mu.Lock()
	s.orders[id] = o
	s.mu.Unlock()
}

func (s *shop) addCase(id string, applied, updated int64) {
	c := s.copyOf("aftersales.page1.json", "items")
	i := c["aftersale_info"].(map[string]any)
	i["aftersale_id"], i["apply_time"], i["update_time"] = id, applied, updated
	s.mu.Lock()
	s.cases[id] = c
	s.mu.Unlock()
}

// copyOf returns a fresh copy of the first item of a list fixture.
func (s *shop) copyOf(file, list string) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	raw, ok := s.first[file]
	if !ok {
		raw = items(s.t, file, list)[0]
		s.first[file] = raw
	}
	var item map[string]any
	decode(s.t, raw, &item)
	return item
}

func read(t testing.TB, file string) []byte {
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func decode(t testing.TB, b []byte, v any) {
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.UseNumber()
	if err := d.Decode(v); err != nil {
		t.Fatal(err)
	}
}

func number(v any) int64 {
	switch n := v.(type) {
	case json.Number:
		i, _ := n.Int64()
		return i
	case int64:
		return n
	case int:
		return int64(n)
	}
	return 0
}

func apiOf(r *http.Request) string {
	return strings.ReplaceAll(strings.TrimPrefix(r.URL.Path, "/"), "/", ".")
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	q := r.URL.Query()
	api := apiOf(r)
	at, _ := strconv.ParseInt(q.Get("timestamp"), 10, 64)
	if q.Get("app_key") != testKey || q.Get("method") != api || q.Get("v") != "2" || q.Get("sign_method") != "hmac-sha256" ||
		q.Get("sign") != Sign(testKey, testSecret, api, at, string(body)) {
		refuse(w, 40003, "isv.signature-invalid")
		return
	}
	var p map[string]any
	decode(s.t, body, &p)
	s.mu.Lock()
	n := s.counted[api]
	s.counted[api]++
	s.calls = append(s.calls, call{api, p})
	before := s.before
	s.mu.Unlock()
	if before != nil {
		before(api, p, n)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !strings.HasPrefix(api, "token.") && !s.tokens[q.Get("access_token")] {
		refuse(w, 40003, "isv.access-token-expired")
		return
	}
	switch api {
	case apiOrders:
		s.list(w, p, s.orders, func(o map[string]any) map[string]any { return o }, "shop_order_list",
			[2]string{"update_time_start", "update_time_end"}, [2]string{"create_time_start", "create_time_end"}, "create_time")
	case apiCases:
		s.list(w, p, s.cases, func(c map[string]any) map[string]any { return c["aftersale_info"].(map[string]any) }, "items",
			[2]string{"update_start_time", "update_end_time"}, [2]string{"start_time", "end_time"}, "apply_time")
	default:
		name, ok := s.files[api]
		if !ok {
			refuse(w, 50002, "isv.business-failed:1")
			return
		}
		_, _ = w.Write(read(s.t, name))
	}
}

func (s *shop) list(w http.ResponseWriter, p map[string]any, rows map[string]map[string]any, inner func(map[string]any) map[string]any, name string, update, create [2]string, born string) {
	field, span := "update_time", update
	if p[update[0]] == nil && p[update[1]] == nil {
		field, span = born, create
	}
	from, to := number(p[span[0]]), number(p[span[1]])
	var hit []map[string]any
	ids := make([]string, 0, len(rows))
	for id := range rows {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	if s.clumsy { // an order that has nothing to do with time
		mix := func(id string) string { h := sha256.Sum256([]byte(id)); return hex.EncodeToString(h[:]) }
		sort.Slice(ids, func(i, j int) bool { return mix(ids[i]) < mix(ids[j]) })
	}
	for _, id := range ids {
		if at := number(inner(rows[id])[field]); at >= from && at <= to {
			hit = append(hit, rows[id])
		}
	}
	if !s.clumsy {
		sort.SliceStable(hit, func(i, j int) bool { return number(inner(hit[i])[field]) < number(inner(hit[j])[field]) })
	}
	page, size := number(p["page"]), number(p["size"])
	if (page+1)*size > 50000 || size > 100 || size <= 0 {
		refuse(w, 40004, "isv.parameter-invalid:20013")
		return
	}
	lo, hi := min(page*size, int64(len(hit))), min((page+1)*size, int64(len(hit)))
	data := map[string]any{"page": page, "size": size, "total": len(hit), name: hit[lo:hi]}
	if name == "items" {
		data["has_more"] = hi < int64(len(hit))
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"code": 10000, "msg": "success", "sub_code": "", "sub_msg": "", "log_id": "L1", "data": data})
}

func refuse(w http.ResponseWriter, code int, sub string) {
	_ = json.NewEncoder(w).Encode(map[string]any{"code": code, "msg": "张示例全名", "sub_code": sub, "sub_msg": "token-first-0001", "log_id": "L2", "data": nil})
}

// file answers with one file of testdata.
func file(t testing.TB, name string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(read(t, name)) }
}

func testDeps(base string, client *httpx.Client) platform.Deps {
	return platform.Deps{
		Shop:        domain.Shop{ID: "s1", Platform: Platform, RemoteID: testShop, Currency: "CNY", Zone: "Asia/Shanghai", ShipProvince: "浙江省", WritesOn: true},
		Credentials: platform.Credentials{"app_key": testKey, "app_secret": testSecret, "shop_id": testShop, "access_token": "token-first-0001", "refresh_token": "refresh-first-0001"},
		HTTP:        client, BaseURL: base, Now: testNow,
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
