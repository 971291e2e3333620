package sheet

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Limits for a zipped workbook: all parts together, and what is unpacked in
// memory before excelize uses a temporary file. A million rows of an order
// export unpack to about 600 MB.
const (
	maxUnzip    = 2 << 30
	maxUnzipMem = 16 << 20
	// A part that unpacks to more than maxZipSlack may be at most maxZipRatio times
	// as large as it is packed. Real exports reach 30; zeros, which the XML reader
	// would gather in memory as one text, reach 1,000.
	maxZipSlack = 64 << 20
	maxZipRatio = 150
)

// notABomb refuses a workbook whose parts unpack to far more than they can hold.
// The sizes are the archive's own words; its reader stops a part that holds more.
func notABomb(path string) error {
	z, err := zip.OpenReader(path)
	if err != nil {
		return badFile("workbook", errors.New("open workbook"))
	}
	defer func() { _ = z.Close() }() // it was only read
	for _, f := range z.File {
		if f.UncompressedSize64 > maxZipSlack && f.UncompressedSize64/maxZipRatio > f.CompressedSize64 {
			return badFile("too_big", errors.New("workbook is a decompression bomb"))
		}
	}
	return nil
}

// xlsxSource streams the rows of one sheet of an XLSX workbook.
type xlsxSource struct {
	f    *excelize.File
	rows *excelize.Rows
	line int64
}

func openXLSX(path, sheet string, fa *facts) (src source, err error) {
	defer guard(&err)
	if err := notABomb(path); err != nil {
		return nil, err
	}
	f, err := excelize.OpenFile(path, excelize.Options{UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: maxUnzipMem, RawCellValue: true})
	if err != nil {
		reason := "workbook"
		if strings.Contains(err.Error(), "unzip size") {
			reason = "too_big"
		}
		return nil, badFile(reason, errors.New("open workbook")) // the library's text may quote cells
	}
	fa.sheets = f.GetSheetList()
	if fa.sheet, err = pickSheet(fa.sheets, sheet); err != nil {
		_ = f.Close()
		return nil, err
	}
	if p, perr := f.GetWorkbookProps(); perr == nil && p.Date1904 != nil {
		fa.date1904 = *p.Date1904
	}
	rows, err := f.Rows(fa.sheet)
	if err != nil {
		_ = f.Close()
		return nil, badFile("workbook", errors.New("open sheet"))
	}
	return &xlsxSource{f: f, rows: rows}, nil
}

// pickSheet returns the wanted sheet, or the first one.
func pickSheet(sheets []string, want string) (string, error) {
	if len(sheets) == 0 {
		return "", badFile("no_sheet", nil)
	}
	if want == "" {
		return sheets[0], nil
	}
	for _, s := range sheets {
		if s == want {
			return s, nil
		}
	}
	return "", badFile("no_such_sheet", nil)
}

// guard turns a panic of a third-party reader on damaged bytes into a bad file.
func guard(err *error) {
	if p := recover(); p != nil {
		*err = badFile("damaged", fmt.Errorf("reader stopped"))
	}
}

func (x *xlsxSource) close() error {
	_ = x.rows.Close()
	return x.f.Close()
}

func (x *xlsxSource) next() (rec record, err error) {
	defer guard(&err)
	rec.col = -1
	if !x.rows.Next() {
		if x.rows.Error() != nil {
			return rec, badFile("damaged", errors.New("read sheet rows"))
		}
		return rec, io.EOF
	}
	x.line++
	rec.line = x.line
	cells, err := x.rows.Columns()
	if err != nil {
		return rec, badFile("damaged", errors.New("read sheet rows"))
	}
	if len(cells) > maxColumns {
		cells, rec.why = cells[:maxColumns], "too_many_columns"
	}
	for i, c := range cells {
		if len(c) > maxCell {
			cells[i], rec.why, rec.col = c[:maxCell], "too_long", i
		}
	}
	rec.cells = cells
	return rec, nil
}

// tidyNumber prints a spreadsheet number as the program shows it: 15 significant
// digits, so that 8.9499999999999993 is 8.95 again. Text that is no number, and
// whole numbers, stay as they are.
func tidyNumber(s string) string {
	if len(s) < 9 || !strings.ContainsAny(s, ".eE") {
		return s
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s
	}
	return numberText(v)
}

// numberText prints a double without an exponent up to 15 digits; above, where a
// double no longer holds every whole number, with one, so that an id is refused.
func numberText(v float64) string {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return ""
	case math.Abs(v) >= 1e15:
		return strconv.FormatFloat(v, 'E', -1, 64)
	case v == math.Trunc(v):
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	if err != nil {
		r = v
	}
	return strconv.FormatFloat(r, 'f', -1, 64)
}
