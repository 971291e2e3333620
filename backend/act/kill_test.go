package act

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

// childVar names the folder that a re-executed test binary works in until it is
// killed.
const childVar = "AFTERDESK_ACT_CHILD"

// TestChild is the program that the kill test kills. Without its variable it has
// nothing to do.
func TestChild(t *testing.T) {
	dir := os.Getenv(childVar)
	if dir == "" {
		return
	}
	b := open(t, dir)
	b.f.slow = time.Millisecond
	b.f.onAct = func(string) { fmt.Println("begun") }
	b.f.after = func(string) { fmt.Println("arrived") }
	if _, err := b.o.Flush(context.Background(), "s1"); err != nil {
		t.Fatal(err)
	}
	fmt.Println("ended")
}

// runChild flushes in another process and kills it after its nth line of a kind,
// so that every run gets somewhere however slow the machine is.
func runChild(t *testing.T, dir, line string, nth int, then time.Duration) (ended bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run", "^TestChild$", "-test.count=1")
	cmd.Env = append(os.Environ(), childVar+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for s := bufio.NewScanner(out); s.Scan(); {
		ended = ended || s.Text() == "ended"
		if s.Text() == line {
			if seen++; seen == nth {
				time.AfterFunc(then, func() { _ = cmd.Process.Kill() })
			}
		}
	}
	_ = cmd.Wait()
	return ended
}

// TestKilledInABatchNothingIsActedTwice kills the sender at random moments, also
// between a request's effect and its answer.
func TestKilledInABatchNothingIsActedTwice(t *testing.T) { // AS-10
	dir := t.TempDir()
	b := open(t, dir)
	b.writes(true)
	const n = 120
	var ids []string
	for i := range n {
		ids = append(ids, b.add(remote{ID: fmt.Sprintf("%03d", i)}))
	}
	acts := b.queue(domain.ActAgree, ids...)
	if err := b.st.Close(); err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(5, 5))
	cut := 0
	for range 20 {
		line := []string{"begun", "arrived"}[rnd.IntN(2)]
		if !runChild(t, dir, line, 2+rnd.IntN(5), time.Duration(rnd.IntN(4))*time.Millisecond) {
			cut++
		}
	}
	if !runChild(t, dir, "", 0, 0) {
		t.Fatal("the last flush did not end")
	}
	b = open(t, dir)
	settled := 0
	for i, a := range acts {
		got := b.state(a)
		if times := b.acted(fmt.Sprintf("%03d", i)); times != 1 || got.State != domain.ActDone {
			t.Errorf("case %d: acted %d times, act is %s %v", i, times, got.State, got.Params)
		}
		if got.Params["reason"] == reasonResolved {
			settled++
		}
	}
	if cut < 10 {
		t.Errorf("only %d kills hit a running flush", cut)
	}
	t.Logf("%d kills, %d acts settled by asking the platform", cut, settled)
}
