package vault

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"testing"

	"afterdesk/backend/domain"
)

func begin(t *testing.T, v *Vault, name string) *Part {
	t.Helper()
	p, err := v.Begin(name, []byte(`{"waybill":"1"}`))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func add(t *testing.T, p *Part, at int64, b []byte) {
	t.Helper()
	if n, err := p.Append(at, b); err != nil || n != at+int64(len(b)) {
		t.Fatalf("append at %d: %d %v", at, n, err)
	}
}

func TestAPartBecomesABlobOfItsBytes(t *testing.T) {
	ctx := context.Background()
	v, err := Open(t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	p := begin(t, v, "clip-1")
	add(t, p, 0, []byte("one "))
	if _, err := p.Append(0, []byte("one ")); domain.CodeOf(err) != domain.CodeConflict || domain.ParamOf(err, "size") != "4" {
		t.Errorf("the same piece again: %v", err)
	}
	if _, err := v.Begin("clip-1", nil); domain.CodeOf(err) != domain.CodeConflict {
		t.Errorf("a name that is taken: %v", err)
	}
	add(t, p, 4, []byte("two"))
	seen := 0
	if err := v.Each(ctx, func(string, int64) error { seen++; return nil }); err != nil || seen != 0 {
		t.Errorf("a part shows as %d blobs: %v", seen, err)
	}
	blob, err := p.Seal(ctx)
	sum := sha256.Sum256([]byte("one two"))
	if err != nil || blob.ID != idPrefix+hex.EncodeToString(sum[:]) || blob.Size != 7 || blob.Known {
		t.Fatalf("%+v %v", blob, err)
	}
	if err := v.Verify(ctx, blob.ID); err != nil {
		t.Error(err)
	}
	if left, err := v.Parts(); err != nil || len(left) != 0 {
		t.Errorf("left %v %v", left, err)
	}
	if _, err := p.Append(7, []byte("x")); domain.CodeOf(err) != domain.CodeConflict {
		t.Errorf("after the seal: %v", err)
	}
	again := begin(t, v, "clip-1")
	add(t, again, 0, []byte("one two"))
	if blob, err := again.Seal(ctx); err != nil || !blob.Known {
		t.Errorf("the same bytes again: %+v %v", blob, err)
	}
}

func TestAPartOutlivesItsProcess(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	v, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	body := make([]byte, 300<<10)
	_, _ = io.ReadFull(rand.Reader, body)
	p := begin(t, v, "up-2")
	add(t, p, 0, body[:200<<10])
	// The program is gone: nothing is closed. Opening the vault tidies tmp, not this.
	if v, err = Open(dir, Options{}); err != nil {
		t.Fatal(err)
	}
	left, err := v.Parts()
	if err != nil || len(left) != 1 || left[0].Name != "up-2" || left[0].Size != 200<<10 || string(left[0].Note) != `{"waybill":"1"}` || left[0].Changed == 0 {
		t.Fatalf("%+v %v", left, err)
	}
	if err := os.Chmod(v.path(partFolder, "up-2"+partSuffix), 0o400); err != nil { // killed inside Seal
		t.Fatal(err)
	}
	q, err := v.Resume(ctx, "up-2")
	if err != nil {
		t.Fatal(err)
	}
	add(t, q, q.Size(), body[200<<10:])
	blob, err := q.Seal(ctx)
	if err != nil {
		t.Fatal(err)
	}
	f, _, err := v.Open(ctx, blob.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, err := io.ReadAll(f); err != nil || !bytes.Equal(got, body) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if _, err := v.Resume(ctx, "up-2"); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("a sealed part: %v", err)
	}
}

func TestAPartThatCannotGoOnKeepsWhatItHas(t *testing.T) {
	free := int64(1 << 40)
	v, err := Open(t.TempDir(), Options{Reserve: func() int64 { return 1 << 30 }, Free: func(string) (int64, error) { return free, nil }})
	if err != nil {
		t.Fatal(err)
	}
	p := begin(t, v, "clip-3")
	add(t, p, 0, []byte("first"))
	free = 1 << 20
	big := make([]byte, recheckFreeAt)
	if n, err := p.Append(5, big); domain.ParamOf(err, "reason") != "disk_reserve" || n != 5 {
		t.Errorf("past the reserve: %d %v", n, err)
	}
	if _, err := v.Begin("clip-4", nil); domain.ParamOf(err, "reason") != "disk_reserve" {
		t.Errorf("a new one past the reserve: %v", err)
	}
	if blob, err := p.Seal(context.Background()); err != nil || blob.Size != 5 {
		t.Errorf("%+v %v", blob, err)
	}
}

func TestPartsAreDroppedAndNamesAreChecked(t *testing.T) {
	v, err := Open(t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "../x", "A", "a/b", "a.part", string(make([]byte, 65))} {
		if _, err := v.Begin(name, nil); domain.ParamOf(err, "field") != "name" {
			t.Errorf("%q: %v", name, err)
		}
		if _, err := v.Resume(context.Background(), name); domain.ParamOf(err, "field") != "name" {
			t.Errorf("%q: %v", name, err)
		}
	}
	p := begin(t, v, "x")
	if _, err := p.Seal(context.Background()); domain.ParamOf(err, "field") != "size" {
		t.Errorf("an empty part: %v", err)
	}
	if err := p.Drop(); err != nil {
		t.Fatal(err)
	}
	if left, err := v.Parts(); err != nil || len(left) != 0 {
		t.Errorf("left %v %v", left, err)
	}
	q := begin(t, v, "x")
	add(t, q, 0, []byte("a"))
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	if r, err := v.Resume(context.Background(), "x"); err != nil || r.Size() != 1 {
		t.Errorf("after Close: %v", err)
	}
}
