package sheet

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"unicode/utf16"

	"github.com/richardlehane/mscfb"

	"afterdesk/backend/domain"
)

// Records of the BIFF8 stream that a table needs ([MS-XLS] 2.4).
const (
	recFormula  = 0x0006
	recEOF      = 0x000a
	recDateMode = 0x0022
	recFilePass = 0x002f
	recContinue = 0x003c
	recBound    = 0x0085
	recMulRK    = 0x00bd
	recRString  = 0x00d6
	recSST      = 0x00fc
	recLabelSST = 0x00fd
	recNumber   = 0x0203
	recLabel    = 0x0204
	recBoolErr  = 0x0205
	recString   = 0x0207
	recRK       = 0x027e
	recBOF      = 0x0809
)

const (
	maxXLS       = 256 << 20 // bytes of the workbook stream
	maxXLSText   = 256 << 20 // bytes of all shared strings
	maxXLSCells  = 4 << 20
	maxXLSRows   = 65536 // the format's own limit
	maxXLSColumn = 256
)

// xlsSource hands out the rows of one sheet. The format ends at 65,536 rows and
// lets a writer put cells in any order, so the sheet is gathered first.
type xlsSource struct {
	rows [][]string
	at   int
}

func (x *xlsSource) close() error { return nil }

func (x *xlsSource) next() (record, error) {
	if x.at >= len(x.rows) {
		return record{col: -1}, io.EOF
	}
	rec := record{line: int64(x.at + 1), cells: x.rows[x.at], col: -1}
	for i, c := range rec.cells {
		if len(c) > maxCell {
			rec.cells[i], rec.why, rec.col = c[:maxCell], "too_long", i
		}
	}
	x.rows[x.at] = nil
	x.at++
	return rec, nil
}

// biff reads records one after the other.
type biff struct {
	r    *bufio.Reader
	id   uint16
	data []byte
	read int64
}

// next reads the next record; io.EOF at the end.
func (b *biff) next() error {
	var h [4]byte
	if _, err := io.ReadFull(b.r, h[:]); err != nil {
		return io.EOF
	}
	b.id = binary.LittleEndian.Uint16(h[:])
	n := int(binary.LittleEndian.Uint16(h[2:]))
	if b.read += int64(n) + 4; b.read > maxXLS {
		return badFile("too_big", nil)
	}
	if cap(b.data) < n {
		b.data = make([]byte, n, n+4096)
	}
	b.data = b.data[:n]
	if _, err := io.ReadFull(b.r, b.data); err != nil {
		return badFile("cut", nil)
	}
	return nil
}

// peekID returns the id of the next record without reading it.
func (b *biff) peekID() (uint16, bool) {
	h, err := b.r.Peek(2)
	if err != nil {
		return 0, false
	}
	return binary.LittleEndian.Uint16(h), true
}

func openXLS(path, sheet string, fa *facts) (src source, err error) {
	defer guard(&err)
	f, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, domain.E(domain.CodeUnavailable, fmt.Errorf("read sheet file: %w", err))
	}
	book, err := workbookStream(f)
	if err != nil {
		return nil, err
	}
	size := min(info.Size(), maxXLS) // a chain of sectors that bites its tail would never end
	b := &biff{r: bufio.NewReaderSize(io.LimitReader(book, size), 64<<10)}
	texts, bounds, err := readGlobals(b, fa)
	if err != nil {
		return nil, err
	}
	if fa.sheet, err = pickSheet(fa.sheets, sheet); err != nil {
		return nil, err
	}
	for i, name := range fa.sheets {
		if name != fa.sheet {
			continue
		}
		if _, err := book.Seek(int64(bounds[i]), io.SeekStart); err != nil {
			return nil, badFile("damaged", errors.New("find sheet"))
		}
		rows, err := readSheet(&biff{r: bufio.NewReaderSize(io.LimitReader(book, size), 64<<10)}, texts)
		if err != nil {
			return nil, err
		}
		return &xlsSource{rows: rows}, nil
	}
	return nil, badFile("no_such_sheet", nil)
}

// workbookStream finds the stream of cells in the compound file.
func workbookStream(f *os.File) (*mscfb.File, error) {
	doc, err := mscfb.New(f)
	if err != nil {
		return nil, badFile("damaged", errors.New("open compound file"))
	}
	for i := 0; i < 10000; i++ {
		e, err := doc.Next()
		if err != nil {
			break
		}
		switch e.Name {
		case "Workbook":
			return e, nil
		case "EncryptedPackage":
			return nil, domain.E(domain.CodeUnsupported, errors.New("open workbook"), "field", "file", "reason", "encrypted")
		case "Book":
			return nil, domain.E(domain.CodeUnsupported, errors.New("open workbook"), "field", "file", "reason", "older_than_excel_97")
		}
	}
	return nil, badFile("no_workbook", nil)
}

// readGlobals reads sheet names and shared strings.
func readGlobals(b *biff, fa *facts) (texts []string, bounds []uint32, err error) {
	first := true
	for {
		if err := b.next(); err != nil {
			if errors.Is(err, io.EOF) {
				err = badFile("cut", nil)
			}
			return nil, nil, err
		}
		d := b.data
		if first && (b.id != recBOF || len(d) < 4 || binary.LittleEndian.Uint16(d) != 0x0600) {
			return nil, nil, domain.E(domain.CodeUnsupported, errors.New("open workbook"), "field", "file", "reason", "older_than_excel_97")
		}
		first = false
		switch b.id {
		case recEOF:
			return texts, bounds, nil
		case recFilePass:
			return nil, nil, domain.E(domain.CodeUnsupported, errors.New("open workbook"), "field", "file", "reason", "encrypted")
		case recDateMode:
			fa.date1904 = len(d) >= 2 && d[0] == 1
		case recBound:
			if len(d) < 8 || d[5] != 0 { // d[5]: 0 = a sheet with cells
				continue
			}
			p := &pieces{b: b, d: d[6:]}
			n, ok1 := p.u8()
			flags, ok2 := p.u8()
			name, ok3 := p.chars(int(n), flags&1 == 1)
			if !ok1 || !ok2 || !ok3 {
				return nil, nil, badFile("damaged", nil)
			}
			fa.sheets = append(fa.sheets, name)
			bounds = append(bounds, binary.LittleEndian.Uint32(d))
		case recSST:
			if texts, err = readSST(b); err != nil {
				return nil, nil, err
			}
		}
	}
}

// pieces reads through a record and the CONTINUE records behind it.
type pieces struct {
	b *biff
	d []byte
}

// more loads the next CONTINUE record when this one is used up.
func (p *pieces) more() bool {
	for len(p.d) == 0 {
		id, ok := p.b.peekID()
		if !ok || id != recContinue || p.b.next() != nil {
			return false
		}
		p.d = p.b.data
	}
	return true
}

func (p *pieces) u8() (byte, bool) {
	if !p.more() {
		return 0, false
	}
	v := p.d[0]
	p.d = p.d[1:]
	return v, true
}

func (p *pieces) u16() (int, bool) {
	lo, ok1 := p.u8()
	hi, ok2 := p.u8()
	return int(lo) | int(hi)<<8, ok1 && ok2
}

func (p *pieces) u32() (int, bool) {
	lo, ok1 := p.u16()
	hi, ok2 := p.u16()
	return lo | hi<<16, ok1 && ok2
}

func (p *pieces) skip(n int) bool {
	for n > 0 {
		if !p.more() {
			return false
		}
		k := min(n, len(p.d))
		p.d, n = p.d[k:], n-k
	}
	return true
}

// chars reads n characters. Where they run into a CONTINUE record, that record
// begins with a new width flag.
func (p *pieces) chars(n int, wide bool) (string, bool) {
	units := make([]uint16, 0, min(n, 4096))
	for len(units) < n {
		if len(p.d) == 0 {
			if !p.more() {
				return "", false
			}
			wide = p.d[0]&1 == 1
			p.d = p.d[1:]
			continue
		}
		if !wide {
			k := min(n-len(units), len(p.d))
			for _, c := range p.d[:k] {
				units = append(units, uint16(c))
			}
			p.d = p.d[k:]
			continue
		}
		if len(p.d) < 2 {
			return "", false
		}
		units = append(units, binary.LittleEndian.Uint16(p.d))
		p.d = p.d[2:]
	}
	return string(utf16.Decode(units)), true
}

// text reads one rich or plain string with a 16-bit length.
func (p *pieces) text() (string, bool) {
	n, ok1 := p.u16()
	flags, ok2 := p.u8()
	if !ok1 || !ok2 {
		return "", false
	}
	runs, ext := 0, 0
	if flags&8 != 0 {
		runs, ok1 = p.u16()
	}
	if flags&4 != 0 {
		ext, ok2 = p.u32()
	}
	if !ok1 || !ok2 {
		return "", false
	}
	s, ok := p.chars(n, flags&1 == 1)
	return s, ok && p.skip(4*runs) && p.skip(ext)
}

func readSST(b *biff) ([]string, error) {
	p := &pieces{b: b, d: b.data}
	_, ok1 := p.u32()
	n, ok2 := p.u32()
	if !ok1 || !ok2 || n < 0 || n > maxXLSCells {
		return nil, badFile("damaged", nil)
	}
	texts, size := make([]string, 0, min(n, 4096)), 0
	for i := 0; i < n; i++ {
		s, ok := p.text()
		if !ok {
			return nil, badFile("damaged", errors.New("read shared strings"))
		}
		if size += len(s); size > maxXLSText {
			return nil, badFile("too_big", nil)
		}
		texts = append(texts, s)
	}
	return texts, nil
}

// readSheet gathers the cells of one sheet.
func readSheet(b *biff, texts []string) ([][]string, error) {
	var rows [][]string
	cells, lastRow, lastCol, depth := 0, -1, -1, 0
	put := func(row, col int, s string) error {
		if row >= maxXLSRows || col >= maxXLSColumn {
			return badFile("damaged", nil)
		}
		if cells++; cells > maxXLSCells {
			return badFile("too_big", nil)
		}
		for len(rows) <= row {
			rows = append(rows, nil)
		}
		for len(rows[row]) <= col {
			rows[row] = append(rows[row], "")
		}
		rows[row][col] = strings.ToValidUTF8(s, "\ufffd")
		return nil
	}
	for {
		if err := b.next(); err != nil {
			if errors.Is(err, io.EOF) {
				err = badFile("cut", nil)
			}
			return nil, err
		}
		d := b.data
		row, col := 0, 0
		if len(d) >= 6 {
			row, col = int(binary.LittleEndian.Uint16(d)), int(binary.LittleEndian.Uint16(d[2:]))
		}
		var err error
		switch {
		case b.id == recBOF:
			depth++ // a chart inside the sheet is a stream of its own
		case b.id == recEOF:
			if depth--; depth <= 0 {
				return rows, nil
			}
		case depth > 1:
		case b.id == recString:
			if lastRow >= 0 {
				if s, ok := (&pieces{b: b, d: d}).text(); ok {
					err = put(lastRow, lastCol, s)
				}
			}
			lastRow = -1
		case len(d) < 6:
		case b.id == recLabelSST && len(d) >= 10:
			i := binary.LittleEndian.Uint32(d[6:])
			if int64(i) >= int64(len(texts)) {
				return nil, badFile("damaged", errors.New("read cell"))
			}
			err = put(row, col, texts[i])
		case b.id == recLabel || b.id == recRString:
			if s, ok := (&pieces{b: b, d: d[6:]}).text(); ok {
				err = put(row, col, s)
			}
		case b.id == recNumber && len(d) >= 14:
			err = put(row, col, numberText(math.Float64frombits(binary.LittleEndian.Uint64(d[6:]))))
		case b.id == recRK && len(d) >= 10:
			err = put(row, col, numberText(rk(binary.LittleEndian.Uint32(d[6:]))))
		case b.id == recMulRK:
			for i := 4; i+6 <= len(d)-2 && err == nil; i += 6 {
				err = put(row, col, numberText(rk(binary.LittleEndian.Uint32(d[i+2:]))))
				col++
			}
		case b.id == recBoolErr && len(d) >= 8:
			if d[7] == 0 {
				err = put(row, col, map[bool]string{true: "TRUE", false: "FALSE"}[d[6] != 0])
			}
		case b.id == recFormula && len(d) >= 14:
			lastRow = -1
			if d[12] != 0xff || d[13] != 0xff {
				err = put(row, col, numberText(math.Float64frombits(binary.LittleEndian.Uint64(d[6:]))))
			} else if d[6] == 0 {
				lastRow, lastCol = row, col // its text follows in a STRING record
			} else if d[6] == 1 {
				err = put(row, col, map[bool]string{true: "TRUE", false: "FALSE"}[d[8] != 0])
			}
		}
		if err != nil {
			return nil, err
		}
	}
}

// rk unpacks the short form of a number: 30 bits of a double or of an integer,
// perhaps divided by a hundred.
func rk(v uint32) float64 {
	var f float64
	if v&2 != 0 {
		f = float64(int32(v) >> 2)
	} else {
		f = math.Float64frombits(uint64(v&^3) << 32)
	}
	if v&1 != 0 {
		f /= 100
	}
	return f
}
