package taobao

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"mime"
	"mime/multipart"
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
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/httpx"
)

const (
	testKey     = "12345678"
	testSecret  = "a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4"
	testSession = "6101first-session"
	testSeller  = "2200000000001"
	epoch       = 1788500000 // Unix seconds of the tests' now: 2026-09-04 13:33:20 in UTC+8
)

func testNow() domain.Instant { return domain.FromUnix(epoch) }

func wall(unix int64) string {
	return time.Unix(unix, 0).In(flex.Beijing()).Format("2006-01-02 15:04:05")
}

// shop is a small Taobao for tests. It checks signatures, answers lists and
// details from memory; every other call answers with a file of testdata.
type shop struct {
	t testing.TB

	mu       sync.Mutex
	trades   map[string]map[string]any // by tid
	refunds  map[string]map[string]any // by refund_id
	rates    map[string]map[string]any // by oid
	files    map[string]string         // api → file in testdata
	sessions map[string]bool           // accepted sessions
	calls    []call
	counted  map[string]int
	before   func(api string, p map[string]string, n int) // may change the shop; n counts calls of that api
	bare     bool                                         // lists give the core only, as the platform does
}

type call struct {
	api    string
	params map[string]string
	file   []byte
	name   string // of the file's field
}

func newShop(t testing.TB) *shop {
	return &shop{t: t, trades: map[string]map[string]any{}, refunds: map[string]map[string]any{}, rates: map[string]map[string]any{}, counted: map[string]int{},
		sessions: map[string]bool{testSession: true, "6101second-session": true},
		files: map[string]string{apiTokenCreate: "token.created.json", apiTokenRefresh: "token.refreshed.json", apiMessages: "messages.json", apiTrace: "trace.json",
			apiReasons: "reasons.json", apiAddresses: "addresses.json", apiCompanies: "companies.json", apiSeller: "seller.json", apiAgreeRefund: "agreed.json",
			apiAgreeReturn: "return.agreed.json", apiRefuse: "refused.json", apiMessageAdd: "message.added.json", apiMemo: "memo.json", apiExplain: "explained.json",
			apiShip: "shipped.json"}}
}

func fixture(t testing.TB, file string) []byte {
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// items returns the raw items of a list fixture: outer key, list, singular.
func items(t testing.TB, file, list, one string) []json.RawMessage {
	var outer map[string]map[string]json.RawMessage
	if err := json.Unmarshal(fixture(t, file), &outer); err != nil {
		t.Fatal(err)
	}
	for _, inner := range outer {
		var l map[string][]json.RawMessage
		if err := json.Unmarshal(inner[list], &l); err != nil {
			t.Fatal(err)
		}
		return l[one]
	}
	t.Fatalf("%s is empty", file)
	return nil
}

func decode(t testing.TB, b []byte, v any) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(v); err != nil {
		t.Fatal(err)
	}
}

func text(v any) string {
	switch s := v.(type) {
	case json.Number:
		return s.String()
	case string:
		return s
	}
	return ""
}

// load fills the shop with the fixtures.
func (s *shop) load() *shop {
	for _, raw := range items(s.t, "trades.page1.json", "trades", "trade") {
		var v map[string]any
		decode(s.t, raw, &v)
		s.trades[text(v["tid"])] = v
	}
	for _, raw := range items(s.t, "refunds.page1.json", "refunds", "refund") {
		var v map[string]any
		decode(s.t, raw, &v)
		s.refunds[text(v["refund_id"])] = v
	}
	for _, raw := range items(s.t, "rates.page1.json", "trade_rates", "trade_rate") {
		var v map[string]any
		decode(s.t, raw, &v)
		s.rates[text(v["oid"])] = v
	}
	return s
}

func (s *shop) copyOf(raw json.RawMessage) map[string]any {
	var v map[string]any
	decode(s.t, raw, &v)
	return v
}

func (s *shop) addTrade(id string, created, modified int64) {
	v := s.copyOf(items(s.t, "trades.page1.json", "trades", "trade")[0])
	v["tid"], v["tid_str"], v["created"], v["modified"] = id, id, wall(created), wall(modified)
	l := v["orders"].(map[string]any)["order"].([]any)[0].(map[string]any)
	l["oid"], l["oid_str"] = id, id
	s.mu.Lock()
	s.trades[id] = v
	s.mu.Unlock()
}

func (s *shop) addRefund(id string, created, modified int64) {
	v := s.copyOf(items(s.t, "refunds.page1.json", "refunds", "refund")[0])
	v["refund_id"], v["created"], v["modified"] = id, wall(created), wall(modified)
	s.mu.Lock()
	s.refunds[id] = v
	s.mu.Unlock()
}

func (s *shop) addRate(oid string, created int64) {
	v := s.copyOf(items(s.t, "rates.page1.json", "trade_rates", "trade_rate")[0])
	v["oid"], v["tid"], v["created"] = oid, oid, wall(created)
	s.mu.Lock()
	s.rates[oid] = v
	s.mu.Unlock()
}

// params reads a request's business parameters and its file.
func params(t testing.TB, r *http.Request) call {
	c := call{api: r.URL.Query().Get("method"), params: map[string]string{}}
	body, _ := io.ReadAll(r.Body)
	kind, more, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			t.Error(err)
		}
		for k := range form {
			c.params[k] = form.Get(k)
		}
		return c
	}
	parts := multipart.NewReader(bytes.NewReader(body), more["boundary"])
	for {
		p, err := parts.NextPart()
		if err != nil {
			return c
		}
		b, _ := io.ReadAll(p)
		if p.FileName() != "" {
			c.file, c.name = b, p.FormName()
		} else {
			c.params[p.FormName()] = string(b)
		}
	}
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	c := params(s.t, r)
	all := maps.Clone(c.params)
	for k := range q {
		all[k] = q.Get(k)
	}
	if r.URL.Path != path || q.Get("app_key") != testKey || q.Get("v") != "2.0" || q.Get("format") != "json" || q.Get("sign") != Sign(testSecret, q.Get("sign_method"), all) {
		refuse(w, 25, "isv.invalid-signature")
		return
	}
	s.mu.Lock()
	n := s.counted[c.api]
	s.counted[c.api]++
	s.calls = append(s.calls, c)
	before := s.before
	s.mu.Unlock()
	if before != nil {
		before(c.api, c.params, n)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !strings.HasPrefix(c.api, "taobao.top.auth.") && !s.sessions[q.Get("session")] {
		refuse(w, 27, "session-expired")
		return
	}
	p := c.params
	switch {
	case c.api == apiTrades:
		s.list(w, c.api, s.trades, "modified", p["start_modified"], p["end_modified"], p, "trades", "trade")
	case c.api == apiTradesNew:
		s.list(w, c.api, s.trades, "created", p["start_created"], p["end_created"], p, "trades", "trade")
	case c.api == apiRefunds:
		s.list(w, c.api, s.refunds, "modified", p["start_modified"], p["end_modified"], p, "refunds", "refund")
	case c.api == apiRates && p["tid"] != "":
		of := map[string]map[string]any{}
		for id, v := range s.rates {
			if text(v["tid"]) == p["tid"] {
				of[id] = v
			}
		}
		s.list(w, c.api, of, "created", "", "9", p, "trade_rates", "trade_rate")
	case c.api == apiRates:
		s.list(w, c.api, s.rates, "created", p["start_date"], p["end_date"], p, "trade_rates", "trade_rate")
	case c.api == apiTrade:
		s.one(w, c.api, s.trades[p["tid"]], "trade")
	case c.api == apiRefund && p["refund_id"] == "98765432101234567" && s.files[apiRefund] != "":
		_, _ = w.Write(fixture(s.t, s.files[apiRefund]))
	case c.api == apiRefund:
		s.one(w, c.api, s.refunds[p["refund_id"]], "refund")
	case c.api == apiTrace && p["is_split"] == "1":
		_, _ = w.Write(fixture(s.t, "trace.second.json"))
	default:
		name, ok := s.files[c.api]
		if !ok {
			refuse(w, 22, "isv.invalid-method")
			return
		}
		_, _ = w.Write(fixture(s.t, name))
	}
}

func (s *shop) one(w http.ResponseWriter, api string, v map[string]any, name string) {
	if v == nil {
		refuse(w, 15, "isv.trade-not-exist")
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]any{responseKey(api): map[string]any{name: v, "request_id": "1"}})
}

// list answers newest first, both ends of the window wanted.
func (s *shop) list(w http.ResponseWriter, api string, rows map[string]map[string]any, field, from, to string, p map[string]string, list, one string) {
	type row struct {
		at, id string
		v      map[string]any
	}
	hit := []row{}
	for id, v := range rows {
		if at := text(v[field]); at >= from && at <= to {
			hit = append(hit, row{at, id, v})
		}
	}
	sort.Slice(hit, func(i, j int) bool {
		if hit[i].at != hit[j].at {
			return hit[i].at > hit[j].at
		}
		return hit[i].id > hit[j].id
	})
	page, _ := strconv.Atoi(p["page_no"])
	size, _ := strconv.Atoi(p["page_size"])
	if page < 1 || size < 1 || size > 150 || p["fields"] == "" {
		refuse(w, 41, "isv.invalid-parameter")
		return
	}
	lo, hi := min((page-1)*size, len(hit)), min(page*size, len(hit))
	out := []map[string]any{}
	for _, h := range hit[lo:hi] {
		v := h.v
		if s.bare && one == "trade" {
			v = maps.Clone(v)
			for _, k := range []string{"seller_memo", "buyer_message", "delivery_time", "tid_str", "top_hold"} {
				delete(v, k)
			}
		}
		out = append(out, v)
	}
	body := map[string]any{"total_results": len(hit), "request_id": "1"}
	if len(out) > 0 { // an empty list is absent
		body[list] = map[string]any{one: out}
	}
	_ = json.NewEncoder(w).Encode(map[string]any{responseKey(api): body})
}

func refuse(w http.ResponseWriter, code int, sub string) {
	_ = json.NewEncoder(w).Encode(map[string]any{"error_response": map[string]any{"code": code, "msg": "张示例全名", "sub_code": sub, "sub_msg": testSession, "request_id": "9"}})
}

// file answers with one file of testdata.
func file(t testing.TB, name string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(fixture(t, name)) }
}

func testDeps(base string, client *httpx.Client) platform.Deps {
	return platform.Deps{
		Shop:        domain.Shop{ID: "s1", Platform: Platform, RemoteID: testSeller, Currency: "CNY", Zone: "Asia/Shanghai", ShipProvince: "浙江省", WritesOn: true},
		Credentials: platform.Credentials{"app_key": testKey, "app_secret": testSecret, "access_token": testSession, "refresh_token": "6101first-refresh"},
		HTTP:        client, BaseURL: base, Now: testNow,
		Classify: func(_, _, text string) domain.TrackState {
			switch {
			case strings.Contains(text, "已签收"):
				return domain.TrackSigned
			case strings.Contains(text, "派件"):
				return domain.TrackOutForDelivery
			case strings.Contains(text, "揽收"):
				return domain.TrackPickedUp
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

// sent returns the calls of one api.
func (s *shop) sent(api string) []call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []call
	for _, c := range s.calls {
		if c.api == api {
			out = append(out, c)
		}
	}
	return out
}
