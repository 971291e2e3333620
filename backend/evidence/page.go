package evidence

import (
	"crypto/sha256"
	_ "embed" // the page's parts
	"encoding/base64"
	"strings"
	"sync"
)

// The parts of verify.html. They are separate files so that tools read them as what
// they are; the pack gets one file that needs nothing else.
var (
	//go:embed page/page.html
	pageHTML string
	//go:embed page/page.css
	pageCSS string
	//go:embed page/page.js
	pageJS string
)

// verifyPage returns verify.html: the same bytes in every pack of this version, so that
// a reviewer can compare it with one he trusts. Its policy admits this script and this
// style by hash and no network at all.
var verifyPage = sync.OnceValue(func() []byte {
	css, js := lf(pageCSS), lf(pageJS)
	return []byte(strings.NewReplacer("{{SCRIPT}}", policyHash(js), "{{STYLE}}", policyHash(css), "{{CSS}}", css, "{{JS}}", js).Replace(lf(pageHTML)))
})

// lf undoes the line ends of a Windows checkout: the page is part of a pack's bytes.
func lf(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

func policyHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return base64.StdEncoding.EncodeToString(sum[:])
}
