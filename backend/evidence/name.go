package evidence

import (
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is the longest name kept, in bytes; common file systems stop at 255.
const maxName = 200

// isDeviceName reports whether a stem is reserved on Windows, with or without an
// extension after it.
func isDeviceName(stem string) bool {
	stem = strings.ToLower(strings.TrimSpace(stem))
	switch stem {
	case "con", "prn", "aux", "nul", "conin$", "conout$":
		return true
	}
	for _, p := range []string{"com", "lpt"} {
		if n, ok := strings.CutPrefix(stem, p); ok && utf8.RuneCountInString(n) == 1 && strings.Contains("0123456789¹²³", n) {
			return true
		}
	}
	return false
}

// CleanName makes a base name of whatever a sender called a file: folders,
// control and invisible formatting characters (such as right-to-left marks that
// fake an extension) go, characters that Windows refuses become "_", device names
// get a "_", and long names are cut before their extension.
func CleanName(name string) string {
	name = strings.ToValidUTF8(name, "_")
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), r == utf8.RuneError,
			r == '\u2028', r == '\u2029', unicode.Is(unicode.Variation_Selector, r):
			return -1
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, name)
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	if len(name) > maxName {
		ext := filepath.Ext(name)
		if len(ext) > 12 {
			ext = ""
		}
		cut := maxName - len(ext)
		for cut > 0 && !utf8.RuneStart(name[cut]) {
			cut--
		}
		name = strings.TrimRight(name[:cut], ". ") + ext
	}
	stem, _, _ := strings.Cut(name, ".")
	if isDeviceName(stem) {
		name = "_" + name
	}
	if name == "" {
		return "file"
	}
	return name
}
