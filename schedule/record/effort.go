package record

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// EffortKind is what happened in a job search.
type EffortKind string

// The kinds. The first five are the candidate's own doing.
const (
	EffortApplied      EffortKind = "applied"
	EffortFollowUp     EffortKind = "follow-up"
	EffortThankYou     EffortKind = "thank-you"
	EffortContact      EffortKind = "contact" // any other outreach
	EffortInterview    EffortKind = "interview"
	EffortReply        EffortKind = "reply"
	EffortAcknowledged EffortKind = "acknowledgement"
	EffortRejection    EffortKind = "rejection"
	EffortOffer        EffortKind = "offer"
)

// Effort is a dated step of a job search, as a job centre wants it shown. It is
// derived from the facts as they are now, not from when they were logged.
type Effort struct {
	On          date.Date // an interview's in the employer's zone
	Kind        EffortKind
	Application string // its id
	Employer    string // may be empty
	Role        string // may be empty
	What        string // in a few words: "Followed up", "Interview, round 2"
	How         string // by which way: "by phone", "by video"; of an application where the posting was found
	With        string // names of contacts, joined by commas
	Outcome     string // of an outreach its outcome, of a response its note
	URL         string // of the posting
	// Recorded is when it was first logged as it stands, UTC; zero when the
	// history does not say.
	Recorded time.Time
}

// Own reports whether it is the candidate's own doing rather than the
// employer's.
func (e *Effort) Own() bool {
	return slices.Index(effortKinds, e.Kind) <= slices.Index(effortKinds, EffortInterview)
}

// Efforts lists the dated steps of one application up to and including a day, by
// day. The history is the application's revisions, the oldest first, as
// [History] yields them; it may be nil. The zone is the candidate's, for
// employers without one. What has no date is no evidence and is left out, and so
// is a cancelled interview.
func Efforts(a *schedule.Application, history []Revision, until date.Date, zone string) []Effort {
	all := dated(a, zone)
	all = slices.DeleteFunc(all, func(e Effort) bool { return e.On > until })
	recorded := since(history, zone)
	seen := map[trace]int{}
	for i := range all {
		e := &all[i]
		t := trace{e.On, e.Kind, seen[trace{e.On, e.Kind, 0}]}
		seen[trace{e.On, e.Kind, 0}]++
		e.Recorded = recorded[t]
	}
	slices.SortStableFunc(all, func(a, b Effort) int { return CompareEfforts(&a, &b) })
	return all
}

// trace tells a step from others of one application: by its day, its kind and
// its place among those of both.
type trace struct {
	on    date.Date
	kind  EffortKind
	place int
}

// since finds when each step was recorded that the last revision has: in the
// change since which every later state has it.
func since(history []Revision, zone string) map[trace]time.Time {
	known := map[trace]time.Time{}
	for _, r := range history {
		if !r.Application.Known() {
			continue
		}
		now := map[trace]time.Time{}
		seen := map[trace]int{}
		for _, e := range dated(cmp.Or(r.Application.After, &schedule.Application{}), zone) {
			t := trace{e.On, e.Kind, seen[trace{e.On, e.Kind, 0}]}
			seen[trace{e.On, e.Kind, 0}]++
			now[t] = r.Change.At
			if at, ok := known[t]; ok {
				now[t] = at
			}
		}
		known = now
	}
	return known
}

// dated lists every step of a that has a day.
func dated(a *schedule.Application, zone string) []Effort {
	var all []Effort
	add := func(e Effort) {
		e.Application, e.Employer, e.Role, e.URL = a.ID, a.Employer, a.Role, a.Posting.URL
		all = append(all, e)
	}
	if a.AppliedOn != 0 {
		add(Effort{On: a.AppliedOn, Kind: EffortApplied, What: "Applied", How: a.Source})
	}
	for _, o := range a.Outreach {
		add(outreachEffort(a, &o))
	}
	for _, i := range a.Interviews {
		if !i.Cancelled {
			add(Effort{
				On: heldOn(a, &i, zone), Kind: EffortInterview, What: fmt.Sprintf("Interview, round %d", i.Round),
				How: modeWords[i.Mode], With: strings.Join(i.Contacts, ", "),
			})
		}
	}
	for _, r := range a.Responses {
		add(responseEffort(&r))
	}
	return all
}

var modeWords = map[schedule.Mode]string{schedule.OnSite: "on site", schedule.ByPhone: "by phone", schedule.ByVideo: "by video"}

// outreachEffort is a contact attempt. Without a contact it was to the
// application's own.
func outreachEffort(a *schedule.Application, o *schedule.Outreach) Effort {
	e := Effort{On: o.On, Kind: EffortContact, What: "Got in touch", How: methodWords[o.Method], With: o.Contact, Outcome: o.Outcome}
	switch o.Purpose {
	case schedule.FollowUp, "":
		e.Kind, e.What = EffortFollowUp, "Followed up"
	case schedule.ThankYou:
		e.Kind, e.What = EffortThankYou, "Thanked for the interview"
	}
	if e.With == "" && len(a.Contacts) > 0 {
		e.With = a.Contacts[0].Name
	}
	return e
}

func responseEffort(r *schedule.Response) Effort {
	e := Effort{On: r.On, Kind: EffortReply, What: "Reply received", Outcome: r.Note}
	switch r.Kind {
	case schedule.Acknowledgement:
		e.Kind, e.What = EffortAcknowledged, "Automatic acknowledgement received"
	case schedule.Rejection:
		e.Kind, e.What = EffortRejection, "Rejection received"
	case schedule.OfferMade:
		e.Kind, e.What = EffortOffer, "Offer received"
	}
	return e
}

// heldOn is the day of an interview where it was held.
func heldOn(a *schedule.Application, i *schedule.Interview, zone string) date.Date {
	name := cmp.Or(a.Zone, zone)
	if where, err := time.LoadLocation(name); err == nil && name != "" {
		return date.NewAt(i.Start.In(where))
	}
	return date.NewAt(i.Start)
}

// CompareEfforts orders the efforts of several applications by day, then
// employer, role, application and kind: what the candidate did before what came
// back.
func CompareEfforts(a, b *Effort) int {
	return cmp.Or(
		cmp.Compare(a.On, b.On),
		cmp.Compare(a.Employer, b.Employer),
		cmp.Compare(a.Role, b.Role),
		cmp.Compare(a.Application, b.Application),
		cmp.Compare(slices.Index(effortKinds, a.Kind), slices.Index(effortKinds, b.Kind)),
	)
}

// effortKinds is the order of the kinds within a day.
var effortKinds = []EffortKind{
	EffortApplied, EffortFollowUp, EffortThankYou, EffortContact, EffortInterview,
	EffortReply, EffortAcknowledged, EffortRejection, EffortOffer,
}
