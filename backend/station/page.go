package station

import (
	"embed"
	"net/http"
	"path"
	"strings"
)

//go:embed page
var pageSource embed.FS

type pageFile struct {
	kind string
	body []byte
}

// pageFiles are the page's files by the exact path they are asked for.
var pageFiles = readPage()

func readPage() map[string]pageFile {
	kinds := map[string]string{".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
		".json": "application/json; charset=utf-8", ".svg": "image/svg+xml"}
	out := map[string]pageFile{}
	entries, err := pageSource.ReadDir("page")
	if err != nil {
		panic("station: the page is not embedded: " + err.Error())
	}
	for _, e := range entries {
		body, err := pageSource.ReadFile(path.Join("page", e.Name()))
		if err != nil {
			panic("station: the page is not embedded: " + err.Error())
		}
		kind := kinds[path.Ext(e.Name())]
		if kind == "" {
			kind = http.DetectContentType(body)
		}
		out["/"+strings.TrimPrefix(e.Name(), "index.html")] = pageFile{kind, body}
	}
	return out
}
