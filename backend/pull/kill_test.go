package pull

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

// childVar tells a re-executed test binary what to do until it is killed.
const childVar = "AFTERDESK_PULL_CHILD"

// killOrders and killRows are how much the child has to bring in.
func killOrders() int { return scaled(3000, 700) }
func killRows() int   { return scaled(8000, 2000) }

func killFile(dir string) string { return filepath.Join(dir, "orders.csv") }

// TestChild is the program that the kill tests kill. Without its variable it has
// nothing to do.
func TestChild(t *testing.T) {
	what, dir, ok := strings.Cut(os.Getenv(childVar), "=")
	if !ok {
		return
	}
	ctx := context.Background()
	d := &desk{t: t, dir: dir, time: epoch + 10*domain.Day}
	shop := apiShop
	if what == "import" {
		shop = fileShop
	}
	d.open(shop)
	d.f.fill(killOrders(), epoch)
	d.f.onPage = func() { time.Sleep(time.Millisecond) }
	fmt.Println("started")
	var err error
	if what == "import" {
		l, lerr := d.p.Look(ctx, killFile(dir), "")
		if lerr != nil {
			t.Fatal(lerr)
		}
		_, err = d.p.File(ctx, domain.SheetPlan{Path: killFile(dir), ShopID: "s1", Mapping: l.Mapping}, filepath.Join(dir, "imports"))
	} else {
		_, err = d.p.Shop(ctx, "s1")
	}
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("ended")
}

// killed runs the child and kills it some time after it started; ended says that
// it was quicker.
func killed(t *testing.T, what, dir string, after time.Duration) (ended bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run", "^TestChild$", "-test.count=1", fmt.Sprintf("-test.short=%t", testing.Short()))
	cmd.Env = append(os.Environ(), childVar+"="+what+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := make(chan string, 10)
	go func() {
		for s := bufio.NewScanner(out); s.Scan(); {
			lines <- s.Text()
		}
		close(lines)
	}()
	for line := range lines {
		if line == "started" {
			break
		}
	}
	timer := time.NewTimer(after)
	defer timer.Stop()
	for alive := true; alive; {
		select {
		case line, ok := <-lines:
			if !ok {
				alive = false
			}
			ended = ended || line == "ended"
		case <-timer.C:
			_ = cmd.Process.Kill()
			alive = false
		}
	}
	_ = cmd.Wait()
	return ended
}

// TestKilledAtAnyMomentNothingIsLost kills pulls and imports at random moments:
// the database stays whole, no row that was written goes, and the next run ends.
func TestKilledAtAnyMomentNothingIsLost(t *testing.T) {
	for _, what := range []string{"pull", "import"} {
		t.Run(what, func(t *testing.T) {
			dir := t.TempDir()
			var b strings.Builder
			b.WriteString("订单编号,订单状态,下单时间,实付金额\n")
			for i := range killRows() {
				fmt.Fprintf(&b, "69%017d,已发货,2026-08-01 10:00:00,119.00\n", i)
			}
			b.WriteString("坏,已发货,坏,1\n")
			if err := os.WriteFile(killFile(dir), []byte(b.String()), 0o600); err != nil {
				t.Fatal(err)
			}
			rnd := rand.New(rand.NewPCG(3, uint64(len(what))))
			had, cut := map[string]int64{}, 0
			for kills := range scaled(15, 4) {
				if !killed(t, what, dir, time.Duration(rnd.IntN(100))*time.Millisecond) {
					cut++
				}
				path := filepath.Join(dir, "afterdesk.db")
				if err := store.CheckFile(context.Background(), path); err != nil {
					t.Fatalf("after kill %d: %v", kills, err)
				}
				had = grown(t, path, had)
			}
			if cut < scaled(10, 2) {
				t.Errorf("only %d runs were killed while they ran", cut)
			}
			if !killed(t, what, dir, 5*time.Minute) {
				t.Fatal("the next run did not end")
			}
			had = grown(t, filepath.Join(dir, "afterdesk.db"), had)
			want := map[string]int64{"orders": int64(killOrders()), "after_sales": int64(killOrders() / 5)}
			if what == "import" {
				want = map[string]int64{"orders": int64(killRows())}
			}
			for name, n := range want {
				if had[name] != n {
					t.Errorf("%d %s, want %d", had[name], name, n)
				}
			}
			t.Logf("%d killed while running", cut)
		})
	}
}

// grown reads the counts and fails when one fell.
func grown(t *testing.T, path string, had map[string]int64) map[string]int64 {
	t.Helper()
	ctx := context.Background()
	st, err := store.Open(ctx, store.Options{Path: path, Now: func() domain.Instant { return epoch + 10*domain.Day }})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	now, err := st.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for name, n := range had {
		if now[name] < n {
			t.Errorf("%s fell from %d to %d", name, n, now[name])
		}
	}
	return now
}
