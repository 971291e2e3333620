package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"

	"afterdesk/backend/domain"
)

// Options configures Open.
type Options struct {
	Path     string                // the database file; its folder must exist
	Now      domain.Now            // nil = the machine's clock
	OnCommit func(topics []string) // called after each commit that named topics, outside the transaction; may be nil
}

// Store is the open database. It is safe for concurrent use.
type Store struct {
	path     string
	now      domain.Now
	onCommit func([]string)

	read   *sql.DB
	write  *sql.DB
	lock   chan struct{} // holds one token: the right to write
	conn   *sql.Conn     // the writer's only connection
	stmts  map[string]*sql.Stmt
	seen   int64 // data_version of the writer at its last transaction
	cache  *cache
	closed bool

	// Where two ways to answer a question meet; tests lower them to walk both.
	fewLines, mergeMax, lookUpMax int

	zmu   sync.Mutex
	zones map[string]*time.Location
	enc   *zstd.Encoder
	dec   *zstd.Decoder
}

const readers = 3

// Cache sizes in KiB of SQLite pages. The writer carries the ingest, the
// readers only ever need the upper levels of a few indexes.
const (
	writerCacheKiB = 24 << 10
	readerCacheKiB = 16 << 10
)

// Open opens the database at o.Path, creating or migrating it. It reads only
// the header and a handful of rows, never the whole file. Errors: corrupt (not a
// database, or damaged where we looked), conflict (written by a newer program),
// unavailable (folder read-only, disk full, file held by another program).
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Now == nil {
		o.Now = domain.SystemNow
	}
	path, err := filepath.Abs(o.Path)
	if err != nil {
		return nil, domain.E(domain.CodeInvalid, fmt.Errorf("resolve database path: %w", err), "field", "path")
	}
	// The file holds buyers' data: only its owner may read it. SQLite gives the
	// journal files the same mode.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fileErr("open database", err)
	}
	info, err := f.Stat()
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return nil, fileErr("open database", err)
	}
	// SQLite takes a file of less than a header for a new one and writes over it.
	if n := info.Size(); n > 0 && n < 100 {
		return nil, domain.E(domain.CodeCorrupt, errors.New("open database: cut short"), "item", "database")
	}
	if err := checkWAL(path + "-wal"); err != nil {
		return nil, err
	}
	s := &Store{path: path, now: o.Now, onCommit: o.OnCommit, lock: make(chan struct{}, 1),
		stmts: map[string]*sql.Stmt{}, cache: newCache(), zones: map[string]*time.Location{}, fewLines: fewLines, mergeMax: mergeMax, lookUpMax: manyRows}
	s.lock <- struct{}{} // before anything can fail: Close takes it
	if err := s.open(ctx); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

func (s *Store) open(ctx context.Context) error {
	var err error
	if s.enc, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true),
		zstd.WithWindowSize(64<<10), zstd.WithEncoderLevel(zstd.SpeedFastest)); err != nil {
		return fmt.Errorf("open store: %w", err)
	}
	if s.dec, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxMemory(64<<20)); err != nil {
		return fmt.Errorf("open store: %w", err)
	}
	if s.write, err = openWriter(s.path); err != nil {
		return err
	}
	if s.conn, err = s.write.Conn(ctx); err != nil {
		return sqlErr("open database", err)
	}
	if err := s.migrate(ctx); err != nil {
		return err
	}
	if s.read, err = sql.Open("sqlite", dsn(s.path, "_pragma=busy_timeout(10000)", "_pragma=foreign_keys(1)", "_pragma=query_only(1)",
		fmt.Sprintf("_pragma=cache_size(-%d)", readerCacheKiB), "_pragma=temp_store(MEMORY)", "_pragma=trusted_schema(0)")); err != nil {
		return sqlErr("open database", err)
	}
	s.read.SetMaxOpenConns(readers)
	s.read.SetMaxIdleConns(readers)
	// A cheap probe of the trees that the first screen reads.
	for _, q := range []string{`SELECT count(*) FROM shop`, `SELECT ifnull(max(n), 0) FROM orders`, `SELECT ifnull(max(n), 0) FROM after_sale`} {
		var n int64
		if err := s.read.QueryRowContext(ctx, q).Scan(&n); err != nil {
			return sqlErr("probe database", err)
		}
	}
	return nil
}

// openWriter opens the pool of one connection that writes. Pragmas are part of
// the address: an Exec would reach only one connection of a pool. FULL flushes
// the journal at every commit, so that a commit also survives a power cut.
func openWriter(path string) (*sql.DB, error) {
	d, err := sql.Open("sqlite", dsn(path, "_txlock=immediate", "_pragma=busy_timeout(10000)", "_pragma=journal_mode(WAL)",
		"_pragma=foreign_keys(1)", "_pragma=synchronous(FULL)", fmt.Sprintf("_pragma=cache_size(-%d)", writerCacheKiB),
		"_pragma=temp_store(MEMORY)", "_pragma=journal_size_limit(67108864)", "_pragma=trusted_schema(0)"))
	if err != nil {
		return nil, sqlErr("open database", err)
	}
	d.SetMaxOpenConns(1)
	return d, nil
}

// dsn makes a file URI of an absolute path that may hold any character.
func dsn(path string, params ...string) string {
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p // file:///C:/…
	}
	u := url.URL{Scheme: "file", Path: p, RawQuery: strings.Join(params, "&")}
	return u.String()
}

// Close waits for a running write, then closes every connection. A second call
// does nothing.
func (s *Store) Close() error {
	if s.closed {
		return nil
	}
	<-s.lock
	s.closed = true
	var errs []error
	for _, st := range s.stmts {
		errs = append(errs, st.Close())
	}
	if s.read != nil {
		errs = append(errs, s.read.Close())
	}
	if s.conn != nil {
		errs = append(errs, s.conn.Close())
	}
	if s.write != nil {
		errs = append(errs, s.write.Close())
	}
	if s.dec != nil {
		s.dec.Close()
	}
	if s.enc != nil {
		errs = append(errs, s.enc.Close())
	}
	close(s.lock) // a late Write reads the zero value and sees closed
	return sqlErr("close database", errors.Join(errs...))
}

// Tx is one write transaction. It must not leave the function it was given to.
type Tx struct {
	s      *Store
	now    domain.Instant
	topics map[string]bool
	dirty  map[trendMark]bool
	wider  map[*sessionVal]bool
	counts map[string]int64
	stale  map[staleText]bool             // search texts to be made anew at the end
	search map[string]map[int64]searchRow // by table and number; written by flushSearch
}

func (s *Store) newTx() *Tx {
	return &Tx{s: s, now: s.now(), topics: map[string]bool{}, dirty: map[trendMark]bool{}, wider: map[*sessionVal]bool{}, counts: map[string]int64{},
		stale: map[staleText]bool{}, search: map[string]map[int64]searchRow{}}
}

// Now is the one clock reading of the transaction.
func (t *Tx) Now() domain.Instant { return t.now }

// Topic names what changed, for OnCommit. The Put methods do it by themselves.
func (t *Tx) Topic(names ...string) {
	for _, n := range names {
		t.topics[n] = true
	}
}

// Write runs fn inside one transaction and commits it if fn returns nil. When
// Write returns nil, the rows are on disk. A panic in fn rolls back and goes on.
func (s *Store) Write(ctx context.Context, fn func(tx *Tx) error) error {
	select {
	case _, ok := <-s.lock:
		if !ok {
			return domain.E(domain.CodeUnavailable, errors.New("store is closed"), "reason", "store_closed")
		}
	case <-ctx.Done():
		return fmt.Errorf("wait for the writer: %w", ctx.Err())
	}
	t := s.newTx()
	err := func() error {
		defer func() { s.lock <- struct{}{} }() // also when fn panics
		return t.run(ctx, fn)
	}()
	if err != nil {
		return err
	}
	if len(t.topics) > 0 && s.onCommit != nil {
		names := make([]string, 0, len(t.topics))
		for n := range t.topics {
			names = append(names, n)
		}
		slices.Sort(names)
		s.onCommit(names)
	}
	return nil
}

func (t *Tx) run(ctx context.Context, fn func(tx *Tx) error) (err error) {
	s := t.s
	// Statements inside the transaction are not interruptible one by one: the
	// driver would start a goroutine for each. The context is looked at between.
	bare := context.WithoutCancel(ctx)
	if _, err := s.conn.ExecContext(bare, "BEGIN IMMEDIATE"); err != nil {
		return sqlErr("begin", err)
	}
	done := false
	defer func() {
		if !done {
			_, _ = s.conn.ExecContext(bare, "ROLLBACK")
			s.cache = newCache() // it may name rows that are gone again
		}
	}()
	// Another process may have changed what the cache remembers.
	var version int64
	if err := t.row(ctx, `PRAGMA data_version`).Scan(&version); err != nil {
		return sqlErr("read data version", err)
	}
	if version != s.seen {
		s.seen, s.cache = version, newCache()
	}
	if err := fn(t); err != nil {
		return err
	}
	if err := t.flush(ctx); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if _, err := s.conn.ExecContext(bare, "COMMIT"); err != nil {
		return sqlErr("commit", err)
	}
	done = true
	return nil
}

// flush writes what the transaction collected: sessions, dirty trend days and
// counters.
func (t *Tx) flush(ctx context.Context) error {
	if err := t.flushSessions(ctx); err != nil {
		return err
	}
	if err := t.flushStale(ctx); err != nil {
		return err
	}
	if err := t.flushSearch(ctx); err != nil {
		return err
	}
	for m := range t.dirty {
		if _, err := t.exec(ctx, `INSERT INTO trend_dirty (kind, shop_n, day) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, string(m.kind), m.shopN, string(m.day)); err != nil {
			return err
		}
		t.Topic("trends")
	}
	for name, d := range t.counts {
		if d == 0 {
			continue
		}
		if _, err := t.exec(ctx, `INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value`, name, d); err != nil {
			return err
		}
	}
	return nil
}

// stmt prepares a fixed statement once for the life of the writer.
func (t *Tx) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	if st, ok := t.s.stmts[query]; ok {
		return st, nil
	}
	st, err := t.s.conn.PrepareContext(context.WithoutCancel(ctx), query)
	if err != nil {
		return nil, sqlErr("prepare", err)
	}
	t.s.stmts[query] = st
	return st, nil
}

// exec runs a fixed statement; its text must not hold data.
func (t *Tx) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("write: %w", err)
	}
	st, err := t.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	res, err := st.ExecContext(context.WithoutCancel(ctx), args...)
	if err != nil {
		return nil, sqlErr("write", err)
	}
	return res, nil
}

// changed runs exec and reports how many rows it touched.
func (t *Tx) changed(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := t.exec(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return n, sqlErr("write", err)
}

// insert runs exec and returns the new row's number.
func (t *Tx) insert(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := t.exec(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	n, err := res.LastInsertId()
	return n, sqlErr("write", err)
}

type rower interface{ Scan(dest ...any) error }

type failedRow struct{ err error }

func (f failedRow) Scan(...any) error { return f.err }

func (t *Tx) row(ctx context.Context, query string, args ...any) rower {
	st, err := t.stmt(ctx, query)
	if err != nil {
		return failedRow{err}
	}
	return st.QueryRowContext(context.WithoutCancel(ctx), args...)
}

// db is what reading functions need; both the pool and a transaction have it.
type db interface {
	query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func (s *Store) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	rows, err := s.read.QueryContext(ctx, query, args...)
	return rows, sqlErr("read", err)
}

func (t *Tx) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	st, err := t.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	rows, err := st.QueryContext(context.WithoutCancel(ctx), args...)
	return rows, sqlErr("read", err)
}

// each scans every row of a query; scan must not keep the rows.
func each(ctx context.Context, d db, query string, args []any, scan func(r rower) error) error {
	rows, err := d.query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return sqlErr("read", err)
		}
	}
	return sqlErr("read", rows.Err())
}

// some scans rows of a query until scan says that there are enough.
func some(ctx context.Context, d db, query string, args []any, scan func(r rower) (more bool, err error)) error {
	rows, err := d.query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if more, err := scan(rows); err != nil || !more {
			return sqlErr("read", errors.Join(err, rows.Close()))
		}
	}
	return sqlErr("read", rows.Err())
}

// one scans the first row of a query and reports whether there was one.
func one(ctx context.Context, d db, query string, args []any, dest ...any) (bool, error) {
	rows, err := d.query(ctx, query, args...)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	if !rows.Next() {
		return false, sqlErr("read", rows.Err())
	}
	if err := rows.Scan(dest...); err != nil {
		return false, sqlErr("read", err)
	}
	return true, sqlErr("read", rows.Close())
}
