package desk

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"afterdesk/backend/domain"
)

const pageBytes = 4096

// readEverything opens every screen; whatever is damaged, an answer or an error
// must come.
func readEverything(ctx context.Context, d *Desk) (errs []error) {
	add := func(_ any, err error) {
		if err != nil {
			errs = append(errs, err)
		}
	}
	add(d.Boot(ctx))
	add(d.Insight.Today(ctx, nil))
	add(d.Insight.Tasks(ctx, nil, 50))
	orders, err := d.Store.ListOrders(ctx, domain.OrderQuery{Limit: 20})
	add(nil, err)
	for _, o := range orders.Items {
		add(d.Store.GetOrderDetail(ctx, o.ID))
	}
	cases, err := d.Store.ListAfterSales(ctx, domain.AfterSaleQuery{View: "all", Limit: 20})
	add(nil, err)
	for _, a := range cases.Items {
		add(d.Store.GetAfterSaleDetail(ctx, a.ID))
	}
	add(d.Store.ListEvidence(ctx, domain.EvidenceQuery{}))
	add(d.Store.ListReviews(ctx, domain.ReviewQuery{}))
	add(d.Store.ListParcels(ctx, domain.ParcelQuery{}))
	add(d.Store.ListFindings(ctx, domain.FindingQuery{}))
	add(d.Palette(ctx, "卫衣"))
	add(d.RunChecks(ctx))
	add(d.Sync(ctx, "s1"))
	return errs
}

func TestAnyDamagedPageIsNamedAndTheLastGoodBackupIsOffered(t *testing.T) {
	ctx, dir, c := context.Background(), t.TempDir(), newClock()
	d := open(t, dir, c)
	if _, err := d.StartDemo(ctx, demoOf(c, 150)); err != nil {
		t.Fatal(err)
	}
	b, err := d.Backup(ctx, "daily")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	// The compact copy has no free pages, whose damage would harm nothing.
	whole, err := os.ReadFile(filepath.Join(b.Path, backupBook))
	if err != nil {
		t.Fatal(err)
	}
	book := filepath.Join(dir, backupBook)
	r := rand.New(rand.NewPCG(uint64(os.Getpid()), 9))
	atOpen, later := 0, 0
	for round := range scaled(24, 6) {
		page := r.IntN(len(whole) / pageBytes)
		if round < 3 {
			page = round // the header and the schema
		}
		broken := append([]byte(nil), whole...)
		for i := range 16 + r.IntN(pageBytes/2) {
			broken[page*pageBytes+i] ^= byte(1 + r.IntN(255))
		}
		for _, tail := range []string{"-wal", "-shm"} {
			_ = os.Remove(book + tail)
		}
		if err := os.WriteFile(book, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		d, err := Open(ctx, Options{Dir: dir, Now: c.now})
		if err != nil {
			atOpen++
		} else {
			later++
			for _, rerr := range readEverything(ctx, d) {
				if code := domain.CodeOf(rerr); code != domain.CodeCorrupt && code != domain.CodeNotFound {
					t.Errorf("page %d, reading: %s: %v", page, code, rerr)
				}
			}
			rep, verr := d.VerifyFolder(ctx)
			if err = verr; err == nil && !rep.OK && len(rep.Damaged) > 0 && rep.Damaged[0].Item != "" {
				err = domain.E(domain.CodeCorrupt, nil, "item", rep.Damaged[0].Item)
			}
			if cerr := d.Close(); cerr != nil && domain.CodeOf(cerr) != domain.CodeCorrupt {
				t.Errorf("page %d, closing: %v", page, cerr)
			}
		}
		if domain.CodeOf(err) != domain.CodeCorrupt {
			t.Errorf("page %d of %d: %v", page, len(whole)/pageBytes, err)
		}
		info := FaultInfo(ctx, dir, err)
		if len(info.Backups) != 1 || info.Backups[0].ID != b.ID || info.Fault != domain.CodeCorrupt || info.FaultWith["item"] == "" {
			t.Errorf("page %d: offered %+v, fault %q %v", page, info.Backups, info.Fault, info.FaultWith)
		}
	}
	t.Logf("%d of %d pages damaged: %d named at opening, %d by the check", atOpen+later, len(whole)/pageBytes, atOpen, later)
	if err := Restore(ctx, dir, b.ID); err != nil {
		t.Fatal(err)
	}
	verifies(t, open(t, dir, c))
}

func TestABookCutAtAnyLengthIsNamed(t *testing.T) {
	ctx, dir, c := context.Background(), t.TempDir(), newClock()
	d := open(t, dir, c)
	if _, err := d.AddFileShop(ctx, "甲店", "CNY", "Asia/Shanghai"); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	book := filepath.Join(dir, backupBook)
	whole, err := os.ReadFile(book)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{1, 99, 100, 511, pageBytes - 1, pageBytes, pageBytes + 1, 3 * pageBytes, len(whole) / 2, len(whole) - pageBytes} {
		if err := os.WriteFile(book, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		d, err := Open(ctx, Options{Dir: dir, Now: c.now})
		if err == nil {
			rep, verr := d.VerifyFolder(ctx)
			if err = verr; err == nil && !rep.OK {
				err = domain.E(domain.CodeCorrupt, nil)
			}
			_ = d.Close()
		}
		if domain.CodeOf(err) != domain.CodeCorrupt {
			t.Errorf("cut to %d of %d bytes: %v", n, len(whole), err)
		}
		for _, tail := range []string{"-wal", "-shm"} {
			_ = os.Remove(book + tail)
		}
	}
}

// copyBook copies an open desk's book and journal, as a power cut leaves them.
func copyBook(t *testing.T, from, to string) (journal []byte) {
	t.Helper()
	if err := os.MkdirAll(to, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{backupBook, backupBook + "-wal"} {
		raw, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
		journal = raw
	}
	return journal
}

func TestADamagedJournalIsNamedAndACutOneIsACrash(t *testing.T) {
	ctx, c := context.Background(), newClock()
	from := filepath.Join(t.TempDir(), "data")
	d := open(t, from, c)
	if err := d.Close(); err != nil { // the journal is empty from here
		t.Fatal(err)
	}
	d = open(t, from, c)
	const shops = 12
	for i := range shops {
		if _, err := d.AddFileShop(ctx, fmt.Sprintf("店%d", i), "CNY", "Asia/Shanghai"); err != nil {
			t.Fatal(err)
		}
	}
	to := filepath.Join(t.TempDir(), "copy")
	whole := copyBook(t, from, to)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	book, err := os.ReadFile(filepath.Join(to, backupBook))
	if err != nil {
		t.Fatal(err)
	}
	try := func(journal []byte) (have int, err error) {
		for name, raw := range map[string][]byte{backupBook: book, backupBook + "-wal": journal} {
			if err := os.WriteFile(filepath.Join(to, name), raw, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_ = os.Remove(filepath.Join(to, backupBook+"-shm"))
		d, err := Open(ctx, Options{Dir: to, Now: c.now})
		if err != nil {
			return 0, err
		}
		verifies(t, d)
		list, err := d.Store.ListShops(ctx)
		if cerr := d.Close(); err == nil {
			err = cerr
		}
		return len(list), err
	}
	if n, err := try(whole); err != nil || n != shops {
		t.Fatalf("whole journal: %d shops, %v", n, err)
	}
	r := rand.New(rand.NewPCG(uint64(os.Getpid()), 4))
	for range scaled(24, 8) {
		at := r.IntN(len(whole) / 2)
		broken := append([]byte(nil), whole...)
		broken[at] ^= byte(1 + r.IntN(255))
		n, err := try(broken)
		if domain.CodeOf(err) != domain.CodeCorrupt || domain.ParamOf(err, "item") != "afterdesk.db-wal" {
			t.Errorf("byte %d of %d changed: %d shops, %v", at, len(whole), n, err)
		}
	}
	before := shops
	for cut := len(whole); cut > 0; cut -= len(whole)/15 + 1 {
		n, err := try(whole[:cut])
		if err != nil || n > before {
			t.Errorf("cut to %d of %d bytes: %d shops, %v", cut, len(whole), n, err)
		}
		before = n
	}
	// A power cut spoils pages of the transaction that it met, also in its middle.
	torn := append([]byte(nil), whole...)
	torn[len(torn)-2*(pageBytes+24)+100] ^= 1
	if n, err := try(torn); err != nil || n < shops-1 {
		t.Errorf("torn end: %d shops, %v", n, err)
	}
}

func TestABookThatIsGoneOrEmptyIsNotReplacedByANewOneWhileThereIsABackup(t *testing.T) {
	ctx, dir, c := context.Background(), t.TempDir(), newClock()
	d := open(t, dir, c)
	if _, err := d.AddFileShop(ctx, "甲店", "CNY", "Asia/Shanghai"); err != nil {
		t.Fatal(err)
	}
	b, err := d.Backup(ctx, "daily")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	book := filepath.Join(dir, backupBook)
	for name, spoil := range map[string]func() error{"gone": func() error { return os.Remove(book) }, "empty": func() error { return os.Truncate(book, 0) }} {
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(ctx, Options{Dir: dir, Now: c.now}); domain.CodeOf(err) != domain.CodeCorrupt || domain.ParamOf(err, "item") != backupBook {
			t.Errorf("%s: %v", name, err)
		}
		if err := Restore(ctx, dir, b.ID); err != nil {
			t.Fatal(err)
		}
	}
	if shops, err := open(t, dir, c).Store.ListShops(ctx); err != nil || len(shops) != 1 {
		t.Errorf("restored %+v %v", shops, err)
	}
}

func TestABackupFolderOnAnotherDiskIsOfferedToo(t *testing.T) {
	ctx, dir, usb, c := context.Background(), t.TempDir(), t.TempDir(), newClock()
	d := open(t, dir, c)
	if _, err := d.AddFileShop(ctx, "甲店", "CNY", "Asia/Shanghai"); err != nil {
		t.Fatal(err)
	}
	s := d.Settings()
	s.BackupFolder = usb
	if _, err := d.PutSettings(ctx, s); err != nil {
		t.Fatal(err)
	}
	b, err := d.Backup(ctx, "daily")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, backupBook), []byte("no database at all, and no way to read its settings"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Open(ctx, Options{Dir: dir, Now: c.now})
	info := FaultInfo(ctx, dir, err)
	if info.Fault != domain.CodeCorrupt || len(info.Backups) != 1 || info.Backups[0].ID != b.ID {
		t.Fatalf("offered %+v, %v", info.Backups, err)
	}
	if err := Restore(ctx, dir, info.Backups[0].ID); err != nil {
		t.Fatal(err)
	}
	d = open(t, dir, c)
	if shops, err := d.Store.ListShops(ctx); err != nil || len(shops) != 1 {
		t.Errorf("restored %+v %v", shops, err)
	}
	if d.Settings().BackupFolder != usb {
		t.Error("the settings did not come back")
	}
}

func TestADamagedPhotoIsNamedAndEveryOtherOneStays(t *testing.T) {
	ctx, dir, c := context.Background(), t.TempDir(), newClock()
	d := open(t, dir, c)
	if _, err := d.StartDemo(ctx, demoOf(c, 150)); err != nil {
		t.Fatal(err)
	}
	page, err := d.Store.ListEvidence(ctx, domain.EvidenceQuery{})
	if err != nil || len(page.Items) < 3 {
		t.Fatalf("%d files, %v", len(page.Items), err)
	}
	id := page.Items[1].Item.ID
	f, size, err := d.Vault.Open(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	path := f.Name()
	_ = f.Close()
	raw[size/2] ^= 1
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	rep, err := d.VerifyFolder(ctx)
	if err != nil || rep.OK || len(rep.Damaged) != 1 || rep.Damaged[0].Item != id {
		t.Errorf("report %+v %v", rep, err)
	}
}
