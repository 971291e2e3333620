package main

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/sim/tsa"
)

func TestAnAuthorityIsAddedAskedAndForgottenInTheTerminal(t *testing.T) {
	a, err := tsa.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(a)
	defer srv.Close()
	data := t.TempDir()
	file := filepath.Join(t.TempDir(), "weight.txt")
	if err := os.WriteFile(file, []byte("0.62 kg"), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "evidence", "add", file, "--data", data)
	var added domain.StampAuthority
	if err := json.Unmarshal([]byte(must(t, "stamp", "add", srv.URL, "--name", "甲", "--root", filepath.Join(a.Dir, "root.pem"), "--data", data, "--json")), &added); err != nil || added.Name != "甲" {
		t.Fatal(added, err)
	}
	if out := must(t, "stamp", "list", "--data", data); !strings.Contains(out, "no token yet") {
		t.Errorf("before: %s", out)
	}
	var s domain.Stamp
	if err := json.Unmarshal([]byte(must(t, "stamp", "now", added.ID, "--data", data, "--json")), &s); err != nil || !s.Verified || s.Size != 1 {
		t.Errorf("%+v %v", s, err)
	}
	if out := must(t, "stamp", "list", "--data", data); !strings.Contains(out, "1 tokens") {
		t.Errorf("after: %s", out)
	}
	must(t, "verify", data)
	must(t, "stamp", "remove", added.ID, "--data", data)
	if _, err := run(t, "stamp", "now", added.ID, "--data", data); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("forgotten: %v", err)
	}
	if _, err := run(t, "stamp", "add", srv.URL, "--root", file, "--data", data); domain.ParamOf(err, "field") != "root" {
		t.Errorf("a root that is none: %v", err)
	}
}
