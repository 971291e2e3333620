package pull

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"afterdesk/backend/carrier"
	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/all"
	"afterdesk/backend/platform/httpx"
	"afterdesk/backend/sim"
)

// simDesk is a desk whose shop is a simulated merchant behind HTTP.
func simDesk(t testing.TB, orders int) (*desk, *sim.World, *sim.Server) {
	t.Helper()
	d := newDesk(t, apiShop)
	days := scaled(20, 9)
	w := sim.New(sim.Config{Seed: 11, Start: d.now() - domain.Instant(days)*domain.Day, Days: days, Orders: orders})
	srv, err := sim.Serve(context.Background(), w, sim.ServeOptions{Now: d.now, Slow: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = srv.Close() })
	client := httpx.New(httpx.Options{Now: d.now, Sleep: func(ctx context.Context, by time.Duration) error {
		d.later(domain.Instant(by.Milliseconds()))
		return ctx.Err()
	}})
	creds := platform.Credentials{"app_key": sim.DemoAppKey, "app_secret": sim.DemoAppSecret, "shop_id": w.Config().RemoteShopID}
	d.p.d.Classify = carrier.Classify
	d.p.d.Open = func(_ context.Context, shop domain.Shop) (platform.Connector, error) {
		return all.Open(shop.Platform, platform.Deps{Shop: shop, Credentials: creds, HTTP: client, BaseURL: srv.URL, Now: d.now, Classify: carrier.Classify,
			SaveCredentials: func(_ context.Context, c platform.Credentials) error { creds = c; return nil }})
	}
	return d, w, srv
}

// truth returns the remote ids that the world has up to now.
func truth(t *testing.T, w *sim.World, until domain.Instant) (orders, cases map[string]bool) {
	t.Helper()
	orders, cases = map[string]bool{}, map[string]bool{}
	err := w.EachDay(context.Background(), until, func(b sim.Batch) error {
		for _, o := range b.Orders {
			orders[o.RemoteID] = true
		}
		for _, a := range b.AfterSales {
			cases[a.RemoteID] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return orders, cases
}

func TestASimulatedShopComesInWhole(t *testing.T) {
	d, w, _ := simDesk(t, scaled(400, 120))
	ctx := context.Background()
	run := d.pull()
	orders, cases := truth(t, w, run.StartedAt)
	for id := range orders {
		if _, err := d.st.GetOrder(ctx, domain.RemoteKey("s1", id)); err != nil {
			t.Errorf("order %s: %v", id, err)
		}
	}
	for id := range cases {
		if _, err := d.st.GetAfterSale(ctx, domain.RemoteKey("s1", id)); err != nil {
			t.Errorf("case %s: %v", id, err)
		}
	}
	if len(orders) < scaled(300, 80) || len(cases) == 0 {
		t.Fatalf("a world of %d orders and %d cases", len(orders), len(cases))
	}
	t.Logf("%+v; traces %d", run, d.count("traces"))
	if d.count("traces") == 0 {
		t.Error("no traces")
	}
	shop, _ := d.st.GetShop(ctx, "s1")
	if shop.TokenExpires <= d.now() {
		t.Errorf("token expires %v", shop.TokenExpires)
	}
	if n, changed, err := d.p.Rederive(ctx, "s1"); err != nil || changed != 0 || n == 0 {
		t.Errorf("rederive: %d payloads, %d changed, %v", n, changed, err)
	}
	_, missing, err := d.p.Reconcile(ctx, "s1", 30)
	if err != nil || len(missing) != 0 {
		t.Errorf("reconcile names %v, %v", missing, err)
	}
	var buf bytes.Buffer
	if err := w.WriteReviews(&buf, d.now()); err != nil {
		t.Fatal(err)
	}
	got := d.imported(d.file("reviews.csv", buf.String()), nil)
	if got.Kind != domain.SheetReviews || got.Bad != 0 || got.Added == 0 || got.Added != got.Rows {
		t.Errorf("reviews %+v", got)
	}
	if again := d.imported(d.file("reviews.csv", buf.String()), nil); again.Added+again.Changed != 0 {
		t.Errorf("reviews again %+v", again)
	}
	page, err := d.st.ListReviews(ctx, domain.ReviewQuery{Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range page.Items {
		if _, err := d.st.GetOrder(ctx, v.OrderID); err != nil {
			t.Errorf("review %s has no order: %v", v.RemoteID, err)
			break
		}
	}
	buf.Reset()
	if err := w.WritePromises(&buf, d.now()); err != nil {
		t.Fatal(err)
	}
	if got = d.imported(d.file("promises.csv", buf.String()), nil); got.Kind != domain.SheetPromises || got.Bad != 0 || got.Added == 0 {
		t.Errorf("promises %+v", got)
	}
}

func TestEveryFaultOfTheSimulatorIsSurvived(t *testing.T) {
	for _, fault := range sim.Faults() {
		t.Run(fault, func(t *testing.T) {
			d, w, srv := simDesk(t, scaled(150, 40))
			ctx := context.Background()
			for _, method := range []string{"order.searchList", "afterSale.List", "afterSale.Detail"} {
				if err := srv.SetFault(method, fault, 3); err != nil {
					t.Fatal(err)
				}
			}
			var run domain.SyncRun
			var err error
			for try := range 12 {
				if run, err = d.p.Shop(ctx, "s1"); err == nil {
					t.Logf("ended after %d failed runs", try)
					break
				}
				if c := domain.CodeOf(err); !slices.Contains([]domain.Code{domain.CodeUnavailable, domain.CodeRateLimited, domain.CodeUnauthorized, domain.CodeInvalid}, c) {
					t.Fatalf("run %d: %v", try, err)
				}
				d.later(5 * domain.Minute)
			}
			if err != nil {
				t.Fatal(err)
			}
			d.later(5 * domain.Minute)
			run = d.pull()
			orders, cases := truth(t, w, run.StartedAt-15*domain.Minute)
			var lost []string
			for id := range orders {
				if _, err := d.st.GetOrder(ctx, domain.RemoteKey("s1", id)); err != nil {
					lost = append(lost, id)
				}
			}
			for id := range cases {
				if _, err := d.st.GetAfterSale(ctx, domain.RemoteKey("s1", id)); err != nil {
					lost = append(lost, id)
				}
			}
			if len(lost) > 0 {
				p, _ := d.st.ListProblems(ctx, "s1", 10)
				t.Errorf("%d lost: %v; problems %s", len(lost), lost[:min(5, len(lost))], fmt.Sprint(p))
			}
		})
	}
}
