package schedule

import (
	"fmt"
	"strings"

	"github.com/rickb777/date/v2"
)

// Reason is why an event is on its day. [Reason.Sentence] says it.
type Reason struct {
	Rule         Rule
	Anchor       Anchor // what was counted from
	AnchorOn     date.Date
	About        string    // the role that decided the day of an event for several
	BusinessDays int       // counted from AnchorOn; 0 when it is that day, or the next open one
	Skipped      []Skipped // closed days on the way, weekends apart
	Moves        []Move    // what moved it after counting, in order
	Stopped      Stop      // why a cancelled event is no longer needed
	StoppedOn    date.Date // when that happened, zero if no date is recorded
}

// Skipped is a day that did not count although it is no weekend.
type Skipped struct {
	On        date.Date
	Name      string
	Estimated bool // the day depends on a sighting or a decree
}

// Anchor names the fact that a day is counted from.
type Anchor string

// The anchors.
const (
	AnchorPromised    Anchor = "promised-date"
	AnchorPreferred   Anchor = "preferred-day"
	AnchorInterview   Anchor = "interview"
	AnchorClosing     Anchor = "closing-date"
	AnchorApplication Anchor = "application"
	AnchorFollowUp    Anchor = "follow-up" // the planned one before
	AnchorOutreach    Anchor = "outreach"  // the one before, as it was made
	AnchorDeadline    Anchor = "deadline"
	AnchorSnooze      Anchor = "snooze"
	AnchorAsOf        Anchor = "as-of"
	AnchorMarked      Anchor = "marked-done" // the day on which the candidate did it
	AnchorPlanned     Anchor = "planned"     // the day that a dismissed one had
)

// phrases say what was counted from; each takes the date.
var phrases = map[Anchor]string{
	AnchorPromised:    "the decision promised for %s",
	AnchorPreferred:   "the day they prefer, %s",
	AnchorInterview:   "the interview on %s",
	AnchorClosing:     "the posting closes on %s",
	AnchorApplication: "you applied on %s",
	AnchorFollowUp:    "the follow-up before it on %s",
	AnchorOutreach:    "your last outreach on %s",
	AnchorDeadline:    "the deadline on %s",
	AnchorSnooze:      "the day that you moved it to, %s",
	AnchorAsOf:        "today, %s",
	AnchorMarked:      "the day that you did it, %s",
	AnchorPlanned:     "the day that was planned, %s",
}

// logged is the anchor's day where the anchor is something that was logged,
// zero where it was planned.
func (r Reason) logged() date.Date {
	switch r.Anchor {
	case AnchorFollowUp, AnchorAsOf, AnchorPlanned:
		return 0
	}
	return r.AnchorOn
}

// MoveCause names what moved an event after its day was counted.
type MoveCause string

// The causes.
const (
	MovedForContact   MoveCause = "contact"     // too soon after the last contact with the same person
	MovedForAll       MoveCause = "shared"      // closed for one of the employers that share it
	MovedByDailyLimit MoveCause = "daily-limit" // the day was full
)

// Move is one step from the counted day to the final one.
type Move struct {
	Cause MoveCause
	From  date.Date
	On    date.Date // for [MovedForContact], the day of the last contact
}

// Stop is why an event is no longer needed.
type Stop string

// The causes.
const (
	StoppedResponse       Stop = "response"
	StoppedInterview      Stop = "interview"
	StoppedLaterInterview Stop = "later-interview"
	StoppedOffer          Stop = "offer"
	StoppedTerminal       Stop = "terminal"
)

var stopPhrases = map[Stop]string{
	StoppedResponse:       "they answered",
	StoppedInterview:      "an interview is an answer to the application",
	StoppedLaterInterview: "a later interview took its place",
	StoppedOffer:          "there is an offer",
	StoppedTerminal:       "the application is closed",
}

// Source is where the rule comes from.
func (r Reason) Source() string { return rules[r.Rule].source }

// Sentence says in one sentence why the event is on its day, such as "5
// business days after you applied on Fri 20 Nov 2026 (skipping Thu 26 Nov,
// Thanksgiving Day): wait a few business days."
func (r Reason) Sentence() string {
	var b strings.Builder
	r.writeCount(&b)
	r.writeSkipped(&b)
	for _, m := range r.Moves {
		b.WriteString(m.phrase())
	}
	b.WriteString(": ")
	b.WriteString(rules[r.Rule].phrase)
	if r.Stopped != "" {
		b.WriteString("; no longer needed, because ")
		b.WriteString(stopPhrases[r.Stopped])
		if r.StoppedOn != 0 {
			b.WriteString(" on " + LongDate(r.StoppedOn))
		}
	}
	b.WriteByte('.')
	return b.String()
}

func (r Reason) writeCount(b *strings.Builder) {
	anchor := fmt.Sprintf(phrases[r.Anchor], LongDate(r.AnchorOn))
	if r.About != "" {
		anchor += " (" + r.About + ", the last of these roles to come due)"
	}
	switch {
	case r.Rule == RuleThankYou:
		b.WriteString("Within 24 hours of " + anchor)
	case r.Rule == RuleAskPermission:
		b.WriteString("The interview is on " + LongDate(r.AnchorOn))
	case r.Anchor == AnchorDeadline:
		b.WriteString("By " + LongDate(r.AnchorOn))
	case r.Anchor == AnchorMarked:
		b.WriteString("You marked it as done on " + LongDate(r.AnchorOn))
	case r.Rule == RuleDismissed:
		b.WriteString("It was planned for " + LongDate(r.AnchorOn) + ", and you dismissed it")
	case r.Rule == RuleDone:
		b.WriteString("You did this on " + LongDate(r.AnchorOn))
	case r.BusinessDays > 0:
		fmt.Fprintf(b, "%s after %s", businessDays(r.BusinessDays), anchor)
	case len(r.Skipped) > 0:
		b.WriteString("On the next open day from " + anchor)
	case r.Anchor == AnchorApplication, r.Anchor == AnchorClosing:
		b.WriteString("On the day: " + anchor)
	default:
		b.WriteString("On " + anchor)
	}
}

func (r Reason) writeSkipped(b *strings.Builder) {
	for i, s := range r.Skipped {
		b.WriteString([]string{" (skipping ", "; "}[min(i, 1)])
		b.WriteString(shortDate(s.On, r.AnchorOn.Year()))
		b.WriteString(", ")
		b.WriteString(s.Name)
		if s.Estimated {
			b.WriteString(", estimated")
		}
	}
	if len(r.Skipped) > 0 {
		b.WriteByte(')')
	}
}

func (m Move) phrase() string {
	switch m.Cause {
	case MovedForContact:
		return ", later than " + LongDate(m.From) + " because you are in touch with the same contact on " + LongDate(m.On)
	case MovedForAll:
		return ", moved on from " + LongDate(m.From) + " to a day that is open for all of them"
	default:
		return ", moved on from " + LongDate(m.From) + ", which is full"
	}
}

func businessDays(n int) string {
	if n == 1 {
		return "1 business day"
	}
	return fmt.Sprintf("%d business days", n)
}

// LongDate writes a day as every sentence of followcal does: "Fri 20 Nov 2026".
func LongDate(d date.Date) string { return d.Format("Mon 2 Jan 2006") }

// shortDate leaves the year out when the reader knows it.
func shortDate(d date.Date, year int) string {
	if d.Year() == year {
		return d.Format("Mon 2 Jan")
	}
	return LongDate(d)
}
