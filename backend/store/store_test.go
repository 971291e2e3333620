package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

var update = flag.Bool("update", false, "rewrite testdata")

const testNow = domain.Instant(1_780_000_000_000)

// openAt opens a store in a file of the test's own folder.
func openAt(t testing.TB, path string, now *domain.Instant, topics *[]string) *Store {
	t.Helper()
	s, err := Open(t.Context(), Options{Path: path, Now: func() domain.Instant { return *now },
		OnCommit: func(names []string) {
			if topics != nil {
				*topics = append(*topics, names...)
			}
		}})
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func open(t testing.TB) *Store {
	now := testNow
	s := openAt(t, filepath.Join(t.TempDir(), "afterdesk.db"), &now, nil)
	write(t, s, func(tx *Tx) error { return tx.PutShop(t.Context(), testShop("s1")) })
	return s
}

func testShop(id string) domain.Shop {
	return domain.Shop{ID: id, Platform: "doudian", Name: "店铺 " + id, Currency: "CNY", Zone: "Asia/Shanghai", State: domain.ShopActive}
}

func write(t testing.TB, s *Store, fn func(tx *Tx) error) {
	t.Helper()
	if err := s.Write(t.Context(), fn); err != nil {
		t.Fatalf("write: %v", err)
	}
}

func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func schemaOf(t *testing.T, s *Store) string {
	t.Helper()
	var out []string
	if err := each(t.Context(), s, `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE '%_fts_%' ORDER BY type, name`, nil, func(r rower) error {
		var sql string
		err := r.Scan(&sql)
		out = append(out, sql+";")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, "\n\n") + "\n"
}

func TestFreshSchemaEqualsTheWrittenOne(t *testing.T) {
	got := schemaOf(t, open(t))
	path := filepath.Join("testdata", "schema.sql")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != strings.ReplaceAll(string(want), "\r\n", "\n") {
		t.Error("schema differs from testdata/schema.sql; run with -update and read the difference")
	}
}

func TestEveryColumnIsCommented(t *testing.T) {
	all := must[[]migration](t)(migrations())
	for _, m := range all {
		inTable := false
		for _, line := range strings.Split(m.script, "\n") {
			trimmed := strings.TrimSpace(line)
			switch {
			case strings.HasPrefix(trimmed, "CREATE TABLE"):
				inTable = true
			case strings.HasPrefix(trimmed, ")"):
				inTable = false
			case inTable && trimmed != "" && !strings.HasPrefix(trimmed, "PRIMARY KEY") && !strings.Contains(line, "--"):
				t.Errorf("column without a comment: %s", trimmed)
			}
		}
	}
}

func TestEveryTableIsStrict(t *testing.T) {
	s := open(t)
	names := []string{}
	if err := each(t.Context(), s, `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'`, nil, func(r rower) error {
		var n string
		err := r.Scan(&n)
		names = append(names, n)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if len(names) > 0 {
		t.Errorf("tables that are not STRICT: %v", names)
	}
}

func TestEveryStepOfTheProgramBelongsToAScript(t *testing.T) {
	steps := 0
	for _, m := range must[[]migration](t)(migrations()) {
		if m.after != nil {
			steps++
		}
	}
	if steps == 0 || steps != len(afterScript) {
		t.Errorf("%d scripts have a step of the program, %d are written", steps, len(afterScript))
	}
}

func TestAnOlderSchemaWithRowsUpgradesAndIsCopiedFirst(t *testing.T) {
	all := must[[]migration](t)(migrations())
	for version := 1; version < len(all); version++ {
		path := filepath.Join(t.TempDir(), "old.db")
		old := must[*Store](t)(bareStore(t.Context(), path))
		for i := range version {
			if err := old.migrateStep(t.Context(), all[i], i+1); err != nil {
				t.Fatal(err)
			}
		}
		rows := []string{
			`INSERT INTO shop (n, id, body) VALUES (1, 's1', '{"id":"s1","name":"旧店","zone":"Asia/Shanghai"}')`,
			`INSERT INTO item VALUES (1, 1, 'p', '连衣裙', 'k', 'C-1', 'c1', '红', 'M', '', '', x'00')`,
			`INSERT INTO host VALUES (1, 1, 'h1', '小美')`,
			`INSERT INTO counter VALUES ('orders', 1), ('last_shop', 1)`,
		}
		searched := version < 3 // the third step fills the search tables; later books hold what the program indexed
		if searched {
			rows = append(rows,
				plainRow(t, old, "orders", "n = 8192, shop_n = 1, remote_id = '6911', created_at = 2000, currency = 'CNY'"),
				plainRow(t, old, "order_line", "order_n = 8192, item_n = 1, remote_id = '69110'"),
				plainRow(t, old, "after_sale", "n = 8193, shop_n = 1, remote_id = '1401', order_remote = '6911', open = 1, due_at = 5000, currency = 'CNY'"),
				plainRow(t, old, "after_sale", "n = 8194, shop_n = 1, remote_id = '1402', currency = 'CNY'"),
				plainRow(t, old, "review", "n = 8195, shop_n = 1, remote_id = '8001', text = '起球'"))
		}
		for _, q := range rows {
			if _, err := old.conn.ExecContext(t.Context(), q); err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(old.conn.Close(), old.write.Close()); err != nil {
			t.Fatal(err)
		}
		now := testNow
		s := openAt(t, path, &now, nil)
		shop := must[domain.Shop](t)(s.GetShop(t.Context(), "s1"))
		if shop.Name != "旧店" {
			t.Errorf("shop after upgrade: %q", shop.Name)
		}
		var hits map[string][]string
		if searched {
			hits = hitsOf(t, s, []string{"裙", "起球", "1402"})
		}
		for list, want := range map[string]string{"orders 裙": "s1.6911", "open 裙": "s1.1401", "all 裙": "s1.1401", "closed 1402": "s1.1402", "reviews 起球": "s1.8001"} {
			if searched && !slices.Equal(hits[list], []string{want}) {
				t.Errorf("after the upgrade from %d, %s finds %v", version, list, hits[list])
			}
		}
		if res := putStatements(t, s, statement("F1", testNow, 100)); res.Added != 1 {
			t.Errorf("a statement line after the upgrade from %d: %+v", version, res)
		}
		if err := s.Check(t.Context()); err != nil {
			t.Errorf("check after upgrade: %v", err)
		}
		if err := CheckFile(t.Context(), path+".v"+string(rune('0'+version))+".bak"); err != nil {
			t.Errorf("the copy made before the upgrade: %v", err)
		}
	}
}

// plainRow writes the insertion of a row of a table as it is in the schema of s:
// what set ("a = 1, b = 'x'") does not name is empty.
func plainRow(t *testing.T, s *Store, table, set string) string {
	t.Helper()
	values := map[string]string{}
	for _, part := range strings.Split(set, ", ") {
		name, value, _ := strings.Cut(part, " = ")
		values[name] = value
	}
	rows, err := s.conn.QueryContext(t.Context(), `SELECT name, CASE WHEN "notnull" THEN type ELSE 'NULL' END FROM pragma_table_info(?)`, table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var names, row []string
	for rows.Next() {
		var name, kind string
		if err := rows.Scan(&name, &kind); err != nil {
			t.Fatal(err)
		}
		value, ok := values[name]
		if !ok {
			value = map[string]string{"TEXT": "''", "INTEGER": "0", "BLOB": "x''", "NULL": "NULL"}[kind]
		}
		names, row = append(names, name), append(row, value)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return `INSERT INTO ` + table + ` (` + strings.Join(names, ", ") + `) VALUES (` + strings.Join(row, ", ") + `)`
}

// bareStore opens only the writer, without migrating.
func bareStore(ctx context.Context, path string) (*Store, error) {
	s := &Store{path: path, now: func() domain.Instant { return testNow }, stmts: map[string]*sql.Stmt{}, cache: newCache()}
	var err error
	if s.write, err = openWriter(path); err != nil {
		return nil, err
	}
	s.conn, err = s.write.Conn(ctx)
	return s, err
}

func TestANewerSchemaIsAConflict(t *testing.T) {
	path := filepath.Join(t.TempDir(), "afterdesk.db")
	now := testNow
	s := openAt(t, path, &now, nil)
	if _, err := s.conn.ExecContext(t.Context(), `PRAGMA user_version = 99`); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), Options{Path: path})
	if domain.CodeOf(err) != domain.CodeConflict || domain.ParamOf(err, "reason") != "newer_schema" {
		t.Errorf("open a newer database: %v", err)
	}
}

func TestADamagedFileIsCorrupt(t *testing.T) {
	dir := t.TempDir()
	garbage := filepath.Join(dir, "garbage.db")
	if err := os.WriteFile(garbage, []byte(strings.Repeat("not a database at all ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Options{Path: garbage}); domain.CodeOf(err) != domain.CodeCorrupt {
		t.Errorf("open garbage: %v", err)
	}
	if err := CheckFile(t.Context(), garbage); domain.CodeOf(err) != domain.CodeCorrupt {
		t.Errorf("check garbage: %v", err)
	}
	// A page in the middle overwritten: the file opens, the check names what it hit.
	path := filepath.Join(dir, "afterdesk.db")
	now := testNow
	s := openAt(t, path, &now, nil)
	fill(t, s, genConfig{orders: 300})
	var root int64
	if err := s.read.QueryRow(`SELECT rootpage FROM sqlite_schema WHERE name = 'orders'`).Scan(&root); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte(strings.Repeat("\xee", 2000)), (root-1)*4096+8); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	err = CheckFile(t.Context(), path)
	if domain.CodeOf(err) != domain.CodeCorrupt || domain.ParamOf(err, "item") != "orders" {
		t.Errorf("check a damaged table: %v", err)
	}
}

// Whichever page of a book is damaged, opening it ends: with the book, or with
// the word that it is damaged. (The probe of the first screen's trees is the last
// step of opening.)
func TestOpeningABookWithAnyDamagedPageEnds(t *testing.T) {
	now := testNow
	dir := t.TempDir()
	s := openAt(t, dir+"/good.db", &now, nil)
	write(t, s, func(tx *Tx) error { return tx.PutShop(t.Context(), testShop("s1")) })
	g := gen(genConfig{orders: 120})
	write(t, s, func(tx *Tx) error { return g.put(t.Context(), tx) })
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(dir + "/good.db")
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	refused, pages := 0, len(good)/page
	for n := 0; n < pages; n += scaled(1, 7) {
		bad := bytes.Clone(good)
		for i := range page {
			bad[n*page+i] ^= 0x5a
		}
		path := fmt.Sprintf("%s/bad%d.db", dir, n)
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() {
			s, err := Open(context.Background(), Options{Path: path, Now: func() domain.Instant { return testNow }})
			if err == nil {
				err = s.Close()
			} else if domain.CodeOf(err) != domain.CodeCorrupt {
				err = fmt.Errorf("page %d: %w", n+1, err)
			} else {
				refused++
				err = nil
			}
			ended <- err
		}()
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(time.Minute): // only ever waited for by a failing test
			t.Fatalf("opening with page %d damaged does not end", n+1)
		}
	}
	if refused == 0 {
		t.Error("no damaged page was noticed by opening: the test proves nothing")
	}
}

func TestAMissingOrUnwritablePlaceIsUnavailable(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(t.Context(), Options{Path: filepath.Join(dir, "no", "such", "folder", "a.db")})
	if domain.CodeOf(err) != domain.CodeUnavailable || domain.ParamOf(err, "reason") != "cannot_open" {
		t.Errorf("open in a missing folder: %v", err)
	}
	if err := CheckFile(t.Context(), filepath.Join(dir, "none.db")); domain.CodeOf(err) != domain.CodeUnavailable {
		t.Errorf("check a missing file: %v", err)
	}
	s := open(t)
	if _, err := s.conn.ExecContext(t.Context(), `PRAGMA query_only = 1`); err != nil {
		t.Fatal(err)
	}
	err = s.Write(t.Context(), func(tx *Tx) error { return tx.PutShop(t.Context(), testShop("s2")) })
	if domain.CodeOf(err) != domain.CodeUnavailable || domain.ParamOf(err, "reason") != "read_only" {
		t.Errorf("write to a read-only database: %v", err)
	}
}

func TestAFullDiskIsUnavailableAndNothingIsHalfWritten(t *testing.T) {
	s := open(t)
	var pages int64
	if err := s.conn.QueryRowContext(t.Context(), `PRAGMA page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if err := s.conn.QueryRowContext(t.Context(), `PRAGMA max_page_count = 120`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	err := s.Write(t.Context(), func(tx *Tx) error {
		_, err := tx.PutOrders(t.Context(), gen(genConfig{orders: 2000}).orders)
		return err
	})
	if domain.CodeOf(err) != domain.CodeUnavailable || domain.ParamOf(err, "reason") != "disk_full" {
		t.Fatalf("write to a full disk: %v", err)
	}
	if n := must[map[string]int64](t)(s.Counts(t.Context()))["orders"]; n != 0 {
		t.Errorf("%d orders after a write that failed", n)
	}
	if err := s.conn.QueryRowContext(t.Context(), `PRAGMA max_page_count = 1000000`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	fill(t, s, genConfig{orders: 50})
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestWriteRollsBackOnErrorAndPanicAndTellsTopicsOnlyAfterCommit(t *testing.T) {
	var topics []string
	now := testNow
	s := openAt(t, filepath.Join(t.TempDir(), "a.db"), &now, &topics)
	boom := errors.New("boom")
	if err := s.Write(t.Context(), func(tx *Tx) error { return errors.Join(tx.PutShop(t.Context(), testShop("s1")), boom) }); !errors.Is(err, boom) {
		t.Errorf("error of fn: %v", err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("panic was swallowed")
			}
		}()
		_ = s.Write(t.Context(), func(tx *Tx) error { _ = tx.PutShop(t.Context(), testShop("s1")); panic("boom") })
	}()
	if list := must[[]domain.Shop](t)(s.ListShops(t.Context())); len(list) != 0 || len(topics) != 0 {
		t.Errorf("after failed writes: shops %v, topics %v", list, topics)
	}
	write(t, s, func(tx *Tx) error { tx.Topic("audit"); return tx.PutShop(t.Context(), testShop("s1")) })
	if !slices.Equal(topics, []string{"audit", "shops"}) {
		t.Errorf("topics: %v", topics)
	}
}

func TestShopIDsAreNeverGivenOutTwice(t *testing.T) {
	s := open(t)
	write(t, s, func(tx *Tx) error { return tx.PutShop(t.Context(), testShop("s2")) })
	write(t, s, func(tx *Tx) error { return tx.RemoveShop(t.Context(), "s2") })
	if id := must[string](t)(s.NextShopID(t.Context())); id != "s3" {
		t.Errorf("next id %q", id)
	}
	if err := s.Write(t.Context(), func(tx *Tx) error { return tx.PutShop(t.Context(), testShop("a.b")) }); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("a dot in a shop id: %v", err)
	}
}

func TestRemovingAShopTakesItsRowsAndLeavesEvidence(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	write(t, s, func(tx *Tx) error { return tx.PutShop(ctx, testShop("s2")) })
	fill(t, s, genConfig{orders: 60, shop: "s1"})
	fill(t, s, genConfig{orders: 40, shop: "s2", seed: 9})
	write(t, s, func(tx *Tx) error {
		if _, err := tx.PutEvidence(ctx, domain.EvidenceItem{ID: "sha256-1", Name: "a.jpg", AddedAt: testNow}); err != nil {
			return err
		}
		return tx.PutLink(ctx, domain.EvidenceLink{EvidenceID: "sha256-1", OrderID: "s1.690000000000000000", Method: domain.LinkManual})
	})
	write(t, s, func(tx *Tx) error { return tx.RemoveShop(ctx, "s1") })
	counts := must[map[string]int64](t)(s.Counts(ctx))
	for name, query := range counted {
		if n := must[[]int64](t)(numbers(ctx, s, query))[0]; n != counts[name] {
			t.Errorf("%s: counter %d, rows %d", name, counts[name], n)
		}
	}
	if counts["orders"] != 40 || counts["evidence"] != 1 {
		t.Errorf("left over: %v", counts)
	}
	if page := must[domain.OrderPage](t)(s.ListOrders(ctx, domain.OrderQuery{Text: "连衣裙"})); len(page.Items) == 0 || page.Items[0].ShopID != "s2" {
		t.Errorf("search after removal: %d hits", len(page.Items))
	}
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}
}

func TestABackupIsTheSameBookAndNeverOverwrites(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	fill(t, s, genConfig{orders: 80})
	path := filepath.Join(t.TempDir(), "copy #1?.db")
	if err := s.BackupTo(ctx, path); err != nil {
		t.Fatal(err)
	}
	if err := CheckFile(ctx, path); err != nil {
		t.Fatal(err)
	}
	if err := s.BackupTo(ctx, path); domain.CodeOf(err) != domain.CodeConflict {
		t.Errorf("second backup to one path: %v", err)
	}
	now := testNow
	copied := openAt(t, path, &now, nil)
	a, b := must[map[string]int64](t)(s.Counts(ctx)), must[map[string]int64](t)(copied.Counts(ctx))
	if a["orders"] != 80 || a["orders"] != b["orders"] || a["traces"] != b["traces"] {
		t.Errorf("counts %v and %v", a, b)
	}
	if hits := must[domain.OrderPage](t)(copied.ListOrders(ctx, domain.OrderQuery{Text: "连衣裙"})); len(hits.Items) == 0 {
		t.Error("the copy cannot be searched")
	}
}
