package evidence

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

// BenchmarkIntake adds 100 files of 4 MB that are named by their waybill and prints how
// long that takes against copying and hashing the same files, in the same run.
func BenchmarkIntake(b *testing.B) {
	const files, size = 100, 4 << 20
	jpg := withExif(photo(b, 640, 480, "", false, 1), "2026:10:15 13:00:00", "+08:00", 1)
	for b.Loop() {
		h := newHouse(b)
		paths := make([]string, files)
		for i := range paths {
			data := append(bytes.Clone(jpg), make([]byte, size-len(jpg))...)
			binary.LittleEndian.PutUint64(data[len(data)-8:], uint64(i))
			paths[i] = h.write(b, fmt.Sprintf("%s-%d.jpg", testWaybill, i), data)
		}
		start := time.Now()
		copyAndHash(b, paths, b.TempDir(), false)
		plain := time.Since(start)
		start = time.Now()
		copyAndHash(b, paths, b.TempDir(), true)
		synced := time.Since(start)
		start = time.Now()
		for _, p := range paths {
			if res := h.add(b, Offer{Path: p, Source: domain.SourceCLI}); len(res.Links) != 1 {
				b.Fatal("not linked")
			}
		}
		took := time.Since(start)
		b.ReportMetric(float64(files)*size/(1<<20)/took.Seconds(), "MB/s")
		b.ReportMetric(float64(plain)/float64(took), "of-cp+sha256")
		b.ReportMetric(float64(synced)/float64(took), "of-cp+sha256+fsync")
	}
}

// copyAndHash is the yardstick: read, hash and write each file.
func copyAndHash(b *testing.B, paths []string, dir string, sync bool) {
	b.Helper()
	for _, p := range paths {
		src, err := os.Open(p)
		if err != nil {
			b.Fatal(err)
		}
		dst, err := os.Create(filepath.Join(dir, filepath.Base(p)))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.CopyBuffer(struct{ io.Writer }{io.MultiWriter(dst, sha256.New())}, struct{ io.Reader }{src}, make([]byte, 256<<10)); err != nil {
			b.Fatal(err)
		}
		if sync {
			if err := dst.Sync(); err != nil {
				b.Fatal(err)
			}
		}
		_, _ = src.Close(), dst.Close()
	}
}

// BenchmarkPack packs a case of 25 phone photos (12 megapixels) and 2 clips of 40 MB.
func BenchmarkPack(b *testing.B) {
	h := newHouse(b)
	base := photo(b, 4000, 3000, testWaybill, false, 1)
	for i := range 25 {
		jpg := withExif(base, fmt.Sprintf("2026:10:15 13:00:%02d", i), "+08:00", 1)
		h.add(b, Offer{Reader: bytes.NewReader(append(jpg, byte(i))), Name: fmt.Sprintf("%s-%d.jpg", testWaybill, i)})
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range 2 {
		clip := clipMP4(noon, 60+uint32(i), 1920, 1080, 40<<20)
		for k := 100; k < 40<<20; k += 97 {
			clip[k] = byte(rng.Uint32())
		}
		h.add(b, Offer{Reader: bytes.NewReader(clip), Name: fmt.Sprintf("%s-%d.mp4", testWaybill, i)})
	}
	const limit = 10 * time.Second // EV-07
	for b.Loop() {
		start := time.Now()
		p, err := h.Pack(context.Background(), testCase, "", "zh-CN", "")
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(p.Bytes)/(1<<20), "MB")
		b.ReportMetric(float64(time.Since(start))/float64(limit), "of-10-s-limit")
	}
}

// BenchmarkCodes reads a waybill's code in a 12-megapixel photo.
func BenchmarkCodes(b *testing.B) {
	h := newHouse(b)
	blob, err := h.vault.Put(context.Background(), bytes.NewReader(photo(b, 4000, 3000, testWaybill, false, 1)), 0)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		img, err := h.decodePicture(context.Background(), blob.ID, "image/jpeg")
		if err != nil {
			b.Fatal(err)
		}
		if got := readCodes(context.Background(), img, time.Minute); len(got) != 1 {
			b.Fatalf("%v", got)
		}
	}
}
