package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
)

// bareTable is one table as bare upserts write it: rows read beforehand into
// memory, keyed by the number of their order so that a page is a page.
type bareTable struct {
	upsert string
	rows   map[int64][][]any
}

// copyDims gives the plain database the small rows that others refer to; they
// are not part of the comparison.
func copyDims(b *testing.B, from, to *Store) {
	for _, table := range []string{"host", "live_session", "item"} {
		t := readBare(b, from, table, `SELECT 0, * FROM `+table, "")
		for _, rows := range t.rows {
			for _, r := range rows {
				if _, err := to.conn.ExecContext(b.Context(), strings.Replace(t.upsert, "INSERT", "INSERT OR IGNORE", 1), r...); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
}

// readBare reads a table; the first column of query is the page key. conflict is
// the key of the upsert, "" for a plain insert.
func readBare(b *testing.B, s *Store, table, query, conflict string) bareTable {
	rows, err := s.read.QueryContext(b.Context(), query)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		b.Fatal(err)
	}
	columns = columns[1:]
	t := bareTable{rows: map[int64][][]any{}}
	t.upsert = insertSQL(table, columns)
	if conflict != "" {
		var set []string
		for _, c := range columns {
			if !strings.Contains(","+conflict+",", ","+c+",") {
				set = append(set, c+" = excluded."+c)
			}
		}
		t.upsert += " ON CONFLICT (" + conflict + ") DO UPDATE SET " + strings.Join(set, ", ")
	}
	for rows.Next() {
		var key int64
		values := make([]any, len(columns))
		dest := []any{&key}
		for i := range values {
			dest = append(dest, &values[i])
		}
		if err := rows.Scan(dest...); err != nil {
			b.Fatal(err)
		}
		t.rows[key] = append(t.rows[key], values)
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
	return t
}

// bareUpserts writes rows as they are, a page of orders a transaction.
type bareUpserts struct {
	plain  *Store
	tables []bareTable
	stmts  []*sql.Stmt
	orders []int64
}

// prepareBare reads the orders of s from a number on, and what belongs to them,
// to be written into plain.
func prepareBare(b *testing.B, s, plain *Store, from int64) *bareUpserts {
	b.Helper()
	order := fmt.Sprintf(` JOIN orders o ON o.remote_id = x.order_remote AND o.shop_n = x.shop_n AND o.n >= %d`, from)
	tables := []bareTable{
		readBare(b, s, "orders", fmt.Sprintf(`SELECT n, * FROM orders WHERE n >= %d`, from), "remote_id,shop_n"),
		readBare(b, s, "order_line", fmt.Sprintf(`SELECT order_n, * FROM order_line WHERE order_n >= %d`, from), "order_n,pos"),
		readBare(b, s, "parcel", `SELECT o.n, x.* FROM parcel x`+order, "waybill,carrier_code,shop_n"),
		readBare(b, s, "after_sale", `SELECT o.n, x.* FROM after_sale x`+order, "remote_id,shop_n"),
		readBare(b, s, "after_sale_log", `SELECT o.n, l.* FROM after_sale_log l JOIN after_sale x ON x.n = l.case_n`+order, "case_n"),
	}
	// Search rows cannot be read back from a contentless index; their text is made
	// again from the rows before the clock starts.
	fts := map[int64]string{}
	caseFts := bareTable{upsert: `INSERT OR REPLACE INTO after_sale_fts (rowid, body) VALUES (?, ?)`, rows: map[int64][][]any{}}
	openFts := bareTable{upsert: `INSERT OR REPLACE INTO after_sale_open_fts (rowid, body) VALUES (?, ?)`, rows: map[int64][][]any{}}
	ns, orders, err := ordersWhere(b.Context(), s, `o.n >= ?`, from)
	if err != nil {
		b.Fatal(err)
	}
	byID := map[string]int64{}
	for i := range orders {
		fts[ns[i]] = orderText(&orders[i])
		byID[orders[i].ID] = ns[i]
	}
	if err := each(b.Context(), s, `SELECT o.n, x.n, x.remote_id, x.due_n FROM after_sale x`+order, nil, func(r rower) error {
		var o, n, dueN int64
		var remote string
		if err := r.Scan(&o, &n, &remote, &dueN); err != nil {
			return err
		}
		caseFts.rows[o] = append(caseFts.rows[o], []any{n, fts[o] + " " + remote})
		if dueN > 0 {
			openFts.rows[o] = append(openFts.rows[o], []any{dueN, fts[o] + " " + remote})
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	ftsTable := bareTable{upsert: `INSERT OR REPLACE INTO order_fts (rowid, body) VALUES (?, ?)`, rows: map[int64][][]any{}}
	for n, text := range fts {
		ftsTable.rows[n] = [][]any{{n, text}}
	}
	tables = append(tables, ftsTable, caseFts, openFts)
	u := &bareUpserts{plain: plain, tables: tables, orders: ns}
	for i := range tables {
		st, err := plain.conn.PrepareContext(b.Context(), tables[i].upsert)
		if err != nil {
			b.Fatal(err)
		}
		u.stmts = append(u.stmts, st)
	}
	return u
}

// page writes one page.
func (u *bareUpserts) page(b *testing.B, nth int) {
	b.Helper()
	ctx := context.Background() // one that may end would cost a goroutine a statement
	if _, err := u.plain.conn.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		b.Fatal(err)
	}
	for i := range u.tables {
		for _, n := range u.orders[nth*pageOrders : min((nth+1)*pageOrders, len(u.orders))] {
			for _, row := range u.tables[i].rows[n] {
				if _, err := u.stmts[i].ExecContext(ctx, row...); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	if _, err := u.plain.conn.ExecContext(ctx, `COMMIT`); err != nil {
		b.Fatal(err)
	}
}

func (u *bareUpserts) close() {
	for _, st := range u.stmts {
		_ = st.Close()
	}
}
