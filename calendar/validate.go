package calendar

import (
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
)

// The bounds of an event. They are far beyond what a person enters, and keep
// one broken record from filling a calendar.
const (
	MaxUID    = 255       // octets, as RFC 7986 section 5.3 asks
	MaxText   = 256 << 10 // octets in any one text
	MaxAlarms = 16
	MaxDays   = 366
	FirstYear = 1970 // before it, zone data and clients disagree
	LastYear  = 2199
)

// maxOffset bounds an alarm's distance from the start; calendar services
// refuse anything longer.
const maxOffset = MaxDays * 24 * time.Hour

// Validate returns a fault of kind Invalid or TooLarge that names the event
// and what to correct, nil when every outlet can show e. Whether the zone of a
// timed event exists is for the outlet to say: only its name is looked at.
func (e *Event) Validate() error {
	for _, check := range []func(*Event) error{
		(*Event).validateUID, (*Event).validateTexts, (*Event).validateURL,
		(*Event).validateTime, (*Event).validateRecord, (*Event).validateAlarms,
	} {
		if err := check(e); err != nil {
			return err
		}
	}
	return nil
}

func (e *Event) validateUID() error {
	switch {
	case e.UID == "":
		return fault.New(fault.Invalid, "the event %q has no UID; give it one that never changes", brief(e.Summary))
	case len(e.UID) > MaxUID:
		return fault.New(fault.TooLarge, "the UID %q is %d octets long; at most %d are allowed", brief(e.UID), len(e.UID), MaxUID)
	case !utf8.ValidString(e.UID) || strings.ContainsFunc(e.UID, isSpaceOrControl):
		return fault.New(fault.Invalid, "the UID %q has spaces, control characters or broken text in it; remove them", brief(e.UID))
	}
	return nil
}

func (e *Event) validateTexts() error {
	texts := [...]struct{ name, text string }{
		{"category", e.Category},
		{"summary", e.Summary},
		{"description", e.Description},
		{"location", e.Location},
		{"URL", e.URL},
	}
	for _, t := range texts {
		if len(t.text) > MaxText {
			return e.tooLong(t.name, len(t.text))
		}
	}
	return nil
}

func (e *Event) tooLong(name string, octets int) error {
	return fault.New(fault.TooLarge, "the %s of the event %q is %d octets long; at most %d are allowed", name, brief(e.Summary), octets, MaxText)
}

func isSpaceOrControl(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }

// validateURL refuses what could end the URL early in a file or an address
// bar. Letters outside ASCII are for the outlet to encode.
func (e *Event) validateURL() error {
	if e.URL == "" {
		return nil
	}
	if strings.ContainsFunc(e.URL, isSpaceOrControl) || !utf8.ValidString(e.URL) {
		return fault.New(fault.Invalid, "the URL %q of the event %q has spaces, line breaks or broken text in it; remove them", brief(e.URL), brief(e.Summary))
	}
	u, err := url.Parse(e.URL)
	if err != nil || !u.IsAbs() {
		return fault.Wrap(fault.Invalid, err, "the URL %q of the event %q is not a full address such as https://example.com/", brief(e.URL), brief(e.Summary))
	}
	return nil
}

func (e *Event) validateTime() error {
	if e.AllDay() {
		return e.validateDays()
	}
	start, end := e.Start.Location().String(), e.End.Location().String()
	switch {
	case e.Day != date.Zero || e.Days != 0:
		return fault.New(fault.Invalid, "the event %q is both all-day and timed; keep one of them", brief(e.Summary))
	case start == "Local":
		return fault.New(fault.Invalid, "the event %q starts in the zone \"Local\", which means another time on every machine; name its zone, such as Europe/Berlin", brief(e.Summary))
	case e.End.IsZero():
		return fault.New(fault.Invalid, "the event %q has a start and no end; an instant ends when it starts", brief(e.Summary))
	case start != end:
		return fault.New(fault.Invalid, "the event %q starts in the zone %q and ends in %q; use one zone", brief(e.Summary), start, end)
	case e.End.Before(e.Start):
		return fault.New(fault.Invalid, "the event %q ends at %s, before it starts at %s", brief(e.Summary), e.End.Format(time.RFC3339), e.Start.Format(time.RFC3339))
	case outOfRange(e.Start.Year()) || outOfRange(e.End.Year()):
		return e.outOfYears(e.Start.Format(time.RFC3339))
	}
	return nil
}

func (e *Event) validateDays() error {
	switch {
	case !e.End.IsZero():
		return fault.New(fault.Invalid, "the event %q has an end and no start; give it both or a day", brief(e.Summary))
	case e.Day == date.Zero:
		return fault.New(fault.Invalid, "the event %q has neither a day nor a start; give it one of them", brief(e.Summary))
	case e.Days < 0 || e.Days > MaxDays:
		return fault.New(fault.Invalid, "the event %q lasts %d days; 1 to %d are allowed", brief(e.Summary), e.Days, MaxDays)
	case outOfRange(e.Day.Year()) || outOfRange(e.After().Year()):
		return e.outOfYears(e.Day.String())
	}
	return nil
}

func outOfRange(year int) bool { return year < FirstYear || year > LastYear }

func (e *Event) outOfYears(when string) error {
	return fault.New(fault.Invalid, "the event %q is on %s; only the years %d to %d can be shown", brief(e.Summary), when, FirstYear, LastYear)
}

func (e *Event) validateRecord() error {
	switch {
	case e.Sequence < 0:
		return fault.New(fault.Invalid, "the event %q has the sequence number %d; it starts at 0 and grows", brief(e.Summary), e.Sequence)
	case outOfRange(e.Stamped.UTC().Year()):
		return fault.New(fault.Invalid, "the event %q does not say when it was recorded; set the time of its last known state", brief(e.Summary))
	case outOfRange(e.Modified.UTC().Year()):
		return fault.New(fault.Invalid, "the event %q does not say when it last changed; set the time of its last visible change", brief(e.Summary))
	}
	return nil
}

func (e *Event) validateAlarms() error {
	if len(e.Alarms) > MaxAlarms {
		return fault.New(fault.TooLarge, "the event %q has %d alarms; at most %d are allowed", brief(e.Summary), len(e.Alarms), MaxAlarms)
	}
	for _, a := range e.Alarms {
		switch {
		case len(a.Text) > MaxText:
			return e.tooLong("alarm text", len(a.Text))
		case a.Offset > maxOffset || a.Offset < -maxOffset:
			return fault.New(fault.Invalid, "the event %q has an alarm %s from its start; at most %d days are allowed", brief(e.Summary), a.Offset, MaxDays)
		case a.Offset%time.Second != 0:
			return fault.New(fault.Invalid, "the event %q has an alarm %s from its start; use whole seconds", brief(e.Summary), a.Offset)
		}
	}
	return nil
}

// brief shortens s to what fits into a sentence, at a code point.
func brief(s string) string {
	const longest = 60
	if len(s) <= longest {
		return s
	}
	cut := longest
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}
