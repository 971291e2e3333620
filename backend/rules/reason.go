package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"afterdesk/backend/domain"
)

// Reason maps a platform's reason text onto ours by today's patterns. A text
// that equals a pattern wins; otherwise the longest pattern that the text
// contains; the platform's own patterns go before the general ones. A text that
// nothing matches, and the empty text, is unknown.
func (b *Book) Reason(platform, text string) domain.Reason {
	return b.ReasonAt(platform, text, 0)
}

// ReasonAt is Reason by the patterns that were in force at a moment.
func (b *Book) ReasonAt(platform, text string, at domain.Instant) domain.Reason {
	text = plain(text)
	if text == "" {
		return domain.ReasonUnknown
	}
	for _, p := range []string{platform, "*"} {
		best, length := domain.ReasonUnknown, 0
		for _, e := range b.inForce(SubjectReasons, p, at, nil) {
			for _, pattern := range e.list("exact") {
				if plain(pattern) == text {
					return domain.Reason(e.values["reason"])
				}
			}
			for _, pattern := range e.list("contains") {
				pattern = plain(pattern)
				if n := utf8.RuneCountInString(pattern); n > length && holds(text, pattern) {
					best, length = domain.Reason(e.values["reason"]), n
				}
			}
		}
		if length > 0 {
			return best
		}
	}
	return domain.ReasonUnknown
}

// plain lowers a text, turns full-width letters and separators into plain ones
// and joins runs of separators to one space.
func plain(text string) string {
	var out strings.Builder
	gap := false
	for _, r := range text {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			gap = true
			continue
		}
		if gap && out.Len() > 0 {
			out.WriteByte(' ')
		}
		gap = false
		out.WriteRune(unicode.ToLower(r))
	}
	return out.String()
}

// holds reports whether text contains pattern. A Latin pattern must stand as
// whole words, or "late" would be found in "chocolate".
func holds(text, pattern string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], pattern)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(pattern)
		if !latin(pattern) || ((start == 0 || !latin(text[start-1:start])) && (end == len(text) || !latin(text[end:end+1]))) {
			return true
		}
		from = start + 1
		for from < len(text) && !utf8.RuneStart(text[from]) {
			from++
		}
	}
}

func latin(s string) bool { return s[0] < utf8.RuneSelf && unicode.IsLetter(rune(s[0])) }
