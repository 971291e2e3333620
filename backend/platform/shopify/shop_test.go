package shopify

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
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
	testToken  = "shpat_test_token_0001"
	testSecret = "shpss_test_secret_0001"
	testHost   = "demo-shop.myshopify.com"
	epoch      = 1788500000 // Unix seconds of the tests' now
)

func testNow() domain.Instant { return domain.FromUnix(epoch) }

// shop is a small Shopify for tests. It knows the documents of queries.go by
// their names, filters by the times that a query names, and pages with cursors
// that hold a place in the order of change.
type shop struct {
	t testing.TB

	mu       sync.Mutex
	orders   map[int]map[string]any // by number, as queryOrders asks
	cases    map[int]map[string]any // by number of the order, as queryCases asks
	disputes map[int]map[string]any
	calls    []string         // operation names
	vars     []map[string]any // of each call
	token    string           // accepted
	most     int              // rows of a page that are not too costly; 0 = any
	deny     map[string]bool  // operations without their scope
	answers  map[string]string
	firsts   map[string]map[string]any
}

func newShop(t testing.TB) *shop {
	return &shop{t: t, orders: map[int]map[string]any{}, cases: map[int]map[string]any{}, disputes: map[int]map[string]any{}, token: testToken,
		deny: map[string]bool{}, answers: map[string]string{}, firsts: map[string]map[string]any{}}
}

func read(t testing.TB, file string) []byte {
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// nodes returns the raw items of a list fixture.
func nodes(t testing.TB, file, list string) []json.RawMessage {
	var e struct{ Data map[string]connection }
	if err := json.Unmarshal(read(t, file), &e); err != nil {
		t.Fatal(err)
	}
	return e.Data[list].Nodes
}

// copyOf returns a fresh copy of what a fixture's data holds at a place.
func (s *shop) copyOf(file string, path ...string) map[string]any {
	var v any
	if err := json.Unmarshal(read(s.t, file), &v); err != nil {
		s.t.Fatal(err)
	}
	for _, p := range append([]string{"data"}, path...) {
		switch x := v.(type) {
		case map[string]any:
			v = x[p]
		case []any:
			i, _ := strconv.Atoi(p)
			v = x[i]
		}
	}
	m, ok := v.(map[string]any)
	if !ok {
		s.t.Fatalf("%s has no %v", file, path)
	}
	return m
}

func rfc(unix int64) string { return time.Unix(unix, 0).UTC().Format(time.RFC3339) }

func (s *shop) addOrder(id int, created, updated int64) {
	o := s.copyOf("orders.page1.json", "orders", "nodes", "0")
	o["id"], o["legacyResourceId"], o["createdAt"], o["updatedAt"], o["refunds"] = gid("Order", strconv.Itoa(id)), strconv.Itoa(id), rfc(created), rfc(updated), []any{}
	o["lineItems"].(map[string]any)["nodes"].([]any)[0].(map[string]any)["id"] = fmt.Sprintf("gid://shopify/LineItem/%d", id+1_000_000)
	s.mu.Lock()
	s.orders[id] = o
	s.mu.Unlock()
}

// addReturn makes a return of an order, which changes the order.
func (s *shop) addReturn(order, id int, made int64, status string) {
	if s.orders[order] == nil {
		s.addOrder(order, made-86400, made)
	}
	c := s.copyOf("order.cases.json", "order")
	r := c["returns"].(map[string]any)["nodes"].([]any)[0].(map[string]any)
	r["id"], r["createdAt"], r["status"] = fmt.Sprintf("gid://shopify/Return/%d", id), rfc(made), status
	c["id"], c["legacyResourceId"], c["updatedAt"], c["refunds"] = gid("Order", strconv.Itoa(order)), strconv.Itoa(order), rfc(made), []any{}
	c["returns"].(map[string]any)["nodes"] = []any{r}
	s.mu.Lock()
	s.cases[order] = c
	s.orders[order]["returnStatus"], s.orders[order]["updatedAt"] = "RETURN_REQUESTED", rfc(made)
	s.mu.Unlock()
}

func (s *shop) addDispute(id int, begun int64, status string) {
	d := s.copyOf("disputes.page1.json", "disputes", "nodes", "0")
	d["id"], d["legacyResourceId"], d["initiatedAt"], d["status"] = fmt.Sprintf("gid://shopify/ShopifyPaymentsDispute/%d", id), strconv.Itoa(id), rfc(begun), status
	d["evidenceDueBy"] = rfc(begun + 14*86400)
	s.mu.Lock()
	s.disputes[id] = d
	s.mu.Unlock()
}

type request struct {
	Query     string         `json:"query"`
	Variables map[string]any `json:"variables"`
}

// operation is the name of a document: "query Orders(…" is Orders.
func operation(q string) string {
	m := regexp.MustCompile(`^(?:query|mutation) (\w+)`).FindStringSubmatch(q)
	if m == nil {
		return ""
	}
	return m[1]
}

// peek reads a request's operation and puts the body back.
func peek(r *http.Request) string {
	b, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(strings.NewReader(string(b)))
	var q request
	_ = json.Unmarshal(b, &q)
	return operation(q.Query)
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/admin/oauth/access_token" {
		s.grant(w, r)
		return
	}
	var q request
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil || r.URL.Path != "/admin/api/"+version+"/graphql.json" {
		s.t.Errorf("asked %s (%v)", r.URL.Path, err)
	}
	op := operation(q.Query)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls, s.vars = append(s.calls, op), append(s.vars, q.Variables)
	if r.Header.Get("X-Shopify-Access-Token") != s.token {
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte(`{"errors":"[API] Invalid API key or access token (unrecognized login or wrong password)"}`))
		return
	}
	if a, ok := s.answers[op]; ok {
		_, _ = w.Write([]byte(a))
		return
	}
	if s.deny[op] {
		_, _ = w.Write([]byte(`{"data":null,"errors":[{"message":"Access denied, Anna Beispiel","extensions":{"code":"ACCESS_DENIED"}}]}`))
		return
	}
	number := func(name string) int {
		id, _ := q.Variables[name].(string)
		n, _ := strconv.Atoi(tail(id))
		return n
	}
	switch op {
	case "Orders", "Touched":
		s.page(w, q, "orders", s.orders, func(v map[string]any) string { return v["updatedAt"].(string) })
	case "Disputes":
		s.page(w, q, "disputes", s.disputes, func(v map[string]any) string { return v["initiatedAt"].(string) })
	case "OneOrder", "OrderNote":
		one(w, "order", s.orders[number("id")])
	case "OrderCases":
		one(w, "order", s.cases[number("id")])
	case "OneDispute":
		one(w, "dispute", s.disputes[number("id")])
	case "OrderLines":
		first := q.Variables["after"] == "x"
		_, _ = fmt.Fprintf(w, `{"data":{"order":{"lineItems":{"pageInfo":{"hasNextPage":%v,"endCursor":"y"},"nodes":[{"id":"gid://shopify/LineItem/%d","title":"more","quantity":1}]}}}}`, first, map[bool]int{true: 77, false: 78}[first])
	case "Trace":
		_, _ = w.Write(read(s.t, "trace.json"))
	case "Shop":
		_, _ = fmt.Fprintf(w, `{"data":{"shop":{"name":"Demo shop","myshopifyDomain":"%s","currencyCode":"USD","ianaTimezone":"America/New_York"}}}`, testHost)
	case "MayOrders", "MayReturns":
		_, _ = w.Write([]byte(`{"data":{"orders":{"nodes":[]}}}`))
	case "MayDisputes":
		_, _ = w.Write([]byte(`{"data":{"disputes":{"nodes":[]}}}`))
	case "ToShip":
		_, _ = w.Write([]byte(`{"data":{"order":{"id":"gid://shopify/Order/1","fulfillmentOrders":{"nodes":[{"id":"gid://shopify/FulfillmentOrder/11","status":"OPEN","assignedLocation":{"name":"Store A"}},{"id":"gid://shopify/FulfillmentOrder/12","status":"CLOSED","assignedLocation":{"name":"Store B"}}]}}}}`))
	case "Approve":
		_, _ = w.Write([]byte(`{"data":{"returnApproveRequest":{"return":{"id":"gid://shopify/Return/7000000001","status":"OPEN"},"userErrors":[]}}}`))
	case "Decline":
		_, _ = w.Write([]byte(`{"data":{"returnDeclineRequest":{"return":{"id":"gid://shopify/Return/7000000001","status":"DECLINED"},"userErrors":[]}}}`))
	case "Note":
		_, _ = w.Write([]byte(`{"data":{"orderUpdate":{"order":{"id":"gid://shopify/Order/5000000000001"},"userErrors":[]}}}`))
	case "Ship":
		_, _ = w.Write([]byte(`{"data":{"fulfillmentCreate":{"fulfillment":{"id":"gid://shopify/Fulfillment/31"},"userErrors":[]}}}`))
	case "Evidence":
		_, _ = w.Write([]byte(`{"data":{"disputeEvidenceUpdate":{"disputeEvidence":{"id":"gid://shopify/ShopifyPaymentsDisputeEvidence/610001"},"userErrors":[]}}}`))
	default:
		s.t.Errorf("nobody knows %q", op)
	}
}

func one(w http.ResponseWriter, name string, v map[string]any) {
	if v == nil {
		_, _ = fmt.Fprintf(w, `{"data":{%q:null}}`, name)
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"data": map[string]any{name: v}})
}

// page answers a list: filtered by the span in its query, in the order of that
// time, with cursors "time|id".
func (s *shop) page(w http.ResponseWriter, q request, name string, rows map[int]map[string]any, by func(map[string]any) string) {
	filter, _ := q.Variables["q"].(string)
	m := regexp.MustCompile(`^(\w+):>='([^']+)' AND \w+:<'([^']+)'$`).FindStringSubmatch(filter)
	if m == nil {
		s.t.Errorf("filter %q", filter)
		return
	}
	if m[1] == "created_at" {
		by = func(v map[string]any) string { return v["createdAt"].(string) }
	}
	first := int(q.Variables["first"].(float64))
	if s.most > 0 && first > s.most {
		_, _ = w.Write([]byte(`{"errors":[{"message":"too much","extensions":{"code":"MAX_COST_EXCEEDED"}}]}`))
		return
	}
	type place struct {
		key string
		v   map[string]any
	}
	var hit []place
	for id, v := range rows {
		if t := by(v); t >= m[2] && t < m[3] {
			hit = append(hit, place{fmt.Sprintf("%s|%019d", t, id), v})
		}
	}
	sort.Slice(hit, func(i, j int) bool { return hit[i].key < hit[j].key })
	after, _ := q.Variables["after"].(string)
	out, end, more := []any{}, after, false
	for _, h := range hit {
		if h.key <= after {
			continue
		}
		if len(out) == first {
			more = true
			break
		}
		out, end = append(out, h.v), h.key
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"data": map[string]any{name: map[string]any{"pageInfo": map[string]any{"hasNextPage": more, "endCursor": end}, "nodes": out}}})
}

// grant answers the two ways to a token.
func (s *shop) grant(w http.ResponseWriter, r *http.Request) {
	var b map[string]string
	_ = json.NewDecoder(r.Body).Decode(&b)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls, s.vars = append(s.calls, "token"), append(s.vars, nil)
	switch {
	case b["client_id"] != "key-1" || b["client_secret"] != testSecret:
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte(`{"error":"invalid_client"}`))
	case b["code"] == "code-1":
		s.token = "shpat_from_code"
		_, _ = w.Write([]byte(`{"access_token":"shpat_from_code","scope":"read_orders"}`))
	case b["grant_type"] == "client_credentials":
		s.token = "shpat_from_keys_" + strconv.Itoa(len(s.calls))
		_, _ = fmt.Fprintf(w, `{"access_token":%q,"scope":"read_orders","expires_in":86399}`, s.token)
	default:
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":"invalid_request"}`))
	}
}

func testDeps(base string, client *httpx.Client) platform.Deps {
	return platform.Deps{
		Shop:        domain.Shop{ID: "s1", Platform: Platform, RemoteID: testHost, Currency: "USD", Zone: "America/New_York", WritesOn: true},
		Credentials: platform.Credentials{"shop_domain": testHost, "access_token": testToken, "app_secret": testSecret},
		HTTP:        client, BaseURL: base, Now: testNow,
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
