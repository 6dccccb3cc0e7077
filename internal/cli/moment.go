package cli

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
)

// moment is a time as people write it: what the clock shows at the employer, or
// a time with an offset, which is the same everywhere.
type moment struct {
	text  string
	wall  time.Time // what the clock shows, in UTC; zero when at is known
	at    time.Time
	flag  string
	given bool
}

// withOffset writes a moment that no zone can change.
const withOffset = "2006-01-02T15:04Z07:00"

// moment adds a flag that takes a time.
func (f *fields) moment(m *moment, name, usage string) {
	addValue(f, name, "TIME", usage, parseMoment, func(read moment) {
		*m = read
		m.flag = name
	})
}

// parseMoment reads ISO 8601 without an offset, or RFC 3339 with one; seconds
// may be left out, and a space may stand for the T.
func parseMoment(text string) (moment, error) {
	iso := strings.Replace(text, " ", "T", 1)
	for _, layout := range []string{withOffset, time.RFC3339} {
		if at, err := time.Parse(layout, iso); err == nil {
			return moment{text: text, at: at, given: true}, nil
		}
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if wall, err := time.Parse(layout, iso); err == nil {
			return moment{text: text, wall: wall, given: true}, nil
		}
	}
	return moment{}, errors.New("not a time of the form 2026-12-02T10:00, nor with an offset, as 2026-12-02T10:00-05:00")
}

// of tells which instant it is for an application: by the employer's clock, else
// the candidate's. A time that a change of clocks skips or repeats is refused
// with the two that may be meant.
func (m *moment) of(a *schedule.Application, here entry.Here) (time.Time, error) {
	if !m.given || !m.at.IsZero() {
		return m.at, nil
	}
	name := cmp.Or(a.Zone, here.Zone)
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.Time{}, fault.Wrap(fault.Invalid, err, "--%s: the time zone %q is not known here: write the time with its offset, as 2026-12-02T10:00-05:00", m.flag, name)
	}
	exact, choices := onClock(m.wall, zone)
	switch {
	case len(exact) == 1:
		return exact[0], nil
	case len(exact) == 0:
		return time.Time{}, m.unclear(choices, "does not exist in %s, where the clocks go forward over it", name)
	}
	return time.Time{}, m.unclear(choices, "comes twice in %s, where the clocks go back", name)
}

// unclearTime is the cause of the fault about a time that stands for two or for
// none.
type unclearTime struct {
	flag    string
	choices []time.Time
}

func (u *unclearTime) Error() string { return "--" + u.flag + " is no time, or two" }

func (m *moment) unclear(choices []time.Time, format, zone string) error {
	meant := make([]string, len(choices))
	for i, at := range choices {
		meant[i] = at.Format(withOffset)
	}
	return fault.Wrap(fault.Invalid, &unclearTime{m.flag, choices}, "--%s: %s %s; say %s",
		m.flag, m.text, fmt.Sprintf(format, zone), strings.Join(meant, " or "))
}

// onClock returns the instants at which the clock of a zone shows a time: one,
// or two where it is set back. Where it is set forward over that time there is
// none. The choices are those by the offset before and by the one after.
func onClock(wall time.Time, zone *time.Location) (exact, choices []time.Time) {
	const around = 24 * time.Hour // no zone changes twice within it
	for _, probe := range []time.Time{wall.Add(-around), wall.Add(around)} {
		_, offset := probe.In(zone).Zone()
		at := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		if slices.ContainsFunc(choices, at.Equal) {
			continue
		}
		choices = append(choices, at)
		if sameClock(at, wall) {
			exact = append(exact, at)
		}
	}
	slices.SortFunc(choices, time.Time.Compare)
	return exact, choices
}

func sameClock(a, b time.Time) bool { return a.Format(time.DateTime) == b.Format(time.DateTime) }

// dayOrMoment is a whole day, or a time on it.
type dayOrMoment struct {
	day    date.Date
	moment moment
}

func (f *fields) dayOrMoment(d *dayOrMoment, name, usage string) {
	parse := func(text string) (dayOrMoment, error) {
		if day, err := parseDate(text); err == nil {
			return dayOrMoment{day: day}, nil
		}
		m, err := parseMoment(text)
		if err != nil {
			err = errors.New("not a day of the form 2026-12-05, nor a time of the form 2026-12-05T17:00")
		}
		return dayOrMoment{moment: m}, err
	}
	addValue(f, name, "WHEN", usage, parse, func(read dayOrMoment) {
		*d = read
		d.moment.flag = name
	})
}

// dayOf is the day of it, at being its instant where it is a time.
func (d *dayOrMoment) dayOf(at time.Time) date.Date {
	if d.day != 0 || at.IsZero() {
		return d.day
	}
	return date.NewAt(at)
}
