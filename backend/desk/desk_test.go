package desk

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

// clock is a world clock that tests move.
type clock struct{ at atomic.Int64 }

func (c *clock) now() domain.Instant     { return domain.Instant(c.at.Load()) }
func (c *clock) advance(d time.Duration) { c.at.Add(d.Milliseconds()) }
func newClock() *clock                   { c := &clock{}; c.at.Store(time.Now().UnixMilli()); return c }
func demoOf(c *clock, orders int) DemoOptions {
	return DemoOptions{Seed: 7, Orders: orders, Days: 30, Start: c.now() - 30*domain.Day}
}

func open(t *testing.T, dir string, c *clock) *Desk {
	t.Helper()
	d, err := Open(context.Background(), Options{Dir: dir, Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// demo is a folder with a demo shop of 600 orders, made once for all tests that
// only need one.
var demo struct {
	sync.Once
	dir string
	at  int64
	err error
}

// demoDesk opens a copy of the demo folder, at the moment at which it was made.
func demoDesk(t *testing.T) (*Desk, string, *clock) {
	t.Helper()
	ctx := context.Background()
	demo.Do(func() {
		c := newClock()
		if demo.dir, demo.err = os.MkdirTemp("", "afterdesk-demo-"); demo.err != nil {
			return
		}
		d, err := Open(ctx, Options{Dir: demo.dir, Now: c.now})
		if err == nil {
			_, err = d.StartDemo(ctx, demoOf(c, 600))
			demo.at = c.at.Load()
			err = errors.Join(err, d.Close())
		}
		demo.err = err
	})
	if demo.err != nil {
		t.Fatal(demo.err)
	}
	dir, c := filepath.Join(t.TempDir(), "data"), &clock{}
	c.at.Store(demo.at)
	if err := copyTree(ctx, demo.dir, dir); err != nil {
		t.Fatal(err)
	}
	return open(t, dir, c), dir, c
}

func TestASecondDeskOnOneFolderSaysSo(t *testing.T) {
	dir, c := t.TempDir(), newClock()
	first := open(t, dir, c)
	_, err := Open(context.Background(), Options{Dir: dir, Now: c.now})
	if domain.CodeOf(err) != domain.CodeConflict || domain.ParamOf(err, "reason") != "already_open" {
		t.Fatalf("second desk: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, dir, c)
}

func TestAFolderThatCannotBeWrittenIsNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "plain-file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(file, "data")
	_, err := Open(context.Background(), Options{Dir: dir})
	if domain.CodeOf(err) != domain.CodeUnavailable || domain.ParamOf(err, "folder") != dir {
		t.Fatalf("got %v", err)
	}
}

func TestTheWholeMainJobRunsOnTheDemoShop(t *testing.T) {
	ctx, dir, c := context.Background(), t.TempDir(), newClock()
	d := open(t, dir, c)
	shop, err := d.StartDemo(ctx, demoOf(c, scaled(400, 250)))
	if err != nil {
		t.Fatal(err)
	}
	if !shop.Demo || shop.DataAsOf == 0 {
		t.Errorf("shop %+v", shop)
	}
	counts, err := d.Store.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range []string{"orders", "after_sales", "reviews", "parcels", "evidence", "findings"} {
		if counts[what] == 0 {
			t.Errorf("no %s: %v", what, counts)
		}
	}
	today, err := d.Insight.Today(ctx, nil)
	if err != nil || !today.Favourable.Known || !today.ReturnRate.Known {
		t.Errorf("today %+v, %v", today, err)
	}
	id, err := d.PickPackCase(ctx)
	if err != nil || id == "" {
		t.Fatalf("no case for a pack: %v", err)
	}
	pack, err := d.BuildPack(ctx, id, "")
	if err != nil {
		t.Fatal(err)
	}
	rep, err := d.Evidence.Verify(ctx, pack.ZIPPath)
	if err != nil || !rep.OK {
		t.Errorf("pack does not verify: %+v %v", rep, err)
	}
	folder, err := d.VerifyFolder(ctx)
	if err != nil || !folder.OK {
		t.Errorf("folder does not verify: %+v %v", folder, err)
	}
	hosts, err := d.Hosts(ctx)
	if err != nil || len(hosts) == 0 {
		t.Fatalf("hosts %v %v", hosts, err)
	}
	for _, h := range hosts {
		if !strings.HasPrefix(h.Host, "127.0.0.1") {
			t.Errorf("the demo contacted %s", h.Host)
		}
	}
	// SY-08, PI-06: what the shop's panel counts is what the network page lists.
	cards, err := d.ShopCards(ctx)
	if err != nil || len(cards) == 0 {
		t.Fatal(err)
	}
	var used int64
	for _, card := range cards {
		for _, q := range card.Quotas {
			if q.API == "" || q.Day == "" || q.ShopID != card.Shop.ID {
				t.Errorf("quota %+v", q)
			}
			used += q.Used
		}
	}
	if used == 0 || used != total(hosts) {
		t.Errorf("the panels count %d calls, the network page %d", used, total(hosts))
	}
	checkLogIsClean(t, d)
}

// checkLogIsClean fails when the log or the support bundle names a receiver or
// holds the simulator's secret.
func checkLogIsClean(t *testing.T, d *Desk) {
	t.Helper()
	log := d.logFile.ring.Bytes()
	secret := d.demo["doudian"].Credentials()["app_secret"]
	if bytes.Contains(log, []byte(secret)) {
		t.Error("the log holds the app secret")
	}
	page, err := d.Store.ListOrders(context.Background(), domain.OrderQuery{Limit: 200})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range page.Items {
		if nick := o.BuyerNick.Reveal(); len(nick) > 3 && bytes.Contains(log, []byte(nick)) {
			t.Errorf("the log names a buyer")
		}
	}
}

func TestTheDemoGoesOnAfterARestart(t *testing.T) {
	ctx := context.Background()
	d, dir, c := demoDesk(t)
	shop, err := d.Store.GetShop(ctx, "s1")
	if err != nil {
		t.Fatal(err)
	}
	before, err := d.Store.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	c.advance(48 * time.Hour)
	d = open(t, dir, c)
	run, err := d.Sync(ctx, shop.ID)
	if err != nil {
		t.Fatal(err)
	}
	after, err := d.Store.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if after["orders"] <= before["orders"] || run.Changed == 0 {
		t.Errorf("two days later: %d → %d orders, run %+v", before["orders"], after["orders"], run)
	}
	again, err := d.Sync(ctx, shop.ID)
	if err != nil || again.Changed != 0 {
		t.Errorf("a second pull of the same moment changed %d rows, %v", again.Changed, err)
	}
}

func TestOfflineNothingIsContactedAndReadingGoesOn(t *testing.T) {
	ctx := context.Background()
	d, _, _ := demoDesk(t)
	shop, err := d.Store.GetShop(ctx, "s1")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.SetOffline(ctx, true); err != nil {
		t.Fatal(err)
	}
	hosts, err := d.Hosts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	requests := total(hosts)
	if _, err := d.Sync(ctx, shop.ID); domain.CodeOf(err) != domain.CodeUnavailable {
		t.Errorf("offline pull: %v", err)
	}
	page, err := d.Store.ListAfterSales(ctx, domain.AfterSaleQuery{View: "merchant"})
	if err != nil || len(page.Items) == 0 {
		t.Fatalf("inbox offline: %v", err)
	}
	if _, err := d.BuildPack(ctx, page.Items[0].ID, ""); err != nil {
		t.Errorf("pack offline: %v", err)
	}
	if hosts, err = d.Hosts(ctx); err != nil || total(hosts) != requests {
		t.Errorf("requests went from %d to %d while offline", requests, total(hosts))
	}
}

func total(hosts []domain.HostContact) (n int64) {
	for _, h := range hosts {
		n += h.Requests
	}
	return n
}

func TestAQueuedActIsNotSentOfflineAndSentOnceAfterwards(t *testing.T) {
	ctx := context.Background()
	d, _, c := demoDesk(t)
	if err := d.SetOffline(ctx, true); err != nil {
		t.Fatal(err)
	}
	page, err := d.Store.ListAfterSales(ctx, domain.AfterSaleQuery{View: "merchant", Types: []domain.CaseType{domain.CaseRefundShipped, domain.CaseRefundUnshipped, domain.CaseReturnRefund},
		Statuses: []domain.CaseStatus{domain.StatusAwaitMerchant}, Limit: 200})
	if err != nil {
		t.Fatal(err)
	}
	var id string
	for _, row := range page.Items {
		if row.DueAt > c.now()+domain.Hour && row.Arbitration == domain.ArbNone {
			id = row.ID
			break
		}
	}
	if id == "" {
		t.Fatalf("no case to act on among %d", len(page.Items))
	}
	if _, err := d.QueueAct(ctx, domain.ActRequest{IDs: []string{id}, Kind: domain.ActAgree}); err != nil {
		t.Fatal(err)
	}
	status, err := d.Status(ctx)
	if err != nil || status.NotSent != 1 || !status.Offline {
		t.Fatalf("status %+v %v", status, err)
	}
	if n, err := d.FlushActs(ctx); err != nil || n != 0 {
		t.Fatalf("offline flush sent %d, %v", n, err)
	}
	if err := d.SetOffline(ctx, false); err != nil {
		t.Fatal(err)
	}
	if n, err := d.FlushActs(ctx); err != nil || n != 1 {
		t.Fatalf("flush sent %d, %v", n, err)
	}
	if n, err := d.FlushActs(ctx); err != nil || n != 0 {
		t.Fatalf("second flush sent %d, %v", n, err)
	}
	acts, err := d.Store.ListActs(ctx, domain.ActQuery{})
	if err != nil || len(acts.Items) != 1 || acts.Items[0].State != domain.ActDone {
		t.Fatalf("acts %+v %v", acts, err)
	}
	before, err := d.Store.GetAfterSale(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	c.advance(time.Minute)
	if _, err := d.Sync(ctx, before.ShopID); err != nil {
		t.Fatal(err)
	}
	after, err := d.Store.GetAfterSale(ctx, id)
	if err != nil || after.Status == domain.StatusAwaitMerchant {
		t.Errorf("the platform still shows %s, %v", after.Status, err)
	}
}

func TestADamagedBookOffersItsLastGoodBackup(t *testing.T) {
	ctx := context.Background()
	d, dir, c := demoDesk(t)
	want, err := d.Store.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	b, err := d.Backup(ctx, "daily")
	if err != nil || !b.OK || b.Orders != want["orders"] {
		t.Fatalf("backup %+v %v", b, err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	book := filepath.Join(dir, "afterdesk.db")
	if err := os.WriteFile(book, bytes.Repeat([]byte("damaged "), 4096), 0o600); err != nil {
		t.Fatal(err)
	}
	_ = os.Remove(book + "-wal")
	_, err = Open(ctx, Options{Dir: dir, Now: c.now})
	if domain.CodeOf(err) != domain.CodeCorrupt {
		t.Fatalf("open: %v", err)
	}
	info := FaultInfo(ctx, dir, err)
	if info.Fault != domain.CodeCorrupt || len(info.Backups) != 1 || info.Backups[0].ID != b.ID {
		t.Fatalf("fault %+v", info)
	}
	if err := Restore(ctx, dir, b.ID); err != nil {
		t.Fatal(err)
	}
	d = open(t, dir, c)
	got, err := d.Store.Counts(ctx)
	if err != nil || got["orders"] != want["orders"] || got["evidence"] != want["evidence"] {
		t.Errorf("after restore %v, want %v (%v)", got, want, err)
	}
	if rep, err := d.VerifyFolder(ctx); err != nil || !rep.OK {
		t.Errorf("restored folder: %+v %v", rep, err)
	}
	kept, err := filepath.Glob(filepath.Join(dir, "replaced-*", "afterdesk.db"))
	if err != nil || len(kept) != 1 {
		t.Errorf("the damaged book was not kept: %v", kept)
	}
}

func TestARestoreThatWasCutOffIsFinishedByTheNextOpen(t *testing.T) {
	ctx, dir, c := context.Background(), t.TempDir(), newClock()
	d := open(t, dir, c)
	if _, err := d.AddFileShop(ctx, "甲店", "CNY", "Asia/Shanghai"); err != nil {
		t.Fatal(err)
	}
	b, err := d.Backup(ctx, "manual")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.AddFileShop(ctx, "乙店", "CNY", "Asia/Shanghai"); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	next := filepath.Join(dir, restoreNext)
	if err := copyTree(ctx, b.Path, next); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, restoreDone), []byte("x1"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "replaced-x1"), 0o700); err != nil { // the crash came after the first rename
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, backupBook), filepath.Join(dir, "replaced-x1", backupBook)); err != nil {
		t.Fatal(err)
	}
	d = open(t, dir, c)
	shops, err := d.Store.ListShops(ctx)
	if err != nil || len(shops) != 1 || shops[0].Name != "甲店" {
		t.Errorf("shops %+v %v", shops, err)
	}
}

func TestBackupsThatFailTheirCheckAreNeverKept(t *testing.T) {
	ctx, dir, c := context.Background(), t.TempDir(), newClock()
	d := open(t, dir, c)
	b, err := d.Backup(ctx, "manual")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b.Path, backupBook), []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.VerifyBackup(ctx, b.ID); domain.CodeOf(err) != domain.CodeCorrupt {
		t.Errorf("verify: %v", err)
	}
	if err := d.CanRestore(ctx, b.ID); domain.CodeOf(err) != domain.CodeCorrupt {
		t.Errorf("restore would take it: %v", err)
	}
	if _, err := d.VerifyBackup(ctx, "../elsewhere"); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("a path is no backup id: %v", err)
	}
}

func TestSettingsNameTheFieldThatIsWrong(t *testing.T) {
	ctx, c := context.Background(), newClock()
	d := open(t, t.TempDir(), c)
	for field, change := range map[string]func(*domain.Settings){
		"language":            func(s *domain.Settings) { s.Language = "fr" },
		"zone":                func(s *domain.Settings) { s.Zone = "Mars/Base" },
		"goodTarget":          func(s *domain.Settings) { s.GoodTarget = 98 },
		"highValue":           func(s *domain.Settings) { s.HighValue = 0 },
		"schedules.no_pickup": func(s *domain.Settings) { s.Schedules = map[string]string{"no_pickup": "every day"} },
		"watchFolders":        func(s *domain.Settings) { s.WatchFolders = []string{"relative"} },
		"backupKeep":          func(s *domain.Settings) { s.BackupKeep = 0 },
		"answerMinutes":       func(s *domain.Settings) { s.AnswerMinutes = -1 },
	} {
		s := domain.DefaultSettings()
		change(&s)
		if _, err := d.PutSettings(ctx, s); domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "field") != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if d.Settings().Language != "zh-CN" {
		t.Error("a refused change stayed in memory")
	}
}

func TestExportsDefuseFormulasAndKeepLongIds(t *testing.T) {
	for in, want := range map[string]string{"=1+1": "'=1+1", "@cmd": "'@cmd", "-3.20": "-3.20", "+86": "+86", "6900000000000000001": "6900000000000000001\t", "普通": "普通", "": ""} {
		if got := plainCell(in); got != want {
			t.Errorf("plainCell(%q) = %q, want %q", in, got, want)
		}
	}
	ctx, c := context.Background(), newClock()
	d := open(t, t.TempDir(), c)
	shop, err := d.AddFileShop(ctx, "甲店", "CNY", "Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	const id = "6900000000000000001"
	if err := d.Store.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.PutOrders(ctx, []domain.Order{{ID: domain.RemoteKey(shop.ID, id), ShopID: shop.ID, RemoteID: id, Status: domain.OrderPaid, CreatedAt: c.now(), PaidAt: c.now(), UpdatedAt: c.now(), Paid: domain.CNY(100),
			Lines: []domain.OrderLine{{ID: domain.RemoteKey(shop.ID, id), RemoteID: id, ProductName: `=HYPERLINK("http://x")`, Qty: 1, Status: domain.OrderPaid}}}})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	path, err := d.ExportOrders(ctx, domain.OrderQuery{})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(raw, []byte(id)) || bytes.Contains(raw, []byte(`,=HYPERLINK`)) || bytes.Contains(raw, []byte(`,"=HYPERLINK`)) {
		t.Errorf("export: %s %v", raw, err)
	}
}

func TestNineHoursAsleepRunEachMissedCheckOnceWithAReceipt(t *testing.T) {
	ctx := context.Background()
	d, _, c := demoDesk(t)
	if err := d.Jobs.Tick(ctx); err != nil {
		t.Fatal(err)
	}
	before, err := d.Store.ListReceipts(ctx, "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	c.advance(9 * time.Hour)
	if err := d.Jobs.Tick(ctx); err != nil {
		t.Fatal(err)
	}
	after, err := d.Store.ListReceipts(ctx, "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	fresh := map[string]int{}
	for _, r := range after[:len(after)-len(before)] {
		fresh[r.Check]++
		if r.Check == "no_pickup" && r.Missed == 0 {
			t.Errorf("receipt does not say how many ticks were missed: %+v", r)
		}
	}
	if fresh["no_pickup"] != 1 || fresh["stalled"] != 1 || fresh["signed_refund"] != 1 {
		t.Errorf("after nine hours: %v", fresh)
	}
	if err := d.Jobs.Tick(ctx); err != nil {
		t.Fatal(err)
	}
	if again, err := d.Store.ListReceipts(ctx, "", 1000); err != nil || len(again) != len(after) {
		t.Errorf("a second tick at the same moment ran checks again: %d → %d, %v", len(after), len(again), err)
	}
}
