package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"
	"testing"

	"afterdesk/backend/domain"
)

var aPhone = domain.Phone{ID: "01jq0000000000000000000p1a", Name: "小李的手机", Operator: "小李"}

func sumOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func ask(key string, size int) UploadAsk {
	return UploadAsk{Key: key, Name: "IMG_1.jpg", Size: int64(size), OrderID: testOrder, AfterSaleID: testCase}
}

// More files than are held open: each goes on where it stopped, whoever was closed
// in between.
func TestManyUploadsAtATimeEachKeepTheirPlace(t *testing.T) {
	h := newHouse(t)
	u := NewUploads(h.Desk)
	body := bytes.Repeat([]byte("0123456789"), 50)
	const files = maxOpenUploads + 9
	for i := range files {
		key := fmt.Sprintf("k%d", i)
		if at, err := u.Begin(t.Context(), aPhone, ask(key, len(body)+i)); err != nil || at != 0 {
			t.Fatalf("%s: %d %v", key, at, err)
		}
		if _, err := u.Append(t.Context(), aPhone.ID, key, 0, body[:100]); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(u.open); n > maxOpenUploads {
		t.Errorf("%d files are held open", n)
	}
	var wg sync.WaitGroup
	for i := range files {
		wg.Go(func() {
			key, whole := fmt.Sprintf("k%d", i), append(bytes.Clone(body), bytes.Repeat([]byte{'x'}, i)...)
			at, err := u.Begin(t.Context(), aPhone, ask(key, len(whole)))
			if err != nil || at != 100 {
				t.Errorf("%s stands at %d: %v", key, at, err)
				return
			}
			if _, err := u.Append(t.Context(), aPhone.ID, key, at, whole[at:]); err != nil {
				t.Error(err)
			}
			if res, err := u.Finish(t.Context(), aPhone.ID, key, sumOf(whole)); err != nil || res.ID != "sha256-"+sumOf(whole) || len(res.Links) != 1 {
				t.Errorf("%s: %+v %v", key, res, err)
			}
		})
	}
	wg.Wait()
	h.noParts(t)
	if len(u.open) != 0 {
		t.Errorf("%d entries are left", len(u.open))
	}
}

// What a phone began is the phone's to finish: a start of the program makes no
// evidence of half a photo, and only two weeks of silence remove it.
func TestAnUnfinishedUploadWaitsForItsPhoneAndNotForEver(t *testing.T) {
	h := newHouse(t)
	u := NewUploads(h.Desk)
	if _, err := u.Begin(t.Context(), aPhone, ask("k1", 1000)); err != nil {
		t.Fatal(err)
	}
	if _, err := u.Append(t.Context(), aPhone.ID, "k1", 0, make([]byte, 400)); err != nil {
		t.Fatal(err)
	}
	if err := u.Close(); err != nil {
		t.Fatal(err)
	}
	parts, err := h.vault.Parts()
	if err != nil || len(parts) != 1 {
		t.Fatalf("%+v %v", parts, err)
	}
	h.clock.Store(int64(parts[0].Changed + 3*domain.Day))
	if kept, err := h.RecoverParts(t.Context()); err != nil || len(kept) != 0 {
		t.Errorf("a start made evidence of it: %v %v", kept, err)
	}
	if n, err := u.Sweep(t.Context()); err != nil || n != 0 {
		t.Errorf("after three days %d were removed: %v", n, err)
	}
	if at, err := u.Size(t.Context(), aPhone.ID, "k1"); err != nil || at != 400 {
		t.Errorf("%d bytes, %v", at, err)
	}
	if err := u.Close(); err != nil {
		t.Fatal(err)
	}
	h.begin(t, "clip-1", PartNote{Source: domain.SourceBench}, webm(10))
	h.clock.Store(int64(parts[0].Changed + 15*domain.Day))
	if n, err := u.Sweep(t.Context()); err != nil || n != 1 {
		t.Errorf("after fifteen days %d were removed: %v", n, err)
	}
	if left, err := h.vault.Parts(); err != nil || len(left) != 1 || left[0].Name != "clip-1" {
		t.Errorf("left: %+v %v", left, err)
	}
	if _, err := u.Append(t.Context(), aPhone.ID, "k1", 400, make([]byte, 10)); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("a removed upload goes on: %v", err)
	}
}

// The program ends between the bytes and the row: the next start knows the phone.
func TestASealThatWasCutOffKeepsItsDevice(t *testing.T) {
	h := newHouse(t)
	body := []byte("a whole photo")
	p, err := h.vault.Begin(uploadPrefix+aPhone.ID+"-k1", []byte("{}"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Append(0, body); err != nil {
		t.Fatal(err)
	}
	mark, err := h.markSeal(t.Context(), p.ID(), PartNote{Source: domain.SourcePhone, Operator: "小李", Device: aPhone.Device(), Name: "IMG_1.jpg", AfterSaleID: testCase, Blob: p.ID(), Part: p.Name()})
	if err != nil {
		t.Fatal(err)
	}
	for _, open := range []interface{ Close() error }{p, mark} {
		if err := open.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.RecoverParts(t.Context()); err != nil {
		t.Fatal(err)
	}
	row, err := h.store.GetEvidence(t.Context(), "sha256-"+sumOf(body))
	if err != nil || row.Item.Device != aPhone.Device() || row.Item.Source != domain.SourcePhone || row.Item.Operator != "小李" {
		t.Errorf("%+v %v", row.Item, err)
	}
	h.noParts(t)
}

func TestAnUploadSaysBeforeTheFirstByteWhatIsWrong(t *testing.T) {
	h := newHouse(t)
	u := NewUploads(h.Desk)
	h.set.MaxIntakeBytes = 1 << 20
	change := func(f func(*UploadAsk)) UploadAsk {
		a := ask("k1", 10)
		f(&a)
		return a
	}
	for name, k := range map[string]struct {
		a     UploadAsk
		code  domain.Code
		field string
	}{
		"too large":       {change(func(a *UploadAsk) { a.Size = 1<<20 + 1 }), domain.CodeInvalid, "size"},
		"empty":           {change(func(a *UploadAsk) { a.Size = 0 }), domain.CodeInvalid, "size"},
		"unknown kind":    {change(func(a *UploadAsk) { a.Kind = "selfie" }), domain.CodeInvalid, "kind"},
		"unknown case":    {change(func(a *UploadAsk) { a.AfterSaleID = "s1.1" }), domain.CodeNotFound, "afterSaleId"},
		"unknown order":   {change(func(a *UploadAsk) { a.OrderID, a.AfterSaleID = "s1.1", "" }), domain.CodeNotFound, "orderId"},
		"a path as key":   {change(func(a *UploadAsk) { a.Key = "../k" }), domain.CodeInvalid, "key"},
		"a very long key": {change(func(a *UploadAsk) { a.Key = "k12345678901234567890123456789012" }), domain.CodeInvalid, "key"},
	} {
		if _, err := u.Begin(t.Context(), aPhone, k.a); domain.CodeOf(err) != k.code || domain.ParamOf(err, "field") != k.field {
			t.Errorf("%s: %v", name, err)
		}
	}
	h.noParts(t)
	if _, err := u.Begin(t.Context(), aPhone, ask("k1", 10)); err != nil {
		t.Fatal(err)
	}
	if _, err := u.Begin(t.Context(), aPhone, ask("k1", 11)); domain.CodeOf(err) != domain.CodeConflict {
		t.Errorf("another file under the same key: %v", err)
	}
}
