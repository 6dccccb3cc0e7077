package schedule

import (
	"cmp"
	"slices"
	"time"

	"github.com/rickb777/date/v2"
)

// Footprint is what a plan leaves behind for [Replan]: where its follow-ups
// asked for a slot, what each application depends on, and when the candidate is
// taken. It is derived, and can be made anew from the log by [Plan] with
// [WithFootprint].
type Footprint struct {
	Contenders   []Contender   // by day, then rank
	Outlooks     []Outlook     // by application
	Appointments []Appointment // by due day, then UID
}

// Contender is a follow-up on a day on which it asked for one of the slots that
// the daily limit leaves.
type Contender struct {
	Day         date.Date
	Application string    // the id of its lead, which its event is named after
	UID         string    // the lead's follow-up
	AnchorOn    date.Date // what its day was counted from
	Age         date.Date // the day of the lead's application, [date.Max] where it is not known
	Stayed      bool      // it got a slot; else it moved on, or was missed
}

// Compare orders the contenders of one day by rank, by which slots are given:
// the oldest anchors first, then the oldest applications, then the smallest ids
// byte by byte. No two of one day have the same rank.
func (c Contender) Compare(other Contender) int {
	return cmp.Or(
		cmp.Compare(c.AnchorOn, other.AnchorOn),
		cmp.Compare(c.Age, other.Age),
		cmp.Compare(c.Application, other.Application),
	)
}

// Outlook is what the plan of one application depends on beside its own facts.
type Outlook struct {
	Application string
	// Keys are those of [Keys]. Applications that share one, directly or over
	// others, are planned together.
	Keys []string
	// LapsesOn is the last as-of date on which what is planned stays as it is
	// when nothing else changes; zero when time alone changes nothing.
	LapsesOn date.Date
	Omitted  string // why no follow-up could be counted, empty when one could
}

// Appointment is an open interview, or an open follow-up by phone to a number
// that is known: what takes a time of the candidate's day, or wants one.
type Appointment struct {
	UID         string
	Application string // the id of its event's own application
	Kind        Kind
	Due         date.Date
	Start, End  time.Time // zero for a call for which no time was left
	Call        bool
}

// Keys lists what makes two applications belong together, sorted, each once:
// "employer:" and the employer's name, "mailto:" and each contact's address, with
// the spelling folded. Everything about applications that share no key, not even
// over others, is planned apart, but for the daily limit and the times of calls.
func Keys(a *Application) []string {
	var keys []string
	if employer := fold(a.Employer); employer != "" {
		keys = append(keys, "employer:"+employer)
	}
	for _, c := range a.Contacts {
		if email := foldEmail(c.Email); email != "" {
			keys = append(keys, "mailto:"+email)
		}
	}
	return sortedOnce(keys)
}

// footprint is what the plan leaves, those applications included that are
// omitted: they asked for slots and times as well.
func (p *planner) footprint() Footprint {
	if p.trace == nil {
		return Footprint{}
	}
	left := *p.trace
	for _, s := range p.subjects {
		left.Outlooks = append(left.Outlooks, Outlook{
			Application: s.app.ID, Keys: Keys(s.app), LapsesOn: s.lapsesOn, Omitted: s.omitted(),
		})
	}
	left.Appointments = p.interviews()
	for _, c := range p.calls {
		a := p.planned[c.place].appointment()
		a.Call = true
		left.Appointments = append(left.Appointments, a)
	}
	slices.SortFunc(left.Contenders, func(a, b Contender) int { return cmp.Or(cmp.Compare(a.Day, b.Day), a.Compare(b)) })
	slices.SortFunc(left.Outlooks, func(a, b Outlook) int { return cmp.Compare(a.Application, b.Application) })
	slices.SortFunc(left.Appointments, func(a, b Appointment) int {
		return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.UID, b.UID))
	})
	return left
}

// interviews lists the interviews that stand.
func (p *planner) interviews() []Appointment {
	var all []Appointment
	for i := range p.planned {
		if e := &p.planned[i]; e.Kind == InterviewHeld && e.State.Open() {
			all = append(all, e.appointment())
		}
	}
	return all
}

func (p *Planned) appointment() Appointment {
	return Appointment{UID: p.UID, Application: p.Applications[0].ID, Kind: p.Kind, Due: p.Due, Start: p.Start, End: p.End}
}
