package store

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

// Sizes of the benches. The defaults finish in seconds; a book of a million orders is
//
//	go test ./backend/store -run '^$' -bench . -benchtime 1x -timeout 60m -args -orders 1000000
var (
	benchOrders = flag.Int("orders", 20_000, "orders of the large book")
	benchDir    = flag.String("bookdir", "", "folder that keeps the books between runs")
)

const pageOrders = 100 // one page of a pull is one transaction

// book opens a generated book of n orders, building it when it is not there.
func book(b *testing.B, n int) *Store {
	b.Helper()
	dir := *benchDir
	if dir == "" {
		dir = b.TempDir()
	}
	path := filepath.Join(dir, fmt.Sprintf("book%d.db", n))
	now := testNow
	s := openAt(b, path, &now, nil)
	have := int(must[map[string]int64](b)(s.Counts(b.Context()))["orders"])
	if have >= n {
		return s
	}
	start, step := testNow-365*domain.Day, 360*domain.Day/domain.Instant(n)
	write(b, s, func(tx *Tx) error { return tx.PutShop(b.Context(), testShop("s1")) })
	const batch = 2000
	for first := have; first < n; first += batch { // also goes on with one that was left half full
		g := gen(genConfig{orders: min(batch, n-first), seed: 5, first: first, start: start + domain.Instant(first)*step, step: step})
		write(b, s, func(tx *Tx) error {
			if err := g.put(b.Context(), tx); err != nil {
				return err
			}
			for i := 0; i < len(g.orders); i += 5 {
				id := fmt.Sprintf("sha256-%064x", first+i)
				if _, err := tx.PutEvidence(b.Context(), domain.EvidenceItem{ID: id, Name: g.orders[i].RemoteID + ".jpg", Kind: domain.EvidencePackingPhoto, AddedAt: g.orders[i].CreatedAt}); err != nil {
					return err
				}
				if err := tx.PutLink(b.Context(), domain.EvidenceLink{EvidenceID: id, OrderID: g.orders[i].ID, Method: domain.LinkName}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return s
}

// BenchmarkSums prints the chips of the inbox, a drill-down over a month and the
// facts of one day.
func BenchmarkSums(b *testing.B) {
	s := book(b, *benchOrders)
	loc := s.zone("Asia/Shanghai")
	day := domain.DayOf(testNow-40*domain.Day, loc)
	for name, fn := range map[string]func() error{
		"counts":     func() error { _, err := s.CountAfterSales(b.Context(), domain.AfterSaleQuery{}); return err },
		"counts_han": func() error { _, err := s.CountAfterSales(b.Context(), domain.AfterSaleQuery{Text: "裙"}); return err },
		"drill_month": func() error {
			_, err := s.Drill(b.Context(), domain.DrillQuery{From: domain.DayOf(testNow-70*domain.Day, loc), To: day, Filters: []domain.TrendFilter{{Dim: domain.DimHost, Values: []string{"h1"}}}}, domain.TrendOrders, domain.CountReturned)
			return err
		},
		"day_facts": func() error {
			_, err := s.TrendFacts(b.Context(), domain.TrendKey{Kind: domain.TrendOrders, ShopID: "s1", Day: day})
			return err
		},
		"detail": func() error {
			page, err := s.ListAfterSales(b.Context(), domain.AfterSaleQuery{Limit: 1})
			if err == nil {
				_, err = s.GetAfterSaleDetail(b.Context(), page.Items[0].ID)
			}
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := fn(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// limitIngest is the least share of bare upserts' speed at which rows come in.
const limitIngest = 0.5

// ingested is how many orders are written into each book, with their lines,
// parcels and cases.
const ingested = 20_000

// BenchmarkIngest compares PutOrders and PutAfterSales with bare upserts of the
// same columns into the same tables through the same driver: prepared
// statements, one transaction per page, no look-ups, no comparison. Into an empty
// book, and into two copies of the large one.
func BenchmarkIngest(b *testing.B) {
	b.Run("into_empty", func(b *testing.B) {
		now := testNow
		benchIngest(b, 0, func(path string) *Store {
			s := openAt(b, path, &now, nil)
			write(b, s, func(tx *Tx) error { return tx.PutShop(b.Context(), testShop("s1")) })
			return s
		})
	})
	b.Run("into_large", func(b *testing.B) {
		now := testNow
		s := book(b, *benchOrders)
		source := s.path
		if err := s.Close(); err != nil { // folds the journal into the file
			b.Fatal(err)
		}
		benchIngest(b, *benchOrders, func(path string) *Store {
			copyFile(b, source, path)
			return openAt(b, path, &now, nil)
		})
	})
}

// benchIngest writes orders that follow the first ones of a book into two books
// that make opens, page by page in turns, one through the store and one bare. A
// third one tells beforehand which rows the store makes of them.
func benchIngest(b *testing.B, first int, make func(path string) *Store) {
	start := testNow - 4*domain.Day
	rows := gen(genConfig{orders: ingested, seed: 7, first: first, start: start, step: 4 * domain.Day / ingested})
	var mine, bare, again time.Duration
	for b.Loop() {
		dir := b.TempDir()
		told := make(filepath.Join(dir, "told.db"))
		pages := pagesOf(rows)
		for _, p := range pages {
			p.put(b, told)
		}
		s, plain := make(filepath.Join(dir, "mine.db")), make(filepath.Join(dir, "bare.db"))
		copyDims(b, told, plain)
		upserts := prepareBare(b, told, plain, slotOf(start))
		runtime.GC()
		for i, p := range pages {
			at := time.Now()
			p.put(b, s)
			mine += time.Since(at)
			at = time.Now()
			upserts.page(b, i)
			bare += time.Since(at)
		}
		at := time.Now()
		for _, p := range pages {
			p.put(b, s)
		}
		again += time.Since(at)
		const lines = `SELECT count(*) FROM order_line`
		if a, c := must[[]int64](b)(numbers(b.Context(), s, lines)), must[[]int64](b)(numbers(b.Context(), plain, lines)); a[0] != c[0] || a[0] < int64(first+ingested) {
			b.Fatalf("the store holds %d lines, bare upserts left %d", a[0], c[0])
		}
		upserts.close()
		if err := errors.Join(told.Close(), s.Close(), plain.Close()); err != nil {
			b.Fatal(err)
		}
	}
	total := float64(ingested * b.N)
	share := bare.Seconds() / mine.Seconds()
	b.ReportMetric(share, "of_bare")
	b.ReportMetric(limitIngest/share, "ingest_of_half_bare")
	b.ReportMetric(total/mine.Seconds(), "orders/s")
	b.ReportMetric(total/bare.Seconds(), "bare_orders/s")
	b.ReportMetric(total/again.Seconds(), "unchanged_orders/s")
	b.ReportMetric(0, "ns/op")
}

// page is what one page of a pull brings.
type page struct {
	orders []domain.Order
	cases  []domain.AfterSale
}

func pagesOf(rows genRows) (out []page) {
	byOrder := map[string][]domain.AfterSale{}
	for _, c := range rows.cases {
		byOrder[c.OrderID] = append(byOrder[c.OrderID], c)
	}
	for orders := range slices.Chunk(rows.orders, pageOrders) {
		p := page{orders: orders}
		for i := range orders {
			p.cases = append(p.cases, byOrder[orders[i].ID]...)
		}
		out = append(out, p)
	}
	return out
}

func (p *page) put(b *testing.B, s *Store) {
	b.Helper()
	write(b, s, func(tx *Tx) error {
		if _, err := tx.PutOrders(b.Context(), p.orders); err != nil {
			return err
		}
		_, err := tx.PutAfterSales(b.Context(), p.cases)
		return err
	})
}

func copyFile(b *testing.B, from, to string) {
	b.Helper()
	src, err := os.Open(from)
	if err != nil {
		b.Fatal(err)
	}
	defer src.Close()
	dst, err := os.Create(to)
	if err != nil {
		b.Fatal(err)
	}
	_, err = io.Copy(dst, src)
	if err := errors.Join(err, dst.Close()); err != nil {
		b.Fatal(err)
	}
}
