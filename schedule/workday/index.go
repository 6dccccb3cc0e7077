package workday

import "math/bits"

// index is a bitset of open days with what it takes to count in it in constant
// time: how many days are open before each word (rank), and the word where
// every stride-th open day is found (select).
type index struct {
	words []word // one more than the days need, so that a next one always exists
	hints []uint16
	total int // open days in all
}

// word is 64 days, the first in the lowest bit.
type word struct {
	open   uint64
	before uint32 // open days in the words before
}

// strideBits is the binary logarithm of the stride of the hints. A word has
// about 44 open days, so that a hint is at most one word off as a rule.
const strideBits = 5

// newIndex returns an index of n days, those open that open says. It must be
// counted before it is asked.
func newIndex(n int, open func(i int) bool) index {
	x := index{words: make([]word, n/64+2)}
	for i := range n {
		x.set(i, open(i))
	}
	return x
}

func (x *index) set(i int, open bool) {
	x.words[i>>6].open &^= 1 << (i & 63)
	if open {
		x.words[i>>6].open |= 1 << (i & 63)
	}
}

func (x *index) has(i int) bool { return x.words[i>>6].open>>(i&63)&1 == 1 }

// from returns the 64 days from offset i on; those before 0 and beyond the end
// are closed.
func (x *index) from(i int) uint64 {
	w, shift := i>>6, i&63
	return x.word(w)>>shift | x.word(w+1)<<(64-shift)
}

func (x *index) word(w int) uint64 {
	if w < 0 || w >= len(x.words) {
		return 0
	}
	return x.words[w].open
}

// trim closes the days from offset n on.
func (x *index) trim(n int) {
	for w := n >> 6; w < len(x.words); w++ {
		x.words[w].open &= 1<<max(n-w<<6, 0) - 1
	}
}

// count makes rank and sel agree with the bits.
func (x *index) count() {
	x.total = 0
	for w := range x.words {
		x.words[w].before = uint32(x.total)
		x.total += bits.OnesCount64(x.words[w].open)
	}
	x.hints = make([]uint16, x.total>>strideBits+1)
	w := 0
	for h := range x.hints {
		for w+2 < len(x.words) && int(x.words[w+1].before) <= h<<strideBits {
			w++
		}
		x.hints[h] = uint16(w)
	}
}

// rank returns how many days before offset i are open.
func (x *index) rank(i int) int {
	w := &x.words[i>>6]
	return int(w.before) + bits.OnesCount64(w.open&(1<<(i&63)-1))
}

// sel returns the offset of the k-th open day, counting from 0. k must be at
// least 0 and less than total.
func (x *index) sel(k int) int {
	w := int(x.hints[k>>strideBits])
	if int(x.words[w+1].before) <= k {
		w++
	}
	for int(x.words[w+1].before) <= k {
		w++
	}
	return w<<6 + selectInWord(x.words[w].open, k-int(x.words[w].before))
}

const (
	eachByte = 0x0101010101010101 // 1 in each byte
	highBits = 0x8080808080808080 // the highest bit of each byte
)

// selectInWord returns the position of the k-th set bit of x, counting from 0.
// It adds up the bits of all bytes at once, finds the byte by comparing all sums
// with k at once, and looks the rest up (Vigna, Broadword Implementation of
// Rank/Select Queries, 2008, section 3).
func selectInWord(x uint64, k int) int {
	s := x - x>>1&0x5555555555555555
	s = s&0x3333333333333333 + s>>2&0x3333333333333333
	s = (s + s>>4) & 0x0f0f0f0f0f0f0f0f
	s *= eachByte // byte b: set bits in bytes 0 to b

	full := (uint64(k)*eachByte | highBits) - s
	at := (full & highBits >> 7 * eachByte) >> 56 << 3 // 8 × the bytes whose sum is ≤ k
	rest := uint64(k) - s<<8>>at&0xff
	return int(at) + int(inByte[rest&7][x>>at&0xff])
}

// inByte holds the position of the k-th set bit of each byte.
var inByte = func() (table [8][256]uint8) {
	for b := range 256 {
		k := 0
		for at := range 8 {
			if b>>at&1 == 1 {
				table[k][b] = uint8(at)
				k++
			}
		}
	}
	return table
}()
