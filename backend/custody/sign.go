package custody

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"afterdesk/backend/domain"
)

const (
	keyFile    = "key"
	pubFile    = "key.pub"
	namePrefix = "afterdesk.local/custody/"
)

// Signer signs heads with an Ed25519 key that the caller keeps, for example in the
// system's keychain. A nil Signer makes Open use a key file in the log's folder,
// created on first use.
type Signer interface {
	Public() ed25519.PublicKey
	Sign(msg []byte) ([]byte, error) // the Ed25519 signature of msg
}

// fileKey is the key of the log's own folder.
type fileKey ed25519.PrivateKey

// Public returns the public half.
func (k fileKey) Public() ed25519.PublicKey {
	return ed25519.PrivateKey(k).Public().(ed25519.PublicKey)
}

// Sign signs msg.
func (k fileKey) Sign(msg []byte) ([]byte, error) {
	return ed25519.Sign(ed25519.PrivateKey(k), msg), nil
}

// noteSigner adapts a Signer to the note package.
type noteSigner struct {
	note.Verifier
	sign func(msg []byte) ([]byte, error)
}

func (s noteSigner) Sign(msg []byte) ([]byte, error) { return s.sign(msg) }

// signerName names a log by its key, so that two logs never share a name.
func signerName(pub ed25519.PublicKey) string {
	sum := sha256.Sum256(pub)
	return namePrefix + hex.EncodeToString(sum[:6])
}

// newNoteSigner returns the signer and its verifier key in text form.
func newNoteSigner(s Signer) (note.Signer, string, error) {
	pub := s.Public()
	if len(pub) != ed25519.PublicKeySize {
		return nil, "", domain.E(domain.CodeInvalid, errors.New("signer has no public key"), "field", "signer")
	}
	vkey, err := note.NewEd25519VerifierKey(signerName(pub), pub)
	if err != nil {
		return nil, "", domain.E(domain.CodeInvalid, fmt.Errorf("encode verifier key: %w", err), "field", "signer")
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, "", domain.E(domain.CodeInternal, fmt.Errorf("read verifier key: %w", err))
	}
	return noteSigner{Verifier: v, sign: s.Sign}, vkey, nil
}

// folderSigner reads or creates the key of the log's folder. A log that has
// records but no key is corrupt: a new key could not continue it.
func folderSigner(dir string, fresh bool) (fileKey, error) {
	path := filepath.Join(dir, keyFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if !fresh {
			return nil, domain.E(domain.CodeCorrupt, errors.New("signing key is missing"), "item", "custody/"+keyFile)
		}
		_, priv, gerr := ed25519.GenerateKey(rand.Reader)
		if gerr != nil {
			return nil, domain.E(domain.CodeInternal, fmt.Errorf("make signing key: %w", gerr))
		}
		text = []byte(hex.EncodeToString(priv.Seed()) + "\n")
		if err := writeFileSync(path, text, 0o600); err != nil {
			return nil, err
		}
	} else if err != nil {
		return nil, fileError("read signing key", err)
	}
	seed, err := hex.DecodeString(strings.TrimSuffix(string(text), "\n"))
	if err != nil || len(seed) != ed25519.SeedSize || hex.EncodeToString(seed)+"\n" != string(text) {
		return nil, domain.E(domain.CodeCorrupt, errors.New("signing key is damaged"), "item", "custody/"+keyFile)
	}
	return fileKey(ed25519.NewKeyFromSeed(seed)), nil
}

// writeFileSync writes a small file durably by way of a temp file.
func writeFileSync(path string, data []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(path+".tmp", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, mode)
	if err != nil {
		return fileError("create "+filepath.Base(path), err)
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(path+".tmp", path)
	}
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	return fileError("write "+filepath.Base(path), err)
}
