package doudian

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

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

// FuzzOrder: whatever the platform sends, reading it ends in a row with a key
// or in an error that names a field and holds none of the text.
func FuzzOrder(f *testing.F) {
	for _, raw := range items(f, "orders.page1.json", "shop_order_list") {
		f.Add([]byte(raw))
	}
	f.Add([]byte(`{"order_id":"1","create_time":"9999999999999999","update_time":-5,"pay_amount":"1e5"}`))
	c := &Connector{d: testDeps("", nil)}
	f.Fuzz(func(t *testing.T, raw []byte) {
		o, _, err := c.DeriveOrder(raw)
		if err != nil {
			if domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "field") == "" {
				t.Fatalf("error without a field: %v", err)
			}
			return
		}
		shop, remote, err := domain.SplitKey(o.ID)
		if err != nil || shop != "s1" || remote != o.RemoteID || o.CreatedAt <= 0 || o.UpdatedAt < 0 || o.Status == "" || o.Lines == nil || o.Parcels == nil {
			t.Fatalf("row without sense: %s %s %s", o.ID, o.CreatedAt, o.UpdatedAt)
		}
		for _, s := range []string{o.MaskedName, o.MaskedPhone, o.MaskedAddress} {
			if s != "" && !strings.Contains(s, "*") {
				t.Fatal("an unmasked value went through")
			}
		}
		again, _, err := c.DeriveOrder(raw)
		if err != nil || !reflect.DeepEqual(again, o) {
			t.Fatal("the same JSON gave two rows")
		}
	})
}

// FuzzAfterSale does the same for both shapes of a case.
func FuzzAfterSale(f *testing.F) {
	for _, raw := range items(f, "aftersales.page1.json", "items") {
		f.Add([]byte(raw))
	}
	var e struct{ Data json.RawMessage }
	if err := json.Unmarshal(read(f, "aftersale.detail.json"), &e); err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(e.Data))
	c := &Connector{d: testDeps("", nil)}
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, kind := range []string{platform.RawAfterSale, platform.RawAfterSaleDetail} {
			a, _, err := c.DeriveAfterSale(kind, raw)
			if err != nil {
				if domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "field") == "" {
					t.Fatalf("error without a field: %v", err)
				}
				continue
			}
			if a.RemoteID == "" || a.OrderID == "s1." || a.Status == "" || a.Type == "" || a.Arbitration == "" || a.Images == nil || a.Parcels == nil {
				t.Fatalf("row without sense: %+v", a)
			}
			if a.RawStatus == "" && !a.Status.Open() {
				t.Fatal("a case without a status was closed")
			}
			seen := map[string]bool{}
			for _, ev := range a.Events {
				if seen[ev.ID] {
					t.Fatal("two events of one id")
				}
				seen[ev.ID] = true
			}
			again, _, err := c.DeriveAfterSale(kind, raw)
			if err != nil || !reflect.DeepEqual(again, a) {
				t.Fatal("the same JSON gave two rows")
			}
		}
	})
}

// The benchmarks below give the price of the adapter over a bare decode of the
// same JSON: go test -bench 'Order' -benchmem.

func BenchmarkOrderAdapter(b *testing.B) {
	raw := items(b, "orders.page1.json", "shop_order_list")[0]
	c := &Connector{d: testDeps("", nil)}
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, _, err := c.DeriveOrder(raw); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkOrderBareDecode(b *testing.B) {
	raw := items(b, "orders.page1.json", "shop_order_list")[0]
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		var v map[string]any
		if err := json.Unmarshal(raw, &v); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkOrderStructDecode(b *testing.B) {
	raw := items(b, "orders.page1.json", "shop_order_list")[0]
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		var w wireOrder
		if err := json.Unmarshal(raw, &w); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkOrderPage is a whole page over loopback: signing, transport,
// judging, paging and the adapter.
func BenchmarkOrderPage(b *testing.B) {
	s := newShop(b)
	for i := range 100 {
		s.addOrder(fmt.Sprintf("69%017d", i), epoch-7200, epoch-3600+int64(i))
	}
	at := marked(epoch - 3600)
	var once sync.Mutex
	var canned []byte // the shop is slow; its answer is kept
	c := open(b, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		once.Lock()
		defer once.Unlock()
		if canned == nil {
			rec := httptest.NewRecorder()
			s.ServeHTTP(rec, r)
			canned = rec.Body.Bytes()
		}
		_, _ = w.Write(canned)
	}), nil)
	for b.Loop() {
		p, err := c.Orders(b.Context(), at)
		if err != nil || len(p.Items) != 100 {
			b.Fatal(len(p.Items), err)
		}
	}
	b.ReportMetric(100*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
