package xiaohongshu

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// FuzzOrder: whatever the platform sends, reading it ends in a row with a key
// or in an error that names a field and holds none of the text.
func FuzzOrder(f *testing.F) {
	for _, raw := range items(f, "orders.json", "orderList") {
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
		seen := map[string]bool{}
		for _, l := range o.Lines {
			if seen[l.ID] {
				t.Fatal("two lines of one id")
			}
			seen[l.ID] = true
		}
		again, _, err := c.DeriveOrder(raw)
		if err != nil || !reflect.DeepEqual(again, o) || o.CreatedAt <= 0 || o.UpdatedAt < o.CreatedAt {
			t.Fatal("the same JSON gave two rows, or one without sense")
		}
	})
}

// FuzzAfterSale does the same for both shapes of a case.
func FuzzAfterSale(f *testing.F) {
	for _, raw := range items(f, "cases.json", "afterSaleBasicInfos") {
		f.Add([]byte(raw))
	}
	var e struct{ Data json.RawMessage }
	if err := json.Unmarshal(fixture(f, "case.detail.json"), &e); err != nil {
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
			again, _, err := c.DeriveAfterSale(kind, raw)
			if err != nil || !reflect.DeepEqual(again, a) || a.RawStatus == "" || a.RawType == "" || a.Images == nil {
				t.Fatal("the same JSON gave two rows, or one without sense")
			}
		}
	})
}

// BenchmarkAdapter is the price of reading a full page of orders and of cases,
// and its ratio to a bare decode of the same bytes.
func BenchmarkAdapter(b *testing.B) {
	c := &Connector{d: testDeps("", nil)}
	for name, s := range map[string]struct {
		raw  json.RawMessage
		read func(*platform.Reader, []byte) error
	}{
		"orders": {items(b, "orders.json", "orderList")[0], func(r *platform.Reader, raw []byte) error { _, err := readOrder(r, raw); return err }},
		"cases":  {items(b, "cases.json", "afterSaleBasicInfos")[0], func(r *platform.Reader, raw []byte) error { _, err := readCase(r, raw); return err }},
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(pageSize * len(s.raw)))
			r := platform.NewReader(Platform, c.d)
			for b.Loop() {
				for range pageSize {
					if err := s.read(r, s.raw); err != nil {
						b.Fatal(err)
					}
				}
			}
			ours := b.Elapsed().Seconds() / float64(b.N)
			b.StopTimer()
			began := time.Now()
			for range b.N * pageSize {
				var v any
				if err := json.Unmarshal(s.raw, &v); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(pageSize/ours, "rows/s")
			b.ReportMetric(ours/(time.Since(began).Seconds()/float64(b.N)), "x-bare")
		})
	}
}
