package desk

import (
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// threadCPU is how long the processor has worked for this thread. Unlike the
// clock on the wall it stands still while other programs have the processor, so
// a comparison holds on a busy machine too.
func threadCPU() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		return 0
	}
	return time.Duration(t.Nano())
}

// ioBytes is what this process has read and written so far, page cache included.
func ioBytes() (read, written int64) {
	raw, err := os.ReadFile("/proc/self/io")
	if err != nil {
		return 0, 0
	}
	for _, line := range strings.Split(string(raw), "\n") {
		if _, err := fmt.Sscanf(line, "rchar: %d", &read); err == nil {
			continue
		}
		_, _ = fmt.Sscanf(line, "wchar: %d", &written)
	}
	return read, written
}
