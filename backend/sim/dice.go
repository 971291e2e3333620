package sim

// dice is a SplitMix64 stream. It starts from a hash of the seed and of what it
// decides about, so that no draw depends on how many others came before.
type dice struct{ s uint64 }

// What a stream decides about. Never renumber: the golden hash would change.
const (
	rollDay uint64 = iota + 1
	rollBreak
	rollPlan
	rollOrder
	rollBuyer
	rollShip
	rollParcel
	rollCase
	rollStep
	rollReview
	rollGoods
	rollHost
	rollWords
	rollWire
	rollPhoto
	rollReturn
)

func mix(z uint64) uint64 {
	z ^= z >> 30
	z *= 0xbf58476d1ce4e5b9
	z ^= z >> 27
	z *= 0x94d049bb133111eb
	return z ^ z>>31
}

func roll(seed, what uint64, a, b int64) dice {
	s := mix(seed + 0x9e3779b97f4a7c15*what)
	s = mix(s ^ uint64(a)*0xd1342543de82ef95)
	return dice{mix(s + uint64(b)*0x9e3779b97f4a7c15)}
}

func (w *World) dice(what uint64, a, b int) dice { return roll(w.seed, what, int64(a), int64(b)) }

func (d *dice) u64() uint64 {
	d.s += 0x9e3779b97f4a7c15
	return mix(d.s)
}

// n returns a number in [0, k); k <= 0 gives 0. The bias for small k is far
// below what any test of this world could see.
func (d *dice) n(k int) int {
	if k <= 0 {
		return 0
	}
	return int((d.u64() >> 33) % uint64(k))
}

// between returns a number in [a, b].
func (d *dice) between(a, b int64) int64 {
	if b <= a {
		return a
	}
	return a + int64(d.u64()>>1)%(b-a+1)
}

// hit is true p times in 10,000.
func (d *dice) hit(p int) bool { return d.n(10000) < p }

// expo holds the upper quantiles (i+1)/64 of the exponential distribution with
// mean 1000. Written down as integers: a logarithm may differ in its last bit
// between processors.
var expo = [64]int64{16, 32, 48, 65, 81, 98, 116, 134, 152, 170, 189, 208, 227, 247, 267, 288, 309, 330, 352, 375, 398, 421, 445, 470, 495, 521, 548, 575, 604, 633, 662, 693, 725, 758, 792, 827, 863, 901, 940, 981, 1023, 1068, 1114, 1163, 1214, 1269, 1326, 1386, 1451, 1520, 1594, 1674, 1761, 1856, 1962, 2079, 2213, 2367, 2549, 2773, 3060, 3466, 4159, 5200}

// after returns an exponentially distributed waiting time with the given mean.
func (d *dice) after(mean int64) int64 {
	i := d.n(64)
	lo := int64(0)
	if i > 0 {
		lo = expo[i-1]
	}
	return mean * (lo + int64(d.n(int(expo[i]-lo)+1))) / 1000
}

// pick returns an index of weights with a chance proportional to its value.
func (d *dice) pick(weights []int) int {
	sum := 0
	for _, v := range weights {
		sum += v
	}
	x := d.n(sum)
	for i, v := range weights {
		if x -= v; x < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// curve draws from a piecewise linear distribution: steps of (chance in 10,000
// of ending here, upper bound), each uniform between its neighbours.
type curve []struct {
	chance int
	upTo   int64
}

func (d *dice) from(c curve) int64 {
	x, lo := d.n(10000), int64(0)
	for _, s := range c {
		if x < s.chance {
			return d.between(lo, s.upTo)
		}
		x -= s.chance
		lo = s.upTo
	}
	return lo
}

// one returns an element of list.
func one[T any](d *dice, list []T) T { return list[d.n(len(list))] }
