package desk

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/sim"
)

// childEnv makes the test binary a process that works on a data folder and says
// on its output what it was told is safe. Its value is a childPlan.
const childEnv = "AFTERDESK_TEST_DESK_CHILD"

// childPlan is what a child is told to do.
type childPlan struct {
	Role string         `json:"role"` // a key of childRoles
	Dir  string         `json:"dir"`
	At   domain.Instant `json:"at"` // the child's clock stands here
	Life uint64         `json:"life"`
	URL  string         `json:"url"` // of the simulator in the parent
	Room uint64         `json:"room"`
}

// childRoles are the bodies of children; files with build tags add theirs.
var childRoles = map[string]func(ctx context.Context, p childPlan, d *Desk) error{"work": workUntilKilled}

func TestMain(m *testing.M) {
	if text := os.Getenv(childEnv); text != "" {
		if err := beChild(text); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		os.Exit(0)
	}
	code := m.Run()
	if demo.dir != "" {
		_ = os.RemoveAll(demo.dir)
	}
	os.Exit(code)
}

func beChild(text string) error {
	var p childPlan
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		return err
	}
	ctx := context.Background()
	var d *Desk
	o := Options{Dir: p.Dir, Now: func() domain.Instant { return p.At }}
	// Told at every commit, so that a kill in the middle of a pull is checked too.
	o.OnChange = func(topics []string) {
		if d == nil || !slices.Contains(topics, "orders") && !slices.Contains(topics, "after_sales") {
			return
		}
		if n, err := d.Store.Counts(ctx); err == nil {
			ack("count", fmt.Sprintf("orders=%d,after_sales=%d", n["orders"], n["after_sales"]))
		}
	}
	d, err := Open(ctx, o)
	if err != nil {
		return err
	}
	if p.URL != "" {
		attachDemo(d, p.URL)
	}
	return childRoles[p.Role](ctx, p, d)
}

func ack(kind, id string) { fmt.Println("ack", kind, id) }

// attachDemo gives a desk's demo shop a simulator that runs elsewhere.
func attachDemo(d *Desk, url string) {
	d.demo = map[string]*demoServer{"doudian": {url: url, close: func() error { return nil },
		creds: platform.Credentials{"app_key": sim.DemoAppKey, "app_secret": sim.DemoAppSecret, "shop_id": demoShops()[0].remoteID}}}
}

// outsideDemo adds a demo shop that attachDemo serves, and a shop fed by files.
func outsideDemo(ctx context.Context, d *Desk) (demo, files domain.Shop, err error) {
	if demo, err = d.addDemoShop(ctx, demoShops()[0], 0, true); err != nil {
		return demo, files, err
	}
	files, err = d.AddFileShop(ctx, "文件店", "CNY", "Asia/Shanghai")
	return demo, files, err
}

// serveWorld runs a simulator in this process, so that it outlives its callers.
// The world has the given days up to end; c says how far it has come.
func serveWorld(t *testing.T, end domain.Instant, c *clock, days, orders int) string {
	t.Helper()
	w := sim.New(sim.Config{Seed: 11, Start: end - domain.Instant(days)*domain.Day, Days: days, Orders: orders, Zone: "Asia/Shanghai", RemoteShopID: demoShops()[0].remoteID, ShipProvince: demoProvince})
	s, err := sim.Serve(context.Background(), w, sim.ServeOptions{Addr: "127.0.0.1:0", Now: c.now, AppKey: sim.DemoAppKey, AppSecret: sim.DemoAppSecret, ShopID: demoShops()[0].remoteID})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s.URL
}

// child is a running child; lines is closed when it has ended.
type child struct {
	cmd   *exec.Cmd
	lines chan string
	notes *bytes.Buffer // its standard error
}

func startChild(t testing.TB, p childPlan) *child {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	c := &child{cmd: exec.Command(self), lines: make(chan string, 1<<14), notes: &bytes.Buffer{}}
	c.cmd.Env = append(os.Environ(), childEnv+"="+string(text))
	c.cmd.Stderr = c.notes
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(c.lines)
		for sc := bufio.NewScanner(out); sc.Scan(); {
			c.lines <- sc.Text()
		}
	}()
	return c
}

// until returns what the child said up to a line that begins so; "" waits for none.
func (c *child) until(t *testing.T, start string) (said []string) {
	t.Helper()
	if start == "" {
		return nil
	}
	for line := range c.lines {
		if said = append(said, line); strings.HasPrefix(line, start) {
			return said
		}
	}
	_ = c.cmd.Wait()
	t.Fatalf("the child ended before %q: %s", start, c.notes)
	return nil
}

// kill ends the child as `kill -9` does and returns everything it had said.
func (c *child) kill(t testing.TB) []string {
	t.Helper()
	if err := c.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	return c.wait(t)
}

// wait returns what the child said until it ended by itself.
func (c *child) wait(t testing.TB) (said []string) {
	t.Helper()
	for line := range c.lines {
		said = append(said, line)
	}
	_ = c.cmd.Wait()
	if code := c.cmd.ProcessState.ExitCode(); code > 0 {
		t.Fatalf("the child ended with code %d: %s", code, c.notes)
	}
	return said
}

// workUntilKilled pulls, imports, captures and packs in a random order for ever.
func workUntilKilled(ctx context.Context, p childPlan, d *Desk) error {
	r := rand.New(rand.NewPCG(p.Life, 3))
	tmp := p.Dir + "-offered"
	if err := os.MkdirAll(tmp, 0o700); err != nil {
		return err
	}
	steps := []func(i int) error{
		func(int) error { return pullAndTell(ctx, d) },
		func(i int) error { return importAndTell(ctx, d, tmp, p.Life, i) },
		func(i int) error { return captureAndTell(ctx, d, tmp, r, p.Life, i) },
		func(int) error { return packAndTell(ctx, d) },
	}
	ack("ready", "-")
	for i := 0; ; i++ {
		for _, n := range r.Perm(len(steps)) {
			if err := steps[n](i); err != nil {
				return err
			}
		}
	}
}

func pullAndTell(ctx context.Context, d *Desk) error {
	run, err := d.Sync(ctx, "s1")
	if err != nil {
		return fmt.Errorf("pull: %w", err)
	}
	page, err := d.Store.ListOrders(ctx, domain.OrderQuery{ShopIDs: []string{"s1"}, Limit: 200})
	if err != nil {
		return err
	}
	ack("run", run.ID)
	for _, o := range page.Items {
		ack("order", o.ID)
	}
	return nil
}

func importAndTell(ctx context.Context, d *Desk, tmp string, life uint64, i int) error {
	path, ids, err := writeOrders(tmp, life*1000+uint64(i), 40)
	if err != nil {
		return err
	}
	look, err := d.LookFile(ctx, path, "")
	if err != nil {
		return fmt.Errorf("look: %w", err)
	}
	run, err := d.ImportFile(ctx, domain.SheetPlan{Path: path, Sheet: look.Sheet, ShopID: "s2", Mapping: look.Mapping})
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	ack("sheet", run.ID)
	for _, id := range ids {
		ack("order", domain.RemoteKey("s2", id))
	}
	return nil
}

// writeOrders writes an export of n orders that no other serial writes.
func writeOrders(dir string, serial uint64, n int) (path string, ids []string, err error) {
	var b strings.Builder
	b.WriteString("订单编号,商品名称,商家编码,数量,实付金额,下单时间,支付时间,订单状态\n")
	for k := range n {
		id := fmt.Sprintf("69%013d%04d", serial, k+1) // a tail of zeros would be taken for a rounded number
		ids = append(ids, id)
		fmt.Fprintf(&b, "%s,卫衣,SKU-%d,1,119.00,2026-11-01 10:00:00,2026-11-01 10:01:00,已发货\n", id, k)
	}
	path = filepath.Join(dir, fmt.Sprintf("orders-%d.csv", serial))
	return path, ids, os.WriteFile(path, []byte(b.String()), 0o600)
}

func captureAndTell(ctx context.Context, d *Desk, tmp string, r *rand.Rand, life uint64, i int) error {
	name := fmt.Sprintf("photo-%d-%d.jpg", life, i)
	cases, err := d.Store.ListAfterSales(ctx, domain.AfterSaleQuery{View: "open", Limit: 20})
	if err != nil {
		return err
	}
	if len(cases.Items) > 0 { // the name leads to the order
		name = cases.Items[r.IntN(len(cases.Items))].OrderRemoteID + "-" + name
	}
	path := filepath.Join(tmp, name)
	if err := os.WriteFile(path, noise(r), 0o600); err != nil {
		return err
	}
	out, err := d.AddFiles(ctx, domain.AddFilesRequest{Paths: []string{path}}, domain.SourceWatch)
	if err != nil {
		return fmt.Errorf("capture: %w", err)
	}
	if out[0].Code != "" {
		return fmt.Errorf("capture: %s %v", out[0].Code, out[0].Params)
	}
	ack("evidence", fmt.Sprintf("%s %d", out[0].ID, len(out[0].Links)))
	return os.Remove(path)
}

// noise is a photo that no other call makes.
func noise(r *rand.Rand) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 96, 96))
	for i := range img.Pix {
		img.Pix[i] = byte(r.Uint32())
	}
	img.Set(0, 0, color.White)
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, &jpeg.Options{Quality: 70})
	return b.Bytes()
}

func packAndTell(ctx context.Context, d *Desk) error {
	id, err := d.PickPackCase(ctx)
	if err != nil || id == "" {
		return err
	}
	pack, err := d.BuildPack(ctx, id, "")
	if err != nil {
		return fmt.Errorf("pack: %w", err)
	}
	ack("pack", pack.ZIPPath)
	return nil
}
