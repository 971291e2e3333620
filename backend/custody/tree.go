package custody

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/mod/sumdb/tlog"

	"afterdesk/backend/domain"
)

// hash is a tree hash that prints as hex; tlog's prints as base64.
type hash tlog.Hash

func (h hash) hex() string { return hex.EncodeToString(h[:]) }

func leafHash(line []byte) hash { return hash(tlog.RecordHash(line)) }

// hashFile reads stored hashes from a file, or from hashes not written yet.
type hashFile struct {
	f     io.ReaderAt
	base  int64       // stored hashes in f
	extra []tlog.Hash // those after base
}

// ReadHashes implements tlog.HashReader.
func (r hashFile) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, ix := range indexes {
		if ix >= r.base {
			if ix-r.base >= int64(len(r.extra)) {
				return nil, fmt.Errorf("read hash %d: %w", ix, io.ErrUnexpectedEOF)
			}
			out[i] = r.extra[ix-r.base]
			continue
		}
		if _, err := r.f.ReadAt(out[i][:], ix*tlog.HashSize); err != nil {
			return nil, fmt.Errorf("read hash %d: %w", ix, err)
		}
	}
	return out, nil
}

// Proof ties one record to a root. It is checked with nothing but SHA-256.
type Proof struct {
	Index int64    `json:"index"`
	Size  int64    `json:"size"`
	Leaf  string   `json:"leaf"` // hex
	Path  []string `json:"path"` // hex, bottom up
	Root  string   `json:"root"` // hex
}

// Check verifies that line is record p.Index of the tree with p.Root.
// Code: corrupt.
func (p Proof) Check(line []byte) error {
	bad := func(err error) error {
		return domain.E(domain.CodeCorrupt, fmt.Errorf("check proof: %w", err), "item", "record "+fmt.Sprint(p.Index))
	}
	leaf := leafHash(line)
	if leaf.hex() != p.Leaf {
		return bad(errors.New("record is not the one that was logged"))
	}
	root, err := unhex(p.Root)
	if err != nil {
		return bad(err)
	}
	path := make(tlog.RecordProof, len(p.Path))
	for i, s := range p.Path {
		if path[i], err = unhex(s); err != nil {
			return bad(err)
		}
	}
	if p.Index < 0 || p.Size <= p.Index || len(path) > 64 {
		return bad(errors.New("proof is out of range"))
	}
	if err := tlog.CheckRecord(path, p.Size, root, p.Index, tlog.Hash(leaf)); err != nil {
		return bad(err)
	}
	return nil
}

// CheckGrowth verifies that the tree of old is the beginning of the tree of new.
// path is what ProveGrowth returned. Code: corrupt.
func CheckGrowth(old, new Head, path []string) error {
	bad := func(err error) error {
		return domain.E(domain.CodeCorrupt, fmt.Errorf("check growth: %w", err), "item", "head")
	}
	a, err := unhex(old.Root)
	if err != nil {
		return bad(err)
	}
	b, err := unhex(new.Root)
	if err != nil {
		return bad(err)
	}
	if old.Size == 0 {
		return nil
	}
	proof := make(tlog.TreeProof, len(path))
	for i, s := range path {
		if proof[i], err = unhex(s); err != nil {
			return bad(err)
		}
	}
	if old.Size > new.Size {
		return bad(errors.New("the older head is larger"))
	}
	if err := tlog.CheckTree(proof, new.Size, b, old.Size, a); err != nil {
		return bad(err)
	}
	return nil
}

func unhex(s string) (tlog.Hash, error) {
	var h tlog.Hash
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(h) || hex.EncodeToString(b) != s {
		return h, errors.New("not a hash")
	}
	copy(h[:], b)
	return h, nil
}

// endOffset reads where record index ends in the records file.
func endOffset(f *os.File, index int64) (int64, error) {
	if index < 0 {
		return 0, nil
	}
	var b [8]byte
	if _, err := f.ReadAt(b[:], index*8); err != nil {
		return 0, fmt.Errorf("read index: %w", err)
	}
	return int64(binary.BigEndian.Uint64(b[:])), nil
}
