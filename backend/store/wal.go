package store

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"afterdesk/backend/domain"
)

const (
	walHeader = 32
	walFrame  = 24
	walMagic  = 0x377f0682 // the lowest bit says the byte order of checksums
)

// checkWAL looks whether the write-ahead log at path was damaged after it was
// flushed. SQLite stops reading at the first frame whose checksum is wrong and
// says nothing, because that is also what a crash leaves. A crash, however, can
// only spoil the last transaction: the next one is begun after the flush of the
// one before. So a wrong frame with a sound frame behind the end of its own
// transaction is damage, and acknowledged rows would go silently. Damage in the
// last transaction itself cannot be told from a crash. Layout: "WAL-mode File
// Format", sqlite.org/walformat.html. Code: corrupt, item "afterdesk.db-wal".
func checkWAL(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fileErr("open journal", err)
	}
	defer f.Close()
	damaged, err := walDamaged(bufio.NewReaderSize(f, 1<<20))
	if err != nil {
		return fileErr("read journal", err)
	}
	if damaged {
		return domain.E(domain.CodeCorrupt, errors.New("journal is damaged"), "item", "afterdesk.db-wal")
	}
	return nil
}

func walDamaged(r io.Reader) (bool, error) {
	var head [walHeader]byte
	if ended, err := readWhole(r, head[:]); ended || err != nil {
		return false, err
	}
	be := binary.BigEndian
	size := be.Uint32(head[8:])
	if be.Uint32(head[:])&^1 != walMagic || size < 512 || size > 65536 || size&(size-1) != 0 {
		// Zeros are what a crash leaves of a file that was only just made.
		return head != [walHeader]byte{}, nil
	}
	var order binary.ByteOrder = binary.LittleEndian
	if head[3]&1 == 1 {
		order = be
	}
	if walSum(order, [2]uint32{}, head[:24]) != [2]uint32{be.Uint32(head[24:]), be.Uint32(head[28:])} {
		return true, nil
	}
	last := [2]uint32{be.Uint32(head[24:]), be.Uint32(head[28:])}
	frame := make([]byte, walFrame+int(size))
	bad, ended := false, false // a wrong frame was met; so was the end of its transaction
	for {
		if cut, err := readWhole(r, frame); cut || err != nil {
			return false, err
		}
		said := [2]uint32{be.Uint32(frame[16:]), be.Uint32(frame[20:])}
		ours := [8]byte(frame[8:16]) == [8]byte(head[16:24])
		sound := ours && walSum(order, walSum(order, last, frame[:8]), frame[walFrame:]) == said
		switch {
		case sound && ended:
			return true, nil
		case !sound:
			bad = true
		}
		if bad && be.Uint32(frame[4:]) != 0 {
			ended = true
		}
		last = said
	}
}

// readWhole reads all of b; ended says that the file ended before.
func readWhole(r io.Reader, b []byte) (ended bool, err error) {
	_, err = io.ReadFull(r, b)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("read journal: %w", err)
	}
	return false, nil
}

func walSum(order binary.ByteOrder, s [2]uint32, b []byte) [2]uint32 {
	for ; len(b) >= 8; b = b[8:] {
		s[0] += order.Uint32(b) + s[1]
		s[1] += order.Uint32(b[4:]) + s[0]
	}
	return s
}
