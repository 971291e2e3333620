package domain

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
)

// Private is text that a buyer wrote or that names a buyer. It prints as ***
// through fmt and slog so that no log line or error text can hold it; JSON
// carries the real text, because JSON goes to the window and the store only.
type Private string

// String hides the text.
func (Private) String() string { return "***" }

// GoString hides the text from %#v.
func (Private) GoString() string { return "***" }

// LogValue hides the text from slog.
func (Private) LogValue() slog.Value { return slog.StringValue("***") }

// MarshalJSON writes the real text.
func (p Private) MarshalJSON() ([]byte, error) { return json.Marshal(string(p)) }

// Reveal returns the real text.
func (p Private) Reveal() string { return string(p) }

// MaskName keeps the first character of a name: 张*.
func MaskName(s string) string {
	r := []rune(strings.TrimSpace(s))
	switch {
	case len(r) == 0:
		return ""
	case strings.ContainsRune(string(r), '*'):
		return string(r)
	case len(r) == 1:
		return "*"
	}
	return string(r[0]) + strings.Repeat("*", min(len(r)-1, 2))
}

// MaskPhone keeps the first three and last four digits of a number: 138****0000.
// Anything shorter than eight characters becomes ****.
func MaskPhone(s string) string {
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		return ""
	case strings.ContainsRune(s, '*'):
		return s
	case len(s) < 8:
		return "****"
	}
	return s[:3] + "****" + s[len(s)-4:]
}

// MaskAddress hides a detailed address but keeps its first three characters.
func MaskAddress(s string) string {
	r := []rune(strings.TrimSpace(s))
	switch {
	case len(r) == 0:
		return ""
	case strings.ContainsRune(string(r), '*'):
		return string(r)
	case len(r) <= 3:
		return "***"
	}
	return string(r[:3]) + "****"
}

// SafeAttr is the ReplaceAttr of every log handler of the house: it prints
// structured values through fmt, where Private hides itself, because a JSON
// handler would marshal them and JSON carries the real text.
func SafeAttr(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindAny {
		return slog.String(a.Key, fmt.Sprintf("%v", a.Value.Any()))
	}
	return a
}
