package app

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
	"afterdesk/backend/station"
)

func TestByteRangeServesWhatPlayersAskFor(t *testing.T) {
	const size = 10 << 20
	for _, c := range []struct {
		header   string
		from, to int64
		partial  bool
		bad      bool
	}{
		{"", 0, size, false, false},
		{"bytes=0-", 0, maxRange, true, false},
		{"bytes=100-199", 100, 200, true, false},
		{"bytes=10485759-", size - 1, size, true, false},
		{"bytes=-500", size - 500, size, true, false},
		{"bytes=0-99999999999", 0, maxRange, true, false},
		{"bytes=10485760-", 0, 0, false, true},
		{"bytes=5-4", 0, 0, false, true},
		{"bytes=-0", 0, 0, false, true},
		{"bytes=x-1", 0, 0, false, true},
		{"bytes=0-1,5-6", 0, size, false, false},
		{"items=0-1", 0, size, false, false},
	} {
		from, to, partial, err := byteRange(c.header, size)
		if (err != nil) != c.bad || (err == nil && (from != c.from || to != c.to || partial != c.partial)) {
			t.Errorf("%q: %d-%d partial=%t err=%v", c.header, from, to, partial, err)
		}
	}
}

func TestErrorsReachTheWindowAsCodeAndParams(t *testing.T) {
	err := shape(domain.E(domain.CodeInvalid, errors.New("inside"), "field", "zone"))
	var got callError
	if jerr := json.Unmarshal([]byte(err.Error()), &got); jerr != nil || got.Code != domain.CodeInvalid || got.Params["field"] != "zone" {
		t.Errorf("%s → %+v, %v", err, got, jerr)
	}
	if strings.Contains(err.Error(), "inside") {
		t.Error("the wrapped text went to the window")
	}
	if shape(nil) != nil {
		t.Error("no error must stay no error")
	}
}

// opened returns a house over a fresh data folder.
func opened(t *testing.T) *house {
	t.Helper()
	d, err := desk.Open(context.Background(), desk.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return &house{ctx: context.Background(), desk: d, door: station.New(d), log: slog.New(slog.DiscardHandler)}
}

func TestAPanicBecomesAnInternalErrorAndTheWindowLives(t *testing.T) {
	h := opened(t)
	_, err := call(h, "test.panic", time.Second, func(context.Context, *desk.Desk) (int, error) { panic("boom") })
	var got callError
	if err == nil || json.Unmarshal([]byte(err.Error()), &got) != nil || got.Code != domain.CodeInternal || got.Params["call"] != "test.panic" {
		t.Errorf("got %v", err)
	}
	if n, err := call(h, "test.fine", time.Second, func(context.Context, *desk.Desk) (int, error) { return 7, nil }); n != 7 || err != nil {
		t.Errorf("next call: %d %v", n, err)
	}
}

func TestCallsBeforeTheDeskIsOpenSayStarting(t *testing.T) {
	h := &house{log: slog.New(slog.DiscardHandler)}
	_, err := (&Shell{h}).Boot()
	if err == nil || !strings.Contains(err.Error(), `"starting"`) {
		t.Errorf("got %v", err)
	}
}

func TestMediaServesOnlyEvidence(t *testing.T) {
	h := opened(t)
	file := filepath.Join(t.TempDir(), "note.txt")
	if err := os.WriteFile(file, []byte(strings.Repeat("proof ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	res, err := (&Evidence{h}).AddFiles(domain.AddFilesRequest{Paths: []string{file}})
	if err != nil || len(res) != 1 || res[0].ID == "" {
		t.Fatalf("add: %+v %v", res, err)
	}
	next := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	server := httptest.NewServer(media(h)(next))
	defer server.Close()
	for path, want := range map[string]int{"/media/" + res[0].ID: 200, "/media/sha256-0000": 404, "/media/..%2f..%2fafterdesk.db": 404, "/media/%2e%2e/secrets/keeper.json": 404, "/index.html": 418} {
		resp, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%s: %d %q, want %d", path, resp.StatusCode, body, want)
		}
	}
	req, _ := http.NewRequest(http.MethodGet, server.URL+"/media/"+res[0].ID, nil)
	req.Header.Set("Range", "bytes=6-10")
	req.Header.Set("If-Modified-Since", time.Now().UTC().Format(http.TimeFormat))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	if resp.StatusCode != http.StatusPartialContent || string(body) != "proof" || resp.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("range: %d %q %v", resp.StatusCode, body, resp.Header)
	}
}

func TestTheWindowTakesDroppedFilesOnEverySystem(t *testing.T) {
	drop := Options(fstest.MapFS{}).DragAndDrop
	if drop == nil || !drop.EnableFileDrop {
		t.Fatal("the window takes no files")
	}
	// Without a drop target in the page neither GTK nor WebView2 gives any path.
	if drop.DisableWebViewDrop != (runtime.GOOS == "darwin") {
		t.Errorf("the page takes drops: %v on %s", !drop.DisableWebViewDrop, runtime.GOOS)
	}
}
