package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"afterdesk/backend/domain"
)

// sqlErr gives an error of the database its code. Errors of the house and of
// contexts pass through; nil stays nil. SQLite's own text names tables and
// constraints, never values, so that it may be wrapped.
func sqlErr(verb string, err error) error {
	if err == nil {
		return nil
	}
	var de *domain.Error
	if errors.As(err, &de) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if errors.Is(err, sql.ErrNoRows) {
		return domain.E(domain.CodeNotFound, fmt.Errorf("%s: %w", verb, err))
	}
	var se *sqlite.Error
	if !errors.As(err, &se) {
		return domain.E(domain.CodeInternal, fmt.Errorf("%s: %w", verb, err))
	}
	wrapped := fmt.Errorf("%s: %w", verb, err)
	switch se.Code() & 0xff {
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return domain.E(domain.CodeCorrupt, wrapped, "item", "database")
	case lib.SQLITE_READONLY, lib.SQLITE_PERM:
		return domain.E(domain.CodeUnavailable, wrapped, "reason", "read_only")
	case lib.SQLITE_FULL:
		return domain.E(domain.CodeUnavailable, wrapped, "reason", "disk_full")
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return domain.E(domain.CodeUnavailable, wrapped, "reason", "busy")
	case lib.SQLITE_CANTOPEN:
		return domain.E(domain.CodeUnavailable, wrapped, "reason", "cannot_open")
	case lib.SQLITE_IOERR:
		return domain.E(domain.CodeUnavailable, wrapped, "reason", "disk_error")
	case lib.SQLITE_CONSTRAINT:
		return domain.E(domain.CodeConflict, wrapped, "reason", "constraint")
	case lib.SQLITE_INTERRUPT:
		return fmt.Errorf("%s: %w", verb, context.Canceled)
	case lib.SQLITE_TOOBIG:
		return domain.E(domain.CodeInvalid, wrapped, "field", "size")
	}
	return domain.E(domain.CodeInternal, wrapped)
}

// fileErr gives an error of the file system its code.
func fileErr(verb string, err error) error {
	reason := "disk_error"
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		reason = "read_only"
	case errors.Is(err, syscall.ENOSPC):
		reason = "disk_full"
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.EISDIR), errors.Is(err, syscall.ENOTDIR):
		reason = "cannot_open"
	}
	return domain.E(domain.CodeUnavailable, fmt.Errorf("%s: %w", verb, err), "reason", reason)
}

func notFound(what string) error {
	return domain.E(domain.CodeNotFound, errors.New("no such row"), "what", what)
}

func invalid(field, why string) error {
	return domain.E(domain.CodeInvalid, errors.New(why), "field", field)
}
