package jd

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// FuzzRows: whatever the platform sends as an order, a case or a review, reading
// it ends in a row with a key or in an error that names a field and holds none of
// the text.
func FuzzRows(f *testing.F) {
	for _, list := range [][]json.RawMessage{orderItems(f), refundItems(f), serviceItems(f), reviewItems(f)} {
		for _, raw := range list {
			f.Add([]byte(raw))
		}
	}
	c := &Connector{d: testDeps("", nil)}
	named := func(t *testing.T, err error) {
		if domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "field") == "" {
			t.Fatalf("error without a field: %v", err)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if o, _, err := c.DeriveOrder(raw); err != nil {
			named(t, err)
		} else {
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
			if again, _, err := c.DeriveOrder(raw); err != nil || !reflect.DeepEqual(again, o) {
				t.Fatal("the same JSON gave two rows")
			}
		}
		for _, kind := range []string{platform.RawAfterSale, platform.RawAfterSaleDetail} {
			a, _, err := c.DeriveAfterSale(kind, raw)
			if err != nil {
				named(t, err)
				continue
			}
			if a.RemoteID == "" || a.OrderID == "s1." || a.Status == "" || a.Type == "" || a.Images == nil || a.Parcels == nil || a.Asked.Minor < 0 || a.RawStatus == "" && !a.Status.Open() {
				t.Fatalf("row without sense: %+v", a)
			}
			if again, _, err := c.DeriveAfterSale(kind, raw); err != nil || !reflect.DeepEqual(again, a) {
				t.Fatal("the same JSON gave two rows")
			}
		}
		if v, _, err := c.DeriveReview(raw); err != nil {
			named(t, err)
		} else if v.RemoteID == "" || v.CreatedAt.IsZero() || v.Rating < 0 || v.Rating > 5 || v.Images == nil {
			t.Fatalf("row without sense: %+v", v)
		}
	})
}

// BenchmarkAdapter reads a full page of orders and one of each kind of case into
// rows and prints the price over a bare decode of the same bytes.
func BenchmarkAdapter(b *testing.B) {
	c := &Connector{d: testDeps("", nil)}
	cases := func(raw []byte) error { _, _, err := c.DeriveAfterSale(platform.RawAfterSale, raw); return err }
	for name, s := range map[string]struct {
		raw  json.RawMessage
		size int
		read func([]byte) error
	}{
		"orders":   {orderItems(b)[0], orderPage, func(raw []byte) error { _, _, err := c.DeriveOrder(raw); return err }},
		"refunds":  {refundItems(b)[0], casePage, cases},
		"services": {serviceItems(b)[0], casePage, cases},
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
