package vault

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"afterdesk/backend/domain"
)

const (
	idPrefix      = "sha256-"
	tempFolder    = "tmp"
	badFolder     = "quarantine"
	copyBytes     = 256 << 10
	recheckFreeAt = 64 << 20 // bytes between two looks at the free space
)

// Options tune a vault. The zero value keeps no reserve.
type Options struct {
	Reserve func() int64                    // bytes to leave free on the volume; nil = 0
	Free    func(dir string) (int64, error) // free bytes of the volume; nil asks the system
}

// Blob is what Put stored.
type Blob struct {
	ID    string // "sha256-" + 64 hex
	Size  int64
	Known bool // the bytes were here before
}

// Vault is an open evidence folder. Its methods may be called concurrently.
type Vault struct {
	dir  string
	o    Options
	last sync.Mutex // placing a blob: the look and the rename are one step
}

// Open opens or creates the vault in dir and removes unfinished writes.
// Codes: unavailable (reason read_only, disk_full) and internal.
func Open(dir string, o Options) (*Vault, error) {
	if o.Free == nil {
		o.Free = freeBytes
	}
	if o.Reserve == nil {
		o.Reserve = func() int64 { return 0 }
	}
	v := &Vault{dir: dir, o: o}
	if err := os.MkdirAll(v.path(tempFolder), 0o700); err != nil {
		return nil, DiskError("create vault", err)
	}
	stale, err := os.ReadDir(v.path(tempFolder))
	if err != nil {
		return nil, DiskError("list unfinished writes", err)
	}
	for _, e := range stale {
		if err := os.Remove(v.path(tempFolder, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, DiskError("remove unfinished write", err)
		}
	}
	return v, nil
}

// View returns a vault for reading only: it creates and removes nothing, so that a
// backup or a folder that another process holds can be checked. Put must not be called.
func View(dir string) *Vault {
	return &Vault{dir: dir, o: Options{Reserve: func() int64 { return 0 }, Free: freeBytes}}
}

// Dir returns the vault's folder.
func (v *Vault) Dir() string { return v.dir }

func (v *Vault) path(parts ...string) string {
	return filepath.Join(append([]string{v.dir}, parts...)...)
}

// Path returns where the blob lies, relative to the vault's folder and with "/".
// Code: invalid for anything that is not an id.
func Path(id string) (string, error) {
	sum, ok := strings.CutPrefix(id, idPrefix)
	if !ok || !isHash(sum) {
		return "", domain.E(domain.CodeInvalid, errors.New("not an evidence id"), "field", "id")
	}
	return sum[:2] + "/" + sum[2:4] + "/" + sum, nil
}

func isHash(s string) bool {
	if len(s) != 2*sha256.Size {
		return false
	}
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// Put stores everything r has. limit is the largest size in bytes that is taken;
// 0 or less means no limit. When it returns without an error the bytes are on
// the disk under their hash. Codes: invalid (field size) past the limit,
// unavailable (reason disk_reserve, disk_full or read_only), and the reader's
// own error wrapped.
func (v *Vault) Put(ctx context.Context, r io.Reader, limit int64) (Blob, error) {
	if err := v.checkReserve(0); err != nil {
		return Blob{}, err
	}
	tmp, err := os.CreateTemp(v.path(tempFolder), "put-*")
	if errors.Is(err, fs.ErrNotExist) { // somebody tidied the folder away
		if err = os.MkdirAll(v.path(tempFolder), 0o700); err == nil {
			tmp, err = os.CreateTemp(v.path(tempFolder), "put-*")
		}
	}
	if err != nil {
		return Blob{}, DiskError("create blob", err)
	}
	blob, err := v.fill(ctx, tmp, r, limit)
	if err == nil {
		blob.Known, err = v.place(ctx, tmp.Name(), blob)
	}
	if err != nil || blob.Known {
		_ = os.Remove(tmp.Name())
	}
	return blob, err
}

// fill copies r into tmp, syncs and closes it.
func (v *Vault) fill(ctx context.Context, tmp *os.File, r io.Reader, limit int64) (Blob, error) {
	sum, size, err := v.copy(ctx, tmp, r, limit)
	if err == nil {
		err = DiskError("sync blob", tmp.Sync())
	}
	if cerr := tmp.Close(); err == nil {
		err = DiskError("close blob", cerr)
	}
	if err == nil {
		err = DiskError("protect blob", os.Chmod(tmp.Name(), 0o400))
	}
	if err != nil {
		return Blob{}, err
	}
	return Blob{ID: idPrefix + hex.EncodeToString(sum), Size: size}, nil
}

func (v *Vault) copy(ctx context.Context, w io.Writer, r io.Reader, limit int64) ([]byte, int64, error) {
	h := sha256.New()
	buf := make([]byte, copyBytes)
	var size, looked int64
	for {
		if err := ctx.Err(); err != nil {
			return nil, 0, fmt.Errorf("put blob: %w", err)
		}
		n, rerr := r.Read(buf)
		size += int64(n)
		if limit > 0 && size > limit {
			return nil, 0, domain.E(domain.CodeInvalid, errors.New("file is larger than allowed"),
				"field", "size", "limit", strconv.FormatInt(limit, 10))
		}
		h.Write(buf[:n])
		if _, err := w.Write(buf[:n]); err != nil {
			return nil, 0, DiskError("write blob", err)
		}
		if size-looked >= recheckFreeAt {
			looked = size
			if err := v.checkReserve(0); err != nil {
				return nil, 0, err
			}
		}
		if rerr == io.EOF {
			return h.Sum(nil), size, nil
		}
		if rerr != nil {
			return nil, 0, fmt.Errorf("read offered file: %w", rerr)
		}
	}
}

// place moves a finished temp file to its name unless the blob is there already.
func (v *Vault) place(ctx context.Context, tmp string, b Blob) (known bool, err error) {
	rel, err := Path(b.ID)
	if err != nil {
		return false, err
	}
	dst := v.path(filepath.FromSlash(rel))
	v.last.Lock()
	defer v.last.Unlock()
	if _, err := os.Lstat(dst); err == nil {
		verr := v.Verify(ctx, b.ID)
		if verr == nil {
			return true, nil
		}
		if domain.CodeOf(verr) != domain.CodeCorrupt {
			return false, verr
		}
		if err := v.setAside(dst); err != nil {
			return false, err
		}
	}
	if err := v.makeFolders(rel); err != nil {
		return false, err
	}
	if err := moveFile(tmp, dst); err != nil {
		return false, DiskError("place blob", err)
	}
	return false, DiskError("sync folder", syncDir(filepath.Dir(dst)))
}

// makeFolders creates ab/cd and syncs each parent that got a new entry.
func (v *Vault) makeFolders(rel string) error {
	parts := strings.Split(rel, "/")
	parent := v.dir
	for _, p := range parts[:2] {
		dir := filepath.Join(parent, p)
		err := os.Mkdir(dir, 0o700)
		if err == nil {
			err = syncDir(parent)
		}
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return DiskError("create folder", err)
		}
		parent = dir
	}
	return nil
}

// setAside moves a damaged blob to the quarantine under a fresh name.
func (v *Vault) setAside(path string) error {
	if err := os.MkdirAll(v.path(badFolder), 0o700); err != nil {
		return DiskError("create quarantine", err)
	}
	for i := 1; ; i++ {
		to := v.path(badFolder, filepath.Base(path)+"."+strconv.Itoa(i))
		if _, err := os.Lstat(to); err == nil {
			continue
		}
		if err := moveFile(path, to); err != nil {
			return DiskError("set damaged blob aside", err)
		}
		return DiskError("sync folder", syncDir(v.path(badFolder)))
	}
}

func (v *Vault) checkReserve(extra int64) error {
	reserve := v.o.Reserve()
	if reserve <= 0 && extra <= 0 {
		return nil
	}
	free, err := v.o.Free(v.dir)
	if err == nil && free-extra < reserve { // a volume that cannot tell its free space is not a full one
		return domain.E(domain.CodeUnavailable, errors.New("disk reserve reached"), "reason", "disk_reserve",
			"free", strconv.FormatInt(free, 10), "reserve", strconv.FormatInt(reserve, 10))
	}
	return nil
}

// Room reports whether extra bytes can be written without touching the reserve:
// nil, or unavailable with reason disk_reserve. For callers that write beside
// the vault on the same volume, such as packs.
func (v *Vault) Room(extra int64) error { return v.checkReserve(extra) }

// Open opens a blob for reading and returns its size. Codes: invalid for a bad
// id, not_found, unavailable.
func (v *Vault) Open(_ context.Context, id string) (*os.File, int64, error) {
	rel, err := Path(id)
	if err != nil {
		return nil, 0, err
	}
	f, err := os.Open(v.path(filepath.FromSlash(rel)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, domain.E(domain.CodeNotFound, fmt.Errorf("open blob: %w", fs.ErrNotExist), "item", id)
	}
	if err != nil {
		return nil, 0, DiskError("open blob", err)
	}
	st, err := f.Stat()
	if err == nil && !st.Mode().IsRegular() {
		err = errors.New("not a regular file")
	}
	if err != nil {
		_ = f.Close()
		return nil, 0, domain.E(domain.CodeCorrupt, fmt.Errorf("open blob: %w", err), "item", id)
	}
	return f, st.Size(), nil
}

// Verify reads a blob and compares it with its id. Codes: corrupt (item names
// the blob) when the bytes differ or cannot be read, not_found, invalid.
func (v *Vault) Verify(ctx context.Context, id string) error {
	f, _, err := v.Open(ctx, id)
	if err != nil {
		return err
	}
	defer f.Close()
	h := sha256.New()
	if err := hashAll(ctx, h, f); err != nil {
		if ctx.Err() != nil {
			return err
		}
		return domain.E(domain.CodeCorrupt, fmt.Errorf("read blob: %w", err), "item", id)
	}
	if idPrefix+hex.EncodeToString(h.Sum(nil)) != id {
		return domain.E(domain.CodeCorrupt, errors.New("blob is not what was stored"), "item", id)
	}
	return nil
}

func hashAll(ctx context.Context, h hash.Hash, r io.Reader) error {
	buf := make([]byte, copyBytes)
	for {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("verify blob: %w", err)
		}
		n, err := r.Read(buf)
		h.Write(buf[:n])
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// Each calls fn for every blob in the order of their ids and stops at fn's first
// error. A file in the tree that is not named like a blob of its folder is
// corrupt, and named.
func (v *Vault) Each(ctx context.Context, fn func(id string, size int64) error) error {
	outer, err := v.subfolders(v.dir)
	if err != nil {
		return err
	}
	for _, a := range outer {
		inner, err := v.subfolders(v.path(a))
		if err != nil {
			return err
		}
		for _, b := range inner {
			if err := v.eachIn(ctx, a, b, fn); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *Vault) eachIn(ctx context.Context, a, b string, fn func(id string, size int64) error) error {
	entries, err := os.ReadDir(v.path(a, b))
	if err != nil {
		return DiskError("list blobs", err)
	}
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("list blobs: %w", err)
		}
		name := e.Name()
		if !isHash(name) || name[:2] != a || name[2:4] != b || !e.Type().IsRegular() {
			return domain.E(domain.CodeCorrupt, errors.New("foreign file in the vault"), "item", a+"/"+b+"/"+name)
		}
		st, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return DiskError("list blobs", err)
		}
		if err := fn(idPrefix+name, st.Size()); err != nil {
			return err
		}
	}
	return nil
}

// subfolders lists the two-digit folders of dir in order.
func (v *Vault) subfolders(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, DiskError("list vault", err)
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() && len(e.Name()) == 2 && strings.Trim(e.Name(), "0123456789abcdef") == "" {
			out = append(out, e.Name())
		}
	}
	return out, nil
}

// Place renames a finished and synced file to its name, replacing what is there, and
// makes the new name durable. For files beside the vault, such as packs.
func Place(from, to string) error {
	if err := replaceFile(from, to); err != nil {
		return DiskError("place file", err)
	}
	return DiskError("sync folder", syncDir(filepath.Dir(to)))
}

// DiskError gives an error of the file system its code: unavailable with reason
// disk_full, read_only or disk_error. nil stays nil.
func DiskError(verb string, err error) error {
	switch {
	case err == nil:
		return nil
	case isFull(err):
		return domain.E(domain.CodeUnavailable, fmt.Errorf("%s: %w", verb, err), "reason", "disk_full")
	case isReadOnly(err):
		return domain.E(domain.CodeUnavailable, fmt.Errorf("%s: %w", verb, err), "reason", "read_only")
	}
	return domain.E(domain.CodeUnavailable, fmt.Errorf("%s: %w", verb, err), "reason", "disk_error")
}
