// Package backend_test keeps the house's import rules: which room may know
// which, and who alone may touch a library.
package backend_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// module is this program's import path.
const module = "afterdesk/"

// floors are the rooms by floor; a room may import lower floors as `may` says.
var (
	floor0 = []string{"backend/domain", "backend/rules", "backend/sla", "backend/metric"}
	floor1 = []string{"backend/store", "backend/vault", "backend/custody", "backend/platform", "backend/platform/*", "backend/carrier", "backend/carrier/*", "backend/secret", "backend/schedule"}
	floor2 = []string{"backend/pull", "backend/act", "backend/evidence", "backend/check", "backend/insight"}
)

// may is the import table: room → what it may import. Patterns end in /*.
// Why pull may see every floor-1 room: it joins connectors and the store.
// Why custody may import httpx: it asks time-stamp authorities (see package custody).
// Why app and deskctl may import station: its listener lives as long as they do
// (see package station).
// Why desk may import sim: the demo shop's simulator has to be started by
// something (see package desk).
var may = []struct {
	room string
	what []string
}{
	{"backend/domain", nil},
	{"backend/rules", []string{"backend/domain"}},
	{"backend/sla", []string{"backend/domain"}},
	{"backend/metric", []string{"backend/domain"}},
	{"backend/store", []string{"backend/domain"}},
	{"backend/vault", []string{"backend/domain"}},
	{"backend/custody", []string{"backend/domain", "backend/platform/httpx"}},
	{"backend/secret", []string{"backend/domain"}},
	{"backend/schedule", []string{"backend/domain"}},
	{"backend/platform", []string{"backend/domain", "backend/platform/httpx"}},
	{"backend/platform/httpx", []string{"backend/domain"}},
	{"backend/platform/platformtest", []string{"backend/domain", "backend/platform", "backend/platform/httpx"}},
	{"backend/platform/all", []string{"backend/domain", "backend/platform", "backend/platform/*"}},
	{"backend/platform/*", []string{"backend/domain", "backend/platform", "backend/platform/httpx", "backend/platform/flex", "backend/platform/grant", "backend/platform/walk", "backend/carrier"}},
	{"backend/carrier", []string{"backend/domain"}},
	{"backend/carrier/*", []string{"backend/domain", "backend/carrier", "backend/platform/httpx"}},
	{"backend/pull", slices.Concat(floor0, floor1)},
	{"backend/act", slices.Concat(floor0, floor1)},
	{"backend/evidence", slices.Concat(floor0, floor1)},
	{"backend/check", slices.Concat(floor0, floor1)},
	{"backend/insight", slices.Concat(floor0, floor1)},
	{"backend/desk", slices.Concat(floor0, floor1, floor2, []string{"backend/sim"})},
	{"backend/sim", []string{"backend/domain", "backend/platform", "backend/platform/doudian"}},
	{"backend/sim/tsa", nil},
	{"backend/cmd/deskctl", slices.Concat(floor0, floor2, []string{"backend/desk", "backend/sim", "backend/station"})},
	{"backend/station", slices.Concat(floor0, floor2, []string{"backend/desk"})},
	{"app", slices.Concat(floor0, floor2, []string{"backend/desk", "backend/station"})},
	{"", []string{"app"}},
}

// alone says which rooms may import a library directly.
var alone = map[string][]string{
	"modernc.org/sqlite":               {"backend/store"},
	"database/sql":                     {"backend/store"},
	"github.com/go-resty/resty/v2":     {"backend/platform/httpx"},
	"github.com/robfig/cron/v3":        {"backend/schedule"},
	"github.com/zalando/go-keyring":    {"backend/secret"},
	"github.com/wailsapp/wails/v2":     {"", "app"},
	"golang.org/x/mod/sumdb/tlog":      {"backend/custody", "backend/evidence"}, // evidence verifies proofs inside packs
	"github.com/digitorus/timestamp":   {"backend/custody"},
	"github.com/digitorus/pkcs7":       {"backend/custody"},
	"github.com/makiuchi-d/gozxing":    {"backend/evidence", "backend/sim"}, // sim draws what evidence reads
	"github.com/signintech/gopdf":      {"backend/evidence"},
	"github.com/xuri/excelize/v2":      {"backend/platform/sheet", "backend/insight"},
	"github.com/spf13/cobra":           {"backend/cmd/deskctl"},
	"github.com/goccy/go-yaml":         {"backend/rules", "backend/platform/sheet", "backend/carrier", "backend/sim"},
	"github.com/klauspost/compress":    {"backend/store", "backend/insight", "backend/evidence", "backend/sim"},
	"filippo.io/age":                   {"backend/secret"},
	"github.com/gofrs/flock":           {"backend/desk"},
	"github.com/fsnotify/fsnotify":     {"backend/evidence", "backend/pull"},
	"github.com/rwcarlsen/goexif":      {"backend/evidence"},
	"gopkg.in/natefinch/lumberjack.v2": {"backend/desk"},
}

type pkg struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	// The frontend's packages from npm may hold Go files; they are not ours.
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "afterdesk", module+"app/...", module+"backend/...").Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %s", exit.Stderr)
		}
		t.Fatal(err)
	}
	var list []pkg
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p pkg
		if err := dec.Decode(&p); err == io.EOF {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

func room(importPath string) string {
	if importPath == "afterdesk" {
		return ""
	}
	return strings.TrimPrefix(importPath, module)
}

// rule finds the most exact line of the table for a room.
func rule(name string) ([]string, bool) {
	for _, r := range may {
		if r.room == name {
			return r.what, true
		}
	}
	for _, r := range may {
		if ok, _ := path.Match(r.room, name); ok {
			return r.what, true
		}
	}
	return nil, false
}

func matches(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		ok, _ := path.Match(p, name)
		return ok
	})
}

func TestEveryRoomImportsOnlyWhatTheTableAllows(t *testing.T) {
	list := packages(t)
	if len(list) < 15 {
		t.Fatalf("go list saw only %d packages", len(list))
	}
	for _, p := range list {
		name := room(p.ImportPath)
		if strings.HasSuffix(name, "/testdata") || name == "backend" {
			continue
		}
		allowed, known := rule(name)
		if !known {
			t.Errorf("package %s has no line in the import table", p.ImportPath)
			continue
		}
		for _, imp := range p.Imports {
			if strings.HasPrefix(imp, module) && !matches(allowed, room(imp)) {
				t.Errorf("%s may not import %s", p.ImportPath, imp)
			}
			for lib, rooms := range alone {
				if (imp == lib || strings.HasPrefix(imp, lib+"/")) && !slices.Contains(rooms, name) {
					t.Errorf("%s may not import %s: only %v may", p.ImportPath, imp, rooms)
				}
			}
		}
	}
}

func TestFloorZeroNeedsOnlyTheStandardLibrary(t *testing.T) {
	for _, p := range packages(t) {
		name := room(p.ImportPath)
		if !slices.Contains(floor0, name) {
			continue
		}
		for _, imp := range p.Imports {
			first, _, _ := strings.Cut(imp, "/")
			outside := strings.Contains(first, ".")
			if outside && !(name == "backend/rules" && imp == "github.com/goccy/go-yaml") {
				t.Errorf("%s imports %s", p.ImportPath, imp)
			}
		}
	}
}

func TestTheTerminalBuildsWithoutAWindow(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", module+"backend/cmd/deskctl").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, dep := range strings.Fields(string(out)) {
		if strings.HasPrefix(dep, "github.com/wailsapp/") || dep == "C" {
			t.Errorf("deskctl depends on %s", dep)
		}
	}
}
