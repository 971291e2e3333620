package main

import (
	"context"
	"fmt"
	"time"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
	"afterdesk/backend/sim"

	"github.com/spf13/cobra"
)

// demoReport is what `demo --json` prints: one object.
type demoReport struct {
	Counts map[string]int64   `json:"counts"` // orders, aftersales, reviews, parcels, evidence, findings
	Packs  []string           `json:"packs"`
	Ms     map[string]float64 `json:"ms"` // per stage
	Data   string             `json:"data"`
}

// bulkAbove is the number of orders from which demo fills the store directly:
// the simulator keeps an index in memory and a million orders over HTTP would
// measure the loopback, not the house.
const bulkAbove = 100_000

func (c *cli) demo() *cobra.Command {
	var orders, days int
	var seed uint64
	cmd := &cobra.Command{Use: "demo", Short: "set up a data folder with the demo shop and run everything once", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if orders < 1 || days < 1 {
				return fmt.Errorf("--orders and --days must be at least 1")
			}
			return c.with(cmd.Context(), func(d *desk.Desk) error {
				o := desk.DemoOptions{Seed: seed, Orders: orders, Days: days, Start: d.Now() - domain.Instant(days)*domain.Day}
				return c.runDemo(cmd.Context(), d, o)
			})
		}}
	cmd.Flags().IntVar(&orders, "orders", 3000, "orders of the generated merchant")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "seed of the generated world")
	cmd.Flags().IntVar(&days, "days", 45, "days of history")
	return cmd
}

func (c *cli) runDemo(ctx context.Context, d *desk.Desk, o desk.DemoOptions) error {
	rep := demoReport{Packs: []string{}, Ms: map[string]float64{}, Data: d.Dir}
	stage := func(name string, fn func() error) error {
		start := time.Now()
		err := fn()
		rep.Ms[name] = float64(time.Since(start).Microseconds()) / 1000
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	}
	if shops, err := d.Store.ListShops(ctx); err != nil {
		return err
	} else if len(shops) > 0 && !shops[0].Demo {
		return domain.E(domain.CodeConflict, nil, "reason", "folder_has_real_shops")
	} else if len(shops) == 0 {
		if err := stage("pull", func() error { return c.fill(ctx, d, o) }); err != nil {
			return err
		}
	} else if err := stage("pull", func() error { _, err := d.SyncAll(ctx); return err }); err != nil {
		return err
	}
	if o.Orders <= bulkAbove {
		if err := stage("import", func() error {
			_, err := d.ImportDemoFiles(ctx)
			return err
		}); err != nil {
			return err
		}
		if err := stage("evidence", func() error { _, err := d.CaptureDemo(ctx, 24); return err }); err != nil {
			return err
		}
	}
	if err := stage("checks", func() error { _, err := d.RunChecks(ctx); return err }); err != nil {
		return err
	}
	if err := stage("trends", func() error {
		if _, err := d.Insight.Refresh(ctx); err != nil {
			return err
		}
		_, err := d.Insight.Today(ctx, nil)
		return err
	}); err != nil {
		return err
	}
	if err := stage("pack", func() error {
		id, err := d.PickPackCase(ctx)
		if err != nil || id == "" {
			return err
		}
		pack, err := d.BuildPack(ctx, id, "")
		if err == nil {
			rep.Packs = append(rep.Packs, pack.PDFPath, pack.ZIPPath)
		}
		return err
	}); err != nil {
		return err
	}
	n, err := d.Store.Counts(ctx)
	if err != nil {
		return err
	}
	rep.Counts = map[string]int64{"orders": n["orders"], "aftersales": n["after_sales"], "reviews": n["reviews"], "parcels": n["parcels"],
		"evidence": n["evidence"], "findings": n["findings"]}
	return c.say(rep, "demo ready in %s: %d orders, %d after-sales, %d reviews, %d parcels, %d evidence files, %d findings\npack: %v",
		d.Dir, rep.Counts["orders"], rep.Counts["aftersales"], rep.Counts["reviews"], rep.Counts["parcels"], rep.Counts["evidence"], rep.Counts["findings"], rep.Packs)
}

func (c *cli) fill(ctx context.Context, d *desk.Desk, o desk.DemoOptions) error {
	if o.Orders > bulkAbove {
		return d.FillReference(ctx, o)
	}
	if _, err := d.AddDemoShops(ctx, o); err != nil {
		return err
	}
	return d.PullDemo(ctx)
}

func (c *cli) simulate() *cobra.Command {
	var platformID, listen, fault string
	var orders, days int
	var seed uint64
	var appKey, appSecret, shopID string
	cmd := &cobra.Command{Use: "simulate", Short: "run the platform simulator alone, on loopback", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			now := domain.SystemNow()
			world := sim.New(sim.Config{Seed: seed, Platform: platformID, Start: now - domain.Instant(days)*domain.Day, Days: days, Orders: orders, Zone: "Asia/Shanghai"})
			server, err := sim.Serve(cmd.Context(), world, sim.ServeOptions{Addr: listen, Now: domain.SystemNow, Fault: fault,
				AppKey: appKey, AppSecret: appSecret, ShopID: shopID})
			if err != nil {
				return err
			}
			keys := server.Keys()
			if err := c.say(map[string]any{"url": server.URL, "platform": platformID, "keys": keys, "demo": true},
				"simulated %s at %s (generated data; keys %v)", platformID, server.URL, keys); err != nil {
				return err
			}
			<-cmd.Context().Done()
			return server.Close()
		}}
	f := cmd.Flags()
	f.StringVar(&platformID, "platform", "doudian", fmt.Sprintf("whose API to speak, one of %v", sim.Platforms()))
	f.StringVar(&listen, "listen", "127.0.0.1:0", "loopback address")
	f.StringVar(&fault, "fault", "", fmt.Sprintf("one of %v", sim.Faults()))
	f.IntVar(&orders, "orders", 3000, "orders of the generated merchant")
	f.IntVar(&days, "days", 45, "days of history")
	f.Uint64Var(&seed, "seed", 1, "seed of the generated world")
	f.StringVar(&appKey, "app-key", "1234567890123456789", "accepted app key")
	f.StringVar(&appSecret, "app-secret", "simulator-secret", "accepted app secret")
	f.StringVar(&shopID, "shop-id", "1111111", "accepted shop id")
	return cmd
}
