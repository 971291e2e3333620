package secret

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"afterdesk/backend/domain"
)

// Kinds of home a Keeper reports.
const (
	KindKeychain   = "keychain"    // the operating system keeps the values
	KindSealedFile = "sealed_file" // a file keeps them; it is open now
	KindLocked     = "locked"      // a passphrase, or the keychain, is missing
)

// probeTime is how long a keychain may take to answer; a desktop that shows an
// unlock dialog behind every window must not hold up the start.
const probeTime = 4 * time.Second

// noteName is the file in the folder that says where its secrets live.
const noteName = "keeper.json"

// Options configures Open.
type Options struct {
	// Passphrase asks the person; create is true when a new file is made. nil
	// means nobody can be asked: the keeper stays locked.
	Passphrase func(ctx context.Context, create bool) (string, error)
	// FileOnly never tries the keychain (terminal, tests, a shared machine).
	FileOnly bool

	ring       ring // nil = the real keychain
	workFactor int  // scrypt, log2; 0 = age's default of 18
	probe      time.Duration
}

// note is the content of noteName. It holds no secret.
type note struct {
	ID   string `json:"id"` // keeps two data folders apart in one keychain
	Home string `json:"home"`
}

// home is where values lie.
type home interface {
	put(ctx context.Context, name string, value []byte) error
	get(ctx context.Context, name string) ([]byte, error)
	remove(ctx context.Context, name string) error
	kind() string
}

// Keeper stores small secret values by name. It is safe for concurrent use.
type Keeper struct {
	mu   sync.Mutex
	home home
}

// Open chooses the home of the secrets of folder dir, creating dir when it is
// missing. It never asks for a passphrase: the first Put or Get does. unavailable
// when the folder cannot be written, corrupt when its note is damaged.
func Open(dir string, o Options) (*Keeper, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, domain.E(domain.CodeUnavailable, fmt.Errorf("make secret folder: %w", err))
	}
	n, err := readNote(dir)
	if err != nil {
		return nil, err
	}
	if o.ring == nil {
		o.ring = systemRing{}
	}
	if o.probe == 0 {
		o.probe = probeTime
	}
	if n.Home == "" {
		n.ID, err = newFolderID()
		if err != nil {
			return nil, err
		}
		n.Home = KindSealedFile
		if !o.FileOnly && probe(o.ring, service(n.ID), o.probe) == nil {
			n.Home = KindKeychain
		}
		if err := writeNote(dir, n); err != nil {
			return nil, err
		}
	}
	if n.Home == KindKeychain {
		return &Keeper{home: &chain{ring: o.ring, service: service(n.ID), wait: o.probe}}, nil
	}
	return &Keeper{home: newSealed(dir, o)}, nil
}

// Kind says where values are kept now: KindKeychain, KindSealedFile or KindLocked.
func (k *Keeper) Kind() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.home.kind()
}

// Put stores value under name, replacing an older one as a whole. unauthorized
// when the passphrase is missing or wrong, unavailable when the home does not answer.
func (k *Keeper) Put(ctx context.Context, name string, value []byte) error {
	if err := checkName(name); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.home.put(ctx, name, value)
}

// Get returns the value of name. not_found when there is none; else as Put.
func (k *Keeper) Get(ctx context.Context, name string) ([]byte, error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.home.get(ctx, name)
}

// Remove deletes name. Removing what is not there is no error.
func (k *Keeper) Remove(ctx context.Context, name string) error {
	if err := checkName(name); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.home.remove(ctx, name)
}

// Unlock opens the sealed file with passphrase, creating it when it is missing.
// A keychain needs none. unauthorized when the passphrase is wrong.
func (k *Keeper) Unlock(ctx context.Context, passphrase string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if s, ok := k.home.(*sealed); ok {
		return s.unlockWith(ctx, passphrase)
	}
	return nil
}

// checkName keeps names printable and short: they become keychain entries.
func checkName(name string) error {
	if name == "" || len(name) > 120 {
		return domain.E(domain.CodeInvalid, errors.New("secret name"), "field", "name")
	}
	for _, c := range []byte(name) {
		ok := c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '/' || c == '_' || c == '-' || c == '.'
		if !ok {
			return domain.E(domain.CodeInvalid, errors.New("secret name"), "field", "name")
		}
	}
	return nil
}

// service is the keychain's service name of one data folder.
func service(id string) string { return "AfterDesk " + id }

func newFolderID() (string, error) {
	var b [6]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", domain.E(domain.CodeInternal, fmt.Errorf("make folder id: %w", err))
	}
	return hex.EncodeToString(b[:]), nil
}

func readNote(dir string) (note, error) {
	var n note
	b, err := os.ReadFile(filepath.Join(dir, noteName))
	if errors.Is(err, os.ErrNotExist) {
		return n, nil
	}
	if err != nil {
		return n, domain.E(domain.CodeUnavailable, fmt.Errorf("read keeper note: %w", err))
	}
	if json.Unmarshal(b, &n) != nil || n.ID == "" || (n.Home != KindKeychain && n.Home != KindSealedFile) {
		return n, domain.E(domain.CodeCorrupt, errors.New("read keeper note"), "item", noteName)
	}
	return n, nil
}

func writeNote(dir string, n note) error {
	b, err := json.Marshal(n)
	if err != nil {
		return domain.E(domain.CodeInternal, fmt.Errorf("encode keeper note: %w", err))
	}
	return writeFile(filepath.Join(dir, noteName), b)
}

// writeFile replaces path as a whole: temporary file beside it, fsync, rename.
func writeFile(path string, b []byte) error {
	fail := func(verb string, err error) error {
		return domain.E(domain.CodeUnavailable, fmt.Errorf("%s secret file: %w", verb, err))
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".secret-*")
	if err != nil {
		return fail("create", err)
	}
	defer os.Remove(f.Name())
	if _, err = f.Write(b); err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fail("write", err)
	}
	if err := os.Chmod(f.Name(), 0o600); err != nil {
		return fail("protect", err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fail("rename", err)
	}
	if d, err := os.Open(filepath.Dir(path)); err == nil {
		_ = d.Sync() // not every file system can sync a folder; the rename itself stands
		_ = d.Close()
	}
	return nil
}
