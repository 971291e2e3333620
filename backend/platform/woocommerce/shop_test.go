package woocommerce

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
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
	"afterdesk/backend/platform/httpx"
	"afterdesk/backend/platform/walk"
)

const (
	testKey    = "ck_test_000000000000000000000000000000000001"
	testSecret = "cs_test_000000000000000000000000000000000001"
	pushSecret = "whsec_test_0001"
	epoch      = 1788500000 // Unix seconds of the tests' now
)

func testNow() domain.Instant { return domain.FromUnix(epoch) }

// shop is a small WooCommerce for tests. It checks OAuth signatures, refuses a
// nonce that it saw, and lists by the exclusive bounds of whole seconds that the
// real one has.
type shop struct {
	t testing.TB

	mu      sync.Mutex
	orders  map[int]map[string]any
	refunds map[int][]map[string]any // by order
	reviews map[int]map[string]any
	notes   int
	calls   []string // paths
	queries []url.Values
	nonces  map[string]bool
	before  func(path string, n int) // may change the shop; n counts calls of that path
	counted map[string]int
	index   map[string]any
	firsts  map[string]json.RawMessage
}

func newShop(t testing.TB) *shop {
	return &shop{t: t, orders: map[int]map[string]any{}, refunds: map[int][]map[string]any{}, reviews: map[int]map[string]any{}, nonces: map[string]bool{},
		counted: map[string]int{}, firsts: map[string]json.RawMessage{},
		index: map[string]any{"name": "Demo shop", "gmt_offset": 2, "timezone_string": "Europe/Berlin", "namespaces": []string{"oembed/1.0", "wc/v3", "wp/v2"}}}
}

// written is a time as the shop writes it.
func written(unix int64) string { return time.Unix(unix, 0).UTC().Format("2006-01-02T15:04:05") }

func (s *shop) copyOf(file string) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	raw, ok := s.firsts[file]
	if !ok {
		raw = items(s.t, file)[0]
		s.firsts[file] = raw
	}
	var v map[string]any
	decode(s.t, raw, &v)
	return v
}

func (s *shop) addOrder(id int, created, modified int64) {
	o := s.copyOf("orders.page1.json")
	o["id"], o["number"], o["date_created_gmt"], o["date_modified_gmt"], o["refunds"] = id, strconv.Itoa(id), written(created), written(modified), []any{}
	o["line_items"].([]any)[0].(map[string]any)["id"] = id + 1_000_000
	s.mu.Lock()
	s.orders[id] = o
	s.mu.Unlock()
}

// addRefund makes a refund the way the shop does: its order changes, and lists
// it with a negative total.
func (s *shop) addRefund(order, id int, made int64) {
	f := s.copyOf("refunds.json")
	f["id"], f["date_created_gmt"] = id, written(made)
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.orders[order]
	o["refunds"] = append(o["refunds"].([]any), map[string]any{"id": id, "reason": "cracked", "total": "-12.49"})
	o["date_modified_gmt"] = written(made)
	s.refunds[order] = append(s.refunds[order], f)
}

func (s *shop) addReview(id int, created int64) {
	v := s.copyOf("reviews.page1.json")
	v["id"], v["date_created_gmt"], v["date_created"] = id, written(created), written(created+7200)
	s.mu.Lock()
	s.reviews[id] = v
	s.mu.Unlock()
}

func read(t testing.TB, file string) []byte {
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func items(t testing.TB, file string) []json.RawMessage {
	var out []json.RawMessage
	decode(t, read(t, file), &out)
	return out
}

func decode(t testing.TB, b []byte, v any) {
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.UseNumber()
	if err := d.Decode(v); err != nil {
		t.Fatal(err)
	}
}

func refuse(w http.ResponseWriter, status int, code, message string) {
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"code": code, "message": message, "data": map[string]any{"status": status}})
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	path, q := strings.TrimPrefix(r.URL.Path, "/wp-json"), r.URL.Query()
	s.mu.Lock()
	n := s.counted[path]
	s.counted[path]++
	s.calls, s.queries = append(s.calls, r.Method+" "+path), append(s.queries, q)
	before := s.before
	s.mu.Unlock()
	if before != nil {
		before(path, n)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if path == "/" {
		_ = json.NewEncoder(w).Encode(s.index)
		return
	}
	if why := s.signed(r, q); why != "" {
		refuse(w, 401, "woocommerce_rest_authentication_error", why)
		return
	}
	parts := strings.Split(strings.TrimPrefix(path, "/wc/v3/"), "/")
	switch {
	case path == "/wc/v3/orders":
		s.list(w, q, s.orders, "date_modified_gmt", "modified_after", "modified_before", 0)
	case path == "/wc/v3/products/reviews":
		s.list(w, q, s.reviews, "date_created", "", "", 7200)
	case path == "/wc/v3/data/currencies/current":
		_, _ = w.Write([]byte(`{"code":"EUR","name":"Euro","symbol":"&euro;"}`))
	case len(parts) == 3 && parts[0] == "orders" && parts[2] == "refunds":
		id, _ := strconv.Atoi(parts[1])
		out := s.refunds[id]
		slices.Reverse(slices.Clone(out))
		page, _ := strconv.Atoi(q.Get("page"))
		lo := min((page-1)*100, len(out))
		w.Header().Set("X-WP-Total", strconv.Itoa(len(out)))
		_ = json.NewEncoder(w).Encode(append([]map[string]any{}, out[lo:min(lo+100, len(out))]...))
	case len(parts) == 3 && parts[0] == "orders" && parts[2] == "notes" && r.Method == http.MethodPost:
		var v map[string]any
		decode(s.t, body, &v)
		if v["customer_note"] != false || v["note"] == "" {
			s.t.Errorf("note %v", v)
		}
		s.notes++
		w.WriteHeader(http.StatusCreated)
		_, _ = fmt.Fprintf(w, `{"id":%d}`, 900+s.notes)
	case len(parts) == 3 && parts[0] == "orders" && parts[2] == "notes":
		_, _ = w.Write(read(s.t, "notes.json"))
	case len(parts) == 2 && parts[0] == "orders":
		id, _ := strconv.Atoi(parts[1])
		if s.orders[id] == nil {
			refuse(w, 404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.")
			return
		}
		_ = json.NewEncoder(w).Encode(s.orders[id])
	default:
		refuse(w, 404, "rest_no_route", "No route was found matching the URL and request method.")
	}
}

// signed says why a request is refused, "" when it is not.
func (s *shop) signed(r *http.Request, q url.Values) string {
	rest := url.Values{}
	for k, v := range q {
		if k != "oauth_signature" {
			rest[k] = v
		}
	}
	at, _ := strconv.ParseInt(q.Get("oauth_timestamp"), 10, 64)
	switch {
	case q.Get("oauth_consumer_key") != testKey:
		return "Consumer key is invalid."
	case q.Get("oauth_signature") != Sign(r.Method, "http://"+r.Host+r.URL.Path, rest, testSecret):
		return "Invalid signature - provided signature does not match."
	case at < epoch-900 || at > epoch+3600*24*40:
		return "Invalid timestamp."
	case len(q.Get("oauth_nonce")) != 32 || s.nonces[q.Get("oauth_nonce")]:
		return "Invalid nonce - nonce has already been used."
	}
	s.nonces[q.Get("oauth_nonce")] = true
	return ""
}

// list answers as the shop does: exclusive bounds, order by id (reviews: by
// time), totals in a header. local is how far the site's zone is from UTC.
func (s *shop) list(w http.ResponseWriter, q url.Values, rows map[int]map[string]any, field, after, before string, local int64) {
	lo, hi := q.Get(after), q.Get(before)
	if lo == "" && hi == "" {
		lo, hi = q.Get("after"), q.Get("before")
		if local == 0 {
			field = "date_created_gmt"
		}
	}
	ids := []int{}
	for id, v := range rows {
		if t := v[field].(string); (lo == "" || t > lo) && (hi == "" || t < hi) {
			ids = append(ids, id)
		}
	}
	sort.Ints(ids)
	if local != 0 {
		sort.SliceStable(ids, func(i, j int) bool { return rows[ids[i]][field].(string) < rows[ids[j]][field].(string) })
	}
	size, _ := strconv.Atoi(q.Get("per_page"))
	page, _ := strconv.Atoi(q.Get("page"))
	page = max(page, 1)
	if size < 1 || size > 100 {
		refuse(w, 400, "rest_invalid_param", "Invalid parameter(s): per_page")
		return
	}
	from := min((page-1)*size, len(ids))
	out := []map[string]any{}
	for _, id := range ids[from:min(from+size, len(ids))] {
		out = append(out, rows[id])
	}
	w.Header().Set("X-WP-Total", strconv.Itoa(len(ids)))
	_ = json.NewEncoder(w).Encode(out)
}

func testDeps(base string, client *httpx.Client) platform.Deps {
	return platform.Deps{
		Shop: domain.Shop{ID: "s1", Platform: Platform, RemoteID: "shop.example.com", Currency: "EUR", Zone: "Europe/Berlin", WritesOn: true},
		Credentials: platform.Credentials{"site_url": "https://shop.example.com", "consumer_key": testKey, "consumer_secret": testSecret,
			"webhook_secret": pushSecret},
		HTTP: client, BaseURL: base, Now: testNow,
	}
}

func quickClient() *httpx.Client {
	return httpx.New(httpx.Options{Now: testNow, Timeout: 5 * time.Second, MaxWait: time.Millisecond, Sleep: noSleep})
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

// noTotals is a proxy that takes the header with the number of rows away.
func noTotals(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		w.WriteHeader(rec.Code)
		_, _ = w.Write(rec.Body.Bytes())
	})
}

func walkQuery() walk.Query { return walk.Query{From: epoch - 60, To: epoch} }
