package record

import (
	"fmt"
	"strings"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// Describe says what a change did to one fact, a sentence each, for histories,
// previews of an undo and receipts: "status: applied → interviewing". It is
// complete (facts that differ yield at least one sentence, equal ones none) and
// always in the same order. Times are told in the employer's zone, else in the
// candidate's, which is the IANA name zone; where both are unknown, with the
// offset that they were logged with.
func Describe(r Revision, zone string) []string {
	w := &words{zone: zone}
	switch {
	case r.Application.Known():
		w.revised(r.Application)
	case r.Decision.Known():
		w.decision(r.Decision.Before, r.Decision.After)
	case r.Settings.Known():
		w.settings(orZero(r.Settings.Before), orZero(r.Settings.After))
	}
	return w.all
}

// words gathers the sentences about one revision.
type words struct {
	zone string
	all  []string
}

func (w *words) say(format string, args ...any) {
	w.all = append(w.all, fmt.Sprintf(format, args...))
}

// revised describes an application. One that is new is told with all its facts,
// one that is gone by its name alone.
func (w *words) revised(p Pair[schedule.Application]) {
	switch {
	case p.After == nil:
		w.say("application removed: %s", schedule.About(p.Before))
	case p.Before == nil:
		w.say("application added: %s", schedule.About(p.After))
		known := schedule.Application{ID: p.After.ID, Employer: p.After.Employer, Role: p.After.Role}
		w.application(&known, p.After)
	default:
		w.application(p.Before, p.After)
	}
}

func (w *words) application(b, a *schedule.Application) {
	if a.Zone != "" {
		w.zone = a.Zone
	}
	w.text("id", b.ID, a.ID)
	w.text("employer", b.Employer, a.Employer)
	w.text("role", b.Role, a.Role)
	w.text("status", string(b.Status), string(a.Status))
	w.day("applied on", b.AppliedOn, a.AppliedOn)
	w.text("source", b.Source, a.Source)
	w.text("region", b.Region, a.Region)
	w.text("zone", b.Zone, a.Zone)
	w.note("notes", b.Notes, a.Notes)
	w.text("posting", b.Posting.URL, a.Posting.URL)
	w.day("posting closes on", b.Posting.ClosesOn, a.Posting.ClosesOn)
	w.either(b.Posting.NoContact, a.Posting.NoContact, "posting asks for no calls or e-mails", "posting no longer asks for no calls or e-mails")
	w.contacts(b.Contacts, a.Contacts)
	w.interviews(b.Interviews, a.Interviews)
	w.outreach(b.Outreach, a.Outreach)
	w.responses(b.Responses, a.Responses)
	w.deadlines(b.Deadlines, a.Deadlines)
	w.days("closed day", b.Closed, a.Closed)
	w.days("working day", b.Working, a.Working)
	w.policy(b.Policy, a.Policy)
}

func (w *words) settings(b, a Settings) {
	w.text("your name", b.Name, a.Name)
	w.text("your zone", b.Zone, a.Zone)
	w.text("your region", b.Region, a.Region)
	w.daysOff(b.DaysOff, a.DaysOff)
	w.days("closed day", b.Closed, a.Closed)
	w.days("working day", b.Working, a.Working)
	w.policy(b.Policy, a.Policy)
}

// text describes a field of one line.
func (w *words) text(label, before, after string) {
	switch {
	case before == after:
	case before == "":
		w.say("%s: %s", label, schedule.Excerpt(after))
	case after == "":
		w.say("%s removed, was %s", label, schedule.Excerpt(before))
	default:
		w.say("%s: %s → %s", label, schedule.Excerpt(before), schedule.Excerpt(after))
	}
}

// note describes a long text, which is not repeated.
func (w *words) note(label, before, after string) {
	switch {
	case before == after:
	case before == "":
		w.say("%s added", label)
	case after == "":
		w.say("%s removed", label)
	default:
		w.say("%s changed", label)
	}
}

// day describes a date whose label ends in "on".
func (w *words) day(label string, before, after date.Date) {
	switch {
	case before == after:
	case before == 0:
		w.say("%s %s", label, schedule.LongDate(after))
	case after == 0:
		w.say("%s removed, was %s", label, schedule.LongDate(before))
	default:
		w.say("%s %s → %s", label, schedule.LongDate(before), schedule.LongDate(after))
	}
}

func (w *words) either(before, after bool, on, off string) {
	switch {
	case before == after:
	case after:
		w.say("%s", on)
	default:
		w.say("%s", off)
	}
}

// policy describes the keys of a policy.
func (w *words) policy(before, after *schedule.Overrides) {
	var none schedule.Overrides
	if before == nil {
		before = &none
	}
	if after == nil {
		after = &none
	}
	for _, k := range schedule.PolicyKeys {
		b, was := k.Get(before)
		a, is := k.Get(after)
		switch {
		case was && !is:
			w.say("policy %s no longer set, was %s", k.Key, b)
		case is && !was:
			w.say("policy %s: %s", k.Key, a)
		case a != b:
			w.say("policy %s: %s → %s", k.Key, b, a)
		}
	}
}

// decision describes what was decided about one planned event.
func (w *words) decision(b, a *schedule.Decision) {
	switch {
	case a == nil:
		w.say("decision removed: %s", decided(b))
	case b == nil:
		w.say("decision: %s", decided(a))
	default:
		if was, is := decided(b), decided(a); was != is {
			w.say("decision: %s → %s", was, is)
		}
		w.text("decision about event", b.Event, a.Event)
		w.text("decision concerns", concerns(b), concerns(a))
	}
}

// decided says a decision in a few words.
func decided(d *schedule.Decision) string {
	text := map[schedule.DecisionKind]string{schedule.Done: "done", schedule.Snooze: "snoozed", schedule.Dismiss: "dismissed"}[d.Kind]
	if text == "" {
		text = string(d.Kind)
	}
	if d.To != 0 {
		text += " to " + schedule.LongDate(d.To)
	}
	switch {
	case d.On == 0:
	case d.Kind == schedule.Done:
		text += " on " + schedule.LongDate(d.On)
	default:
		text += ", planned for " + schedule.LongDate(d.On)
	}
	return text
}

func concerns(d *schedule.Decision) string {
	all := make([]string, len(d.Concerns))
	for i, c := range d.Concerns {
		all[i] = c.Application + " (" + c.Event + ")"
	}
	return strings.Join(all, ", ")
}

func orZero[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
