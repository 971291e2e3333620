package medusa

import (
	"math/big"
	"strings"

	"afterdesk/backend/domain"
)

// rat reads a decimal as the server writes it; ok is false when it is not one. A
// division may leave "1e-20" behind; an exponent of more than two digits would be
// an attack on the memory of who reads it.
func (a amount) rat() (r *big.Rat, ok bool) {
	s := strings.ToLower(strings.TrimSpace(string(a.digits)))
	digits, exp, _ := strings.Cut(s, "e")
	if digits == "" || len(s) > 60 || strings.Trim(digits, "-0123456789.") != "" || len(strings.TrimLeft(exp, "+-")) > 2 {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// known reports whether the server sent the number at all.
func (a amount) known() bool { return strings.TrimSpace(string(a.digits)) != "" }

// sign is -1, 0 or 1; 0 for a number that is missing.
func (a amount) sign() int {
	if r, ok := a.rat(); ok {
		return r.Sign()
	}
	return 0
}

// whole reads a count of pieces: its integer part, 0 when missing or negative.
func (a amount) whole() int64 {
	r, ok := a.rat()
	if !ok || r.Sign() < 0 {
		return 0
	}
	q := new(big.Int).Quo(r.Num(), r.Denom())
	if !q.IsInt64() {
		return 0
	}
	return q.Int64()
}

// money rounds an exact amount in major units half away from zero to the
// currency's minor unit: the server keeps thirds of a cent where it divides a
// discount. false when it does not fit.
func money(r *big.Rat, currency string) (domain.Money, bool) {
	scale := big.NewInt(1)
	for range domain.Exponent(currency) {
		scale.Mul(scale, big.NewInt(10))
	}
	scaled := new(big.Rat).Mul(r, new(big.Rat).SetInt(scale))
	twice := new(big.Int).Mul(scaled.Num(), big.NewInt(2))
	half := new(big.Int).Set(scaled.Denom())
	if scaled.Sign() < 0 {
		half.Neg(half)
	}
	n := new(big.Int).Quo(twice.Add(twice, half), new(big.Int).Mul(scaled.Denom(), big.NewInt(2)))
	if !n.IsInt64() || currency == "" {
		return domain.Money{}, false
	}
	return domain.Money{Minor: n.Int64(), Currency: currency}, true
}

// in reads an amount in a currency: unknown when missing, false when it is not
// a number.
func (a amount) in(currency string) (domain.Money, bool) {
	if !a.known() {
		return domain.Money{}, true
	}
	r, ok := a.rat()
	if !ok {
		return domain.Money{}, false
	}
	return money(r, currency)
}

// share is total × part ÷ whole, exactly; false when one is missing or whole is 0.
func share(total amount, part int64, whole amount) (*big.Rat, bool) {
	t, ok := total.rat()
	w, has := whole.rat()
	if !ok || !has || w.Sign() <= 0 {
		return nil, false
	}
	t.Quo(t, w)
	return t.Mul(t, new(big.Rat).SetInt64(part)), true
}
