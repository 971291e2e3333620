package evidence

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

// childFolder makes the test binary a process that works on that folder until it is
// killed, and says after each step what it was told is safe.
const childFolder = "AFTERDESK_TEST_CRASH_FOLDER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		work(dir)
		return
	}
	if dir := os.Getenv(filmFolder); dir != "" {
		filmOn(dir)
		return
	}
	os.Exit(m.Run())
}

// childT lets openHouse run outside of a test.
type childT struct {
	testing.TB
}

func (childT) Helper()                      {}
func (childT) Cleanup(func())               {}
func (childT) Fatal(a ...any)               { fmt.Fprintln(os.Stderr, a...); os.Exit(3) }
func (childT) Fatalf(f string, a ...any)    { fmt.Fprintf(os.Stderr, f+"\n", a...); os.Exit(3) }
func (childT) Log(a ...any)                 {}
func (childT) Errorf(f string, args ...any) { fmt.Fprintf(os.Stderr, f+"\n", args...) }

// spawn runs this test binary again as what variable makes it, on a folder.
func spawn(t *testing.T, variable, dir string) (*exec.Cmd, io.Reader) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), variable+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, out
}

func work(dir string) {
	t := childT{}
	h := openHouse(t, dir)
	ctx := context.Background()
	seed := uint64(time.Now().UnixNano())
	for i := 0; ; i++ {
		name := fmt.Sprintf("%d-%d.jpg", seed, i)
		if i == 0 { // one exhibit a life keeps the pack small and each pack another one
			name = testWaybill + "-" + name
		}
		data := photo(t, 96, 96, "", false, seed+uint64(i))
		data = append(data, make([]byte, 64<<10)...) // several writes to a file
		res, err := h.Add(ctx, Offer{Reader: strings.NewReader(string(data)), Name: name, Source: domain.SourceWatch})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println("added", res.ID, len(res.Links))
		if i%2 == 0 {
			p, err := h.Pack(ctx, testCase, "", "zh-CN", "")
			if err != nil {
				t.Fatal(err)
			}
			fmt.Println("packed", p.ZIPPath)
		}
	}
}

// TestKilledAtRandomMomentsNothingAcknowledgedIsLost kills a process that adds files and
// builds packs, many times on one folder, and checks after each kill that everything the
// process had reported is there and whole.
func TestKilledAtRandomMomentsNothingAcknowledgedIsLost(t *testing.T) {
	dir := t.TempDir()
	h := openHouse(t, dir)
	h.seed(t)
	closeHouse(t, h)
	rng := rand.New(rand.NewPCG(uint64(os.Getpid()), 1))
	added, packs, during := map[string]string{}, map[string]bool{}, 0
	for round, rounds := 0, scaled(22, 5); round < rounds; round++ {
		// On a slow machine no pack may be ready within the time of a kill: the last
		// rounds wait for one.
		patient := round >= rounds-2 && len(packs) == 0
		cmd, out := spawn(t, childFolder, dir)
		lines := make(chan string, 1000)
		go func() {
			defer close(lines)
			sc := bufio.NewScanner(out)
			for sc.Scan() {
				lines <- sc.Text()
			}
		}()
		first, ok := <-lines
		if !ok {
			t.Fatalf("round %d: the process ended: %v", round, cmd.Wait())
		}
		wait := time.After(time.Duration(rng.IntN(400)) * time.Millisecond)
		note := func(line string) {
			switch f := strings.Fields(line); f[0] {
			case "added":
				added[f[1]] = f[2]
			case "packed":
				packs[f[1]] = true
			}
		}
		note(first)
		for waiting := true; waiting; {
			select {
			case line := <-lines:
				note(line)
			case <-wait:
				waiting = patient && len(packs) == 0
				wait = time.After(10 * time.Millisecond)
			}
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for line := range lines { // what it had said before it died
			note(line)
		}
		var exit *exec.ExitError
		if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		during++
		checkHouse(t, dir, added, packs)
	}
	if len(added) < during || len(packs) == 0 {
		t.Errorf("the test killed too early to prove anything: %d files, %d packs, %d kills", len(added), len(packs), during)
	}
	t.Logf("%d kills, %d files and %d packs acknowledged", during, len(added), len(packs))
}

func closeHouse(t *testing.T, h *house) {
	t.Helper()
	if err := h.log.Close(); err != nil {
		t.Error(err)
	}
	if err := h.store.Close(); err != nil {
		t.Error(err)
	}
}

// checkHouse opens the folder as the next start does and looks for what was promised.
func checkHouse(t *testing.T, dir string, added map[string]string, packs map[string]bool) {
	t.Helper()
	ctx := context.Background()
	h := openHouse(t, dir)
	defer closeHouse(t, h)
	for id, links := range added {
		r, err := h.store.GetEvidence(ctx, id)
		if err != nil || fmt.Sprint(len(r.Links)) != links {
			t.Errorf("%s: %v, %d links", id, err, len(r.Links))
		}
	}
	if r, err := h.VerifyAll(ctx, true); err != nil || !r.OK {
		t.Errorf("house: %+v %v", r, err)
	}
	for path := range packs {
		if r, err := h.Verify(ctx, path); err != nil || !r.OK {
			t.Errorf("%s: %+v %v", filepath.Base(path), r, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "packs", ".afterdesk-*")); len(left) != 0 {
		t.Errorf("unfinished files stayed: %v", left)
	}
	if left, _ := os.ReadDir(filepath.Join(dir, "vault", "tmp")); len(left) != 0 {
		t.Errorf("unfinished blobs stayed: %d", len(left))
	}
	if err := h.store.Check(ctx); err != nil {
		t.Errorf("database: %v", err)
	}
}
