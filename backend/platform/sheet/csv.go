package sheet

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"afterdesk/backend/domain"
)

// csvSource reads separated values. Unlike encoding/csv it survives a quote that
// is never closed: it gives up that one line and reads on behind it.
type csvSource struct {
	r     *bufio.Reader
	done  func() error
	comma byte
	line  int64

	again []byte // bytes to read once more, before r
	raw   []byte // bytes of the current row, to turn back to
	lost  bool   // raw grew too long outside quotes and was let go

	buf       []byte
	ends      []int
	turnbacks int
	linewise  bool // after some unclosed quotes no cell may span lines, so that reading stays linear
}

const maxTurnbacks = 3

func newCSV(r *bufio.Reader, done func() error) *csvSource {
	head, _ := r.Peek(32 << 10)
	c := &csvSource{r: r, done: done, comma: guessComma(head)}
	if bytes.HasPrefix(head, []byte("sep=")) { // a hint line for a spreadsheet program
		if i := bytes.IndexByte(head, '\n'); i >= 5 && i <= 6 {
			c.comma = head[4]
			_, _ = r.Discard(i + 1)
			c.line = 1
		}
	}
	return c
}

// guessComma picks the separator that cuts the first lines into the same number
// of cells most often.
func guessComma(head []byte) byte {
	best, bestScore := byte(','), 0
	for _, c := range []byte{',', '\t', ';', '|'} {
		counts := map[int]int{}
		n, quoted, lines := 0, false, 0
		for _, b := range head {
			switch {
			case b == '"':
				quoted = !quoted
			case quoted:
			case b == c:
				n++
			case b == '\n':
				if n > 0 {
					counts[n]++
				}
				n = 0
				lines++
			}
			if lines == 50 {
				break
			}
		}
		if n > 0 {
			counts[n]++
		}
		for cells, times := range counts {
			if score := times * min(cells, 40); score > bestScore {
				best, bestScore = c, score
			}
		}
	}
	return best
}

func (c *csvSource) close() error { return c.done() }

func (c *csvSource) readByte() (byte, error) {
	if len(c.again) > 0 {
		b := c.again[0]
		c.again = c.again[1:]
		return b, nil
	}
	return c.r.ReadByte()
}

func (c *csvSource) peekByte() (byte, bool) {
	if len(c.again) > 0 {
		return c.again[0], true
	}
	b, err := c.r.Peek(1)
	if err != nil {
		return 0, false
	}
	return b[0], true
}

// next returns the next row. Blank lines give a record without cells.
func (c *csvSource) next() (record, error) {
	c.buf, c.ends, c.raw, c.lost = c.buf[:0], c.ends[:0], c.raw[:0], false
	rec := record{line: c.line + 1, col: -1}
	quoted, cellStart, any := false, 0, false
	endCell := func() {
		if len(c.ends) < maxColumns {
			c.ends = append(c.ends, len(c.buf))
		} else {
			c.buf = c.buf[:c.ends[maxColumns-1]]
			rec.why = "too_many_columns"
		}
		cellStart = len(c.buf)
	}
	put := func(b byte) {
		if len(c.buf)-cellStart < maxCell {
			c.buf = append(c.buf, b)
		} else if rec.why == "" {
			rec.why, rec.col = "too_long", len(c.ends)
		}
	}
	for {
		b, err := c.readByte()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				return rec, readError(err)
			}
			if !any {
				return rec, io.EOF
			}
			if quoted && !c.lost {
				return c.turnBack(rec)
			}
			if quoted {
				rec.why, rec.col = "unclosed_quote", len(c.ends)
			}
			endCell()
			return c.finish(rec), nil
		}
		any = true
		if len(c.raw) < maxRow {
			c.raw = append(c.raw, b)
		} else if quoted && !c.lost {
			c.raw = append(c.raw, b)
			return c.turnBack(rec)
		} else {
			c.lost = true
		}
		switch {
		case quoted && b == '"':
			n, ok := c.peekByte()
			switch {
			case ok && n == '"':
				_, _ = c.readByte()
				c.raw = append(c.raw, '"')
				put('"')
			case !ok || n == c.comma || n == '\n' || n == '\r':
				quoted = false
			default:
				put('"') // a quote that a person typed inside the text
			}
		case quoted && b == '\n' && c.linewise:
			rec.why, rec.col = "unclosed_quote", len(c.ends)
			c.line++
			endCell()
			return c.finish(rec), nil
		case quoted:
			if b == '\n' {
				c.line++
			}
			put(b)
		case b == '"' && len(c.buf) == cellStart:
			quoted = true
		case b == c.comma:
			endCell()
		case b == '\r':
			if n, ok := c.peekByte(); ok && n == '\n' {
				continue
			}
			fallthrough
		case b == '\n':
			c.line++
			endCell()
			return c.finish(rec), nil
		default:
			put(b)
		}
	}
}

// turnBack gives up the first line of a row whose quote is never closed and
// reads the lines behind it again.
func (c *csvSource) turnBack(rec record) (record, error) {
	first, rest := c.raw, []byte(nil)
	if i := bytes.IndexByte(c.raw, '\n'); i >= 0 {
		first, rest = c.raw[:i], c.raw[i+1:]
	}
	c.again = append(bytes.Clone(rest), c.again...)
	c.line = rec.line
	if c.turnbacks++; c.turnbacks >= maxTurnbacks {
		c.linewise = true
	}
	rec.why, rec.col = "unclosed_quote", -1
	rec.cells = nil
	for _, cell := range bytes.SplitN(bytes.TrimRight(first, "\r"), []byte{c.comma}, maxColumns) {
		rec.cells = append(rec.cells, strings.ToValidUTF8(string(cell[:min(len(cell), maxCell)]), "\ufffd"))
	}
	return rec, nil
}

// finish cuts the row's buffer into cells that share one string.
func (c *csvSource) finish(rec record) record {
	s := string(c.buf)
	if !utf8.ValidString(s) {
		// Repairing cell by cell keeps the ends right: the mark has three bytes.
		rec.cells = make([]string, len(c.ends))
		for i, from := 0, 0; i < len(c.ends); i++ {
			rec.cells[i] = strings.ToValidUTF8(s[from:c.ends[i]], "\ufffd")
			from = c.ends[i]
		}
		return rec
	}
	if s == "" && len(c.ends) == 1 {
		return rec
	}
	rec.cells = make([]string, len(c.ends))
	from := 0
	for i, end := range c.ends {
		rec.cells[i] = s[from:end]
		from = end
	}
	return rec
}

// readError gives a read failure in the middle of a file a code.
func readError(err error) error {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return domain.E(domain.CodeUnavailable, fmt.Errorf("read sheet rows: %w", err))
	case errors.Is(err, io.ErrUnexpectedEOF), isFlate(err):
		return badFile("cut", fmt.Errorf("read sheet rows: %w", err))
	}
	return domain.E(domain.CodeUnavailable, fmt.Errorf("read sheet rows: %w", err))
}
