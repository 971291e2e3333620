package taobao

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

func bareConnector() *Connector { return &Connector{d: testDeps("", nil), zone: flex.Beijing()} }

// FuzzOrder: whatever the platform sends, reading it ends in a row with a key
// or in an error that names a field and holds none of the text.
func FuzzOrder(f *testing.F) {
	for _, raw := range items(f, "trades.page1.json", "trades", "trade") {
		f.Add([]byte(raw))
	}
	f.Add([]byte(`{"tid":1,"created":"1970-01-01 00:00:01","payment":"1e5","orders":{"order":[{"oid":1,"price":"-3"}]}}`))
	c := bareConnector()
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
		for _, s := range []string{o.MaskedName, o.MaskedPhone} {
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
	for _, raw := range items(f, "refunds.page1.json", "refunds", "refund") {
		f.Add([]byte(raw))
		packed, err := json.Marshal(rawDetail{Refund: raw, Messages: items(f, "messages.json", "refund_messages", "refund_message"), Trade: json.RawMessage(`{"tid":1}`)})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(packed)
	}
	c := bareConnector()
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, kind := range []string{platform.RawAfterSale, platform.RawAfterSaleDetail} {
			a, _, err := c.DeriveAfterSale(kind, raw)
			if err != nil {
				if domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "field") == "" {
					t.Fatalf("error without a field: %v", err)
				}
				continue
			}
			if a.RemoteID == "" || a.OrderID == "s1." || a.RawStatus == "" || a.RawType == "" || a.Type == "" || a.Arbitration == "" || a.Images == nil || a.Parcels == nil {
				t.Fatalf("row without sense: %+v", a)
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

// FuzzPush: no bytes without the right signature hint at anything.
func FuzzPush(f *testing.F) {
	for _, r := range deliveries() {
		f.Add(r.Header["content-type"], r.Body, r.Query["sign"])
	}
	d := testDeps("", quickClient())
	c, err := New(d)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, kind string, body []byte, sign string) {
		r := delivery(kind, "taobao_trade_TradeClose", string(body), epoch)
		right := r.Query["sign"]
		r.Query["sign"] = sign
		if got, err := c.Push(r); sign != right && (err == nil || len(got.Hints) > 0) {
			t.Fatalf("a wrong signature gave %+v", got)
		}
	})
}

// BenchmarkAdapter is the price of reading a full page of orders and of cases,
// and its ratio to a bare decode of the same bytes.
func BenchmarkAdapter(b *testing.B) {
	page := func(file, list, one string) []json.RawMessage {
		raw := items(b, file, list, one)[0]
		out := make([]json.RawMessage, pageSize)
		for i := range out {
			out[i] = raw
		}
		return out
	}
	c := bareConnector()
	for name, s := range map[string]struct {
		raws []json.RawMessage
		read func(*platform.Reader, []byte) error
	}{
		"orders": {page("trades.page1.json", "trades", "trade"), func(r *platform.Reader, raw []byte) error { _, err := c.readOrder(r, raw); return err }},
		"cases":  {page("refunds.page1.json", "refunds", "refund"), func(r *platform.Reader, raw []byte) error { _, err := c.readCase(r, raw); return err }},
	} {
		b.Run(name, func(b *testing.B) {
			size := 0
			for _, raw := range s.raws {
				size += len(raw)
			}
			b.SetBytes(int64(size))
			r := platform.NewReader(Platform, c.d)
			for b.Loop() {
				for _, raw := range s.raws {
					if err := s.read(r, raw); err != nil {
						b.Fatal(err)
					}
				}
			}
			ours := b.Elapsed().Seconds() / float64(b.N)
			b.StopTimer()
			began := time.Now()
			for range b.N {
				for _, raw := range s.raws {
					var v any
					if err := json.Unmarshal(raw, &v); err != nil {
						b.Fatal(err)
					}
				}
			}
			bare := time.Since(began).Seconds() / float64(b.N)
			b.ReportMetric(float64(len(s.raws))/ours, "rows/s")
			b.ReportMetric(ours/bare, "x-bare")
		})
	}
}
