package insight

import (
	"math/rand/v2"
	"testing"

	"afterdesk/backend/domain"
)

// FuzzSegment feeds any bytes to the reader of segments: it may refuse them, it
// must not panic or count more facts than the blob can hold.
func FuzzSegment(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{0, 1, 5, 40} {
		f.Add(encodeSegment(randomFacts(r, n)))
	}
	f.Fuzz(func(t *testing.T, blob []byte) {
		ask := question{q: domain.TrendQuery{Dims: []domain.Dimension{domain.DimSKU, domain.DimReason}}, slots: []slot{{domain.CountPaid, domain.TrendOrders, 1}}}
		c := ask.cube()
		if err := c.add(domain.TrendKey{Kind: domain.TrendOrders, Day: "2026-08-01"}, blob, 0); err != nil {
			return
		}
		if c.total[0] > int64(len(blob))*8 {
			t.Fatalf("%d orders in %d bytes", c.total[0], len(blob))
		}
	})
}
