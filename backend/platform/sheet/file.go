package sheet

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"afterdesk/backend/domain"
)

// Limits on what a hostile or broken file may cost.
const (
	maxCell    = 1 << 20  // bytes of one cell; more makes a bad row (too_long)
	maxRow     = 32 << 20 // bytes that an unclosed quote may swallow before we turn back
	maxColumns = 1000
	maxPlain   = 8 << 30 // bytes after gunzip
	sniffLen   = 64 << 10
)

// Formats as SheetLook names them.
const (
	formatCSV  = "csv"
	formatXLSX = "xlsx"
	formatXLS  = "xls"
	formatHTML = "html"
)

// record is one row as the file has it.
type record struct {
	line  int64 // 1-based; the first physical line of a CSV row, the row number of a sheet
	cells []string
	why   string // "" or the reason why the row cannot be trusted
	col   int    // column of why, -1 unknown
}

// source yields records; next ends with io.EOF.
type source interface {
	next() (record, error)
	close() error
}

// facts are what is known of a file before its rows are read.
type facts struct {
	format   string
	encoding string
	sheets   []string
	sheet    string
	hash     string // sha256 hex of the file's bytes
	gz       bool
	serial   bool // cells hold spreadsheet numbers: 45231.5 is a date, 8.9499999999999993 is 8.95
	date1904 bool
}

// badFile says that the file as a whole cannot be read; reason is a word for i18n.
func badFile(reason string, err error) error {
	if err == nil {
		err = errors.New("read sheet file")
	}
	return domain.E(domain.CodeInvalid, err, "field", "file", "reason", reason)
}

// Hash returns the sha256 of a file in hex. not_found or unavailable.
func Hash(ctx context.Context, path string) (string, error) {
	f, err := openFile(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, ctxReader{ctx, f}); err != nil {
		return "", domain.E(domain.CodeUnavailable, fmt.Errorf("hash sheet file: %w", err))
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func openFile(path string) (*os.File, error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, domain.E(domain.CodeNotFound, errors.New("open sheet file"), "field", "file")
	}
	if err != nil {
		return nil, domain.E(domain.CodeUnavailable, fmt.Errorf("open sheet file: %w", err), "field", "file")
	}
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		_ = f.Close()
		return nil, badFile("not_a_file", nil)
	}
	return f, nil
}

// ctxReader ends a long read when the caller gives up.
type ctxReader struct {
	ctx context.Context
	r   io.Reader
}

func (c ctxReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// look sniffs path by content and reads it once for hash and encoding.
func look(ctx context.Context, path string) (facts, error) {
	var fa facts
	f, err := openFile(path)
	if err != nil {
		return fa, err
	}
	defer f.Close()
	head := make([]byte, sniffLen)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return fa, domain.E(domain.CodeUnavailable, fmt.Errorf("read sheet file: %w", err))
	}
	head = head[:n]
	switch {
	case n == 0:
		return fa, badFile("empty", nil)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		fa.format = formatXLSX
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		fa.format = formatXLS
	}
	if fa.format != "" {
		fa.serial = true
		fa.hash, err = Hash(ctx, path)
		return fa, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return fa, domain.E(domain.CodeUnavailable, fmt.Errorf("read sheet file: %w", err))
	}
	h := sha256.New()
	var r io.Reader = io.TeeReader(ctxReader{ctx, f}, h)
	if bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
		fa.gz = true
		z, err := gzip.NewReader(r)
		if err != nil {
			return fa, badFile("gzip", fmt.Errorf("open gzip: %w", err))
		}
		r = z
	}
	var st textStats
	if err := st.read(r); err != nil {
		return fa, err
	}
	if _, err := io.Copy(io.Discard, io.TeeReader(ctxReader{ctx, f}, h)); err != nil { // bytes behind the gzip stream
		return fa, domain.E(domain.CodeUnavailable, fmt.Errorf("read sheet file: %w", err))
	}
	fa.hash = hex.EncodeToString(h.Sum(nil))
	if st.bytes == 0 {
		return fa, badFile("empty", nil)
	}
	if bytes.HasPrefix(st.head, []byte("PK\x03\x04")) || bytes.HasPrefix(st.head, []byte("\xd0\xcf\x11\xe0")) {
		return fa, badFile("packed_workbook", nil)
	}
	fa.encoding = st.encoding()
	fa.format = formatCSV
	text, _, err := transform.Bytes(decoder(fa.encoding).NewDecoder(), st.head)
	if err != nil {
		text = st.head
	}
	if isHTML(text) {
		fa.format = formatHTML
	} else if st.nul > st.bytes/100 && !strings.HasPrefix(fa.encoding, "utf-16") {
		return fa, badFile("binary", nil)
	}
	return fa, nil
}

// isHTML reports whether text is markup with a table, whatever its file is named.
func isHTML(text []byte) bool {
	s := strings.ToLower(strings.TrimLeft(string(text[:min(len(text), sniffLen)]), "\ufeff \t\r\n"))
	if !strings.HasPrefix(s, "<") {
		return false
	}
	for _, w := range []string{"<table", "<html", "<!doctype html", "<workbook", "<ss:workbook"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// textStats judges the encoding from all bytes of a text file: a console export
// can be plain ASCII for its first thousand rows.
type textStats struct {
	head         []byte
	bytes, nul   int64
	nulOdd       int64
	good, bad    int64 // UTF-8: multi-byte characters, bytes that are none
	strong, weak int64 // two-byte pairs: second byte as in GB2312, or not
}

func (s *textStats) read(r io.Reader) error {
	buf := make([]byte, 256<<10)
	keep, half := 0, false
	for {
		n, err := fill(r, buf[keep:])
		end := errors.Is(err, io.EOF)
		if err != nil && !end {
			if errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) || errors.Is(err, io.ErrUnexpectedEOF) || isFlate(err) {
				return badFile("gzip", fmt.Errorf("unpack: %w", err))
			}
			return domain.E(domain.CodeUnavailable, fmt.Errorf("read sheet file: %w", err))
		}
		b := buf[:keep+n]
		if s.head == nil {
			s.head = bytes.Clone(b[:min(len(b), sniffLen)])
		}
		for i, c := range b[keep:] {
			if c == 0 {
				s.nul++
				s.nulOdd += (s.bytes + int64(i)) & 1
			}
		}
		s.bytes += int64(n)
		if s.bytes > maxPlain {
			return badFile("too_big", nil)
		}
		half = s.pairs(b[keep:], half)
		keep = copy(buf, s.runes(b, end))
		if end {
			return nil
		}
	}
}

// fill reads until b is full. Unlike io.ReadFull it keeps apart the end of the
// file (io.EOF) and a gzip stream that was cut (io.ErrUnexpectedEOF).
func fill(r io.Reader, b []byte) (n int, err error) {
	for n < len(b) && err == nil {
		var k int
		k, err = r.Read(b[n:])
		n += k
	}
	return n, err
}

// isFlate reports whether err is damage inside a gzip stream.
func isFlate(err error) bool {
	var c flate.CorruptInputError
	return errors.As(err, &c)
}

// runes counts UTF-8 characters in b and returns the cut one at its end.
func (s *textStats) runes(b []byte, end bool) []byte {
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		if !end && !utf8.FullRune(b) {
			return b
		}
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n <= 1 {
			s.bad++
			n = 1
		} else {
			s.good++
		}
		b = b[n:]
	}
	return nil
}

// pairs counts double-byte pairs; half says that b begins inside one.
func (s *textStats) pairs(b []byte, half bool) bool {
	for i := 0; i < len(b); i++ {
		if half {
			half = false
			if b[i] >= 0xa1 {
				s.strong++
			} else {
				s.weak++
			}
		} else if b[i] >= 0x81 {
			half = true
		}
	}
	return half
}

func (s *textStats) encoding() string {
	switch {
	case bytes.HasPrefix(s.head, []byte("\xef\xbb\xbf")):
		return "utf-8"
	case bytes.HasPrefix(s.head, []byte("\xff\xfe")):
		return "utf-16le"
	case bytes.HasPrefix(s.head, []byte("\xfe\xff")):
		return "utf-16be"
	case s.nul > s.bytes*3/10 && s.nulOdd > s.nul*9/10:
		return "utf-16le"
	case s.nul > s.bytes*3/10 && s.nulOdd < s.nul/10:
		return "utf-16be"
	case s.bad == 0, s.good > 20*s.bad:
		return "utf-8"
	case s.strong >= s.weak:
		return "gb18030"
	}
	return "windows-1252"
}

func decoder(name string) encoding.Encoding {
	switch name {
	case "utf-16le":
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case "utf-16be":
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case "gb18030":
		return simplifiedchinese.GB18030
	case "windows-1252":
		return charmap.Windows1252
	}
	return unicode.UTF8BOM
}

// openText opens a text file as UTF-8 without mark.
func openText(ctx context.Context, path string, fa facts) (*bufio.Reader, func() error, error) {
	f, err := openFile(path)
	if err != nil {
		return nil, nil, err
	}
	var r io.Reader = ctxReader{ctx, f}
	if fa.gz {
		z, err := gzip.NewReader(bufio.NewReader(r))
		if err != nil {
			_ = f.Close()
			return nil, nil, badFile("gzip", fmt.Errorf("open gzip: %w", err))
		}
		r = io.LimitReader(z, maxPlain)
	}
	return bufio.NewReaderSize(transform.NewReader(r, decoder(fa.encoding).NewDecoder()), 256<<10), f.Close, nil
}

// openSource opens the rows of a file whose facts are known.
func openSource(ctx context.Context, path, sheet string, fa *facts) (source, error) {
	switch fa.format {
	case formatXLSX:
		return openXLSX(path, sheet, fa)
	case formatXLS:
		return openXLS(path, sheet, fa)
	}
	r, closer, err := openText(ctx, path, *fa)
	if err != nil {
		return nil, err
	}
	if fa.format == formatHTML {
		return newHTML(r, closer), nil
	}
	return newCSV(r, closer), nil
}
