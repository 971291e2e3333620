package evidence

import (
	"strings"
	"unicode"
)

// Punctuation that must not begin or end a line (Chinese typesetting, GB/T 15834).
const (
	noStart = "。，、；：？！）】》」』”’…—～％·,.;:?!)]}%"
	noEnd   = "（【《「『“‘([{"
)

// breakLines cuts text into lines no wider than limit by the widths of its characters.
// Words of Latin letters and digits stay whole while they fit, every Chinese character
// may end a line, closing punctuation never begins and opening punctuation never ends
// one, runs of spaces become one, and \n always breaks. Something wider than a
// line is cut between characters. No other character is lost or added: the PDF
// library's own wrapping is not used because such code is known to drop characters.
func breakLines(text string, width func(rune) float64, limit float64) []string {
	var out []string
	for _, paragraph := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		out = append(out, breakParagraph(units(paragraph), width, limit)...)
	}
	return out
}

func breakParagraph(parts []string, width func(rune) float64, limit float64) []string {
	var out []string
	var line strings.Builder
	used, space := 0.0, false
	end := func() {
		out = append(out, line.String())
		line.Reset()
		used, space = 0, false
	}
	for _, p := range parts {
		if p == " " {
			space = used > 0
			continue
		}
		w := measure(p, width)
		gap := 0.0
		if space {
			gap = width(' ')
		}
		if used > 0 && used+gap+w > limit {
			end()
			gap = 0
		}
		if space && gap > 0 {
			line.WriteByte(' ')
			used += gap
		}
		space = false
		if w <= limit {
			line.WriteString(p)
			used += w
			continue
		}
		for _, r := range p {
			rw := width(r)
			if used > 0 && used+rw > limit {
				end()
			}
			line.WriteRune(r)
			used += rw
		}
	}
	if line.Len() > 0 || len(out) == 0 {
		end()
	}
	return out
}

func measure(s string, width func(rune) float64) float64 {
	w := 0.0
	for _, r := range s {
		w += width(r)
	}
	return w
}

// units are the pieces of a paragraph that are not broken while they fit: words,
// single wide characters with the punctuation that clings to them, and " ".
func units(s string) []string {
	var out []string
	glue := false // the last unit ends with opening punctuation
	for _, tok := range atoms(s) {
		r := []rune(tok)
		switch {
		case tok == " ":
			out = append(out, tok)
			glue = false
			continue
		case len(out) > 0 && out[len(out)-1] != " " && (glue || strings.ContainsRune(noStart, r[0])):
			out[len(out)-1] += tok
		default:
			out = append(out, tok)
		}
		glue = strings.ContainsRune(noEnd, r[len(r)-1])
	}
	return out
}

// atoms splits into words, wide characters and single spaces.
func atoms(s string) []string {
	var out []string
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			out = append(out, word.String())
			word.Reset()
		}
	}
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			flush()
			if len(out) == 0 || out[len(out)-1] != " " {
				out = append(out, " ")
			}
		case isWide(r), strings.ContainsRune(noEnd, r):
			flush()
			out = append(out, string(r))
		default:
			word.WriteRune(r)
		}
	}
	flush()
	return out
}

// isWide reports whether a line may break beside r without a space.
func isWide(r rune) bool {
	return r >= 0x2E80 || r >= 0x2010 && r <= 0x206F || r >= 0x2190 && r <= 0x2BFF
}
