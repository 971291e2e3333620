package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

// Limits of the reference set.
const (
	limitStart  = 1500 * time.Millisecond // process start to the first page of the inbox
	limitList   = 25 * time.Millisecond   // 95th percentile of a list or a search
	limitTrend  = 200 * time.Millisecond  // any two dimensions
	limitMemory = 200.0                   // MiB resident while idle
)

func init() { childRoles["bench"] = beIdle }

// beIdle is a process that a person opened, looked around in, and left alone.
func beIdle(ctx context.Context, _ childPlan, d *Desk) error {
	if _, err := d.Store.ListAfterSales(ctx, domain.AfterSaleQuery{}); err != nil {
		return err
	}
	ack("first_page", "-")
	d.Start(ctx)
	if err := lookAround(ctx, d); err != nil {
		return err
	}
	ack("worked", strconv.FormatFloat(resident(), 'f', 1, 64))
	time.Sleep(2 * time.Second)
	runtime.GC()
	ack("idle", strconv.FormatFloat(resident(), 'f', 1, 64))
	return d.Close()
}

// lookAround opens every screen once.
func lookAround(ctx context.Context, d *Desk) error {
	_, err1 := d.Insight.Today(ctx, nil)
	_, err2 := d.Insight.Tasks(ctx, nil, 50)
	page, err3 := d.Store.ListAfterSales(ctx, domain.AfterSaleQuery{View: "merchant"})
	_, err4 := d.Store.CountAfterSales(ctx, domain.AfterSaleQuery{})
	for _, c := range page.Items[:min(10, len(page.Items))] {
		if _, err := d.Store.GetAfterSaleDetail(ctx, c.ID); err != nil {
			return err
		}
	}
	_, err5 := d.Store.ListOrders(ctx, domain.OrderQuery{Text: "连衣"})
	_, err6 := d.Store.ListEvidence(ctx, domain.EvidenceQuery{})
	_, err7 := d.Store.ListReviews(ctx, domain.ReviewQuery{})
	_, err8 := d.Store.ListFindings(ctx, domain.FindingQuery{})
	_, err9 := d.Insight.Trend(ctx, yearOf(d, domain.DimSession, domain.DimSKU))
	return errors.Join(err1, err2, err3, err4, err5, err6, err7, err8, err9)
}

// resident is what the process holds in memory, in MiB; 0 where it cannot be told.
func resident() float64 {
	raw, _ := os.ReadFile("/proc/self/status")
	for _, line := range strings.Split(string(raw), "\n") {
		var kb float64
		if n, _ := fmt.Sscanf(line, "VmRSS: %f kB", &kb); n == 1 {
			return kb / 1024
		}
	}
	return 0
}

// BenchmarkReference prints one line for each limit: the figure, and how much of
// the limit it is. Small and large folder are asked in turns, so that whatever
// else the machine does hits both.
func BenchmarkReference(b *testing.B) {
	dirs := [2]string{reference(b, *refSmall), reference(b, *refOrders)}
	b.Run("cold_start", func(b *testing.B) { benchStart(b, dirs[1]) })
	var desks [2]*Desk
	for i, dir := range dirs {
		d, err := Open(b.Context(), Options{Dir: dir})
		if err != nil {
			b.Fatal(err)
		}
		defer d.Close()
		desks[i] = d
	}
	var asks [2]map[string]func(i int) (int, error)
	for i, d := range desks {
		asks[i] = screens(b, d)
	}
	b.Run("list", func(b *testing.B) { benchPairs(b, asks, 100, limitList) })
	for i, d := range desks {
		asks[i] = sums(d)
	}
	b.Run("sum", func(b *testing.B) { benchPairs(b, asks, 10, limitTrend) })
	b.Run("pull_200_changed", func(b *testing.B) { benchPull(b, desks) })
}

// benchStart starts a process on the folder and waits for its first page.
func benchStart(b *testing.B, dir string) {
	for b.Loop() {
		at := time.Now()
		c := startChild(b, childPlan{Role: "bench", Dir: dir, At: domain.SystemNow()})
		var took time.Duration
		worked, idle := 0.0, 0.0
		for line := range c.lines {
			kind, value, _ := strings.Cut(strings.TrimPrefix(line, "ack "), " ")
			switch kind {
			case "first_page":
				took = time.Since(at)
			case "worked":
				worked, _ = strconv.ParseFloat(value, 64)
			case "idle":
				idle, _ = strconv.ParseFloat(value, 64)
			}
		}
		c.wait(b)
		b.ReportMetric(float64(took.Milliseconds()), "ms")
		b.ReportMetric(took.Seconds()/limitStart.Seconds(), "of_limit")
		b.ReportMetric(worked, "worked_MiB")
		b.ReportMetric(idle, "idle_MiB")
		b.ReportMetric(idle/limitMemory, "idle_of_limit")
	}
	b.ReportMetric(0, "ns/op")
}

func benchPairs(b *testing.B, asks [2]map[string]func(i int) (int, error), asked int, limit time.Duration) {
	names := make([]string, 0, len(asks[0]))
	for name := range asks[0] {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				var took [2][]time.Duration
				var rows [2]float64 // on average; a short answer of the small folder is a cheap one
				warm := asked / 10
				for i := range asked + warm {
					for k := range asks {
						best := time.Hour
						for range 3 { // the best of three: the other two may have been interrupted
							at := time.Now()
							n, err := asks[k][name](i)
							if err != nil {
								b.Fatalf("folder %d: %v", k, err)
							}
							rows[k] += float64(n) / float64(3*(asked+warm))
							best = min(best, time.Since(at))
						}
						if i >= warm {
							took[k] = append(took[k], best)
						}
					}
				}
				small, large := quantile(took[0], 0.95), quantile(took[1], 0.95)
				b.ReportMetric(large.Seconds()*1000, "p95_ms")
				b.ReportMetric(large.Seconds()/limit.Seconds(), "of_limit")
				b.ReportMetric(large.Seconds()/small.Seconds(), "p95_of_small")
				b.ReportMetric(quantile(took[1], 0.5).Seconds()/quantile(took[0], 0.5).Seconds(), "p50_of_small")
				b.ReportMetric(quantile(took[1], 0.5).Seconds()*1000, "p50_ms")
				b.ReportMetric(rows[1], "rows")
				b.ReportMetric(rows[0], "rows_of_small")
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

func quantile(d []time.Duration, p float64) time.Duration {
	slices.Sort(d)
	return d[min(len(d)-1, int(float64(len(d))*p))]
}

// screens are what a person asks of the lists, with ids, numbers and words that
// stand in this folder.
func screens(b *testing.B, d *Desk) map[string]func(i int) (int, error) {
	ctx := b.Context()
	some := someOrders(b, d, 40)
	cases, err := d.Store.ListAfterSales(ctx, domain.AfterSaleQuery{View: "all", Limit: 500})
	if err != nil || len(cases.Items) == 0 {
		b.Fatal("no cases", err)
	}
	deep := map[string]string{} // cursor of the fifth page of a view
	for _, view := range []string{"open", "all"} {
		q := domain.AfterSaleQuery{View: view}
		for range 5 {
			page, err := d.Store.ListAfterSales(ctx, q)
			if err != nil {
				b.Fatal(err)
			}
			if page.Next == "" {
				break
			}
			q.Cursor, deep[view] = page.Next, page.Next
		}
	}
	order := func(i int) domain.OrderRow { return some[i*7%len(some)] }
	inbox := func(q domain.AfterSaleQuery) (int, error) {
		page, err := d.Store.ListAfterSales(ctx, q)
		if err == nil && len(page.Items) == 0 && q.View == "all" {
			err = fmt.Errorf("no hit for %+v", q)
		}
		return len(page.Items), err
	}
	orders := func(q domain.OrderQuery) (int, error) {
		page, err := d.Store.ListOrders(ctx, q)
		if err == nil && len(page.Items) == 0 {
			err = fmt.Errorf("no hit for %+v", q)
		}
		return len(page.Items), err
	}
	one := func(i int) domain.AfterSaleRow { return cases.Items[i*7%len(cases.Items)] }
	return map[string]func(i int) (int, error){
		"inbox_first":        func(int) (int, error) { return inbox(domain.AfterSaleQuery{}) },
		"inbox_our_turn":     func(int) (int, error) { return inbox(domain.AfterSaleQuery{View: "merchant"}) },
		"inbox_evidence":     func(int) (int, error) { return inbox(domain.AfterSaleQuery{View: "evidence"}) },
		"inbox_closed":       func(int) (int, error) { return inbox(domain.AfterSaleQuery{View: "closed"}) },
		"inbox_paged":        func(int) (int, error) { return inbox(domain.AfterSaleQuery{Cursor: deep["open"]}) },
		"inbox_all_paged":    func(int) (int, error) { return inbox(domain.AfterSaleQuery{View: "all", Cursor: deep["all"]}) },
		"inbox_type":         func(i int) (int, error) { return inbox(domain.AfterSaleQuery{Types: []domain.CaseType{one(i).Type}}) },
		"inbox_reason":       func(i int) (int, error) { return inbox(domain.AfterSaleQuery{Reasons: []domain.Reason{one(i).Reason}}) },
		"inbox_search_id":    func(i int) (int, error) { return inbox(domain.AfterSaleQuery{View: "all", Text: one(i).RemoteID}) },
		"inbox_search_order": func(i int) (int, error) { return inbox(domain.AfterSaleQuery{View: "all", Text: one(i).OrderRemoteID}) },
		"inbox_search_sku":   func(i int) (int, error) { return inbox(domain.AfterSaleQuery{View: "all", Text: one(i).SKUCode}) },
		"inbox_search_han": func(i int) (int, error) {
			return inbox(domain.AfterSaleQuery{View: "all", Text: twoHan(one(i).Title, i)})
		},
		"inbox_open_han": func(i int) (int, error) { return inbox(domain.AfterSaleQuery{Text: twoHan(one(i).Title, i)}) },
		"orders_first":   func(int) (int, error) { return orders(domain.OrderQuery{}) },
		"orders_status": func(i int) (int, error) {
			return orders(domain.OrderQuery{Statuses: []domain.OrderStatus{order(i).Status}})
		},
		"orders_paged":         func(i int) (int, error) { return orders(domain.OrderQuery{To: order(i).CreatedAt + 1}) },
		"orders_search_id":     func(i int) (int, error) { return orders(domain.OrderQuery{Text: order(i).RemoteID}) },
		"orders_search_number": func(i int) (int, error) { return orders(domain.OrderQuery{Text: order(i).Waybill}) },
		"orders_search_sku":    func(i int) (int, error) { return orders(domain.OrderQuery{Text: order(i).SKUCode}) },
		"orders_search_han":    func(i int) (int, error) { return orders(domain.OrderQuery{Text: twoHan(order(i).Title, i)}) },
		"evidence_first": func(int) (int, error) {
			page, err := d.Store.ListEvidence(ctx, domain.EvidenceQuery{})
			return len(page.Items), err
		},
		"reviews_negative": func(int) (int, error) {
			page, err := d.Store.ListReviews(ctx, domain.ReviewQuery{Bands: []domain.ReviewBand{domain.ReviewNegative}})
			return len(page.Items), err
		},
		"findings_first": func(int) (int, error) {
			page, err := d.Store.ListFindings(ctx, domain.FindingQuery{})
			return len(page.Items), err
		},
		"parcels_first": func(int) (int, error) {
			page, err := d.Store.ListParcels(ctx, domain.ParcelQuery{})
			return len(page.Items), err
		},
		"case_opened":  func(i int) (int, error) { _, err := d.Store.GetAfterSaleDetail(ctx, one(i).ID); return 1, err },
		"order_opened": func(i int) (int, error) { _, err := d.Store.GetOrderDetail(ctx, order(i).ID); return 1, err },
	}
}

// sums are the questions over many rows.
func sums(d *Desk) map[string]func(i int) (int, error) {
	ctx := context.Background()
	out := map[string]func(i int) (int, error){
		"today":      func(int) (int, error) { _, err := d.Insight.Today(ctx, nil); return 0, err },
		"tasks":      func(int) (int, error) { _, err := d.Insight.Tasks(ctx, nil, 50); return 0, err },
		"inbox_tabs": func(int) (int, error) { _, err := d.Store.CountAfterSales(ctx, domain.AfterSaleQuery{}); return 0, err },
		"review_board": func(int) (int, error) {
			_, err := d.Store.CountReviews(ctx, domain.ReviewQuery{})
			return 0, err
		},
	}
	for _, dims := range [][]domain.Dimension{{domain.DimDay, domain.DimHost}, {domain.DimHost, domain.DimSKU}, {domain.DimSession, domain.DimSKU},
		{domain.DimDay, domain.DimSKU}, {domain.DimProvince, domain.DimCarrier}, {domain.DimReason, domain.DimSize}, {domain.DimDay, domain.DimSession}} {
		out["trend_"+string(dims[0])+"_"+string(dims[1])] = func(int) (int, error) {
			t, err := d.Insight.Trend(ctx, yearOf(d, dims...))
			if err == nil && len(t.Rows) == 0 {
				err = errors.New("no row")
			}
			return len(t.Rows), err
		}
	}
	return out
}

// yearOf asks for two rates over the whole folder.
func yearOf(d *Desk, dims ...domain.Dimension) domain.TrendQuery {
	now := d.Now()
	return domain.TrendQuery{Metrics: []string{"return_rate_by_order", "quality_return_rate"}, Dims: dims,
		From: domain.DayOf(now-400*domain.Day, time.UTC), To: domain.DayOf(now+2*domain.Day, time.UTC)}
}

// someOrders returns n shipped orders spread over the year.
func someOrders(b *testing.B, d *Desk, n int) (out []domain.OrderRow) {
	b.Helper()
	for i := range n {
		page, err := d.Store.ListOrders(b.Context(), domain.OrderQuery{To: d.Now() - domain.Instant(5+i*355/n)*domain.Day, Limit: 20})
		if err != nil {
			b.Fatal(err)
		}
		at := slices.IndexFunc(page.Items, func(o domain.OrderRow) bool { return o.Waybill != "" })
		if at < 0 {
			b.Fatal("no shipped order on a day")
		}
		out = append(out, page.Items[at])
	}
	return out
}

// twoHan returns two neighbouring Chinese characters of a text.
func twoHan(text string, i int) string {
	var pairs []string
	r := []rune(text)
	for k := 1; k < len(r); k++ {
		if unicode.Is(unicode.Han, r[k-1]) && unicode.Is(unicode.Han, r[k]) {
			pairs = append(pairs, string(r[k-1:k+1]))
		}
	}
	if len(pairs) == 0 {
		return text
	}
	return pairs[i%len(pairs)]
}

// benchPull stores pages of 200 orders of which every one changed, spread over
// the year, in a small and a large folder.
func benchPull(b *testing.B, desks [2]*Desk) {
	const rounds, changed = 6, 200
	for b.Loop() {
		var took [2][]time.Duration
		for round := range rounds {
			for k, d := range desks {
				page := changedOrders(b, d, changed, round)
				at := time.Now()
				err := d.Store.Write(b.Context(), func(tx *store.Tx) error {
					res, err := tx.PutOrders(b.Context(), page)
					if err == nil && res.Changed != changed {
						err = fmt.Errorf("%+v", res)
					}
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
				took[k] = append(took[k], time.Since(at))
			}
		}
		small, large := quantile(took[0], 0.5), quantile(took[1], 0.5)
		b.ReportMetric(large.Seconds()*1000, "p50_ms")
		b.ReportMetric(large.Seconds()/small.Seconds(), "p50_of_small")
	}
	b.ReportMetric(0, "ns/op")
}

func changedOrders(b *testing.B, d *Desk, n, round int) []domain.Order {
	b.Helper()
	out := make([]domain.Order, 0, n)
	for day := 0; len(out) < n; day++ {
		page, err := d.Store.ListOrders(b.Context(), domain.OrderQuery{To: d.Now() - domain.Instant(3+round+day*8)*domain.Day, Limit: 5})
		if err != nil {
			b.Fatal(err)
		}
		for _, row := range page.Items {
			o, err := d.Store.GetOrder(b.Context(), row.ID)
			if err != nil {
				b.Fatal(err)
			}
			o.UpdatedAt = d.Now()
			o.SellerWords = domain.Private(fmt.Sprintf("改地址 %d", d.Now()))
			if out = append(out, o); len(out) == n {
				break
			}
		}
	}
	return out
}
