package pull

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"afterdesk/backend/carrier"
	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/all"
	"afterdesk/backend/platform/httpx"
	"afterdesk/backend/sim"
	"afterdesk/backend/store"
)

// BenchmarkTenShopsAtOnce pulls ten shops on four platforms over HTTP at the same
// time, and then puts the same rows bare into a fresh book, as one page each. The
// nearer bare_over_pull is to 1, the more the one writer is what a pull waits for.
func BenchmarkTenShopsAtOnce(b *testing.B) {
	ctx := context.Background()
	platforms := []string{"doudian", "kuaishou", "taobao", "wechat"}
	for range b.N {
		d := newDesk(b, apiShop)
		servers, creds := map[string]*sim.Server{}, map[string]platform.Credentials{}
		var worlds []*sim.World
		var keep sync.Mutex
		client := httpx.New(httpx.Options{Now: d.now})
		for i := range 10 {
			id := fmt.Sprintf("s%d", i+1)
			w := sim.New(sim.Config{Seed: uint64(100 + i), Platform: platforms[i%4], ShopID: id, Start: d.now() - 20*domain.Day, Days: 20, Orders: 1000})
			srv, err := sim.Serve(ctx, w, sim.ServeOptions{Now: d.now})
			if err != nil {
				b.Fatal(err)
			}
			defer srv.Close()
			servers[id], creds[id], worlds = srv, srv.Keys(), append(worlds, w)
			shop := apiShop
			shop.ID, shop.Platform, shop.RemoteID = id, platforms[i%4], w.Config().RemoteShopID
			if err := d.st.Write(ctx, func(tx *store.Tx) error { return tx.PutShop(ctx, shop) }); err != nil {
				b.Fatal(err)
			}
		}
		d.p.d.Classify = carrier.Classify
		d.p.d.Open = func(_ context.Context, shop domain.Shop) (platform.Connector, error) {
			keep.Lock()
			have := creds[shop.ID].Clone()
			keep.Unlock()
			return all.Open(shop.Platform, platform.Deps{Shop: shop, Credentials: have, HTTP: client, BaseURL: servers[shop.ID].URL, Now: d.now, Classify: carrier.Classify,
				SaveCredentials: func(_ context.Context, c platform.Credentials) error {
					keep.Lock()
					creds[shop.ID] = c.Clone()
					keep.Unlock()
					return nil
				}})
		}
		start := time.Now()
		var wait sync.WaitGroup
		var rows int64
		for id := range servers {
			wait.Go(func() {
				run, err := d.p.Shop(ctx, id)
				if err != nil {
					b.Error(id, err)
				}
				keep.Lock()
				rows += run.Orders + run.AfterSales + run.Reviews + run.Traces
				keep.Unlock()
			})
		}
		wait.Wait()
		pulled := time.Since(start)
		b.ReportMetric(float64(rows)/pulled.Seconds(), "rows/s")
		b.ReportMetric(bare(b, d, worlds).Seconds()/pulled.Seconds(), "bare_over_pull")
	}
}

// bare puts the worlds' rows into a fresh book, without HTTP and adapters.
func bare(b *testing.B, d *desk, worlds []*sim.World) time.Duration {
	b.Helper()
	ctx := context.Background()
	st, err := store.Open(ctx, store.Options{Path: filepath.Join(b.TempDir(), "bare.db"), Now: d.now})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	var spent time.Duration
	for _, w := range worlds {
		shop := apiShop
		shop.ID = w.Config().ShopID
		if err := st.Write(ctx, func(tx *store.Tx) error { return tx.PutShop(ctx, shop) }); err != nil {
			b.Fatal(err)
		}
		if err := w.EachDay(ctx, d.now(), func(day sim.Batch) error {
			start := time.Now()
			defer func() { spent += time.Since(start) }()
			return st.Write(ctx, func(tx *store.Tx) error {
				if _, err := tx.PutOrders(ctx, day.Orders); err != nil {
					return err
				}
				_, err := tx.PutAfterSales(ctx, day.AfterSales)
				return err
			})
		}); err != nil {
			b.Fatal(err)
		}
	}
	return spent
}

// endless is a shop of as many orders as are asked for, a hundred a page.
type endless struct {
	*fake
	left int
}

func (e *endless) Orders(_ context.Context, at platform.Cursor) (platform.Page[domain.Order], error) {
	n := 0
	_, _ = fmt.Sscan(string(at), &n)
	p := platform.Page[domain.Order]{API: "fake.orders"}
	for i := n; i < n+100 && i < e.left; i++ {
		id := fmt.Sprintf("69%017d", i)
		at := epoch + domain.Instant(i)*domain.Second
		o := domain.Order{ID: "s1." + id, ShopID: "s1", RemoteID: id, Status: domain.OrderFinished, RawStatus: "5", CreatedAt: at, PaidAt: at, UpdatedAt: at, Paid: domain.CNY(9900),
			Lines:   []domain.OrderLine{{ID: "s1." + id + "1", OrderID: "s1." + id, RemoteID: id + "1", ProductName: "卫衣", SKUID: "1", Qty: 1, Paid: domain.CNY(9900)}},
			Parcels: []domain.Parcel{}}
		p.Items = append(p.Items, platform.Item[domain.Order]{Value: o, RemoteID: id, Raw: fmt.Appendf(nil, `{"order_id":"%s"}`, id)})
	}
	p.Next, p.Done = platform.Cursor(fmt.Sprint(n+len(p.Items))), n+len(p.Items) >= e.left
	return p, nil
}

// BenchmarkAMillionRowsPulled says what the heap holds after a tenth and after
// all of a pull of a million orders; memory that grows with rows shows here.
func BenchmarkAMillionRowsPulled(b *testing.B) {
	for range b.N {
		d := newDesk(b, apiShop)
		d.time += 30 * domain.Day
		e := &endless{fake: d.f}
		d.p.d.Open = func(context.Context, domain.Shop) (platform.Connector, error) { return e, nil }
		held := func(rows int) float64 {
			e.left = rows
			if _, err := d.p.Shop(context.Background(), "s1"); err != nil {
				b.Fatal(err)
			}
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			return float64(m.HeapInuse) / (1 << 20)
		}
		tenth := held(100_000)
		whole := held(1_000_000)
		b.ReportMetric(tenth, "MiB_at_100k")
		b.ReportMetric(whole, "MiB_at_1M")
		b.ReportMetric(whole/tenth, "growth")
	}
}
