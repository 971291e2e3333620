package evidence

import (
	"regexp"
	"strings"
)

// links are addresses with a scheme or "www.", and hosts of a common ending with a path
// ("v.douyin.com/iAbC12/"). A bare host stays: "x.com" may be a size or a model.
var links = regexp.MustCompile(`(?i)(?:[a-z][a-z0-9+.-]{1,15}://|\bwww\.)[^\s，。；、）】》"'<>]+|\b(?:[a-z0-9-]+\.)+(?:com|cn|net|org|cc|me|co|top|vip|shop|xyz|link|ink|ltd)/[^\s，。；、）】》"'<>]*`)

// linkMask stands for a link.
const linkMask = "[***]"

func maskLinks(s string) string {
	if !strings.ContainsAny(s, "/.") {
		return s
	}
	return links.ReplaceAllString(s, linkMask)
}

// RedactText hides what names a person in free text on its way out of the house:
// Chinese mobile numbers (also grouped "138 0000 0000" or with +86), landlines with
// an area code, citizen numbers (18 characters with a right check digit) and e-mail
// addresses. Links go too: platforms count them as leading buyers away, and a link
// may name its sender. Everything else stays, above all waybills, order numbers and
// hashes: a proof whose numbers are masked proves nothing.
func RedactText(s string) string {
	s = maskLinks(s)
	var b strings.Builder
	for i := 0; i < len(s); {
		if !isDigit(s[i]) || i > 0 && isWord(s[i-1]) && !isDigit(s[i-1]) {
			b.WriteByte(s[i])
			i++
			continue
		}
		digits, end := digitRun(s, i)
		if end < len(s) && isWord(s[end]) && (len(digits) != 17 || s[end] != 'X' && s[end] != 'x') {
			for end < len(s) && isWord(s[end]) {
				end++
			}
			b.WriteString(s[i:end]) // part of a longer code such as a waybill
			i = end
			continue
		}
		if len(digits) == 17 && end < len(s) && (s[end] == 'X' || s[end] == 'x') {
			digits, end = digits+"X", end+1
		}
		if masked, ok := maskNumber(digits); ok {
			b.WriteString(masked)
		} else {
			b.WriteString(s[i:end])
		}
		i = end
	}
	return maskMail(b.String())
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isWord(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}

// digitRun reads digits that single spaces or hyphens may group. A grouped run is
// only followed while it can still be a telephone number.
func digitRun(s string, i int) (digits string, end int) {
	var d []byte
	end = i
	for j := i; j < len(s); j++ {
		switch {
		case isDigit(s[j]):
			d = append(d, s[j])
			end = j + 1
		case (s[j] == ' ' || s[j] == '-') && j+1 < len(s) && isDigit(s[j+1]) && len(d) >= 2 && len(d) < 11 && groups(d):
		default:
			return string(d), end
		}
	}
	return string(d), end
}

// groups reports whether a number so far may go on after a space or hyphen.
func groups(d []byte) bool {
	switch {
	case d[0] == '0':
		return len(d) == 3 || len(d) == 4
	case d[0] == '1':
		return len(d) == 3 || len(d) == 7
	case d[0] == '8' && d[1] == '6':
		return len(d) == 2 || len(d) == 5 || len(d) == 9
	}
	return false
}

func maskNumber(d string) (string, bool) {
	switch {
	case len(d) == 13 && d[:3] == "861" && d[3] >= '3':
		return "86" + d[2:5] + "****" + d[9:], true
	case len(d) == 11 && d[0] == '1' && d[1] >= '3':
		return d[:3] + "****" + d[7:], true
	case (len(d) == 11 || len(d) == 12 || len(d) == 10) && d[0] == '0' && d[1] != '0':
		return d[:3] + "****" + d[len(d)-2:], true
	case len(d) == 18 && isCitizen(d):
		return d[:3] + "***********" + d[14:], true
	}
	return "", false
}

// isCitizen checks the last character of a citizen number (GB 11643, ISO 7064 MOD 11-2)
// and its date, so that an 18-digit order number keeps its digits.
func isCitizen(d string) bool {
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(d[i]-'0') * w
	}
	if "10X98765432"[sum%11] != d[17] {
		return false
	}
	return (d[6:8] == "19" || d[6:8] == "20") && d[10:12] >= "01" && d[10:12] <= "12" && d[12:14] >= "01" && d[12:14] <= "31"
}

// maskMail keeps the first letter and the host of an address.
func maskMail(s string) string {
	for from := 0; ; {
		at := strings.IndexByte(s[from:], '@')
		if at < 0 {
			return s
		}
		at += from
		start := at
		for start > 0 && (isWord(s[start-1]) || s[start-1] == '.' || s[start-1] == '-' || s[start-1] == '+') {
			start--
		}
		host := at + 1
		for host < len(s) && (isWord(s[host]) || s[host] == '.' || s[host] == '-') {
			host++
		}
		if at-start >= 1 && strings.IndexByte(s[at+1:host], '.') > 0 {
			s = s[:start+1] + "***" + s[at:]
			from = start + 5
			continue
		}
		from = at + 1
	}
}
