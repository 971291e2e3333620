package sheet

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // Windows has no zone files
	"unicode"

	"afterdesk/backend/domain"
)

// missing reports whether a cell says "no value". Douyin exports write "~"; R and
// statistics tools write NA.
func missing(s string) bool {
	switch s {
	case "", "-", "--", "—", "——", "~", "/", "NA", "N/A", "n/a", "null", "NULL", "None", "无", "暂无":
		return true
	}
	return false
}

// tidy removes what exports put around a value to keep a spreadsheet program
// from changing it (a tab, an apostrophe, ="…"), marks and control characters.
func tidy(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' || r == '\u200e' || r == '\u200f' || unicode.IsControl(r)
	})
	if len(s) > 3 && strings.HasPrefix(s, `="`) && strings.HasSuffix(s, `"`) {
		s = strings.TrimSpace(s[2 : len(s)-1])
	}
	if len(s) > 1 && (s[0] == '\'' || s[0] == '`') {
		s = strings.TrimSpace(s[1:])
	}
	if strings.IndexFunc(s, isBadRune) >= 0 {
		s = strings.Map(func(r rune) rune {
			if isBadRune(r) {
				return -1
			}
			return r
		}, s)
	}
	return s
}

// isBadRune finds control characters and the marks that turn the reading
// direction, with which a name can pretend to be another.
func isBadRune(r rune) bool {
	return (unicode.IsControl(r) && r != '\n' && r != '\t') || (r >= '\u202a' && r <= '\u202e') || (r >= '\u2066' && r <= '\u2069')
}

// roundedID is a long number as a spreadsheet program shows or stores it.
var roundedID = regexp.MustCompile(`^[+-]?\d+(\.\d+[eE]\+?|[eE]\+)\d+$`)

const maxID = 128

// readID reads an id as text. why is "" or the reason to refuse it.
func readID(s string, serial bool) (id, why string) {
	id = foldWidth(tidy(s))
	switch {
	case missing(id):
		return "", ""
	case roundedID.MatchString(id):
		return id, "id_rounded"
	case strings.ContainsRune(id, '\ufffd'):
		return id, "encoding"
	case len(id) > maxID:
		return id[:maxID], "too_long"
	case strings.ContainsAny(id, "\n\t"):
		return id, "bad_id"
	}
	if i := strings.IndexByte(id, '.'); serial && i > 0 && strings.Trim(id[:i], "0123456789") == "" && strings.Trim(id[i+1:], "0") == "" {
		id = id[:i] // 576370.0
	}
	return id, ""
}

// tailZeros reports whether id looks like a number that lost its last digits:
// 16 or more digits of which only the first 15 carry anything.
func tailZeros(id string) bool {
	return len(id) >= 18 && strings.Trim(id, "0123456789") == "" && strings.Trim(id[15:], "0") == ""
}

// foldWidth turns full-width digits, letters and signs into the usual ones.
func foldWidth(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= '！' && r <= '～' }) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s)
}

// readInt reads a whole number such as "3", "1,000", "2.0" or "3件".
func readInt(s string) (n int64, ok bool) {
	s = strings.TrimRight(foldWidth(tidy(s)), "件个双套条份pcs ")
	s = strings.ReplaceAll(s, ",", "")
	if whole, frac, found := strings.Cut(s, "."); found && strings.Trim(frac, "0") == "" {
		s = whole
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n > -1e12 && n < 1e12
}

var hanDigits = map[rune]int64{'一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5}

// readRating reads stars: "5", "4.0", "5星", "五星", "★★★★☆". 0 with ok means missing.
func readRating(s string) (n int64, ok bool) {
	s = foldWidth(tidy(s))
	if missing(s) {
		return 0, true
	}
	if c := strings.Count(s, "★"); c > 0 {
		return int64(c), c <= 5
	}
	s = strings.TrimRight(s, "星分级颗 ")
	if i := strings.IndexByte(s, '/'); i > 0 && strings.TrimSpace(s[i+1:]) == "5" {
		s = strings.TrimSpace(s[:i])
	}
	if r := []rune(s); len(r) == 1 && hanDigits[r[0]] > 0 {
		return hanDigits[r[0]], true
	}
	n, ok = readInt(s)
	return n, ok && n >= 1 && n <= 5
}

// readMoney reads an amount; serial numbers are first printed as the program shows them.
func readMoney(s, currency string, serial bool) (domain.Money, bool) {
	s = tidy(s)
	if missing(s) {
		return domain.Money{}, true
	}
	if serial {
		s = tidyNumber(s)
	}
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, currency), currency))
	if n := len(s); n > 2 && s[0] == '(' && s[n-1] == ')' { // accountants' minus
		s = "-" + s[1:n-1]
	}
	m, err := domain.ParseMoney(s, currency)
	return m, err == nil
}

// timeForm is how times of one file are read.
type timeForm struct {
	loc      *time.Location
	order    string // "dmy", "mdy", "ymd" or "" = only what is certain
	serial   bool
	date1904 bool
}

var months = map[string]int{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}

// read reads a moment. why is "" or "bad_time" or "ambiguous_date". A missing
// cell gives 0.
func (f timeForm) read(s string) (at domain.Instant, why string) {
	s = foldWidth(tidy(s))
	if missing(s) || s == "0" || strings.HasPrefix(s, "0000-00-00") {
		return 0, ""
	}
	if v, err := strconv.ParseFloat(s, 64); err == nil && strings.Trim(s, "0123456789.") == "" {
		return f.number(s, v)
	}
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return sane(t)
	}
	var nums [8]int
	var digits [8]int
	n, month, pm, am := 0, 0, false, false
	zone, hasZone := 0, false
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			j := i
			for j < len(s) && s[j] >= '0' && s[j] <= '9' {
				j++
			}
			if n == len(nums) || j-i > 9 {
				return 0, "bad_time"
			}
			nums[n], _ = strconv.Atoi(s[i:j])
			digits[n] = j - i
			n++
			i = j
		case (c == '+' || c == '-') && n >= 5 && i+2 < len(s):
			z := strings.ReplaceAll(s[i+1:], ":", "")
			v, err := strconv.Atoi(z)
			if err != nil || (len(z) != 4 && len(z) != 2) {
				return 0, "bad_time"
			}
			if len(z) == 2 {
				v *= 100
			}
			zone, hasZone = (v/100*60+v%100)*60, true
			if c == '-' {
				zone = -zone
			}
			i = len(s)
		case c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z':
			j := i
			for j < len(s) && (s[j]|0x20) >= 'a' && (s[j]|0x20) <= 'z' {
				j++
			}
			switch w := strings.ToLower(s[i:j]); {
			case w == "am":
				am = true
			case w == "pm":
				pm = true
			case w == "t":
			case w == "z" || w == "utc" || w == "gmt":
				hasZone = true
			case len(w) >= 3 && months[w[:3]] > 0 && month == 0:
				month = months[w[:3]]
			case len(w) >= 3 && strings.Contains("mon tue wed thu fri sat sun", w[:3]):
			default:
				return 0, "bad_time"
			}
			i = j
		default:
			i++
		}
	}
	if strings.Contains(s, "下午") || strings.Contains(s, "晚上") {
		pm = true
	} else if strings.Contains(s, "上午") || strings.Contains(s, "凌晨") {
		am = true
	}
	y, m, d, rest, why := f.date(nums[:n], digits[:n], month)
	if why != "" {
		return 0, why
	}
	h, mi, sec, ms := 0, 0, 0, 0
	for i, p := range []*int{&h, &mi, &sec, &ms} {
		if i < len(rest) {
			*p = rest[i]
		}
	}
	if len(rest) == 4 { // a fraction counts by its digits
		for k := digits[n-1]; k < 3; k++ {
			ms *= 10
		}
		for k := digits[n-1]; k > 3; k-- {
			ms /= 10
		}
	}
	if len(rest) > 4 || h > 23 || mi > 59 || sec > 60 || (pm || am) && (h > 12 && !pm) {
		return 0, "bad_time"
	}
	if pm && h < 12 {
		h += 12
	} else if am && h == 12 {
		h = 0
	}
	loc := f.loc
	if hasZone {
		loc = time.FixedZone("", zone)
	}
	t := time.Date(y, time.Month(m), d, h, mi, sec, ms*int(time.Millisecond), loc)
	if t.Day() != d || int(t.Month()) != m {
		return 0, "bad_time"
	}
	return sane(t)
}

// date finds year, month and day among the first numbers.
func (f timeForm) date(nums, digits []int, month int) (y, m, d int, rest []int, why string) {
	year := func(v, n int) int {
		if n <= 2 {
			return 2000 + v
		}
		return v
	}
	if month > 0 { // 15 Nov 2011, Nov 15, 2011
		if len(nums) < 2 {
			return 0, 0, 0, nil, "bad_time"
		}
		if digits[0] == 4 {
			return nums[0], month, nums[1], nums[2:], ""
		}
		return year(nums[1], digits[1]), month, nums[0], nums[2:], ""
	}
	if len(nums) < 3 {
		return 0, 0, 0, nil, "bad_time"
	}
	a, b, c := nums[0], nums[1], nums[2]
	rest = nums[3:]
	order := f.order
	switch {
	case digits[0] == 4:
		order = "ymd"
	case order == "ymd" && digits[0] != 4 && digits[2] == 4:
		order = ""
	}
	if order == "" {
		switch {
		case digits[2] != 4 && digits[2] != 2:
			return 0, 0, 0, nil, "bad_time"
		case a > 12 && b <= 12:
			order = "dmy"
		case b > 12 && a <= 12:
			order = "mdy"
		case a == b:
			order = "dmy"
		default:
			return 0, 0, 0, nil, "ambiguous_date"
		}
	}
	switch order {
	case "ymd":
		y, m, d = year(a, digits[0]), b, c
	case "dmy":
		y, m, d = year(c, digits[2]), b, a
	case "mdy":
		y, m, d = year(c, digits[2]), a, b
	}
	if m < 1 || m > 12 || d < 1 || d > 31 {
		return 0, 0, 0, nil, "bad_time"
	}
	return y, m, d, rest, ""
}

// number reads a moment that is only a number: seconds, milliseconds, packed
// digits or the days of a spreadsheet program.
func (f timeForm) number(s string, v float64) (domain.Instant, string) {
	whole, frac, _ := strings.Cut(s, ".")
	switch {
	case len(whole) == 10 && frac == "":
		return sane(time.Unix(int64(v), 0))
	case len(whole) == 13 && frac == "":
		return sane(time.UnixMilli(int64(v)))
	case len(whole) == 14 && frac == "":
		t, err := time.ParseInLocation("20060102150405", whole, f.loc)
		if err != nil {
			return 0, "bad_time"
		}
		return sane(t)
	case len(whole) == 8 && frac == "":
		t, err := time.ParseInLocation("20060102", whole, f.loc)
		if err != nil {
			return 0, "bad_time"
		}
		return sane(t)
	case v > 20000 && v < 80000 && (f.serial || frac != ""):
		if f.date1904 {
			v += 1462
		}
		// Day 60 of the 1900 system never was; every date of this trade lies after it.
		ms := math.Round((v - math.Floor(v)) * 86400000)
		if off := math.Mod(ms, 1000); off < 2 || off > 998 { // 1/86400 of a day has no exact double
			ms = math.Round(ms/1000) * 1000
		}
		days := int(math.Floor(v))
		return sane(time.Date(1899, 12, 30+days, 0, 0, 0, int(ms)*int(time.Millisecond), f.loc))
	}
	return 0, "bad_time"
}

// sane refuses years in which no shop of this trade sold anything.
func sane(t time.Time) (domain.Instant, string) {
	if y := t.Year(); y < 1990 || y > 2100 {
		return 0, "bad_time"
	}
	return domain.InstantOf(t), ""
}

// loadZone loads an IANA zone; "" is an error here, never silently UTC.
func loadZone(name string) (*time.Location, error) {
	if name == "" {
		return nil, domain.E(domain.CodeInvalid, errors.New("no zone given"), "field", "zone")
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, domain.E(domain.CodeInvalid, fmt.Errorf("load zone: %w", err), "field", "zone")
	}
	return loc, nil
}
