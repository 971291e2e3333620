package tiktok

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// FuzzOrder: whatever the platform sends, reading it ends in a row with a key or
// in an error that names a field; a receiver stays masked.
func FuzzOrder(f *testing.F) {
	for _, raw := range items(f, "orders.page1.json", "orders") {
		f.Add([]byte(raw))
	}
	c := &Connector{d: testDeps("", nil)}
	f.Fuzz(func(t *testing.T, raw []byte) {
		o, _, err := c.DeriveOrder(raw)
		if err != nil {
			if domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "field") == "" {
				t.Fatalf("error without a field: %v", err)
			}
			return
		}
		if o.RemoteID == "" || o.CreatedAt <= 0 || o.UpdatedAt < o.CreatedAt || o.Status == "" || o.Lines == nil || o.Parcels == nil {
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

// FuzzAfterSale does the same for returns, cancellations and details.
func FuzzAfterSale(f *testing.F) {
	for _, raw := range items(f, "returns.page1.json", "return_orders") {
		f.Add([]byte(raw))
		f.Add([]byte(`{"case":` + string(raw) + `,"records":[{"role":"BUYER","note":"x","create_time":1788490000}]}`))
	}
	for _, raw := range items(f, "cancellations.page1.json", "cancellations") {
		f.Add([]byte(raw))
	}
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
			if a.RemoteID == "" || a.OrderID == "s1." || a.Status == "" || a.Type == "" || a.Images == nil || a.Parcels == nil || a.RawStatus == "" && !a.Status.Open() {
				t.Fatalf("row without sense: %+v", a)
			}
			again, _, err := c.DeriveAfterSale(kind, raw)
			if err != nil || !reflect.DeepEqual(again, a) {
				t.Fatal("the same JSON gave two rows")
			}
		}
	})
}

// BenchmarkAdapter reads a full page of orders, returns and cancellations and
// tells rows a second and the ratio to a bare decode of the same bytes.
func BenchmarkAdapter(b *testing.B) {
	c := &Connector{d: testDeps("", nil)}
	cases := func(raw []byte) error { _, _, err := c.DeriveAfterSale(platform.RawAfterSale, raw); return err }
	for name, s := range map[string]struct {
		raw  json.RawMessage
		size int
		read func([]byte) error
	}{
		"orders":        {items(b, "orders.page1.json", "orders")[0], orderPage, func(raw []byte) error { _, _, err := c.DeriveOrder(raw); return err }},
		"returns":       {items(b, "returns.page1.json", "return_orders")[0], casePage, cases},
		"cancellations": {items(b, "cancellations.page1.json", "cancellations")[0], casePage, cases},
	} {
		b.Run(name, func(b *testing.B) {
			page := func(read func([]byte) error) time.Duration {
				start := time.Now()
				for range s.size {
					if err := read(s.raw); err != nil {
						b.Fatal(err)
					}
				}
				return time.Since(start)
			}
			var ours, bare time.Duration
			for b.Loop() {
				ours += page(s.read)
				bare += page(func(raw []byte) error { var v any; return json.Unmarshal(raw, &v) })
			}
			b.ReportMetric(float64(s.size*b.N)/ours.Seconds(), "rows/s")
			b.ReportMetric(float64(ours)/float64(bare), "x-bare-decode")
		})
	}
}
