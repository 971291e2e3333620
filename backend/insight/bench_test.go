package insight

import (
	"context"
	"fmt"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

// BenchmarkTrendFromStore asks the same questions as BenchmarkTrend through
// Trend itself: dirty days looked up, segments read from SQLite, labels read.
// The segments are synthetic (1,000,000 orders, 1,300,000 lines, 365 days).
func BenchmarkTrendFromStore(b *testing.B) {
	ctx := context.Background()
	d := open(b, 31)
	keys, blobs, _ := world()
	for i, key := range keys {
		one := domain.Order{ID: fmt.Sprintf("s1.%d", i), ShopID: "s1", RemoteID: fmt.Sprint(i), Status: domain.OrderFinished, UpdatedAt: d.now,
			PaidAt: mustDay(key.Day), Paid: domain.CNY(1), Lines: []domain.OrderLine{{ID: "l", OrderID: fmt.Sprintf("s1.%d", i), RemoteID: fmt.Sprintf("l%d", i), ProductID: "p", SKUID: "k"}}}
		if err := d.s.Write(ctx, func(tx *store.Tx) error { _, err := tx.PutOrders(ctx, []domain.Order{one}); return err }); err != nil {
			b.Fatal(err)
		}
		if err := d.s.PutTrendSegment(ctx, key, func([]domain.TrendFact) []byte { return blobs[i] }); err != nil {
			b.Fatal(err)
		}
	}
	for _, dims := range [][]domain.Dimension{{}, {domain.DimDay, domain.DimHost}, {domain.DimSKU, domain.DimProvince}, {domain.DimSession, domain.DimSKU}, {domain.DimDay, domain.DimSKU}} {
		b.Run(fmt.Sprint(dims), func(b *testing.B) {
			for b.Loop() {
				t, err := d.Trend(ctx, domain.TrendQuery{Metrics: []string{"return_rate_by_order", "quality_return_rate"}, From: "2025-01-01", To: "2027-01-01", Dims: dims})
				if err != nil || t.Total.Values[0].Den < 1_000_000 {
					b.Fatalf("%+v %v", t.Total, err)
				}
			}
			ms := b.Elapsed().Seconds() * 1000 / float64(b.N)
			b.ReportMetric(ms, "ms/answer")
			b.ReportMetric(ms/200, "answer_of_200ms")
		})
	}
}

func mustDay(day domain.ShopDay) domain.Instant {
	from, _, err := day.Range(zoneOf(domain.Shop{Zone: "Asia/Shanghai"}))
	if err != nil {
		panic(err)
	}
	return from + domain.Hour
}
