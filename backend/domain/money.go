package domain

import (
	"errors"
	"math"
	"strings"
)

// Money is an amount in minor units (fen, cents) with its ISO 4217 code. An
// empty Currency means the amount is not known; it is shown as "—", never 0.
type Money struct {
	Minor    int64  `json:"minor"`
	Currency string `json:"currency"`
}

// CNY returns an amount of fen.
func CNY(fen int64) Money { return Money{Minor: fen, Currency: "CNY"} }

// Known reports whether the amount is known.
func (m Money) Known() bool { return m.Currency != "" }

// exponents lists the currencies whose minor unit is not 1/100 (ISO 4217).
var exponents = map[string]int{"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "XAF": 0, "XOF": 0,
	"BHD": 3, "KWD": 3, "OMR": 3, "JOD": 3, "TND": 3}

// Exponent returns the number of decimals of a currency: 2 unless listed.
func Exponent(currency string) int {
	if n, ok := exponents[currency]; ok {
		return n
	}
	return 2
}

// Plus adds o. An unknown amount counts as nothing. Two different currencies
// or a sum past int64 are errors (invalid).
func (m Money) Plus(o Money) (Money, error) {
	switch {
	case !o.Known():
		return m, nil
	case !m.Known():
		return o, nil
	case m.Currency != o.Currency:
		return Money{}, E(CodeInvalid, errors.New("add two currencies"), "field", "currency")
	case (o.Minor > 0 && m.Minor > math.MaxInt64-o.Minor) || (o.Minor < 0 && m.Minor < math.MinInt64-o.Minor):
		return Money{}, E(CodeInvalid, errors.New("amount out of range"), "field", "amount")
	}
	return Money{Minor: m.Minor + o.Minor, Currency: m.Currency}, nil
}

// ParseMoney reads a decimal amount in major units from text, without float.
// It accepts a sign, ¥ or ￥, thousands commas, spaces and full-width digits.
// "", "-", "--", "—", "~" and "null" mean missing and give Money{}. More decimals than the currency has must be zeros.
func ParseMoney(text, currency string) (Money, error) {
	bad := func(why string) (Money, error) {
		return Money{}, E(CodeInvalid, errors.New("parse money: "+why), "field", "amount")
	}
	s := strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '．':
			return '.'
		case r == '，', r == ',', r == ' ', r == '\u00a0', r == '\u3000', r == '\t', r == '¥', r == '￥', r == '$', r == '£', r == '€', r == '元':
			return -1
		case r == '－', r == '−':
			return '-'
		}
		return r
	}, text)
	switch strings.ToLower(s) {
	case "", "-", "--", "—", "——", "~", "null", "n/a":
		return Money{}, nil
	}
	neg := false
	if s[0] == '-' || s[0] == '+' {
		neg = s[0] == '-'
		s = s[1:]
	}
	whole, frac, _ := strings.Cut(s, ".")
	if whole == "" && frac == "" {
		return bad("no digits")
	}
	exp := Exponent(currency)
	for len(frac) > exp && frac[len(frac)-1] == '0' {
		frac = frac[:len(frac)-1]
	}
	if len(frac) > exp {
		return bad("too many decimals")
	}
	frac += strings.Repeat("0", exp-len(frac))
	var n int64
	for _, c := range []byte(whole + frac) {
		if c < '0' || c > '9' {
			return bad("not a number")
		}
		if n > (math.MaxInt64-int64(c-'0'))/10 {
			return bad("out of range")
		}
		n = n*10 + int64(c-'0')
	}
	if neg {
		n = -n
	}
	return Money{Minor: n, Currency: currency}, nil
}

// Decimal prints the amount in major units with all decimals ("-12.30"), for
// files; the window formats money by itself. Unknown prints "".
func (m Money) Decimal() string {
	if !m.Known() {
		return ""
	}
	exp := Exponent(m.Currency)
	sign, n := "", uint64(m.Minor)
	if m.Minor < 0 {
		sign, n = "-", uint64(-(m.Minor+1))+1
	}
	digits := make([]byte, 0, 24)
	for i := 0; n > 0 || i <= exp; i++ {
		if i == exp && exp > 0 {
			digits = append(digits, '.')
		}
		digits = append(digits, byte('0'+n%10))
		n /= 10
	}
	for i, j := 0, len(digits)-1; i < j; i, j = i+1, j-1 {
		digits[i], digits[j] = digits[j], digits[i]
	}
	return sign + string(digits)
}
