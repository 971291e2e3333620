package secret

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/zalando/go-keyring"

	"afterdesk/backend/domain"
)

// chunkSize is the length of one keychain entry. Windows allows 2,560 bytes and
// go-keyring stores text as it is; macOS allows about 4,096 for the whole command.
const chunkSize = 1200

// maxChunks bounds a damaged head entry: 60 kB is far above any token.
const maxChunks = 64

// ring is the part of a keychain we use; tests hold one in memory.
type ring interface {
	Set(service, user, password string) error
	Get(service, user string) (string, error)
	Delete(service, user string) error
}

// systemRing is the operating system's keychain.
type systemRing struct{}

func (systemRing) Set(service, user, password string) error {
	return keyring.Set(service, user, password)
}
func (systemRing) Get(service, user string) (string, error) { return keyring.Get(service, user) }
func (systemRing) Delete(service, user string) error        { return keyring.Delete(service, user) }

// chain stores values in a keychain. A value is a head entry
// "1 <generation> <chunks> <check>" and its chunks in base64.
type chain struct {
	ring    ring
	service string
	wait    time.Duration
}

func (c *chain) kind() string { return KindKeychain }

// probe writes, reads and deletes one harmless entry.
func probe(r ring, service string, wait time.Duration) error {
	return within(context.Background(), wait, func() error {
		const name, word = "probe", "ok"
		if err := r.Set(service, name, word); err != nil {
			return err
		}
		got, err := r.Get(service, name)
		if err == nil && got != word {
			err = errors.New("keychain returned another value")
		}
		if derr := r.Delete(service, name); err == nil {
			err = derr
		}
		return err
	})
}

// within runs fn but waits no longer than d. go-keyring takes no context and a
// desktop may hold a call while it shows a dialog; the goroutine ends when that does.
func within(ctx context.Context, d time.Duration, fn func() error) error {
	done := make(chan error, 1)
	go func() { done <- fn() }()
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case err := <-done:
		return err
	case <-t.C:
		return domain.E(domain.CodeUnavailable, errors.New("keychain did not answer"), "item", "keychain")
	case <-ctx.Done():
		return domain.E(domain.CodeUnavailable, fmt.Errorf("ask keychain: %w", ctx.Err()), "item", "keychain")
	}
}

// errOf gives a keychain failure a code. The library's text may quote nothing secret:
// it names services and system calls only.
func errOf(verb string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return domain.E(domain.CodeNotFound, fmt.Errorf("%s secret: %w", verb, err))
	}
	if _, ok := domain.AsError(err); ok {
		return err
	}
	return domain.E(domain.CodeUnavailable, fmt.Errorf("%s secret in keychain: %w", verb, err), "item", "keychain")
}

func (c *chain) put(ctx context.Context, name string, value []byte) error {
	text := base64.StdEncoding.EncodeToString(value)
	n := (len(text) + chunkSize - 1) / chunkSize
	if n > maxChunks {
		return domain.E(domain.CodeInvalid, errors.New("secret too long"), "field", "value")
	}
	gen, err := newFolderID()
	if err != nil {
		return err
	}
	return errOf("store", within(ctx, c.wait, func() error {
		old, oldErr := c.ring.Get(c.service, name)
		for i := 0; i < n; i++ {
			part := text[i*chunkSize : min((i+1)*chunkSize, len(text))]
			if err := c.ring.Set(c.service, chunkName(name, gen, i), part); err != nil {
				return err
			}
		}
		head := fmt.Sprintf("1 %s %d %s", gen, n, check(value))
		if err := c.ring.Set(c.service, name, head); err != nil {
			return err
		}
		if oldErr == nil {
			c.dropChunks(name, old)
		}
		return nil
	}))
}

func (c *chain) get(ctx context.Context, name string) ([]byte, error) {
	var value []byte
	err := within(ctx, c.wait, func() error {
		head, err := c.ring.Get(c.service, name)
		if err != nil {
			return err
		}
		gen, n, sum, ok := parseHead(head)
		if !ok {
			return domain.E(domain.CodeCorrupt, errors.New("secret head entry"), "item", name)
		}
		var b strings.Builder
		for i := 0; i < n; i++ {
			part, err := c.ring.Get(c.service, chunkName(name, gen, i))
			if errors.Is(err, keyring.ErrNotFound) {
				return domain.E(domain.CodeCorrupt, errors.New("secret misses a piece"), "item", name)
			}
			if err != nil {
				return err
			}
			b.WriteString(part)
		}
		v, err := base64.StdEncoding.DecodeString(b.String())
		if err != nil || check(v) != sum {
			return domain.E(domain.CodeCorrupt, errors.New("secret does not match its check"), "item", name)
		}
		value = v
		return nil
	})
	if err != nil {
		return nil, errOf("read", err)
	}
	return value, nil
}

func (c *chain) remove(ctx context.Context, name string) error {
	return errOf("remove", within(ctx, c.wait, func() error {
		head, err := c.ring.Get(c.service, name)
		if errors.Is(err, keyring.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := c.ring.Delete(c.service, name); err != nil {
			return err
		}
		c.dropChunks(name, head)
		return nil
	}))
}

// dropChunks deletes the pieces an old head names. A piece that stays behind is
// unreachable and harmless, so errors are not reported.
func (c *chain) dropChunks(name, head string) {
	gen, n, _, ok := parseHead(head)
	for i := 0; ok && i < n; i++ {
		_ = c.ring.Delete(c.service, chunkName(name, gen, i))
	}
}

func chunkName(name, gen string, i int) string {
	return name + "#" + gen + "." + strconv.Itoa(i)
}

func parseHead(head string) (gen string, n int, sum string, ok bool) {
	f := strings.Fields(head)
	if len(f) != 4 || f[0] != "1" {
		return "", 0, "", false
	}
	n, err := strconv.Atoi(f[2])
	return f[1], n, f[3], err == nil && n >= 0 && n <= maxChunks
}

// check is a short hash that tells a torn value from a whole one.
func check(value []byte) string {
	s := sha256.Sum256(value)
	return hex.EncodeToString(s[:8])
}
