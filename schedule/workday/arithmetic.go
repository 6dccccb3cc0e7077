package workday

import (
	"time"

	"github.com/rickb777/date/v2"
)

// Add returns the n-th business day strictly after d when n is positive, the
// -n-th strictly before d when it is negative, and for 0 d itself or the next
// business day. It fails when d or the answer is outside [Calendar.Years].
func (c *Calendar) Add(d date.Date, n int) (date.Date, error) {
	i := int(d - c.first)
	if uint(i) >= uint(c.days) {
		return 0, c.outside
	}
	if n > 0 {
		i++
		n--
	}
	k := int(c.index.ranks[i]) + n
	if uint(k) >= uint(len(c.index.opens)) {
		return 0, c.outside
	}
	return c.first + date.Date(c.index.opens[k]), nil
}

// Next returns d if it is a business day, else the next one.
func (c *Calendar) Next(d date.Date) (date.Date, error) { return c.Add(d, 0) }

// Previous returns d if it is a business day, else the one before.
func (c *Calendar) Previous(d date.Date) (date.Date, error) {
	i, ok := c.offset(d)
	if !ok {
		return 0, c.outside
	}
	k := int(c.index.ranks[i+1]) - 1
	if k < 0 {
		return 0, c.outside
	}
	return c.first + date.Date(c.index.opens[k]), nil
}

// Between returns the number of business days after a up to and including b.
// When b is before a, it is the negative of those from b on and before a, so
// that for business days Add(a, Between(a, b)) is b.
func (c *Calendar) Between(a, b date.Date) (int, error) {
	i, j := int(a-c.first), int(b-c.first)
	if uint(i) >= uint(c.days) || uint(j) >= uint(c.days) {
		return 0, c.outside
	}
	forward := 1 + (j-i)>>63 // 1, or 0 when b is before a; a branch would be guessed wrong half of the time
	return int(c.index.ranks[j+forward]) - int(c.index.ranks[i+forward]), nil
}

// IsBusinessDay reports whether offices are open on d.
func (c *Calendar) IsBusinessDay(d date.Date) (bool, error) {
	i, ok := c.offset(d)
	if !ok {
		return false, c.outside
	}
	return c.index.has(i), nil
}

// AddTime is [Calendar.Add] on the civil day of t in its own zone. The clock
// time stays; where the clocks skip it on that day, it is moved as by
// [time.Date].
func (c *Calendar) AddTime(t time.Time, n int) (time.Time, error) {
	_, offset := t.Zone()
	from := unixDay + date.Date(floorDiv(t.Unix()+int64(offset), secondsOfDay))
	to, err := c.Add(from, n)
	if err != nil {
		return time.Time{}, err
	}
	days := int(to - from)
	moved := t.Round(0).Add(time.Duration(days) * secondsOfDay * time.Second)
	_, there := moved.Zone()
	if there == offset {
		return moved, nil
	}
	moved = moved.Add(time.Duration(offset-there) * time.Second)
	if _, now := moved.Zone(); now != there {
		return t.AddDate(0, 0, days), nil // within an hour of the clocks' change
	}
	return moved, nil
}

const (
	unixDay      = date.Date(date.ZeroOffset) // 1970-01-01
	secondsOfDay = 24 * 60 * 60
)

func floorDiv(a, b int64) int64 {
	if a < 0 {
		a -= b - 1
	}
	return a / b
}
