package workday

import "math/bits"

// index is a set of open days that counts in constant time. The bitset is what
// calendars are combined from. Counting has two tables beside it: how many days
// before each one are open, and the offset of each open day. Two look-ups
// measured twice as fast as counting bits, and let the compiler put the whole
// count into its caller.
type index struct {
	words []word   // one more than the days need, so that rank may ask for the end
	opens []uint16 // the offset of each open day
	ranks []uint16 // the open days before each offset, the number of days included
}

// word is 64 days, the first in the lowest bit.
type word struct {
	open   uint64
	before int // open days in the words before
}

// maxDays is how many days fit the offsets of an index, 179 years.
const maxDays = 1 << 16

// newIndex returns an index of n closed days. It must be counted before it is
// asked.
func newIndex(n int) index { return index{words: make([]word, n/64+1)} }

func (x *index) set(i int, open bool) {
	x.words[i>>6].open &^= 1 << (i & 63)
	if open {
		x.words[i>>6].open |= 1 << (i & 63)
	}
}

func (x *index) has(i int) bool { return x.words[i>>6].open>>(i&63)&1 == 1 }

// from returns the 64 days from offset i on; those beyond the end are closed.
func (x *index) from(i int) uint64 {
	w, shift := i>>6, i&63
	days := x.words[w].open >> shift
	if w+1 < len(x.words) {
		days |= x.words[w+1].open << (64 - shift)
	}
	return days
}

// countBefore makes rank agree with the bits, and returns how many there are.
func (x *index) countBefore() int {
	total := 0
	for w := range x.words {
		x.words[w].before = total
		total += bits.OnesCount64(x.words[w].open)
	}
	return total
}

// count makes the tables of an index of n days agree with the bits.
func (x *index) count(n int) {
	x.opens = make([]uint16, 0, x.countBefore())
	x.ranks = make([]uint16, n+1)
	for i := range x.ranks {
		x.ranks[i] = uint16(x.rank(i))
	}
	for w := range x.words {
		for rest := x.words[w].open; rest != 0; rest &= rest - 1 {
			x.opens = append(x.opens, uint16(w<<6+bits.TrailingZeros64(rest)))
		}
	}
}

// rank returns how many days before offset i are open. i may be the number of
// days.
func (x *index) rank(i int) int {
	w := &x.words[i>>6]
	return w.before + bits.OnesCount64(w.open&(1<<(i&63)-1))
}
