package metric

import "math"

// GoodNeeded returns how many more genuine good reviews lift good of rated to
// the target share: the least n with (good+n)/(rated+n) ≥ target. 0 when it is
// reached already or nothing is rated; −1 when no number suffices, which is so
// when the target is 1 and one review is not good. The target is taken to six
// decimals so that 0.98 means 98 % exactly and not the nearest binary number.
func GoodNeeded(good, rated int64, target float64) int64 {
	t, whole := parts(target)
	miss := t*rated - whole*good // > 0: below the target, in millionths
	if rated <= 0 || miss <= 0 {
		return 0
	}
	if t >= whole {
		return -1
	}
	return ceil(miss, whole-t)
}

// BadAvoidable returns how many of the reviews that are not good would have to
// not exist for the share to reach the target: the least n with
// good/(rated−n) ≥ target.
func BadAvoidable(good, rated int64, target float64) int64 {
	t, whole := parts(target)
	miss := t*rated - whole*good
	if rated <= 0 || miss <= 0 || t <= 0 {
		return 0
	}
	return ceil(miss, t)
}

func parts(target float64) (t, whole int64) {
	whole = 1_000_000
	if math.IsNaN(target) || target < 0 {
		target = 0
	}
	return int64(math.Round(min(target, 1) * float64(whole))), whole
}

func ceil(a, b int64) int64 { return (a + b - 1) / b }
