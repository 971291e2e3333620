package sheet

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"afterdesk/backend/domain"
)

var shop = domain.Shop{ID: "s1", Platform: "sheet", Currency: "CNY", Zone: "Asia/Shanghai"}

func presets(t testing.TB) *Presets {
	t.Helper()
	p, err := LoadPresets("")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func write(t testing.TB, name string, body []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func gbk(t testing.TB, s string) []byte {
	t.Helper()
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func utf16le(s string) []byte {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

func zipped(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// all reads every row of a file by the mapping that Look proposes.
func all(t testing.TB, path string, saved ...domain.SheetMapping) (domain.SheetLook, []Row) {
	t.Helper()
	ctx, p := context.Background(), presets(t)
	l, err := Look(ctx, path, "", saved, p, Hint{})
	if err != nil {
		t.Fatalf("look: %v", err)
	}
	if l.Kind == "" {
		t.Fatalf("no kind found for header %q", l.Header)
	}
	return l, rowsOf(t, path, l.Mapping)
}

func rowsOf(t testing.TB, path string, m domain.SheetMapping) []Row {
	t.Helper()
	rows, err := tryRows(path, m, presets(t))
	if err != nil {
		t.Fatalf("rows: %v", err)
	}
	return rows
}

func tryRows(path string, m domain.SheetMapping, p *Presets) ([]Row, error) {
	r, err := Open(context.Background(), domain.SheetPlan{Path: path, Mapping: m}, Options{Shop: shop, Presets: p})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var out []Row
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out = append(out, row)
	}
}

func orders(rows []Row) (out []domain.Order) {
	for _, r := range rows {
		if r.Order != nil {
			out = append(out, *r.Order)
		}
	}
	return out
}

func bads(rows []Row) (out []domain.SheetBad) {
	for _, r := range rows {
		for _, b := range r.Bad {
			out = append(out, b.SheetBad)
		}
	}
	return out
}

func at(t testing.TB, zone, s string) domain.Instant {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	v, err := time.ParseInLocation("2006-01-02 15:04:05", s, loc)
	if err != nil {
		t.Fatal(err)
	}
	return domain.InstantOf(v)
}

// xlsCell is a text, a float64 or nil.
type xlsCell any

// xlsFile writes a BIFF8 workbook with one sheet: texts as shared strings that run
// over CONTINUE records, numbers as RK or NUMBER.
func xlsFile(sheet string, rows [][]xlsCell) []byte {
	var texts []string
	index := map[string]int{}
	for _, row := range rows {
		for _, c := range row {
			if s, ok := c.(string); ok {
				if _, have := index[s]; !have {
					index[s] = len(texts)
					texts = append(texts, s)
				}
			}
		}
	}
	rec := func(id uint16, data []byte) []byte {
		out := binary.LittleEndian.AppendUint16(nil, id)
		out = binary.LittleEndian.AppendUint16(out, uint16(len(data)))
		return append(out, data...)
	}
	u16 := func(v ...int) (out []byte) {
		for _, x := range v {
			out = binary.LittleEndian.AppendUint16(out, uint16(x))
		}
		return out
	}
	bof := func(kind int) []byte { return rec(recBOF, u16(0x0600, kind, 0, 0, 0, 0, 0, 0)) }
	wide := func(s string) []byte {
		var b []byte
		for _, u := range utf16.Encode([]rune(s)) {
			b = binary.LittleEndian.AppendUint16(b, u)
		}
		return b
	}
	// Shared strings, cut into small CONTINUE records on purpose.
	var sst []byte
	cur := binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, uint32(len(texts))), uint32(len(texts)))
	id := uint16(recSST)
	const room = 200
	flush := func() { sst, cur, id = append(sst, rec(id, cur)...), nil, recContinue }
	for _, s := range texts {
		chars := wide(s)
		if len(cur)+5 > room {
			flush()
		}
		cur = append(append(cur, u16(len(chars)/2)...), 1)
		for len(chars) > 0 {
			n := min((room-len(cur))/2*2, len(chars))
			if n <= 0 {
				flush()
				cur = []byte{1}
				continue
			}
			cur, chars = append(cur, chars[:n]...), chars[n:]
		}
	}
	flush()
	name := append([]byte{byte(len([]rune(sheet))), 1}, wide(sheet)...)
	globals := bof(5)
	boundAt := len(globals)
	globals = append(globals, rec(recBound, append(make([]byte, 6), name...))...)
	globals = append(append(globals, sst...), rec(recEOF, nil)...)
	binary.LittleEndian.PutUint32(globals[boundAt+4:], uint32(len(globals)))
	stream := append(globals, bof(0x10)...)
	for r, row := range rows {
		for c, v := range row {
			switch v := v.(type) {
			case string:
				stream = append(stream, rec(recLabelSST, append(u16(r, c, 0), binary.LittleEndian.AppendUint32(nil, uint32(index[v]))...))...)
			case float64:
				if v == math.Trunc(v) && math.Abs(v) < 1<<28 {
					stream = append(stream, rec(recRK, append(u16(r, c, 0), binary.LittleEndian.AppendUint32(nil, uint32(int32(v)<<2)|2)...))...)
				} else {
					stream = append(stream, rec(recNumber, append(u16(r, c, 0), binary.LittleEndian.AppendUint64(nil, math.Float64bits(v))...))...)
				}
			}
		}
	}
	return compound(append(stream, rec(recEOF, nil)...))
}

// compound wraps a stream named Workbook into a compound file of 512-byte sectors.
func compound(stream []byte) []byte {
	for len(stream) < 4096 || len(stream)%512 != 0 {
		stream = append(stream, 0)
	}
	const free, end, fatMark = 0xffffffff, 0xfffffffe, 0xfffffffd
	n := len(stream) / 512
	fats := 1
	for (n+1+fats)*4 > fats*512 {
		fats++
	}
	fat := make([]uint32, fats*128)
	for i := range fat {
		fat[i] = free
	}
	for i := 0; i < n; i++ {
		fat[i] = uint32(i + 1)
	}
	fat[n-1], fat[n] = end, end // stream, then the directory
	head := make([]byte, 512)
	copy(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	le := binary.LittleEndian
	le.PutUint16(head[24:], 0x3e)
	le.PutUint16(head[26:], 3)
	le.PutUint16(head[28:], 0xfffe)
	le.PutUint16(head[30:], 9)
	le.PutUint16(head[32:], 6)
	le.PutUint32(head[44:], uint32(fats))
	le.PutUint32(head[48:], uint32(n))
	le.PutUint32(head[56:], 4096)
	le.PutUint32(head[60:], end)
	le.PutUint32(head[68:], end)
	for i := 0; i < 109; i++ {
		v := uint32(free)
		if i < fats {
			v = uint32(n + 1 + i)
			fat[n+1+i] = fatMark
		}
		le.PutUint32(head[76+4*i:], v)
	}
	dir := make([]byte, 512)
	entry := func(i int, name string, typ byte, child, start uint32, size int) {
		e := dir[i*128:]
		for j, u := range utf16.Encode([]rune(name)) {
			le.PutUint16(e[2*j:], u)
		}
		le.PutUint16(e[64:], uint16(2*len(name)+2))
		e[66], e[67] = typ, 1
		le.PutUint32(e[68:], free)
		le.PutUint32(e[72:], free)
		le.PutUint32(e[76:], child)
		le.PutUint32(e[116:], start)
		le.PutUint64(e[120:], uint64(size))
	}
	entry(0, "Root Entry", 5, 1, end, 0)
	entry(1, "Workbook", 2, free, 0, len(stream))
	out := append(head, stream...)
	out = append(out, dir...)
	for _, v := range fat {
		out = le.AppendUint32(out, v)
	}
	return out
}
