package desk

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
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

// demoShop is one of the generated merchant's shops.
type demoShop struct {
	platform, remoteID, name, short string
	percent                         int // of the merchant's orders
}

// demoProvince is where the merchant's parcels start.
const demoProvince = "浙江"

// demoShops are one merchant's shops on the platforms that a simulator speaks;
// the first has what is left of the orders.
func demoShops() []demoShop {
	list := []demoShop{
		{platform: "doudian", remoteID: "1111111", name: "演示女装抖音店", short: "抖音"},
		{platform: "kuaishou", remoteID: "2222222", name: "演示女装快手店", short: "快手", percent: 20},
		{platform: "taobao", remoteID: "3333333", name: "演示女装淘宝店", short: "淘宝", percent: 15},
		{platform: "wechat", remoteID: "wx4444444444444444", name: "演示女装微信店", short: "微信", percent: 10},
	}
	return slices.DeleteFunc(list, func(s demoShop) bool { return !slices.Contains(sim.Platforms(), s.platform) })
}

// shares splits n orders among the shops; they add up to n.
func shares(shops []demoShop, n int) []int {
	out := make([]int, len(shops))
	left := n
	for i, s := range shops {
		out[i] = n * s.percent / 100
		left -= out[i]
	}
	out[0] += left
	return out
}

// demoServer is one shop's simulator beside the house. Its keys are drawn anew
// at each start and never leave memory: they open nothing but a generated world.
type demoServer struct {
	url   string
	close func() error
	world *sim.World // nil: it runs elsewhere

	mu    sync.Mutex
	creds platform.Credentials
}

// Credentials returns a copy of the current keys and token.
func (s *demoServer) Credentials() platform.Credentials {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.creds.Clone()
}

// Save keeps a renewed token in memory.
func (s *demoServer) Save(_ context.Context, c platform.Credentials) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.creds = c.Clone()
	return nil
}

func demoFile(dir string) string { return filepath.Join(dir, "demo.json") }

// resumeDemo starts the simulators again when this folder has demo shops.
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

// demoWorld is the world of one shop of the generated merchant.
func demoWorld(o DemoOptions, i int, shopID string) sim.Config {
	list := demoShops()
	return sim.Config{Seed: o.Seed, Platform: list[i].platform, Part: i, Start: o.Start, Days: o.Days, Orders: max(shares(list, o.Orders)[i], 1), Zone: homeZone,
		ShopID: shopID, RemoteShopID: list[i].remoteID, ShopName: list[i].name, ShipProvince: demoProvince}
}

func (d *Desk) serveDemo(ctx context.Context, o DemoOptions) error {
	d.demo = map[string]*demoServer{}
	for i, shop := range demoShops() {
		random := make([]byte, 24)
		_, _ = rand.Read(random)
		appKey := fmt.Sprintf("%019d", binary.BigEndian.Uint64(random)%1e18)
		world := sim.New(demoWorld(o, i, ""))
		server, err := sim.Serve(ctx, world, sim.ServeOptions{Addr: "127.0.0.1:0", Now: d.Now, Fault: o.Fault,
			AppKey: appKey, AppSecret: hex.EncodeToString(random[8:]), ShopID: shop.remoteID, StatePath: d.demoState(i)})
		if err != nil {
			return fmt.Errorf("start simulator: %w", err)
		}
		d.demo[shop.platform] = &demoServer{url: server.URL, close: server.Close, world: world, creds: server.Keys()}
	}
	return nil
}

// demoState is the file that keeps what was done to a simulated shop.
func (d *Desk) demoState(i int) string {
	if i == 0 {
		return filepath.Join(d.Dir, "demo-state.json")
	}
	return filepath.Join(d.Dir, fmt.Sprintf("demo-state-%d.json", i))
}

func (d *Desk) closeDemo() error {
	var errs []error
	for _, s := range d.demo {
		errs = append(errs, s.close())
	}
	d.demo = nil
	return errors.Join(errs...)
}

// stopDemo ends the demo once its last shop is gone.
func (d *Desk) stopDemo(ctx context.Context) error {
	shops, err := d.Store.ListShops(ctx)
	if err != nil || slices.ContainsFunc(shops, func(s domain.Shop) bool { return s.Demo }) {
		return err
	}
	err = d.closeDemo()
	names := []string{demoFile(d.Dir)}
	for i := range demoShops() {
		names = append(names, d.demoState(i))
	}
	for _, name := range names {
		if rerr := os.Remove(name); rerr != nil && !errors.Is(rerr, fs.ErrNotExist) && err == nil {
			err = rerr
		}
	}
	return err
}

// StartDemo adds the demo merchant's shops, pulls them, brings in their reviews,
// promises and photos through the ordinary doors and runs the checks. It returns
// the first shop. A folder that has demo shops already keeps them.
func (d *Desk) StartDemo(ctx context.Context, o DemoOptions) (domain.Shop, error) {
	shops, err := d.Store.ListShops(ctx)
	if err != nil {
		return domain.Shop{}, err
	}
	if i := slices.IndexFunc(shops, func(s domain.Shop) bool { return s.Demo }); i >= 0 {
		return shops[i], nil
	}
	if shops, err = d.AddDemoShops(ctx, o); err != nil {
		return domain.Shop{}, err
	}
	if err := d.PullDemo(ctx); err != nil {
		return shops[0], err
	}
	if _, err := d.ImportDemoFiles(ctx); err != nil {
		return shops[0], err
	}
	if _, err := d.CaptureDemo(ctx, 24); err != nil {
		return shops[0], err
	}
	if _, err := d.RunChecks(ctx); err != nil {
		return shops[0], err
	}
	s := d.Settings()
	s.FirstRunDone = true
	if _, err := d.PutSettings(ctx, s); err != nil {
		return shops[0], err
	}
	return d.Store.GetShop(ctx, shops[0].ID)
}

// AddDemoShops starts the simulators and adds their shops, without pulling them.
func (d *Desk) AddDemoShops(ctx context.Context, o DemoOptions) ([]domain.Shop, error) {
	raw, err := json.Marshal(o)
	if err != nil {
		return nil, fmt.Errorf("encode demo: %w", err)
	}
	if err := os.WriteFile(demoFile(d.Dir), raw, 0o600); err != nil {
		return nil, domain.E(domain.CodeUnavailable, fmt.Errorf("write demo: %w", err), "reason", "folder_not_writable")
	}
	if err := d.serveDemo(ctx, o); err != nil {
		return nil, err
	}
	var out []domain.Shop
	for i, s := range demoShops() {
		shop, err := d.addDemoShop(ctx, s, i, true)
		if err != nil {
			return out, err
		}
		out = append(out, shop)
	}
	return out, nil
}

func (d *Desk) addDemoShop(ctx context.Context, s demoShop, n int, active bool) (domain.Shop, error) {
	state := domain.ShopActive
	if !active {
		state = domain.ShopPaused
	}
	shop, err := d.newShop(ctx, domain.Shop{Platform: s.platform, RemoteID: s.remoteID, Name: s.name, Currency: homeCurrency, Zone: homeZone,
		ShipProvince: demoProvince, State: state, Demo: true, WritesOn: active, CreatedAt: d.Now()}, n)
	if err != nil {
		return shop, err
	}
	shop.ShortName = s.short
	return shop, d.putShop(ctx, shop, "shop_added")
}

// PullDemo pulls until every parcel has been traced: one pull asks for a
// limited number of traces, as a real platform's quota wants, and a merchant who
// tries the demo should see all of it at once.
func (d *Desk) PullDemo(ctx context.Context) error {
	for range 8 {
		runs, err := d.SyncAll(ctx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(runs, func(r domain.SyncRun) bool { return r.Traces > 0 }) {
			return nil
		}
	}
	return nil
}

// ImportDemoFiles writes each demo shop's promise sheet and, where the platform
// has no API for reviews, its review export, as the platform's console would,
// and imports them like any other file. The files stay in imports/, so that a
// person can try the wizard on them.
func (d *Desk) ImportDemoFiles(ctx context.Context) ([]domain.SheetRun, error) {
	var runs []domain.SheetRun
	shops, err := d.Store.ListShops(ctx)
	if err != nil {
		return nil, err
	}
	for _, shop := range shops {
		server := d.demo[shop.Platform]
		if !shop.Demo || server == nil || server.world == nil {
			continue
		}
		conn, err := d.connector(ctx, shop)
		if err != nil {
			return runs, err
		}
		parts := []demoPart{{"promises", domain.SheetPromises, server.world.WritePromises}}
		if _, ok := conn.(platform.Reviewer); !ok {
			parts = append(parts, demoPart{"reviews", domain.SheetReviews, server.world.WriteReviews})
		}
		for _, part := range parts {
			run, err := d.importDemoFile(ctx, shop, part)
			if err != nil {
				return runs, fmt.Errorf("import %s of %s: %w", part.name, shop.Platform, err)
			}
			runs = append(runs, run)
		}
	}
	return runs, nil
}

// demoPart is one file that a demo shop's console would export.
type demoPart struct {
	name  string
	kind  domain.SheetKind
	write func(io.Writer, domain.Instant) error
}

func (d *Desk) importDemoFile(ctx context.Context, shop domain.Shop, part demoPart) (domain.SheetRun, error) {
	name := "demo-" + part.name + ".csv"
	if shop.Platform != demoShops()[0].platform {
		name = "demo-" + part.name + "-" + shop.Platform + ".csv"
	}
	path := filepath.Join(d.Dir, "imports", name)
	if err := writeFile(path, func(w io.Writer) error { return part.write(w, d.Now()) }); err != nil {
		return domain.SheetRun{}, err
	}
	look, err := d.LookFile(ctx, path, "")
	if err != nil {
		return domain.SheetRun{}, err
	}
	if look.Kind != part.kind {
		return domain.SheetRun{}, domain.E(domain.CodeInternal, nil, "file", name, "guessed", string(look.Kind))
	}
	return d.ImportFile(ctx, domain.SheetPlan{Path: path, Sheet: look.Sheet, ShopID: shop.ID, Mapping: look.Mapping})
}

// CaptureDemo draws n photos of parcels and takes them in by their paths, so
// that names and barcodes find the orders.
func (d *Desk) CaptureDemo(ctx context.Context, n int) ([]domain.IntakeResult, error) {
	return d.capture(ctx, d.demo[demoShops()[0].platform].world, n)
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
	shop, err := d.addDemoShop(ctx, demoShops()[0], 0, false)
	if err != nil {
		return err
	}
	c := demoWorld(o, 0, shop.ID)
	c.Orders, c.Lean = o.Orders, true
	world := sim.New(c)
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
