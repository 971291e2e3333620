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
	"slices"
	"strconv"
	"strings"
	"sync"

	"afterdesk/backend/domain"
)

const (
	partFolder = "parts"
	partSuffix = ".part"
	noteSuffix = ".note"
	maxNote    = 64 << 10
)

// Part is a blob that is still being written: a clip while it is recorded, an
// upload while it arrives. What Append acknowledged survives a crash; a crash can
// leave bytes of the piece after it, never a hole. A part is no evidence yet: it
// has no id, and Each does not show it. Its methods may be called concurrently.
type Part struct {
	v    *Vault
	name string
	mu   sync.Mutex
	f    *os.File // nil once sealed or dropped
	h    hash.Hash
	size int64
	seen int64 // size at the last look at the free space
}

// PartInfo is an unfinished part on the disk.
type PartInfo struct {
	Name    string
	Size    int64
	Note    []byte         // what Begin was given
	Changed domain.Instant // of the file system
}

// Begin starts a part. name is the caller's own, of lower-case letters, digits and
// "-", at most 64; note (at most 64 KiB) is kept beside the bytes for whoever finds
// them after a crash. Codes: invalid (field name, note), conflict where the name is
// taken, unavailable as for Put.
func (v *Vault) Begin(name string, note []byte) (*Part, error) {
	if err := checkPart(name); err != nil {
		return nil, err
	}
	if len(note) > maxNote {
		return nil, domain.E(domain.CodeInvalid, errors.New("note is too long"), "field", "note")
	}
	if err := v.checkReserve(0); err != nil {
		return nil, err
	}
	dir := v.path(partFolder)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, DiskError("create folder", err)
	}
	f, err := os.OpenFile(v.path(partFolder, name+partSuffix), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, domain.E(domain.CodeConflict, errors.New("part exists"), "field", "name")
	}
	if err != nil {
		return nil, DiskError("create part", err)
	}
	err = writeSynced(v.path(partFolder, name+noteSuffix), note)
	if err == nil {
		err = syncDir(dir)
	}
	if err != nil {
		_ = f.Close()
		_ = os.Remove(f.Name())
		return nil, DiskError("create part", err)
	}
	return &Part{v: v, name: name, f: f, h: sha256.New()}, nil
}

// Resume opens a part that an earlier run left. Codes: invalid, not_found,
// unavailable. The caller sees to it that nobody else has the part open.
func (v *Vault) Resume(ctx context.Context, name string) (*Part, error) {
	if err := checkPart(name); err != nil {
		return nil, err
	}
	path := v.path(partFolder, name+partSuffix)
	_ = os.Chmod(path, 0o600) // a crash in Seal leaves it read-only
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, domain.E(domain.CodeNotFound, fmt.Errorf("resume part: %w", fs.ErrNotExist), "item", name)
	}
	if err != nil {
		return nil, DiskError("resume part", err)
	}
	p := &Part{v: v, name: name, f: f, h: sha256.New()}
	if err = hashAll(ctx, p.h, f); err == nil {
		p.size, err = f.Seek(0, io.SeekEnd)
	}
	if err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("resume part: %w", err)
	}
	return p, nil
}

// Parts lists what was begun and neither sealed nor dropped, by name.
func (v *Vault) Parts() ([]PartInfo, error) {
	entries, err := os.ReadDir(v.path(partFolder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, DiskError("list parts", err)
	}
	var out []PartInfo
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), partSuffix)
		if !ok || checkPart(name) != nil || !e.Type().IsRegular() {
			continue
		}
		st, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, DiskError("list parts", err)
		}
		note, err := os.ReadFile(v.path(partFolder, name+noteSuffix))
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // a crash between the two files leaves no note
			return nil, DiskError("read note", err)
		}
		out = append(out, PartInfo{Name: name, Size: st.Size(), Note: note, Changed: domain.InstantOf(st.ModTime())})
	}
	slices.SortFunc(out, func(a, b PartInfo) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// Name returns the name given to Begin.
func (p *Part) Name() string { return p.name }

// Size returns how many bytes the part has.
func (p *Part) Size() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.size
}

// ID returns the id of the blob that Seal would make of the bytes as they are.
func (p *Part) ID() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return idPrefix + hex.EncodeToString(p.h.Sum(nil))
}

// Append adds bytes and returns the new size once they are on the disk. at is the
// size the sender believes in, so that a piece whose answer was lost is never
// written twice. Codes: conflict (param size) where it is another, and where the
// part is sealed or dropped; unavailable as for Put, after which the part is what
// it was before.
func (p *Part) Append(at int64, b []byte) (int64, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.f == nil {
		return 0, errEnded
	}
	if at != p.size {
		return p.size, domain.E(domain.CodeConflict, errors.New("part has another size"), "field", "at", "size", strconv.FormatInt(p.size, 10))
	}
	if p.size == 0 || p.size+int64(len(b))-p.seen >= recheckFreeAt {
		if err := p.v.checkReserve(int64(len(b))); err != nil {
			return p.size, err
		}
		p.seen = p.size
	}
	_, err := p.f.WriteAt(b, p.size)
	if err == nil {
		err = p.f.Sync()
	}
	if err != nil {
		_ = p.f.Truncate(p.size) // what was half written is not acknowledged
		return p.size, DiskError("write part", err)
	}
	p.h.Write(b)
	p.size += int64(len(b))
	return p.size, nil
}

var errEnded = domain.E(domain.CodeConflict, errors.New("part is ended"), "reason", "ended")

// Seal makes the part a blob and removes it. An empty part is invalid (field
// size). If it fails the part can be sealed again.
func (p *Part) Seal(ctx context.Context) (Blob, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.f == nil {
		return Blob{}, errEnded
	}
	if p.size == 0 {
		return Blob{}, domain.E(domain.CodeInvalid, errors.New("part is empty"), "field", "size")
	}
	b := Blob{ID: idPrefix + hex.EncodeToString(p.h.Sum(nil)), Size: p.size}
	path := p.f.Name()
	if err := p.f.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return Blob{}, DiskError("close part", err)
	}
	err := DiskError("protect blob", os.Chmod(path, 0o400))
	if err == nil {
		b.Known, err = p.v.place(ctx, path, b)
	}
	if err != nil {
		return Blob{}, err
	}
	p.f = nil
	return b, p.v.removePart(p.name)
}

// Drop removes a part and its bytes.
func (p *Part) Drop() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.f == nil {
		return errEnded
	}
	_ = p.f.Close()
	p.f = nil
	return p.v.removePart(p.name)
}

// Close lets go of a part and keeps it on the disk for Resume.
func (p *Part) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.f == nil {
		return nil
	}
	f := p.f
	p.f = nil
	return DiskError("close part", f.Close())
}

func (v *Vault) removePart(name string) error {
	for _, suffix := range []string{partSuffix, noteSuffix} { // the note last: without it a part says nothing
		path := v.path(partFolder, name+suffix)
		_ = os.Chmod(path, 0o600) // Windows removes no read-only file
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return DiskError("remove part", err)
		}
	}
	return DiskError("sync folder", syncDir(v.path(partFolder)))
}

func writeSynced(path string, b []byte) error {
	f, err := os.OpenFile(filepath.Clean(path), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}

func checkPart(name string) error {
	ok := name != "" && len(name) <= 64
	for _, c := range []byte(name) {
		ok = ok && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')
	}
	if !ok {
		return domain.E(domain.CodeInvalid, errors.New("not a part's name"), "field", "name")
	}
	return nil
}
