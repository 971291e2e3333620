package sheet

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"afterdesk/backend/domain"
)

const (
	headRows   = 300 // rows read before the header is judged
	sampleRows = 20
	sureScore  = 0.9
)

// head is the beginning of a file: its header, and the rows behind it.
type head struct {
	header []string
	row    int // index of the header among the records read
	recs   []record
	plain  []string           // header in plain form
	again  []bool             // the column repeats the name of one before it
	fits   map[fitKey]float64 // valueFit of a column as a type, once asked
}

type fitKey struct {
	col int
	typ string
}

// readHead reads the first records and finds the header among them.
func readHead(src source, p *Presets, want []string) (head, error) {
	var h head
	for len(h.recs) < headRows {
		rec, err := src.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return h, err
		}
		h.recs = append(h.recs, rec)
	}
	h.row = findHeader(h.recs, p, want)
	if h.row < 0 {
		return h, badFile("no_header", nil)
	}
	for _, c := range h.recs[h.row].cells {
		h.header = append(h.header, tidy(c))
	}
	for len(h.header) > 0 && h.header[len(h.header)-1] == "" {
		h.header = h.header[:len(h.header)-1]
	}
	uniqueNames(h.header)
	h.fits = map[fitKey]float64{}
	for _, name := range h.header {
		again := false
		if i := strings.LastIndex(name, " ("); i > 0 && strings.HasSuffix(name, ")") && len(name)-i <= 5 {
			name, again = name[:i], true
		}
		h.plain, h.again = append(h.plain, plainName(name)), append(h.again, again)
	}
	return h, nil
}

// uniqueNames numbers repeated column names, so that a mapping can name each.
func uniqueNames(header []string) {
	seen := map[string]int{}
	for i, name := range header {
		if name == "" {
			continue
		}
		if seen[name]++; seen[name] > 1 {
			header[i] = name + " (" + strconv.Itoa(seen[name]) + ")"
		}
	}
}

// findHeader picks, among the first 30 rows, the one whose cells are most like
// column names: known names count most; else many short different texts that are
// no numbers. Title lines above it have few cells. want are the columns of a
// confirmed mapping.
func findHeader(recs []record, p *Presets, want []string) int {
	known := p.names()
	for _, w := range want {
		known[plainName(w)] = true
	}
	best, bestScore := -1, 0.0
	for i, rec := range recs[:min(len(recs), 30)] {
		score, filled, seen := 0.0, 0, map[string]bool{}
		for _, c := range rec.cells {
			c = tidy(c)
			if c == "" || seen[c] {
				continue
			}
			seen[c] = true
			filled++
			_, numErr := strconv.ParseFloat(strings.ReplaceAll(c, ",", ""), 64)
			switch {
			case known[plainName(c)]:
				score += 3
			case numErr != nil && len([]rune(c)) <= 24 && strings.IndexFunc(c, unicode.IsLetter) >= 0:
				score += 0.5
			default:
				score -= 0.5
			}
		}
		if filled < 2 {
			continue
		}
		score -= float64(i) * 0.1
		if score > bestScore {
			best, bestScore = i, score
		}
	}
	return best
}

// names returns every column name of the presets in plain form.
func (p *Presets) names() map[string]bool {
	out := map[string]bool{}
	for _, one := range p.list {
		for _, k := range one.Kinds {
			for _, list := range k.Columns {
				for _, n := range list {
					out[p.plain[n]] = true
				}
			}
		}
	}
	return out
}

// plainName makes two spellings of a column name equal: case, spaces, signs and
// units in brackets do not count.
func plainName(s string) string {
	s = strings.ToLower(foldWidth(tidy(s)))
	for _, unit := range []string{"(元)", "(件)", "(¥)", "(cny)"} {
		s = strings.TrimSuffix(s, unit)
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '#' {
			return r
		}
		return -1
	}, s)
}

// Look looks into a file: format, sheets, header, a sample, and the best mapping
// with a confidence of 0–1 per field. A saved mapping whose columns are all there
// wins. invalid with param
// reason when the file cannot be read; unsupported for an encrypted workbook.
func Look(ctx context.Context, path, sheetName string, saved []domain.SheetMapping, p *Presets, hint Hint) (domain.SheetLook, error) {
	out := domain.SheetLook{Path: path, Sheets: []string{}, Header: []string{}, Sample: [][]string{}, Scores: map[string]float64{}, Fields: []domain.SheetField{}}
	fa, err := look(ctx, path)
	if err != nil {
		return out, err
	}
	src, err := openSource(ctx, path, sheetName, &fa)
	if err != nil {
		return out, err
	}
	defer func() { _ = src.close() }() // it was only read
	out.Format, out.Encoding, out.Sheet = fa.format, fa.encoding, fa.sheet
	if fa.sheets != nil {
		out.Sheets = fa.sheets
	}
	h, err := readHead(src, p, savedColumns(saved))
	if err != nil {
		return out, err
	}
	out.Header = h.header
	out.Rows = countRows(h, src)
	g := guess(h, p, saved, hint, fa)
	out.Kind, out.Mapping, out.Scores = g.m.Kind, g.m, g.scores
	if out.Kind != "" {
		out.Fields = FieldsOf(out.Kind)
	}
	out.Sample = sample(h, g.m, fa)
	return out, nil
}

func savedColumns(saved []domain.SheetMapping) (out []string) {
	for _, m := range saved {
		for _, c := range m.Columns {
			out = append(out, c)
		}
	}
	return out
}

// countRows counts the filled rows behind the header; 0 when the file is damaged
// further on, which the import will say row by row.
func countRows(h head, src source) int64 {
	var n int64
	for _, rec := range h.recs[h.row+1:] {
		if !blank(rec) {
			n++
		}
	}
	for {
		rec, err := src.next()
		if errors.Is(err, io.EOF) {
			return n
		}
		if err != nil {
			return 0
		}
		if !blank(rec) {
			n++
		}
	}
}

func blank(rec record) bool {
	for _, c := range rec.cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return rec.why == ""
}

// sample returns the first rows for the wizard: short, and dates of a spreadsheet
// readable.
func sample(h head, m domain.SheetMapping, fa facts) [][]string {
	times := map[string]bool{}
	for _, f := range FieldsOf(m.Kind) {
		if f.Type == typeTime && m.Columns[f.Name] != "" {
			times[m.Columns[f.Name]] = true
		}
	}
	form := timeForm{loc: time.UTC, serial: fa.serial, date1904: fa.date1904}
	out := [][]string{}
	for _, rec := range h.recs[h.row+1:] {
		if blank(rec) {
			continue
		}
		row := make([]string, len(h.header))
		for i := range row {
			if i >= len(rec.cells) {
				break
			}
			row[i] = shorten(tidy(rec.cells[i]), 200)
			if times[h.header[i]] && fa.serial {
				if _, err := strconv.ParseFloat(row[i], 64); err == nil {
					if at, why := form.read(row[i]); why == "" && at != 0 {
						row[i] = at.Time().Format("2006-01-02 15:04:05")
					}
				}
			}
		}
		if out = append(out, row); len(out) == sampleRows {
			break
		}
	}
	return out
}

func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// Sure reports whether a look needs no person: one kind, and every required
// field found with confidence; of a statement also the amount.
func Sure(l domain.SheetLook) bool {
	if l.Kind == "" {
		return false
	}
	for _, f := range FieldsOf(l.Kind) {
		if f.Required && l.Scores[f.Name] < sureScore {
			return false
		}
	}
	return l.Kind != domain.SheetStatements || max(l.Scores["amount"], l.Scores["income"], l.Scores["expense"]) >= sureScore
}
