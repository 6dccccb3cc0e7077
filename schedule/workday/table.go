package workday

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/rickb777/date/v2"
)

//go:generate sh -c "cd gen && npm ci --silent && node generate.mjs"

// holidays is the table that gen/table.mjs writes, where its form is described.
// It is data of date-holidays under CC BY-SA 3.0; see data/LICENSE.
//
//go:embed data/holidays.bin
var holidays string

// The days of the table; its first line says the same.
var (
	firstDay = date.New(2015, 1, 1)
	lastDay  = date.New(2045, 12, 31)
)

// Span returns the first and the last day whose holidays are known.
func Span() (first, last date.Date) { return firstDay, lastDay }

// table is the embedded table cut into its three lists. Nothing of an entry is
// read before it is asked for.
type table struct{ strings, series, regions section }

var theTable = sync.OnceValue(func() table {
	_, rest, _ := strings.Cut(holidays, "\n")
	var t table
	t.strings, rest = cutSection(rest)
	t.series, rest = cutSection(rest)
	t.regions, _ = cutSection(rest)
	return t
})

// section is a list of entries of any length with the offset of each.
type section struct {
	offsets string // uint32 each, one more than entries
	entries string
}

func cutSection(s string) (first section, rest string) {
	n := int(uint32At(s, 0))
	s = s[4:]
	first.offsets, s = s[:4*(n+1)], s[4*(n+1):]
	end := uint32At(first.offsets, n)
	first.entries = s[:end]
	return first, s[end:]
}

func (s section) len() int { return len(s.offsets)/4 - 1 }

func (s section) at(i int) string {
	return s.entries[uint32At(s.offsets, i):uint32At(s.offsets, i+1)]
}

func uint32At(s string, i int) uint32 {
	s = s[4*i:]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// numbers reads the unsigned varints of an entry one after the other.
type numbers string

func (n *numbers) next() int {
	value, shift := 0, 0
	for i := 0; ; i++ {
		b := (*n)[i]
		value |= int(b&0x7f) << shift
		if b < 0x80 {
			*n = (*n)[i+1:]
			return value
		}
		shift += 7
	}
}

// regionEntry is an entry of the list of regions, its series not yet read.
type regionEntry struct {
	code, name string
	weekends   []weekendFrom
	series     numbers
}

// weekendFrom is a weekend from an offset on, until the next.
type weekendFrom struct {
	from int
	days WeekendDays
}

func (t table) region(i int) regionEntry {
	n := numbers(t.regions.at(i))
	r := regionEntry{code: t.strings.at(n.next()), name: t.strings.at(n.next())}
	for range n.next() / 2 {
		r.weekends = append(r.weekends, weekendFrom{n.next(), WeekendDays(n.next())})
	}
	r.series = n
	return r
}

// find returns the number of the region with that code.
func (t table) find(code string) (i int, ok bool) {
	low, high := 0, t.regions.len()
	for low < high {
		i := (low + high) / 2
		n := numbers(t.regions.at(i))
		switch strings.Compare(t.strings.at(n.next()), code) {
		case 0:
			return i, true
		case -1:
			low = i + 1
		default:
			high = i
		}
	}
	return 0, false
}
