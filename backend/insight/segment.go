package insight

import (
	"encoding/binary"
	"errors"
	"math/bits"

	"afterdesk/backend/domain"
)

// A segment holds the facts of one kind, shop and day:
//
//	magic 0xAD, version 1, uvarint facts,
//	uvarint length of each section (bits, group, then one per domain.FactDims),
//	the sections, eight bytes of padding.
//
// A column section is: uvarint words in its dictionary, the words, and one code
// per fact packed to the fewest bits that hold len(dictionary)−1. The words of
// a dimension are uvarint length and bytes; those of "bits" are uvarints. The
// section "group" has one bit per fact, set when the fact belongs to the same
// order, review or case as the fact before it. Packed codes are little-endian.
const (
	segmentMagic   = 0xAD
	segmentVersion = 1
	sections       = 2 + domain.FactDimCount
	padding        = 8 // the last code is read with one 64-bit load
)

// errSegment says that a blob is damaged or of another version: rebuild it.
var errSegment = errors.New("segment cannot be read")

// encodeSegment packs facts in their given order. Facts of one group must stand
// next to each other.
func encodeSegment(facts []domain.TrendFact) []byte {
	body := make([][]byte, 0, sections)
	codes := make([]uint32, len(facts))

	words, seen := []byte{}, map[uint32]uint32{}
	for i, f := range facts {
		code, ok := seen[f.Bits]
		if !ok {
			code = uint32(len(seen))
			seen[f.Bits] = code
			words = binary.AppendUvarint(words, uint64(f.Bits))
		}
		codes[i] = code
	}
	body = append(body, column(len(seen), words, codes))

	group := make([]byte, (len(facts)+7)/8)
	for i := 1; i < len(facts); i++ {
		if facts[i].Group == facts[i-1].Group {
			group[i/8] |= 1 << (i % 8)
		}
	}
	body = append(body, group)

	for d := range domain.FactDimCount {
		words, seen := []byte{}, map[string]uint32{}
		for i := range facts {
			word := facts[i].Dims[d]
			code, ok := seen[word]
			if !ok {
				code = uint32(len(seen))
				seen[word] = code
				words = binary.AppendUvarint(words, uint64(len(word)))
				words = append(words, word...)
			}
			codes[i] = code
		}
		body = append(body, column(len(seen), words, codes))
	}

	out := binary.AppendUvarint([]byte{segmentMagic, segmentVersion}, uint64(len(facts)))
	for _, b := range body {
		out = binary.AppendUvarint(out, uint64(len(b)))
	}
	for _, b := range body {
		out = append(out, b...)
	}
	return append(out, make([]byte, padding)...)
}

func column(n int, words []byte, codes []uint32) []byte {
	out := binary.AppendUvarint(nil, uint64(n))
	out = append(out, words...)
	width := codeWidth(n)
	var acc uint64
	var fill uint
	if width > 0 {
		for _, c := range codes {
			acc |= uint64(c) << fill
			for fill += width; fill >= 8; fill -= 8 {
				out = append(out, byte(acc))
				acc >>= 8
			}
		}
		if fill > 0 {
			out = append(out, byte(acc))
		}
	}
	return out
}

// codeWidth is how many bits hold a code of a dictionary of n words.
func codeWidth(n int) uint {
	if n <= 1 {
		return 0
	}
	return uint(bits.Len(uint(n - 1)))
}

// segment is an opened blob; its slices point into it.
type segment struct {
	facts int
	part  [sections][]byte // the tail of each slice may be read past by eight bytes
}

func openSegment(blob []byte) (segment, error) {
	var s segment
	if len(blob) < 3+sections+padding || blob[0] != segmentMagic || blob[1] != segmentVersion {
		return s, errSegment
	}
	rest, end := blob[2:], len(blob)-padding
	facts, n := binary.Uvarint(rest)
	if n <= 0 || facts > uint64(len(blob))*8 {
		return s, errSegment
	}
	rest = rest[n:]
	s.facts = int(facts)
	var length [sections]int
	for i := range length {
		l, n := binary.Uvarint(rest)
		if n <= 0 || l > uint64(len(blob)) {
			return s, errSegment
		}
		length[i], rest = int(l), rest[n:]
	}
	at := len(blob) - len(rest)
	for i, l := range length {
		if at+l > end {
			return s, errSegment
		}
		s.part[i] = blob[at : at+l : len(blob)]
		at += l
	}
	if at != end || len(s.part[1]) != (s.facts+7)/8 {
		return s, errSegment
	}
	return s, nil
}

// continues reports whether fact i belongs to the group of the fact before it.
func (s segment) continues(i int) bool { return s.part[1][i/8]>>(i%8)&1 == 1 }

// masks reads the counter bits of each fact as codes into dst, and the
// dictionary of those bits.
func (s segment) masks(dst []uint32) (words []uint32, err error) {
	rest := s.part[0]
	n, used := binary.Uvarint(rest)
	if used <= 0 || n > uint64(len(rest)) {
		return nil, errSegment
	}
	rest = rest[used:]
	words = make([]uint32, n)
	for i := range words {
		w, used := binary.Uvarint(rest)
		if used <= 0 || w > 1<<32-1 {
			return nil, errSegment
		}
		words[i], rest = uint32(w), rest[used:]
	}
	return words, s.unpack(rest, int(n), dst)
}

// dim reads a dimension of each fact as codes into dst, and its dictionary.
func (s segment) dim(d int, dst []uint32) (words []string, err error) {
	rest := s.part[2+d]
	n, used := binary.Uvarint(rest)
	if used <= 0 || n > uint64(len(rest)) {
		return nil, errSegment
	}
	rest = rest[used:]
	words = make([]string, n)
	for i := range words {
		l, used := binary.Uvarint(rest)
		if used <= 0 || l > uint64(len(rest)-used) {
			return nil, errSegment
		}
		words[i] = string(rest[used : used+int(l)])
		rest = rest[used+int(l):]
	}
	return words, s.unpack(rest, int(n), dst)
}

func (s segment) unpack(packed []byte, words int, dst []uint32) error {
	width := codeWidth(words)
	if words == 0 && s.facts > 0 || len(packed) != (s.facts*int(width)+7)/8 {
		return errSegment
	}
	dst = dst[:s.facts]
	if width == 0 {
		clear(dst)
		return nil
	}
	wide := packed[:len(packed)+padding]
	mask := uint64(1)<<width - 1
	var most uint32
	at := uint(0)
	for i := range dst {
		v := uint32(binary.LittleEndian.Uint64(wide[at>>3:]) >> (at & 7) & mask)
		dst[i] = v
		most = max(most, v)
		at += width
	}
	if int(most) >= words {
		return errSegment
	}
	return nil
}
