package workday

import (
	"slices"
	"strings"
	"sync"

	"github.com/rickb777/date/v2"
)

// RegionInfo is what is known of a region without loading its holidays.
type RegionInfo struct {
	Code    string // ISO 3166-1 or -2, or a part of such a subdivision
	Name    string // in English, the smallest unit first: "Bavaria, Germany"
	Weekend WeekendDays
}

// Regions lists every region that [Region] knows, by code. Its weekend is the
// last one of the table.
func Regions() []RegionInfo {
	t := theTable()
	list := make([]RegionInfo, t.regions.len())
	for i := range list {
		r := t.region(i)
		list[i] = RegionInfo{r.code, r.name, r.weekends[len(r.weekends)-1].days}
	}
	return list
}

// loaded holds the calendars that were asked for, by code.
var loaded sync.Map

// Region returns the calendar of a country (DE), a subdivision (DE-BY) or a
// part of one (DE-BY-A); case does not matter. It knows the years 2015 to 2045.
// It is loaded once. An unknown code is a fault that names similar ones.
func Region(code string) (*Calendar, error) {
	if c, ok := loaded.Load(code); ok {
		return c.(*Calendar), nil
	}
	t := theTable()
	i, ok := t.find(strings.ToUpper(strings.TrimSpace(code)))
	if !ok {
		return nil, unknownRegion(code)
	}
	r := t.region(i)
	c, ok := loaded.Load(r.code)
	if !ok {
		c, _ = loaded.LoadOrStore(r.code, t.load(r))
	}
	return c.(*Calendar), nil
}

// load builds the calendar of a region.
func (t table) load(r regionEntry) *Calendar {
	c := empty(firstDay, lastDay)
	c.index = newIndex(c.length())
	for i, w := range r.weekends {
		end := c.length()
		if i+1 < len(r.weekends) {
			end = r.weekends[i+1].from
		}
		for day := w.from; day < end; day++ {
			c.index.set(day, !w.days.Has((c.first + date.Date(day)).Weekday()))
		}
	}
	c.marks, c.labels = t.marks(r.series)
	for _, m := range c.marks {
		c.index.set(int(m.day), false)
	}
	c.count()
	return c
}

// marks returns the days of the numbered series in order, one mark a day, and
// their labels.
func (t table) marks(series numbers) ([]mark, []label) {
	var marks []mark
	var labels []label
	number := 0
	for range series.next() {
		number += series.next()
		n := numbers(t.series.at(number))
		labels = append(labels, label{t.strings.at(n.next()), t.strings.at(n.next())})
		m := mark{kind: Kind(n.next()), label: uint32(len(labels) - 1)}
		for len(n) > 0 {
			m.day += int32(n.next())
			marks = append(marks, m)
		}
	}
	slices.SortStableFunc(marks, func(a, b mark) int { return int(a.day - b.day) })
	return joinDays(marks, labels)
}

// joinDays makes one mark of those that share a day, under both names. It is
// certain when one of them is.
func joinDays(marks []mark, labels []label) ([]mark, []label) {
	joined := marks[:0]
	for _, m := range marks {
		if len(joined) == 0 || joined[len(joined)-1].day != m.day {
			joined = append(joined, m)
			continue
		}
		last := &joined[len(joined)-1]
		a, b := labels[last.label], labels[m.label]
		labels = append(labels, label{both(a.english, b.english), both(a.local, b.local)})
		last.label = uint32(len(labels) - 1)
		last.kind = min(last.kind, m.kind)
	}
	return joined, labels
}

func both(a, b string) string {
	if a == b {
		return a
	}
	return a + " / " + b
}
