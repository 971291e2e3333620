package custody

import (
	"context"
	"errors"
	"io"

	"golang.org/x/mod/sumdb/tlog"

	"afterdesk/backend/domain"
)

// Head returns the newest signed head.
func (l *Log) Head() Head {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.head
}

// HeadAt returns the signed head of the first size records; the same size always
// gives the same text. Code: invalid past the end.
func (l *Log) HeadAt(size int64) (Head, error) {
	root, err := l.rootAt(size)
	if err != nil {
		return Head{}, err
	}
	return signHead(l.signer, size, root)
}

func (l *Log) rootAt(size int64) (tlog.Hash, error) {
	if n := l.Head().Size; size < 0 || size > n {
		return tlog.Hash{}, domain.E(domain.CodeInvalid, errors.New("log is shorter"), "field", "size")
	}
	root, err := tlog.TreeHash(size, hashFile{f: l.hashes, base: tlog.StoredHashCount(size)})
	if err != nil {
		return tlog.Hash{}, fileError("hash tree", err)
	}
	return root, nil
}

// Prove returns the inclusion proof of a record under the newest head.
func (l *Log) Prove(index int64) (Proof, error) { return l.ProveAt(index, l.Head().Size) }

// ProveAt returns the inclusion proof of a record in the tree of the first size
// records. Codes: not_found for a record that is not in it, invalid, unavailable.
func (l *Log) ProveAt(index, size int64) (Proof, error) {
	root, err := l.rootAt(size)
	if err != nil {
		return Proof{}, err
	}
	if index < 0 || index >= size {
		return Proof{}, domain.E(domain.CodeNotFound, errors.New("no such record"), "item", recordItem(index))
	}
	r := hashFile{f: l.hashes, base: tlog.StoredHashCount(size)}
	path, err := tlog.ProveRecord(size, index, r)
	if err != nil {
		return Proof{}, fileError("prove record", err)
	}
	leaf, err := r.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
	if err != nil {
		return Proof{}, fileError("prove record", err)
	}
	p := Proof{Index: index, Size: size, Leaf: hash(leaf[0]).hex(), Root: hash(root).hex(), Path: make([]string, len(path))}
	for i, h := range path {
		p.Path[i] = hash(h).hex()
	}
	return p, nil
}

// ProveGrowth returns the path that shows the tree of the first old records to be
// the beginning of the tree of size records; CheckGrowth checks it.
func (l *Log) ProveGrowth(old, size int64) ([]string, error) {
	if n := l.Head().Size; old < 1 || old > size || size > n {
		return nil, domain.E(domain.CodeInvalid, errors.New("sizes out of range"), "field", "size")
	}
	path, err := tlog.ProveTree(size, old, hashFile{f: l.hashes, base: tlog.StoredHashCount(size)})
	if err != nil {
		return nil, fileError("prove growth", err)
	}
	out := make([]string, len(path))
	for i, h := range path {
		out[i] = hash(h).hex()
	}
	return out, nil
}

// Record reads one record. Codes: not_found, corrupt.
func (l *Log) Record(index int64) (Record, error) {
	if index < 0 || index >= l.Head().Size {
		return Record{}, domain.E(domain.CodeNotFound, errors.New("no such record"), "item", recordItem(index))
	}
	start, err := endOffset(l.index, index-1)
	if err != nil {
		return Record{}, fileError("read record", err)
	}
	end, err := endOffset(l.index, index)
	if err != nil {
		return Record{}, fileError("read record", err)
	}
	if end <= start || end-start > maxRecord {
		return Record{}, damaged("changed", "custody/"+indexFile, "offsets are out of order")
	}
	line := make([]byte, end-start)
	if _, err := l.records.ReadAt(line, start); err != nil {
		return Record{}, damaged("gap", recordItem(index), "records end before their index")
	}
	r, err := Decode(line[:len(line)-1])
	if err != nil || r.Index != index || line[len(line)-1] != '\n' {
		return Record{}, damaged("changed", recordItem(index), "record is not in its form")
	}
	return r, nil
}

// Each calls fn for the acknowledged records from index on, in order, and stops
// at fn's first error. Code: corrupt naming the record.
func (l *Log) Each(ctx context.Context, from int64, fn func(Record) error) error {
	size := l.Head().Size
	if from < 0 {
		from = 0
	}
	if from >= size {
		return nil
	}
	start, err := endOffset(l.index, from-1)
	if err != nil {
		return fileError("read records", err)
	}
	n, err := lines(ctx, io.NewSectionReader(l.records, start, 1<<62), size-from, func(i int64, line []byte) error {
		r, err := Decode(line)
		if err != nil || r.Index != from+i {
			return damaged("changed", recordItem(from+i), "record is not in its form")
		}
		return fn(r)
	})
	if errors.Is(err, io.ErrUnexpectedEOF) || err == nil && n < size-from {
		return damaged("gap", recordItem(from+n), "records end before the signed head")
	}
	return err
}
