package sheet

import (
	"bufio"
	"errors"
	"io"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// htmlSource reads the rows of all tables of an HTML page, or of the older XML
// workbook (<Row><Cell><Data>); consoles give both the ending .xls. Inner tables
// only lay a page out; their cells join the cell they stand in.
type htmlSource struct {
	z    *html.Tokenizer
	done func() error
	line int64
	over bool
}

func newHTML(r *bufio.Reader, done func() error) *htmlSource {
	z := html.NewTokenizer(r)
	z.SetMaxBuf(maxCell * 2)
	return &htmlSource{z: z, done: done}
}

func (h *htmlSource) close() error { return h.done() }

func (h *htmlSource) next() (record, error) {
	var (
		rec          = record{col: -1}
		cell         strings.Builder
		inRow, inTag bool // inside a row, inside a cell
		depth, skip  int  // tables within the cell; script or style
		span         = 1
	)
	endCell := func() {
		if !inTag {
			return
		}
		text := strings.TrimSpace(strings.ToValidUTF8(cell.String(), "\ufffd"))
		for ; span > 0 && len(rec.cells) < maxColumns; span-- {
			rec.cells = append(rec.cells, text)
			text = ""
		}
		cell.Reset()
		inTag, span = false, 1
	}
	if h.over {
		return rec, io.EOF
	}
	for {
		switch h.z.Next() {
		case html.ErrorToken:
			h.over = true
			err := h.z.Err()
			if errors.Is(err, html.ErrBufferExceeded) {
				return rec, badFile("too_long", err)
			}
			if !errors.Is(err, io.EOF) {
				return rec, readError(err)
			}
			if inRow {
				endCell()
				return rec, nil
			}
			return rec, io.EOF
		case html.TextToken:
			if inTag && skip == 0 {
				if t := h.z.Text(); cell.Len()+len(t) <= maxCell {
					cell.Write(t)
				} else if rec.why == "" {
					rec.why, rec.col = "too_long", len(rec.cells)
				}
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := h.z.TagName()
			switch tag := localName(string(name)); tag {
			case "script", "style":
				skip++
			case "table":
				if inTag {
					depth++
				}
			case "br":
				if inTag && cell.Len() < maxCell {
					cell.WriteByte('\n')
				}
			case "tr", "row":
				if depth > 0 {
					continue
				}
				endCell()
				if inRow && len(rec.cells) > 0 {
					return rec, nil // </tr> is missing; the cells behind this tag open the next row themselves
				}
				h.line++
				rec.line, inRow = h.line, true
			case "td", "th", "cell":
				if depth > 0 {
					continue
				}
				if !inRow {
					h.line++
					rec.line, inRow = h.line, true
				}
				endCell()
				inTag = true
				at := 0
				span, at = tagSpan(h.z, more)
				for at > 0 && len(rec.cells) < at-1 && len(rec.cells) < maxColumns {
					rec.cells = append(rec.cells, "")
				}
				if len(rec.cells) >= maxColumns {
					rec.why = "too_many_columns"
				}
			}
		case html.EndTagToken:
			name, _ := h.z.TagName()
			switch localName(string(name)) {
			case "script", "style":
				skip = max(0, skip-1)
			case "td", "th", "cell":
				if depth == 0 {
					endCell()
				}
			case "tr", "row":
				if depth == 0 && inRow {
					endCell()
					return rec, nil
				}
			case "table":
				if depth > 0 {
					depth--
				} else if inRow {
					endCell()
					return rec, nil
				}
			}
		}
	}
}

func localName(s string) string {
	if i := strings.IndexByte(s, ':'); i >= 0 {
		return s[i+1:]
	}
	return s
}

// tagSpan returns colspan (at least 1) and the cell's own column number, if given.
func tagSpan(z *html.Tokenizer, more bool) (span, at int) {
	span = 1
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		n, err := strconv.Atoi(string(v))
		if err != nil || n < 1 || n > maxColumns {
			continue
		}
		switch localName(string(k)) {
		case "colspan":
			span = n
		case "mergeacross":
			span = n + 1
		case "index":
			at = n
		}
	}
	return span, at
}
