package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"afterdesk/backend/domain"
)

// noDue stands for "no deadline" in due columns: it sorts last, and no clock
// reaches it. It is the largest integer that JavaScript holds.
const noDue = 9007199254740991

// PutResult counts what a Put did: rows that were new, rows whose content
// differed, and rows that stayed as they are.
type PutResult struct{ Added, Changed, Same int64 }

// add counts one row.
func (r *PutResult) add(known, changed bool) {
	switch {
	case !known:
		r.Added++
	case changed:
		r.Changed++
	default:
		r.Same++
	}
}

// slotBits is how many rows of one second have numbers in the order they came.
const slotBits = 12

// unknownTop ends the numbers of rows whose time is not known; they sort last.
const unknownTop = int64(1) << 32

// slotOf returns the first number of the second of at.
func slotOf(at domain.Instant) int64 {
	n := int64(at/domain.Second) << slotBits
	if n < unknownTop {
		return 0
	}
	return n
}

// slot finds a free number for a new row of the second of at. A second with more
// than 4096 rows runs over into the next one.
func (t *Tx) slot(ctx context.Context, maxBelow string, at domain.Instant) (int64, error) {
	base := slotOf(at)
	top := base + 1<<slotBits
	if base == 0 {
		base, top = 1, unknownTop
	}
	for {
		var last sql.NullInt64
		if err := t.row(ctx, maxBelow, base, top).Scan(&last); err != nil {
			return 0, sqlErr("find number", err)
		}
		if !last.Valid {
			return base, nil
		}
		if last.Int64+1 < top {
			return last.Int64 + 1, nil
		}
		base, top = top, top+1<<slotBits
	}
}

// contentHash is 16 bytes over column values, so that an unchanged row can be
// told without reading its columns.
func contentHash(parts ...[]any) []byte {
	b := make([]byte, 0, 1024)
	for _, args := range parts {
		b = binary.AppendUvarint(b, uint64(len(args)))
		for _, a := range args {
			switch v := a.(type) {
			case nil:
				b = append(b, 0)
			case int64:
				b = binary.AppendVarint(append(b, 1), v)
			case string:
				b = append(binary.AppendUvarint(append(b, 2), uint64(len(v))), v...)
			case []byte:
				b = append(binary.AppendUvarint(append(b, 3), uint64(len(v))), v...)
			default:
				panic(fmt.Sprintf("store: content of type %T", a))
			}
		}
	}
	sum := sha256.Sum256(b)
	return sum[:16]
}

// minor is the column value of an amount: NULL when it is not known.
func minor(m domain.Money) any {
	if !m.Known() {
		return nil
	}
	return m.Minor
}

func money(v sql.NullInt64, currency string) domain.Money {
	if !v.Valid || currency == "" {
		return domain.Money{}
	}
	return domain.Money{Minor: v.Int64, Currency: currency}
}

// oneCurrency returns the currency that all known amounts share; two different
// ones are invalid, because a row has one currency column.
func oneCurrency(list ...domain.Money) (string, error) {
	cur := ""
	for _, m := range list {
		switch {
		case !m.Known() || m.Currency == cur:
		case cur == "":
			cur = m.Currency
		default:
			return "", invalid("currency", "two currencies in one row")
		}
	}
	return cur, nil
}

func asInt(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// listText stores a list as JSON, ” for an empty one.
func listText(list []string) string {
	if len(list) == 0 {
		return ""
	}
	b, _ := json.Marshal(list) // strings always marshal
	return string(b)
}

func textList(s string) []string {
	out := []string{}
	if s != "" {
		_ = json.Unmarshal([]byte(s), &out) // written by listText
	}
	return out
}

func toJSON(v any) (string, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", domain.E(domain.CodeInternal, fmt.Errorf("encode row: %w", err))
	}
	return string(b), nil
}

func fromJSON(body string, v any) error {
	if err := json.Unmarshal([]byte(body), v); err != nil {
		return domain.E(domain.CodeCorrupt, fmt.Errorf("decode row: %w", errors.New("stored JSON")), "item", fmt.Sprintf("%T", v))
	}
	return nil
}

// bodies reads rows whose single column is the JSON of a T.
func bodies[T any](ctx context.Context, d db, query string, args ...any) ([]T, error) {
	out := []T{}
	err := each(ctx, d, query, args, func(r rower) error {
		var body string
		if err := r.Scan(&body); err != nil {
			return err
		}
		var v T
		if err := fromJSON(body, &v); err != nil {
			return err
		}
		out = append(out, v)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// numbers reads rows whose single column is an integer.
func numbers(ctx context.Context, d db, query string, args ...any) ([]int64, error) {
	out := []int64{}
	err := each(ctx, d, query, args, func(r rower) error {
		var n int64
		if err := r.Scan(&n); err != nil {
			return err
		}
		out = append(out, n)
		return nil
	})
	return out, err
}

// idList makes the JSON array that json_each turns back into rows: one fixed
// statement then serves any number of ids.
func idList[T any](ids []T) string {
	b, _ := json.Marshal(ids) // integers and strings always marshal
	if ids == nil {
		return "[]"
	}
	return string(b)
}

// limitOf bounds a page: 0 is 50, at most 500.
func limitOf(n int) int {
	switch {
	case n <= 0:
		return 50
	case n > 500:
		return 500
	}
	return n
}

// cursor packs the key of the last row of a page; cut unpacks it.
func cursorOf(parts ...int64) string {
	s := make([]string, len(parts))
	for i, p := range parts {
		s[i] = strconv.FormatInt(p, 36)
	}
	return strings.Join(s, ".")
}

func cutCursor(c string, parts int) ([]int64, error) {
	fields := strings.Split(c, ".")
	if len(fields) != parts {
		return nil, invalid("cursor", "not a cursor of this list")
	}
	out := make([]int64, parts)
	for i, f := range fields {
		n, err := strconv.ParseInt(f, 36, 64)
		if err != nil {
			return nil, invalid("cursor", "not a cursor of this list")
		}
		out[i] = n
	}
	return out, nil
}

// where collects conditions and their arguments.
type where struct {
	conds []string
	args  []any
}

func (w *where) and(cond string, args ...any) {
	w.conds = append(w.conds, cond)
	w.args = append(w.args, args...)
}

// in adds "expr is one of list"; an empty list does not filter.
func in[T ~string | ~int64](w *where, expr string, list []T) {
	if len(list) > 0 {
		marks := strings.TrimSuffix(strings.Repeat("?,", len(list)), ",")
		args := make([]any, len(list))
		for i, v := range list {
			switch x := any(v).(type) {
			case int64:
				args[i] = x
			default:
				args[i] = fmt.Sprint(x)
			}
		}
		w.and(expr+" IN ("+marks+")", args...)
	}
}

func (w *where) text() string {
	if len(w.conds) == 0 {
		return "1"
	}
	return strings.Join(w.conds, " AND ")
}

// prefixEnd returns the smallest text that is larger than every text with the
// prefix, for a range on an index; digits and letters only.
func prefixEnd(p string) string {
	if p == "" {
		return ""
	}
	b := []byte(p)
	b[len(b)-1]++
	return string(b)
}

// zone loads a time zone once; an unknown name is UTC, so that no row is lost.
func (s *Store) zone(name string) *time.Location {
	s.zmu.Lock()
	defer s.zmu.Unlock()
	if loc, ok := s.zones[name]; ok {
		return loc
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		loc = time.UTC
	}
	s.zones[name] = loc
	return loc
}
