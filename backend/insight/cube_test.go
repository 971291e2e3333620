package insight

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

func randomFacts(r *rand.Rand, n int) []domain.TrendFact {
	facts := make([]domain.TrendFact, 0, n)
	for group := int64(0); len(facts) < n; group++ {
		for line := 0; line <= r.IntN(3) && len(facts) < n; line++ {
			f := domain.TrendFact{Group: group, Bits: uint32(r.IntN(1 << 8))}
			for d := range f.Dims {
				if v := r.IntN(d*d + 1); v > 0 {
					f.Dims[d] = fmt.Sprintf("%d-词%d", d, v)
				}
			}
			facts = append(facts, f)
		}
	}
	return facts
}

func TestSegmentRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 2, 7, 8, 9, 63, 64, 65, 1000, 5000} {
		facts := randomFacts(r, n)
		s, err := openSegment(encodeSegment(facts))
		if err != nil || s.facts != n {
			t.Fatalf("%d facts: %v, %d", n, err, s.facts)
		}
		codes := make([]uint32, n)
		words, err := s.masks(codes)
		if n == 0 {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range facts {
			if words[codes[i]] != f.Bits {
				t.Fatalf("%d facts: bits of %d differ", n, i)
			}
			if i > 0 && s.continues(i) != (f.Group == facts[i-1].Group) {
				t.Fatalf("%d facts: group of %d differs", n, i)
			}
		}
		for d := range domain.FactDimCount {
			words, err := s.dim(d, codes)
			if err != nil {
				t.Fatal(err)
			}
			for i, f := range facts {
				if words[codes[i]] != f.Dims[d] {
					t.Fatalf("%d facts: dimension %d of %d differs", n, d, i)
				}
			}
		}
	}
}

func TestDamagedSegmentsAreRefusedNotBelieved(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	good := encodeSegment(randomFacts(r, 200))
	read := func(blob []byte) (err error) {
		s, err := openSegment(blob)
		if err != nil {
			return err
		}
		codes := make([]uint32, s.facts)
		if _, err = s.masks(codes); err != nil {
			return err
		}
		for d := range domain.FactDimCount {
			if _, err = s.dim(d, codes); err != nil {
				return err
			}
		}
		return nil
	}
	if err := read(good); err != nil {
		t.Fatal(err)
	}
	for n := range good { // must not panic; a cut blob must not read
		if read(good[:n]) == nil {
			t.Fatalf("a blob cut to %d bytes was believed", n)
		}
	}
	for range 5000 { // flipped bytes must not panic
		bad := append([]byte{}, good...)
		bad[r.IntN(len(bad))] ^= byte(1 + r.IntN(255))
		_ = read(bad)
	}
	other := append([]byte{}, good...)
	other[1]++
	if read(other) == nil {
		t.Fatal("another version was believed")
	}
}

// slow counts the same question fact by fact with maps.
func slow(facts map[domain.TrendKey][]domain.TrendFact, dims []domain.Dimension, filters []domain.TrendFilter, counter int) (cells map[[2]string]int64, total int64) {
	cells = map[[2]string]int64{}
	value := func(key domain.TrendKey, f domain.TrendFact, d domain.Dimension) string {
		for i, name := range domain.FactDims {
			if name == d {
				return f.Dims[i]
			}
		}
		return bucket(d, key.Day)
	}
	for key, list := range facts {
		seen, any := map[[2]string]map[int64]bool{}, map[int64]bool{}
		for _, f := range list {
			pass := true
			for _, fl := range filters {
				in := false
				for _, v := range fl.Values {
					in = in || v == value(key, f, fl.Dim)
				}
				pass = pass && in
			}
			if !pass || f.Bits>>counter&1 == 0 {
				continue
			}
			var k [2]string
			for i, d := range dims {
				k[i] = value(key, f, d)
			}
			if seen[k] == nil {
				seen[k] = map[int64]bool{}
			}
			seen[k][f.Group], any[f.Group] = true, true
		}
		for k, groups := range seen {
			cells[k] += int64(len(groups))
		}
		total += int64(len(any))
	}
	return cells, total
}

func TestCubeCountsLikeACountByHand(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	facts := map[domain.TrendKey][]domain.TrendFact{}
	for d := range 20 {
		key := domain.TrendKey{Kind: domain.TrendOrders, ShopID: "s1", Day: addDays("2026-07-25", d)}
		facts[key] = randomFacts(r, 50+r.IntN(300))
	}
	for round := range 60 {
		var dims []domain.Dimension
		for _, i := range r.Perm(len(domain.Dimensions))[:r.IntN(3)] {
			dims = append(dims, domain.Dimensions[i])
		}
		var filters []domain.TrendFilter
		for range r.IntN(3) {
			d := domain.Dimensions[r.IntN(len(domain.Dimensions))]
			f := domain.TrendFilter{Dim: d}
			for key, list := range facts {
				if len(f.Values) > 3 {
					break
				}
				if isTime(d) {
					f.Values = append(f.Values, bucket(d, key.Day))
					continue
				}
				for i, name := range domain.FactDims {
					if name == d {
						f.Values = append(f.Values, list[r.IntN(len(list))].Dims[i])
					}
				}
			}
			filters = append(filters, f)
		}
		counter := r.IntN(8)
		ask := question{q: domain.TrendQuery{Dims: dims, Filters: filters},
			slots: []slot{{domain.Counters[0], domain.TrendReviews, 1}, {domain.Counters[counter], domain.TrendOrders, 1 << counter}}}
		c := ask.cube()
		for key, list := range facts {
			if err := c.add(key, encodeSegment(list), 3); err != nil {
				t.Fatal(err)
			}
		}
		want, total := slow(facts, dims, filters, counter)
		got := map[[2]string]int64{}
		for id := range c.cells {
			var k [2]string
			copy(k[:], c.keys(int32(id)))
			if n := c.at(int32(id), 1); n > 0 {
				got[k] = n
			}
			if c.at(int32(id), 0) != 0 {
				t.Fatal("a counter of another kind was counted")
			}
		}
		if !reflect.DeepEqual(got, want) || c.total[1] != total {
			t.Fatalf("round %d %v %v counter %d: total %d want %d, %d cells want %d", round, dims, filters, counter, c.total[1], total, len(got), len(want))
		}
	}
}

func TestAnOrderWithSeveralLinesCountsOncePerCell(t *testing.T) {
	paid := uint32(1)
	line := func(group int64, sku string) domain.TrendFact {
		f := domain.TrendFact{Group: group, Bits: paid}
		f.Dims[4] = sku
		return f
	}
	facts := []domain.TrendFact{line(1, "a"), line(1, "a"), line(1, "b"), line(2, "a")}
	ask := question{q: domain.TrendQuery{Dims: []domain.Dimension{domain.DimSKU}}, slots: []slot{{domain.CountPaid, domain.TrendOrders, 1}}}
	c := ask.cube()
	if err := c.add(domain.TrendKey{Kind: domain.TrendOrders, Day: "2026-08-01"}, encodeSegment(facts), 0); err != nil {
		t.Fatal(err)
	}
	got := map[string]int64{}
	for id := range c.cells {
		got[c.keys(int32(id))[0]] = c.at(int32(id), 0)
	}
	if !reflect.DeepEqual(got, map[string]int64{"a": 2, "b": 1}) || c.total[0] != 2 {
		t.Fatalf("%v, total %d", got, c.total[0])
	}
}

func TestTimeBuckets(t *testing.T) {
	for _, c := range []struct {
		dim domain.Dimension
		day domain.ShopDay
		key string
	}{
		{domain.DimDay, "2026-08-12", "2026-08-12"},
		{domain.DimWeek, "2026-08-10", "2026-08-10"},
		{domain.DimWeek, "2026-08-12", "2026-08-10"},
		{domain.DimWeek, "2026-08-16", "2026-08-10"},
		{domain.DimWeek, "2026-08-17", "2026-08-17"},
		{domain.DimWeek, "2026-01-01", "2025-12-29"},
		{domain.DimMonth, "2028-02-29", "2028-02"},
	} {
		if got := bucket(c.dim, c.day); got != c.key {
			t.Errorf("%s of %s is %s, want %s", c.dim, c.day, got, c.key)
		}
	}
	if daysBetween("2026-02-27", "2026-03-02") != 3 || daysBetween("2026-03-02", "2026-02-27") != -3 || addDays("2026-02-27", 2) != "2026-03-01" {
		t.Error("days")
	}
}

func TestRowsComeByBaseOrInTimeOrder(t *testing.T) {
	c := &cube{axes: []*axis{{fact: -1, time: domain.DimDay, words: []string{"2026-08-02", "2026-08-01"}}, {fact: 2, words: []string{"small", "big"}}}, slots: make([]slot, 1)}
	for _, row := range []struct {
		day, host uint32
		n         int32
	}{{0, 0, 3}, {1, 0, 4}, {0, 1, 50}, {1, 1, 60}} {
		c.cells = append(c.cells, cell{key: [2]uint32{row.day, row.host}})
		c.counts = append(c.counts, row.n)
	}
	show := func(limit int) (out []string, more bool) {
		ids, more := c.ranked(0, limit)
		for _, id := range ids {
			k := c.keys(id)
			out = append(out, k[0][8:]+k[1])
		}
		return out, more
	}
	if got, more := show(10); !reflect.DeepEqual(got, []string{"01big", "01small", "02big", "02small"}) || more {
		t.Errorf("all: %v %v", got, more)
	}
	if got, more := show(3); !reflect.DeepEqual(got, []string{"01big", "02big"}) || !more {
		t.Errorf("a limit must keep whole series: %v %v", got, more)
	}
	if got, more := show(1); !reflect.DeepEqual(got, []string{"02big"}) || !more {
		t.Errorf("a limit under one series must keep its newest part: %v %v", got, more)
	}
	c.axes[0] = &axis{fact: 1, words: c.axes[0].words}
	if got, more := show(2); !reflect.DeepEqual(got, []string{"01big", "02big"}) || !more {
		t.Errorf("without a time the largest base goes first: %v %v", got, more)
	}
}

// world makes the segments of a year of a merchant with 1,000,000 orders and
// 1,300,000 lines.
func world() (keys []domain.TrendKey, blobs [][]byte, bytes int) {
	r := rand.New(rand.NewPCG(7, 8))
	word := func(prefix string, n int) string { return fmt.Sprintf("s1.%s%017d", prefix, r.IntN(n)) }
	order := int64(0)
	for d := range 365 {
		var facts []domain.TrendFact
		for range 2740 {
			order++
			lines := 1
			if r.IntN(10) < 3 {
				lines = 2
			}
			bits := uint32(1)
			if r.IntN(10) < 8 {
				bits |= 2
			}
			if r.IntN(10) < 2 {
				bits |= 4 | 32
			}
			province, carrier := word("p", 31), word("c", 6)
			for range lines {
				f := domain.TrendFact{Group: order, Bits: bits | uint32(r.IntN(4))<<6}
				product := r.IntN(60)
				f.Dims = [domain.FactDimCount]string{"s1", fmt.Sprintf("s1.7%016d%02d", d, r.IntN(2)), word("h", 6), fmt.Sprintf("s1.35%016d", product),
					fmt.Sprintf("s1.17%014d%02d", product, r.IntN(8)), word("z", 8), word("k", 12), word("r", 15), carrier, province, word("a", 4)}
				facts = append(facts, f)
			}
		}
		keys = append(keys, domain.TrendKey{Kind: domain.TrendOrders, ShopID: "s1", Day: addDays("2025-09-01", d)})
		blobs = append(blobs, encodeSegment(facts))
		bytes += len(blobs[d])
	}
	return keys, blobs, bytes
}

// BenchmarkTrend answers three questions over a year of 1,000,000 orders from
// segments in memory, on one core, and prints the share of the limit of 200 ms.
func BenchmarkTrend(b *testing.B) {
	keys, blobs, bytes := world()
	for _, dims := range [][]domain.Dimension{{domain.DimDay, domain.DimHost}, {domain.DimSKU, domain.DimProvince}, {domain.DimSession, domain.DimSKU}, {domain.DimDay, domain.DimSKU}} {
		b.Run(string(dims[0])+"×"+string(dims[1]), func(b *testing.B) {
			ask := question{q: domain.TrendQuery{Dims: dims}, slots: []slot{{domain.CountReturned, domain.TrendOrders, 4}, {domain.CountPaid, domain.TrendOrders, 1},
				{domain.CountQuality, domain.TrendOrders, 8}, {domain.CountSigned, domain.TrendOrders, 2}}}
			var spent time.Duration
			cells := 0
			for b.Loop() {
				began := time.Now()
				c := ask.cube()
				for i, key := range keys {
					if err := c.add(key, blobs[i], int32(365-i)); err != nil {
						b.Fatal(err)
					}
				}
				ids, _ := c.ranked(1, defaultRows)
				cells = len(c.cells)
				for _, id := range ids {
					c.keys(id)
				}
				spent += time.Since(began)
			}
			ms := spent.Seconds() * 1000 / float64(b.N)
			b.ReportMetric(ms, "ms/answer")
			b.ReportMetric(ms/200, "answer_of_200ms")
			b.ReportMetric(float64(cells), "cells")
			b.ReportMetric(float64(bytes)/1e6, "MB")
		})
	}
}
