package record

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"followcal/schedule"
)

func (w *words) contacts(before, after []schedule.Contact) {
	l := listing[schedule.Contact]{
		same: func(a, b *schedule.Contact) bool { return *a == *b },
		keys: []func(*schedule.Contact) string{
			func(c *schedule.Contact) string { return schedule.Fold(c.Name) },
			func(c *schedule.Contact) string { return strings.ToLower(c.Email) },
			func(c *schedule.Contact) string { return c.Phone },
		},
		added:   func(c *schedule.Contact) { w.say("contact added: %s", contactLine(c)) },
		removed: func(c *schedule.Contact) { w.say("contact removed: %s", contactLine(c)) },
		changed: func(b, a *schedule.Contact) {
			of := " of " + contactName(b)
			w.text("name"+of, b.Name, a.Name)
			w.text("phone"+of, b.Phone, a.Phone)
			w.text("e-mail address"+of, b.Email, a.Email)
			w.text("method"+of, string(b.Method), string(a.Method))
		},
		reordered: func() { w.say("contacts in another order: %s comes first", contactName(&after[0])) },
	}
	l.compare(before, after)
}

func contactName(c *schedule.Contact) string {
	for _, s := range []string{c.Name, c.Email, c.Phone} {
		if s != "" {
			return schedule.Excerpt(s)
		}
	}
	return "a contact"
}

func contactLine(c *schedule.Contact) string {
	var parts []string
	for _, s := range []string{c.Name, c.Phone, c.Email, string(c.Method)} {
		if s != "" {
			parts = append(parts, schedule.Excerpt(s))
		}
	}
	return strings.Join(parts, ", ")
}

func (w *words) outreach(before, after []schedule.Outreach) {
	l := listing[schedule.Outreach]{
		same: func(a, b *schedule.Outreach) bool {
			return a.On == b.On && a.Method == b.Method && a.Purpose == b.Purpose && a.Outcome == b.Outcome && a.Contact == b.Contact && slices.Equal(a.Asked, b.Asked)
		},
		keys: []func(*schedule.Outreach) string{
			func(o *schedule.Outreach) string { return fmt.Sprint(o.On, o.Purpose, o.Method) },
			func(o *schedule.Outreach) string { return o.On.String() },
		},
		added:   func(o *schedule.Outreach) { w.say("%s", outreachLine(o, "logged")) },
		removed: func(o *schedule.Outreach) { w.say("%s", outreachLine(o, "removed")) },
		changed: func(b, a *schedule.Outreach) {
			of := " of the outreach on " + schedule.LongDate(a.On)
			w.text("purpose"+of, string(b.Purpose), string(a.Purpose))
			w.text("method"+of, string(b.Method), string(a.Method))
			w.text("outcome"+of, b.Outcome, a.Outcome)
			w.text("contact"+of, b.Contact, a.Contact)
			w.text("questions"+of, joined(b.Asked), joined(a.Asked))
		},
		reordered: func() { w.say("outreach in another order") },
	}
	l.compare(before, after)
}

// outreachLine is "follow-up by phone to Dana logged on Mon 30 Nov 2026: no
// answer; asked reviewed-resume".
func outreachLine(o *schedule.Outreach, verb string) string {
	text := purposeWords[o.Purpose]
	if text == "" {
		text = "outreach"
	}
	if way := methodWords[o.Method]; way != "" {
		text += " " + way
	}
	if o.Contact != "" {
		text += " to " + schedule.Excerpt(o.Contact)
	}
	text += " " + verb + " on " + schedule.LongDate(o.On)
	if o.Outcome != "" {
		text += ": " + schedule.Excerpt(o.Outcome)
	}
	if len(o.Asked) > 0 {
		text += "; asked " + joined(o.Asked)
	}
	return text
}

var purposeWords = map[schedule.Purpose]string{schedule.FollowUp: "follow-up", schedule.ThankYou: "thank-you"}

var methodWords = map[schedule.Method]string{schedule.Phone: "by phone", schedule.Email: "by e-mail", schedule.Letter: "by letter"}

func (w *words) responses(before, after []schedule.Response) {
	line := func(r *schedule.Response, verb string) {
		text := fmt.Sprintf("reply %s: %s on %s", verb, r.Kind, schedule.LongDate(r.On))
		if r.Kind == schedule.Reply || r.Kind == "" {
			text = fmt.Sprintf("reply %s on %s", verb, schedule.LongDate(r.On))
		}
		if r.Note != "" {
			text += ": " + schedule.Excerpt(r.Note)
		}
		w.say("%s", text)
	}
	l := listing[schedule.Response]{
		same: func(a, b *schedule.Response) bool { return *a == *b },
		keys: []func(*schedule.Response) string{
			func(r *schedule.Response) string { return r.On.String() + string(r.Kind) },
			func(r *schedule.Response) string { return r.On.String() },
		},
		added:   func(r *schedule.Response) { line(r, "logged") },
		removed: func(r *schedule.Response) { line(r, "removed") },
		changed: func(b, a *schedule.Response) {
			of := " of the reply on " + schedule.LongDate(a.On)
			w.text("kind"+of, string(b.Kind), string(a.Kind))
			w.text("note"+of, b.Note, a.Note)
		},
		reordered: func() { w.say("replies in another order") },
	}
	l.compare(before, after)
}

func (w *words) deadlines(before, after []schedule.Deadline) {
	line := func(d *schedule.Deadline, verb string) { w.say("%s deadline %s: %s", d.Kind, verb, w.due(d)) }
	l := listing[schedule.Deadline]{
		same:    func(a, b *schedule.Deadline) bool { return a.Kind == b.Kind && a.On == b.On && sameTime(a.At, b.At) },
		keys:    []func(*schedule.Deadline) string{func(d *schedule.Deadline) string { return string(d.Kind) }},
		added:   func(d *schedule.Deadline) { line(d, "added") },
		removed: func(d *schedule.Deadline) { line(d, "removed") },
		changed: func(b, a *schedule.Deadline) {
			if was, is := w.due(b), w.due(a); was != is {
				w.say("%s deadline moved from %s to %s", a.Kind, was, is)
				return
			}
			w.say("%s deadline of %s now written with %s", a.Kind, w.due(a), a.At.Format(offsetForm))
		},
		reordered: func() { w.say("deadlines in another order") },
	}
	l.compare(before, after)
}

func (w *words) due(d *schedule.Deadline) string {
	if d.On != 0 {
		return schedule.LongDate(d.On)
	}
	return w.at(d.At)
}

// days describes a list of closed or working days.
func (w *words) days(label string, before, after []schedule.Day) {
	line := func(d *schedule.Day, verb string) {
		name := ""
		if d.Name != "" {
			name = ", " + schedule.Excerpt(d.Name)
		}
		w.say("%s %s: %s%s", label, verb, schedule.LongDate(d.On), name)
	}
	l := listing[schedule.Day]{
		same:      func(a, b *schedule.Day) bool { return *a == *b },
		keys:      []func(*schedule.Day) string{func(d *schedule.Day) string { return d.On.String() }},
		added:     func(d *schedule.Day) { line(d, "added") },
		removed:   func(d *schedule.Day) { line(d, "removed") },
		changed:   func(b, a *schedule.Day) { w.text(label+" "+schedule.LongDate(a.On), b.Name, a.Name) },
		reordered: func() { w.say("%ss in another order", label) },
	}
	l.compare(before, after)
}

func (w *words) daysOff(before, after []schedule.DaysOff) {
	span := func(d *schedule.DaysOff) string {
		if d.From == d.To {
			return schedule.LongDate(d.From)
		}
		return schedule.LongDate(d.From) + " to " + schedule.LongDate(d.To)
	}
	line := func(d *schedule.DaysOff, verb string) {
		why := ""
		if d.Why != "" {
			why = ", " + schedule.Excerpt(d.Why)
		}
		w.say("days off %s: %s%s", verb, span(d), why)
	}
	l := listing[schedule.DaysOff]{
		same:      func(a, b *schedule.DaysOff) bool { return *a == *b },
		keys:      []func(*schedule.DaysOff) string{span},
		added:     func(d *schedule.DaysOff) { line(d, "added") },
		removed:   func(d *schedule.DaysOff) { line(d, "removed") },
		changed:   func(b, a *schedule.DaysOff) { w.text("reason for the days off "+span(a), b.Why, a.Why) },
		reordered: func() { w.say("days off in another order") },
	}
	l.compare(before, after)
}

func joined[T ~string](list []T) string {
	all := make([]string, len(list))
	for i, s := range list {
		all[i] = schedule.Excerpt(string(s))
	}
	return strings.Join(all, ", ")
}

// offsetForm writes the offset of a time.
const offsetForm = "UTC-07:00"

// at says a time in the zone that it is told in.
func (w *words) at(t time.Time) string {
	if zone, err := time.LoadLocation(w.zone); err == nil && w.zone != "" {
		return t.In(zone).Format("Mon 2 Jan 2006, 15:04") + " (" + w.zone + ")"
	}
	return t.Format("Mon 2 Jan 2006, 15:04 (" + offsetForm + ")")
}

// sameTime compares what is logged of a time: the instant and the offset.
func sameTime(a, b time.Time) bool {
	_, x := a.Zone()
	_, y := b.Zone()
	return a.Equal(b) && x == y
}
