package custody

import (
	"context"
	"encoding/binary"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// seal stores the hashes of lines that are durable in records and signs the head
// over them.
func (l *Log) seal(found [][]byte, size int64) ([]string, error) {
	n, base := l.head.Size, tlog.StoredHashCount(l.head.Size)
	r := hashFile{f: l.hashes, base: base}
	out := make([]string, len(found))
	var index []byte
	end := l.end
	for i, line := range found {
		more, err := tlog.StoredHashes(n+int64(i), line, r)
		if err != nil {
			return nil, fileError("hash record", err)
		}
		r.extra = append(r.extra, more...)
		out[i] = hash(more[0]).hex()
		end += int64(len(line)) + 1
		index = binary.BigEndian.AppendUint64(index, uint64(end))
	}
	size2 := n + int64(len(found))
	root, err := tlog.TreeHash(size2, r)
	if err != nil {
		return nil, fileError("hash tree", err)
	}
	h, err := signHead(l.signer, size2, root)
	if err != nil {
		return nil, err
	}
	flat := make([]byte, 0, len(r.extra)*tlog.HashSize)
	for _, e := range r.extra {
		flat = append(flat, e[:]...)
	}
	if _, err := l.hashes.WriteAt(flat, base*tlog.HashSize); err != nil {
		return nil, fileError("write hashes", err)
	}
	if _, err := l.index.WriteAt(index, n*8); err != nil {
		return nil, fileError("write index", err)
	}
	if err := writeHead(l.heads[1-l.slot], h); err != nil {
		return nil, err
	}
	l.slot, l.head, l.end = 1-l.slot, h, l.end+size
	return out, nil
}

// Append logs one event and returns its place and leaf hash (hex) when the record
// and a head over it are on the disk. Codes: unavailable, invalid, corrupt.
func (l *Log) Append(ctx context.Context, e Event) (index int64, leafHash string, err error) {
	first, hashes, err := l.AppendAll(ctx, []Event{e})
	if err != nil {
		return 0, "", err
	}
	return first, hashes[0], nil
}

// AppendAll logs events in order under one head: all of them or none. It returns
// the place of the first and every leaf hash (hex).
func (l *Log) AppendAll(ctx context.Context, events []Event) (first int64, hashes []string, err error) {
	if err := ctx.Err(); err != nil {
		return 0, nil, fmt.Errorf("append to log: %w", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.broken {
		if err := l.load(false); err != nil {
			return 0, nil, err
		}
		l.broken = false
	}
	if len(events) == 0 {
		return l.head.Size, []string{}, nil
	}
	var text []byte
	found := make([][]byte, len(events))
	for i, e := range events {
		if e.At.IsZero() {
			e.At = l.now()
		}
		line, err := encode(l.head.Size+int64(i), e)
		if err != nil {
			return 0, nil, err
		}
		found[i] = line
		text = append(append(text, line...), '\n')
	}
	first = l.head.Size
	if _, err = l.records.WriteAt(text, l.end); err == nil {
		err = l.records.Sync()
	}
	if err != nil {
		l.broken = true
		_ = l.records.Truncate(l.end) // else load cuts it
		return 0, nil, fileError("append to log", err)
	}
	if hashes, err = l.seal(found, int64(len(text))); err != nil {
		// The head may or may not have reached the disk, so the records stay and
		// the folder is read again before anything else is written.
		l.broken = true
		return 0, nil, err
	}
	return first, hashes, nil
}
