package medusa

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

func flexText(s string) flex.Text { return flex.Text(s) }

func raws(t testing.TB, name string) []json.RawMessage {
	var l map[string]json.RawMessage
	var out []json.RawMessage
	if err := json.Unmarshal(read(t, name+".json"), &l); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(l[name], &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// caseRaws joins the fixtures' cases.
func caseRaws(t testing.TB) []json.RawMessage {
	by := func(name string) map[string][]json.RawMessage {
		out := map[string][]json.RawMessage{}
		for _, raw := range raws(t, name) {
			var w struct {
				Order string `json:"order_id"`
			}
			_ = json.Unmarshal(raw, &w)
			out[w.Order] = append(out[w.Order], raw)
		}
		return out
	}
	returns, exchanges, claims := by("returns"), by("exchanges"), by("claims")
	var out []json.RawMessage
	for _, raw := range raws(t, "orders") {
		id := looseOrderID(raw)
		list, err := join(raw, returns[id], exchanges[id], claims[id])
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, list...)
	}
	return out
}

// FuzzOrder: whatever the server sends, reading it ends in a row with a key or in
// an error that names a field.
func FuzzOrder(f *testing.F) {
	for _, raw := range raws(f, "orders") {
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
		if o.RemoteID == "" || o.CreatedAt <= 0 || o.UpdatedAt < o.CreatedAt || o.Status == "" || o.Lines == nil || o.Parcels == nil || o.Contact != nil {
			t.Fatalf("row without sense: %s %s %s", o.ID, o.CreatedAt, o.UpdatedAt)
		}
		again, _, err := c.DeriveOrder(raw)
		if err != nil || !reflect.DeepEqual(again, o) {
			t.Fatal("the same JSON gave two rows")
		}
	})
}

// FuzzAfterSale does the same for a case and its detail.
func FuzzAfterSale(f *testing.F) {
	for _, raw := range caseRaws(f) {
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
			if a.RemoteID == "" || a.OrderID == "s1." || a.Status == "" || a.Type == "" || a.RawStatus == "" || a.Images == nil || a.Parcels == nil {
				t.Fatalf("row without sense: %+v", a)
			}
			again, _, err := c.DeriveAfterSale(kind, raw)
			if err != nil || !reflect.DeepEqual(again, a) {
				t.Fatal("the same JSON gave two rows")
			}
		}
	})
}

// BenchmarkAdapter reads a full page of orders and of cases and tells rows a
// second and the ratio to a bare decode of the same bytes.
func BenchmarkAdapter(b *testing.B) {
	c := &Connector{d: testDeps("", nil)}
	for name, p := range map[string]struct {
		raws []json.RawMessage
		read func(raw []byte) error
	}{
		"orders": {raws(b, "orders")[:7], func(raw []byte) error { _, _, err := c.DeriveOrder(raw); return err }},
		"cases":  {caseRaws(b)[:4], func(raw []byte) error { _, _, err := c.DeriveAfterSale(platform.RawAfterSale, raw); return err }},
	} {
		b.Run(name, func(b *testing.B) {
			page := func(read func(raw []byte) error) time.Duration {
				start := time.Now()
				for i := range pageSize {
					if err := read(p.raws[i%len(p.raws)]); err != nil {
						b.Fatal(err)
					}
				}
				return time.Since(start)
			}
			var ours, bare time.Duration
			for b.Loop() {
				ours += page(p.read)
				bare += page(func(raw []byte) error { var v any; return json.Unmarshal(raw, &v) })
			}
			b.ReportMetric(float64(pageSize*b.N)/ours.Seconds(), "rows/s")
			b.ReportMetric(float64(ours)/float64(bare), "x-bare-decode")
		})
	}
}
