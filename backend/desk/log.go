package desk

import (
	"bytes"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"

	"afterdesk/backend/domain"

	"gopkg.in/natefinch/lumberjack.v2"
)

// logFile writes the rotating log and keeps its newest lines for the support
// bundle. Messages are constants and keys are few, so the log holds no buyer
// text: domain.Private prints as *** wherever it slips in.
type logFile struct {
	file *lumberjack.Logger
	ring *ring
}

func openLog(dir string) (*logFile, error) {
	return &logFile{
		file: &lumberjack.Logger{Filename: filepath.Join(dir, "afterdesk.log"), MaxSize: 5, MaxBackups: 4, MaxAge: 30},
		ring: &ring{limit: 256 << 10},
	}, nil
}

// Logger returns the logger that every room writes to.
func (l *logFile) Logger() *slog.Logger {
	return slog.New(slog.NewJSONHandler(io.MultiWriter(l.file, l.ring), &slog.HandlerOptions{Level: slog.LevelInfo, ReplaceAttr: domain.SafeAttr}))
}

// Close closes the file.
func (l *logFile) Close() error { return l.file.Close() }

// ring keeps the last bytes that were written to it.
type ring struct {
	mu    sync.Mutex
	buf   []byte
	limit int
}

// Write keeps p and drops the oldest whole lines past the limit.
func (r *ring) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.buf = append(r.buf, p...)
	if over := len(r.buf) - r.limit; over > 0 {
		if nl := bytes.IndexByte(r.buf[over:], '\n'); nl >= 0 {
			over += nl + 1
		}
		r.buf = append([]byte(nil), r.buf[over:]...)
	}
	return len(p), nil
}

// Bytes returns a copy of what is kept.
func (r *ring) Bytes() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]byte(nil), r.buf...)
}

// folderBytes adds up the files below dir; unreadable ones count as nothing.
func folderBytes(dir string) (total, files int64) {
	_ = filepath.WalkDir(dir, func(_ string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return nil
		}
		if info, err := e.Info(); err == nil {
			total += info.Size()
			files++
		}
		return nil
	})
	return total, files
}
