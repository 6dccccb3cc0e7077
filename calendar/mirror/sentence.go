package mirror

import (
	"strings"
	"time"

	"github.com/rickb777/date/v2"
)

// sentence says what a change does.
func (c *Change) sentence(today date.Date) string {
	title := quoted(c.Want.Summary)
	to := when{c.Row.placeFor(&c.Want), c.Want.Anytime, today}
	switch c.Kind {
	case Insert:
		return "Add " + title + " on " + to.String()
	case Delete:
		from := when{c.Row.place(), c.Row.Written.Anytime, today}
		return "Remove " + quoted(c.Row.Written.Summary) + " from " + from.String()
	case Update:
	}
	from := when{c.Row.place(), c.Want.Anytime, today}
	old := c.Row.Written.Summary
	move := " from " + from.String() + " to " + to.String()
	switch moved := from.String() != to.String(); {
	case old != c.Want.Summary && moved:
		return "Rename " + quoted(old) + " to " + title + " and move it" + move
	case old != c.Want.Summary:
		return "Rename " + quoted(old) + " to " + title + " on " + to.String()
	case moved:
		return "Move " + title + move
	}
	if fields := c.fields(); len(fields) > 0 {
		return "Change " + strings.Join(fields, " and ") + " of " + title + " on " + to.String()
	}
	return "Write " + title + " on " + to.String() + " again" // it is not known whether it arrived
}

func quoted(title string) string {
	if title == "" {
		return "an event without a title"
	}
	return "“" + cut(strings.ReplaceAll(title, "\n", " "), 100) + "”"
}

// fields names what an update changes besides title and day.
func (c *Change) fields() []string {
	old, want := &c.Row.Written, &c.Want
	var all []string
	for _, f := range []struct {
		name string
		same bool
	}{
		{"the description", old.Description == want.Description},
		{"the place", old.Location == want.Location},
		{"the link", old.Source == want.Source},
		{"the availability", old.Busy == want.Busy},
		{"the time", c.Row.placeFor(want).same(c.Row.place())},
	} {
		if !f.same {
			all = append(all, f.name)
		}
	}
	return all
}

// when says where in the calendar an entry is.
type when struct {
	place
	anytime bool // the time of day does not matter
	today   date.Date
}

func (w when) String() string {
	layout := "Mon 2 Jan"
	day := w.place.on(w.zone)
	if day.Year() != w.today.Year() {
		layout += " 2006"
	}
	text := day.Format(layout)
	if !w.allDay() && !w.anytime {
		text += " at " + w.start.In(located(w.zone)).Format("15:04")
	}
	return text
}

// dayOf is the civil day of an instant in a zone.
func dayOf(t time.Time, zone *time.Location) date.Date { return date.NewAt(t.In(zone)) }

// Sentence says what the change did; days of other years than today's are told
// with their year.
func (w *Written) Sentence(today date.Date) string {
	c := Change{Kind: w.Kind, Row: Row{Written: w.Before}, Want: w.After}
	return c.sentence(today)
}
