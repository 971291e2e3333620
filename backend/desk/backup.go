package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

// A backup is a folder with these parts. Evidence is copied by hash into one
// pool beside the backups when they lie outside the data folder; inside it a
// second copy of the same disk would protect nothing.
const (
	backupBook   = "afterdesk.db"
	backupLog    = "custody"
	backupCard   = "backup.json"
	evidencePool = "evidence"
)

// Backup makes a copy of the book, checks it and opens it once as a restore
// would (the drill). Only a copy that passed is kept and shown (DK-03).
func (d *Desk) Backup(ctx context.Context, reason string) (domain.Backup, error) {
	root := d.backupRoot()
	b, err := d.backupInto(ctx, root, reason, !within(d.Dir, root))
	if err != nil {
		return b, err
	}
	return b, d.pruneBackups(ctx, root)
}

// BackupTo makes a full backup, evidence included, below dir.
func (d *Desk) BackupTo(ctx context.Context, dir string) (domain.Backup, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return domain.Backup{}, domain.E(domain.CodeInvalid, err, "field", "folder")
	}
	return d.backupInto(ctx, abs, "manual", true)
}

func (d *Desk) backupRoot() string { return backupRoot(d.Dir, d.Settings()) }

func backupRoot(dir string, s domain.Settings) string {
	if s.BackupFolder != "" {
		return s.BackupFolder
	}
	return filepath.Join(dir, "backups")
}

func within(dir, path string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

func (d *Desk) backupInto(ctx context.Context, root, reason string, withEvidence bool) (_ domain.Backup, err error) {
	now := d.Now()
	id, err := nextBackupID(root, now, reason)
	if err != nil {
		return domain.Backup{}, err
	}
	dir := filepath.Join(root, id)
	tmp := dir + ".part"
	if err := os.MkdirAll(tmp, 0o700); err != nil {
		return domain.Backup{}, domain.E(domain.CodeUnavailable, fmt.Errorf("make backup folder: %w", err), "reason", "folder_not_writable", "folder", root)
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(tmp)
		}
	}()
	if err := d.Store.BackupTo(ctx, filepath.Join(tmp, backupBook)); err != nil {
		return domain.Backup{}, diskErr("copy book", err)
	}
	if err := copyTree(ctx, filepath.Join(d.Dir, "custody"), filepath.Join(tmp, backupLog)); err != nil {
		return domain.Backup{}, diskErr("copy custody log", err)
	}
	if withEvidence {
		if err := copyTree(ctx, filepath.Join(d.Dir, "vault"), filepath.Join(root, evidencePool)); err != nil {
			return domain.Backup{}, diskErr("copy evidence", err)
		}
	}
	b := domain.Backup{ID: id, Path: dir, At: now, Reason: reason, External: withEvidence}
	if err := drill(ctx, tmp, &b, d.Now); err != nil {
		return b, err
	}
	if err := writeCard(tmp, b); err != nil {
		return b, err
	}
	if err := os.Rename(tmp, dir); err != nil {
		return b, diskErr("keep backup", err)
	}
	return b, nil
}

const backupTime = "20060102-150405.000"

// nextBackupID names a backup made now. Names ascend even when the clock was set
// back, so that "newest" stays the one made last and pruning never takes it.
func nextBackupID(root string, now domain.Instant, reason string) (string, error) {
	list, err := readBackups(root)
	if err != nil {
		return "", err
	}
	at := now.Time().UTC()
	if len(list) > 0 {
		id := list[0].ID
		if last, perr := time.Parse(backupTime, id[:min(len(id), len(backupTime))]); perr == nil && !last.Before(at.Truncate(time.Millisecond)) {
			at = last.Add(time.Millisecond)
		}
	}
	return at.Format(backupTime) + "-" + reason, nil
}

// drill proves that a backup can be restored: the integrity check on the closed
// file, then a real open on a throw-away copy, counting what is inside.
func drill(ctx context.Context, dir string, b *domain.Backup, now domain.Now) error {
	start := time.Now()
	book := filepath.Join(dir, backupBook)
	if err := store.CheckFile(ctx, book); err != nil {
		return fmt.Errorf("check backup: %w", err)
	}
	scratch, err := os.MkdirTemp(dir, "drill-")
	if err != nil {
		return diskErr("make drill folder", err)
	}
	defer os.RemoveAll(scratch)
	if err := copyFile(ctx, book, filepath.Join(scratch, backupBook)); err != nil {
		return diskErr("copy for drill", err)
	}
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(scratch, backupBook), Now: now})
	if err != nil {
		return fmt.Errorf("open in drill: %w", err)
	}
	counts, err := s.Counts(ctx)
	if cerr := s.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fmt.Errorf("count in drill: %w", err)
	}
	b.Orders, b.Cases, b.Evidence = counts["orders"], counts["after_sales"], counts["evidence"]
	b.OK, b.CheckAt, b.DrillMs = true, now(), time.Since(start).Milliseconds()
	b.Bytes, _ = folderBytes(dir)
	return nil
}

func writeCard(dir string, b domain.Backup) error {
	raw, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return fmt.Errorf("encode backup card: %w", err)
	}
	return diskErr("write backup card", os.WriteFile(filepath.Join(dir, backupCard), raw, 0o600))
}

// Backups lists the backups, newest first.
func (d *Desk) Backups(ctx context.Context) ([]domain.Backup, error) {
	return readBackups(d.backupRoot())
}

// listBackups lists what can be restored into a folder that could not be opened,
// newest first. Its settings cannot be read, so the ordinary place is looked at
// and the one that backupPointer names.
func listBackups(_ context.Context, dir string) ([]domain.Backup, error) {
	out := []domain.Backup{}
	for _, root := range knownBackupRoots(dir) {
		list, err := readBackups(root)
		if err != nil {
			continue // a disk that is not plugged in hides nothing of the other
		}
		out = append(out, list...)
	}
	slices.SortFunc(out, func(a, b domain.Backup) int { return strings.Compare(b.ID, a.ID) })
	return out, nil
}

// backupPointer is a file that names the backup folder of the settings, for the
// day on which the settings cannot be read.
const backupPointer = "backup-folder.txt"

func knownBackupRoots(dir string) []string {
	roots := []string{filepath.Join(dir, "backups")}
	if raw, err := os.ReadFile(filepath.Join(dir, backupPointer)); err == nil {
		if other := strings.TrimSpace(string(raw)); filepath.IsAbs(other) {
			roots = append(roots, other)
		}
	}
	return roots
}

// pointAtBackups keeps backupPointer in step with the settings.
func pointAtBackups(dir, folder string) error {
	path := filepath.Join(dir, backupPointer)
	if folder == "" {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return diskErr("forget the backup folder", err)
		}
		return nil
	}
	return diskErr("note the backup folder", os.WriteFile(path, []byte(folder+"\n"), 0o600))
}

func readBackups(root string) ([]domain.Backup, error) {
	entries, err := os.ReadDir(root)
	if errors.Is(err, fs.ErrNotExist) {
		return []domain.Backup{}, nil
	}
	if err != nil {
		return nil, domain.E(domain.CodeUnavailable, fmt.Errorf("list backups: %w", err), "folder", root)
	}
	out := []domain.Backup{}
	for _, e := range entries {
		if b, err := readCard(filepath.Join(root, e.Name())); err == nil {
			out = append(out, b)
		}
	}
	slices.SortFunc(out, func(a, b domain.Backup) int { return strings.Compare(b.ID, a.ID) })
	return out, nil
}

func readCard(dir string) (b domain.Backup, err error) {
	raw, err := os.ReadFile(filepath.Join(dir, backupCard))
	if err != nil {
		return b, err
	}
	if err := json.Unmarshal(raw, &b); err != nil {
		return b, err
	}
	b.Path, b.ID = dir, filepath.Base(dir) // the folder may have been moved
	return b, nil
}

// pruneBackups keeps the newest BackupKeep daily backups; copies that a person
// or a restore asked for are kept until a person removes them.
func (d *Desk) pruneBackups(_ context.Context, root string) error {
	list, err := readBackups(root)
	if err != nil {
		return err
	}
	var kept int64
	for _, b := range list {
		if b.Reason != "daily" {
			continue
		}
		if kept++; kept > d.Settings().BackupKeep {
			if err := os.RemoveAll(b.Path); err != nil {
				return diskErr("remove old backup", err)
			}
		}
	}
	return nil
}

// VerifyBackup checks a backup again and runs its drill.
func (d *Desk) VerifyBackup(ctx context.Context, id string) (domain.Backup, error) {
	dir, err := d.backupDir(id)
	if err != nil {
		return domain.Backup{}, err
	}
	b, err := readCard(dir)
	if err != nil {
		return b, domain.E(domain.CodeCorrupt, err, "item", id)
	}
	b.OK = false
	derr := drill(ctx, dir, &b, d.Now)
	if err := writeCard(dir, b); err != nil {
		return b, err
	}
	return b, derr
}

func (d *Desk) backupDir(id string) (string, error) {
	if id == "" || id != filepath.Base(id) || strings.HasPrefix(id, ".") {
		return "", domain.E(domain.CodeInvalid, nil, "field", "backup")
	}
	return filepath.Join(d.backupRoot(), id), nil
}

// lastBackup returns when the newest backup that passed its drill was made; 0 =
// there is none.
func (d *Desk) lastBackup() domain.Instant {
	list, err := readBackups(d.backupRoot())
	if err != nil {
		return 0
	}
	for _, b := range list {
		if b.OK {
			return b.At
		}
	}
	return 0
}

// copyTree copies the files below from that to does not have yet. Names in the
// vault are hashes and the log only grows, so size tells whether a file is new.
func copyTree(ctx context.Context, from, to string) error {
	return filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		if e.IsDir() {
			return os.MkdirAll(target, 0o700)
		}
		if !e.Type().IsRegular() {
			return nil
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		if have, err := os.Stat(target); err == nil && have.Size() == info.Size() {
			return nil
		}
		return copyFile(ctx, path, target)
	})
}

func copyFile(ctx context.Context, from, to string) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	tmp := to + ".part"
	out, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err == nil {
		err = out.Sync()
	}
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		_ = os.Remove(tmp)
		return err
	}
	return os.Rename(tmp, to)
}
