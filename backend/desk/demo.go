package desk

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/sim"
	"afterdesk/backend/store"
)

// DemoOptions describe the generated merchant; the same options give the same
// world on every machine.
type DemoOptions struct {
	Seed   uint64         `json:"seed"`
	Orders int            `json:"orders"`
	Days   int            `json:"days"`
	Start  domain.Instant `json:"start"`
	Fault  string         `json:"fault"`
}

// DefaultDemo is the merchant of the window's first-run choice: enough orders
// that every list has rows and every rate a base, few enough to be ready soon.
func DefaultDemo(now domain.Instant) DemoOptions {
	return DemoOptions{Seed: 1, Orders: 6000, Days: 45, Start: now - 45*domain.Day}
}

// demoServer is the simulator beside the house. Its keys are drawn anew at each
// start and never leave memory: they open nothing but a generated world.
type demoServer struct {
	server *sim.Server
	world  *sim.World

	mu    sync.Mutex
	creds platform.Credentials
}

// URL is the loopback address that the connector is given.
func (s *demoServer) URL() string { return s.server.URL }

// Credentials returns a copy of the current keys and token.
func (s *demoServer) Credentials() platform.Credentials {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := platform.Credentials{}
	for k, v := range s.creds {
		out[k] = v
	}
	return out
}

// Save keeps a renewed token in memory.
func (s *demoServer) Save(_ context.Context, c platform.Credentials) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.creds = c
	return nil
}

// Close stops the simulator.
func (s *demoServer) Close() error { return s.server.Close() }

func demoFile(dir string) string { return filepath.Join(dir, "demo.json") }

// resumeDemo starts the simulator again when this folder has a demo shop.
func (d *Desk) resumeDemo(ctx context.Context) error {
	raw, err := os.ReadFile(demoFile(d.Dir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read demo: %w", err)
	}
	var o DemoOptions
	if err := json.Unmarshal(raw, &o); err != nil {
		return domain.E(domain.CodeCorrupt, fmt.Errorf("decode demo: %w", err), "item", "demo.json")
	}
	return d.serveDemo(ctx, o)
}

const (
	demoShopID   = "1111111"
	demoProvince = "浙江"
)

func (d *Desk) serveDemo(ctx context.Context, o DemoOptions) error {
	key, secret := make([]byte, 8), make([]byte, 16)
	_, _ = rand.Read(key)
	_, _ = rand.Read(secret)
	appKey := fmt.Sprintf("%019d", uint64(key[0])<<40|uint64(key[1])<<32|uint64(key[2])<<24|uint64(key[3])<<16|uint64(key[4])<<8|uint64(key[5]))
	appSecret := hex.EncodeToString(secret)
	world := sim.New(sim.Config{Seed: o.Seed, Start: o.Start, Days: o.Days, Orders: o.Orders, Zone: "Asia/Shanghai", RemoteShopID: demoShopID, ShipProvince: demoProvince})
	server, err := sim.Serve(ctx, world, sim.ServeOptions{Addr: "127.0.0.1:0", Now: d.Now, Fault: o.Fault, Platform: "doudian",
		AppKey: appKey, AppSecret: appSecret, ShopID: demoShopID, StatePath: filepath.Join(d.Dir, "demo-state.json")})
	if err != nil {
		return fmt.Errorf("start simulator: %w", err)
	}
	d.demo = &demoServer{server: server, world: world, creds: platform.Credentials{"app_key": appKey, "app_secret": appSecret, "shop_id": demoShopID}}
	return nil
}

func (d *Desk) stopDemo() error {
	if d.demo == nil {
		return nil
	}
	err := d.demo.Close()
	d.demo = nil
	for _, name := range []string{"demo.json", "demo-state.json"} {
		if rerr := os.Remove(filepath.Join(d.Dir, name)); rerr != nil && !errors.Is(rerr, fs.ErrNotExist) && err == nil {
			err = rerr
		}
	}
	return err
}

// StartDemo adds the demo shop, pulls it, brings in its reviews, promises and
// photos through the ordinary doors and runs the checks. A folder that has a
// demo shop already keeps it.
func (d *Desk) StartDemo(ctx context.Context, o DemoOptions) (domain.Shop, error) {
	shops, err := d.Store.ListShops(ctx)
	if err != nil {
		return domain.Shop{}, err
	}
	for _, s := range shops {
		if s.Demo {
			return s, nil
		}
	}
	shop, err := d.AddDemoShop(ctx, o)
	if err != nil {
		return shop, err
	}
	if err := d.PullDemo(ctx, shop.ID); err != nil {
		return shop, err
	}
	if _, err := d.ImportDemoFiles(ctx, shop); err != nil {
		return shop, err
	}
	if _, err := d.CaptureDemo(ctx, 24); err != nil {
		return shop, err
	}
	if _, err := d.RunChecks(ctx); err != nil {
		return shop, err
	}
	s := d.Settings()
	s.FirstRunDone = true
	if _, err := d.PutSettings(ctx, s); err != nil {
		return shop, err
	}
	return d.Store.GetShop(ctx, shop.ID)
}

// AddDemoShop starts the simulator and adds its shop, without pulling it.
func (d *Desk) AddDemoShop(ctx context.Context, o DemoOptions) (domain.Shop, error) {
	raw, err := json.Marshal(o)
	if err != nil {
		return domain.Shop{}, fmt.Errorf("encode demo: %w", err)
	}
	if err := os.WriteFile(demoFile(d.Dir), raw, 0o600); err != nil {
		return domain.Shop{}, domain.E(domain.CodeUnavailable, fmt.Errorf("write demo: %w", err), "reason", "folder_not_writable")
	}
	if err := d.serveDemo(ctx, o); err != nil {
		return domain.Shop{}, err
	}
	shop, err := d.newShop(ctx, domain.Shop{Platform: "doudian", RemoteID: demoShopID, Name: "演示女装店", Currency: "CNY", Zone: "Asia/Shanghai",
		ShipProvince: demoProvince, State: domain.ShopActive, Demo: true, WritesOn: true, CreatedAt: d.Now()}, 0)
	if err != nil {
		return shop, err
	}
	return shop, d.putShop(ctx, shop, "shop_added")
}

// PullDemo pulls until every parcel has been traced: one pull asks for a
// limited number of traces, as a real platform's quota wants, and a merchant who
// tries the demo should see all of it at once.
func (d *Desk) PullDemo(ctx context.Context, shopID string) error {
	for range 8 {
		run, err := d.Sync(ctx, shopID)
		if err != nil {
			return err
		}
		if run.Traces == 0 {
			return nil
		}
	}
	return nil
}

// ImportDemoFiles writes the demo's review export and promise sheet as the
// platform's console would and imports them like any other file. The exports
// stay in imports/, so that a person can try the wizard on them.
func (d *Desk) ImportDemoFiles(ctx context.Context, shop domain.Shop) ([]domain.SheetRun, error) {
	var runs []domain.SheetRun
	for _, part := range []struct {
		name  string
		kind  domain.SheetKind
		write func(io.Writer, domain.Instant) error
	}{
		{"demo-reviews.csv", domain.SheetReviews, d.demo.world.WriteReviews},
		{"demo-promises.csv", domain.SheetPromises, d.demo.world.WritePromises},
	} {
		path := filepath.Join(d.Dir, "imports", part.name)
		if err := writeFile(path, func(w io.Writer) error { return part.write(w, d.Now()) }); err != nil {
			return runs, fmt.Errorf("write %s: %w", part.name, err)
		}
		look, err := d.LookFile(ctx, path, "")
		if err != nil {
			return runs, fmt.Errorf("look into %s: %w", part.name, err)
		}
		if look.Kind != part.kind {
			return runs, domain.E(domain.CodeInternal, nil, "file", part.name, "guessed", string(look.Kind))
		}
		run, err := d.ImportFile(ctx, domain.SheetPlan{Path: path, Sheet: look.Sheet, ShopID: shop.ID, Mapping: look.Mapping})
		if err != nil {
			return runs, fmt.Errorf("import %s: %w", part.name, err)
		}
		runs = append(runs, run)
	}
	return runs, nil
}

// CaptureDemo draws n photos of parcels and takes them in by their paths, so
// that names and barcodes find the orders.
func (d *Desk) CaptureDemo(ctx context.Context, n int) ([]domain.IntakeResult, error) {
	return d.capture(ctx, d.demo.world, n)
}

func (d *Desk) capture(ctx context.Context, world *sim.World, n int) ([]domain.IntakeResult, error) {
	dir, err := os.MkdirTemp(d.Dir, "demo-photos-")
	if err != nil {
		return nil, fmt.Errorf("make photo folder: %w", err)
	}
	defer os.RemoveAll(dir)
	files, err := world.EvidenceFiles(dir, n, d.Now())
	if err != nil {
		return nil, fmt.Errorf("draw photos: %w", err)
	}
	return d.AddFiles(ctx, domain.AddFilesRequest{Paths: files}, domain.SourceDemo)
}

// PickPackCase returns the demo case that shows a pack best: the newest one
// that has evidence, else the one due next.
func (d *Desk) PickPackCase(ctx context.Context) (string, error) {
	page, err := d.Store.ListAfterSales(ctx, domain.AfterSaleQuery{View: "open", Limit: 500})
	if err != nil || len(page.Items) == 0 {
		return "", err
	}
	best := page.Items[0]
	for _, c := range page.Items {
		if c.EvidenceCount > best.EvidenceCount {
			best = c
		}
	}
	return best.ID, nil
}

// FillReference writes the world straight into the store, without HTTP: the
// bulk path to a reference set of a million orders. Its few photos go through
// the ordinary door: every file that a row names lies in the vault.
func (d *Desk) FillReference(ctx context.Context, o DemoOptions) error {
	shop, err := d.newShop(ctx, domain.Shop{Platform: "doudian", RemoteID: demoShopID, Name: "演示女装店", Currency: "CNY", Zone: "Asia/Shanghai",
		ShipProvince: demoProvince, State: domain.ShopPaused, Demo: true, CreatedAt: d.Now()}, 0)
	if err != nil {
		return err
	}
	if err := d.putShop(ctx, shop, "shop_added"); err != nil {
		return err
	}
	world := sim.New(sim.Config{Seed: o.Seed, Start: o.Start, Days: o.Days, Orders: o.Orders, Zone: "Asia/Shanghai", ShopID: shop.ID, RemoteShopID: demoShopID, ShipProvince: demoProvince, Lean: true})
	if err := world.EachDay(ctx, d.Now(), func(b sim.Batch) error { return d.putBatch(ctx, b) }); err != nil {
		return err
	}
	_, err = d.capture(ctx, world, 24)
	return err
}

// putBatch stores the rows of a day. Orders take their parcels along as traces
// will leave them, so that each is written once.
func (d *Desk) putBatch(ctx context.Context, b sim.Batch) error {
	whole := make(map[string]*domain.Parcel, len(b.Parcels))
	for i := range b.Parcels {
		whole[b.Parcels[i].Parcel.ID] = &b.Parcels[i].Parcel
	}
	for i := range b.Orders {
		for k := range b.Orders[i].Parcels {
			p := &b.Orders[i].Parcels[k]
			if full := whole[p.ID]; full != nil {
				delete(whole, p.ID)
				*p = *full
				p.SignedAt = 0 // its traces tell it, and with it sign the lines
			}
		}
	}
	var back []domain.Parcel // they are in no order
	for i := range b.Parcels {
		if p := b.Parcels[i].Parcel; whole[p.ID] != nil {
			back = append(back, p)
		}
	}
	return d.Store.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.PutSessions(ctx, b.Sessions); err != nil {
			return err
		}
		if _, err := tx.PutPromises(ctx, b.Promises); err != nil {
			return err
		}
		if _, err := tx.PutOrders(ctx, b.Orders); err != nil {
			return err
		}
		if _, err := tx.PutAfterSales(ctx, b.AfterSales); err != nil {
			return err
		}
		if _, err := tx.PutParcels(ctx, back); err != nil {
			return err
		}
		for _, p := range b.Parcels {
			if _, err := tx.PutTraces(ctx, p.Parcel.ID, p.Traces, tx.Now()); err != nil {
				return err
			}
		}
		_, err := tx.PutReviews(ctx, b.Reviews)
		return err
	})
}

func writeFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	err = write(f)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}
