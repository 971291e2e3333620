package shopify

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

func bare() *Connector { return &Connector{d: testDeps("", nil), host: testHost} }

// FuzzOrder: whatever the platform sends, reading it ends in a row with a key or
// in an error that names a field.
func FuzzOrder(f *testing.F) {
	for _, raw := range nodes(f, "orders.page1.json", "orders") {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		o, _, err := bare().DeriveOrder(raw)
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
		again, _, err := bare().DeriveOrder(raw)
		if err != nil || !reflect.DeepEqual(again, o) {
			t.Fatal("the same JSON gave two rows")
		}
	})
}

// FuzzCase does so for what an order's answer is split into, and for disputes.
func FuzzCase(f *testing.F) {
	var e struct {
		Data struct{ Order json.RawMessage }
	}
	if err := json.Unmarshal(read(f, "order.cases.json"), &e); err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(e.Data.Order), []byte(nodes(f, "disputes.page1.json", "disputes")[0]))
	f.Add([]byte(`{"legacyResourceId":"1","returns":{"nodes":[null,1,{"id":"gid://shopify/Return/"}]},"refunds":[null,"x"]}`), []byte(`{}`))
	f.Fuzz(func(t *testing.T, order, dispute []byte) {
		if !json.Valid(order) || !json.Valid(dispute) {
			return
		}
		raws := []json.RawMessage{}
		if list, err := split(order); err == nil {
			for _, one := range list {
				raws = append(raws, one.raw)
			}
		}
		if b, err := json.Marshal(wireCase{Dispute: dispute}); err == nil {
			raws = append(raws, b)
		}
		for _, raw := range raws {
			_ = looseCase(raw)
			a, _, err := bare().DeriveAfterSale(platform.RawAfterSale, raw)
			if err != nil {
				if domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "field") == "" {
					t.Fatalf("error without a field: %v", err)
				}
				continue
			}
			if a.RemoteID == "" || a.OrderID == "s1." || a.Status == "" || a.Type == "" || a.Images == nil || a.Parcels == nil || a.Status.Open() != a.ClosedAt.IsZero() || a.UpdatedAt < a.AppliedAt {
				t.Fatalf("row without sense: %+v", a)
			}
			again, _, err := bare().DeriveAfterSale(platform.RawAfterSale, raw)
			if err != nil || !reflect.DeepEqual(again, a) {
				t.Fatal("the same JSON gave two rows")
			}
		}
	})
}

// BenchmarkAdapter reads a full page of orders, and the answers of as many
// orders with cases, the way a pull does, and compares it with a bare decode of
// the same bytes into any.
func BenchmarkAdapter(b *testing.B) {
	const many = 100
	s := newShop(b)
	orders, answers := []map[string]any{}, []map[string]any{}
	for i := range many {
		s.addReturn(1000+i, 7000+i, epoch-3600, "OPEN")
		orders, answers = append(orders, s.orders[1000+i]), append(answers, s.cases[1000+i])
	}
	for _, k := range []struct {
		name string
		from any
		read func(page []byte) int
	}{
		{"orders", orders, func(page []byte) int {
			var raws []json.RawMessage
			if json.Unmarshal(page, &raws) != nil {
				return 0
			}
			var out platform.Page[domain.Order]
			platform.Collect(&out, platform.NewReader(Platform, testDeps("", nil)), epoch, raws, readOrder, platform.OrderKey, looseOrder)
			return len(out.Items)
		}},
		{"cases", answers, func(page []byte) int {
			var raws, parts []json.RawMessage
			if json.Unmarshal(page, &raws) != nil {
				return 0
			}
			for _, raw := range raws {
				list, err := split(raw)
				if err != nil {
					return 0
				}
				for _, one := range list {
					parts = append(parts, one.raw)
				}
			}
			var out platform.Page[domain.AfterSale]
			platform.Collect(&out, platform.NewReader(Platform, testDeps("", nil)), epoch, parts, readCase, platform.CaseKey, looseCase)
			return len(out.Items)
		}},
	} {
		page, err := json.Marshal(k.from)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(k.name, func(b *testing.B) {
			b.SetBytes(int64(len(page)))
			for b.Loop() {
				if k.read(page) != many {
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
			plain := time.Since(start).Seconds() / float64(rounds)
			b.ReportMetric(many/ours, "rows/s")
			b.ReportMetric(ours/plain, "x-bare-json")
		})
	}
}
