package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"afterdesk/backend/desk"
)

// Variables that make the test binary another process: deskctl itself with the
// arguments of asDeskctl (one a line), or a desk that holds a folder open.
const (
	asDeskctl = "AFTERDESK_TEST_DESKCTL"
	asHolder  = "AFTERDESK_TEST_HOLDER"
)

func TestMain(m *testing.M) {
	if args := os.Getenv(asDeskctl); args != "" {
		os.Args = append([]string{"deskctl"}, strings.Split(args, "\n")...)
		main()
		os.Exit(0)
	}
	if dir := os.Getenv(asHolder); dir != "" {
		if _, err := desk.Open(context.Background(), desk.Options{Dir: dir}); err != nil {
			fmt.Println(err)
			os.Exit(3)
		}
		fmt.Println("open")
		_, _ = io.Copy(io.Discard, os.Stdin) // until it is killed
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// deskctl runs the program in its own process.
func deskctl(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), asDeskctl+"="+strings.Join(args, "\n"))
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
}

func TestASecondProcessOnOneFolderSaysSoAndTheFolderIsFreeAfterAKill(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	holder := exec.Command(self)
	holder.Env = append(os.Environ(), asHolder+"="+data)
	stdin, err := holder.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	said, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(said).ReadString('\n'); line != "open\n" {
		t.Fatalf("holder: %q %v", line, err)
	}
	for _, args := range [][]string{{"query", "orders", "--data", data}, {"backup", filepath.Join(data, "..", "usb"), "--data", data},
		{"restore", filepath.Join(data, "..", "usb"), "--data", data}, {"demo", "--data", data, "--orders", "50"}} {
		code, out, errs := deskctl(t, args...)
		if code != 1 || out != "" || !strings.Contains(errs, "conflict") || !strings.Contains(errs, `reason="already_open"`) {
			t.Errorf("%s beside an open desk: exit %d, %q, %q", args[0], code, out, errs)
		}
	}
	if err := holder.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = holder.Wait()
	if code, _, errs := deskctl(t, "query", "orders", "--data", data); code != 0 {
		t.Errorf("after the kill: exit %d, %q", code, errs)
	}
	if code, _, _ := deskctl(t, "nonsense"); code != 2 {
		t.Errorf("a wrong call: exit %d", code)
	}
}

func TestAFolderThatCannotBeUsedEndsWithItsReason(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "plain")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := deskctl(t, "query", "orders", "--data", filepath.Join(file, "data")); code != 1 || !strings.Contains(errs, "folder_not_writable") {
		t.Errorf("exit %d, %q", code, errs)
	}
	data := filepath.Join(dir, "data")
	if err := os.MkdirAll(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "afterdesk.db"), bytes.Repeat([]byte("damaged "), 4096), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := deskctl(t, "query", "orders", "--data", data); code != 1 || !strings.Contains(errs, "corrupt") {
		t.Errorf("exit %d, %q", code, errs)
	}
}
