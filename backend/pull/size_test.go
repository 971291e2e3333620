package pull

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"
)

// scaled returns the full size of a test, or the small one under -short: the race
// detector makes SQLite in Go some ten times slower, and what it looks for does
// not depend on the number of rows.
func scaled(full, short int) int {
	if testing.Short() {
		return short
	}
	return full
}

// print is the hash of a compact copy of the whole book: rows, search index,
// counters, cursors and raw payloads. Two books of the same rows in the same
// order are the same to the byte.
func (d *desk) print() string {
	d.t.Helper()
	path := filepath.Join(d.t.TempDir(), "copy.db")
	if err := d.st.BackupTo(context.Background(), path); err != nil {
		d.t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		d.t.Fatal(err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
