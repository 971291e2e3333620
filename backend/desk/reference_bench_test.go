package desk

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

// Limits of the reference set.
const (
	limitStart  = 1500 * time.Millisecond // process start to the first page of the inbox
	limitList   = 25 * time.Millisecond   // 95th percentile of a list or a search
	limitGrowth = 1.3                     // 95th percentile of the large folder to that of the small one, for as many rows
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

// BenchmarkReference prints figures, and how much of its limit each is: "0.3
// p95_of_25ms" is within, more than 1 is over. Small and large folder are asked in
// turns, so that whatever else the machine does hits both.
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
	var asks [2]map[string]ask
	for i, d := range desks {
		asks[i] = screens(b, d)
	}
	b.Run("list", func(b *testing.B) {
		eachAsk(b, asks, func(b *testing.B, pair [2]ask) { benchList(b, pair, 200) })
	})
	for i, d := range desks {
		asks[i] = sums(d)
	}
	b.Run("sum", func(b *testing.B) {
		eachAsk(b, asks, func(b *testing.B, pair [2]ask) { benchSum(b, pair, 20) })
		b.Run("trend_by_any_two_dimensions", func(b *testing.B) { benchTrends(b, desks[1], 5) })
	})
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
		b.ReportMetric(took.Seconds()/limitStart.Seconds(), "start_of_1.5s")
		b.ReportMetric(worked, "worked_MiB")
		b.ReportMetric(idle, "idle_MiB")
		b.ReportMetric(idle/limitMemory, "idle_of_200MiB")
	}
	b.ReportMetric(0, "ns/op")
}

func eachAsk(b *testing.B, asks [2]map[string]ask, run func(b *testing.B, pair [2]ask)) {
	for _, name := range slices.Sorted(maps.Keys(asks[0])) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				run(b, [2]ask{asks[0][name], asks[1][name]})
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// answers are how long questions took on the wall and, where it is known, of the
// processor, and how many rows the answers had.
type answers struct {
	wall, cpu []time.Duration
	rows      []int
}

// askBoth asks question i of both folders in turns, asked times after some to
// warm up. limit says how many rows to ask of either; nil or 0 is a page.
func askBoth(b *testing.B, pair [2]ask, asked int, limit func(i int) int) (out [2]answers) {
	b.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	warm := asked / 10
	for i := range asked + warm {
		want := 0
		if limit != nil {
			want = limit(i)
		}
		for k := range pair {
			at, worked := time.Now(), threadCPU()
			n, err := pair[k](i, want)
			wall, cpu := time.Since(at), threadCPU()-worked
			if err != nil {
				b.Fatalf("folder %d: %v", k, err)
			}
			out[k].rows = append(out[k].rows, n)
			if i >= warm {
				out[k].wall, out[k].cpu = append(out[k].wall, wall), append(out[k].cpu, cpu)
			}
		}
	}
	return out
}

// benchList reports how long pages take, and how that grows with the folder. The
// small folder may have less than a page to show; then growth compares answers of
// as many rows, because reading a row costs the same in both. Growth goes by the
// processor's time where it is known.
func benchList(b *testing.B, pair [2]ask, asked int) {
	a := askBoth(b, pair, asked, nil)
	p95 := quantile(a[1].wall, 0.95)
	b.ReportMetric(p95.Seconds()*1000, "p95_ms")
	b.ReportMetric(quantile(a[1].wall, 0.5).Seconds()*1000, "p50_ms")
	reportCPU(b, a[1].cpu)
	b.ReportMetric(p95.Seconds()/limitList.Seconds(), "p95_of_25ms")
	b.ReportMetric(mean(a[1].rows), "rows")
	b.ReportMetric(mean(a[0].rows), "rows_of_small")
	if small, large := a[0].rows, a[1].rows; !slices.Equal(small, large) {
		a = askBoth(b, pair, asked, func(i int) int { return max(1, min(small[i], large[i])) })
	}
	growth := func(p float64) float64 {
		small, large := a[0].cpu, a[1].cpu
		if threadCPU() == 0 {
			small, large = a[0].wall, a[1].wall
		}
		return quantile(large, p).Seconds() / quantile(small, p).Seconds()
	}
	b.ReportMetric(growth(0.95), "p95_growth")
	b.ReportMetric(growth(0.5), "p50_growth")
	b.ReportMetric(growth(0.95)/limitGrowth, "growth_of_1.3x")
	b.ReportMetric(quantile(a[1].wall, 0.95).Seconds()/quantile(a[0].wall, 0.95).Seconds(), "p95_wall_growth")
}

// reportCPU reports the processor's share of answers where it is known: what they
// take on a machine that has nothing else to do.
func reportCPU(b *testing.B, took []time.Duration) {
	b.Helper()
	if threadCPU() > 0 {
		b.ReportMetric(quantile(took, 0.95).Seconds()*1000, "p95_cpu_ms")
	}
}

// benchSum reports how long an answer over many rows takes.
func benchSum(b *testing.B, pair [2]ask, asked int) {
	large := askBoth(b, pair, asked, nil)[1]
	p95 := quantile(large.wall, 0.95)
	b.ReportMetric(p95.Seconds()*1000, "p95_ms")
	b.ReportMetric(quantile(large.wall, 0.5).Seconds()*1000, "p50_ms")
	reportCPU(b, large.cpu)
	b.ReportMetric(p95.Seconds()/limitTrend.Seconds(), "p95_of_200ms")
}

// benchTrends asks for a year by every pair of dimensions, and names the slowest.
func benchTrends(b *testing.B, d *Desk, asked int) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for b.Loop() {
		var all, cpu []time.Duration
		var slowest time.Duration
		var which [2]domain.Dimension
		for i, x := range domain.Dimensions {
			for _, y := range domain.Dimensions[i+1:] {
				var took []time.Duration
				for range asked {
					at, worked := time.Now(), threadCPU()
					t, err := d.Insight.Trend(b.Context(), yearOf(d, x, y))
					took, cpu = append(took, time.Since(at)), append(cpu, threadCPU()-worked)
					if _, err := answered(len(t.Rows), err, which); err != nil {
						b.Fatal(err)
					}
				}
				if mid := quantile(took, 0.5); mid > slowest {
					slowest, which = mid, [2]domain.Dimension{x, y}
				}
				all = append(all, took...)
			}
		}
		p95 := quantile(all, 0.95)
		b.ReportMetric(p95.Seconds()*1000, "p95_ms")
		reportCPU(b, cpu)
		b.ReportMetric(p95.Seconds()/limitTrend.Seconds(), "p95_of_200ms")
		b.ReportMetric(slowest.Seconds()*1000, "slowest_pair_p50_ms")
		b.ReportMetric(slowest.Seconds()/limitTrend.Seconds(), "slowest_pair_of_200ms")
		b.Logf("slowest pair: %s by %s", which[0], which[1])
	}
	b.ReportMetric(0, "ns/op")
}

func mean(list []int) float64 {
	sum := 0
	for _, n := range list {
		sum += n
	}
	return float64(sum) / float64(len(list))
}

func quantile(d []time.Duration, p float64) time.Duration {
	slices.Sort(d)
	return d[min(len(d)-1, int(float64(len(d))*p))]
}

// benchPull stores pages of 200 orders of which every one changed, spread over
// the year, in a small and a large folder, and reports how time, work of the
// processor and bytes written grow with the folder.
func benchPull(b *testing.B, desks [2]*Desk) {
	const rounds, changed = 10, 200
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for b.Loop() {
		var wall, cpu [2][]time.Duration
		var read, written [2]int64
		for round := range rounds {
			for k, d := range desks {
				page := changedOrders(b, d, changed, round)
				r, w := ioBytes()
				at, worked := time.Now(), threadCPU()
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
				wall[k], cpu[k] = append(wall[k], time.Since(at)), append(cpu[k], threadCPU()-worked)
				r2, w2 := ioBytes()
				read[k], written[k] = read[k]+r2-r, written[k]+w2-w
			}
		}
		b.ReportMetric(quantile(wall[1], 0.5).Seconds()*1000, "p50_ms")
		b.ReportMetric(quantile(wall[1], 0.5).Seconds()/quantile(wall[0], 0.5).Seconds(), "p50_wall_growth")
		if threadCPU() > 0 {
			b.ReportMetric(quantile(cpu[1], 0.5).Seconds()/quantile(cpu[0], 0.5).Seconds(), "p50_growth")
		}
		if written[0] > 0 {
			b.ReportMetric(float64(written[1])/rounds/1024, "written_KiB")
			b.ReportMetric(float64(written[1])/float64(written[0]), "written_growth")
			b.ReportMetric(float64(read[1])/rounds/1024, "read_KiB")
		}
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
