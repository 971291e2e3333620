package evidence

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

// until waits for what a watch should bring about; the deadline only ends a failed test.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 2000 {
		if ok() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}

func count(t *testing.T, h *house) int64 {
	t.Helper()
	c, err := h.store.Counts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return c["evidence"]
}

func watch(t *testing.T, h *house, folders ...string) (stop func()) {
	t.Helper()
	h.d.WatchEvery, h.d.WatchStable = 40*time.Millisecond, 40*time.Millisecond
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- h.Watch(ctx, folders) }()
	return func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("watch ended with %v", err)
		}
	}
}

func TestAWatchedFolderBringsItsFilesInOnceAndStaysAsItWas(t *testing.T) {
	h := newHouse(t)
	dir := filepath.Join(h.dir, "phone")
	h.write(t, "../phone/"+testWaybill+".jpg", photo(t, 320, 240, "", false, 1))
	h.write(t, "../phone/DCIM/100/IMG_1.jpg", photo(t, 320, 240, "", false, 2))
	for _, name := range []string{"a.jpg.part", "b.mp4.crdownload", "c.tmp", ".hidden.jpg", "~$doc.txt", "Thumbs.db", "x.sync-conflict-20261122.jpg", ".syncthing.y.jpg.tmp", "empty.jpg"} {
		data := photo(t, 16, 16, "", false, 3)
		if name == "empty.jpg" {
			data = nil
		}
		h.write(t, "../phone/"+name, data)
	}
	stop := watch(t, h, dir, filepath.Join(h.dir, "not-there-yet"))
	until(t, "two files", func() bool { return count(t, h) == 2 })
	page, err := h.store.ListEvidence(context.Background(), domain.EvidenceQuery{Linked: "yes"})
	if err != nil || len(page.Items) != 1 || page.Items[0].Item.Source != domain.SourceWatch {
		t.Errorf("linked %+v %v", page, err)
	}

	// A growing file waits, a folder that appears later is found, an unplugged one comes back.
	growing := filepath.Join(dir, "video.mp4")
	data := clipMP4(noon, 3, 320, 240, 50_000)
	f, err := os.Create(growing)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(data); i += 10_000 {
		if _, err := f.Write(data[i:min(len(data), i+10_000)]); err != nil {
			t.Fatal(err)
		}
		time.Sleep(12 * time.Millisecond)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	until(t, "the whole video", func() bool {
		page, err := h.store.ListEvidence(context.Background(), domain.EvidenceQuery{Kinds: []domain.EvidenceKind{domain.EvidencePackingVideo}})
		return err == nil && len(page.Items) > 0 && page.Items[0].Item.Size == int64(len(data))
	})
	before := count(t, h)
	h.write(t, "../not-there-yet/late.jpg", photo(t, 320, 240, "", false, 4))
	until(t, "the late folder", func() bool { return count(t, h) == before+1 })
	if err := os.Rename(dir, dir+"-away"); err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond)
	if err := os.Rename(dir+"-away", dir); err != nil {
		t.Fatal(err)
	}
	h.write(t, "../phone/back.jpg", photo(t, 320, 240, "", false, 5))
	until(t, "a file after the return", func() bool { return count(t, h) == before+2 })
	stop()

	// A restart takes nothing twice, with its memory or without.
	size := h.log.Head().Size
	for _, forget := range []bool{false, true} {
		if forget {
			if err := os.RemoveAll(h.d.ThumbDir); err != nil {
				t.Fatal(err)
			}
		}
		stop = watch(t, h, dir, filepath.Join(h.dir, "not-there-yet"))
		time.Sleep(300 * time.Millisecond)
		stop()
		if count(t, h) != before+2 || h.log.Head().Size != size {
			t.Errorf("forget %v: %d files, %d records", forget, count(t, h), h.log.Head().Size)
		}
	}
	for _, name := range []string{testWaybill + ".jpg", "DCIM/100/IMG_1.jpg", "a.jpg.part", "video.mp4", "back.jpg"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Errorf("%s was moved: %v", name, err)
		}
	}
}

func TestAWatchGoesOnWhenTheDiskWasFull(t *testing.T) {
	h := newHouse(t)
	dir := filepath.Dir(h.write(t, "full.jpg", photo(t, 320, 240, "", false, 1)))
	h.keep.Store(1 << 60)
	stop := watch(t, h, dir)
	time.Sleep(100 * time.Millisecond)
	if n := count(t, h); n != 0 {
		t.Errorf("%d files below the reserve", n)
	}
	h.keep.Store(0)
	until(t, "the file", func() bool { return count(t, h) == 1 })
	stop()
}
