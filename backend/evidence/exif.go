package evidence

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/rwcarlsen/goexif/exif"
	"github.com/rwcarlsen/goexif/tiff"

	"afterdesk/backend/domain"
)

// exifCap is how many bytes of a file are searched for EXIF. A JPEG segment holds at
// most 64 kB and phones put EXIF first.
const exifCap = 1 << 20

// EXIF tags that the library has no name for.
const (
	tagExifIFD            = 0x8769
	tagOffsetTime         = 0x9010
	tagOffsetTimeOriginal = 0x9011
)

// exifFacts are what a camera claims about a picture.
type exifFacts struct {
	at          domain.Instant
	from        string // "exif", "exif_no_zone" or ""
	orientation int    // 1–8
}

// readExif reads EXIF of a JPEG, TIFF or HEIC from at most exifCap bytes. It never
// fails: what cannot be read is not known. zone is the wall clock of times
// without an offset. The library is old and trusts lengths, hence the guard.
func readExif(r io.Reader, mediaType string, zone *time.Location) (f exifFacts) {
	f.orientation = 1
	defer func() {
		if recover() != nil {
			f = exifFacts{orientation: 1}
		}
	}()
	data, err := io.ReadAll(io.LimitReader(r, exifCap))
	if err != nil && len(data) == 0 {
		return f
	}
	switch mediaType {
	case "image/jpeg", "image/tiff":
	case "image/heic", "image/heif", "image/avif":
		if data = heicExif(data); data == nil {
			return f
		}
	default:
		return f
	}
	x, err := exif.Decode(bytes.NewReader(data))
	if err != nil && (x == nil || exif.IsCriticalError(err)) {
		return f
	}
	if tag, err := x.Get(exif.Orientation); err == nil {
		if o, err := tag.Int(0); err == nil && o >= 1 && o <= 8 {
			f.orientation = o
		}
	}
	for _, try := range []struct {
		field  exif.FieldName
		offset uint16
	}{{exif.DateTimeOriginal, tagOffsetTimeOriginal}, {exif.DateTimeDigitized, tagOffsetTimeOriginal}, {exif.DateTime, tagOffsetTime}} {
		if at, from, ok := exifTime(x, try.field, try.offset, zone); ok {
			f.at, f.from = at, from
			return f
		}
	}
	return f
}

// heicExif finds the TIFF block of the Exif item. The first "Exif" of a HEIC is
// only the item's type; the block itself begins with Exif, two zeros and a TIFF header.
func heicExif(data []byte) []byte {
	for _, mark := range []string{"Exif\x00\x00MM\x00*", "Exif\x00\x00II*\x00"} {
		if i := bytes.Index(data, []byte(mark)); i >= 0 {
			return data[i+6:]
		}
	}
	return nil
}

func exifTime(x *exif.Exif, field exif.FieldName, offset uint16, zone *time.Location) (domain.Instant, string, bool) {
	tag, err := x.Get(field)
	if err != nil {
		return 0, "", false
	}
	text, err := tag.StringVal()
	if err != nil {
		return 0, "", false
	}
	text = strings.TrimRight(text, "\x00 ")
	from := "exif_no_zone"
	t, err := time.ParseInLocation("2006:01:02 15:04:05", text, zone)
	if off := exifOffset(x, offset); err == nil && off != "" {
		if z, zerr := time.Parse("2006:01:02 15:04:05-07:00", text+off); zerr == nil {
			t, from = z, "exif"
		}
	}
	if err != nil || !plausible(t) {
		return 0, "", false
	}
	return domain.InstantOf(t), from, true
}

// exifOffset reads a tag of the Exif sub-directory that the library skips.
func exifOffset(x *exif.Exif, id uint16) string {
	if x.Tiff == nil || len(x.Tiff.Dirs) == 0 {
		return ""
	}
	for _, t := range x.Tiff.Dirs[0].Tags {
		if t.Id != tagExifIFD {
			continue
		}
		at, err := t.Int64(0)
		if err != nil || at < 0 || at >= int64(len(x.Raw)) {
			return ""
		}
		r := bytes.NewReader(x.Raw)
		if _, err := r.Seek(at, io.SeekStart); err != nil {
			return ""
		}
		dir, _, err := tiff.DecodeDir(r, x.Tiff.Order)
		if err != nil {
			return ""
		}
		for _, s := range dir.Tags {
			if s.Id == id {
				text, err := s.StringVal()
				if err != nil {
					return ""
				}
				return strings.TrimRight(text, "\x00 ")
			}
		}
	}
	return ""
}

// plausible drops the dates of cameras whose clock was never set.
func plausible(t time.Time) bool { return t.Year() >= 1995 && t.Year() < 2100 }

var errNotMedia = errors.New("not a media file")
