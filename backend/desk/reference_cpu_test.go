//go:build !linux

package desk

import "time"

// threadCPU is not known here: comparisons go by the clock on the wall.
func threadCPU() time.Duration { return 0 }

// ioBytes is not known here.
func ioBytes() (read, written int64) { return 0, 0 }
