package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"afterdesk/backend/domain"
)

// queryer is what *sql.DB and *sql.Conn have in common.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// BackupTo writes a compact copy of the database as it is now to path, which
// must not exist yet. Writers are not held up. The copy is complete or absent:
// it is built under a temporary name, flushed and then renamed.
func (s *Store) BackupTo(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return domain.E(domain.CodeConflict, errors.New("backup file exists"), "reason", "exists")
	} else if !errors.Is(err, fs.ErrNotExist) {
		return fileErr("look at backup file", err)
	}
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fileErr("clear an unfinished backup", err)
	}
	// A connection of its own: the pool's are query_only, which forbids VACUUM INTO.
	d, err := sql.Open("sqlite", dsn(s.path, "mode=ro", "_pragma=busy_timeout(10000)", fmt.Sprintf("_pragma=cache_size(-%d)", readerCacheKiB)))
	if err != nil {
		return sqlErr("back up", err)
	}
	defer func() { _ = d.Close() }() // it was only read
	if _, err := d.ExecContext(ctx, `VACUUM INTO ?`, part); err != nil {
		_ = os.Remove(part)
		return sqlErr("back up", err)
	}
	if err := finish(part, path); err != nil {
		_ = os.Remove(part)
		return fileErr("back up", err)
	}
	return nil
}

func finish(part, path string) error {
	if err := os.Chmod(part, 0o600); err != nil {
		return err
	}
	f, err := os.OpenFile(part, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	_ = dir.Sync() // not every file system can flush a folder; the rename itself is done
	return dir.Close()
}

// FoldJournal writes the journal of a closed database into its file, so that the
// file alone is the whole book. A book that a crash cut off has its newest
// transactions in the journal only. Errors: corrupt for a damaged journal,
// unavailable as for Open.
func FoldJournal(ctx context.Context, path string) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return domain.E(domain.CodeInvalid, fmt.Errorf("resolve path: %w", err), "field", "path")
	}
	if err := checkWAL(abs + "-wal"); err != nil {
		return err
	}
	d, err := openWriter(abs)
	if err != nil {
		return err
	}
	var busy, pages, moved int64
	err = d.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &moved)
	if cerr := d.Close(); err == nil {
		err = cerr
	}
	if err == nil && busy != 0 {
		return domain.E(domain.CodeUnavailable, errors.New("fold journal: somebody reads it"), "reason", "busy")
	}
	return sqlErr("fold journal", err)
}

// Check reads the whole database: integrity_check and foreign_key_check. corrupt
// names the damaged table or index in Params["item"].
func (s *Store) Check(ctx context.Context) error { return check(ctx, s.read) }

// CheckFile does the same to a closed database file, opened read-only. A file
// that is missing is unavailable, one that is no database is corrupt.
func CheckFile(ctx context.Context, path string) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return domain.E(domain.CodeInvalid, fmt.Errorf("resolve path: %w", err), "field", "path")
	}
	if info, err := os.Stat(abs); err != nil {
		return fileErr("check database", err)
	} else if info.Size() == 0 {
		return domain.E(domain.CodeCorrupt, errors.New("empty file"), "item", "database")
	}
	d, err := sql.Open("sqlite", dsn(abs, "mode=ro", "_pragma=busy_timeout(10000)", "_pragma=query_only(1)"))
	if err != nil {
		return sqlErr("check database", err)
	}
	defer func() { _ = d.Close() }() // it was only read
	d.SetMaxOpenConns(1)
	return check(ctx, d)
}

func check(ctx context.Context, d queryer) error {
	rows, err := d.QueryContext(ctx, `PRAGMA integrity_check(8)`)
	if err != nil {
		return sqlErr("check database", err)
	}
	bad := ""
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return errors.Join(sqlErr("check database", err), rows.Close())
		}
		if line != "ok" && bad == "" {
			bad = line
		}
	}
	// Closed before the next question: a checked file has one connection.
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return sqlErr("check database", err)
	}
	if bad != "" {
		return domain.E(domain.CodeCorrupt, errors.New("integrity check failed"), "item", damagedItem(ctx, d, bad))
	}
	table, err := brokenReference(ctx, d)
	if err != nil {
		return err
	}
	if table != "" {
		return domain.E(domain.CodeCorrupt, errors.New("broken reference"), "item", table)
	}
	return nil
}

// damagedItem finds the table or index in a line of integrity_check. Lines name
// it at the end ("row 3 missing from index x", "NULL value in t.c") or, for
// damage of a tree, by root page ("Tree 7 page 9 …").
func damagedItem(ctx context.Context, d queryer, line string) string {
	var tree int64
	if _, after, ok := strings.Cut(line, "Tree "); ok {
		if _, err := fmt.Sscan(after, &tree); err == nil {
			rows, err := d.QueryContext(ctx, `SELECT tbl_name FROM sqlite_schema WHERE rootpage = ?`, tree)
			if err == nil {
				defer rows.Close()
				var name string
				if rows.Next() && rows.Scan(&name) == nil && rows.Err() == nil {
					return name
				}
			}
		}
	}
	for _, mark := range []string{"index ", " in "} {
		if i := strings.LastIndex(line, mark); i >= 0 {
			name, _, _ := strings.Cut(line[i+len(mark):], ".")
			if name = strings.TrimSpace(name); name != "" && !strings.Contains(name, " ") {
				return name
			}
		}
	}
	return "database"
}

// brokenReference returns the table of the first row whose foreign key points
// nowhere, "" when there is none. The pragma answers in rows, not by failing.
func brokenReference(ctx context.Context, d queryer) (string, error) {
	rows, err := d.QueryContext(ctx, `PRAGMA foreign_key_check`)
	if err != nil {
		return "", sqlErr("check references", err)
	}
	defer rows.Close()
	if !rows.Next() {
		return "", sqlErr("check references", rows.Err())
	}
	var table, parent string
	var rowid, fk sql.NullInt64
	if err := rows.Scan(&table, &rowid, &parent, &fk); err != nil {
		return "", sqlErr("check references", err)
	}
	return table, nil
}
