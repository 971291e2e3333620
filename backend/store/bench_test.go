package store

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

// Sizes of the benches. The defaults finish in seconds; REF-L is
// go test ./backend/store -run '^$' -bench . -benchtime 1x -orders 1000000 -timeout 60m
var (
	benchOrders = flag.Int("orders", 20_000, "orders of the large book")
	benchSmall  = flag.Int("small", 10_000, "orders of the small book that it is compared with")
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
	if list := must[[]domain.Shop](b)(s.ListShops(b.Context())); len(list) > 0 {
		return s
	}
	start, step := testNow-365*domain.Day, 360*domain.Day/domain.Instant(n)
	write(b, s, func(tx *Tx) error { return tx.PutShop(b.Context(), testShop("s1")) })
	const batch = 2000
	for first := 0; first < n; first += batch {
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

func percentile(d []time.Duration, p float64) time.Duration {
	slices.Sort(d)
	return d[min(len(d)-1, int(float64(len(d))*p))]
}

// questions are what a person asks of the lists while working.
func questions(s *Store, n int) map[string]func(ctx context.Context, i int) error {
	orders := func(q domain.OrderQuery) error {
		page, err := s.ListOrders(context.Background(), q)
		if err == nil && len(page.Items) == 0 {
			err = fmt.Errorf("no hit for %+v", q)
		}
		return err
	}
	cases := func(q domain.AfterSaleQuery) error {
		page, err := s.ListAfterSales(context.Background(), q)
		if err == nil && len(page.Items) == 0 {
			err = fmt.Errorf("no hit for %+v", q)
		}
		return err
	}
	id := func(i int) int { return (i*7919 + 13) % n }
	return map[string]func(ctx context.Context, i int) error{
		"orders_first": func(_ context.Context, _ int) error { return orders(domain.OrderQuery{}) },
		"orders_status": func(_ context.Context, i int) error {
			return orders(domain.OrderQuery{Statuses: []domain.OrderStatus{domain.OrderStatuses[i%8]}})
		},
		"orders_shop": func(_ context.Context, _ int) error { return orders(domain.OrderQuery{ShopIDs: []string{"s1"}}) },
		"orders_host": func(_ context.Context, i int) error { return orders(domain.OrderQuery{HostID: fmt.Sprint("h", i%6)}) },
		"orders_session": func(_ context.Context, i int) error {
			return orders(domain.OrderQuery{SessionID: fmt.Sprintf("s1.72%017d", i%40)})
		},
		"orders_sku_filter": func(_ context.Context, i int) error {
			return orders(domain.OrderQuery{SKUID: fmt.Sprintf("17%05dM", i%200)})
		},
		"orders_deep_page": func(_ context.Context, i int) error {
			return orders(domain.OrderQuery{Cursor: cursorOf(slotOf(testNow - domain.Instant(i%300+5)*domain.Day))})
		},
		"search_id": func(_ context.Context, i int) error {
			return orders(domain.OrderQuery{Text: fmt.Sprintf("69%016d", id(i)*7919)})
		},
		"search_waybill": func(_ context.Context, i int) error {
			return ignoreNone(orders(domain.OrderQuery{Text: fmt.Sprintf("YT%013d", 1_000_000_000_000+id(i)*31)}))
		},
		"search_id_beginning": func(_ context.Context, i int) error {
			return orders(domain.OrderQuery{Text: fmt.Sprintf("69%016d", id(i)*7919)[:16]})
		},
		"search_wide_beginning": func(_ context.Context, _ int) error { return orders(domain.OrderQuery{Text: "69000"}) },
		"search_sku": func(_ context.Context, i int) error {
			return orders(domain.OrderQuery{Text: fmt.Sprintf("KU-%04d-M", i%200)})
		},
		"search_two_han": func(_ context.Context, i int) error {
			return orders(domain.OrderQuery{Text: string([]rune(genNames[i%10])[:2])})
		},
		"search_han_and_color": func(_ context.Context, i int) error {
			return ignoreNone(orders(domain.OrderQuery{Text: genNames[i%10] + " " + genColors[i%4]}))
		},
		"search_absent_han": func(_ context.Context, _ int) error { return ignoreNone(orders(domain.OrderQuery{Text: "衣杯"})) },
		"search_phone_tail": func(_ context.Context, i int) error {
			return ignoreNone(orders(domain.OrderQuery{Text: fmt.Sprintf("%04d", id(i)%10000)}))
		},
		"inbox_first":    func(_ context.Context, _ int) error { return cases(domain.AfterSaleQuery{}) },
		"inbox_merchant": func(_ context.Context, _ int) error { return cases(domain.AfterSaleQuery{View: "merchant"}) },
		"inbox_evidence": func(_ context.Context, _ int) error { return cases(domain.AfterSaleQuery{View: "evidence"}) },
		"inbox_filtered": func(_ context.Context, i int) error {
			return cases(domain.AfterSaleQuery{Types: []domain.CaseType{genTypes[i%5]}, ShopIDs: []string{"s1"}})
		},
		"inbox_paged": func(_ context.Context, i int) error {
			return cases(domain.AfterSaleQuery{Cursor: cursorOf(int64(testNow)+int64(i%20)*int64(domain.Hour), 0)})
		},
		"inbox_closed": func(_ context.Context, _ int) error { return cases(domain.AfterSaleQuery{View: "closed"}) },
		"inbox_host": func(_ context.Context, i int) error {
			return cases(domain.AfterSaleQuery{HostID: fmt.Sprint("h", i%6)})
		},
		"inbox_two_han": func(_ context.Context, i int) error {
			return cases(domain.AfterSaleQuery{Text: string([]rune(genNames[i%10])[:2])})
		},
		"inbox_all_two_han": func(_ context.Context, i int) error {
			return cases(domain.AfterSaleQuery{View: "all", Text: string([]rune(genNames[i%10])[:2])})
		},
	}
}

func ignoreNone(err error) error {
	if err != nil && strings.HasPrefix(err.Error(), "no hit") {
		return nil
	}
	return err
}

// BenchmarkLists prints the 95th percentile of each question on the large book
// and the ratios of 95th percentiles and medians to those on the small one.
func BenchmarkLists(b *testing.B) {
	const asked, warm = 100, 10
	books := [2]*Store{book(b, *benchSmall), book(b, *benchOrders)}
	asks := [2]map[string]func(context.Context, int) error{questions(books[0], *benchSmall), questions(books[1], *benchOrders)}
	small, large := map[string]time.Duration{}, map[string]time.Duration{}
	mid := map[string]float64{}
	for name := range asks[0] {
		var took [2][]time.Duration
		for i := range asked + warm {
			for k := range books { // in turns, so that what else the machine does hits both
				at := time.Now()
				if err := asks[k][name](b.Context(), i); err != nil {
					b.Fatalf("%s on book %d: %v", name, k, err)
				}
				if i >= warm {
					took[k] = append(took[k], time.Since(at))
				}
			}
		}
		small[name], large[name] = percentile(took[0], 0.95), percentile(took[1], 0.95)
		mid[name] = float64(percentile(took[1], 0.5)) / float64(percentile(took[0], 0.5))
	}
	names := make([]string, 0, len(large))
	for name := range large {
		names = append(names, name)
	}
	sort.Strings(names)
	for b.Loop() {
	}
	b.ReportMetric(0, "ns/op")
	reportMemory(b) // both books are open and their caches full
	for _, name := range names {
		b.ReportMetric(float64(large[name].Microseconds())/1000, name+"_p95_ms")
		b.ReportMetric(float64(large[name])/float64(small[name]), name+"_p95_ratio")
		b.ReportMetric(mid[name], name+"_p50_ratio")
	}
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

// BenchmarkColdStart opens the book and reads the first page of the inbox, and
// says how much memory the process then holds.
func BenchmarkColdStart(b *testing.B) {
	s := book(b, *benchOrders)
	path := s.path
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s, err := Open(b.Context(), Options{Path: path})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.ListAfterSales(b.Context(), domain.AfterSaleQuery{}); err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	reportMemory(b)
}

// reportMemory prints what the process holds resident; Linux only.
func reportMemory(b *testing.B) {
	runtime.GC()
	raw, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return
	}
	for _, line := range strings.Split(string(raw), "\n") {
		var kb float64
		if n, _ := fmt.Sscanf(line, "VmRSS: %f kB", &kb); n == 1 {
			b.ReportMetric(kb/1024, "rss_MiB")
		}
	}
}

// BenchmarkIngest compares PutOrders and PutAfterSales with bare upserts of the
// same columns into the same tables through the same driver: prepared
// statements, one transaction per page, no look-ups, no comparison.
func BenchmarkIngest(b *testing.B) {
	n := *benchOrders
	rows := gen(genConfig{orders: n, seed: 7, start: testNow - 300*domain.Day, step: 250 * domain.Day / domain.Instant(n)})
	var mine, bare, again time.Duration
	for b.Loop() {
		s := open(b)
		runtime.GC()
		at := time.Now()
		ingest(b, s, rows)
		mine += time.Since(at)
		at = time.Now()
		ingest(b, s, rows)
		again += time.Since(at)
		plain := open(b)
		copyDims(b, s, plain)
		runtime.GC()
		bare += bareIngest(b, s, plain)
		if a, c := must[[]int64](b)(numbers(b.Context(), s, `SELECT count(*) FROM order_line`)), must[[]int64](b)(numbers(b.Context(), plain, `SELECT count(*) FROM order_line`)); a[0] != c[0] {
			b.Fatalf("bare wrote %d lines, the store %d", c[0], a[0])
		}
	}
	total := float64(n * b.N)
	b.ReportMetric(bare.Seconds()/mine.Seconds(), "of_bare")
	b.ReportMetric(total/mine.Seconds(), "orders/s")
	b.ReportMetric(total/bare.Seconds(), "bare_orders/s")
	b.ReportMetric(total/again.Seconds(), "unchanged_orders/s")
}

func ingest(b *testing.B, s *Store, rows genRows) {
	byOrder := map[string][]domain.AfterSale{}
	for _, c := range rows.cases {
		byOrder[c.OrderID] = append(byOrder[c.OrderID], c)
	}
	for i := 0; i < len(rows.orders); i += pageOrders {
		page := rows.orders[i:min(i+pageOrders, len(rows.orders))]
		var cases []domain.AfterSale
		for k := range page {
			cases = append(cases, byOrder[page[k].ID]...)
		}
		write(b, s, func(tx *Tx) error {
			if _, err := tx.PutOrders(b.Context(), page); err != nil {
				return err
			}
			_, err := tx.PutAfterSales(b.Context(), cases)
			return err
		})
	}
}
