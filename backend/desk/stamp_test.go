package desk

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/custody"
	"afterdesk/backend/domain"
	"afterdesk/backend/sim/tsa"
	"afterdesk/backend/store"
)

// authority serves time stamps on loopback and returns what the settings need.
func authority(t *testing.T) (*tsa.Authority, domain.StampAuthority) {
	t.Helper()
	a, err := tsa.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(a)
	t.Cleanup(srv.Close)
	return a, domain.StampAuthority{Name: "测试时间戳", URL: srv.URL, Root: a.Root}
}

// evidenceFile brings a file in, so that the log has something to prove.
func evidenceFile(t *testing.T, d *Desk, text string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), text+".txt")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	res, err := d.AddFiles(context.Background(), domain.AddFilesRequest{Paths: []string{path}}, domain.SourcePicker)
	if err != nil || res[0].Code != "" {
		t.Fatal(res, err)
	}
}

func TestNothingIsStampedUntilAnAuthorityIsAddedThenOnceADayWhenSomethingWasLogged(t *testing.T) {
	ctx := context.Background()
	c := newClock()
	dir := t.TempDir()
	d := open(t, dir, c)
	evidenceFile(t, d, "one")
	tick := func() {
		t.Helper()
		if err := d.stampTick(ctx, c.now(), 0); err != nil {
			t.Fatal(err)
		}
	}
	tick()
	if info, err := d.StampInfo(ctx); err != nil || len(info.Cards)+len(info.Queue) != 0 || len(info.Presets) < 4 {
		t.Fatalf("before: %+v %v", info, err)
	}
	for _, j := range d.jobs() {
		if j.ID == jobStamp {
			t.Error("a job without an authority")
		}
	}
	tsa1, a1 := authority(t)
	tsa2, a2 := authority(t)
	a1, err := d.PutStamper(ctx, a1, "")
	if err != nil {
		t.Fatal(err)
	}
	a2.Root = ""
	if a2, err = d.PutStamper(ctx, a2, ""); err != nil || a2.ID == a1.ID {
		t.Fatal(a2, err)
	}
	// Offline: the wish waits, day by day, and nobody is asked.
	if err := d.SetOffline(ctx, true); err != nil {
		t.Fatal(err)
	}
	tick()
	c.advance(24 * time.Hour)
	tick()
	info, err := d.StampInfo(ctx)
	if err != nil || len(info.Queue) != 4 || info.Cards[0].Waiting != 2 || tsa1.Asked()+tsa2.Asked() != 0 {
		t.Fatalf("offline: %+v %v", info, err)
	}
	// A restart keeps the queue.
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = open(t, dir, c)
	if err := d.SetOffline(ctx, false); err != nil {
		t.Fatal(err)
	}
	tick()
	info, err = d.StampInfo(ctx)
	if err != nil || len(info.Queue) != 0 || tsa1.Asked() != 1 || tsa2.Asked() != 1 {
		t.Fatalf("online: %+v %v, asked %d %d", info, err, tsa1.Asked(), tsa2.Asked())
	}
	if first, second := info.Cards[0].Last, info.Cards[1].Last; first == nil || second == nil || !first.Verified || second.Verified || first.Size < 1 {
		t.Errorf("last tokens %+v %+v", first, second)
	}
	tick()
	c.advance(24 * time.Hour)
	tick() // nothing but time stamps was logged since
	if tsa1.Asked() != 1 {
		t.Errorf("an idle log was stamped again: %d", tsa1.Asked())
	}
	evidenceFile(t, d, "two")
	tick()
	tick()
	if tsa1.Asked() != 2 || tsa2.Asked() != 2 {
		t.Errorf("asked %d %d", tsa1.Asked(), tsa2.Asked())
	}
	// A root that is pinned later is believed or not, now.
	a2.Root = tsa1.Root
	if _, err := d.PutStamper(ctx, a2, ""); err != nil {
		t.Fatal(err)
	}
	if info, _ := d.StampInfo(ctx); info.Cards[1].Last.Verified {
		t.Error("a stranger's root was believed")
	}
	a2.Root = tsa2.Root
	if _, err := d.PutStamper(ctx, a2, ""); err != nil {
		t.Fatal(err)
	}
	if info, _ := d.StampInfo(ctx); !info.Cards[1].Last.Verified {
		t.Error("the right root was not believed")
	}
	hosts, err := d.Hosts(ctx)
	if err != nil || len(hosts) != 1 || hosts[0].Purpose != "timestamp" || hosts[0].Requests != 4 {
		t.Errorf("hosts %+v %v", hosts, err)
	}
	if r, err := d.VerifyFolder(ctx); err != nil || !r.OK {
		t.Errorf("verify %+v %v", r, err)
	}
}

func TestAnAuthorityThatFailsIsNamedAndAskedAgain(t *testing.T) {
	ctx := context.Background()
	c := newClock()
	d := open(t, t.TempDir(), c)
	server, a := authority(t)
	other, err := tsa.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	a.Root = other.Root
	a, err = d.PutStamper(ctx, a, "")
	if err != nil {
		t.Fatal(err)
	}
	evidenceFile(t, d, "one")
	if err := d.stampTick(ctx, c.now(), 0); domain.CodeOf(err) != domain.CodeCorrupt && err == nil {
		t.Error("a wrong root went unsaid")
	}
	info, err := d.StampInfo(ctx)
	if err != nil || len(info.Queue) != 1 || info.Queue[0].Tries != 1 || info.Cards[0].Why != "stamp_root" || info.Cards[0].Last != nil {
		t.Fatalf("%+v %v", info, err)
	}
	a.Root = server.Root
	if _, err := d.PutStamper(ctx, a, ""); err != nil {
		t.Fatal(err)
	}
	if n, err := d.SendStamps(ctx); err != nil || n != 1 {
		t.Errorf("sent %d %v", n, err)
	}
	if s, err := d.StampNow(ctx, a.ID); err != nil || s.Size != d.Custody.Head().Size-1 {
		t.Errorf("the test button: %+v %v", s, err)
	}
	if _, err := d.StampNow(ctx, "nobody"); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("nobody: %v", err)
	}
	// A crash between record and row: the row is written again on opening.
	lost, err := d.Custody.Stamp(ctx, d.http, custody.Authority{StampAuthority: a}, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.repairStamps(ctx); err != nil {
		t.Fatal(err)
	}
	if last, err := d.Store.LastStamp(ctx, a.ID); err != nil || last.ID != lost.ID {
		t.Errorf("repaired %+v %v", last, err)
	}
	if err := d.RemoveStamper(ctx, a.ID); err != nil {
		t.Fatal(err)
	}
	if n, err := d.Store.CountStamps(ctx, a.ID); err != nil || n != 3 {
		t.Errorf("tokens went with their authority: %d %v", n, err)
	}
}

func TestAnAuthoritysSettingsNameTheFieldThatIsWrong(t *testing.T) {
	ctx := context.Background()
	d := open(t, t.TempDir(), newClock())
	good := domain.StampAuthority{Name: "甲", URL: "https://tsa.example/tsr"}
	for field, change := range map[string]func(a *domain.StampAuthority){
		"name":  func(a *domain.StampAuthority) { a.Name = " " },
		"url":   func(a *domain.StampAuthority) { a.URL = "ftp://tsa.example" },
		"url ":  func(a *domain.StampAuthority) { a.URL = "" },
		"url  ": func(a *domain.StampAuthority) { a.URL, a.User = "http://tsa.example", "desk" }, // a password in the clear
		"root":  func(a *domain.StampAuthority) { a.Root = "no certificate" },
	} {
		a := good
		change(&a)
		if _, err := d.PutStamper(ctx, a, "secret"); domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "field") != strings.TrimSpace(field) {
			t.Errorf("%s: %v", field, err)
		}
	}
	for n := range maxStampers {
		if a, err := d.PutStamper(ctx, good, ""); err != nil || n == 1 && a.ID != "tsa-example-2" {
			t.Fatalf("%d: %+v %v", n, a, err)
		}
	}
	if _, err := d.PutStamper(ctx, good, ""); domain.ParamOf(err, "field") != "stampers" {
		t.Errorf("one too many: %v", err)
	}
	if err := d.RemoveStamper(ctx, "nobody"); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("nobody: %v", err)
	}
	for _, p := range StampPresets {
		if p.URL == "" {
			continue
		}
		if err := checkStampers([]domain.StampAuthority{{ID: p.ID, Name: p.Name, URL: p.URL}}); err != nil {
			t.Errorf("preset %s: %v", p.ID, err)
		}
	}
}

func TestAPackSaysWhetherTimeStampsCoverIt(t *testing.T) {
	d, _, _ := demoDesk(t)
	ctx := context.Background()
	id, err := d.PickPackCase(ctx)
	if err != nil {
		t.Fatal(err)
	}
	state := func() string {
		t.Helper()
		list, err := d.Packs(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		out := ""
		for _, p := range list {
			out += fmt.Sprintf("%s:%d ", p.Stamp, p.Tokens)
		}
		return out
	}
	build := func() domain.EvidencePack {
		t.Helper()
		p, err := d.BuildPack(ctx, id, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	first := build()
	if got := state(); got != "none:0 " || first.TreeSize == 0 {
		t.Fatalf("without an authority: %s", got)
	}
	server, a := authority(t)
	if _, err := d.PutStamper(ctx, a, ""); err != nil {
		t.Fatal(err)
	}
	if err := d.SetOffline(ctx, true); err != nil {
		t.Fatal(err)
	}
	second := build()
	if got := state(); got != "waiting:0 waiting:0 " || second.ZIPHash != first.ZIPHash {
		t.Errorf("offline: %s", got)
	}
	if err := d.SetOffline(ctx, false); err != nil {
		t.Fatal(err)
	}
	if _, err := d.SendStamps(ctx); err != nil {
		t.Fatal(err)
	}
	if got := state(); got != "later:0 later:0 " {
		t.Errorf("the token came later: %s", got)
	}
	third := build()
	if got := state(); got != "inside:1 later:0 later:0 " || server.Asked() != 1 {
		t.Errorf("packed again: %s, asked %d", got, server.Asked())
	}
	if r, err := d.Evidence.Verify(ctx, third.ZIPPath); err != nil || !r.OK || r.Stamps != 1 {
		t.Errorf("verify %+v %v", r, err)
	}
	if again := build(); again.ZIPHash != third.ZIPHash || server.Asked() != 1 {
		t.Errorf("the same rows gave other bytes or another question (%d)", server.Asked())
	}
	// Online with an authority, a pack has its token at once; one that is down costs nothing.
	server.Down = true
	_, b := authority(t)
	if _, err := d.PutStamper(ctx, b, ""); err != nil {
		t.Fatal(err)
	}
	if p := build(); p.Tokens != 2 {
		t.Errorf("at once: %d tokens", p.Tokens)
	}
}

func TestAShownReceiverStandsInTheCustodyLog(t *testing.T) {
	c := newClock()
	d := open(t, t.TempDir(), c)
	ctx := context.Background()
	shop, err := d.AddFileShop(ctx, "表格店", "CNY", "Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	o := domain.Order{ID: domain.RemoteKey(shop.ID, "6911"), ShopID: shop.ID, RemoteID: "6911", Status: domain.OrderToShip, CreatedAt: c.now(), UpdatedAt: c.now(),
		Contact: &domain.Contact{Name: "张小明", Phone: "13912345678", Address: "文一西路 100 号"}, Lines: []domain.OrderLine{}}
	if err := d.Store.Write(ctx, func(tx *store.Tx) error { _, err := tx.PutOrders(ctx, []domain.Order{o}); return err }); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Reveal(ctx, "s1.404", "contact_buyer"); domain.CodeOf(err) != domain.CodeNotFound || d.Custody.Head().Size != 0 {
		t.Errorf("no such order: %v", err)
	}
	who, err := d.Reveal(ctx, o.ID, "contact_buyer")
	if err != nil || who.Phone.Reveal() != "13912345678" {
		t.Fatal(who, err)
	}
	rec, err := d.Custody.Record(0)
	if err != nil || rec.Kind != custody.KindViewed || rec.Subject != o.ID || rec.Fields["purpose"] != "contact_buyer" || rec.By != d.Operator(ctx) || strings.Contains(string(rec.Line), "139") {
		t.Errorf("logged %+v %v", rec, err)
	}
	// A log that cannot be written shows nothing.
	if err := d.Custody.Close(); err != nil {
		t.Fatal(err)
	}
	if who, err := d.Reveal(ctx, o.ID, "contact_buyer"); err == nil || who != (domain.Contact{}) {
		t.Errorf("shown without a record: %v", err)
	}
}
