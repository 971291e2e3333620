package sheet

import "hash/maphash"

// hashSet remembers strings by their 64-bit hash in 8 to 16 bytes each, to find
// repeated lines of a million-row file. Two different strings of one file meet
// with a probability of about 3·10⁻⁸ at a million lines.
type hashSet struct {
	seed  maphash.Seed
	slots []uint64
	n     int
}

func newHashSet() *hashSet {
	return &hashSet{seed: maphash.MakeSeed(), slots: make([]uint64, 1024)}
}

// add reports whether s was new.
func (h *hashSet) add(s string) bool {
	v := maphash.String(h.seed, s)
	if v == 0 {
		v = 1 // 0 marks a free slot
	}
	if h.n*4 >= len(h.slots)*3 {
		old := h.slots
		h.slots = make([]uint64, len(old)*2)
		for _, o := range old {
			if o != 0 {
				h.slots[h.slot(o)] = o
			}
		}
	}
	i := h.slot(v)
	if h.slots[i] == v {
		return false
	}
	h.slots[i] = v
	h.n++
	return true
}

func (h *hashSet) slot(v uint64) int {
	mask := len(h.slots) - 1
	i := int(v) & mask
	for h.slots[i] != 0 && h.slots[i] != v {
		i = (i + 1) & mask
	}
	return i
}
