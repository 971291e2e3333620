package custody

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"afterdesk/backend/domain"
)

const (
	recordsFile = "records"
	hashesFile  = "hashes"
	indexFile   = "index"
)

// Log is an open custody log. Its methods may be called concurrently; only one
// process may hold the folder.
type Log struct {
	dir    string
	now    domain.Now
	signer note.Signer
	vkey   string
	own    bool // the key lies in the folder

	mu        sync.Mutex
	records   *os.File
	hashes    *os.File
	index     *os.File
	heads     [2]*os.File
	slot      int // head file that holds head
	head      Head
	end       int64 // bytes of the acknowledged records
	broken    bool  // an append failed half-way; the next one reads the folder again
	recovered []string
}

// Open opens or creates the log in dir. key signs the heads; nil uses a key file
// in dir. Codes: corrupt (item names the record or file, what is "gap",
// "changed" or "missing"), unavailable, invalid for a Signer without a key.
func Open(dir string, now domain.Now, key Signer) (*Log, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fileError("create log", err)
	}
	l := &Log{dir: dir, now: now}
	if now == nil {
		l.now = domain.SystemNow
	}
	fresh, err := isFresh(dir)
	if err != nil {
		return nil, err
	}
	if key == nil {
		l.own = true
		own, err := folderSigner(dir, fresh)
		if err != nil {
			return nil, err
		}
		key = own
	}
	if l.signer, l.vkey, err = newNoteSigner(key); err != nil {
		return nil, err
	}
	if err := l.keepPublic(fresh); err != nil {
		return nil, err
	}
	if err := l.openFiles(); err != nil {
		return nil, err
	}
	if err := l.load(fresh); err != nil {
		_ = l.Close()
		return nil, err
	}
	return l, nil
}

// isFresh reports whether dir holds no log yet: no record and no head. A crash
// while creating one counts as fresh too.
func isFresh(dir string) (bool, error) {
	for _, name := range []string{recordsFile, "head.0", "head.1"} {
		st, err := os.Stat(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return false, fileError("look at log", err)
		}
		if st.Size() > 0 {
			return false, nil
		}
	}
	return true, nil
}

// keepPublic writes the public key beside the log, or checks the one there.
func (l *Log) keepPublic(fresh bool) error {
	path := filepath.Join(l.dir, pubFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && fresh {
		return writeFileSync(path, []byte(l.vkey+"\n"), 0o644)
	}
	if err != nil {
		return fileError("read public key", err)
	}
	if string(text) != l.vkey+"\n" {
		return damaged("changed", "custody/"+pubFile, "the public key is not that of the signing key")
	}
	return nil
}

func (l *Log) openFiles() error {
	for name, f := range map[string]**os.File{recordsFile: &l.records, hashesFile: &l.hashes, indexFile: &l.index,
		"head.0": &l.heads[0], "head.1": &l.heads[1]} {
		var err error
		if *f, err = os.OpenFile(filepath.Join(l.dir, name), os.O_CREATE|os.O_RDWR, 0o600); err != nil {
			_ = l.Close()
			return fileError("open log", err)
		}
	}
	return fileError("sync log folder", syncFolder(l.dir))
}

// load brings the open files to the state that the newest head signs, takes whole
// records after it and cuts a torn one.
func (l *Log) load(fresh bool) error {
	if fresh {
		h, err := signHead(l.signer, 0, (&builder{}).root())
		if err != nil {
			return err
		}
		l.slot, l.head, l.end = 0, h, 0
		return writeHead(l.heads[0], h)
	}
	if err := l.newestHead(); err != nil {
		return err
	}
	if !l.derivedMatch() {
		if err := l.rebuild(); err != nil {
			return err
		}
		l.recovered = append(l.recovered, "custody/"+hashesFile)
	}
	end, err := endOffset(l.index, l.head.Size-1)
	if err != nil {
		return fileError("open log", err)
	}
	l.end = end
	return l.takeTail()
}

func (l *Log) newestHead() error {
	var firstBad error
	l.head, l.slot = Head{Size: -1}, 0
	for slot := range l.heads {
		h, err := readHead(headPath(l.dir, slot), l.vkey)
		switch {
		case errors.Is(err, io.EOF):
		case domain.CodeOf(err) == domain.CodeCorrupt:
			firstBad = err
			l.recovered = append(l.recovered, "custody/head."+strconv.Itoa(slot))
		case err != nil:
			return err
		case h.Size > l.head.Size:
			l.head, l.slot = h, slot
		}
	}
	if l.head.Size >= 0 {
		return nil
	}
	if firstBad != nil {
		return firstBad
	}
	return damaged("missing", "custody head", "the log has records but no head")
}

// derivedMatch reports whether hashes and index agree with the head, reading only
// what the root needs.
func (l *Log) derivedMatch() bool {
	n := l.head.Size
	base := tlog.StoredHashCount(n)
	root, err := tlog.TreeHash(n, hashFile{f: l.hashes, base: base})
	if err != nil || hash(root).hex() != l.head.Root {
		return false
	}
	end, err := endOffset(l.index, n-1)
	if err != nil {
		return false
	}
	if n == 0 {
		return true
	}
	start, err := endOffset(l.index, n-2)
	if err != nil || end <= start || end-start > maxRecord {
		return false
	}
	line := make([]byte, end-start)
	if _, err := l.records.ReadAt(line, start); err != nil || line[len(line)-1] != '\n' {
		return false
	}
	var last [1]tlog.Hash
	got, err := hashFile{f: l.hashes, base: base}.ReadHashes([]int64{tlog.StoredHashIndex(0, n-1)})
	if err != nil {
		return false
	}
	copy(last[:], got)
	return last[0] == tlog.RecordHash(line[:len(line)-1])
}

// rebuild writes hashes and index again from the records, if these still give the
// signed root; else it names what is wrong with them.
func (l *Log) rebuild() error {
	var b builder
	var hashes, index bytes.Buffer
	var end int64
	n, err := lines(context.Background(), io.NewSectionReader(l.records, 0, 1<<62), l.head.Size, func(_ int64, line []byte) error {
		end += int64(len(line)) + 1
		for _, h := range b.add(tlog.RecordHash(line)) {
			hashes.Write(h[:])
		}
		return binary.Write(&index, binary.BigEndian, end)
	})
	if err == nil && n == l.head.Size && hash(b.root()).hex() == l.head.Root {
		err = rewrite(l.hashes, hashes.Bytes())
		if err == nil {
			err = rewrite(l.index, index.Bytes())
		}
		return err
	}
	if verr := verifyFolder(context.Background(), l.dir, l.head); verr != nil {
		return verr
	}
	return fileError("rebuild log", err)
}

func rewrite(f *os.File, data []byte) error {
	if err := f.Truncate(0); err != nil {
		return fileError("rebuild log", err)
	}
	if _, err := f.WriteAt(data, 0); err != nil {
		return fileError("rebuild log", err)
	}
	return fileError("rebuild log", f.Sync())
}

// takeTail looks at the bytes after the last acknowledged record.
func (l *Log) takeTail() error {
	var found [][]byte
	var size int64
	_, err := lines(context.Background(), io.NewSectionReader(l.records, l.end, 1<<62), -1, func(i int64, line []byte) error {
		r, err := Decode(line)
		if err != nil || r.Index != l.head.Size+i {
			return io.ErrUnexpectedEOF
		}
		found = append(found, r.Line)
		size += int64(len(line)) + 1
		return nil
	})
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return fileError("read log", err)
	}
	st, err := l.records.Stat()
	if err != nil {
		return fileError("read log", err)
	}
	if cut := st.Size() - l.end - size; cut > 0 {
		if err := l.records.Truncate(l.end + size); err != nil {
			return fileError("cut torn record", err)
		}
		if err := l.records.Sync(); err != nil {
			return fileError("cut torn record", err)
		}
		l.recovered = append(l.recovered, fmt.Sprintf("custody record %d: torn, %d bytes cut", l.head.Size+int64(len(found)), cut))
	}
	if len(found) == 0 {
		return nil
	}
	_, err = l.seal(found, size)
	return err
}

// VerifierKey returns the public key in the text form that OpenHead takes.
func (l *Log) VerifierKey() string { return l.vkey }

// Recovered lists what Open had to mend after a crash, in plain English for the
// log of the program; empty after a clean end.
func (l *Log) Recovered() []string { return append([]string{}, l.recovered...) }

// Close closes the files. The log stays as it is.
func (l *Log) Close() error {
	var first error
	for _, f := range []*os.File{l.records, l.hashes, l.index, l.heads[0], l.heads[1]} {
		if f == nil {
			continue
		}
		if err := f.Close(); err != nil && first == nil {
			first = fileError("close log", err)
		}
	}
	return first
}

// fileError gives an error of the file system its code; nil stays nil.
func fileError(verb string, err error) error {
	switch {
	case err == nil:
		return nil
	case isFull(err):
		return domain.E(domain.CodeUnavailable, fmt.Errorf("%s: %w", verb, err), "reason", "disk_full")
	case errors.Is(err, fs.ErrPermission):
		return domain.E(domain.CodeUnavailable, fmt.Errorf("%s: %w", verb, err), "reason", "read_only")
	}
	var known *domain.Error
	if errors.As(err, &known) {
		return err
	}
	return domain.E(domain.CodeUnavailable, fmt.Errorf("%s: %w", verb, err), "reason", "disk_error")
}
