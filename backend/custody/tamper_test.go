package custody

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"afterdesk/backend/domain"
)

// check verifies a closed folder the way a stranger would, then opens it and
// verifies from inside.
func check(dir string) (outside, inside error) {
	_, outside = CheckFolder(context.Background(), dir)
	l, err := Open(dir, clock, nil)
	if err != nil {
		return outside, err
	}
	defer l.Close()
	return outside, l.Verify(context.Background())
}

func TestEveryFlippedByteIsFoundAndNamed(t *testing.T) {
	src := t.TempDir()
	l := openLog(t, src)
	fill(t, l, 5)
	if err := l.Verify(context.Background()); err != nil {
		t.Fatalf("fresh log: %v", err)
	}
	names := []string{recordsFile, hashesFile, indexFile, "head.0", "head.1", pubFile, keyFile}
	for _, name := range names {
		good, err := os.ReadFile(filepath.Join(src, name))
		if err != nil {
			t.Fatal(err)
		}
		step := 1
		if len(good) > 600 {
			step = 3
		}
		for i := 0; i < len(good); i += step {
			bad := bytes.Clone(good)
			bad[i] ^= 1 << (i % 8)
			if err := os.WriteFile(filepath.Join(src, name), bad, 0o600); err != nil {
				t.Fatal(err)
			}
			err := l.Verify(context.Background())
			if domain.CodeOf(err) != domain.CodeCorrupt {
				t.Fatalf("%s byte %d: %v", name, i, err)
			}
			item := domain.ParamOf(err, "item")
			want := "custody/" + name
			if name == recordsFile {
				want = recordItem(int64(bytes.Count(good[:i], []byte("\n"))))
			}
			if item != want && (name != recordsFile || good[i] != '\n') {
				t.Errorf("%s byte %d: named %q, want %q", name, i, item, want)
			}
		}
		if err := os.WriteFile(filepath.Join(src, name), good, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestADeletedLineIsAGapAtItsPlace(t *testing.T) {
	for _, gone := range []int{0, 2, 4} {
		t.Run(fmt.Sprintf("line %d", gone), func(t *testing.T) {
			dir := t.TempDir()
			l := openLog(t, dir)
			fill(t, l, 5)
			_ = l.Close()
			path := filepath.Join(dir, recordsFile)
			b, _ := os.ReadFile(path)
			lines := strings.SplitAfter(string(b), "\n")
			lines = append(lines[:gone:gone], lines[gone+1:]...)
			if err := os.WriteFile(path, []byte(strings.Join(lines, "")), 0o600); err != nil {
				t.Fatal(err)
			}
			outside, inside := check(dir)
			for _, err := range []error{outside, inside} {
				if domain.ParamOf(err, "item") != recordItem(int64(gone)) || domain.ParamOf(err, "what") != "gap" {
					t.Errorf("got %v", err)
				}
			}
		})
	}
}

func TestOpeningMendsWhatACrashLeavesAndNothingElse(t *testing.T) {
	cases := []struct {
		name   string
		break_ func(t *testing.T, dir string)
		size   int64  // records after opening
		item   string // corrupt and named; "" = opens
		told   bool   // Recovered says so
	}{
		{"a torn last line is cut and reported", func(t *testing.T, dir string) { appendTo(t, dir, recordsFile, `{"at":1,"by":"x"`) }, 5, "", true},
		{"a block of zeros after the head is cut and reported", func(t *testing.T, dir string) { appendTo(t, dir, recordsFile, strings.Repeat("\x00", 4096)) }, 5, "", true},
		{"a whole record after the head is kept", func(t *testing.T, dir string) {
			line, _ := encode(5, Event{Kind: KindAdded, Subject: "late"})
			appendTo(t, dir, recordsFile, string(line)+"\n")
		}, 6, "", false},
		{"a record of another place after the head is cut", func(t *testing.T, dir string) {
			line, _ := encode(9, Event{Kind: KindAdded, Subject: "late"})
			appendTo(t, dir, recordsFile, string(line)+"\n")
		}, 5, "", true},
		{"lost hashes are computed again", func(t *testing.T, dir string) { remove(t, dir, hashesFile) }, 5, "", true},
		{"a lost index is computed again", func(t *testing.T, dir string) { remove(t, dir, indexFile) }, 5, "", true},
		{"one torn head leaves the other", func(t *testing.T, dir string) {
			if err := os.Truncate(headPath(dir, 1), 100); err != nil {
				t.Fatal(err)
			}
		}, 5, "", true},
		{"records cut below the head are a gap", func(t *testing.T, dir string) {
			if err := os.Truncate(filepath.Join(dir, recordsFile), 200); err != nil {
				t.Fatal(err)
			}
		}, 0, "custody record 1", false},
		{"records without any head are refused", func(t *testing.T, dir string) { remove(t, dir, "head.0"); remove(t, dir, "head.1") }, 0, "custody head", false},
		{"a lost key is refused, not replaced", func(t *testing.T, dir string) { remove(t, dir, keyFile) }, 0, "custody/key", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			l := openLog(t, dir)
			fill(t, l, 5)
			_ = l.Close()
			c.break_(t, dir)
			l, err := Open(dir, clock, nil)
			if c.item != "" {
				if domain.CodeOf(err) != domain.CodeCorrupt || domain.ParamOf(err, "item") != c.item {
					t.Fatalf("got %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			if l.Head().Size != c.size || (len(l.Recovered()) > 0) != c.told {
				t.Errorf("size %d, recovered %v", l.Head().Size, l.Recovered())
			}
			fill(t, l, 3)
			if err := l.Verify(context.Background()); err != nil {
				t.Errorf("verify after mending: %v", err)
			}
		})
	}
}

func TestABackupOpensAndGoesOn(t *testing.T) {
	dir, to := t.TempDir(), filepath.Join(t.TempDir(), "copy")
	l := openLog(t, dir)
	fill(t, l, 4)
	if err := l.BackupTo(context.Background(), to); err != nil {
		t.Fatal(err)
	}
	c := openLog(t, to)
	fill(t, c, 1)
	if err := c.Verify(context.Background()); err != nil || c.Head().Size != 5 {
		t.Errorf("copy: %d %v", c.Head().Size, err)
	}
}

func appendTo(t *testing.T, dir, name, text string) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, dir, name string) {
	t.Helper()
	if err := os.Remove(filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
}

func BenchmarkAppend(b *testing.B) {
	l, err := Open(b.TempDir(), clock, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	for b.Loop() {
		if _, _, err := l.Append(context.Background(), Event{Kind: KindAdded, Subject: "sha256-x", Fields: map[string]string{"name": "a.jpg"}}); err != nil {
			b.Fatal(err)
		}
	}
}
