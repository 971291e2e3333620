package metric

import "math"

// SmallBase is the base below which a rate is shown with its interval.
const SmallBase = 100

// z is the 97.5 % quantile of the normal distribution, for a 95 % interval.
const z = 1.959963984540054

// Wilson returns the 95 % score interval of num out of den (E. B. Wilson, 1927):
//
//	(p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)
//
// A count above its base, which a late trace can cause for a moment, is taken
// as all; den ≤ 0 gives 0 and 1: nothing is known.
func Wilson(num, den int64) (low, high float64) {
	if den <= 0 {
		return 0, 1
	}
	n := float64(den)
	p := float64(min(max(num, 0), den)) / n
	mid := p + z*z/(2*n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	scale := 1 + z*z/n
	return max(0, (mid-half)/scale), min(1, (mid+half)/scale)
}
