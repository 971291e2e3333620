// AfterDesk opens the window. Everything that it shows lives in backend; this
// file embeds the built frontend and binds the rooms of package app.
//
// Why nothing is opened here: the bindings generator runs this very main, so a
// data folder must only be touched once Wails calls Startup.
package main

import (
	"embed"
	"log"

	"afterdesk/app"

	"github.com/wailsapp/wails/v2"
)

//go:embed all:frontend/dist
var assets embed.FS

func main() {
	if err := wails.Run(app.Options(assets)); err != nil {
		log.Fatal(err)
	}
}
