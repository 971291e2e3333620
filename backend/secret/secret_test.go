package secret

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"afterdesk/backend/domain"
)

// memRing is a keychain in memory with the limit of Windows.
type memRing struct {
	mu      sync.Mutex
	m       map[string]string
	failSet int // fail the nth Set from now; 0 = never
	block   chan struct{}
	broken  error
}

func newRing() *memRing { return &memRing{m: map[string]string{}} }

func (r *memRing) Set(service, user, password string) error {
	if r.block != nil {
		<-r.block
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.broken != nil {
		return r.broken
	}
	if len(password) > 2560 {
		return errors.New("credential too big")
	}
	if r.failSet > 0 {
		if r.failSet--; r.failSet == 0 {
			return errors.New("power cut")
		}
	}
	r.m[service+"|"+user] = password
	return nil
}

func (r *memRing) Get(service, user string) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	v, ok := r.m[service+"|"+user]
	if !ok {
		return "", keyring.ErrNotFound
	}
	return v, nil
}

func (r *memRing) Delete(service, user string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.m, service+"|"+user)
	return nil
}

func ask(word string) func(context.Context, bool) (string, error) {
	return func(context.Context, bool) (string, error) { return word, nil }
}

func fileKeeper(t *testing.T, dir, word string) *Keeper {
	t.Helper()
	k, err := Open(dir, Options{FileOnly: true, Passphrase: ask(word), workFactor: 8})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestValuesSurviveReopeningInBothHomes(t *testing.T) {
	long := bytes.Repeat([]byte("a long token \x00\xff"), 900) // 13.5 kB, five times the Windows limit
	for name, o := range map[string]Options{
		"keychain":    {ring: newRing()},
		"sealed file": {FileOnly: true, Passphrase: ask("correct horse"), workFactor: 8},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, dir := context.Background(), t.TempDir()
			for _, v := range [][]byte{[]byte("one"), {}, long, []byte("two")} {
				k, err := Open(dir, o)
				if err != nil {
					t.Fatal(err)
				}
				if err := k.Put(ctx, "shop/s1/credentials", v); err != nil {
					t.Fatal(err)
				}
				again, err := Open(dir, o)
				if err != nil {
					t.Fatal(err)
				}
				got, err := again.Get(ctx, "shop/s1/credentials")
				if err != nil || !bytes.Equal(got, v) {
					t.Fatalf("got %d bytes, %v, want %d bytes", len(got), err, len(v))
				}
			}
			k, _ := Open(dir, o)
			if err := k.Remove(ctx, "shop/s1/credentials"); err != nil {
				t.Fatal(err)
			}
			if err := k.Remove(ctx, "shop/s1/credentials"); err != nil {
				t.Fatalf("removing twice: %v", err)
			}
			if _, err := k.Get(ctx, "shop/s1/credentials"); domain.CodeOf(err) != domain.CodeNotFound {
				t.Fatalf("after removal: %v", err)
			}
		})
	}
}

func TestKeychainHoldsOnlyTheNewestPieces(t *testing.T) {
	ctx, r := context.Background(), newRing()
	k, err := Open(t.TempDir(), Options{ring: r})
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < 5; i++ {
		if err := k.Put(ctx, "shop/s1/credentials", bytes.Repeat([]byte{'x'}, 4000)); err != nil {
			t.Fatal(err)
		}
	}
	if want := 1 + (4000*4/3+chunkSize)/chunkSize; len(r.m) > want {
		t.Fatalf("%d entries in the keychain, want at most %d", len(r.m), want)
	}
	if err := k.Remove(ctx, "shop/s1/credentials"); err != nil || len(r.m) != 0 {
		t.Fatalf("%d entries left, %v", len(r.m), err)
	}
}

func TestACutWriteLeavesTheOldValue(t *testing.T) {
	ctx := context.Background()
	for cut := 1; cut <= 5; cut++ {
		r := newRing()
		k, err := Open(t.TempDir(), Options{ring: r})
		if err != nil {
			t.Fatal(err)
		}
		if err := k.Put(ctx, "a", []byte("old")); err != nil {
			t.Fatal(err)
		}
		r.failSet = cut
		err = k.Put(ctx, "a", bytes.Repeat([]byte{'n'}, 3000))
		got, gerr := k.Get(ctx, "a")
		if gerr != nil {
			t.Fatalf("cut at %d: %v", cut, gerr)
		}
		if err != nil && string(got) != "old" {
			t.Fatalf("cut at %d: value is neither old nor new", cut)
		}
		if err == nil && len(got) != 3000 {
			t.Fatalf("cut at %d: put said yes but the value is old", cut)
		}
	}
}

func TestADamagedKeychainEntryIsCorruptNotWrong(t *testing.T) {
	ctx, r := context.Background(), newRing()
	k, err := Open(t.TempDir(), Options{ring: r})
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Put(ctx, "a", []byte("value")); err != nil {
		t.Fatal(err)
	}
	for name := range r.m {
		if strings.Contains(name, "#") {
			r.m[name] = "dmFsdWY="
		}
	}
	if _, err := k.Get(ctx, "a"); domain.CodeOf(err) != domain.CodeCorrupt {
		t.Fatalf("got %v, want corrupt", err)
	}
}

func TestWithoutAKeychainAFileIsUsed(t *testing.T) {
	for name, r := range map[string]*memRing{
		"a keychain that refuses":       {m: map[string]string{}, broken: errors.New("no secret service")},
		"a keychain that never answers": {m: map[string]string{}, block: make(chan struct{})},
	} {
		t.Run(name, func(t *testing.T) {
			if r.block != nil {
				defer close(r.block)
			}
			k, err := Open(t.TempDir(), Options{ring: r, probe: 50 * time.Millisecond, Passphrase: ask("p"), workFactor: 8})
			if err != nil {
				t.Fatal(err)
			}
			if k.Kind() != KindLocked {
				t.Fatalf("kind %s before the passphrase", k.Kind())
			}
			if err := k.Put(context.Background(), "a", []byte("v")); err != nil {
				t.Fatal(err)
			}
			if k.Kind() != KindSealedFile {
				t.Fatalf("kind %s after the passphrase", k.Kind())
			}
		})
	}
}

func TestTheHomeOfAFolderNeverChangesSilently(t *testing.T) {
	dir, r := t.TempDir(), newRing()
	k, err := Open(dir, Options{ring: r})
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Put(context.Background(), "a", []byte("v")); err != nil {
		t.Fatal(err)
	}
	r.broken = errors.New("keychain is away")
	k, err = Open(dir, Options{ring: r, Passphrase: ask("p")})
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Put(context.Background(), "a", []byte("w")); domain.CodeOf(err) != domain.CodeUnavailable {
		t.Fatalf("got %v, want unavailable", err)
	}
}

func TestAWrongPassphraseOpensNothing(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	if err := fileKeeper(t, dir, "right").Put(ctx, "a", []byte("hidden-value")); err != nil {
		t.Fatal(err)
	}
	for name, pass := range map[string]func(context.Context, bool) (string, error){
		"wrong": ask("wrong"), "empty": ask(""), "nobody": nil,
		"cancelled": func(context.Context, bool) (string, error) { return "", errors.New("typed: sesame") },
	} {
		k, err := Open(dir, Options{FileOnly: true, Passphrase: pass, workFactor: 8})
		if err != nil {
			t.Fatal(err)
		}
		_, err = k.Get(ctx, "a")
		if domain.CodeOf(err) != domain.CodeUnauthorized || k.Kind() != KindLocked {
			t.Errorf("%s: %v, kind %s", name, err, k.Kind())
		}
		if strings.Contains(err.Error(), "sesame") || strings.Contains(err.Error(), "hidden-value") {
			t.Errorf("%s: the error quotes a secret: %v", name, err)
		}
		if err := k.Put(ctx, "a", []byte("x")); domain.CodeOf(err) != domain.CodeUnauthorized {
			t.Errorf("%s: put: %v", name, err)
		}
	}
	k, _ := Open(dir, Options{FileOnly: true})
	if err := k.Unlock(ctx, "right"); err != nil {
		t.Fatal(err)
	}
	if v, err := k.Get(ctx, "a"); err != nil || string(v) != "hidden-value" {
		t.Fatalf("after unlock: %v", err)
	}
}

func TestTheSealedFileShowsNoValueAndIsOursAlone(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	if err := fileKeeper(t, dir, "p").Put(ctx, "shop/s1/credentials", []byte("VISIBLE-TOKEN")); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 3 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte("VISIBLE-TOKEN")) || bytes.Contains(b, []byte("shop/s1")) {
			t.Errorf("%s shows a secret", f.Name())
		}
		info, _ := f.Info()
		if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", f.Name(), info.Mode())
		}
	}
}

func TestDamagedFilesAreCorruptAndNeverOverwritten(t *testing.T) {
	ctx := context.Background()
	for _, name := range []string{keyFile, valueFile, noteName} {
		dir := t.TempDir()
		if err := fileKeeper(t, dir, "p").Put(ctx, "a", []byte("v")); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("garbage"), 0o600); err != nil {
			t.Fatal(err)
		}
		k, err := Open(dir, Options{FileOnly: true, Passphrase: ask("p"), workFactor: 8})
		if err == nil {
			err = k.Put(ctx, "b", []byte("w"))
		}
		if domain.CodeOf(err) != domain.CodeCorrupt {
			t.Errorf("%s damaged: %v, want corrupt", name, err)
		}
		if b, _ := os.ReadFile(path); string(b) != "garbage" {
			t.Errorf("%s was overwritten", name)
		}
	}
	dir := t.TempDir()
	if err := fileKeeper(t, dir, "p").Put(ctx, "a", []byte("v")); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, keyFile)); err != nil {
		t.Fatal(err)
	}
	if err := fileKeeper(t, dir, "p").Put(ctx, "a", []byte("w")); domain.CodeOf(err) != domain.CodeCorrupt {
		t.Errorf("key missing: %v, want corrupt", err)
	}
}

func TestNamesAreChecked(t *testing.T) {
	k := fileKeeper(t, t.TempDir(), "p")
	for _, name := range []string{"", "a b", "名", strings.Repeat("a", 200), "a#b"} {
		if err := k.Put(context.Background(), name, nil); domain.CodeOf(err) != domain.CodeInvalid {
			t.Errorf("%q: %v, want invalid", name, err)
		}
	}
}
