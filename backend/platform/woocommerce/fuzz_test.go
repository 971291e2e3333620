package woocommerce

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

func bare() *Connector { return &Connector{d: testDeps("", nil)} }

// FuzzOrder: whatever a shop sends, scrubbing and reading it ends in a row with
// a key or in an error that names a field, and no unmasked person goes through.
func FuzzOrder(f *testing.F) {
	for _, raw := range items(f, "orders.page1.json") {
		f.Add([]byte(raw))
	}
	f.Add([]byte(`{"id":1,"date_created_gmt":"2026-01-10T08:00:00","currency":"EUR","total":"1e5","billing":{"first_name":"张三","phone":"139"}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		clean := scrub(raw)
		if string(scrub(clean)) != string(clean) {
			t.Fatal("scrubbing twice is not scrubbing once")
		}
		o, _, err := bare().DeriveOrder(clean)
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
		for _, s := range []string{o.MaskedName, o.MaskedPhone, o.MaskedAddress} {
			if s != "" && !strings.Contains(s, "*") {
				t.Fatal("an unmasked value went through")
			}
		}
		again, _, err := bare().DeriveOrder(clean)
		if err != nil || !reflect.DeepEqual(again, o) {
			t.Fatal("the same JSON gave two rows")
		}
	})
}

// FuzzRefund does the same for both kinds of a case.
func FuzzRefund(f *testing.F) {
	for _, raw := range items(f, "refunds.json") {
		f.Add([]byte(raw), read(f, "notes.json"))
	}
	order := items(f, "orders.page1.json")[0]
	f.Fuzz(func(t *testing.T, refund, notes []byte) {
		if !json.Valid(refund) || !json.Valid(notes) {
			return
		}
		raw, err := compose(scrub(order), scrub(refund), notes)
		if err != nil {
			return
		}
		for _, kind := range []string{platform.RawAfterSale, platform.RawAfterSaleDetail} {
			a, _, err := bare().DeriveAfterSale(kind, raw)
			if err != nil {
				if domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "field") == "" {
					t.Fatalf("error without a field: %v", err)
				}
				continue
			}
			if a.OrderID != "s1.727" || a.RawStatus == "" || a.Type == "" || a.Images == nil || a.Parcels == nil || a.Asked.Minor < 0 || a.Qty < 0 ||
				a.Status.Open() != a.ClosedAt.IsZero() {
				t.Fatalf("row without sense: %+v", a)
			}
			again, _, err := bare().DeriveAfterSale(kind, raw)
			if err != nil || !reflect.DeepEqual(again, a) {
				t.Fatal("the same JSON gave two rows")
			}
		}
	})
}

// BenchmarkAdapter reads a full page of orders and of cases the way a pull
// does, from the page's bytes to rows, and compares it with a bare decode of
// the same bytes into any.
func BenchmarkAdapter(b *testing.B) {
	s := newShop(b)
	orders, cases := []json.RawMessage{}, []json.RawMessage{}
	refund := items(b, "refunds.json")[0]
	for i := range pageSize {
		s.addOrder(1000+i, epoch-7200, epoch-3600)
		raw, err := json.Marshal(s.orders[1000+i])
		if err != nil {
			b.Fatal(err)
		}
		c, err := compose(scrub(raw), scrub(refund), nil)
		if err != nil {
			b.Fatal(err)
		}
		orders, cases = append(orders, raw), append(cases, c)
	}
	for _, k := range []struct {
		name string
		raws []json.RawMessage
		read func(page []byte) int
	}{
		{"orders", orders, func(page []byte) int {
			var raws []json.RawMessage
			if json.Unmarshal(page, &raws) != nil {
				return 0
			}
			for i := range raws {
				raws[i] = scrub(raws[i])
			}
			var out platform.Page[domain.Order]
			platform.Collect(&out, platform.NewReader(Platform, testDeps("", nil)), epoch, raws, readOrder, platform.OrderKey, looseID)
			return len(out.Items)
		}},
		{"cases", cases, func(page []byte) int {
			var raws []json.RawMessage
			if json.Unmarshal(page, &raws) != nil {
				return 0
			}
			var out platform.Page[domain.AfterSale]
			rows := 0
			for i := range raws { // of one refund on many orders, so one by one
				platform.Collect(&out, platform.NewReader(Platform, testDeps("", nil)), epoch, raws[i:i+1], readCase, platform.CaseKey, looseCase)
				rows++
			}
			return min(rows, len(out.Items))
		}},
	} {
		page, err := json.Marshal(k.raws)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(k.name, func(b *testing.B) {
			b.SetBytes(int64(len(page)))
			for b.Loop() {
				if k.read(page) != pageSize {
					b.Fatal("a page lost rows")
				}
			}
			ours := b.Elapsed().Seconds() / float64(b.N)
			start, rounds := time.Now(), max(b.N, 20)
			for range rounds {
				var v any
				if err := json.Unmarshal(page, &v); err != nil {
					b.Fatal(err)
				}
			}
			bareTime := time.Since(start).Seconds() / float64(rounds)
			b.ReportMetric(pageSize/ours, "rows/s")
			b.ReportMetric(ours/bareTime, "x-bare-json")
		})
	}
}
