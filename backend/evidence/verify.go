package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"afterdesk/backend/domain"
)

// What a VerifyProblem says of its item.
const (
	whatMissing    = "missing"
	whatChanged    = "changed"
	whatExtra      = "extra"
	whatGap        = "gap"
	whatUnreadable = "unreadable"
)

// maxProblems bounds a report: a pack of the wrong case does not need a line a file.
const maxProblems = 500

// report collects what a verification finds.
type report struct{ domain.VerifyReport }

func newReport(kind string) *report {
	return &report{domain.VerifyReport{Kind: kind, Damaged: []domain.VerifyProblem{}}}
}

func (r *report) bad(item, what string) {
	if len(r.Damaged) >= maxProblems {
		return
	}
	for _, p := range r.Damaged {
		if p.Item == item && p.What == what {
			return
		}
	}
	r.Damaged = append(r.Damaged, domain.VerifyProblem{Item: item, What: what})
}

func (r *report) done() domain.VerifyReport {
	r.OK = len(r.Damaged) == 0
	return r.VerifyReport
}

// Verify checks what lies at path: a pack's ZIP, an unpacked pack, a data folder
// or its backup (log and files; for this house's own folder the rows too), or a single
// file (is it in the vault, and is the stored copy whole?). It reads only path itself
// and, for a single file, this house's vault. A damaged item is in the report, not
// an error. Codes: not_found, invalid (field path) for a file that cannot be checked
// (reason zip_bomb or path for a ZIP that is refused), unavailable.
func (d *Desk) Verify(ctx context.Context, path string) (domain.VerifyReport, error) {
	st, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return domain.VerifyReport{}, domain.E(domain.CodeNotFound, errors.New("nothing at this path"), "field", "path")
	}
	if err != nil {
		return domain.VerifyReport{}, domain.E(domain.CodeInvalid, errors.New("path cannot be read"), "field", "path")
	}
	if st.IsDir() {
		if mine, err := os.Stat(filepath.Dir(d.d.Vault.Dir())); err == nil && os.SameFile(mine, st) {
			return d.VerifyAll(ctx, true)
		}
		if isDataFolder(path) {
			return verifyData(ctx, path)
		}
		return verifyFolder(ctx, path)
	}
	if !st.Mode().IsRegular() {
		return domain.VerifyReport{}, domain.E(domain.CodeInvalid, errors.New("not a regular file"), "field", "path")
	}
	f, err := os.Open(path)
	if err != nil {
		return domain.VerifyReport{}, domain.E(domain.CodeInvalid, errors.New("file cannot be opened"), "field", "path")
	}
	defer discardClose(f)
	if isPackZip(f, st.Size(), path) {
		return verifyZip(ctx, f, st.Size(), filepath.Base(path))
	}
	return d.verifyFile(ctx, f, filepath.Base(path))
}

// isPackZip reports whether a file is to be checked as a pack: by its first bytes, its
// mark at the end, or, when both are damaged, its name.
func isPackZip(f io.ReaderAt, size int64, path string) bool {
	var head [4]byte
	if _, err := f.ReadAt(head[:], 0); err == nil && sniff(head[:]) == "application/zip" {
		return true
	}
	tail := make([]byte, len(zipMark))
	if _, err := f.ReadAt(tail, size-int64(len(tail))); err == nil && string(tail) == zipMark {
		return true
	}
	return strings.EqualFold(filepath.Ext(path), ".zip")
}

// verifyFile looks a single file up in the vault.
func (d *Desk) verifyFile(ctx context.Context, f io.Reader, name string) (domain.VerifyReport, error) {
	r := newReport("file")
	h := sha256.New()
	n, err := copyCtx(ctx, h, f)
	if err != nil {
		if ctx.Err() != nil {
			return domain.VerifyReport{}, err
		}
		r.bad(name, whatUnreadable)
		return r.done(), nil
	}
	r.Checked, r.Bytes = 1, n
	id := "sha256-" + hex.EncodeToString(h.Sum(nil))
	switch err := d.d.Vault.Verify(ctx, id); domain.CodeOf(err) {
	case "":
	case domain.CodeNotFound:
		r.bad(name, whatMissing) // these bytes were never taken in: changed, or another file
	case domain.CodeCorrupt:
		r.bad(id, whatChanged)
	default:
		return domain.VerifyReport{}, err
	}
	r.Head = d.d.Custody.Head().Root
	return r.done(), nil
}

// verifyFolder checks an unpacked pack.
func verifyFolder(ctx context.Context, root string) (domain.VerifyReport, error) {
	b := bagReader{open: func(name string) (io.ReadCloser, int64, error) { return openLocal(root, name) }}
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return domain.E(domain.CodeUnavailable, fmt.Errorf("list pack: %w", err), "reason", "disk_error")
		}
		if ctx.Err() != nil {
			return fmt.Errorf("list pack: %w", ctx.Err())
		}
		if e.IsDir() {
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return domain.E(domain.CodeInternal, fmt.Errorf("list pack: %w", err))
		}
		b.names = append(b.names, filepath.ToSlash(rel))
		if len(b.names) > maxZipFiles {
			return domain.E(domain.CodeInvalid, errors.New("too many files for a pack"), "field", "path", "reason", "not_a_pack")
		}
		return nil
	})
	if err != nil {
		return domain.VerifyReport{}, err
	}
	sort.Strings(b.names)
	if !b.has(bagFile) && !b.has(manifestFile) && !b.has(tagsFile) {
		return domain.VerifyReport{}, domain.E(domain.CodeInvalid, errors.New("not an unpacked pack"), "field", "path", "reason", "not_a_pack")
	}
	r := newReport("pack")
	if err := b.verify(ctx, r); err != nil {
		return domain.VerifyReport{}, err
	}
	return r.done(), nil
}

// openLocal opens a file of an unpacked pack; links out of it are not followed.
func openLocal(root, name string) (io.ReadCloser, int64, error) {
	path := filepath.Join(root, filepath.FromSlash(name))
	st, err := os.Lstat(path)
	if err != nil {
		return nil, 0, err
	}
	if !st.Mode().IsRegular() {
		return nil, 0, errors.New("not a regular file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	return f, st.Size(), nil
}

// VerifyAll checks this house's evidence: the whole custody log, every row against
// its record and its bytes, and every record against its row. With full the bytes are read
// and hashed, otherwise only their sizes are compared. Memory does not grow with the
// archive. Codes: unavailable; damage is in the report.
func (d *Desk) VerifyAll(ctx context.Context, full bool) (domain.VerifyReport, error) {
	r := newReport("folder")
	r.Head = d.d.Custody.Head().Root
	if err := d.d.Custody.Verify(ctx); err != nil {
		if domain.CodeOf(err) != domain.CodeCorrupt {
			return domain.VerifyReport{}, err
		}
		r.bad(domain.ParamOf(err, "item"), or(domain.ParamOf(err, "what"), whatChanged))
	}
	err := d.d.Store.EachEvidence(ctx, func(e domain.EvidenceItem) error {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("verify evidence: %w", err)
		}
		r.Checked++
		r.Bytes += e.Size
		return d.verifyRow(ctx, r, e, full)
	})
	if err != nil {
		return domain.VerifyReport{}, err
	}
	if err := d.verifyStrangers(ctx, r, full); err != nil {
		return domain.VerifyReport{}, err
	}
	return r.done(), nil
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// verifyRow compares one row with its bytes and its log record.
func (d *Desk) verifyRow(ctx context.Context, r *report, e domain.EvidenceItem, full bool) error {
	f, size, err := d.d.Vault.Open(ctx, e.ID)
	switch domain.CodeOf(err) {
	case "":
		_ = f.Close()
		if size != e.Size {
			r.bad(e.ID, whatChanged)
		} else if full {
			verr := d.d.Vault.Verify(ctx, e.ID)
			if domain.CodeOf(verr) == domain.CodeCorrupt {
				r.bad(e.ID, whatChanged)
			} else if verr != nil {
				return verr
			}
		}
	case domain.CodeNotFound:
		r.bad(e.ID, whatMissing)
	case domain.CodeCorrupt, domain.CodeInvalid:
		r.bad(e.ID, whatChanged)
	case domain.CodeUnavailable:
		r.bad(e.ID, whatUnreadable)
	default:
		return err
	}
	rec, err := d.d.Custody.Record(e.LogIndex)
	switch domain.CodeOf(err) {
	case "":
		if rec.Subject != e.ID || rec.Hash != e.LogHash {
			r.bad(e.ID+" row", whatChanged)
		}
	case domain.CodeNotFound:
		r.bad(fmt.Sprintf("custody record %d", e.LogIndex), whatGap)
	case domain.CodeCorrupt:
		r.bad(domain.ParamOf(err, "item"), or(domain.ParamOf(err, "what"), whatChanged))
	default:
		return err
	}
	return nil
}

// verifyStrangers names files that do not belong into the vault. Blobs that no row names
// are not damage: a crash between bytes and leaf leaves one, unacknowledged.
func (d *Desk) verifyStrangers(ctx context.Context, r *report, full bool) error {
	err := d.d.Vault.Each(ctx, func(string, int64) error { return nil })
	if domain.CodeOf(err) == domain.CodeCorrupt {
		r.bad(domain.ParamOf(err, "item"), whatExtra)
		err = nil
	}
	if err != nil || !full {
		return err
	}
	return d.verifyLeaves(ctx, r)
}
