package evidence

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image/jpeg"
	"io"
	"os"
	"path/filepath"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/vault"
)

const (
	thumbSide    = 320 // pixels of the longer side
	thumbQuality = 80
	thumbPrefix  = "thumb/"
)

// OpenMedia opens what a media address names: "sha256-…" the original, or
// "thumb/sha256-…" a JPEG of at most 320 pixels, upright, made on first use. The
// caller closes it. Codes: invalid for another ref, not_found, unsupported for a file
// without a thumbnail (reason type or megapixels), corrupt, unavailable.
func (d *Desk) OpenMedia(ctx context.Context, ref string) (f io.ReadSeekCloser, mediaType string, size int64, err error) {
	id, thumb := strings.CutPrefix(ref, thumbPrefix)
	if _, err := vault.Path(id); err != nil {
		return nil, "", 0, err
	}
	row, err := d.d.Store.GetEvidence(ctx, id)
	if err != nil {
		return nil, "", 0, err
	}
	if !thumb {
		file, size, err := d.d.Vault.Open(ctx, id)
		if err != nil {
			return nil, "", 0, err
		}
		return file, row.Item.MediaType, size, nil
	}
	f, size, err = d.openThumb(ctx, row.Item)
	if err != nil {
		return nil, "", 0, err
	}
	return f, "image/jpeg", size, nil
}

// openThumb reads a thumbnail from the cache or makes it. A cache that cannot be
// written costs time, not the picture.
func (d *Desk) openThumb(ctx context.Context, item domain.EvidenceItem) (io.ReadSeekCloser, int64, error) {
	hash := strings.TrimPrefix(item.ID, "sha256-")
	path := filepath.Join(d.d.ThumbDir, hash[:2], hash+".jpg")
	if f, err := os.Open(path); err == nil && d.d.ThumbDir != "" {
		if st, err := f.Stat(); err == nil {
			return f, st.Size(), nil
		}
		_ = f.Close()
	}
	jpg, err := d.copyOf(ctx, item, thumbSide, thumbQuality)
	if err != nil {
		return nil, 0, err
	}
	if d.d.ThumbDir != "" {
		if err := writeWhole(path, bytes.NewReader(jpg.data)); err != nil {
			d.d.Log.Warn("thumbnail not cached", "code", string(domain.CodeOf(err)), "reason", domain.ParamOf(err, "reason"))
		}
	}
	return memoryFile{bytes.NewReader(jpg.data)}, int64(len(jpg.data)), nil
}

// memoryFile is a picture that needs no closing.
type memoryFile struct{ *bytes.Reader }

// Close does nothing.
func (memoryFile) Close() error { return nil }

// picture is a small upright JPEG of an exhibit.
type picture struct {
	data []byte
	w, h int
}

// copyOf makes an upright JPEG with no side above limit. Codes as decodePicture.
func (d *Desk) copyOf(ctx context.Context, item domain.EvidenceItem, limit, quality int) (picture, error) {
	img, err := d.decodePicture(ctx, item.ID, item.MediaType)
	if err != nil {
		return picture{}, err
	}
	f, size, err := d.d.Vault.Open(ctx, item.ID)
	if err != nil {
		return picture{}, err
	}
	defer discardClose(f)
	turned := readExif(io.NewSectionReader(f, 0, size), item.MediaType, d.zone()).orientation
	small := fit(img, turned, limit)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, small, &jpeg.Options{Quality: quality}); err != nil {
		return picture{}, domain.E(domain.CodeInternal, fmt.Errorf("encode copy: %w", err))
	}
	return picture{data: b.Bytes(), w: small.Rect.Dx(), h: small.Rect.Dy()}, nil
}

// writeWhole writes a file under another name first, syncs it and renames it, so
// that a reader sees all of it or none.
func writeWhole(path string, r io.Reader) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return writeError("create folder", err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".afterdesk-*.tmp")
	if err != nil {
		return writeError("create file", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(tmp.Name())
		}
	}()
	_, err = io.Copy(tmp, r)
	if err == nil {
		err = tmp.Sync()
	}
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return writeError("write file", err)
	}
	if err := os.Chmod(tmp.Name(), 0o644); err != nil { //nolint:gosec // packs are made to be handed on; CreateTemp made it 0600
		return writeError("write file", err)
	}
	err = vault.Place(tmp.Name(), path)
	if err != nil && sameBytes(tmp.Name(), path) {
		// Windows keeps a file that is open in a viewer; the same pack is there already.
		_ = os.Remove(tmp.Name())
		return nil
	}
	return err
}

// sameBytes reports whether two files have the same content.
func sameBytes(a, b string) bool {
	sum := func(path string) (out [sha256.Size]byte, ok bool) {
		f, err := os.Open(path)
		if err != nil {
			return out, false
		}
		defer discardClose(f)
		h := sha256.New()
		if _, err := io.Copy(h, f); err != nil {
			return out, false
		}
		return [sha256.Size]byte(h.Sum(nil)), true
	}
	x, okX := sum(a)
	y, okY := sum(b)
	return okX && okY && x == y
}

// writeError gives a failed write its code. Errors that have one keep it.
func writeError(verb string, err error) error {
	var known *domain.Error
	if errors.As(err, &known) {
		return err
	}
	return vault.DiskError(verb, err)
}
