package wechat

import (
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
	testApp    = "wxdemo0000000001"
	testSecret = "0123456789abcdef0123456789abcdef"
	testAESKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	testToken  = "demoToken"
	epoch      = 1788500000 // Unix seconds of the tests' now
)

func testNow() domain.Instant { return domain.FromUnix(epoch) }

// shop is a small WeChat shop for tests. It answers lists and details from memory
// and every other call with a file of testdata.
type shop struct {
	t testing.TB

	mu         sync.Mutex
	orders     map[string]map[string]any
	cases      map[string]map[string]any
	complaints map[string]json.RawMessage
	files      map[string]string
	calls      []call
	tokens     map[string]bool
	stale      map[string]bool // keys that are no longer taken
	crowd      int64           // s: wider windows of orders hold too many; 0 = never
	first      map[string]json.RawMessage
}

type call struct {
	api    string
	params map[string]any
	body   []byte
	query  map[string]string
}

func newShop(t testing.TB) *shop {
	s := &shop{t: t, orders: map[string]map[string]any{}, cases: map[string]map[string]any{}, complaints: map[string]json.RawMessage{}, first: map[string]json.RawMessage{}, stale: map[string]bool{},
		tokens: map[string]bool{"token-first-0001": true, "token-second-0002": true},
		files: map[string]string{apiGrant: "token.next.json", apiShop: "shop.json", apiReasons: "reasons.json", apiCarriers: "carriers.json", apiUpload: "upload.json",
			apiAccept: "done.json", apiReject: "done.json", apiResend: "done.json", apiReship: "done.json", apiNoResend: "done.json", apiProof: "done.json", apiMaterial: "done.json",
			apiNotes: "done.json", apiShip: "done.json"}}
	decode(t, read(t, "complaints.json"), &s.complaints)
	return s
}

// fixtures is a shop that lists and holds the fixture files.
func fixtures(t testing.TB) http.Handler {
	s := newShop(t)
	decode(t, read(t, "orders.json"), &s.orders)
	decode(t, read(t, "aftersales.json"), &s.cases)
	return over(s, map[string]http.HandlerFunc{apiOrders: file(t, "orders.page1.json"), apiCases: file(t, "aftersales.page1.json")})
}

func (s *shop) add(fixture, id string, rows map[string]map[string]any, change func(m map[string]any)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	raw, ok := s.first[fixture]
	if !ok {
		var all map[string]json.RawMessage
		decode(s.t, read(s.t, fixture), &all)
		keys := []string{}
		for k := range all {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		raw = all[keys[0]]
		s.first[fixture] = raw
	}
	var m map[string]any
	decode(s.t, raw, &m)
	change(m)
	rows[id] = m
}

func (s *shop) addOrder(id string, created, updated int64) {
	s.add("orders.json", id, s.orders, func(m map[string]any) { m["order_id"], m["create_time"], m["update_time"] = id, created, updated })
}

func (s *shop) addCase(id string, applied, updated int64) {
	s.add("aftersales.json", id, s.cases, func(m map[string]any) {
		m["after_sale_order_id"], m["create_time"], m["update_time"] = id, applied, updated
	})
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

func integer(v any) int64 {
	switch n := v.(type) {
	case json.Number:
		i, _ := n.Int64()
		return i
	case int64:
		return n
	case string:
		i, _ := strconv.ParseInt(n, 10, 64)
		return i
	}
	return 0
}

func isWrite(api string) bool {
	switch api {
	case apiAccept, apiReject, apiResend, apiReship, apiNoResend, apiProof, apiMaterial, apiNotes, apiShip:
		return true
	}
	return false
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	api := r.URL.Path
	c := call{api: api, body: body, query: map[string]string{}}
	for k := range r.URL.Query() {
		c.query[k] = r.URL.Query().Get(k)
	}
	if api == apiShop && r.Method != http.MethodGet || api != apiShop && r.Method != http.MethodPost {
		refuse(w, 43002)
		return
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") && len(body) > 0 {
		decode(s.t, body, &c.params)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, c)
	if api == apiGrant {
		if c.params["appid"] != testApp || c.params["secret"] != testSecret || c.params["force_refresh"] != false {
			refuse(w, 40125)
			return
		}
	} else if !s.tokens[c.query["access_token"]] {
		refuse(w, 42001)
		return
	}
	switch api {
	case apiOrders:
		field, p := "update_time", c.params["update_time_range"]
		if p == nil {
			field, p = "create_time", c.params["create_time_range"]
		}
		span := p.(map[string]any)
		s.list(w, c.params, s.orders, field, integer(span["start_time"]), integer(span["end_time"]), 7*86400, "order_id_list", integer(c.params["page_size"]))
	case apiCases:
		field, from, to := "update_time", integer(c.params["begin_update_time"]), integer(c.params["end_update_time"])
		if from == 0 {
			field, from, to = "create_time", integer(c.params["begin_create_time"]), integer(c.params["end_create_time"])
		}
		s.list(w, c.params, s.cases, field, from, to, 86400, "after_sale_order_id_list", 60)
	case apiOrder:
		give(w, "order", s.orders[c.params["order_id"].(string)], 100002)
	case apiCase:
		give(w, "after_sale_order", s.cases[c.params["after_sale_order_id"].(string)], 10021050)
	case apiComplaint:
		if one := s.complaints[c.params["complaint_id"].(string)]; one != nil {
			_, _ = w.Write(one)
			return
		}
		refuse(w, 10021500)
	default:
		name, ok := s.files[api]
		if !ok {
			refuse(w, 40066)
			return
		}
		_, _ = w.Write(read(s.t, name))
	}
}

func give(w http.ResponseWriter, name string, m map[string]any, missing int) {
	if m == nil {
		refuse(w, missing)
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"errcode": 0, "errmsg": "ok", name: m})
}

// list answers a page of ids; the key is a place as text, and an empty page may
// come before the last.
func (s *shop) list(w http.ResponseWriter, p map[string]any, rows map[string]map[string]any, field string, from, to, widest int64, name string, size int64) {
	key, _ := p["next_key"].(string)
	switch {
	case to-from > widest || size <= 0 || size > 100:
		refuse(w, 40097)
		return
	case s.crowd > 0 && name == "order_id_list" && to-from > s.crowd:
		refuse(w, 31042)
		return
	case s.stale[key]:
		refuse(w, 606006)
		return
	}
	ids := []string{}
	for id, m := range rows {
		if at := integer(m[field]); at >= from && at <= to {
			ids = append(ids, id)
		}
	}
	sort.Slice(ids, func(i, j int) bool {
		a, b := integer(rows[ids[i]][field]), integer(rows[ids[j]][field])
		return a < b || a == b && ids[i] < ids[j]
	})
	start, _ := strconv.ParseInt(strings.TrimPrefix(key, "K"), 10, 64)
	if start == 0 && key == "" && len(ids) > int(size) { // an empty page is not the end
		_ = json.NewEncoder(w).Encode(map[string]any{"errcode": 0, name: []string{}, "has_more": true, "next_key": "K0"})
		return
	}
	lo, hi := min(start, int64(len(ids))), min(start+size, int64(len(ids)))
	_ = json.NewEncoder(w).Encode(map[string]any{"errcode": 0, "errmsg": "ok", name: ids[lo:hi], "has_more": hi < int64(len(ids)), "next_key": "K" + strconv.FormatInt(hi, 10)})
}

func refuse(w http.ResponseWriter, code int) {
	_ = json.NewEncoder(w).Encode(map[string]any{"errcode": code, "errmsg": "张示例全名 token-first-0001"})
}

// file answers with one file of testdata.
func file(t testing.TB, name string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(read(t, name)) }
}

// over answers some calls in another way.
func over(h http.Handler, by map[string]http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f := by[r.URL.Path]; f != nil {
			f(w, r)
			return
		}
		h.ServeHTTP(w, r)
	})
}

func testDeps(base string, client *httpx.Client) platform.Deps {
	return platform.Deps{
		Shop:        domain.Shop{ID: "s1", Platform: Platform, RemoteID: "gh_demo00000001", Currency: "CNY", Zone: zone, ShipProvince: "浙江省", WritesOn: true},
		Credentials: platform.Credentials{"app_key": testApp, "app_secret": testSecret, "access_token": "token-first-0001", "message_token": testToken, "message_key": testAESKey},
		HTTP:        client, BaseURL: base, Now: testNow,
	}
}

// open serves h and returns a connector on it; change alters the deps.
func open(t testing.TB, h http.Handler, change func(*platform.Deps)) *Connector {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	d := testDeps(srv.URL, httpx.New(httpx.Options{Now: testNow, Timeout: 5 * time.Second, MaxWait: time.Millisecond}))
	if change != nil {
		change(&d)
	}
	c, err := New(d)
	if err != nil {
		t.Fatal(err)
	}
	return c
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
