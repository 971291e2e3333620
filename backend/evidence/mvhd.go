package evidence

import (
	"encoding/binary"
	"io"
	"math"

	"afterdesk/backend/domain"
)

const (
	macEpoch = 2082844800 // seconds from 1904-01-01 to 1970-01-01 UTC
	maxBoxes = 4096       // boxes looked at in one file
)

// videoFacts are what a video's header claims.
type videoFacts struct {
	at            domain.Instant
	durationMs    int64
	width, height int64
}

// readVideo walks the boxes of an MP4, MOV or 3GP to moov/mvhd (ISO/IEC 14496-12)
// and the track headers. Times count seconds since 1904; by the standard they are
// UTC, zero means not set. Anything malformed ends the walk; errNotMedia means that
// no movie header was found.
func readVideo(r io.ReaderAt, size int64) (videoFacts, error) {
	w := boxWalker{r: r, left: maxBoxes}
	var v videoFacts
	found := false
	w.each(0, size, func(kind string, from, to int64) {
		if kind != "moov" {
			return
		}
		w.each(from, to, func(kind string, from, to int64) {
			switch kind {
			case "mvhd":
				found = v.header(w.read(from, to, 32)) || found
			case "trak":
				w.each(from, to, func(kind string, from, to int64) {
					if kind == "tkhd" {
						v.track(w.read(from, to, 96))
					}
				})
			}
		})
	})
	if !found {
		return videoFacts{}, errNotMedia
	}
	return v, nil
}

type boxWalker struct {
	r    io.ReaderAt
	left int
}

// each calls fn with the payload range of every box in [from, to).
func (w *boxWalker) each(from, to int64, fn func(kind string, from, to int64)) {
	for from+8 <= to && w.left > 0 {
		w.left--
		var h [16]byte
		if _, err := w.r.ReadAt(h[:8], from); err != nil {
			return
		}
		size, head := int64(binary.BigEndian.Uint32(h[:])), int64(8)
		switch size {
		case 0: // to the end of the file
			size = to - from
		case 1:
			if _, err := w.r.ReadAt(h[8:], from+8); err != nil {
				return
			}
			u := binary.BigEndian.Uint64(h[8:])
			if u > math.MaxInt64 {
				return
			}
			size, head = int64(u), 16
		}
		if size < head || size > to-from {
			return
		}
		fn(string(h[4:8]), from+head, from+size)
		from += size
	}
}

// read returns at most n bytes of a payload, or nil.
func (w *boxWalker) read(from, to, n int64) []byte {
	b := make([]byte, min(n, to-from))
	if _, err := w.r.ReadAt(b, from); err != nil {
		return nil
	}
	return b
}

func (v *videoFacts) header(b []byte) bool {
	var created, scale, length uint64
	switch {
	case len(b) >= 20 && b[0] == 0:
		created = uint64(binary.BigEndian.Uint32(b[4:]))
		scale = uint64(binary.BigEndian.Uint32(b[12:]))
		length = uint64(binary.BigEndian.Uint32(b[16:]))
		if length == math.MaxUint32 {
			length = 0
		}
	case len(b) >= 32 && b[0] == 1:
		created = binary.BigEndian.Uint64(b[4:])
		scale = uint64(binary.BigEndian.Uint32(b[20:]))
		length = binary.BigEndian.Uint64(b[24:])
	default:
		return false
	}
	if created > macEpoch && created < math.MaxInt64/1000 {
		if at := domain.FromUnix(int64(created) - macEpoch); plausible(at.Time()) {
			v.at = at
		}
	}
	if scale > 0 && length/scale < 1000*3600 { // longer than a thousand hours is not a length
		v.durationMs = int64(length/scale*1000 + length%scale*1000/scale)
	}
	return true
}

// track takes the picture size of the largest track, as it is to be shown.
func (v *videoFacts) track(b []byte) {
	at := 76
	if len(b) > 0 && b[0] == 1 {
		at = 88
	}
	if len(b) < at+8 {
		return
	}
	w, h := int64(binary.BigEndian.Uint32(b[at:])>>16), int64(binary.BigEndian.Uint32(b[at+4:])>>16)
	if m := b[at-36:]; binary.BigEndian.Uint32(m) == 0 && binary.BigEndian.Uint32(m[4:]) != 0 {
		w, h = h, w // turned by 90° or 270°
	}
	if w*h > v.width*v.height {
		v.width, v.height = w, h
	}
}
