package desk

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

// replaced returns the folders of books that a restore put aside, in time order.
func replaced(t *testing.T, dir string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, "replaced-*"))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func shopNames(t *testing.T, d *Desk) (names []string) {
	t.Helper()
	shops, err := d.Store.ListShops(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range shops {
		names = append(names, s.Name)
	}
	return names
}

// DK-03: a restore is taken back with the book it put aside, also when that book
// was cut off by a crash and its newest writes lie in its journal only.
func TestARestoreIsTakenBackWithTheBookThatItPutAside(t *testing.T) {
	ctx, dir, c := context.Background(), t.TempDir(), newClock()
	d := open(t, dir, c)
	add := func(name string) {
		t.Helper()
		if _, err := d.AddFileShop(ctx, name, "CNY", "Asia/Shanghai"); err != nil {
			t.Fatal(err)
		}
		c.advance(time.Minute)
	}
	add("甲店")
	b, err := d.Backup(ctx, "manual")
	if err != nil {
		t.Fatal(err)
	}
	add("乙店")
	// A crash: the files as they lie on the disk now, journal and all.
	crashed := filepath.Join(t.TempDir(), "crashed")
	if err := copyTree(ctx, dir, crashed); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if st, err := os.Stat(filepath.Join(crashed, backupBook+"-wal")); err != nil || st.Size() == 0 {
		t.Fatalf("the crashed book has no journal: the test proves less than it says (%v)", err)
	}
	if err := Restore(ctx, crashed, filepath.Join(crashed, "backups", b.ID)); err != nil {
		t.Fatal(err)
	}
	d = open(t, crashed, c)
	if got := shopNames(t, d); len(got) != 1 || got[0] != "甲店" {
		t.Fatalf("after the restore: %v", got)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	aside := replaced(t, crashed)
	if len(aside) != 1 {
		t.Fatalf("put aside: %v", aside)
	}
	if err := Restore(ctx, crashed, aside[0]); err != nil {
		t.Fatal(err)
	}
	d = open(t, crashed, c)
	if got := shopNames(t, d); len(got) != 2 || got[1] != "乙店" {
		t.Errorf("taken back: %v, 乙店 was acknowledged", got)
	}
	if err := d.Store.Check(ctx); err != nil {
		t.Error(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if got := replaced(t, crashed); len(got) != 2 {
		t.Errorf("taking back put nothing aside: %v", got)
	}
}

// DK-03: the schedule makes a backup by itself, checks it and opens it once as a
// restore would; one that fails is not kept and is not called the last good one.
func TestTheScheduleMakesACheckedBackupByItself(t *testing.T) {
	ctx, dir, c := context.Background(), t.TempDir(), newClock()
	d := open(t, dir, c)
	if _, err := d.AddFileShop(ctx, "甲店", "CNY", "Asia/Shanghai"); err != nil {
		t.Fatal(err)
	}
	if err := d.Jobs.Tick(ctx); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		c.advance(25 * time.Hour)
		if err := d.Jobs.Tick(ctx); err != nil {
			t.Fatal(err)
		}
	}
	list, err := d.Backups(ctx)
	if err != nil || len(list) != 3 {
		t.Fatalf("%d backups after three days, %v", len(list), err)
	}
	for _, b := range list {
		if !b.OK || b.Reason != "daily" || b.CheckAt == 0 || b.Bytes == 0 {
			t.Errorf("backup %+v", b)
		}
	}
	if d.lastBackup() != list[0].At {
		t.Errorf("the last good one is of %s, made %s", d.lastBackup(), list[0].At)
	}
	if err := os.WriteFile(filepath.Join(list[0].Path, backupBook), []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.VerifyBackup(ctx, list[0].ID); domain.CodeOf(err) != domain.CodeCorrupt {
		t.Errorf("verify: %v", err)
	}
	if d.lastBackup() != list[1].At {
		t.Error("a damaged backup is called the last good one")
	}
}
