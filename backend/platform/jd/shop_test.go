package jd

import (
	"cmp"
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
	testKey    = "7888CE9C0F3AAD424FEE"
	testSecret = "a1b2c3d4-0000-4000-8000-abcdefabcdef"
	testShop   = "10001234"
	epoch      = 1768100000 // Unix seconds of the tests' now
	firstOrder = "300000000001"
)

func testNow() domain.Instant { return domain.FromUnix(epoch) }

// shop is a small JD for tests: both gateways and the token host. It checks
// signatures, answers the lists from memory and the rest with files of testdata.
type shop struct {
	t testing.TB

	mu       sync.Mutex
	orders   []map[string]any
	refunds  []map[string]any
	services []map[string]any
	reviews  []map[string]any
	files    map[string]string // api → file
	calls    []call
	tokens   map[string]bool
}

type call struct {
	api    string
	params map[string]any
}

func newShop(t testing.TB) *shop {
	return &shop{t: t, tokens: map[string]bool{"token-first-0001": true, "token-second-0002": true},
		files: map[string]string{apiShop: "shop.json", apiReplyRefund: "replied.json", apiRemark: "remarked.json", "/rest/" + apiTraces: "traces.json", "/rest/" + apiCarriers: "carriers.json",
			"/oauth2/access_token": "token.created.json", "/oauth2/refresh_token": "token.refreshed.json"}}
}

func read(t testing.TB, file string) []byte {
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// items returns the raw items of a list fixture.
func items(t testing.TB, file string, path ...string) []json.RawMessage {
	raw := json.RawMessage(read(t, file))
	inner, _ := unwrap(raw)
	for _, key := range path[:len(path)-1] {
		var m map[string]json.RawMessage
		if err := json.Unmarshal(inner, &m); err != nil {
			t.Fatal(err)
		}
		inner = m[key]
	}
	var m map[string]json.RawMessage
	var out []json.RawMessage
	if err := json.Unmarshal(inner, &m); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(m[path[len(path)-1]], &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func orderItems(t testing.TB) []json.RawMessage {
	return items(t, "orders.json", "searchorderinfo_result", "orderInfoList")
}
func refundItems(t testing.TB) []json.RawMessage {
	return items(t, "refunds.json", "queryResult", "result")
}
func serviceItems(t testing.TB) []json.RawMessage {
	return items(t, "services.json", "pageResult", "data")
}
func reviewItems(t testing.TB) []json.RawMessage { return items(t, "reviews.json", "comments") }

// add copies a fixture with changes given as name and value.
func (s *shop) add(to *[]map[string]any, raw []byte, change ...any) map[string]any {
	var out map[string]any
	if err := json.Unmarshal(raw, &out); err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i+1 < len(change); i += 2 {
		out[change[i].(string)] = change[i+1]
	}
	s.mu.Lock()
	*to = append(*to, out)
	s.mu.Unlock()
	return out
}

// apiOf names the call of a request: the method of routerjson or the path.
func apiOf(r *http.Request) string {
	_ = r.ParseForm()
	if m := r.PostForm.Get("method"); m != "" {
		return m
	}
	return r.URL.Path
}

func (s *shop) signed(r *http.Request) bool {
	p := map[string]string{}
	sign := r.PostForm.Get("sign")
	switch {
	case strings.HasPrefix(r.URL.Path, "/oauth2/"):
		return r.URL.Query().Get("app_key") == testKey && r.URL.Query().Get("app_secret") == testSecret
	case strings.HasPrefix(r.URL.Path, "/rest/"):
		for _, h := range []string{"X-JOS-App-Key", "X-JOS-Access-Token", "X-JOS-Timestamp"} {
			p[h] = r.Header.Get(h)
		}
		for k := range r.URL.Query() {
			p[k] = r.URL.Query().Get(k)
		}
		sign = r.Header.Get("X-JOS-Sign")
	default:
		for k := range r.PostForm {
			p[k] = r.PostForm.Get(k)
		}
		if !strings.HasSuffix(p["timestamp"], "+0800") {
			return false
		}
	}
	return sign == Sign(testSecret, p)
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	api := apiOf(r)
	if !s.signed(r) {
		refuse(w, "12")
		return
	}
	var p map[string]any
	_ = json.Unmarshal([]byte(r.PostForm.Get("360buy_param_json")), &p)
	if p == nil {
		p = map[string]any{}
		for k := range r.URL.Query() {
			p[k] = r.URL.Query().Get(k)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, call{api, p})
	if token := cmp.Or(r.PostForm.Get("access_token"), r.Header.Get("X-JOS-Access-Token")); !strings.HasPrefix(api, "/oauth2/") && !s.tokens[token] {
		refuse(w, "19")
		return
	}
	ok := map[string]any{"success": true}
	switch api {
	case apiOrders:
		field := map[any]string{"0": "modified", "1": "orderStartTime"}[p["dateType"]]
		hit, total := s.page(s.orders, field, p["start_date"], p["end_date"], p["page"], p["page_size"])
		reply(w, map[string]any{"code": "0", "searchorderinfo_result": map[string]any{"apiResult": ok, "orderTotal": total, "orderInfoList": hit}})
	case apiOrder:
		var found any
		for _, o := range s.orders {
			if fmt.Sprint(o["orderId"]) == p["order_id"] {
				found = o
			}
		}
		reply(w, map[string]any{"code": "0", "orderDetailInfo": map[string]any{"apiResult": map[string]any{"success": "true"}, "orderInfo": found}})
	case apiRefunds:
		hit, total := s.page(s.refunds, "applyTime", p["applyTimeStart"], p["applyTimeEnd"], p["pageIndex"], p["pageSize"])
		if id, asked := p["ids"]; asked {
			hit = only(s.refunds, "id", id)
		}
		reply(w, map[string]any{"code": "0", "queryResult": map[string]any{"success": true, "totalCount": total, "result": hit}})
	case apiServices, apiServicesChanged:
		if p["buId"] != testShop || p["operatePin"] == "" || p["operateNick"] == "" {
			refuse(w, "15")
			return
		}
		hit, total := s.page(s.services, "updateDate", p["updateTimeBegin"], p["updateTimeEnd"], p["pageNumber"], p["pageSize"])
		if api == apiServices {
			hit, total = s.page(s.services, "applyTime", p["applyTimeBegin"], p["applyTimeEnd"], p["pageNumber"], p["pageSize"])
		}
		if id, asked := p["serviceId"]; asked {
			hit = only(s.services, "serviceId", id)
		}
		reply(w, map[string]any{"code": "0", "pageResult": map[string]any{"success": true, "code": "00000", "totalCount": total, "data": hit}})
	case apiReviews:
		hit, total := s.page(s.reviews, "creationTime", p["beginTime"], p["endTime"], p["page"], p["pageSize"])
		if grade := fmt.Sprint(p["score"]); grade != "0" {
			hit = slices.DeleteFunc(hit, func(v map[string]any) bool { return fmt.Sprint(v["grade"]) != grade })
		}
		reply(w, map[string]any{"code": "0", "totalItem": total, "comments": hit})
	default:
		name, ok := s.files[api]
		if !ok {
			refuse(w, "15")
			return
		}
		_, _ = w.Write(read(s.t, name))
	}
}

func only(rows []map[string]any, field string, id any) []map[string]any {
	return slices.DeleteFunc(slices.Clone(rows), func(r map[string]any) bool { return text(r[field]) != text(id) })
}

func text(v any) string {
	if f, ok := v.(float64); ok {
		return strconv.FormatInt(int64(f), 10)
	}
	return fmt.Sprint(v)
}

// page answers one page, oldest first.
func (s *shop) page(rows []map[string]any, field string, from, to, page, size any) ([]map[string]any, int) {
	a, b := fmt.Sprint(from), fmt.Sprint(to)
	hit := []map[string]any{}
	for _, r := range rows {
		if v, _ := r[field].(string); v >= a && v <= b {
			hit = append(hit, r)
		}
	}
	slices.SortStableFunc(hit, func(x, y map[string]any) int { return strings.Compare(x[field].(string), y[field].(string)) })
	n, _ := strconv.Atoi(text(page))
	each, _ := strconv.Atoi(text(size))
	if n < 1 || each < 1 {
		return nil, -1
	}
	return slices.Clone(hit[min((n-1)*each, len(hit)):min(n*each, len(hit))]), len(hit)
}

func reply(w http.ResponseWriter, inner map[string]any) {
	_ = json.NewEncoder(w).Encode(map[string]any{"jingdong_x_responce": inner})
}

func refuse(w http.ResponseWriter, code string) {
	_ = json.NewEncoder(w).Encode(map[string]any{"error_response": map[string]any{"code": code, "zh_desc": "张示例全名 token-first-0001", "en_desc": ""}})
}

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
func (s *shop) last(api string) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := len(s.calls) - 1; i >= 0; i-- {
		if s.calls[i].api == api {
			return s.calls[i].params
		}
	}
	return nil
}

func file(t testing.TB, name string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(read(t, name)) }
}

func testDeps(base string, client *httpx.Client) platform.Deps {
	return platform.Deps{
		Shop:        domain.Shop{ID: "s1", Platform: Platform, RemoteID: testShop, Currency: "CNY", Zone: "Asia/Shanghai", ShipProvince: "浙江省", WritesOn: true},
		Credentials: platform.Credentials{"app_key": testKey, "app_secret": testSecret, "redirect_uri": "https://merchant.example/back", "access_token": "token-first-0001", "refresh_token": "refresh-first-0001"},
		HTTP:        client, BaseURL: base, Now: testNow,
		OrderOf: func(_ context.Context, id string) (string, error) {
			if id == "404" {
				return "", nil
			}
			return firstOrder, nil
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
