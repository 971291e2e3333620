package app

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	goruntime "runtime"

	"afterdesk/backend/desk"
	"afterdesk/backend/station"

	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// Options builds the window: its bound structs, its media door and its life.
func Options(assets fs.FS) *options.App {
	h := &house{log: slog.New(slog.DiscardHandler)}
	shell := &Shell{h: h}
	return &options.App{
		Title:            "AfterDesk 售后台",
		Width:            1440,
		Height:           900,
		MinWidth:         1024,
		MinHeight:        680,
		BackgroundColour: &options.RGBA{R: 250, G: 250, B: 251, A: 255},
		AssetServer:      &assetserver.Options{Assets: assets, Middleware: media(h)},
		// Only macOS still gives paths while the page takes no drops: GTK then has no drop
		// target at all, and WebView2 keeps the files from the script that asks for their paths.
		DragAndDrop: &options.DragAndDrop{EnableFileDrop: true, DisableWebViewDrop: goruntime.GOOS == "darwin"},
		Linux:       &linux.Options{ProgramName: "afterdesk"},
		OnStartup:   func(ctx context.Context) { shell.start(ctx) },
		OnShutdown:  func(context.Context) { shell.stop() },
		Bind: []any{shell, &Today{h}, &AfterSales{h}, &Orders{h}, &Packing{h}, &Evidence{h}, &Reviews{h},
			&Logistics{h}, &Trends{h}, &Shops{h}, &Settings{h}, &Phones{h}, &Stamps{h}, &Standard{h}},
	}
}

// start opens the data folder in the background, so that the window is on the
// screen while a large database is being looked at.
func (s *Shell) start(ctx context.Context) {
	s.h.mu.Lock()
	s.h.ctx = ctx
	s.h.mu.Unlock()
	go s.open(desk.Folder())
}

func (s *Shell) open(dir string) {
	d, err := desk.Open(s.h.ctx, desk.Options{
		Dir:      dir,
		OnChange: func(topics []string) { runtime.EventsEmit(s.h.ctx, "changed", topics) },
		OnStatus: func() { runtime.EventsEmit(s.h.ctx, "status") },
	})
	var door *station.Door
	var lan *station.Lan
	if err == nil {
		d.Start(s.h.ctx)
		door = station.New(d)
		if derr := door.Follow(d.Settings()); derr != nil { // another program took the port meanwhile; pulling goes on without it
			d.Log.Error("open push door", "err", derr.Error())
		}
		lan = station.NewLan(d)
		lan.OnChange = func() { runtime.EventsEmit(s.h.ctx, "changed", []string{"phones"}) }
	}
	s.h.mu.Lock()
	s.h.desk, s.h.door, s.h.lan, s.h.openErr = d, door, lan, err
	if d != nil {
		s.h.log = d.Log
	}
	s.h.mu.Unlock()
	runtime.EventsEmit(s.h.ctx, "ready")
}

func (s *Shell) stop() {
	s.h.mu.Lock()
	d, door, lan := s.h.desk, s.h.door, s.h.lan
	s.h.desk, s.h.door, s.h.lan = nil, nil, nil
	s.h.mu.Unlock()
	if d != nil {
		door.Close()
		lan.Close()
		if err := d.Close(); err != nil {
			s.h.log.Error("close data folder", "err", err.Error())
		}
	}
}

// media serves evidence bytes by /media/<ref>; everything else goes on to the
// window's own assets. It is middleware because the asset handler is not
// reached while the window is served from a development folder.
func media(h *house) assetserver.Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if ref, ok := mediaRef(r.URL.Path); ok {
				serveMedia(h, w, r, ref)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// exists reports whether a path that a person dropped is still there.
func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
