package pull

import (
	"context"
	"slices"
	"testing"
	"time"

	"afterdesk/backend/carrier"
	"afterdesk/backend/check"
	"afterdesk/backend/domain"
	"afterdesk/backend/insight"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/all"
	"afterdesk/backend/platform/httpx"
	"afterdesk/backend/rules"
	"afterdesk/backend/sim"
	"afterdesk/backend/store"
)

// SY-10: a token that ends within 72 hours is a task; when it cannot be renewed,
// only that shop stands still, and every figure with it says how old it is.
func TestATokenThatEndsIsATaskAndItsShopAloneStandsStill(t *testing.T) {
	ctx := context.Background()
	d := newDesk(t, apiShop)
	creds := map[string]platform.Credentials{}
	urls := map[string]string{}
	for i, id := range []string{"s1", "s2"} {
		w := sim.New(sim.Config{Seed: uint64(20 + i), Start: d.now() - 15*domain.Day, Days: 15, Orders: scaled(300, 40), ShopID: id})
		srv, err := sim.Serve(ctx, w, sim.ServeOptions{Now: d.now})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = srv.Close() })
		urls[id], creds[id] = srv.URL, platform.Credentials{"app_key": sim.DemoAppKey, "app_secret": sim.DemoAppSecret, "shop_id": w.Config().RemoteShopID}
		shop := apiShop
		shop.ID, shop.Name, shop.CreatedAt = id, "店"+id, d.now()
		if err := d.st.Write(ctx, func(tx *store.Tx) error { return tx.PutShop(ctx, shop) }); err != nil {
			t.Fatal(err)
		}
	}
	client := httpx.New(httpx.Options{Now: d.now, Sleep: func(ctx context.Context, by time.Duration) error {
		d.later(domain.Instant(by.Milliseconds()))
		return ctx.Err()
	}})
	d.p.d.Open = func(_ context.Context, shop domain.Shop) (platform.Connector, error) {
		return all.Open(shop.Platform, platform.Deps{Shop: shop, Credentials: creds[shop.ID], HTTP: client, BaseURL: urls[shop.ID], Now: d.now, Classify: carrier.Classify,
			SaveCredentials: func(_ context.Context, c platform.Credentials) error { creds[shop.ID] = c; return nil }})
	}
	settings := func() domain.Settings { return domain.DefaultSettings() }
	checks := check.NewRunner(check.Deps{Store: d.st, Rules: d.p.d.Rules, Settings: settings, Now: d.now})
	trends := insight.New(insight.Deps{Store: d.st, Rules: func() *rules.Book { return d.p.d.Rules() }, Settings: settings, Now: d.now})
	pullAll := func() (errs map[string]domain.Code) {
		t.Helper()
		errs = map[string]domain.Code{}
		for _, id := range []string{"s1", "s2"} {
			shop, err := d.st.GetShop(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			if shop.State == domain.ShopActive { // what the schedule does
				_, err = d.p.Shop(ctx, id)
				errs[id] = domain.CodeOf(err)
			}
		}
		return errs
	}
	faults := func() map[string]string {
		t.Helper()
		if _, err := checks.Run(ctx, "stale_shop", d.now(), 0); err != nil {
			t.Fatal(err)
		}
		page, err := trends.Tasks(ctx, nil, 100)
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]string{}
		for _, task := range page.Items {
			if task.Kind == "sync_fault" && task.Params["check"] == "stale_shop" {
				out[task.SubjectID] = task.Params["reason"]
			}
		}
		return out
	}
	asOf := func(ids ...string) domain.Instant {
		t.Helper()
		table, err := trends.Trend(ctx, domain.TrendQuery{Metrics: []string{"case_rate"}, From: "2026-07-20", To: "2026-08-30", ShopIDs: ids})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range slices.Concat([]domain.MetricValue{}, table.Total.Values) {
			if v.AsOf != table.AsOf || !v.Known {
				t.Errorf("figure %+v of a table as of %s", v, table.AsOf)
			}
		}
		today, err := trends.Today(ctx, ids)
		if err != nil || today.AsOf != table.AsOf {
			t.Errorf("Today of %v is as of %s, the trend as of %s, %v", ids, today.AsOf, table.AsOf, err)
		}
		return table.AsOf
	}
	shopOf := func(id string) domain.Shop {
		s, err := d.st.GetShop(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}

	pullAll()
	if f := faults(); len(f) != 0 {
		t.Fatalf("fresh tokens are tasks: %v", f)
	}
	left := shopOf("s1").TokenExpires - d.now()
	d.later(left - 73*domain.Hour)
	pullAll()
	if f := faults(); len(f) != 0 {
		t.Errorf("73 hours before the end: %v", f)
	}
	d.later(90 * domain.Minute)
	pullAll()
	if f := faults(); f["s1"] != "token_soon" || f["s2"] != "token_soon" {
		t.Errorf("within 72 hours: %v", f)
	}
	creds["s1"]["app_secret"] = "revoked in the back office" // no token can be made any more
	d.later(72 * domain.Hour)
	stopped := shopOf("s1").DataAsOf
	if errs := pullAll(); errs["s1"] != domain.CodeUnauthorized || errs["s2"] != "" {
		t.Fatalf("pulls ended with %v", errs)
	}
	d.later(domain.Hour)
	if errs := pullAll(); len(errs) != 1 || errs["s2"] != "" {
		t.Errorf("the expired shop is pulled on, or the other one is not: %v", errs)
	}
	if shopOf("s1").State != domain.ShopUnauthorized || shopOf("s2").State != domain.ShopActive || shopOf("s1").DataAsOf != stopped {
		t.Errorf("%+v %+v", shopOf("s1"), shopOf("s2"))
	}
	if f := faults(); f["s1"] != "unauthorized" || f["s2"] != "" {
		t.Errorf("tasks %v", f)
	}
	if got := asOf("s1"); got != stopped {
		t.Errorf("figures of the expired shop are as of %s, its data of %s", got, stopped)
	}
	if got := asOf("s2"); got != shopOf("s2").DataAsOf || got <= stopped {
		t.Errorf("figures of the other shop are as of %s", got)
	}
	if got := asOf(); got != stopped {
		t.Errorf("figures of both are as of %s, the older is %s", got, stopped)
	}
}
