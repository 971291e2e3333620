package evidence

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"slices"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

// EV-03: whatever door a file comes through, at the very moment that a list can
// show it it has hash, size, capture time, source, operator and its place in the
// custody log; what it was taken from and what is kept are never written again.
func TestAFileIsNeverVisibleWithoutItsFactsAndNeverRewritten(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	visible := map[string]domain.EvidenceSource{}
	h.seen = func(topics []string) {
		if !slices.Contains(topics, "evidence") {
			return
		}
		page, err := h.store.ListEvidence(ctx, domain.EvidenceQuery{Limit: 500})
		if err != nil {
			t.Error(err)
		}
		for _, r := range page.Items {
			e := r.Item
			visible[e.ID] = e.Source
			f, size, err := h.vault.Open(ctx, e.ID)
			if err != nil {
				t.Errorf("%s is listed and its bytes are not there: %v", e.ID, err)
				continue
			}
			sum := sha256.New()
			_, err = io.Copy(sum, f)
			_ = f.Close()
			if err != nil || e.ID != "sha256-"+hex.EncodeToString(sum.Sum(nil)) || e.Size != size {
				t.Errorf("%s is listed with another hash or size: %v", e.ID, err)
			}
			if e.Source == "" || e.Operator == "" || e.CapturedAt.IsZero() || e.CapturedFrom == "" || e.MediaType == "" || e.AddedAt.IsZero() {
				t.Errorf("listed without a fact: %+v", e)
			}
			if rec, err := h.log.Record(e.LogIndex); err != nil || rec.Subject != e.ID || rec.Hash != e.LogHash || rec.By != e.Operator {
				t.Errorf("listed without its leaf: %+v %v", rec, err)
			}
		}
	}
	type original struct {
		path string
		data []byte
		at   time.Time
	}
	var originals []original
	put := func(dir, name string, i int) string {
		data := withExif(photo(t, 64, 48, "", false, uint64(100+i)), "2026:10:15 13:00:00", "+08:00", 1)
		if i%2 == 1 { // no time of its own: the file's counts
			data = photo(t, 64, 48, "", false, uint64(100+i))
		}
		path := h.write(t, dir+"/"+name, data)
		st, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		originals = append(originals, original{path, data, st.ModTime()})
		return path
	}
	want := map[domain.EvidenceSource]int{domain.SourceWatch: 2}
	n := 0
	for _, source := range domain.EvidenceSources {
		if source == domain.SourceWatch {
			continue // comes through its folder below
		}
		for range 2 {
			n++
			h.add(t, Offer{Path: put("in", fmt.Sprintf("a%d.jpg", n), n), Source: source})
			want[source]++
		}
	}
	h.set.Operator = "" // nobody gave a name: the file still says who took it
	stop := watch(t, h, h.dir+"/phone")
	put("../phone", "w1.jpg", 51)
	put("../phone", "w2.jpg", 52)
	until(t, "the watched files", func() bool { return count(t, h) == int64(n+2) })
	stop()
	got := map[domain.EvidenceSource]int{}
	var kept []string
	for id, source := range visible {
		got[source]++
		kept = append(kept, id)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("seen %v, want %v", got, want)
	}
	stamp := func() map[string]time.Time {
		out := map[string]time.Time{}
		for _, id := range kept {
			f, _, err := h.vault.Open(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			st, err := f.Stat()
			if err != nil {
				t.Fatal(err)
			}
			if st.Mode().Perm()&0o222 != 0 {
				t.Errorf("%s may be written: %s", id, st.Mode())
			}
			out[id] = st.ModTime()
			_ = f.Close()
		}
		return out
	}
	before := stamp()
	for _, o := range originals { // the same files again, through another door
		if res := h.add(t, Offer{Reader: bytes.NewReader(o.data), Name: "again.jpg", Source: domain.SourceDrop, Operator: "韩梅梅"}); !res.Known {
			t.Errorf("%s is new the second time", o.path)
		}
	}
	if _, err := h.Pack(ctx, testCase, "", "zh-CN", ""); err != nil {
		t.Fatal(err)
	}
	if after := stamp(); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Error("kept bytes were written again")
	}
	for _, o := range originals {
		st, err := os.Stat(o.path)
		if err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(o.path); err != nil || !bytes.Equal(data, o.data) || !st.ModTime().Equal(o.at) {
			t.Errorf("%s was touched: %v", o.path, err)
		}
	}
	if r, err := h.VerifyAll(ctx, true); err != nil || !r.OK {
		t.Errorf("verify %+v %v", r, err)
	}
}
