package secret

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"

	"afterdesk/backend/domain"
)

const (
	keyFile   = "secrets.key.age" // the key, sealed with the passphrase
	valueFile = "secrets.age"     // the values, sealed to the key
	maxSealed = 8 << 20           // a bigger file is not ours
	maxWork   = 22                // a damaged header must not ask for hours of scrypt
)

// sealed stores values in one age file. key is nil while it is locked.
type sealed struct {
	dir        string
	passphrase func(ctx context.Context, create bool) (string, error)
	workFactor int
	key        *age.X25519Identity
}

func newSealed(dir string, o Options) *sealed {
	return &sealed{dir: dir, passphrase: o.Passphrase, workFactor: o.workFactor}
}

func (s *sealed) kind() string {
	if s.key == nil {
		return KindLocked
	}
	return KindSealedFile
}

// errLocked says that a passphrase is needed; the window asks for it.
func errLocked(err error) error {
	return domain.E(domain.CodeUnauthorized, fmt.Errorf("open secret file: %w", err), "needs", "passphrase")
}

// unlock asks for the passphrase when the file is still locked.
func (s *sealed) unlock(ctx context.Context) error {
	if s.key != nil {
		return nil
	}
	if s.passphrase == nil {
		return errLocked(errors.New("nobody to ask"))
	}
	_, err := os.Stat(filepath.Join(s.dir, keyFile))
	word, err := s.passphrase(ctx, errors.Is(err, os.ErrNotExist))
	if err != nil {
		return errLocked(errors.New("no passphrase was given")) // the cause may quote what was typed
	}
	return s.unlockWith(ctx, word)
}

// unlockWith opens or creates the key file.
func (s *sealed) unlockWith(ctx context.Context, word string) error {
	if word == "" {
		return errLocked(errors.New("empty passphrase"))
	}
	if err := ctx.Err(); err != nil {
		return domain.E(domain.CodeUnavailable, fmt.Errorf("open secret file: %w", err))
	}
	path := filepath.Join(s.dir, keyFile)
	b, err := readCapped(path)
	if errors.Is(err, os.ErrNotExist) {
		return s.create(path, word)
	}
	if err != nil {
		return domain.E(domain.CodeUnavailable, fmt.Errorf("read secret key: %w", err))
	}
	id, err := age.NewScryptIdentity(word)
	if err != nil {
		return errLocked(errors.New("passphrase not usable"))
	}
	id.SetMaxWorkFactor(maxWork)
	plain, err := open(b, id)
	var noMatch *age.NoIdentityMatchError
	switch {
	case errors.As(err, &noMatch):
		return errLocked(errors.New("wrong passphrase"))
	case err != nil:
		return domain.E(domain.CodeCorrupt, errors.New("secret key does not open"), "item", keyFile)
	}
	key, err := age.ParseX25519Identity(strings.TrimSpace(string(plain)))
	if err != nil {
		return domain.E(domain.CodeCorrupt, errors.New("secret key is not a key"), "item", keyFile)
	}
	s.key = key
	return nil
}

func (s *sealed) create(path, word string) error {
	if _, err := os.Stat(filepath.Join(s.dir, valueFile)); err == nil {
		// A value file without its key can never be opened; making a new key would
		// hide that and let the next Put overwrite it.
		return domain.E(domain.CodeCorrupt, errors.New("secret key is missing"), "item", keyFile)
	}
	key, err := age.GenerateX25519Identity()
	if err != nil {
		return domain.E(domain.CodeInternal, fmt.Errorf("make secret key: %w", err))
	}
	to, err := age.NewScryptRecipient(word)
	if err != nil {
		return errLocked(errors.New("passphrase not usable"))
	}
	if s.workFactor > 0 {
		to.SetWorkFactor(s.workFactor)
	}
	b, err := seal([]byte(key.String()), to)
	if err != nil {
		return err
	}
	if err := writeFile(path, b); err != nil {
		return err
	}
	s.key = key
	return nil
}

func (s *sealed) load() (map[string][]byte, error) {
	b, err := readCapped(filepath.Join(s.dir, valueFile))
	if errors.Is(err, os.ErrNotExist) {
		return map[string][]byte{}, nil
	}
	if err != nil {
		return nil, domain.E(domain.CodeUnavailable, fmt.Errorf("read secret file: %w", err))
	}
	plain, err := open(b, s.key)
	m := map[string][]byte{}
	if err != nil || json.Unmarshal(plain, &m) != nil {
		return nil, domain.E(domain.CodeCorrupt, errors.New("secret file does not open"), "item", valueFile)
	}
	return m, nil
}

func (s *sealed) save(m map[string][]byte) error {
	plain, err := json.Marshal(m)
	if err != nil {
		return domain.E(domain.CodeInternal, fmt.Errorf("encode secrets: %w", err))
	}
	b, err := seal(plain, s.key.Recipient())
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(s.dir, valueFile), b)
}

func (s *sealed) put(ctx context.Context, name string, value []byte) error {
	if err := s.unlock(ctx); err != nil {
		return err
	}
	m, err := s.load()
	if err != nil {
		return err
	}
	m[name] = value
	return s.save(m)
}

func (s *sealed) get(ctx context.Context, name string) ([]byte, error) {
	if err := s.unlock(ctx); err != nil {
		return nil, err
	}
	m, err := s.load()
	if err != nil {
		return nil, err
	}
	v, ok := m[name]
	if !ok {
		return nil, domain.E(domain.CodeNotFound, errors.New("read secret"))
	}
	return v, nil
}

func (s *sealed) remove(ctx context.Context, name string) error {
	if _, err := os.Stat(filepath.Join(s.dir, valueFile)); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err := s.unlock(ctx); err != nil {
		return err
	}
	m, err := s.load()
	if err != nil {
		return err
	}
	if _, ok := m[name]; !ok {
		return nil
	}
	delete(m, name)
	return s.save(m)
}

func readCapped(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxSealed+1))
	if err == nil && len(b) > maxSealed {
		err = errors.New("secret file too long")
	}
	return b, err
}

func open(b []byte, id age.Identity) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(b), id)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, maxSealed))
}

func seal(plain []byte, to age.Recipient) ([]byte, error) {
	var b bytes.Buffer
	w, err := age.Encrypt(&b, to)
	if err == nil {
		_, err = w.Write(plain)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, domain.E(domain.CodeInternal, fmt.Errorf("seal secrets: %w", err))
	}
	return b.Bytes(), nil
}
