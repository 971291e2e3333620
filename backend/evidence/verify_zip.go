package evidence

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	"afterdesk/backend/domain"
)

// Limits of a ZIP that is offered for verification. Packs are stored uncompressed; a
// pack that somebody zipped again shrinks a little, never a hundredfold.
const (
	maxZipFiles = 20_000
	maxZipRatio = 100
	zipSlack    = 4 << 20  // small files may be as compressible as they like
	zipTotal    = 64 << 20 // and all of them together up to this
)

// verifyZip checks a pack without unpacking it.
func verifyZip(ctx context.Context, f io.ReaderAt, size int64, name string) (domain.VerifyReport, error) {
	r := newReport("pack")
	z, err := zip.NewReader(f, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		r.bad(name, whatUnreadable)
		return r.done(), nil
	}
	files := map[string]*zip.File{}
	b := bagReader{open: func(name string) (io.ReadCloser, int64, error) {
		e, ok := files[name]
		if !ok {
			return nil, 0, errors.New("not in the pack")
		}
		rc, err := e.Open()
		return rc, int64(e.UncompressedSize64), err
	}}
	if err := admitZip(z, uint64(size), r, files, &b); err != nil {
		return domain.VerifyReport{}, err
	}
	if !b.has(bagFile) && !b.has(manifestFile) && !b.has(tagsFile) && markOf(f, size) != zipMark {
		return domain.VerifyReport{}, asInvalid(errors.New("not a pack"), "not_a_pack")
	}
	if err := b.verify(ctx, r); err != nil {
		return domain.VerifyReport{}, err
	}
	verifyForm(ctx, f, size, z, r, name)
	if err := ctx.Err(); err != nil {
		return domain.VerifyReport{}, err
	}
	return r.done(), nil
}

// admitZip refuses what must not be read: names that leave the folder, links, and bombs.
func admitZip(z *zip.Reader, size uint64, r *report, files map[string]*zip.File, b *bagReader) error {
	if len(z.File) > maxZipFiles {
		return asInvalid(errors.New("too many files for a pack"), "zip_bomb")
	}
	var packed, whole uint64
	for _, e := range z.File {
		packed, whole = packed+min(e.CompressedSize64, size+1), whole+min(e.UncompressedSize64, 1<<50)
		if packed > size || whole > zipTotal+maxZipRatio*size { // files that share bytes, or many small bombs
			return asInvalid(errors.New("the pack is a decompression bomb"), "zip_bomb")
		}
		if strings.HasSuffix(e.Name, "/") && e.UncompressedSize64 == 0 {
			continue // a folder's own entry
		}
		if !safeName(e.Name) {
			return asInvalid(errors.New("a name in the pack leads out of it"), "path")
		}
		if !e.Mode().IsRegular() {
			return asInvalid(errors.New("a link in the pack"), "path")
		}
		if e.UncompressedSize64 > zipSlack && e.UncompressedSize64/maxZipRatio > e.CompressedSize64 {
			return asInvalid(errors.New("a file in the pack is a decompression bomb"), "zip_bomb")
		}
		if files[e.Name] != nil {
			r.bad(e.Name, whatExtra) // twice: which one a reader sees would be chance
			continue
		}
		files[e.Name] = e
		b.names = append(b.names, e.Name)
	}
	return nil
}

// verifyForm checks the ZIP's own structure where it is known: a pack with our mark is
// written again from its contents and must come out equal.
func verifyForm(ctx context.Context, f io.ReaderAt, size int64, z *zip.Reader, r *report, name string) {
	if markOf(f, size) != zipMark {
		if z.Comment != "" {
			r.bad(name, whatChanged)
		}
		return // zipped again by another program; its files were checked
	}
	var entries []bagEntry
	for _, e := range z.File {
		if e.Method != zip.Store || e.CompressedSize64 != e.UncompressedSize64 {
			r.bad(e.Name, whatChanged)
			return
		}
		entries = append(entries, bagEntry{name: e.Name, size: int64(e.UncompressedSize64), crc: e.CRC32, open: func() (io.ReadCloser, error) {
			raw, err := e.OpenRaw()
			if err != nil {
				return nil, err
			}
			return io.NopCloser(raw), nil
		}})
	}
	if len(entries) == 0 {
		r.bad(name, whatChanged)
		return
	}
	c := &compareWriter{f: f, size: size, diff: -1}
	// The date is in the entries; one that was flipped differs from the others.
	err := writeZip(ctx, c, entries, instantOfDos(z.File[0]))
	if err != nil && c.diff < 0 {
		r.bad(name, whatChanged)
		return
	}
	if c.diff < 0 && c.at == size {
		return
	}
	at := c.diff
	if at < 0 {
		at = c.at
	}
	r.bad(entryAt(z, at, name), whatChanged)
}

func markOf(f io.ReaderAt, size int64) string {
	tail := make([]byte, len(zipMark))
	if _, err := f.ReadAt(tail, size-int64(len(tail))); err != nil {
		return ""
	}
	return string(tail)
}

// entryAt names the file whose header or bytes lie at an offset of the ZIP.
func entryAt(z *zip.Reader, at int64, name string) string {
	for _, e := range z.File {
		from, err := e.DataOffset()
		if err != nil {
			continue
		}
		if from -= int64(30 + len(e.Name)); at >= from && at < from+30+int64(len(e.Name))+int64(e.CompressedSize64) {
			return e.Name
		}
	}
	return name + " (directory)"
}

func instantOfDos(e *zip.File) domain.Instant { return domain.InstantOf(e.Modified) }

// compareWriter compares what is written with a file and remembers the first
// difference; it keeps nothing.
type compareWriter struct {
	f    io.ReaderAt
	size int64
	at   int64
	diff int64
	buf  []byte
}

// Write compares p with the next bytes of the file.
func (c *compareWriter) Write(p []byte) (int, error) {
	if len(c.buf) < len(p) {
		c.buf = make([]byte, len(p))
	}
	got := c.buf[:len(p)]
	if _, err := c.f.ReadAt(got, c.at); err != nil || !bytes.Equal(got, p) {
		for i := range p {
			if c.at+int64(i) >= c.size || got[i] != p[i] {
				c.diff = c.at + int64(i)
				return 0, errDiffers
			}
		}
	}
	c.at += int64(len(p))
	return len(p), nil
}

var errDiffers = errors.New("zip differs from its canonical form")
