package sheet

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"afterdesk/backend/domain"
)

// Options configures Open.
type Options struct {
	Shop    domain.Shop
	Presets *Presets
	// Mapped returns a person's mapping of an unknown value ("order.status",
	// "锁单") → "paid"; "" = none. nil: none.
	Mapped func(field, raw string) string
	// Classify reads a trace state out of a courier's words; nil: the preset words.
	Classify func(source, code, text string) domain.TrackState
}

// Row is what one row of the file, or the rows of one order, became. Exactly one
// of the pointers is set, or none when all its rows were bad.
type Row struct {
	Line      int64 // of the first row
	Rows      int64 // rows of the file that are in it, bad ones too
	Order     *domain.Order
	Return    *Return
	AfterSale *domain.AfterSale
	Review    *domain.Review
	Trace     *Trace
	Promise   *domain.Promise
	Statement *domain.StatementLine
	Session   *domain.LiveSession // beside a Promise that names its session
	Unmapped  []domain.Unmapped
	Bad       []BadRow
}

// BadRow is a row that was not imported, with its cells as the file has them.
type BadRow struct {
	domain.SheetBad
	Cells []string
}

// Return is a row with a negative quantity: goods booked back. Case lacks its
// OrderID; the row before it on the same document may be of another order.
type Return struct {
	Case     domain.AfterSale
	BuyerKey string
	SKUID    string
}

// Trace is one scan of a parcel.
type Trace struct {
	Waybill       string
	CarrierCode   string
	CarrierName   string
	OrderRemoteID string
	Event         domain.TraceEvent
}

// Reader reads the rows of a file by a confirmed plan. It is not safe for
// concurrent use.
type Reader struct {
	o      Options
	m      domain.SheetMapping
	fa     facts
	src    source
	head   head
	at     int // next of head.recs
	cols   map[string]int
	names  map[int]string // column → field
	form   timeForm
	words  map[string]string
	zeros  map[string]*lostDigits // per id field
	seen   *hashSet
	order  *orderRows
	queue  []Row
	ended  bool
	missed map[string]*domain.Unmapped
}

// Open opens the file of a plan. invalid with param field when a mapped column
// is not in the file, a required field has none, or the zone is unknown.
func Open(ctx context.Context, plan domain.SheetPlan, o Options) (*Reader, error) {
	if FieldsOf(plan.Mapping.Kind) == nil {
		return nil, domain.E(domain.CodeInvalid, errors.New("kind of sheet"), "field", "kind")
	}
	fa, err := look(ctx, plan.Path)
	if err != nil {
		return nil, err
	}
	src, err := openSource(ctx, plan.Path, plan.Sheet, &fa)
	if err != nil {
		return nil, err
	}
	r := &Reader{o: o, m: plan.Mapping, fa: fa, src: src, cols: map[string]int{}, names: map[int]string{}, words: map[string]string{},
		zeros: map[string]*lostDigits{}, seen: newHashSet(), missed: map[string]*domain.Unmapped{}}
	if err := r.prepare(); err != nil {
		_ = src.close()
		return nil, err
	}
	return r, nil
}

// prepare finds the header, the columns and the zone.
func (r *Reader) prepare() error {
	if r.m.Currency == "" {
		r.m.Currency = r.o.Shop.Currency
	}
	if r.m.Currency == "" {
		r.m.Currency = "CNY"
	}
	zone := r.m.Zone
	if zone == "" {
		zone = r.o.Shop.Zone
	}
	loc, err := loadZone(zone)
	if err != nil {
		return err
	}
	r.form = timeForm{loc: loc, order: r.m.DateForm, serial: r.fa.serial, date1904: r.fa.date1904}
	if r.head, err = readHead(r.src, r.o.Presets, savedColumns([]domain.SheetMapping{r.m})); err != nil {
		return err
	}
	r.at = r.head.row + 1
	if err := checkColumns(r.m); err != nil {
		return err
	}
	at := map[string]int{}
	for i, name := range r.head.header {
		if _, dup := at[name]; !dup {
			at[name] = i
		}
	}
	for _, f := range FieldsOf(r.m.Kind) {
		name := r.m.Columns[f.Name]
		if name == "" {
			if f.Required {
				return domain.E(domain.CodeInvalid, errors.New("required field has no column"), "field", f.Name, "reason", "no_column")
			}
			continue
		}
		col, ok := at[name]
		if !ok {
			return domain.E(domain.CodeInvalid, errors.New("column is not in the file"), "field", f.Name, "reason", "column_missing")
		}
		r.cols[f.Name], r.names[col] = col, f.Name
		if f.Type == typeID {
			r.zeros[f.Name] = r.losesDigits(col)
		}
	}
	return nil
}

// lostDigits counts the long ids of a column and those that end in zeros behind
// the fifteenth digit: the mark of a program that saved them as numbers. One id in
// ten thousand ends so by itself; one in fifty does not.
type lostDigits struct{ lost, long int }

func (l *lostDigits) count(id string) {
	if len(id) >= 18 {
		l.long++
		if tailZeros(id) {
			l.lost++
		}
	}
}

func (l *lostDigits) suspect() bool { return l.lost > 0 && l.lost*50 >= l.long }

// losesDigits counts a column over the first rows, so that row one is judged too.
func (r *Reader) losesDigits(col int) *lostDigits {
	l := &lostDigits{}
	for _, rec := range r.head.recs[r.head.row+1:] {
		if col < len(rec.cells) {
			if id, why := readID(rec.cells[col], r.fa.serial); why == "" {
				l.count(id)
			}
		}
	}
	return l
}

// Header returns the column names.
func (r *Reader) Header() []string { return r.head.header }

// Hash returns the sha256 hex of the file.
func (r *Reader) Hash() string { return r.fa.hash }

// Close closes the file.
func (r *Reader) Close() error { return r.src.close() }

// Next returns the next row; io.EOF at the end. Another error means that the
// file cannot be read any further; rows returned before it stand.
func (r *Reader) Next() (Row, error) {
	for len(r.queue) == 0 {
		if r.ended {
			return Row{}, io.EOF
		}
		rec, err := r.record()
		if errors.Is(err, io.EOF) {
			r.ended = true
			r.flush()
			continue
		}
		if err != nil {
			if r.flush(); len(r.queue) > 0 { // what was read stands; the error comes next
				r.src = failed{r.src, err}
				continue
			}
			return Row{}, err
		}
		if blank(rec) {
			continue
		}
		r.take(rec)
	}
	row := r.queue[0]
	r.queue = r.queue[1:]
	return row, nil
}

// failed repeats an error after the rows before it were handed out.
type failed struct {
	source
	err error
}

func (f failed) next() (record, error) { return record{}, f.err }

func (r *Reader) record() (record, error) {
	if r.at < len(r.head.recs) {
		rec := r.head.recs[r.at]
		r.head.recs[r.at] = record{}
		r.at++
		return rec, nil
	}
	return r.src.next()
}

// take turns one record into queued rows.
func (r *Reader) take(rec record) {
	c := &cells{r: r, rec: rec}
	if rec.why != "" {
		field := r.names[rec.col]
		if field == "" && rec.col >= 0 && rec.col < len(r.head.header) {
			field = r.head.header[rec.col]
		}
		c.fail(field, rec.why)
	} else if r.sameAsHeader(rec) || r.isRemark(rec) {
		return // some exports repeat the header on every page
	}
	row := Row{Line: rec.line, Rows: 1}
	if c.bad == nil {
		switch r.m.Kind {
		case domain.SheetOrders:
			if r.takeOrder(c) {
				return
			}
		case domain.SheetAfterSales:
			row.AfterSale = c.afterSale()
		case domain.SheetReviews:
			row.Review = c.review()
		case domain.SheetTraces:
			row.Trace = c.trace()
		case domain.SheetPromises:
			row.Promise, row.Session = c.promise()
		case domain.SheetStatements:
			row.Statement = c.statement()
		}
	}
	if c.bad != nil {
		row = Row{Line: rec.line, Rows: 1, Bad: []BadRow{{*c.bad, rec.cells}}}
	} else {
		row.Unmapped = c.unmapped
	}
	r.queue = append(r.queue, row)
}

func (r *Reader) sameAsHeader(rec record) bool {
	same := 0
	for i, name := range r.head.header {
		if i < len(rec.cells) && name != "" {
			if tidy(rec.cells[i]) != name {
				return false
			}
			same++
		}
	}
	return same > 1
}

// cells reads the fields of one record; the first thing that is wrong makes the
// row bad and the rest harmless.
type cells struct {
	r        *Reader
	rec      record
	bad      *domain.SheetBad
	unmapped []domain.Unmapped
}

func (c *cells) fail(field, why string) {
	if c.bad == nil {
		c.bad = &domain.SheetBad{Row: c.rec.line, Field: field, Code: domain.CodeInvalid, Why: why}
	}
}

func (c *cells) has(field string) bool { _, ok := c.r.cols[field]; return ok }

func (c *cells) raw(field string) string {
	col, ok := c.r.cols[field]
	if !ok || col >= len(c.rec.cells) {
		return ""
	}
	return c.rec.cells[col]
}

// text returns a cell without wrapping; "" when missing.
func (c *cells) text(field string) string {
	s := tidy(c.raw(field))
	if missing(s) {
		return ""
	}
	return s
}

func (c *cells) id(field string, required bool) string {
	id, why := readID(c.raw(field), c.r.fa.serial)
	switch {
	case why != "":
		c.fail(field, why)
	case id == "" && required:
		c.fail(field, "missing")
	case c.r.zeros[field] != nil:
		l := c.r.zeros[field]
		if c.r.at >= len(c.r.head.recs) { // the first rows are counted already
			l.count(id)
		}
		if tailZeros(id) && l.suspect() {
			c.fail(field, "id_rounded")
		}
	}
	return id
}

func (c *cells) time(field string, required bool) domain.Instant {
	at, why := c.r.form.read(c.raw(field))
	if why != "" {
		c.fail(field, why)
	} else if at == 0 && required {
		c.fail(field, "missing")
	}
	return at
}

func (c *cells) money(field string) domain.Money {
	m, ok := readMoney(c.raw(field), c.r.m.Currency, c.r.fa.serial)
	if !ok {
		c.fail(field, "bad_amount")
	}
	return m
}

// int reads a whole number, def when missing.
func (c *cells) int(field string, def int64) int64 {
	s := c.text(field)
	if s == "" {
		return def
	}
	n, ok := readInt(s)
	if !ok {
		c.fail(field, "bad_number")
	}
	return n
}

// word maps a status word; unknown words give unknown and are counted under name
// ("order.status").
func (c *cells) word(field, name, unknown string) (value, raw string) {
	raw = shorten(c.text(field), 100)
	if raw == "" {
		return unknown, ""
	}
	key := field + "=" + raw
	if v, ok := c.r.words[key]; ok {
		value = v
	} else {
		value, ok = c.r.o.Presets.value(c.r.m, field, raw)
		if !ok && c.r.o.Mapped != nil {
			value = c.r.o.Mapped(name, raw)
		}
		if value != "" && !valueOK(c.r.m.Kind, field, value) {
			value = ""
		}
		c.r.words[key] = value
	}
	if value == "" {
		c.unmapped = append(c.unmapped, domain.Unmapped{ShopID: c.r.o.Shop.ID, Platform: c.r.platform(), Field: name, Raw: raw, Count: 1})
		return unknown, raw
	}
	return value, raw
}

// platform is whose words the file speaks: the preset's platform, else the shop's.
func (r *Reader) platform() string {
	if r.m.Platform != "" {
		return r.m.Platform
	}
	return r.o.Shop.Platform
}

// source says where a row came from; FetchedAt is set by the caller.
func (c *cells) source() domain.Source {
	return domain.Source{API: "file:" + string(c.r.m.Kind), PayloadHash: hashCells(c.rec.cells)}
}

func hashCells(rows ...[]string) string {
	h := sha256.New()
	for _, cells := range rows {
		for _, s := range cells {
			_, _ = io.WriteString(h, s)
			_, _ = h.Write([]byte{0x1f})
		}
		_, _ = h.Write([]byte{0x1e})
	}
	return hex.EncodeToString(h.Sum(nil))
}

// derivedID makes an id for a row that has none, from what does not change when
// the row is exported again.
func derivedID(parts ...any) string {
	h := sha256.Sum256([]byte(fmt.Sprint(len(parts)) + "\x1f" + strings.Join(texts(parts), "\x1f")))
	return "x" + hex.EncodeToString(h[:10])
}

func texts(parts []any) []string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = fmt.Sprintf("%s", p)
		if n, ok := p.(domain.Instant); ok {
			out[i] = fmt.Sprint(int64(n))
		}
	}
	return out
}

// splitList cuts a cell with several links or waybills.
func splitList(s string) []string {
	out := strings.FieldsFunc(s, func(r rune) bool {
		return r == ',' || r == ';' || r == '，' || r == '；' || r == '、' || r == '\n' || r == '|' || r == ' ' || r == '\t'
	})
	if len(out) > 20 {
		out = out[:20]
	}
	return out
}
