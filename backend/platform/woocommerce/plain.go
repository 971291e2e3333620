package woocommerce

import (
	"html"
	"strings"
)

// plain is the text of a piece of HTML: tags fall away, <br> and the end of a
// paragraph are line ends, entities are read. A "<" that begins no tag stays.
func plain(s string) string {
	var b strings.Builder
	for s != "" {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:i])
		s = s[i:]
		end := strings.IndexByte(s, '>')
		if end < 0 || !tag(s[1:]) {
			b.WriteByte('<')
			s = s[1:]
			continue
		}
		switch name := strings.ToLower(strings.Trim(s[1:end], "/ ")); {
		case name == "br", name == "p" && s[1] == '/', name == "li" && s[1] == '/', name == "div" && s[1] == '/':
			b.WriteByte('\n')
		}
		s = s[end+1:]
	}
	lines := strings.Split(html.UnescapeString(b.String()), "\n")
	out := lines[:0]
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}

// tag reports whether what follows a "<" begins a tag or a comment.
func tag(s string) bool {
	if s == "" {
		return false
	}
	c := s[0] | 0x20
	return c >= 'a' && c <= 'z' || s[0] == '/' || s[0] == '!'
}
