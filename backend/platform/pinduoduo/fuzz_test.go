package pinduoduo

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// FuzzOrder: whatever the platform sends, reading it ends in a row with a key
// or in an error that names a field and holds none of the text.
func FuzzOrder(f *testing.F) {
	for _, raw := range items(f, "orders.changed.json", "order_sn_list") {
		f.Add([]byte(raw))
	}
	f.Add([]byte(`{"order_sn":"1","created_time":"9999999999999999","pay_amount":1e5,"discount_amount":-0.1}`))
	c := &Connector{d: testDeps("", nil)}
	f.Fuzz(func(t *testing.T, raw []byte) {
		o, _, err := c.DeriveOrder(raw)
		if err != nil {
			if domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "field") == "" {
				t.Fatalf("error without a field: %v", err)
			}
			return
		}
		if o.RemoteID == "" || o.ID != "s1."+o.RemoteID || o.CreatedAt <= 0 || o.UpdatedAt < o.CreatedAt || o.Status == "" || o.Lines == nil || o.Parcels == nil {
			t.Fatalf("row without sense: %s %s %s", o.ID, o.CreatedAt, o.UpdatedAt)
		}
		seen := map[string]bool{}
		for _, l := range o.Lines {
			if l.RemoteID == "" || seen[l.RemoteID] {
				t.Fatalf("line %q twice", l.RemoteID)
			}
			seen[l.RemoteID] = true
		}
		for _, m := range []domain.Money{o.Total, o.Paid, o.Freight, o.Discount} {
			if m.Minor < 0 {
				t.Fatal("a negative amount went through")
			}
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
	list := items(f, "cases.changed.json", "refund_list")
	for _, raw := range list {
		f.Add([]byte(raw))
	}
	both, err := json.Marshal(bothCases{Listed: list[0], Detail: read(f, "case.detail.json")})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(both)
	c := &Connector{d: testDeps("", nil)}
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, kind := range []string{platform.RawAfterSale, platform.RawAfterSaleDetail} {
			a, unknown, err := c.DeriveAfterSale(kind, raw)
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
			again, twice, err := c.DeriveAfterSale(kind, raw)
			if err != nil || !reflect.DeepEqual(again, a) || !reflect.DeepEqual(unknown, twice) {
				t.Fatal("the same JSON gave two rows")
			}
		}
	})
}

// BenchmarkAdapter reads a full page of orders and one of cases into rows and
// prints the price over a bare decode of the same bytes.
func BenchmarkAdapter(b *testing.B) {
	c := &Connector{d: testDeps("", nil)}
	for name, s := range map[string]struct {
		raw  json.RawMessage
		read func([]byte) error
	}{
		"orders": {items(b, "orders.changed.json", "order_sn_list")[0], func(raw []byte) error { _, _, err := c.DeriveOrder(raw); return err }},
		"cases":  {items(b, "cases.changed.json", "refund_list")[0], func(raw []byte) error { _, _, err := c.DeriveAfterSale(platform.RawAfterSale, raw); return err }},
	} {
		b.Run(name, func(b *testing.B) {
			page := func(read func([]byte) error) time.Duration {
				start := time.Now()
				for range pageSize {
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
			b.ReportMetric(pageSize*float64(b.N)/ours.Seconds(), "rows/s")
			b.ReportMetric(float64(ours)/float64(bare), "x-bare-decode")
		})
	}
}
