//go:build unix

package desk

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"afterdesk/backend/domain"
)

func init() { childRoles["full"] = workOnAFullDisk }

// limitFiles makes every write past room bytes of a file fail, as a full disk
// does; a room of unix.RLIM_INFINITY lifts the limit.
func limitFiles(room uint64) error {
	var have unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &have); err != nil {
		return err
	}
	have.Cur = min(have.Max, room)
	return unix.Setrlimit(unix.RLIMIT_FSIZE, &have)
}

// workOnAFullDisk tries everything that writes, first without room and then with
// it, in one process, and tells each answer as "told <name> <code> <reason>".
func workOnAFullDisk(ctx context.Context, p childPlan, d *Desk) error {
	signal.Ignore(unix.SIGXFSZ)
	tmp := p.Dir + "-offered"
	r := rand.New(rand.NewPCG(p.Life, 5))
	// What is offered lies on another disk: it is written before this one is full.
	sheet, ids, err := writeOrders(tmp, 7000+p.Life, 200)
	if err != nil {
		return err
	}
	photos := []string{filepath.Join(tmp, fmt.Sprintf("full-%d.jpg", p.Life)), filepath.Join(tmp, fmt.Sprintf("after-%d.jpg", p.Life))}
	for _, path := range photos {
		// As long as a short video, and one no other call makes.
		if err := os.WriteFile(path, append(noise(r), make([]byte, 3<<20)...), 0o600); err != nil {
			return err
		}
	}
	look, err := d.LookFile(ctx, sheet, "")
	if err != nil {
		return err
	}
	caseID, err := d.PickPackCase(ctx)
	if err != nil {
		return err
	}
	all := func(round, photo string) {
		tell := func(name string, err error) {
			reason := domain.ParamOf(err, "reason")
			fmt.Println("told", round+"-"+name, or(string(domain.CodeOf(err)), "ok"), or(reason, "-"), text(err))
		}
		_, err := d.Sync(ctx, "s1")
		tell("pull", err)
		run, err := d.ImportFile(ctx, domain.SheetPlan{Path: sheet, Sheet: look.Sheet, ShopID: "s2", Mapping: look.Mapping})
		tell("import", err)
		if err == nil {
			ack("sheet", run.ID)
			for _, id := range ids {
				ack("order", domain.RemoteKey("s2", id))
			}
		}
		out, err := d.AddFiles(ctx, domain.AddFilesRequest{Paths: []string{photo}}, domain.SourcePicker)
		if err == nil && out[0].Code != "" {
			err = domain.E(out[0].Code, nil, "reason", out[0].Params["reason"])
		}
		tell("capture", err)
		if err == nil {
			ack("evidence", fmt.Sprintf("%s %d", out[0].ID, len(out[0].Links)))
		}
		pack, err := d.BuildPack(ctx, caseID, "")
		tell("pack", err)
		if err == nil {
			ack("pack", pack.ZIPPath)
		}
		_, err = d.Backup(ctx, "manual")
		tell("backup", err)
		_, err = d.BackupTo(ctx, p.Dir+"-usb")
		tell("copy", err)
		_, err = d.ExportOrders(ctx, domain.OrderQuery{})
		tell("export", err)
		_, err = d.SupportBundle(ctx)
		tell("support", err)
		_, err = d.Insight.Today(ctx, nil)
		tell("today", err)
		_, err = d.RunChecks(ctx)
		tell("checks", err)
		_, err = d.AddFileShop(ctx, "新店"+round, "CNY", "Asia/Shanghai")
		tell("shop", err)
		_, err = d.Store.ListOrders(ctx, domain.OrderQuery{})
		tell("read", err)
	}
	if err := limitFiles(p.Room); err != nil {
		return err
	}
	all("full", photos[0])
	full, err := d.Insight.Today(ctx, nil)
	if err != nil {
		return err
	}
	if err := limitFiles(unix.RLIM_INFINITY); err != nil {
		return err
	}
	// What was added up without a place to keep it is what is added up with one.
	if roomy, err := d.Insight.Today(ctx, nil); err != nil || !reflect.DeepEqual(full, roomy) {
		return fmt.Errorf("today on a full disk %+v, with room %+v, %w", full, roomy, err)
	}
	all("after", photos[0])
	all("again", photos[1])
	return nil
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func text(err error) string {
	if err == nil {
		return ""
	}
	var e *domain.Error
	if errors.As(err, &e) && e.Err != nil {
		return e.Err.Error()
	}
	return err.Error()
}

func TestOnAFullDiskEveryDoorSaysUnavailableAndGoesOnWhenThereIsRoom(t *testing.T) {
	ctx, c := context.Background(), newClock()
	end := c.now()
	c.at.Store(int64(end - 5*domain.Day))
	url := serveWorld(t, end, c, 15, 300)
	dir := filepath.Join(t.TempDir(), "data")
	d := open(t, dir, c)
	if _, _, err := outsideDemo(ctx, d); err != nil {
		t.Fatal(err)
	}
	attachDemo(d, url)
	settle(t, d)
	d.demo = nil
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir+"-offered", 0o700); err != nil {
		t.Fatal(err)
	}
	all, refused := newKept(), map[string]int{}
	for life, room := range []uint64{0, 40 << 10, 300 << 10, 1 << 20, 2500 << 10} {
		c.at.Add(int64(domain.Day))
		said := startChild(t, childPlan{Role: "full", Dir: dir, At: c.now(), Life: uint64(life), URL: url, Room: room}).wait(t)
		all.note(t, said)
		for _, line := range said {
			f := strings.SplitN(line, " ", 5)
			if f[0] != "told" {
				continue
			}
			round, name, _ := strings.Cut(f[1], "-")
			switch {
			case f[2] == "ok":
			case round != "full":
				t.Errorf("with %d bytes of room, and room again: %s", room, line)
			case f[2] != string(domain.CodeUnavailable):
				t.Errorf("with %d bytes of room: %s", room, line)
			case name == "today" || name == "read":
				t.Errorf("reading stopped with %d bytes of room: %s", room, line)
			default:
				refused[name]++
			}
		}
		d := open(t, dir, c)
		all.check(t, d)
		verifies(t, d)
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"pull", "import", "capture", "pack", "backup", "copy", "export", "checks", "shop"} {
		if refused[name] == 0 {
			t.Errorf("%s was never refused: %v", name, refused)
		}
	}
	t.Logf("refused %v; %d orders, %d files, %d packs acknowledged", refused, len(all.orders), len(all.evidence), len(all.packs))
}

func TestAFolderOnAFullDiskIsNamedWhenItIsOpened(t *testing.T) {
	dir, c := t.TempDir(), newClock()
	p := startChild(t, childPlan{Role: "open", Dir: filepath.Join(dir, "other"), At: c.now(), URL: filepath.Join(dir, "data")})
	said := p.wait(t)
	if len(said) != 1 || !strings.HasPrefix(said[0], "told open unavailable") {
		t.Errorf("said %q", said)
	}
}

func init() {
	childRoles["open"] = func(ctx context.Context, p childPlan, d *Desk) error {
		d.demo = nil
		signal.Ignore(unix.SIGXFSZ)
		if err := limitFiles(0); err != nil {
			return err
		}
		_, err := Open(ctx, Options{Dir: p.URL, Now: d.Now})
		fmt.Println("told open", domain.CodeOf(err), domain.ParamOf(err, "reason"))
		return nil
	}
}

func TestAReserveLargerThanTheDiskRefusesCaptureAndReadingGoesOn(t *testing.T) {
	ctx, dir, c := context.Background(), t.TempDir(), newClock()
	d := open(t, dir, c)
	if _, err := d.StartDemo(ctx, demoOf(c, scaled(200, 120))); err != nil {
		t.Fatal(err)
	}
	before, err := d.Store.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	s := d.Settings()
	s.ReserveBytes = 1 << 60
	if _, err := d.PutSettings(ctx, s); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "photo.jpg")
	if err := os.WriteFile(path, noise(rand.New(rand.NewPCG(1, 2))), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := d.AddFiles(ctx, domain.AddFilesRequest{Paths: []string{path}}, domain.SourcePicker)
	if err != nil || out[0].Code != domain.CodeUnavailable || out[0].Params["reason"] != "disk_reserve" {
		t.Errorf("capture into the reserve: %+v %v", out, err)
	}
	page, err := d.Store.ListAfterSales(ctx, domain.AfterSaleQuery{View: "open"})
	if err != nil || len(page.Items) == 0 {
		t.Fatalf("inbox: %v", err)
	}
	ev, err := d.Store.ListEvidence(ctx, domain.EvidenceQuery{})
	if err != nil || len(ev.Items) == 0 {
		t.Fatalf("evidence: %v", err)
	}
	f, _, _, err := d.Evidence.OpenMedia(ctx, ev.Items[0].Item.ID)
	if err != nil {
		t.Errorf("open a photo: %v", err)
	} else {
		_ = f.Close()
	}
	if after, err := d.Store.Counts(ctx); err != nil || after["evidence"] != before["evidence"] {
		t.Errorf("evidence %d → %d, %v", before["evidence"], after["evidence"], err)
	}
	s.ReserveBytes = 0
	if _, err := d.PutSettings(ctx, s); err != nil {
		t.Fatal(err)
	}
	if out, err = d.AddFiles(ctx, domain.AddFilesRequest{Paths: []string{path}}, domain.SourcePicker); err != nil || out[0].Code != "" {
		t.Errorf("capture with room again: %+v %v", out, err)
	}
	verifies(t, d)
}
