package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"sort"
	"strconv"

	"afterdesk/backend/domain"
)

// The files are append-only: one that has been released is never edited.
//
//go:embed migrations/*.sql
var migrationFiles embed.FS

// migration is one step of the schema.
type migration struct {
	script string
	after  func(*Tx, context.Context) error // what SQL cannot do; nil = nothing
}

// afterScript is what the program does in the transaction of a step, after its script.
var afterScript = map[string]func(*Tx, context.Context) error{
	"0003_search.sql": (*Tx).rebuildSearch,
}

// migrations returns the steps in order; step i brings user_version to i+1.
func migrations() ([]migration, error) {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil, fmt.Errorf("list migrations: %w", err)
	}
	sort.Strings(names)
	out := make([]migration, 0, len(names))
	for _, n := range names {
		b, err := migrationFiles.ReadFile(n)
		if err != nil {
			return nil, fmt.Errorf("read migration: %w", err)
		}
		out = append(out, migration{string(b), afterScript[path.Base(n)]})
	}
	return out, nil
}

// migrate brings the schema to head. A database that holds tables is copied to
// "<path>.v<version>.bak" first, so that a failed step loses nothing.
func (s *Store) migrate(ctx context.Context) error {
	all, err := migrations()
	if err != nil {
		return err
	}
	var version, tables int
	if err := s.conn.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return sqlErr("read schema version", err)
	}
	if err := s.conn.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&tables); err != nil {
		return sqlErr("read schema", err)
	}
	switch {
	case version > len(all):
		return domain.E(domain.CodeConflict, errors.New("database was written by a newer program"),
			"reason", "newer_schema", "have", strconv.Itoa(version), "know", strconv.Itoa(len(all)))
	case version == 0 && tables > 0:
		return domain.E(domain.CodeCorrupt, errors.New("a database of another program"), "item", "database")
	case version == len(all):
		return nil
	}
	if tables > 0 {
		copyPath := fmt.Sprintf("%s.v%d.bak", s.path, version)
		if err := os.Remove(copyPath); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fileErr("replace copy before migration", err)
		}
		// As private as the database itself; VACUUM would make it readable for all.
		f, err := os.OpenFile(copyPath, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return fileErr("copy before migration", err)
		}
		if err := f.Close(); err != nil {
			return fileErr("copy before migration", err)
		}
		if _, err := s.conn.ExecContext(ctx, `VACUUM INTO ?`, copyPath); err != nil {
			return sqlErr("copy before migration", err)
		}
	}
	// A step may rebuild tables that others refer to; the references are looked
	// at once more before its commit. The pragma does nothing inside a transaction.
	if _, err := s.conn.ExecContext(ctx, `PRAGMA foreign_keys = 0`); err != nil {
		return sqlErr("migrate", err)
	}
	for i := version; i < len(all); i++ {
		if err := s.migrateStep(ctx, all[i], i+1); err != nil {
			return err
		}
	}
	_, err = s.conn.ExecContext(ctx, `PRAGMA foreign_keys = 1`)
	return sqlErr("migrate", err)
}

func (s *Store) migrateStep(ctx context.Context, m migration, version int) (err error) {
	if _, err := s.conn.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		return sqlErr("migrate", err)
	}
	defer func() {
		if err != nil {
			_, _ = s.conn.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
		}
	}()
	// Another process may have taken the step while we waited for the lock.
	var now int
	if err := s.conn.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&now); err != nil {
		return sqlErr("read schema version", err)
	}
	if now >= version {
		_, err := s.conn.ExecContext(ctx, `ROLLBACK`)
		return sqlErr("migrate", err)
	}
	if _, err := s.conn.ExecContext(ctx, m.script); err != nil {
		return sqlErr("migrate to "+strconv.Itoa(version), err)
	}
	if m.after != nil {
		if err := m.after(s.newTx(), ctx); err != nil {
			return fmt.Errorf("migrate to %d: %w", version, err)
		}
	}
	if table, err := brokenReference(ctx, s.conn); err != nil {
		return err
	} else if table != "" {
		return domain.E(domain.CodeCorrupt, errors.New("migration left a broken reference"), "item", table)
	}
	if _, err := s.conn.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, version)); err != nil {
		return sqlErr("migrate", err)
	}
	_, err = s.conn.ExecContext(ctx, `COMMIT`)
	return sqlErr("migrate", err)
}
