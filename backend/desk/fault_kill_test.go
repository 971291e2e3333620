package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

// kept is everything that killed children had acknowledged.
type kept struct {
	orders, runs, sheets, packs map[string]bool
	evidence                    map[string]string // id → number of links
	counts                      map[string]int64  // highest ever told
	commits                     int
}

func newKept() *kept {
	return &kept{orders: map[string]bool{}, runs: map[string]bool{}, sheets: map[string]bool{}, packs: map[string]bool{},
		evidence: map[string]string{}, counts: map[string]int64{}}
}

// note reads what one life said and returns what was new in it.
func (k *kept) note(t *testing.T, said []string) *kept {
	t.Helper()
	fresh := newKept()
	for _, line := range said {
		f := strings.Fields(line)
		if len(f) < 3 || f[0] != "ack" {
			continue // cut by the kill
		}
		switch f[1] {
		case "order":
			fresh.orders[f[2]], k.orders[f[2]] = true, true
		case "run":
			fresh.runs[f[2]], k.runs[f[2]] = true, true
		case "sheet":
			fresh.sheets[f[2]], k.sheets[f[2]] = true, true
		case "pack":
			fresh.packs[f[2]], k.packs[f[2]] = true, true
		case "evidence":
			fresh.evidence[f[2]], k.evidence[f[2]] = f[3], f[3]
		case "count":
			k.commits++
			var orders, cases int64
			if _, err := fmt.Sscanf(f[2], "orders=%d,after_sales=%d", &orders, &cases); err != nil {
				t.Fatal(err)
			}
			k.counts["orders"], k.counts["after_sales"] = max(k.counts["orders"], orders), max(k.counts["after_sales"], cases)
		}
	}
	return fresh
}

// check looks for everything in k in an opened desk.
func (k *kept) check(t *testing.T, d *Desk) {
	t.Helper()
	ctx := context.Background()
	for id := range k.orders {
		if _, err := d.Store.GetOrder(ctx, id); err != nil {
			t.Errorf("order %s: %v", id, err)
		}
	}
	for id, links := range k.evidence {
		if row, err := d.Store.GetEvidence(ctx, id); err != nil || fmt.Sprint(len(row.Links)) != links {
			t.Errorf("evidence %s: %d links, told %s, %v", id, len(row.Links), links, err)
		}
		if err := d.Vault.Verify(ctx, id); err != nil {
			t.Errorf("file %s: %v", id, err)
		}
	}
	runs, err := d.Store.ListRuns(ctx, "s1", 500)
	if err != nil {
		t.Fatal(err)
	}
	ended := map[string]bool{}
	for _, r := range runs {
		ended[r.ID] = !r.EndedAt.IsZero() && r.Code == ""
	}
	for id := range k.runs {
		if !ended[id] {
			t.Errorf("run %s was told as done and is not", id)
		}
	}
	sheets, err := d.Store.ListSheetRuns(ctx, 500)
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, r := range sheets {
		have[r.ID] = true
	}
	for id := range k.sheets {
		if !have[id] {
			t.Errorf("import %s is gone", id)
		}
	}
	for path := range k.packs {
		if rep, err := d.Evidence.Verify(ctx, path); err != nil || !rep.OK {
			t.Errorf("pack %s: %+v %v", filepath.Base(path), rep, err)
		}
	}
}

func (k *kept) checkCounts(t *testing.T, d *Desk) {
	t.Helper()
	have, err := d.Store.Counts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for what, n := range k.counts {
		if have[what] < n {
			t.Errorf("%d %s were told, %d are there", n, what, have[what])
		}
	}
}

// settle pulls until a pull brings nothing, so that polling plans that took
// different ways come to one end.
func settle(t *testing.T, d *Desk) {
	t.Helper()
	for range 12 {
		run, err := d.Sync(context.Background(), "s1")
		if err != nil {
			t.Fatal(err)
		}
		if run.Orders+run.AfterSales+run.Traces == 0 || run.Changed == 0 && run.Traces == 0 {
			return
		}
	}
}

// rowsOf prints the shop's orders, cases and parcels with what may change in them.
func rowsOf(t *testing.T, d *Desk) map[string]string {
	t.Helper()
	ctx, out := context.Background(), map[string]string{}
	oq := domain.OrderQuery{ShopIDs: []string{"s1"}, Limit: 200}
	for {
		page, err := d.Store.ListOrders(ctx, oq)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range page.Items {
			out["order "+o.ID] = fmt.Sprint(o.Status, o.CreatedAt, o.PaidAt, o.Paid, o.Waybill, o.AfterSaleCount)
		}
		if oq.Cursor = page.Next; oq.Cursor == "" {
			break
		}
	}
	aq := domain.AfterSaleQuery{View: "all", ShopIDs: []string{"s1"}, Limit: 200}
	for {
		page, err := d.Store.ListAfterSales(ctx, aq)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range page.Items {
			out["case "+a.ID] = fmt.Sprint(a.Type, a.Status, a.AppliedAt, a.UpdatedAt, a.Asked, a.Deadline)
		}
		if aq.Cursor = page.Next; aq.Cursor == "" {
			return out
		}
	}
}

// TestKilledAtRandomMomentsOfPullImportCaptureAndPackNothingAcknowledgedIsLost
// kills a working desk again and again on one folder while the world goes on.
func TestKilledAtRandomMomentsOfPullImportCaptureAndPackNothingAcknowledgedIsLost(t *testing.T) {
	const days, step = 16, 6 * domain.Hour
	kills, orders := scaled(54, 12), scaled(600, 240)
	ctx, began := context.Background(), time.Now()
	end := newClock()
	c := &clock{}
	c.at.Store(int64(end.now() - domain.Instant(kills)*step))
	url := serveWorld(t, end.now(), c, days, orders)
	dir := filepath.Join(t.TempDir(), "killed")
	d := open(t, dir, c)
	if _, _, err := outsideDemo(ctx, d); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(uint64(os.Getpid()), uint64(began.UnixNano())))
	all, early := newKept(), 0
	for life := range kills {
		c.advance(time.Duration(step) * time.Millisecond)
		p := startChild(t, childPlan{Role: "work", Dir: dir, At: c.now(), Life: uint64(life), URL: url})
		// Every other life is killed some time after a step was told, so that a slow
		// machine too proves something; the others at any moment.
		wanted := "ack ready"
		switch {
		case life%6 == 5: // while the house is being opened
			early, wanted = early+1, ""
		case life%2 == 0:
			wanted = "ack " + []string{"run", "sheet", "evidence", "pack"}[life/2%4]
		}
		said := p.until(t, wanted)
		time.Sleep(time.Duration(20+r.IntN(380)) * time.Millisecond)
		fresh := all.note(t, append(said, p.kill(t)...))
		d := open(t, dir, c)
		fresh.check(t, d)
		all.checkCounts(t, d)
		if life%10 == 9 {
			all.check(t, d)
			verifies(t, d)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		if t.Failed() {
			t.Fatalf("after kill %d", life+1)
		}
	}
	if least := kills / 10; len(all.runs) < least || len(all.sheets) < least || len(all.evidence) < least || len(all.packs) < 1 {
		t.Errorf("killed too early to prove anything: %d pulls, %d imports, %d files, %d packs", len(all.runs), len(all.sheets), len(all.evidence), len(all.packs))
	}
	t.Logf("%d kills (%d while opening) in %.1f s: %d pulls, %d orders, %d commits of a pull, %d imports, %d files, %d packs acknowledged", kills, early,
		time.Since(began).Seconds(), len(all.runs), len(all.orders), all.commits, len(all.sheets), len(all.evidence), len(all.packs))
	d = open(t, dir, c)
	attachDemo(d, url)
	t.Cleanup(func() { d.demo = nil })
	all.check(t, d)
	settle(t, d)
	verifies(t, d)
	for _, pattern := range []string{"vault/tmp/*", "packs/.afterdesk-*", "imports/*.part"} {
		if left, _ := filepath.Glob(filepath.Join(dir, pattern)); len(left) != 0 {
			t.Errorf("unfinished files stayed: %v", left)
		}
	}
	calm := open(t, filepath.Join(t.TempDir(), "calm"), c)
	if _, _, err := outsideDemo(ctx, calm); err != nil {
		t.Fatal(err)
	}
	attachDemo(calm, url)
	t.Cleanup(func() { calm.demo = nil })
	settle(t, calm)
	sameRows(t, rowsOf(t, d), rowsOf(t, calm))
}

func sameRows(t *testing.T, got, want map[string]string) {
	t.Helper()
	if len(want) < 100 {
		t.Fatalf("only %d rows to compare", len(want))
	}
	if len(got) != len(want) {
		t.Errorf("%d rows after the kills, %d without", len(got), len(want))
	}
	shown := 0
	for id, row := range want {
		if got[id] != row && shown < 5 {
			shown++
			t.Errorf("%s:\n after kills %s\n without     %s", id, got[id], row)
		}
	}
}

func verifies(t *testing.T, d *Desk) {
	t.Helper()
	if rep, err := d.VerifyFolder(context.Background()); err != nil || !rep.OK {
		text, _ := json.Marshal(rep)
		t.Errorf("the folder does not verify: %s %v", text, err)
	}
}
