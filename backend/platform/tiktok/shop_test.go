package tiktok

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/grant"
	"afterdesk/backend/platform/httpx"
)

const (
	testKey    = "6abc123def"
	testSecret = "app_secret_demo"
	testShopID = "7495540735365777507"
	epoch      = 1788500000 // Unix seconds of the tests' now
)

func testNow() domain.Instant { return domain.FromUnix(epoch) }

type thing map[string]any

// shop is a small TikTok Shop for tests. It checks signatures, the cipher and
// the token, answers the three searches from memory and all else from testdata.
type shop struct {
	t testing.TB

	mu     sync.Mutex
	rows   map[string][]thing // by search path
	tokens []string
	calls  []string // method, path and body of each signed call
	before func(path string, q map[string][]string)
}

func newShop(t testing.TB) *shop {
	return &shop{t: t, rows: map[string][]thing{}, tokens: []string{"TTP_first_0001", "TTP_second_0002"}}
}

func fixtures(t testing.TB) *shop {
	s := newShop(t)
	for path, f := range map[string][2]string{apiOrders: {"orders.page1.json", "orders"}, apiReturns: {"returns.page1.json", "return_orders"}, apiCancellations: {"cancellations.page1.json", "cancellations"}} {
		s.rows[path] = things(t, f[0], f[1])
	}
	return s
}

func read(t testing.TB, file string) []byte {
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return b
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

func things(t testing.TB, file, list string) []thing {
	var out []thing
	for _, raw := range items(t, file, list) {
		var o thing
		d := json.NewDecoder(strings.NewReader(string(raw)))
		d.UseNumber()
		if err := d.Decode(&o); err != nil {
			t.Fatal(err)
		}
		out = append(out, o)
	}
	return out
}

func number(v any) int64 {
	switch n := v.(type) {
	case json.Number:
		i, _ := n.Int64()
		return i
	case int64:
		return n
	case float64:
		return int64(n)
	}
	return 0
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	q := r.URL.Query()
	if s.before != nil {
		s.before(r.URL.Path, q)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if strings.HasPrefix(r.URL.Path, "/api/v2/token/") {
		s.token(w, r)
		return
	}
	refuse := func(code int, text string) {
		_ = json.NewEncoder(w).Encode(thing{"code": code, "message": text, "request_id": "R1"})
	}
	at, _ := strconv.ParseInt(q.Get("timestamp"), 10, 64)
	switch {
	case at != epoch:
		refuse(36009004, "timestamp is invalid")
		return
	case q.Get("app_key") != testKey:
		refuse(36009004, "app_key is invalid")
		return
	case q.Get("sign") != Sign(testSecret, r.URL.Path, q, string(body)):
		refuse(106001, "Edward Plainname")
		return
	case !slices.Contains(s.tokens, r.Header.Get("x-tts-access-token")):
		refuse(105002, "Edward Plainname")
		return
	case (q.Get(keyCipher) == "") != strings.HasPrefix(r.URL.Path, "/authorization/"):
		refuse(106013, "cipher")
		return
	}
	s.calls = append(s.calls, r.Method+" "+r.URL.Path+" "+string(body))
	switch p := r.URL.Path; {
	case s.rows[p] != nil:
		s.search(w, p, q, body)
	case p == apiOrder:
		var out []thing
		for _, o := range s.rows[apiOrders] {
			if o["id"] == q.Get("ids") {
				out = append(out, o)
			}
		}
		_ = json.NewEncoder(w).Encode(thing{"code": 0, "data": thing{"orders": out}})
	default:
		for end, file := range map[string]string{"/records": "records.json", "/reject_reasons": "reasons.json", "/tracking": "tracking.json", "/shops": "shops.json",
			"/approve": "done.json", "/reject": "done.json", "/ship": "done.json"} {
			if strings.HasSuffix(p, end) {
				_, _ = w.Write(read(s.t, file))
				return
			}
		}
		refuse(36009009, "path")
	}
}

// token answers the two unsigned calls.
func (s *shop) token(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	switch {
	case q.Get("app_key") != testKey || q.Get("app_secret") != testSecret:
		_, _ = w.Write([]byte(`{"code":36009004,"message":"app_key invalid"}`))
	case r.URL.Path == apiTokenGet && q.Get("auth_code") == "code-0001" && q.Get("grant_type") == "authorized_code":
		_, _ = w.Write(read(s.t, "token.created.json"))
	case r.URL.Path == apiTokenRefresh && q.Get("refresh_token") == "TTR_first_0001" && q.Get("grant_type") == "refresh_token":
		_, _ = w.Write(read(s.t, "token.refreshed.json"))
	default:
		_, _ = w.Write([]byte(`{"code":36004001,"message":"expired"}`))
	}
}

func (s *shop) search(w http.ResponseWriter, path string, q map[string][]string, body []byte) {
	var b listBody
	if json.Unmarshal(body, &b) != nil {
		s.t.Errorf("%s: body %s", path, body)
	}
	name := map[string]string{apiOrders: "orders", apiReturns: "return_orders", apiCancellations: "cancellations"}[path]
	by := q["sort_field"]
	var hit []thing
	for _, o := range s.rows[path] {
		u, c := number(o["update_time"]), number(o["create_time"])
		switch {
		case len(b.ReturnIDs) > 0:
			if slices.Contains(b.ReturnIDs, o["return_id"].(string)) {
				hit = append(hit, o)
			}
		case len(b.CancelIDs) > 0:
			if slices.Contains(b.CancelIDs, o["cancel_id"].(string)) {
				hit = append(hit, o)
			}
		case u >= b.UpdateGE && (b.UpdateLT == 0 || u < b.UpdateLT) && c >= b.CreateGE && (b.CreateLT == 0 || c < b.CreateLT):
			hit = append(hit, o)
		}
	}
	if len(by) > 0 {
		sort.SliceStable(hit, func(i, j int) bool { return number(hit[i][by[0]]) < number(hit[j][by[0]]) })
	}
	size, _ := strconv.Atoi(q["page_size"][0])
	if limit := map[string]int{apiOrders: 100, apiReturns: 50, apiCancellations: 50}[path]; size > limit {
		s.t.Errorf("%s: page_size %d", path, size)
	}
	from := 0
	if t := q["page_token"]; len(t) > 0 {
		from, _ = strconv.Atoi(strings.TrimPrefix(t[0], "tok/"))
	}
	to := min(from+size, len(hit))
	next := ""
	if to < len(hit) {
		next = "tok/" + strconv.Itoa(to)
	}
	_ = json.NewEncoder(w).Encode(thing{"code": 0, "message": "Success", "request_id": "R2", "data": thing{"total_count": len(hit), "next_page_token": next, name: hit[min(from, len(hit)):to]}})
}

// file answers with one file of testdata.
func file(t testing.TB, name string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(read(t, name)) }
}

func testDeps(base string, client *httpx.Client) platform.Deps {
	return platform.Deps{
		Shop: domain.Shop{ID: "s1", Platform: Platform, RemoteID: testShopID, Currency: "GBP", Zone: "Europe/London", WritesOn: true},
		Credentials: platform.Credentials{"app_key": testKey, "app_secret": testSecret, keyShopID: testShopID, keyCipher: "ROW_testCipher01",
			grant.Access: "TTP_first_0001", grant.Refresh: "TTR_first_0001"},
		HTTP: client, BaseURL: base, Now: testNow,
		Classify: func(_, _, text string) domain.TrackState {
			if text == "Delivered" {
				return domain.TrackSigned
			}
			return domain.TrackUnknown
		},
	}
}

// connect serves h and returns a connector on it; change alters the deps.
func connect(t testing.TB, h http.Handler, change func(*platform.Deps)) *Connector {
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
