package schedule_test

import (
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// The expectations of these tests were computed by hand from the rule book,
// mostly for New York in the winter of 2026: Mondays are 16, 23 and 30 November,
// 7, 14, 21 and 28 December, 4, 11 and 18 January; closed beside weekends are
// Thu 26 Nov, Fri 25 Dec, Fri 1 Jan and Mon 18 Jan.

// planCase is one log and every event of its plan that is not cancelled, one a
// line as [line] writes it, in any order. asOf defaults to the first
// application's day, on which nothing can be missed yet.
type planCase struct {
	name    string
	log     *schedule.Log
	policy  func(*schedule.Policy)
	asOf    string
	options []schedule.Option
	only    []schedule.Kind // compare these kinds alone; all when empty
	want    string
}

func check(t *testing.T, cases []planCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Helper()
			got := lines(c.plan(t), c.only...)
			want := tidy(c.want)
			if got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func (c planCase) plan(t *testing.T) schedule.Outcome {
	t.Helper()
	policy := schedule.DefaultPolicy()
	if c.policy != nil {
		c.policy(&policy)
	}
	asOf := c.asOf
	if asOf == "" {
		asOf = "2026-11-20"
	}
	outcome, err := schedule.Plan(c.log, policy, byHand, on(asOf), c.options...)
	if err != nil {
		t.Fatalf("Plan: %v", err)
	}
	if len(outcome.Omitted) > 0 {
		t.Fatalf("omitted %v", outcome.Omitted)
	}
	return outcome
}

// lines writes the events that are not cancelled, sorted as text.
func lines(outcome schedule.Outcome, only ...schedule.Kind) string {
	var all []string
	for i := range outcome.Planned {
		p := &outcome.Planned[i]
		if p.State != schedule.StateCancelled && (len(only) == 0 || contains(only, p.Kind)) {
			all = append(all, line(p))
		}
	}
	sort.Strings(all)
	return strings.Join(all, "\n")
}

// line writes "day kind state a1+a2". What the candidate does not do (an
// interview, a deadline) has no state here.
func line(p *schedule.Planned) string {
	parts := []string{p.Due.String(), string(p.Kind), string(p.State), strings.Join(ids(p), "+")}
	switch p.Kind {
	case schedule.InterviewHeld, schedule.PostingCloses, schedule.TakeHomeDue, schedule.OfferDeadline:
		parts = append(parts[:2], parts[3])
	}
	return strings.Join(parts, " ")
}

// ids lists the event's own application first, the others sorted.
func ids(p *schedule.Planned) []string {
	var all []string
	for _, a := range p.Applications {
		all = append(all, a.ID)
	}
	if len(all) > 1 {
		sort.Strings(all[1:])
	}
	return all
}

func tidy(text string) string {
	var all []string
	for _, l := range strings.Split(text, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			all = append(all, l)
		}
	}
	sort.Strings(all)
	return strings.Join(all, "\n")
}

func contains[T comparable](list []T, one T) bool {
	for _, l := range list {
		if l == one {
			return true
		}
	}
	return false
}

func on(iso string) date.Date { return date.MustParseISO(iso) }

func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

// newYork reads "2026-12-02 10:00" as a time in New York.
func newYork(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, zone("America/New_York"))
	if err != nil {
		panic(err)
	}
	return t
}

// logOf is the log of a New Yorker.
func logOf(applications ...schedule.Application) *schedule.Log {
	return &schedule.Log{
		Name: "Robin Doe", Zone: "America/New_York", Region: "US-NY", Applications: applications,
	}
}

// applied is an application at a firm of its own.
func applied(id, day string, edits ...func(*schedule.Application)) schedule.Application {
	a := schedule.Application{ID: id, Employer: "Firm " + id, Role: "Engineer", Status: schedule.Applied, AppliedOn: on(day)}
	for _, edit := range edits {
		edit(&a)
	}
	return a
}

func status(s schedule.Status) func(*schedule.Application) {
	return func(a *schedule.Application) { a.Status = s }
}

func employer(name string) func(*schedule.Application) {
	return func(a *schedule.Application) { a.Employer = name }
}

func contacts(all ...schedule.Contact) func(*schedule.Application) {
	return func(a *schedule.Application) { a.Contacts = all }
}

func outreach(all ...schedule.Outreach) func(*schedule.Application) {
	return func(a *schedule.Application) { a.Outreach = append(a.Outreach, all...) }
}

// reached is an outreach by phone to the application's own contact.
func reached(day string, purpose schedule.Purpose) schedule.Outreach {
	return schedule.Outreach{On: on(day), Method: schedule.Phone, Purpose: purpose}
}

func response(day string, kind schedule.ResponseKind) func(*schedule.Application) {
	return func(a *schedule.Application) {
		a.Responses = append(a.Responses, schedule.Response{On: on(day), Kind: kind})
	}
}

// interview makes the application an interviewing one.
func interview(round int, start string, preference schedule.Preference) func(*schedule.Application) {
	return func(a *schedule.Application) {
		a.Status = schedule.Interviewing
		a.Interviews = append(a.Interviews, schedule.Interview{
			Round: round, Start: newYork(start), Minutes: 45, Mode: schedule.ByVideo, Preference: preference,
		})
	}
}
