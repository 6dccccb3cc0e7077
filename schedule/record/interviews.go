package record

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"followcal/schedule"
)

func (w *words) interviews(before, after []schedule.Interview) {
	l := listing[schedule.Interview]{
		same: sameInterview,
		keys: []func(*schedule.Interview) string{
			func(i *schedule.Interview) string { return fmt.Sprint(i.Round, i.Start.Unix()) },
			func(i *schedule.Interview) string { return fmt.Sprint(i.Round, i.Cancelled) },
			func(i *schedule.Interview) string { return strconv.Itoa(i.Round) },
			func(i *schedule.Interview) string { return strconv.FormatInt(i.Start.Unix(), 10) },
		},
		added: func(i *schedule.Interview) {
			w.say("interview round %d added: %s", i.Round, w.interviewLine(i))
			w.preference(i.Round, schedule.Preference{}, i.Preference)
		},
		removed:   func(i *schedule.Interview) { w.say("interview round %d removed: %s", i.Round, w.interviewLine(i)) },
		changed:   w.interview,
		reordered: func() { w.say("interviews in another order") },
	}
	l.compare(before, after)
}

func sameInterview(a, b *schedule.Interview) bool {
	return a.Round == b.Round && sameTime(a.Start, b.Start) && a.Minutes == b.Minutes && a.Mode == b.Mode && a.Place == b.Place &&
		slices.Equal(a.Contacts, b.Contacts) && a.Cancelled == b.Cancelled && a.Preference == b.Preference
}

// interviewLine is "Wed 2 Dec 2026, 10:00 (America/New_York), 45 minutes, video,
// with Dana".
func (w *words) interviewLine(i *schedule.Interview) string {
	parts := []string{w.at(i.Start)}
	if i.Minutes != 0 && i.Minutes != schedule.DefaultInterviewMinutes {
		parts = append(parts, fmt.Sprintf("%d minutes", i.Minutes))
	}
	if i.Mode != "" {
		parts = append(parts, string(i.Mode))
	}
	if i.Place != "" {
		parts = append(parts, schedule.Excerpt(i.Place))
	}
	if len(i.Contacts) > 0 {
		parts = append(parts, "with "+joined(i.Contacts))
	}
	if i.Cancelled {
		parts = append(parts, "cancelled")
	}
	return strings.Join(parts, ", ")
}

// interview describes one that was there and is there.
func (w *words) interview(b, a *schedule.Interview) {
	name := "interview round " + strconv.Itoa(a.Round)
	if b.Round != a.Round {
		w.say("interview round %d is now round %d", b.Round, a.Round)
	}
	switch was, is := w.at(b.Start), w.at(a.Start); {
	case sameTime(b.Start, a.Start):
	case was == is && b.Start.Equal(a.Start):
		w.say("%s: the time is now written with %s", name, a.Start.Format(offsetForm))
	case was == is:
		w.say("%s moved by some seconds within %s", name, is)
	default:
		w.say("%s moved from %s to %s", name, was, is)
	}
	if b.Minutes != a.Minutes {
		w.say("%s: %d → %d minutes", name, b.Minutes, a.Minutes)
	}
	w.text(name+", mode", string(b.Mode), string(a.Mode))
	w.text(name+", place", b.Place, a.Place)
	w.text(name+", with", joined(b.Contacts), joined(a.Contacts))
	w.either(b.Cancelled, a.Cancelled, name+" cancelled: "+w.at(a.Start), name+" no longer cancelled: "+w.at(a.Start))
	w.preference(a.Round, b.Preference, a.Preference)
}

func (w *words) preference(round int, b, a schedule.Preference) {
	of := fmt.Sprintf("after interview round %d: ", round)
	w.text(of+"permission to follow up", string(b.Permission), string(a.Permission))
	w.text(of+"preferred method", string(b.Method), string(a.Method))
	w.text(of+"contact to follow up with", b.Contact, a.Contact)
	w.day(of+"not before", b.NotBefore, a.NotBefore)
	w.day(of+"decision promised by", b.DecisionBy, a.DecisionBy)
}
