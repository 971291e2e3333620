package sheet

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"afterdesk/backend/domain"
)

// BadFile writes the rows that were not imported: the file's own columns and
// three more, _row, _field and _reason. It can be mended and imported again. The
// file comes into being with the first bad row and gets its name at Close, so
// that a half-written one is never mistaken for a whole one.
type BadFile struct {
	path string
	head []string
	f    *os.File
	w    *bufio.Writer
	rows int64
}

// NewBadFile prepares a file at path.
func NewBadFile(path string, header []string) *BadFile {
	return &BadFile{path: path, head: header}
}

// Add writes one row. unavailable when the disk refuses.
func (b *BadFile) Add(r BadRow) error {
	if b.f == nil {
		if err := b.create(); err != nil {
			return err
		}
	}
	row := make([]string, 0, len(b.head)+3)
	for i := range b.head {
		if i < len(r.Cells) {
			row = append(row, r.Cells[i])
		} else {
			row = append(row, "")
		}
	}
	row = append(row, strconv.FormatInt(r.Row, 10), r.Field, r.Why)
	b.rows++
	return b.line(row)
}

func (b *BadFile) create() error {
	if err := os.MkdirAll(filepath.Dir(b.path), 0o700); err != nil {
		return badFileError("make folder for", err)
	}
	f, err := os.OpenFile(b.path+".part", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600) // it may hold names and addresses
	if err != nil {
		return badFileError("create", err)
	}
	b.f, b.w = f, bufio.NewWriterSize(f, 64<<10)
	if _, err := b.w.WriteString("\ufeff"); err != nil {
		return badFileError("write", err)
	}
	return b.line(append(append([]string(nil), b.head...), "_row", "_field", "_reason"))
}

func (b *BadFile) line(cells []string) error {
	for i, s := range cells {
		if i > 0 {
			_ = b.w.WriteByte(',')
		}
		_, _ = b.w.WriteString(quote(safeCell(s)))
	}
	if _, err := b.w.WriteString("\r\n"); err != nil {
		return badFileError("write", err)
	}
	return nil
}

// Close ends the file and returns its path, "" when there was no bad row.
func (b *BadFile) Close() (string, error) {
	if b.f == nil {
		return "", nil
	}
	err := b.w.Flush()
	if err == nil {
		err = b.f.Sync()
	}
	if cerr := b.f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(b.path+".part", b.path)
	}
	if err != nil {
		return "", badFileError("write", err)
	}
	return b.path, nil
}

// Drop gives the file up after a failed import.
func (b *BadFile) Drop() {
	if b.f != nil {
		_ = b.f.Close()
		_ = os.Remove(b.path + ".part")
	}
}

func badFileError(verb string, err error) error {
	return domain.E(domain.CodeUnavailable, fmt.Errorf("%s file of bad rows: %w", verb, err))
}

// maxBadCell keeps a cell below what spreadsheet programs accept.
const maxBadCell = 32000

// safeCell keeps a spreadsheet program from running a cell as a formula and from
// rounding a long id. The reader takes both guards off again.
func safeCell(s string) string {
	if len(s) > maxBadCell {
		s = strings.ToValidUTF8(s[:maxBadCell], "") + "…"
	}
	if s == "" {
		return s
	}
	digits := strings.Trim(s, "0123456789") == ""
	if digits && len(s) >= 12 {
		return "\t" + s
	}
	if strings.IndexByte("=+-@\t\r\n|%", s[0]) >= 0 || strings.HasPrefix(s, "＝") || strings.HasPrefix(s, "＋") || strings.HasPrefix(s, "－") || strings.HasPrefix(s, "＠") {
		if _, err := strconv.ParseFloat(s, 64); err == nil && digitsOnly(s[1:]) {
			return s // -12.50 is a number
		}
		return "'" + s
	}
	return s
}

func digitsOnly(s string) bool { return s != "" && strings.Trim(s, "0123456789.") == "" }

func quote(s string) string {
	if strings.ContainsAny(s, ",\"\r\n\t;") || strings.HasPrefix(s, " ") {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}
