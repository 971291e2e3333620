package custody

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// BackupTo copies the log to dir as of now. The key is copied too: without it the
// copy could be checked but not continued.
func (l *Log) BackupTo(ctx context.Context, dir string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fileError("back up log", err)
	}
	for _, name := range []string{recordsFile, hashesFile, indexFile, "head.0", "head.1", pubFile, keyFile} {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("back up log: %w", err)
		}
		if err := copyFile(filepath.Join(l.dir, name), filepath.Join(dir, name)); err != nil {
			if errors.Is(err, fs.ErrNotExist) && name == keyFile {
				continue
			}
			return fileError("back up log", err)
		}
	}
	return l.backupStamps(ctx, dir)
}

// backupStamps copies the tokens' files.
func (l *Log) backupStamps(ctx context.Context, dir string) error {
	from, to := filepath.Join(l.dir, stampFolder), filepath.Join(dir, stampFolder)
	list, err := os.ReadDir(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = os.MkdirAll(to, 0o700)
	}
	for _, e := range list {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil && e.Type().IsRegular() {
			err = copyFile(filepath.Join(from, e.Name()), filepath.Join(to, e.Name()))
		}
	}
	if err != nil {
		return fileError("back up tokens", err)
	}
	return nil
}

func copyFile(from, to string) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	if err == nil {
		err = dst.Sync()
	}
	if cerr := dst.Close(); err == nil {
		err = cerr
	}
	return err
}
