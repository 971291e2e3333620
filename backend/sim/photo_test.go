package sim

import (
	"bytes"
	"image"
	_ "image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/rwcarlsen/goexif/exif"

	"afterdesk/backend/domain"
)

func TestPhotosCarryAReadableWaybillAndTheirTime(t *testing.T) {
	w := New(testConfig(3))
	until := testNow()
	dir := t.TempDir()
	files, err := w.EvidenceFiles(dir, 12, until)
	if err != nil || len(files) != 12 {
		t.Fatalf("files %d, error %v", len(files), err)
	}
	named, generic := 0, 0
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		img, _, err := image.Decode(bytes.NewReader(raw))
		if err != nil || img.Bounds().Dx() != photoWidth || img.Bounds().Dy() != photoHeight {
			t.Fatalf("%s: %v %v", f, err, img.Bounds())
		}
		bmp, err := gozxing.NewBinaryBitmapFromImage(img)
		if err != nil {
			t.Fatal(err)
		}
		got, err := oned.NewCode128Reader().Decode(bmp, map[gozxing.DecodeHintType]interface{}{gozxing.DecodeHintType_TRY_HARDER: true})
		if err != nil {
			t.Fatalf("%s: bar code not readable: %v", filepath.Base(f), err)
		}
		d, i, slot, ok := w.findNumber(got.GetText())
		if !ok {
			t.Fatalf("%s: %q is no waybill of this world", f, got.GetText())
		}
		if strings.Contains(filepath.Base(f), got.GetText()) {
			named++
		} else if strings.HasPrefix(filepath.Base(f), "IMG_") {
			generic++
		} else {
			t.Fatalf("%s shows waybill %s", filepath.Base(f), got.GetText())
		}
		x, err := exif.Decode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		at, err := x.DateTime()
		if err != nil {
			t.Fatal(err)
		}
		var l life
		w.live(&l, d, i, nil)
		for k := range l.parcels {
			if l.parcels[k].slot != slot {
				continue
			}
			wall := instant(l.parcels[k].uploaded).In(w.loc)
			if l.parcels[k].back {
				wall = instant(l.parcels[k].signed).In(w.loc)
			}
			if diff := at.Sub(time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, at.Location())); diff > 2*time.Hour || diff < -2*time.Hour {
				t.Fatalf("%s taken at %v, parcel handled at %v", f, at, wall)
			}
		}
	}
	if named == 0 || generic == 0 {
		t.Fatalf("%d names with a waybill, %d without", named, generic)
	}
}

func TestPhotosOfTheSameWorldAreTheSameBytes(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	fa, err := New(testConfig(3)).EvidenceFiles(a, 3, testNow())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New(testConfig(3)).EvidenceFiles(b, 3, testNow()); err != nil {
		t.Fatal(err)
	}
	for _, f := range fa {
		x, _ := os.ReadFile(f)
		y, _ := os.ReadFile(filepath.Join(b, filepath.Base(f)))
		if len(x) == 0 || !bytes.Equal(x, y) {
			t.Fatalf("%s differs between two runs", filepath.Base(f))
		}
	}
}

func TestPhotosSayWhenTheFolderCannotBeWritten(t *testing.T) {
	f := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(f, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(testConfig(3)).EvidenceFiles(filepath.Join(f, "sub"), 1, testNow()); domain.CodeOf(err) != domain.CodeUnavailable {
		t.Fatalf("error %v", err)
	}
}

func BenchmarkPhoto(b *testing.B) {
	w := New(testConfig(3))
	dir := b.TempDir()
	for b.Loop() {
		if _, err := w.EvidenceFiles(dir, 20, testNow()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N)/20, "ms/photo")
}
