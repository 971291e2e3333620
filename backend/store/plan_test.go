package store

import (
	"database/sql"
	"strings"
	"testing"

	"afterdesk/backend/domain"
)

// seeks returns how a statement enters each index that it walks: opcode and name.
func seeks(t *testing.T, s *Store, query string, args ...any) (out []string) {
	t.Helper()
	roots := map[int64]string{}
	if err := each(t.Context(), s, `SELECT rootpage, name FROM sqlite_schema WHERE rootpage > 0`, nil, func(r rower) error {
		var root int64
		var name string
		err := r.Scan(&root, &name)
		roots[root] = name
		return err
	}); err != nil {
		t.Fatal(err)
	}
	rows, err := s.read.QueryContext(t.Context(), `EXPLAIN `+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	cursors := map[int64]string{}
	for rows.Next() {
		var addr, p1, p2, p3, p5 int64
		var op string
		var p4, comment sql.NullString
		if err := rows.Scan(&addr, &op, &p1, &p2, &p3, &p4, &p5, &comment); err != nil {
			t.Fatal(err)
		}
		switch {
		case op == "OpenRead":
			cursors[p1] = roots[p2]
		case strings.HasPrefix(op, "Seek") || op == "Rewind" || op == "Last":
			out = append(out, op+" "+cursors[p1])
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// A walk that begins at 0 ("SeekGT") instead of at the day ("SeekGE") costs more
// with every day that the book grows.
func TestARangeOfDaysBeginsAtItsFirstDay(t *testing.T) {
	s := open(t)
	var w where
	trendSources[domain.TrendOrders].within(&w, 1, span{5, 9})
	for _, c := range []struct {
		what, query, want string
		args              []any
	}{
		{"facts of a day", `SELECT o.n FROM orders o` + paidRange, "SeekGE orders_paid", []any{1, 5, 9}},
		{"rows behind a number", `SELECT o.n FROM orders o WHERE ` + w.text(), "SeekGE orders_paid", w.args},
		{"orders near a moment", nearOrders, "SeekGE orders_shipped", []any{7, 1, 5, 9}},
		{"orders shipped around a photo", `SELECT o.n FROM orders o` + shippedRange, "SeekGE orders_shipped", []any{1, 5, 9}},
		{"a number in the order of deadlines", topOfDue, "SeekLT after_sale_due_n", []any{5, 9}},
	} {
		if got := seeks(t, s, c.query, c.args...); len(got) == 0 || got[0] != c.want {
			t.Errorf("%s: %v, want %s", c.what, got, c.want)
		}
	}
}
