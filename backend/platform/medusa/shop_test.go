package medusa

import (
	"encoding/json"
	"fmt"
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
	"afterdesk/backend/platform/httpx"
)

const (
	testPassword = "pass-secret-0001"
	testToken    = "token-secret-0001"
	testKey      = "sk_secret_0001"
)

func testNow() domain.Instant { return domain.InstantOf(time.Date(2026, 9, 4, 0, 0, 0, 0, time.UTC)) }

// thing is one object of the small server below.
type thing map[string]any

func (o thing) text(k string) string { s, _ := o[k].(string); return s }

// shop is a small server for tests: it answers the lists from memory with the
// server's own filters, sorting and paging, and takes the writes.
type shop struct {
	t testing.TB

	mu     sync.Mutex
	lists  map[string][]thing // orders, returns, exchanges, claims
	token  string
	writes []string // method and path of each write, in order
	bodies []string
	before func(path string) // may change the shop
	draft  string            // internal note of a pending change
	first  map[string][]byte // fixtures that were copied
}

func newShop(t testing.TB) *shop {
	return &shop{t: t, lists: map[string][]thing{}, token: testToken, first: map[string][]byte{}}
}

// fixtures is a shop of the files of testdata.
func fixtures(t testing.TB) *shop {
	s := newShop(t)
	for _, name := range []string{"orders", "returns", "exchanges", "claims"} {
		s.lists[name] = things(t, name)
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

func things(t testing.TB, name string) []thing {
	var l map[string]json.RawMessage
	var out []thing
	if err := json.Unmarshal(read(t, name+".json"), &l); err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(strings.NewReader(string(l[name])))
	d.UseNumber()
	if err := d.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// copyOf is a fresh copy of one fixture.
func (s *shop) copyOf(name string, i int) (out thing) {
	if s.first[name] == nil {
		b, err := json.Marshal(things(s.t, name)[i])
		if err != nil {
			s.t.Fatal(err)
		}
		s.first[name] = b
	}
	d := json.NewDecoder(strings.NewReader(string(s.first[name])))
	d.UseNumber()
	if err := d.Decode(&out); err != nil {
		s.t.Fatal(err)
	}
	return out
}

// add copies an order of the fixtures under a new id with its own times, and one
// of its returns when asked.
func (s *shop) add(id string, at domain.Instant, withReturn bool) {
	when := at.Time().Format(iso)
	o := s.copyOf("orders", 1)
	o["id"], o["created_at"], o["updated_at"] = "order_"+id, when, when
	o["payment_collections"].([]any)[0].(map[string]any)["updated_at"] = when
	s.lists["orders"] = append(s.lists["orders"], o)
	if withReturn {
		r := s.copyOf("returns", 1)
		r["id"], r["order_id"], r["created_at"], r["requested_at"], r["updated_at"] = "return_"+id, "order_"+id, when, when, when
		s.lists["returns"] = append(s.lists["returns"], r)
	}
}

// payments derives the list of payments from the orders.
func (s *shop) payments() []thing {
	var out []thing
	for _, o := range s.lists["orders"] {
		cols, _ := o["payment_collections"].([]any)
		for _, c := range cols {
			col := c.(map[string]any)
			for _, p := range col["payments"].([]any) {
				pay := p.(map[string]any)
				out = append(out, thing{"id": pay["id"], "refunds": pay["refunds"], "payment_collection": thing{"updated_at": col["updated_at"], "order": thing{"id": o["id"]}}})
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		return out[i]["payment_collection"].(thing).text("updated_at") > out[j]["payment_collection"].(thing).text("updated_at")
	})
	return out
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.before != nil {
		s.before(r.URL.Path)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	answer := func(status int, v any) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(v)
	}
	if r.URL.Path == apiLogin {
		var b map[string]string
		_ = json.NewDecoder(r.Body).Decode(&b)
		if b["email"] != "a@shop.example" || b["password"] != testPassword {
			answer(401, thing{"type": "unauthorized", "message": "Invalid email or password"})
			return
		}
		answer(200, thing{"token": s.token})
		return
	}
	user, _, basic := r.BasicAuth()
	if r.Header.Get("Authorization") != "Bearer "+s.token && (!basic || user != testKey) {
		answer(401, thing{"message": "Unauthorized"})
		return
	}
	part := strings.Split(strings.TrimPrefix(r.URL.Path, "/admin/"), "/")
	switch {
	case r.Method != http.MethodGet:
		s.write(r, part, answer)
	case len(part) == 3 && part[2] == "changes":
		list := []thing{}
		if s.draft != "" {
			list = append(list, thing{"status": "pending", "internal_note": s.draft})
		}
		answer(200, thing{"order_changes": append(list, thing{"status": "confirmed", "internal_note": "old"})})
	case len(part) == 2:
		for _, o := range s.lists[part[0]] {
			if o["id"] == part[1] {
				answer(200, thing{strings.TrimSuffix(part[0], "s"): o})
				return
			}
		}
		answer(404, thing{"type": "not_found", "message": "张示例全名"})
	case part[0] == "payments":
		s.page(r, "payments", s.payments(), answer)
	case part[0] == "stores":
		_, _ = w.Write(read(s.t, "stores.json"))
	case s.lists[part[0]] != nil || slices.Contains([]string{"orders", "returns", "exchanges", "claims"}, part[0]):
		s.page(r, part[0], s.lists[part[0]], answer)
	default:
		http.NotFound(w, r)
	}
}

// page answers a list: filters, order and paging as the server has them.
func (s *shop) page(r *http.Request, name string, list []thing, answer func(int, any)) {
	q := r.URL.Query()
	out := []thing{}
	for _, o := range list {
		keep := true
		for _, f := range []string{"updated_at", "created_at"} {
			if from := q.Get(f + "[$gte]"); from != "" && o.text(f) < from {
				keep = false
			}
			if to := q.Get(f + "[$lt]"); to != "" && o.text(f) >= to {
				keep = false
			}
		}
		for key, field := range map[string]string{"id[]": "id", "order_id[]": "order_id"} {
			if want := q[key]; len(want) > 0 && !slices.Contains(want, o.text(field)) {
				keep = false
			}
		}
		if keep {
			out = append(out, o)
		}
	}
	if name != "payments" {
		sort.Slice(out, func(i, j int) bool { return out[i].text("id") < out[j].text("id") })
	}
	limit, _ := strconv.Atoi(q.Get("limit"))
	offset, _ := strconv.Atoi(q.Get("offset"))
	total := len(out)
	out = out[min(offset, total):min(offset+limit, total)]
	answer(200, thing{name: out, "count": total, "offset": offset, "limit": limit})
}

// write notes a write and lets the steps before an act take effect.
func (s *shop) write(r *http.Request, part []string, answer func(int, any)) {
	var body thing
	_ = json.NewDecoder(r.Body).Decode(&body)
	b, _ := json.Marshal(body)
	s.writes, s.bodies = append(s.writes, r.Method+" "+r.URL.Path), append(s.bodies, string(b))
	last := part[len(part)-1]
	switch {
	case last == "receive" && r.Method == http.MethodDelete:
		s.draft = ""
	case last == "receive" && s.draft != "":
		answer(400, thing{"type": "invalid_data", "message": "already has an existing active order change"})
		return
	case last == "receive":
		s.draft = body.text("internal_note")
	case last == "confirm":
		s.draft = ""
	case last == "fulfillments":
		for _, o := range s.lists["orders"] {
			if o["id"] == part[1] {
				var items []any
				for _, i := range body["items"].([]any) {
					i := i.(map[string]any)
					items = append(items, thing{"line_item_id": i["id"], "quantity": i["quantity"]})
				}
				o["fulfillments"] = append(o["fulfillments"].([]any), thing{"id": "ful_new", "provider_id": "manual_manual", "labels": []any{}, "items": items})
			}
		}
	}
	answer(200, thing{"ok": true})
}

func testDeps(base string, client *httpx.Client) platform.Deps {
	return platform.Deps{
		Shop:        domain.Shop{ID: "s1", Platform: Platform, RemoteID: "store_01DEMO", Currency: "CNY", Zone: "Asia/Shanghai", ShipProvince: "浙江省", WritesOn: true},
		Credentials: platform.Credentials{keySite: "https://shop.example/app/", keyEmail: "a@shop.example", keyPassword: testPassword},
		HTTP:        client, BaseURL: base, Now: testNow,
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

// busy is a shop of many orders, every third with a return, many in one second.
func busy(t testing.TB, n int) *shop {
	s := newShop(t)
	for i := range n {
		at := testNow() - 40*domain.Day + domain.Instant(i)*6*domain.Hour/2
		if i%4 == 0 {
			at = testNow() - domain.Hour
		}
		s.add(fmt.Sprintf("%04d", i), at, i%2 == 0)
	}
	return s
}
