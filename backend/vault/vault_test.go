package vault

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"afterdesk/backend/domain"
)

func open(t *testing.T, o Options) (*Vault, string) {
	t.Helper()
	dir := t.TempDir()
	v, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return v, dir
}

func put(t *testing.T, v *Vault, text string) Blob {
	t.Helper()
	b, err := v.Put(context.Background(), strings.NewReader(text), 0)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func tempCount(t *testing.T, dir string) int {
	t.Helper()
	e, err := os.ReadDir(filepath.Join(dir, tempFolder))
	if err != nil {
		t.Fatal(err)
	}
	return len(e)
}

func TestABlobLiesUnderItsHashAndReadsBack(t *testing.T) {
	v, dir := open(t, Options{})
	sum := sha256.Sum256([]byte("包装照片"))
	want := "sha256-" + hex.EncodeToString(sum[:])
	b := put(t, v, "包装照片")
	if b.ID != want || b.Size != 12 || b.Known {
		t.Fatalf("blob %+v", b)
	}
	if again := put(t, v, "包装照片"); !again.Known || again.ID != want {
		t.Errorf("again %+v", again)
	}
	path := filepath.Join(dir, want[7:9], want[9:11], want[7:])
	st, err := os.Stat(path)
	if err != nil || st.Mode().Perm()&0o222 != 0 {
		t.Errorf("file %v %v", st, err)
	}
	f, size, err := v.Open(context.Background(), b.ID)
	if err != nil || size != 12 {
		t.Fatal(err)
	}
	defer f.Close()
	if got, _ := io.ReadAll(f); string(got) != "包装照片" {
		t.Errorf("read %q", got)
	}
	if tempCount(t, dir) != 0 {
		t.Error("a temp file stayed")
	}
}

func TestIDsThatAreNotIDsAreRefused(t *testing.T) {
	v, _ := open(t, Options{})
	for _, id := range []string{"", "sha256-", "sha256-../../etc/passwd", "sha256-" + strings.Repeat("g", 64), "sha256-" + strings.Repeat("A", 64),
		strings.Repeat("a", 64), "sha256-" + strings.Repeat("a", 63) + "/"} {
		if _, _, err := v.Open(context.Background(), id); domain.CodeOf(err) != domain.CodeInvalid {
			t.Errorf("%q: %v", id, err)
		}
	}
	if _, _, err := v.Open(context.Background(), "sha256-"+strings.Repeat("a", 64)); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("absent: %v", err)
	}
}

func TestAFailedPutLeavesNothing(t *testing.T) {
	full := func(string) (int64, error) { return 1 << 20, nil }
	cases := []struct {
		name   string
		o      Options
		r      io.Reader
		limit  int64
		code   domain.Code
		reason string
	}{
		{"larger than allowed", Options{}, strings.NewReader("12345"), 4, domain.CodeInvalid, ""},
		{"disk reserve reached", Options{Reserve: func() int64 { return 2 << 20 }, Free: full}, strings.NewReader("x"), 0, domain.CodeUnavailable, "disk_reserve"},
		{"reader fails half-way", Options{}, io.MultiReader(strings.NewReader("abc"), iotest.ErrReader(errors.New("cable"))), 0, domain.CodeInternal, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v, dir := open(t, c.o)
			_, err := v.Put(context.Background(), c.r, c.limit)
			if domain.CodeOf(err) != c.code || domain.ParamOf(err, "reason") != c.reason {
				t.Errorf("got %v", err)
			}
			if tempCount(t, dir) != 0 {
				t.Error("a temp file stayed")
			}
			if err := v.Each(context.Background(), func(id string, _ int64) error { t.Errorf("blob %s", id); return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	v, _ := open(t, Options{})
	if _, err := v.Put(ctx, strings.NewReader("x"), 0); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestTheReserveIsWatchedWhileALongFileIsWritten(t *testing.T) {
	free := int64(1 << 40)
	v, _ := open(t, Options{Reserve: func() int64 { return 1 << 30 }, Free: func(string) (int64, error) { free /= 1 << 11; return free, nil }})
	_, err := v.Put(context.Background(), io.LimitReader(zeros{}, 200<<20), 0)
	if domain.ParamOf(err, "reason") != "disk_reserve" {
		t.Errorf("got %v", err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func TestEveryFlippedByteIsFoundAndTheGoodCopyTakesItsPlace(t *testing.T) {
	v, dir := open(t, Options{})
	b := put(t, v, "weight 1.25 kg")
	rel, _ := Path(b.ID)
	path := filepath.Join(dir, filepath.FromSlash(rel))
	for i := range int(b.Size) {
		if err := os.Chmod(path, 0o600); err != nil {
			t.Fatal(err)
		}
		bad := []byte("weight 1.25 kg")
		bad[i] ^= 4
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := v.Verify(context.Background(), b.ID); domain.CodeOf(err) != domain.CodeCorrupt || domain.ParamOf(err, "item") != b.ID {
			t.Fatalf("byte %d: %v", i, err)
		}
	}
	if again := put(t, v, "weight 1.25 kg"); again.Known {
		t.Error("a damaged blob counted as known")
	}
	if err := v.Verify(context.Background(), b.ID); err != nil {
		t.Error(err)
	}
	if e, err := os.ReadDir(filepath.Join(dir, badFolder)); err != nil || len(e) != 1 {
		t.Errorf("quarantine %v %v", e, err)
	}
}

func TestOpeningRemovesUnfinishedWrites(t *testing.T) {
	v, dir := open(t, Options{})
	b := put(t, v, "kept")
	if err := os.WriteFile(filepath.Join(dir, tempFolder, "put-123"), []byte("half"), 0o444); err != nil {
		t.Fatal(err)
	}
	v, err := Open(dir, Options{})
	if err != nil || tempCount(t, dir) != 0 {
		t.Fatalf("%v, %d left", err, tempCount(t, dir))
	}
	if err := v.Verify(context.Background(), b.ID); err != nil {
		t.Error(err)
	}
}

func TestEachListsInOrderAndNamesStrangers(t *testing.T) {
	v, dir := open(t, Options{})
	for _, s := range []string{"a", "b", "c", "d"} {
		put(t, v, s)
	}
	last, n := "", 0
	each := func(id string, size int64) error {
		if id <= last || size != 1 {
			t.Errorf("%s after %s, size %d", id, last, size)
		}
		last, n = id, n+1
		return nil
	}
	if err := v.Each(context.Background(), each); err != nil || n != 4 {
		t.Fatalf("%d %v", n, err)
	}
	rel, _ := Path(last)
	if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(rel[:6]), "notes.txt"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := v.Each(context.Background(), func(string, int64) error { return nil })
	if domain.CodeOf(err) != domain.CodeCorrupt || domain.ParamOf(err, "item") != rel[:6]+"notes.txt" {
		t.Errorf("stranger: %v", err)
	}
}

func TestTheSameBytesFromManyHandsAreStoredOnce(t *testing.T) {
	v, _ := open(t, Options{})
	var wg sync.WaitGroup
	fresh := make(chan bool, 8)
	for range 8 {
		wg.Go(func() {
			b, err := v.Put(context.Background(), bytes.NewReader(bytes.Repeat([]byte("v"), 300_000)), 0)
			if err != nil {
				t.Error(err)
			}
			if !b.Known {
				fresh <- true
			}
		})
	}
	wg.Wait()
	if len(fresh) != 1 {
		t.Errorf("%d times new", len(fresh))
	}
}
