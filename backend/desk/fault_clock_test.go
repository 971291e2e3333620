package desk

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

// hourOfTicks lets the schedule look every three minutes for an hour.
func hourOfTicks(t *testing.T, d *Desk, c *clock) {
	t.Helper()
	for range 20 {
		if err := d.Jobs.Tick(context.Background()); err != nil {
			t.Fatal(err)
		}
		c.advance(3 * time.Minute)
	}
}

// ran counts the pulls of the shop that pulled most and the runs of each check
// so far. After a year some platforms' permissions have lapsed; those shops say
// so, and wait for the merchant.
func ran(t *testing.T, d *Desk) (pulls int, checks map[string]int) {
	t.Helper()
	ctx := context.Background()
	runs, err := d.Store.ListRuns(ctx, "", 2000)
	if err != nil {
		t.Fatal(err)
	}
	perShop := map[string]int{}
	for _, r := range runs {
		perShop[r.ShopID]++
		if r.Code != "" && r.Param != "not_authorised" {
			t.Errorf("a pull failed: %+v", r)
		}
	}
	for _, n := range perShop {
		pulls = max(pulls, n)
	}
	receipts, err := d.Store.ListReceipts(ctx, "", 5000)
	if err != nil {
		t.Fatal(err)
	}
	checks = map[string]int{}
	for _, r := range receipts {
		checks[r.Check]++
	}
	return pulls, checks
}

func TestAClockThatJumpsStopsNoPullStartsNoStormAndDoublesNoFinding(t *testing.T) {
	ctx, base, began := context.Background(), t.TempDir(), newClock()
	began.advance(-40 * 24 * time.Hour) // so that the world goes on after the jump
	before := open(t, base, began)
	if _, err := before.StartDemo(ctx, DemoOptions{Seed: 7, Orders: 120, Days: 30, Start: began.now() - 20*domain.Day}); err != nil {
		t.Fatal(err)
	}
	if err := before.Close(); err != nil {
		t.Fatal(err)
	}
	for name, jumps := range map[string][]time.Duration{
		"an hour back":             {-time.Hour},
		"a day back":               {-24 * time.Hour},
		"a year back":              {-365 * 24 * time.Hour},
		"a year forward, and back": {365 * 24 * time.Hour, -365 * 24 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			dir, c := t.TempDir(), &clock{}
			c.at.Store(began.at.Load())
			if err := copyTree(ctx, base, dir); err != nil {
				t.Fatal(err)
			}
			d := open(t, dir, c)
			hourOfTicks(t, d, c)
			ids := []string{domain.NewID(c.now())}
			checkEvidenceOrder(t, d, c, 1)
			for i, jump := range jumps {
				c.advance(jump)
				pulls, checks := ran(t, d)
				hourOfTicks(t, d, c)
				morePulls, moreChecks := ran(t, d)
				if n := morePulls - pulls; n < 4 || n > 25 {
					t.Errorf("%d pulls of one shop in the hour after the jump", n)
				}
				for id, n := range moreChecks {
					if n-checks[id] > 21 {
						t.Errorf("%s ran %d times in the hour after the jump", id, n-checks[id])
					}
				}
				ids = append(ids, domain.NewID(c.now()))
				checkEvidenceOrder(t, d, c, int64(2+i))
			}
			for i := 1; i < len(ids); i++ {
				if ids[i] <= ids[i-1] {
					t.Errorf("ids go back: %v", ids)
				}
			}
			if _, err := d.RunChecks(ctx); err != nil {
				t.Fatal(err)
			}
			checkFindingsOnce(t, d)
			verifies(t, d)
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			d = open(t, dir, c) // what the jump left on the disk opens again
			hourOfTicks(t, d, c)
			checkFindingsOnce(t, d)
		})
	}
}

// checkEvidenceOrder adds a file: its time is what the clock says, its place in
// the log is after everything before.
func checkEvidenceOrder(t *testing.T, d *Desk, c *clock, n int64) {
	t.Helper()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "photo.jpg")
	if err := os.WriteFile(path, noise(rand.New(rand.NewPCG(uint64(n), uint64(c.now())))), 0o600); err != nil {
		t.Fatal(err)
	}
	size := int64(0)
	if err := d.Store.EachEvidence(ctx, func(e domain.EvidenceItem) error { size = max(size, e.LogIndex+1); return nil }); err != nil {
		t.Fatal(err)
	}
	out, err := d.AddFiles(ctx, domain.AddFilesRequest{Paths: []string{path}}, domain.SourcePicker)
	if err != nil || out[0].Code != "" {
		t.Fatalf("capture: %+v %v", out, err)
	}
	row, err := d.Store.GetEvidence(ctx, out[0].ID)
	if err != nil || row.Item.AddedAt != c.now() || row.Item.LogIndex < size {
		t.Errorf("added at %d (clock %d), index %d after %d, %v", row.Item.AddedAt, c.now(), row.Item.LogIndex, size, err)
	}
}

func checkFindingsOnce(t *testing.T, d *Desk) {
	t.Helper()
	seen, q := map[string]bool{}, domain.FindingQuery{Limit: 500}
	for {
		page, err := d.Store.ListFindings(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range page.Items {
			if seen[f.Finding.Key] {
				t.Errorf("finding %s is there twice", f.Finding.Key)
			}
			seen[f.Finding.Key] = true
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return
		}
	}
}

func TestBackupsMadeAfterTheClockWasSetBackAreTheNewestAndAreKept(t *testing.T) {
	ctx, dir, c := context.Background(), t.TempDir(), newClock()
	d := open(t, dir, c)
	s := d.Settings()
	s.BackupKeep = 2
	if _, err := d.PutSettings(ctx, s); err != nil {
		t.Fatal(err)
	}
	c.advance(365 * 24 * time.Hour)
	for range 3 {
		if _, err := d.Backup(ctx, "daily"); err != nil {
			t.Fatal(err)
		}
	}
	c.advance(-365 * 24 * time.Hour)
	b, err := d.Backup(ctx, "daily")
	if err != nil {
		t.Fatal(err)
	}
	list, err := d.Backups(ctx)
	if err != nil || len(list) != 2 || list[0].ID != b.ID || list[0].At != c.now() || d.lastBackup() != c.now() {
		t.Errorf("backups %+v, last %d, clock %d, %v", list, d.lastBackup(), c.now(), err)
	}
}

// TestAWrongClockOfThisMachineMakesNoPullMissAnOrder moves the clock of the desk
// alone: the platform's goes on as it should.
func TestAWrongClockOfThisMachineMakesNoPullMissAnOrder(t *testing.T) {
	for name, wrong := range map[string]time.Duration{"a year ahead": 365 * 24 * time.Hour, "a day ahead": 24 * time.Hour, "two minutes ahead": 2 * time.Minute,
		"a day behind": -24 * time.Hour, "a year behind": -365 * 24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			ctx, ours, theirs := context.Background(), newClock(), newClock()
			end := theirs.now()
			ours.at.Store(int64(end - 6*domain.Day))
			theirs.at.Store(ours.at.Load())
			url := serveWorld(t, end, theirs, 12, scaled(200, 110))
			pulled := func(name string) *Desk {
				d := open(t, filepath.Join(t.TempDir(), name), ours)
				if _, _, err := outsideDemo(ctx, d); err != nil {
					t.Fatal(err)
				}
				attachDemo(d, url)
				t.Cleanup(func() { d.demo = nil })
				return d
			}
			d := pulled("jumped")
			if _, err := d.Sync(ctx, "s1"); err != nil {
				t.Fatal(err)
			}
			ours.advance(wrong)
			for range 3 { // may be refused: the platform sees a wrong time
				ours.advance(time.Hour)
				theirs.advance(time.Hour)
				if _, err := d.Sync(ctx, "s1"); err != nil {
					t.Logf("with a wrong clock: %v", err)
				}
			}
			theirs.at.Store(int64(end))
			ours.at.Store(int64(end))
			settle(t, d)
			calm := pulled("calm")
			settle(t, calm)
			sameRows(t, rowsOf(t, d), rowsOf(t, calm))
		})
	}
}
