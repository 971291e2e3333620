package custody

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"afterdesk/backend/domain"
)

// headBlock is the fixed size of a head file: one block of a disk, written at once.
const headBlock = 512

// Head is a signed statement of the log's size and root.
type Head struct {
	Size int64  // number of records
	Root string // tree hash, hex
	Note string // signed text: origin, size, base64 root, blank line, signature
}

// sign makes the head of a tree. The text follows the checkpoint form that
// transparency logs share: origin line, decimal size, base64 root.
func signHead(s note.Signer, size int64, root tlog.Hash) (Head, error) {
	text := s.Name() + "\n" + strconv.FormatInt(size, 10) + "\n" + base64.StdEncoding.EncodeToString(root[:]) + "\n"
	signed, err := note.Sign(&note.Note{Text: text}, s)
	if err != nil {
		return Head{}, domain.E(domain.CodeUnavailable, fmt.Errorf("sign head: %w", err), "reason", "signer")
	}
	return Head{Size: size, Root: hex.EncodeToString(root[:]), Note: string(signed)}, nil
}

// OpenHead checks a head's signature against a verifier key and reads it.
// Codes: corrupt for a text that the key did not sign, invalid for a bad key.
func OpenHead(text, verifierKey string) (Head, error) {
	v, err := note.NewVerifier(strings.TrimSpace(verifierKey))
	if err != nil {
		return Head{}, domain.E(domain.CodeInvalid, fmt.Errorf("read verifier key: %w", err), "field", "verifierKey")
	}
	bad := func(err error) (Head, error) {
		return Head{}, domain.E(domain.CodeCorrupt, fmt.Errorf("open head: %w", err), "item", "head")
	}
	n, err := note.Open([]byte(text), note.VerifierList(v))
	if err != nil {
		return bad(err)
	}
	if _, err := base64.StdEncoding.Strict().DecodeString(n.Sigs[0].Base64); err != nil || len(n.Sigs) != 1 {
		return bad(errors.New("signature is not in its form"))
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] != v.Name() {
		return bad(errors.New("not a head of this log"))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return bad(errors.New("bad size"))
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return bad(errors.New("bad root"))
	}
	return Head{Size: size, Root: hex.EncodeToString(root), Note: text}, nil
}

// headPath names the head file for a tree size: sizes take turns.
func headPath(dir string, slot int) string { return filepath.Join(dir, "head."+strconv.Itoa(slot)) }

// writeHead stores h over the older of the two head files and syncs it.
func writeHead(f *os.File, h Head) error {
	if len(h.Note) > headBlock {
		return domain.E(domain.CodeInternal, errors.New("head is longer than a block"))
	}
	block := append([]byte(h.Note), bytes.Repeat([]byte{'\n'}, headBlock-len(h.Note))...)
	if _, err := f.WriteAt(block, 0); err != nil {
		return fileError("write head", err)
	}
	return fileError("sync head", f.Sync())
}

// readHead reads one head file. An empty or missing one is io.EOF: it was never
// written.
func readHead(path, verifierKey string) (Head, error) {
	block, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) || err == nil && len(block) == 0 {
		return Head{}, io.EOF
	}
	if err != nil {
		return Head{}, fileError("read head", err)
	}
	item := "custody/" + filepath.Base(path)
	text := strings.TrimRight(string(block), "\n") + "\n"
	if len(block) != headBlock {
		return Head{}, domain.E(domain.CodeCorrupt, errors.New("head has a wrong length"), "item", item)
	}
	h, err := OpenHead(text, verifierKey)
	if err != nil {
		return Head{}, domain.E(domain.CodeCorrupt, err, "item", item)
	}
	return h, nil
}
