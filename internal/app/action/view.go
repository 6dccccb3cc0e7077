package action

import (
	"slices"
	"strings"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/app/journal"
	"followcal/schedule"
)

// Kind is what can be said about an event.
type Kind string

// The kinds.
const (
	Done    Kind = "done"
	Snooze  Kind = "snooze"
	Replied Kind = "replied"
	Dismiss Kind = "dismiss"
)

// Kinds lists every kind.
var Kinds = []Kind{Done, Snooze, Replied, Dismiss}

// Answer is what an employer's reply amounts to.
type Answer = schedule.ResponseKind

// The answers that a page offers.
const (
	Reply     = schedule.Reply
	Rejection = schedule.Rejection
	Offer     = schedule.OfferMade
)

// Answers lists them.
var Answers = []Answer{Reply, Rejection, Offer}

// delays are the business days that a page offers to snooze by.
var delays = []int{1, 2, 5}

// View is an event as its page shows it.
type View struct {
	Title      string
	Due        date.Date
	Start, End time.Time // in the event's zone; zero when it is all-day
	Zone       string    // IANA
	State      string    // a sentence; empty while it is to be done
	Why        string    // the sentence that explains the day
	Source     string    // of the rule behind it
	Place      string
	Contact    string // a name
	Phone      string
	Email      string
	ByEmail    bool   // the script is to be written in an e-mail
	Script     string // what to say or to write
	Posting    string // the address of the posting, or of the interview
	About      []Role // at least one
	Can        []Kind
	Delays     []Delay // where Can has Snooze
	Next       []Next
	Undo       *Undo // what was done here and can be taken back; nil: nothing
}

// Role is an application that the event is about.
type Role struct {
	ID, Employer, Role string
	AppliedOn          date.Date // zero: not known
}

// Delay is a snooze that can be chosen.
type Delay struct {
	Days int // business days from today
	To   date.Date
}

// Next is what is planned after the event.
type Next struct {
	Title string
	Due   date.Date
}

// Undo is a change that was made here.
type Undo struct {
	Change int64
	Did    []string // a sentence for each thing that it changed
}

// Allows reports whether the kind can be said about the event now.
func (v *View) Allows(k Kind) bool { return slices.Contains(v.Can, k) }

// viewOf is the page of what was seen.
func viewOf(s *journal.Sight) View {
	v := View{
		Title: s.Words.Summary, Due: s.Due, Start: s.Start, End: s.End, Zone: s.Zone,
		State: standing(s), Why: s.Words.Reason.Sentence, Source: s.Words.Reason.Source,
		Place: s.Content.Location, Contact: s.Words.Contact, Phone: s.Content.Phone, Email: s.Content.Email,
		ByEmail: s.Words.Method == string(schedule.Email), Script: s.Script, Posting: s.Content.URL,
		Can: allowed(s),
	}
	for _, a := range s.Shared {
		applied, _ := date.ParseISO(a.AppliedOn) // empty where it is not known
		v.About = append(v.About, Role{ID: a.ID, Employer: a.Employer, Role: a.Role, AppliedOn: applied})
	}
	for i, to := range s.Snoozes {
		v.Delays = append(v.Delays, Delay{Days: delays[i], To: to})
	}
	for i := range s.Next {
		v.Next = append(v.Next, Next{Title: s.Next[i].Words.Summary, Due: s.Next[i].Due})
	}
	if s.Own != nil {
		v.Undo = &Undo{Change: s.Own.Number}
		for _, f := range s.Own.Facts {
			v.Undo.Did = append(v.Undo.Did, f.Did...)
		}
	}
	return v
}

// allowed lists what can be said: the decisions that are open, and an answer as
// long as the event was not given up. A posting that closes answers nobody.
func allowed(s *journal.Sight) []Kind {
	var can []Kind
	for _, k := range Kinds {
		switch {
		case k != Replied && slices.Contains(s.Can, journal.DecisionKind(k)):
		case k == Replied && s.Kind != schedule.PostingCloses && len(s.Shared) > 0 &&
			s.State != schedule.StateCancelled && s.State != schedule.StateDismissed:
		default:
			continue
		}
		can = append(can, k)
	}
	return can
}

// standing says what became of the event.
func standing(s *journal.Sight) string {
	switch s.State {
	case schedule.StateDone:
		return "This is done." + elsewhere(s)
	case schedule.StateDismissed:
		return "You gave this up." + elsewhere(s)
	case schedule.StateSnoozed:
		return "You moved this to " + schedule.LongDate(s.Due) + "."
	case schedule.StateMissed:
		return "This day is long past, and nothing was logged."
	case schedule.StateCancelled:
		why := "it is no longer planned"
		if s.Content.Because != nil && s.Content.Because.StoppedBecause() != "" {
			why = s.Content.Because.StoppedBecause()
		}
		return "There is nothing to do any more: " + strings.TrimSuffix(why, ".") + "."
	}
	return ""
}

// elsewhere says how to take back what cannot be taken back here.
func elsewhere(s *journal.Sight) string {
	if s.Own != nil {
		return ""
	}
	return " The command followcal undo takes it back, if that was a mistake."
}
