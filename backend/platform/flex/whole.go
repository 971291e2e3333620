package flex

import (
	"strconv"
	"strings"
)

// Whole returns the integer form of a JSON number when it is whole and
// has at most 19 digits; any other literal stays as it is.
func Whole(lit string) string {
	if !strings.ContainsAny(lit, ".eE") {
		return lit
	}
	sign, rest := "", lit
	if strings.HasPrefix(rest, "-") {
		sign, rest = "-", rest[1:]
	}
	exp := 0
	if i := strings.IndexAny(rest, "eE"); i >= 0 {
		n, err := strconv.Atoi(strings.TrimPrefix(rest[i+1:], "+"))
		if err != nil || n > 40 || n < -40 {
			return lit
		}
		exp, rest = n, rest[:i]
	}
	whole, frac, _ := strings.Cut(rest, ".")
	digits := whole + frac
	point := len(whole) + exp
	for len(digits) > point && strings.HasSuffix(digits, "0") {
		digits = digits[:len(digits)-1]
	}
	if point < len(digits) || point > 40 {
		if strings.Trim(digits, "0") != "" {
			return lit
		}
		return "0"
	}
	digits = strings.TrimLeft(digits+strings.Repeat("0", max(point-len(digits), 0)), "0")
	switch {
	case digits == "":
		return "0"
	case len(digits) > 19:
		return lit
	}
	return sign + digits
}
