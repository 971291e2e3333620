package custody

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"

	"afterdesk/backend/domain"
)

// builder computes a tree from its leaves in order, keeping only the right edge in memory.
type builder struct {
	n    int64
	edge []tlog.Hash // edge[i]: last complete subtree of 2^i leaves
}

// add takes the next leaf and returns the stored hashes that it completes, in
// the order in which the hashes file keeps them.
func (b *builder) add(leaf tlog.Hash) []tlog.Hash {
	h, out, level := leaf, []tlog.Hash{leaf}, 0
	for ; b.n>>level&1 == 1; level++ {
		h = tlog.NodeHash(b.edge[level], h)
		out = append(out, h)
	}
	if level == len(b.edge) {
		b.edge = append(b.edge, h)
	} else {
		b.edge[level] = h
	}
	b.n++
	return out
}

// root returns the tree hash of the leaves so far.
func (b *builder) root() tlog.Hash {
	var acc tlog.Hash
	have := false
	for level := range b.edge {
		if b.n>>level&1 == 0 {
			continue
		}
		if have {
			acc = tlog.NodeHash(b.edge[level], acc)
		} else {
			acc, have = b.edge[level], true
		}
	}
	if !have {
		acc, _ = tlog.TreeHash(0, tlog.HashReaderFunc(func([]int64) ([]tlog.Hash, error) { return nil, nil }))
	}
	return acc
}

// lines calls fn for each complete line of r and stops at limit lines (limit < 0:
// all). It returns how many it gave. A line longer than a record can be is io.ErrUnexpectedEOF.
func lines(ctx context.Context, r io.Reader, limit int64, fn func(i int64, line []byte) error) (int64, error) {
	br := bufio.NewReaderSize(r, 256<<10)
	var long []byte
	for i := int64(0); limit < 0 || i < limit; i++ {
		if i%1024 == 0 && ctx.Err() != nil {
			return i, fmt.Errorf("read records: %w", ctx.Err())
		}
		line, err := br.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			long = append(long[:0], line...)
			for errors.Is(err, bufio.ErrBufferFull) && len(long) <= maxRecord {
				line, err = br.ReadSlice('\n')
				long = append(long, line...)
			}
			line = long
			if len(long) > maxRecord {
				return i, io.ErrUnexpectedEOF
			}
		}
		if err == io.EOF {
			return i, nil // a last line without its line feed does not count
		}
		if err != nil {
			return i, fmt.Errorf("read records: %w", err)
		}
		if err := fn(i, line[:len(line)-1]); err != nil {
			return i, err
		}
	}
	return limit, nil
}

func damaged(what, item, why string) error {
	return domain.E(domain.CodeCorrupt, errors.New(why), "item", item, "what", what)
}

func recordItem(i int64) string { return fmt.Sprintf("custody record %d", i) }

// verifyFolder reads the whole log in dir and compares it with head. It names the
// first record that was changed or is gone, else the derived file that is wrong.
func verifyFolder(ctx context.Context, dir string, head Head) error {
	rec, err := os.Open(filepath.Join(dir, recordsFile))
	if err != nil {
		return damaged("missing", "custody/"+recordsFile, "records cannot be opened")
	}
	defer rec.Close()
	stored := openStream(filepath.Join(dir, hashesFile))
	defer stored.Close()
	index := openStream(filepath.Join(dir, indexFile))
	defer index.Close()

	var b builder
	var end int64
	suspect, badDerived := int64(-1), ""
	var lost error // the first token whose files are not those of its record
	n, err := lines(ctx, rec, head.Size, func(i int64, line []byte) error {
		end += int64(len(line)) + 1
		leaf := tlog.RecordHash(line)
		for k, h := range b.add(leaf) {
			var got tlog.Hash
			if _, err := io.ReadFull(stored, got[:]); (err != nil || got != h) && badDerived == "" {
				badDerived = "custody/" + hashesFile
				if k == 0 && err == nil && suspect < 0 {
					suspect = i
				}
			}
		}
		var off [8]byte
		binary.BigEndian.PutUint64(off[:], uint64(end))
		var got [8]byte
		if _, err := io.ReadFull(index, got[:]); (err != nil || got != off) && badDerived == "" {
			badDerived = "custody/" + indexFile
		}
		r, err := Decode(line)
		switch {
		case err != nil:
			return damaged("changed", recordItem(i), "record is not in its form")
		case r.Index > i:
			return damaged("gap", recordItem(i), "record is missing")
		case r.Index < i:
			return damaged("changed", recordItem(i), "record stands in the wrong place")
		}
		if r.Kind == KindStamped && lost == nil {
			_, lost = readStamp(dir, r)
		}
		return nil
	})
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return damaged("changed", recordItem(n), "record is not in its form")
	}
	if err != nil {
		return err
	}
	if n < head.Size {
		return damaged("gap", recordItem(n), "records end before the signed head")
	}
	if got := hash(b.root()).hex(); got != head.Root {
		if suspect < 0 {
			return damaged("changed", "custody head", "records do not give the signed root")
		}
		return damaged("changed", recordItem(suspect), "record is not the one that was logged")
	}
	if badDerived != "" {
		return damaged("changed", badDerived, "derived file does not match the records")
	}
	return lost
}

// emptyStream is a file that is not there: every read ends at once.
type emptyStream struct{ bytes.Reader }

func (*emptyStream) Close() error { return nil }

type bufferedFile struct {
	*bufio.Reader
	io.Closer
}

func openStream(path string) io.ReadCloser {
	f, err := os.Open(path)
	if err != nil {
		return &emptyStream{}
	}
	return bufferedFile{bufio.NewReaderSize(f, 64<<10), f}
}
