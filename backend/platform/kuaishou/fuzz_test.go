package kuaishou

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// FuzzOrder: whatever the platform sends, reading it ends in a row with a key
// or in an error that names a field and holds none of the text.
func FuzzOrder(f *testing.F) {
	for _, raw := range items(f, "orders.page1.json", "orderList") {
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
		if err != nil || shop != "s1" || remote != o.RemoteID || o.CreatedAt <= 0 || o.UpdatedAt < o.CreatedAt || o.Status == "" || len(o.Lines) == 0 || o.Parcels == nil {
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

// FuzzAfterSale does the same for both kinds of a case, and for reviews.
func FuzzAfterSale(f *testing.F) {
	for _, raw := range items(f, "aftersales.page1.json", "refundOrderInfoList") {
		b, err := json.Marshal(kept{Refund: raw, Order: &keptOrder{SendTime: 1788240000000}})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	var log []json.RawMessage
	if err := json.Unmarshal(data(f, "comments.json"), &log); err != nil {
		f.Fatal(err)
	}
	b, err := json.Marshal(kept{Refund: data(f, "aftersale.detail.json"), Comments: log, Asked: true})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte(`{"root":{"commentId":1,"createTime":1788400000000},"subs":[{"sellerReply":true}]}`))
	c := &Connector{d: testDeps("", nil)}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if v, _, err := c.DeriveReview(raw); err == nil && (v.RemoteID == "" || v.CreatedAt <= 0 || v.Rating < 0 || v.Rating > 5 || v.Images == nil) {
			t.Fatalf("review without sense: %s", v.ID)
		}
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

// BenchmarkAdapter gives the price of the adapter for a page of orders and one
// of cases, and its ratio to a bare decode of the same bytes into any.
func BenchmarkAdapter(b *testing.B) {
	order := items(b, "orders.page1.json", "orderList")[0]
	sale, err := json.Marshal(kept{Refund: items(b, "aftersales.page1.json", "refundOrderInfoList")[0]})
	if err != nil {
		b.Fatal(err)
	}
	for _, k := range []struct {
		name string
		raw  []byte
		rows int
		read func(r *platform.Reader, raw []byte) error
	}{
		{"orders", order, orderPage, func(r *platform.Reader, raw []byte) error { _, err := readOrder(r, raw); return err }},
		{"cases", sale, casePage, func(r *platform.Reader, raw []byte) error { _, err := readCase(r, raw); return err }},
	} {
		var bare float64 // ns a page
		b.Run(k.name+" bare", func(b *testing.B) {
			for b.Loop() {
				for range k.rows {
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
				for range k.rows {
					if err := k.read(r, k.raw); err != nil {
						b.Fatal(err)
					}
				}
			}
			perPage := float64(b.Elapsed().Nanoseconds()) / float64(b.N)
			b.ReportMetric(float64(k.rows)*1e9/perPage, "rows/s")
			b.ReportMetric(perPage/bare, "x-bare")
		})
	}
}
