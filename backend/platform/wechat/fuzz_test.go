package wechat

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// each adds the members of a fixture to a corpus.
func each(f testing.TB, file string) []json.RawMessage {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(read(f, file), &all); err != nil {
		f.Fatal(err)
	}
	out := []json.RawMessage{}
	for _, raw := range all {
		out = append(out, raw)
	}
	return out
}

// FuzzOrder: whatever the platform sends, reading it ends in a row with a key
// or in an error that names a field and holds none of the text.
func FuzzOrder(f *testing.F) {
	for _, raw := range each(f, "orders.json") {
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
		shop, remote, err := domain.SplitKey(o.ID)
		if err != nil || shop != "s1" || remote != o.RemoteID || o.CreatedAt <= 0 || o.UpdatedAt < o.CreatedAt || o.Status == "" || o.Lines == nil || o.Parcels == nil {
			t.Fatalf("row without sense: %s %s %s", o.ID, o.CreatedAt, o.UpdatedAt)
		}
		seen := map[string]bool{}
		for _, l := range o.Lines {
			if seen[l.ID] {
				t.Fatal("two lines of one id")
			}
			seen[l.ID] = true
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

// FuzzAfterSale does the same for a case with its complaint.
func FuzzAfterSale(f *testing.F) {
	complaints := each(f, "complaints.json")
	for i, raw := range each(f, "aftersales.json") {
		b, err := json.Marshal(kept{Case: raw, Complaint: complaints[i%len(complaints)], Order: &keptOrder{SentAt: 1788210000}, ReadAt: 1788300000})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	c := &Connector{d: testDeps("", nil)}
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, _, err := c.DeriveAfterSale(platform.RawAfterSale, raw)
		if err != nil {
			if domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "field") == "" {
				t.Fatalf("error without a field: %v", err)
			}
			return
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
		again, _, err := c.DeriveAfterSale(platform.RawAfterSaleDetail, raw)
		if err != nil || !reflect.DeepEqual(again, a) {
			t.Fatal("the same JSON gave two rows")
		}
	})
}

// BenchmarkAdapter gives the price of the adapter for a page of orders and one
// of cases, and its ratio to a bare decode of the same bytes into any.
func BenchmarkAdapter(b *testing.B) {
	var orders, cases map[string]json.RawMessage
	if json.Unmarshal(read(b, "orders.json"), &orders) != nil || json.Unmarshal(read(b, "aftersales.json"), &cases) != nil {
		b.Fatal("fixtures")
	}
	sale, err := json.Marshal(kept{Case: cases["2000000000000001"]})
	if err != nil {
		b.Fatal(err)
	}
	for _, k := range []struct {
		name string
		raw  []byte
		read func(r *platform.Reader, raw []byte) error
	}{
		{"orders", orders["3700000000000000001"], func(r *platform.Reader, raw []byte) error { _, err := readOrder(r, raw); return err }},
		{"cases", sale, func(r *platform.Reader, raw []byte) error { _, err := readCase(r, raw); return err }},
	} {
		var bare float64 // ns a page
		b.Run(k.name+" bare", func(b *testing.B) {
			for b.Loop() {
				for range pageSize {
					var v any
					if err := json.Unmarshal(k.raw, &v); err != nil {
						b.Fatal(err)
					}
				}
			}
			bare = float64(b.Elapsed().Nanoseconds()) / float64(b.N)
		})
		b.Run(k.name, func(b *testing.B) {
			d := testDeps("", nil)
			for b.Loop() {
				r := platform.NewReader(Platform, d)
				for range pageSize {
					if err := k.read(r, k.raw); err != nil {
						b.Fatal(err)
					}
				}
			}
			perPage := float64(b.Elapsed().Nanoseconds()) / float64(b.N)
			b.ReportMetric(pageSize*1e9/perPage, "rows/s")
			b.ReportMetric(perPage/bare, "x-bare")
		})
	}
}
