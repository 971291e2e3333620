package insight

import (
	"math/bits"
	"slices"

	"afterdesk/backend/domain"
)

// slot is a counter that a question needs, of one kind of fact.
type slot struct {
	counter string
	kind    domain.TrendKind
	bit     uint32 // in domain.TrendFact.Bits
}

// axis is one dimension of a question: either stored with each fact, or made
// from the segment's day.
type axis struct {
	fact  int // index in domain.FactDims; −1 for a time
	time  domain.Dimension
	words []string // keys by number
	ids   map[string]uint32
}

func newAxis(dim domain.Dimension) (*axis, bool) {
	a := &axis{fact: slices.Index(domain.FactDims[:], dim), time: dim, ids: map[string]uint32{}}
	return a, a.fact >= 0 || isTime(dim)
}

func (a *axis) id(word string) uint32 {
	id, ok := a.ids[word]
	if !ok {
		id = uint32(len(a.words))
		a.ids[word] = id
		a.words = append(a.words, word)
	}
	return id
}

// keep is one filter.
type keep struct {
	fact   int
	time   domain.Dimension
	values map[string]bool
}

// cell is one combination of keys.
type cell struct {
	key [2]uint32
	age [3]int32 // by kind: days since the newest day with a fact; −1 = none
}

// cube counts the facts of segments by the keys of at most two axes. Each
// order, review or case counts once per cell and counter, and once in total,
// however many lines it has.
type cube struct {
	axes    []*axis
	filters []keep
	slots   []slot

	cells  []cell
	counts []int32 // len(slots) per cell; a book has fewer orders than that holds
	byKey  grid
	total  []int64
	aged   [3]int32

	codes  [2][]uint32 // scratch, reused between segments
	bits   []uint32
	passes []bool
	local  []int32
	used   []uint32
}

func newCube(axes []*axis, filters []keep, slots []slot) *cube {
	return &cube{axes: axes, filters: filters, slots: slots, total: make([]int64, len(slots)), aged: [3]int32{-1, -1, -1}}
}

func kindIndex(kind domain.TrendKind) int { return slices.Index(domain.TrendKinds, kind) }

// largeGrid is the size from which a segment's local cells are kept in a map.
const largeGrid = 1 << 20

// add counts the facts of one segment. age is how many days old its day is.
// errSegment leaves the cube as it was.
func (c *cube) add(key domain.TrendKey, blob []byte, age int32) error {
	for _, f := range c.filters {
		if f.fact < 0 && !f.values[bucket(f.time, key.Day)] {
			return nil
		}
	}
	s, err := openSegment(blob)
	if err != nil || s.facts == 0 {
		return err
	}
	c.bits = sized(c.bits, s.facts)
	words, err := s.masks(c.bits)
	if err != nil {
		return err
	}
	masks := make([]uint32, len(words)) // counter bits of a fact → bits of our slots
	for i, w := range words {
		for n, sl := range c.slots {
			if sl.kind == key.Kind && w&sl.bit != 0 {
				masks[i] |= 1 << n
			}
		}
	}
	all, err := c.filter(s)
	if err != nil {
		return err
	}
	var ids [2][]uint32 // local code → number on the axis
	for i, a := range c.axes {
		c.codes[i] = sized(c.codes[i], s.facts)
		if a.fact < 0 {
			clear(c.codes[i])
			ids[i] = []uint32{a.id(bucket(a.time, key.Day))}
			continue
		}
		words, err := s.dim(a.fact, c.codes[i])
		if err != nil {
			return err
		}
		ids[i] = make([]uint32, len(words))
		for n, w := range words {
			ids[i][n] = a.id(w)
		}
	}
	for i := len(c.axes); i < 2; i++ {
		c.codes[i] = sized(c.codes[i], s.facts)
		clear(c.codes[i])
		ids[i] = []uint32{0}
	}
	c.count(s, key.Kind, masks, ids, all, age)
	return nil
}

// filter fills passes; all is true when every fact passes.
func (c *cube) filter(s segment) (all bool, err error) {
	all = true
	for _, f := range c.filters {
		if f.fact < 0 {
			continue
		}
		c.codes[0] = sized(c.codes[0], s.facts)
		words, err := s.dim(f.fact, c.codes[0])
		if err != nil {
			return false, err
		}
		ok, every := make([]bool, len(words)), true
		for i, w := range words {
			ok[i] = f.values[w]
			every = every && ok[i]
		}
		if every {
			continue
		}
		if all {
			if cap(c.passes) < s.facts {
				c.passes = make([]bool, s.facts)
			}
			c.passes = c.passes[:s.facts]
			for i := range c.passes {
				c.passes[i] = true
			}
			all = false
		}
		for i, code := range c.codes[0] {
			c.passes[i] = c.passes[i] && ok[code]
		}
	}
	return all, nil
}

func (c *cube) count(s segment, kind domain.TrendKind, masks []uint32, ids [2][]uint32, all bool, age int32) {
	k := kindIndex(kind)
	wide := uint64(len(ids[1]))
	grid := uint64(len(ids[0])) * wide
	var far map[uint64]int32
	if grid > largeGrid {
		far = map[uint64]int32{}
	} else if uint64(len(c.local)) < grid {
		c.local = make([]int32, grid) // 0 = not met in this segment, else cell+1
	}
	find := func(i int) int32 {
		at := uint64(c.codes[0][i])*wide + uint64(c.codes[1][i])
		if far != nil {
			if id, ok := far[at]; ok {
				return id
			}
		} else if id := c.local[at]; id > 0 {
			return id - 1
		}
		id := c.cell(ids[0][c.codes[0][i]], ids[1][c.codes[1][i]])
		if a := &c.cells[id].age[k]; *a < 0 || age < *a {
			*a = age
		}
		if far != nil {
			far[at] = id
		} else {
			c.local[at] = id + 1
			c.used = append(c.used, uint32(at))
		}
		return id
	}
	type part struct {
		cell int32
		mask uint32
	}
	var parts []part
	any := false
	for i := 0; i < s.facts; {
		j := i + 1
		for j < s.facts && s.continues(j) {
			j++
		}
		var sum uint32
		if j == i+1 {
			if all || c.passes[i] {
				sum = masks[c.bits[i]]
				c.bump(find(i), sum)
				any = true
			}
		} else {
			parts = parts[:0]
			for ; i < j; i++ {
				if !all && !c.passes[i] {
					continue
				}
				id, m := find(i), masks[c.bits[i]]
				sum |= m
				if at := slices.IndexFunc(parts, func(p part) bool { return p.cell == id }); at >= 0 {
					parts[at].mask |= m
				} else {
					parts = append(parts, part{id, m})
				}
			}
			for _, p := range parts {
				c.bump(p.cell, p.mask)
				any = true
			}
		}
		for m := sum; m != 0; m &= m - 1 {
			c.total[bits.TrailingZeros32(m)]++
		}
		i = j
	}
	if any && (c.aged[k] < 0 || age < c.aged[k]) {
		c.aged[k] = age
	}
	for _, at := range c.used {
		c.local[at] = 0
	}
	c.used = c.used[:0]
}

func (c *cube) bump(id int32, mask uint32) {
	row := c.counts[int(id)*len(c.slots):]
	for ; mask != 0; mask &= mask - 1 {
		row[bits.TrailingZeros32(mask)]++
	}
}

func (c *cube) cell(a, b uint32) int32 {
	id, fresh := c.byKey.find([2]uint32{a, b}, c.cells)
	if fresh {
		if len(c.cells) == cap(c.cells) { // doubled: append alone grows large slices by a quarter, and copies ever again
			c.cells = slices.Grow(c.cells, max(1024, len(c.cells)))
			c.counts = slices.Grow(c.counts, cap(c.cells)*len(c.slots)-len(c.counts))
		}
		c.cells = append(c.cells, cell{key: [2]uint32{a, b}, age: [3]int32{-1, -1, -1}})
		c.counts = append(c.counts, make([]int32, len(c.slots))...)
	}
	return id
}

// grid finds the number of a cell by its keys: open addressing over the cells
// themselves, several times quicker than a map when a question has hundreds of
// thousands of cells.
type grid struct {
	slots []int32 // cell+1, 0 = free; a power of two, at most half full
	used  int
}

func (g *grid) find(key [2]uint32, cells []cell) (id int32, fresh bool) {
	if 2*g.used >= len(g.slots) {
		g.slots = make([]int32, max(1024, 4*len(g.slots)))
		for i := range cells {
			g.slots[g.free(cells[i].key, cells)] = int32(i) + 1
		}
	}
	at := g.free(key, cells)
	if id := g.slots[at]; id > 0 {
		return id - 1, false
	}
	g.used++
	g.slots[at] = int32(len(cells)) + 1
	return int32(len(cells)), true
}

// free returns the slot of a key, or the free slot where it belongs.
func (g *grid) free(key [2]uint32, cells []cell) int {
	mask := len(g.slots) - 1
	h := (uint64(key[0])<<32 | uint64(key[1])) * 0x9E3779B97F4A7C15
	for at := int(h>>32) & mask; ; at = (at + 1) & mask {
		if id := g.slots[at]; id == 0 || cells[id-1].key == key {
			return at
		}
	}
}

// at returns the count of a slot in a cell.
func (c *cube) at(id int32, slot int) int64 { return int64(c.counts[int(id)*len(c.slots)+slot]) }

// counted turns a row of counts into what a metric reads.
func counted[T int32 | int64](slots []slot, row []T) domain.Counts {
	out := make(domain.Counts, len(slots))
	for i, s := range slots {
		out[s.counter] = int64(row[i])
	}
	return out
}

func sized(s []uint32, n int) []uint32 {
	if cap(s) < n {
		return make([]uint32, n)
	}
	return s[:n]
}
