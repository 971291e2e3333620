package evidence

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"
)

// seen is what a watch has taken, as lines of JSON that only grow. It is a cache: a
// lost or damaged file costs reading the folders again, nothing else.
type seen struct {
	f     *os.File
	files map[string]seenFile
}

type seenFile struct {
	Path     string `json:"path"`
	Size     int64  `json:"size"`
	Modified int64  `json:"modified"` // ns
	ID       string `json:"id"`       // "" = refused
}

// openSeen reads the memory of a set of folders. Without a folder to keep it in, it
// lasts as long as the watch.
func openSeen(dir string, folders []string) *seen {
	s := &seen{files: map[string]seenFile{}}
	if dir == "" || os.MkdirAll(dir, 0o700) != nil {
		return s
	}
	sorted := append([]string{}, folders...)
	sort.Strings(sorted)
	sum := sha256.Sum256([]byte(strings.Join(sorted, "\x00")))
	path := filepath.Join(dir, "watch-"+hex.EncodeToString(sum[:6])+".jsonl")
	lines := 0
	if f, err := os.Open(path); err == nil {
		sc := bufio.NewScanner(f)
		sc.Buffer(nil, 1<<20)
		for sc.Scan() {
			var e seenFile
			lines++
			if json.Unmarshal(sc.Bytes(), &e) == nil && e.Path != "" {
				s.files[e.Path] = e
			}
		}
		_ = f.Close()
	}
	mode := os.O_CREATE | os.O_WRONLY | os.O_APPEND
	if lines > 2*len(s.files)+1000 { // mostly outdated: write it anew
		mode = os.O_CREATE | os.O_WRONLY | os.O_TRUNC
	}
	f, err := os.OpenFile(path, mode, 0o600)
	if err != nil {
		return s
	}
	s.f = f
	if mode&os.O_TRUNC != 0 {
		for _, e := range s.files {
			s.write(e)
		}
	} else {
		_, _ = f.WriteString("\n") // ends a line that a crash cut
	}
	return s
}

func (s *seen) has(path string, size int64, modified time.Time) bool {
	e, ok := s.files[path]
	return ok && e.Size == size && e.Modified == modified.UnixNano()
}

func (s *seen) add(path string, size int64, modified time.Time, id string) {
	e := seenFile{Path: path, Size: size, Modified: modified.UnixNano(), ID: id}
	s.files[path] = e
	s.write(e)
}

// skip remembers a refusal until the program ends, so that the next start tries again.
func (s *seen) skip(path string, size int64, modified time.Time) {
	s.files[path] = seenFile{Path: path, Size: size, Modified: modified.UnixNano()}
}

func (s *seen) write(e seenFile) {
	if s.f == nil {
		return
	}
	b, err := json.Marshal(e)
	if err != nil {
		return
	}
	_, _ = s.f.Write(append(b, '\n'))
}

func (s *seen) close() {
	if s.f != nil {
		_ = s.f.Close()
	}
}
