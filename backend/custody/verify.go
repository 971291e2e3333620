package custody

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"afterdesk/backend/domain"
)

// Verify reads the whole log and its key from the disk again. Code: corrupt; item
// names the first bad record or file, what is "gap", "changed" or "missing".
func (l *Log) Verify(ctx context.Context) error {
	l.mu.Lock()
	head, other := l.head, 1-l.slot
	_, err := readHead(headPath(l.dir, l.slot), l.vkey)
	if err == nil {
		if _, err = readHead(headPath(l.dir, other), l.vkey); errors.Is(err, io.EOF) {
			err = nil
		}
	}
	l.mu.Unlock()
	if errors.Is(err, io.EOF) {
		err = damaged("missing", "custody/head."+strconv.Itoa(1-other), "the newest head is gone")
	}
	if err != nil {
		return err
	}
	if err := l.verifyKeys(); err != nil {
		return err
	}
	return verifyFolder(ctx, l.dir, head)
}

func (l *Log) verifyKeys() error {
	text, err := os.ReadFile(filepath.Join(l.dir, pubFile))
	if err != nil || string(text) != l.vkey+"\n" {
		return damaged("changed", "custody/"+pubFile, "the public key is not that of the signing key")
	}
	if !l.own {
		return nil
	}
	s, err := folderSigner(l.dir, false)
	if err == nil {
		if _, vkey, kerr := newNoteSigner(s); kerr == nil && vkey == l.vkey {
			return nil
		}
	}
	return damaged("changed", "custody/"+keyFile, "the signing key is not the one in use")
}

// CheckFolder verifies a log that is not open, by its public key alone, and
// returns its newest head. Code: corrupt as for Verify; not_found without a log.
func CheckFolder(ctx context.Context, dir string) (Head, error) {
	text, err := os.ReadFile(filepath.Join(dir, pubFile))
	if errors.Is(err, fs.ErrNotExist) {
		if fresh, ferr := isFresh(dir); ferr == nil && fresh {
			return Head{}, domain.E(domain.CodeNotFound, errors.New("no log here"), "item", "custody")
		}
		return Head{}, damaged("missing", "custody/"+pubFile, "the public key is gone")
	}
	if err != nil {
		return Head{}, fileError("read public key", err)
	}
	vkey := strings.TrimSuffix(string(text), "\n")
	if _, err := note.NewVerifier(vkey); err != nil || vkey+"\n" != string(text) {
		return Head{}, damaged("changed", "custody/"+pubFile, "not a public key")
	}
	best := Head{Size: -1}
	for slot := 0; slot < 2; slot++ {
		h, err := readHead(headPath(dir, slot), vkey)
		if errors.Is(err, io.EOF) {
			continue
		}
		if err != nil {
			return Head{}, err
		}
		if h.Size > best.Size {
			best = h
		}
	}
	if best.Size < 0 {
		return Head{}, damaged("missing", "custody head", "the log has no head")
	}
	return best, verifyFolder(ctx, dir, best)
}

// EachLine calls fn for every whole record of a log that is not open, in order, and
// stops at fn's first error. It trusts nothing: use it beside CheckFolder. Code: corrupt
// naming a record that cannot be read.
func EachLine(ctx context.Context, dir string, fn func(Record) error) error {
	f, err := os.Open(filepath.Join(dir, recordsFile))
	if err != nil {
		return damaged("missing", "custody/"+recordsFile, "records cannot be opened")
	}
	defer f.Close()
	n, err := lines(ctx, f, -1, func(i int64, line []byte) error {
		r, err := Decode(line)
		if err != nil {
			return damaged("changed", recordItem(i), "record is not in its form")
		}
		return fn(r)
	})
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return damaged("changed", recordItem(n), "record is not in its form")
	}
	return err
}
