package desk

import (
	"fmt"

	"afterdesk/backend/domain"

	"github.com/gofrs/flock"
)

// lock keeps a second desk off a data folder. The operating system drops it
// when the process dies, so a crash never leaves a folder locked.
type lock struct{ f *flock.Flock }

func takeLock(path string) (*lock, error) {
	f := flock.New(path)
	ok, err := f.TryLock()
	if err != nil {
		return nil, domain.E(domain.CodeUnavailable, fmt.Errorf("lock data folder: %w", err), "reason", "folder_not_writable")
	}
	if !ok {
		return nil, domain.E(domain.CodeConflict, nil, "reason", "already_open")
	}
	return &lock{f}, nil
}

// Release lets go of the folder.
func (l *lock) Release() error { return l.f.Unlock() }
