package kuaishou

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
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
	testKey    = "ks700000000000000001"
	testSecret = "app-secret-000000001"
	testSign   = "sign-secret-00000001"
	epoch      = 1788500000 // Unix seconds of the tests' now
)

func testNow() domain.Instant { return domain.FromUnix(epoch) }

// shop is a small Kuaishou for tests. It checks signatures and verbs, answers the
// lists from memory and every other call with a file of testdata.
type shop struct {
	t testing.TB

	mu      sync.Mutex
	orders  map[string]map[string]any // by oid
	cases   map[string]map[string]any // by refundId
	reviews map[string]map[string]any // by commentId
	files   map[string]string         // api → file in testdata
	calls   []call
	tokens  map[string]bool
	narrow  int64           // ms: wider windows of cases are refused; 0 = one day
	stale   map[string]bool // cursors that are no longer taken
	first   map[string]json.RawMessage
}

type call struct {
	api    string
	params map[string]any
}

func newShop(t testing.TB) *shop {
	return &shop{t: t, orders: map[string]map[string]any{}, cases: map[string]map[string]any{}, reviews: map[string]map[string]any{},
		first: map[string]json.RawMessage{}, stale: map[string]bool{}, tokens: map[string]bool{"token-first-0001": true, "token-second-0002": true},
		files: map[string]string{apiToken: "token.created.json", apiRefresh: "token.refreshed.json", apiCase: "aftersale.detail.json", apiComments: "comments.json",
			apiReplies: "replies.json", apiSeller: "seller.json", apiReasons: "reasons.json", apiAddress: "addresses.json",
			apiApprove: "done.json", apiReturn: "done.json", apiReceive: "done.json", apiReject: "done.json", apiResend: "done.json", apiNote: "done.json",
			apiDeliver: "done.json", apiReply: "done.json"}}
}

// add copies the first row of a list fixture under a new id.
func (s *shop) add(file, list string, rows map[string]map[string]any, id string, change func(m map[string]any)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	raw, ok := s.first[file]
	if !ok {
		raw = items(s.t, file, list)[0]
		s.first[file] = raw
	}
	var m map[string]any
	decode(s.t, raw, &m)
	change(m)
	rows[id] = m
}

func (s *shop) addOrder(id string, created, updated int64) {
	s.add("orders.page1.json", "orderList", s.orders, id, func(m map[string]any) {
		b := m["orderBaseInfo"].(map[string]any)
		b["oid"], b["createTime"], b["updateTime"] = json.Number(id), created*1000, updated*1000
	})
}

func (s *shop) addCase(id string, applied, updated int64) {
	s.add("aftersales.page1.json", "refundOrderInfoList", s.cases, id, func(m map[string]any) {
		m["refundId"], m["createTime"], m["updateTime"] = json.Number(id), applied*1000, updated*1000
	})
}

func (s *shop) addReview(id string, created int64) {
	s.add("reviews.page1.json", "rootComment", s.reviews, id, func(m map[string]any) {
		m["commentId"], m["createTime"] = json.Number(id), created*1000
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

// items returns the raw items of a list fixture.
func items(t testing.TB, file, list string) []json.RawMessage {
	var e struct{ Data map[string]json.RawMessage }
	if err := json.Unmarshal(read(t, file), &e); err != nil {
		t.Fatal(err)
	}
	var out []json.RawMessage
	if err := json.Unmarshal(e.Data[list], &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func data(t testing.TB, file string) json.RawMessage {
	var e struct{ Data json.RawMessage }
	if err := json.Unmarshal(read(t, file), &e); err != nil {
		t.Fatal(err)
	}
	return e.Data
}

func integer(v any) int64 {
	switch n := v.(type) {
	case json.Number:
		i, _ := n.Int64()
		return i
	case int64:
		return n
	}
	return 0
}

func apiOf(r *http.Request) string {
	path := strings.TrimPrefix(r.URL.Path, "/")
	if strings.HasPrefix(path, "oauth2/") {
		return path
	}
	return strings.ReplaceAll(path, "/", ".")
}

func isWrite(api string) bool {
	switch api {
	case apiApprove, apiReturn, apiReceive, apiReject, apiResend, apiNote, apiDeliver, apiReply:
		return true
	}
	return false
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	api := apiOf(r)
	var p map[string]any
	if !strings.HasPrefix(api, "oauth2/") {
		sent := r.URL.Query()
		if isWrite(api) {
			sent = r.PostForm
		}
		if (r.Method == http.MethodPost) != isWrite(api) || !signedBy(sent, api) {
			refuse(w, 27, "验签失败")
			return
		}
		decode(s.t, []byte(sent.Get("param")), &p)
		if !s.tokens[sent.Get("access_token")] {
			s.note(api, p)
			refuse(w, 28001, "TOKEN过期")
			return
		}
	}
	s.note(api, p)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch api {
	case apiOrders:
		s.list(w, p, s.orders, "orderBaseInfo", "cursor", "orderList", 7*86400_000+1000, 50)
	case apiCases:
		widest := int64(86400_000)
		if s.narrow > 0 {
			widest = s.narrow
		}
		s.list(w, p, s.cases, "", "pcursor", "refundOrderInfoList", widest, 100)
	case apiReviews:
		s.listReviews(w, p)
	case apiOrder:
		if o := s.orders[string(p["oid"].(json.Number))]; o != nil {
			answerWith(w, o)
			return
		}
		refuse(w, 21, "order operation reject")
	default:
		name, ok := s.files[api]
		if !ok {
			refuse(w, 4040, "no such api")
			return
		}
		_, _ = w.Write(read(s.t, name))
	}
}

func (s *shop) note(api string, p map[string]any) {
	s.mu.Lock()
	s.calls = append(s.calls, call{api, p})
	s.mu.Unlock()
}

// signedBy checks what was sent against the signature, in the shop's own words.
func signedBy(q url.Values, api string) bool {
	p := map[string]string{}
	for k := range q {
		p[k] = q.Get(k)
	}
	at, _ := strconv.ParseInt(p["timestamp"], 10, 64)
	return p["appkey"] == testKey && p["method"] == api && p["version"] == "1" && at == int64(testNow()) && p["sign"] == Sign(testSign, p)
}

// list answers a page by cursor, oldest first; the cursor is a place as text.
func (s *shop) list(w http.ResponseWriter, p map[string]any, rows map[string]map[string]any, part, cursor, name string, widest int64, most int64) {
	from, to, size := integer(p["beginTime"]), integer(p["endTime"]), integer(p["pageSize"])
	if to-from > widest {
		refuse(w, 300004, "时间范围超限")
		return
	}
	at := p[cursor].(string)
	if size <= 0 || size > most || s.stale[at] || integer(p["sort"]) != 2 || from < (epoch-90*86400)*1000 {
		refuse(w, 21, "参数错误")
		return
	}
	field := "updateTime"
	if integer(p["queryType"]) == 1 {
		field = "createTime"
	}
	inner := func(m map[string]any) map[string]any {
		if part == "" {
			return m
		}
		return m[part].(map[string]any)
	}
	ids := []string{}
	for id, m := range rows {
		if t := integer(inner(m)[field]); t >= from && t <= to {
			ids = append(ids, id)
		}
	}
	sort.Slice(ids, func(i, j int) bool {
		a, b := integer(inner(rows[ids[i]])[field]), integer(inner(rows[ids[j]])[field])
		return a < b || a == b && ids[i] < ids[j]
	})
	start, _ := strconv.ParseInt(strings.TrimPrefix(at, "c"), 10, 64)
	lo, hi := min(start, int64(len(ids))), min(start+size, int64(len(ids)))
	out, next := []any{}, nomore
	for _, id := range ids[lo:hi] {
		out = append(out, rows[id])
	}
	if hi < int64(len(ids)) {
		next = "c" + strconv.FormatInt(hi, 10)
	}
	answerWith(w, map[string]any{cursor: next, "pageSize": size, name: out})
}

// listReviews answers newest first, as the platform does.
func (s *shop) listReviews(w http.ResponseWriter, p map[string]any) {
	ids := []string{}
	for id, m := range s.reviews {
		at := integer(m["createTime"])
		if o, ok := p["outOrderNo"].(string); ok && o != string(m["orderId"].(json.Number)) {
			continue
		}
		if p["createTimeFrom"] == nil || at >= integer(p["createTimeFrom"]) && at <= integer(p["createTimeTo"]) {
			ids = append(ids, id)
		}
	}
	sort.Slice(ids, func(i, j int) bool {
		a, b := integer(s.reviews[ids[i]]["createTime"]), integer(s.reviews[ids[j]]["createTime"])
		return a > b || a == b && ids[i] > ids[j]
	})
	off, size := integer(p["offset"]), integer(p["limit"])
	if size > 20 {
		refuse(w, 21, "参数错误")
		return
	}
	out := []any{}
	for _, id := range ids[min(off, int64(len(ids))):min(off+size, int64(len(ids)))] {
		out = append(out, s.reviews[id])
	}
	answerWith(w, map[string]any{"total": len(ids), "hits": len(out), "rootComment": out})
}

func answerWith(w http.ResponseWriter, v any) {
	_ = json.NewEncoder(w).Encode(map[string]any{"result": 1, "error_msg": "SUCCESS", "data": v})
}

func refuse(w http.ResponseWriter, result int, text string) {
	_ = json.NewEncoder(w).Encode(map[string]any{"result": result, "error_msg": text + " 张示例全名 token-first-0001", "msg": text})
}

// file answers with one file of testdata.
func file(t testing.TB, name string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(read(t, name)) }
}

// over answers some calls in another way.
func over(h http.Handler, by map[string]http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f := by[apiOf(r)]; f != nil {
			f(w, r)
			return
		}
		h.ServeHTTP(w, r)
	})
}

func testDeps(base string, client *httpx.Client) platform.Deps {
	return platform.Deps{
		Shop: domain.Shop{ID: "s1", Platform: Platform, RemoteID: "1000000009", Currency: "CNY", Zone: zone, ShipProvince: "浙江省", WritesOn: true, Confirmed: string(domain.ActReply)},
		Credentials: platform.Credentials{"app_key": testKey, "app_secret": testSecret, "sign_secret": testSign, "redirect_uri": "https://shop.example.com/back",
			"access_token": "token-first-0001", "refresh_token": "refresh-first-0001", "message_key": "MDEyMzQ1Njc4OWFiY2RlZg=="},
		HTTP: client, BaseURL: base, Now: testNow,
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
