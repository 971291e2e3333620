package desk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

// A restore is prepared in restoreNext and then swapped in by renames. A crash
// at any point leaves either the old book or the new one: finishRestore, run by
// every Open, completes a swap whose preparation was complete.
const (
	restoreNext = "restore-next"
	restoreDone = "restore-next.ready"
)

// CanRestore checks that a backup is sound before the desk is closed for it.
func (d *Desk) CanRestore(ctx context.Context, id string) error {
	dir, err := d.backupDir(id)
	if err != nil {
		return err
	}
	return store.CheckFile(ctx, filepath.Join(dir, backupBook))
}

// Restore puts a backup in place of the book in dir, which no desk may have
// open. id is a backup's name below dir or below the backup folder of its settings, or
// the path of a backup elsewhere.
// What was there is moved to "replaced-<time>", so the step can be taken back.
func Restore(ctx context.Context, dir, id string) error {
	if err := makeFolders(dir); err != nil {
		return err
	}
	lock, err := takeLock(filepath.Join(dir, "lock"))
	if err != nil {
		return err
	}
	defer func() { _ = lock.Release() }()
	from := id
	if id == filepath.Base(id) {
		if _, err := os.Stat(id); err != nil || !isBackup(id) {
			for _, root := range knownBackupRoots(dir) {
				if from = filepath.Join(root, id); isBackup(from) {
					break
				}
			}
		}
	}
	if from, err = newestBackup(from); err != nil {
		return err
	}
	next := filepath.Join(dir, restoreNext)
	if err := os.RemoveAll(next); err != nil {
		return diskErr("clear old restore", err)
	}
	if err := os.MkdirAll(next, 0o700); err != nil {
		return diskErr("make restore folder", err)
	}
	if err := copySound(ctx, from, next); err != nil {
		return err
	}
	if err := copyTree(ctx, filepath.Join(from, backupLog), filepath.Join(next, backupLog)); err != nil {
		return diskErr("copy custody log", err)
	}
	pool := filepath.Join(filepath.Dir(from), evidencePool)
	if _, err := os.Stat(pool); err == nil {
		if err := copyTree(ctx, pool, filepath.Join(dir, "vault")); err != nil {
			return diskErr("copy evidence", err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, restoreDone), []byte(domain.NewID(domain.SystemNow())), 0o600); err != nil {
		return diskErr("mark restore ready", err)
	}
	return finishRestore(dir)
}

// copySound copies a backup's book and checks the copy. A book that was put aside
// after a crash brings its journal; the copy is whole without one.
func copySound(ctx context.Context, from, to string) error {
	book, fresh := filepath.Join(from, backupBook), filepath.Join(to, backupBook)
	if err := copyFile(ctx, book, fresh); err != nil {
		return diskErr("copy book", err)
	}
	if st, err := os.Stat(book + "-wal"); err == nil && st.Size() > 0 {
		if err := copyFile(ctx, book+"-wal", fresh+"-wal"); err != nil {
			return diskErr("copy journal", err)
		}
		if err := store.FoldJournal(ctx, fresh); err != nil {
			return fmt.Errorf("check backup: %w", err)
		}
	}
	if err := store.CheckFile(ctx, fresh); err != nil {
		return fmt.Errorf("check backup: %w", err)
	}
	return nil
}

// newestBackup returns from itself when it is a backup, else the newest backup
// below it: `restore DIR` takes what `backup DIR` was given.
func newestBackup(from string) (string, error) {
	if isBackup(from) {
		return from, nil
	}
	list, err := readBackups(from)
	if err != nil {
		return "", err
	}
	for _, b := range list {
		if b.OK {
			return b.Path, nil
		}
	}
	return "", domain.E(domain.CodeNotFound, nil, "item", filepath.Base(from))
}

func isBackup(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, backupBook))
	return err == nil
}

// finishRestore swaps a prepared restore in. The custody log of the replaced
// book is kept with it, never merged: two histories are not one.
func finishRestore(dir string) error {
	mark := filepath.Join(dir, restoreDone)
	name, err := os.ReadFile(mark)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read restore mark: %w", err)
	}
	old := filepath.Join(dir, "replaced-"+string(name))
	if err := os.MkdirAll(old, 0o700); err != nil {
		return diskErr("make folder for the old book", err)
	}
	next := filepath.Join(dir, restoreNext)
	for _, part := range []string{backupBook, backupLog} {
		fresh, current := filepath.Join(next, part), filepath.Join(dir, part)
		if _, err := os.Stat(fresh); errors.Is(err, fs.ErrNotExist) {
			continue // swapped before a crash
		}
		if err := moveIfThere(current, filepath.Join(old, part)); err != nil {
			return err
		}
		if part == backupBook {
			for _, tail := range []string{"-wal", "-shm"} {
				if err := moveIfThere(current+tail, filepath.Join(old, part+tail)); err != nil {
					return err
				}
			}
		}
		if err := os.Rename(fresh, current); err != nil {
			return diskErr("swap in "+part, err)
		}
	}
	if err := os.RemoveAll(next); err != nil {
		return diskErr("clear restore", err)
	}
	return os.Remove(mark)
}

// bookIsThere refuses a folder whose book is gone or empty while it has a backup:
// going on would put an empty book in place of a lost one. Code: corrupt.
func bookIsThere(ctx context.Context, dir string) error {
	if info, err := os.Stat(filepath.Join(dir, backupBook)); err == nil && info.Size() > 0 {
		return nil
	}
	list, err := listBackups(ctx, dir)
	if err != nil {
		return err
	}
	for _, b := range list {
		if b.OK {
			return domain.E(domain.CodeCorrupt, errors.New("the book is gone"), "item", backupBook)
		}
	}
	return nil
}

func moveIfThere(from, to string) error {
	err := os.Rename(from, to)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return diskErr("move the old book aside", err)
	}
	return nil
}
