package evidence

import (
	"bytes"
	"image"
	"image/gif"
	"os"
	"path/filepath"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

func TestContentDecidesTheMediaType(t *testing.T) {
	var g bytes.Buffer
	if err := gif.Encode(&g, image.NewGray(image.Rect(0, 0, 2, 2)), nil); err != nil {
		t.Fatal(err)
	}
	for want, data := range map[string][]byte{
		"image/jpeg":               photo(t, 8, 8, "", false, 1),
		"image/png":                pngOf(t, 2, 2),
		"image/gif":                g.Bytes(),
		"image/webp":               []byte("RIFF\x00\x00\x00\x00WEBPVP8 "),
		"image/bmp":                append([]byte("BM\x00\x00\x00\x00\x00\x00\x00\x00"), make([]byte, 20)...),
		"image/heic":               []byte("\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic"),
		"image/heif":               []byte("\x00\x00\x00\x14ftypmif1\x00\x00\x00\x00mif1"),
		"video/mp4":                clipMP4(noon, 1, 2, 2, 1),
		"video/quicktime":          []byte("\x00\x00\x00\x08wide\x00\x00\x00\x00mdat"),
		"video/3gpp":               []byte("\x00\x00\x00\x14ftyp3gp4\x00\x00\x00\x00"),
		"application/pdf":          []byte("%PDF-1.4"),
		"application/zip":          []byte("PK\x03\x04rest"),
		"text/plain":               []byte("聊天记录 hello\n"),
		"application/octet-stream": []byte("\x01\x02\x03binary"),
	} {
		if got := sniff(data); got != want {
			t.Errorf("%q → %s, want %s", data[:min(12, len(data))], got, want)
		}
	}
	if got := sniff([]byte("BMW 的车")); got != "text/plain" {
		t.Errorf("text that begins like a bitmap: %s", got)
	}
	if got := sniff([]byte("半个字\xe5\xad")); got != "text/plain" {
		t.Errorf("text cut inside a character: %s", got)
	}
}

func TestExifTimesKeepTheirZone(t *testing.T) {
	shanghai := time.FixedZone("", 8*3600)
	jpg := photo(t, 8, 8, "", false, 1)
	want := domain.Instant(time.Date(2026, 10, 15, 5, 0, 0, 0, time.UTC).UnixMilli())
	cases := []struct {
		name, taken, offset, from string
		at                        domain.Instant
	}{
		{"with an offset", "2026:10:15 14:00:00", "+09:00", "exif", want},
		{"without one it is the desk's wall clock", "2026:10:15 13:00:00", "", "exif_no_zone", want},
		{"a broken offset is no offset", "2026:10:15 13:00:00", "Tokyo", "exif_no_zone", want},
		{"a clock that was never set", "0000:00:00 00:00:00", "", "", 0},
		{"a clock of 1980", "1980:01:01 00:00:00", "", "", 0},
		{"no date at all", "yesterday", "", "", 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := readExif(bytes.NewReader(withExif(jpg, c.taken, c.offset, 6)), "image/jpeg", shanghai)
			if f.at != c.at || f.from != c.from || f.orientation != 6 {
				t.Errorf("%+v", f)
			}
		})
	}
	heic := append([]byte("\x00\x00\x00\x18ftypheic....Exif....."), withExif(jpg, "2026:10:15 13:00:00", "", 1)[6:]...)
	if f := readExif(bytes.NewReader(heic), "image/heic", shanghai); f.at != want {
		t.Errorf("heic: %+v", f)
	}
}

func TestVideoHeadersOfBothVersions(t *testing.T) {
	data := clipMP4(noon, 90, 1080, 1920, 100)
	v, err := readVideo(bytes.NewReader(data), int64(len(data)))
	if err != nil || v.at != noon || v.durationMs != 90_000 || v.width != 1080 || v.height != 1920 {
		t.Errorf("%+v %v", v, err)
	}
	if _, err := readVideo(bytes.NewReader(data[:200]), 200); err == nil {
		t.Error("a cut file had a header")
	}
	var long videoFacts
	b := make([]byte, 32)
	b[0] = 1
	b[11] = 1 // 1 s after 1904
	b[23] = 1
	b[31] = 7
	if !long.header(b) || long.at != 0 || long.durationMs != 7000 {
		t.Errorf("version 1: %+v", long)
	}
}

func FuzzIntake(f *testing.F) {
	jpg := []byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II*\x00\x08\x00\x00\x00")
	f.Add(jpg)
	f.Add(clipMP4(noon, 3, 4, 5, 10))
	f.Add([]byte("\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic....ispe\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x01Exif\x00\x00MM\x00*\x00\x00\x00\x08"))
	f.Fuzz(func(t *testing.T, b []byte) {
		kind := sniff(b[:min(len(b), sniffBytes)])
		if kind == "" {
			t.Fatal("no type")
		}
		for _, k := range []string{kind, "image/jpeg", "image/tiff", "image/heic"} {
			if e := readExif(bytes.NewReader(b), k, time.UTC); e.orientation < 1 || e.orientation > 8 {
				t.Fatal("orientation")
			}
		}
		if v, err := readVideo(bytes.NewReader(b), int64(len(b))); err == nil && (v.durationMs < 0 || v.width < 0) {
			t.Fatalf("%+v", v)
		}
		if w, h := pictureSize(bytes.NewReader(b)); w < 0 || h < 0 {
			t.Fatal("size")
		}
		heicSize(bytes.NewReader(b))
	})
}

func FuzzVerifyZip(f *testing.F) {
	h := newHouse(f)
	p := packOf(f, h, 1)
	good, err := os.ReadFile(p.ZIPPath)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good[len(good)-2000:])
	f.Add([]byte("PK\x05\x06" + string(make([]byte, 18))))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(dir, "x.zip")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := h.Verify(t.Context(), path)
		if err == nil && r.OK {
			t.Fatal("noise passed as a pack")
		}
	})
}
