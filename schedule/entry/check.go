package entry

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule"
)

// checker gathers what is wrong with the fields of one entry: the first fault,
// and every warning. After a fault its results mean nothing.
type checker struct {
	here     Here
	warnings []string
	err      error
}

func (c *checker) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

func (c *checker) warn(format string, args ...any) {
	c.warnings = append(c.warnings, fmt.Sprintf(format, args...))
}

// done gives the results of an entry, and applies it when nothing is wrong.
func (c *checker) done(a, changed *schedule.Application) ([]string, error) {
	if c.err != nil {
		return nil, c.err
	}
	*a = *changed
	return c.warnings, nil
}

// name checks a text of one line.
func (c *checker) name(field, text string) string {
	return c.text(field, text, schedule.MaxName, schedule.OneLine)
}

// note checks a text that may have several lines.
func (c *checker) note(field, text string) string {
	return c.text(field, text, schedule.MaxText, schedule.ManyLines)
}

func (c *checker) text(field, text string, limit int, clean func(string) (string, bool)) string {
	if !utf8.ValidString(text) {
		c.fail(wrong(field, "the text is not UTF-8; convert it first"))
	}
	if len(text) > limit {
		c.fail(about(fault.TooLarge, field, "the text has %d bytes, and at most %d are kept; shorten it", len(text), limit))
	}
	kept, dropped := clean(text)
	if dropped {
		c.warn("%s: control characters were dropped", field)
	}
	return kept
}

// names checks a short list of names; each is spelt as the contact that it is.
func (c *checker) names(a *schedule.Application, field string, list []string) []string {
	var names []string
	for _, n := range list {
		n = spelt(a, c.name(field, n))
		if n == "" {
			c.fail(wrong(field, "a name is empty; leave it out"))
		}
		if !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	if len(names) > schedule.MaxItems {
		c.fail(about(fault.TooLarge, field, "there are %d names, and at most %d are kept", len(names), schedule.MaxItems))
	}
	return names
}

// room checks that a list takes one more.
func (c *checker) room(field string, have, limit int) {
	if have >= limit {
		c.fail(about(fault.TooLarge, field, "there are %d already, the most that one application holds", have))
	}
}

// day checks that a date lies in the years that dates lie in.
func (c *checker) day(field string, on date.Date) {
	if y := on.Year(); y < schedule.FirstYear || y > schedule.LastYear {
		c.fail(wrong(field, "%s is outside the years %d to %d", schedule.LongDate(on), schedule.FirstYear, schedule.LastYear))
	}
}

// past checks the date of something that was done.
func (c *checker) past(field string, on date.Date) {
	c.day(field, on)
	if c.here.Today != 0 && on > c.here.Today {
		c.fail(wrong(field, "%s is in the future; log it once it has happened", schedule.LongDate(on)))
	}
}

// instant checks a time and makes it one that every format keeps: whole
// seconds, and an offset of whole minutes.
func (c *checker) instant(field string, at time.Time) time.Time {
	if at.IsZero() {
		c.fail(wrong(field, "there is none; give the day and the time"))
	}
	if y := at.Year(); y < schedule.FirstYear || y > schedule.LastYear {
		c.fail(wrong(field, "%d is outside the years %d to %d", y, schedule.FirstYear, schedule.LastYear))
	}
	at = at.Round(0).Truncate(time.Second)
	if _, offset := at.Zone(); offset%60 != 0 {
		at = at.UTC()
	}
	return at
}

// choice checks a word that is one of a few.
func choice[T ~string](c *checker, field string, word T, of []T) {
	if !slices.Contains(of, word) {
		c.fail(wrong(field, "%q is none of %s", schedule.Excerpt(string(word)), either(of)))
	}
}

// optional is [choice] for a word that may be left out.
func optional[T ~string](c *checker, field string, word T, of []T) {
	if word != "" {
		choice(c, field, word, of)
	}
}

// put applies a change of a field, checked.
func put[T comparable](c *checker, name string, to *T, f Field[T], check func(T) T) {
	var empty T
	switch f.what {
	case remove:
		*to = empty
	case set:
		v := check(f.value)
		if v == empty {
			c.fail(wrong(name, "there is nothing to set; clear it to remove what is there"))
		}
		*to = v
	}
}

// either joins words as `a, b or c`.
func either[T ~string](words []T) string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = string(w)
	}
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:len(all)-1], ", ") + " or " + all[len(all)-1]
}

// added is a list with one more, in a new array.
func added[T any](list []T, one T) []T { return append(slices.Clip(list), one) }
