package woocommerce

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/httpx"
	"afterdesk/backend/platform/platformtest"
)

var update = flag.Bool("update", false, "write golden files")

// personal are texts of the fixtures that name a person.
func personal() []string {
	return []string{"Buyerson", "Beispiel", "Musterstrasse", "demo.buyerson", "203.0.113.7", "0000177", "DE000000000", "tx_0001", "gravatar"}
}

func TestConformance(t *testing.T) {
	busy := busyShop(t)
	platformtest.Run(t, platformtest.Harness{
		Now: testNow, Shop: testDeps("", nil).Shop,
		Open: func(t *testing.T, base string, client *httpx.Client) platform.Connector {
			c, err := New(testDeps(base, client))
			if err != nil {
				t.Fatal(err)
			}
			return c
		},
		Serve:  func() http.Handler { return busy },
		IsData: func(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/wp-json/wc/") }, IsWrite: func(r *http.Request) bool { return r.Method != http.MethodGet },
		Refused: func(w http.ResponseWriter, _ *http.Request) {
			refuse(w, 401, "woocommerce_rest_authentication_error", "Consumer key is invalid. Anna Beispiel")
		},
		Limited:     func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) },
		Odd:         func() http.Handler { return oddShop(t) },
		OddOrderRaw: "shipped-by-plugin", OddCaseRaw: "partly", OrderStatusField: fieldOrderStatus, CaseField: fieldPayment,
		Secrets: append(personal(), testKey, testSecret, pushSecret, "ring twice"),
		Writes: map[domain.ActKind]func(context.Context, platform.Connector) error{domain.ActRemark: func(ctx context.Context, c platform.Connector) error {
			_, err := c.(platform.Actor).Act(ctx, platform.Call{Act: domain.Act{Kind: domain.ActRemark, Note: "checked"}, Case: domain.AfterSale{RemoteID: "727-730"}})
			return err
		}},
		Pushes: map[string]platform.PushRequest{"an order changed": delivery("order.updated", `{"id":727,"status":"processing"}`)},
		Unsigned: map[string]platform.PushRequest{"the ping of a new webhook": {Method: "POST", Body: []byte("webhook_id=41"),
			Header: map[string]string{"content-type": "application/x-www-form-urlencoded"}}},
	})
}

func delivery(topic, body string) platform.PushRequest {
	return platform.PushRequest{Method: "POST", Body: []byte(body), Header: map[string]string{"x-wc-webhook-topic": topic,
		"x-wc-webhook-signature": PushSignature(pushSecret, []byte(body))}}
}

// busyShop has rows of each stream over the last months, many in one second.
func busyShop(t testing.TB) *shop {
	s := newShop(t)
	for i := range 330 {
		at := int64(epoch - 60*86400 + i*7200)
		if i%3 == 0 {
			at = epoch - 3600 // more than a page in one second
		}
		s.addOrder(1000+i, at-100, at)
		if i%2 == 0 {
			s.addRefund(1000+i, 50000+i, at)
		}
		s.addReview(9000+i, at)
	}
	return s
}

// oddShop answers with the fixtures.
func oddShop(t testing.TB) http.Handler {
	s := newShop(t)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("page") != "1" {
			s.ServeHTTP(w, r)
			return
		}
		switch {
		case strings.HasSuffix(r.URL.Path, "/orders"):
			w.Header().Set("X-WP-Total", "7")
			_, _ = w.Write(read(t, "orders.page1.json"))
		case strings.HasSuffix(r.URL.Path, "/refunds"):
			_, _ = w.Write(read(t, "refunds.json"))
		case strings.HasSuffix(r.URL.Path, "/reviews"):
			_, _ = w.Write(read(t, "reviews.page1.json"))
		default:
			s.ServeHTTP(w, r)
		}
	})
}

func golden(t *testing.T, name string, v any) {
	t.Helper()
	got, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	path := "testdata/" + name
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; look at the change, then run with -update\n%s", name, got)
	}
}

// rows is what a golden file of a page holds.
type rows[T any] struct {
	Rows     []T
	Problems []platform.Problem
	Unmapped []domain.Unmapped
}

func values[T any](p platform.Page[T]) rows[T] {
	out := rows[T]{Problems: p.Problems, Unmapped: p.Unmapped}
	for _, i := range p.Items {
		out.Rows = append(out.Rows, i.Value)
	}
	return out
}

func TestFixturesBecomeTheseRows(t *testing.T) {
	c := open(t, oddShop(t), nil)
	orders, err := c.Orders(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "orders.page1.golden.json", values(orders))
	cases, err := c.AfterSales(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "refunds.golden.json", values(cases))
	reviews, err := c.Reviews(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "reviews.page1.golden.json", values(reviews))
}

// A stored payload is masked as its row is: what is not kept cannot leak.
func TestNoRowAndNoStoredPayloadNamesAPerson(t *testing.T) {
	c := open(t, oddShop(t), nil)
	orders, err := c.Orders(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	cases, err := c.AfterSales(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	reviews, err := c.Reviews(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	check := func(raw []byte, row any) {
		seen++
		b, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range personal() {
			if word == "Beispiel" { // the engraving stands in a line's own data, which is kept as buyer's words are
				if strings.Contains(string(b), word) {
					t.Errorf("a row holds %q", word)
				}
				continue
			}
			if strings.Contains(string(raw)+string(b), word) {
				t.Errorf("%q is kept", word)
			}
		}
	}
	for _, i := range orders.Items {
		check(i.Raw, i.Value)
		if !bytes.Equal(scrub(i.Raw), i.Raw) {
			t.Error("scrubbing twice changes a payload")
		}
	}
	for _, i := range cases.Items {
		check(i.Raw, i.Value)
	}
	for _, i := range reviews.Items {
		check(i.Raw, i.Value)
		if bytes.Contains(i.Raw, []byte("Beispiel")) {
			t.Error("a stored review names its writer")
		}
	}
	if seen < 9 {
		t.Fatalf("only %d rows were looked at", seen)
	}
}

func TestADetailHasTheNotesOfItsOrder(t *testing.T) {
	s := newShop(t)
	s.addOrder(727, epoch-9000, epoch-8000)
	s.addRefund(727, 730, epoch-7000)
	s.addRefund(727, 735, epoch-6000)
	c := open(t, s, nil)
	one, err := c.AfterSale(t.Context(), "727-735")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "case.detail.golden.json", one.Value)
	again, _, err := c.DeriveAfterSale(platform.RawAfterSaleDetail, one.Raw)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "case.detail.golden.json", again)
	for id, code := range map[string]domain.Code{"727-999": domain.CodeNotFound, "999-730": domain.CodeNotFound, "727": domain.CodeInvalid, "727-../users": domain.CodeInvalid} {
		if _, err := c.AfterSale(t.Context(), id); domain.CodeOf(err) != code {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// SY-04: a person's mapping is used without asking the shop again.
func TestAMappingTurnsAPluginsStatusIntoAKnownOne(t *testing.T) {
	c := open(t, newShop(t), func(d *platform.Deps) {
		d.Mappings = func(field, raw string) string {
			return map[string]string{"order.status=shipped-by-plugin": "shipped"}[field+"="+raw]
		}
	})
	o, left, err := c.DeriveOrder(scrub(items(t, "orders.page1.json")[2]))
	if err != nil || o.Status != domain.OrderShipped || o.RawStatus != "shipped-by-plugin" || len(left) != 0 {
		t.Errorf("%s %s %v %v", o.Status, o.RawStatus, left, err)
	}
}
