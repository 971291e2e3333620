package act

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/all"
	"afterdesk/backend/platform/httpx"
	"afterdesk/backend/sim"
	"afterdesk/backend/store"
)

// TestActsOnASimulatedShopGoThroughTheRealConnector queues an agreement on every
// case that waits for one, loses some answers, and compares with what the
// simulator was asked.
func TestActsOnASimulatedShopGoThroughTheRealConnector(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	var now atomic.Int64 // the simulator reads it from its own goroutines
	now.Store(int64(epoch + 20*domain.Day))
	clock := func() domain.Instant { return domain.Instant(now.Load()) }
	w := sim.New(sim.Config{Seed: 11, Start: epoch, Days: 20, Orders: 400})
	srv, err := sim.Serve(ctx, w, sim.ServeOptions{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer srv.Close()
	client := httpx.New(httpx.Options{Now: clock, Sleep: func(ctx context.Context, by time.Duration) error {
		now.Add(by.Milliseconds())
		return ctx.Err()
	}})
	shop, err := b.st.GetShop(ctx, "s1")
	if err != nil {
		t.Fatal(err)
	}
	conn, err := all.Open("doudian", platform.Deps{Shop: shop, HTTP: client, BaseURL: srv.URL, Now: clock,
		Credentials: platform.Credentials{"app_key": sim.DemoAppKey, "app_secret": sim.DemoAppSecret, "shop_id": w.Config().RemoteShopID}})
	if err != nil {
		t.Fatal(err)
	}
	o := New(Deps{Store: b.st, Now: clock, Open: func(context.Context, domain.Shop) (platform.Connector, error) { return conn, nil }})
	storeLists(t, b, conn)
	page, err := b.st.ListAfterSales(ctx, domain.AfterSaleQuery{Statuses: []domain.CaseStatus{domain.StatusAwaitMerchant}, Limit: 500})
	if err != nil || len(page.Items) == 0 {
		t.Fatalf("%d cases wait, %v", len(page.Items), err)
	}
	var ids []string
	for _, r := range page.Items {
		ids = append(ids, r.ID)
	}
	acts, err := o.Queue(ctx, domain.ActRequest{IDs: ids, Kind: domain.ActAgree}, "小王")
	if err != nil {
		t.Fatal(err)
	}
	if err := srv.SetFault("afterSale.operate", "cut_json", 1); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := o.Flush(ctx, "s1"); err != nil && domain.CodeOf(err) == domain.CodeInternal {
			t.Fatal(err)
		}
	}
	states := map[domain.ActState]int{}
	for _, a := range acts {
		got := b.state(a)
		states[got.State]++
		if got.State == domain.ActFailed && got.Code != domain.CodeUnsupported {
			t.Errorf("%s: %s %v", got.AfterSaleID, got.Code, got.Params)
		}
		if got.State != domain.ActDone {
			continue
		}
		_, remote, _ := domain.SplitKey(got.AfterSaleID)
		c, err := conn.(platform.Detailer).AfterSale(ctx, remote)
		if err != nil || c.Value.Status == domain.StatusAwaitMerchant {
			t.Errorf("%s: %v, still %s", got.AfterSaleID, err, c.Value.Status)
		}
	}
	t.Logf("%d cases: %v, %d writes", len(acts), states, srv.Requests()["afterSale.operate"])
	if states[domain.ActDone] == 0 || states[domain.ActQueued]+states[domain.ActSending] > 0 {
		t.Errorf("states %v", states)
	}
}

// storeLists stores what the connector lists.
func storeLists(t *testing.T, b *bench, conn platform.Connector) {
	t.Helper()
	ctx := context.Background()
	for at, done := platform.Cursor(""), false; !done; {
		p, err := conn.Orders(ctx, at)
		if err != nil {
			t.Fatal(err)
		}
		var rows []domain.Order
		for _, it := range p.Items {
			rows = append(rows, it.Value)
		}
		b.write(func(ctx context.Context, tx *store.Tx) error { _, err := tx.PutOrders(ctx, rows); return err })
		at, done = p.Next, p.Done
	}
	for at, done := platform.Cursor(""), false; !done; {
		p, err := conn.AfterSales(ctx, at)
		if err != nil {
			t.Fatal(err)
		}
		var rows []domain.AfterSale
		for _, it := range p.Items {
			rows = append(rows, it.Value)
		}
		b.write(func(ctx context.Context, tx *store.Tx) error { _, err := tx.PutAfterSales(ctx, rows); return err })
		at, done = p.Next, p.Done
	}
}
