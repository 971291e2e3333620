package sim

import (
	"bytes"
	"encoding/binary"
	"time"
)

// Tags of the TIFF block in a JPEG's APP1 segment (Exif 2.32).
const (
	tagMake         = 0x010f
	tagModel        = 0x0110
	tagOrientation  = 0x0112
	tagDateTime     = 0x0132
	tagExif         = 0x8769
	tagDateOriginal = 0x9003
	tagOffset       = 0x9011

	typeASCII = 2
	typeShort = 3
	typeLong  = 4
)

type exifEntry struct {
	tag, kind uint16
	text      string // ASCII
	value     uint32 // SHORT or LONG
}

// withExif puts camera, time and zone of a shot into a JPEG, behind its SOI.
func withExif(jpeg []byte, model string, at time.Time) []byte {
	stamp := at.Format("2006:01:02 15:04:05")
	const head = 8
	first := []exifEntry{{tagMake, typeASCII, "AfterDesk", 0}, {tagModel, typeASCII, model, 0}, {tagOrientation, typeShort, "", 1}, {tagDateTime, typeASCII, stamp, 0}, {tagExif, typeLong, "", 0}}
	second := []exifEntry{{tagDateOriginal, typeASCII, stamp, 0}, {tagOffset, typeASCII, at.Format("-07:00"), 0}}
	// The pointer to the second directory is known once the first has a length.
	first[len(first)-1].value = uint32(head + len(directory(first, head)))
	tiff := []byte("II*\x00\x08\x00\x00\x00")
	tiff = append(tiff, directory(first, head)...)
	tiff = append(tiff, directory(second, len(tiff))...)
	var b bytes.Buffer
	b.Write(jpeg[:2])
	b.Write([]byte{0xff, 0xe1})
	var size [2]byte
	binary.BigEndian.PutUint16(size[:], uint16(2+6+len(tiff)))
	b.Write(size[:])
	b.WriteString("Exif\x00\x00")
	b.Write(tiff)
	b.Write(jpeg[2:])
	return b.Bytes()
}

// directory writes one little-endian TIFF directory that begins at offset.
func directory(entries []exifEntry, offset int) []byte {
	body := 2 + 12*len(entries) + 4
	out := make([]byte, body)
	binary.LittleEndian.PutUint16(out, uint16(len(entries)))
	for i, e := range entries {
		at := out[2+12*i:]
		binary.LittleEndian.PutUint16(at, e.tag)
		binary.LittleEndian.PutUint16(at[2:], e.kind)
		switch e.kind {
		case typeASCII:
			text := e.text + "\x00"
			binary.LittleEndian.PutUint32(at[4:], uint32(len(text)))
			if len(text) <= 4 {
				copy(at[8:12], text)
				continue
			}
			binary.LittleEndian.PutUint32(at[8:], uint32(offset+len(out)))
			out = append(out, text...)
			if len(out)%2 == 1 {
				out = append(out, 0)
			}
		case typeShort:
			binary.LittleEndian.PutUint32(at[4:], 1)
			binary.LittleEndian.PutUint16(at[8:], uint16(e.value))
		default:
			binary.LittleEndian.PutUint32(at[4:], 1)
			binary.LittleEndian.PutUint32(at[8:], e.value)
		}
	}
	return out
}
