package app

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
)

// revealFile opens the file manager at path. The path is an argument of its
// own, never part of a command line.
func revealFile(path string) error {
	var cmd *exec.Cmd
	switch runtime.GOOS {
	case "windows":
		cmd = exec.Command("explorer.exe", "/select,", filepath.Clean(path))
	case "darwin":
		cmd = exec.Command("open", "-R", path)
	default:
		cmd = exec.Command("xdg-open", filepath.Dir(path))
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("open file manager: %w", err)
	}
	go func() { _ = cmd.Wait() }() // reap the child; its exit code says nothing useful
	return nil
}
