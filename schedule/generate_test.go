package schedule_test

import (
	"fmt"
	"time"

	"github.com/rickb777/date/v2"
	"pgregory.net/rapid"

	"followcal/schedule"
)

// breadth says what a generated log may hold. A narrow one leaves out what
// [naive] does not plan: regions of their own, numbers, answers that end it all.
type breadth bool

const (
	narrow breadth = false
	wide   breadth = true
)

var (
	noon      = on("2026-11-16")
	someNames = []string{"Acme", "ACME.", "Beta, Inc.", "Gamma", ""}
	people    = []schedule.Contact{
		{Name: "Dana"},
		{Name: "Kim"},
		{Name: "Ray", Email: "ray@agency.example"},
		{Name: "Rae", Email: "rae@agency.example", Phone: "+1 212 555 0101"},
		{Name: "Lee", Phone: "+1 212 555 0102"},
	}
)

// crowd says how close to one another the applications of a log are.
type crowd struct {
	firms, days int
	strangers   bool // nobody knows anybody by name
}

// generate draws a log of up to nine applications in the winter of 2026.
func generate(t *rapid.T, how breadth) *schedule.Log {
	log := logOf()
	dense := crowd{
		firms: rapid.SampledFrom([]int{1, 2, 5}).Draw(t, "firms"), days: rapid.SampledFrom([]int{2, 8, 30}).Draw(t, "days"),
		strangers: rapid.Bool().Draw(t, "strangers"),
	}
	for i := range rapid.IntRange(1, 9).Draw(t, "applications") {
		log.Applications = append(log.Applications, generateApplication(t, fmt.Sprint("a", i), how, dense))
	}
	for range rapid.IntRange(0, 2).Draw(t, "days off") {
		from := noon + date.Date(rapid.IntRange(0, 60).Draw(t, "off"))
		log.DaysOff = append(log.DaysOff, schedule.DaysOff{From: from, To: from + date.Date(rapid.IntRange(0, 8).Draw(t, "for"))})
	}
	for range rapid.IntRange(0, 2).Draw(t, "closed") {
		log.Closed = append(log.Closed, schedule.Day{On: noon + date.Date(rapid.IntRange(0, 60).Draw(t, "closed on")), Name: "made up"})
	}
	return log
}

func generateApplication(t *rapid.T, id string, how breadth, dense crowd) schedule.Application {
	a := applied(id, (noon + date.Date(rapid.IntRange(0, dense.days).Draw(t, "applied"))).String())
	a.Employer = rapid.SampledFrom(someNames[:dense.firms]).Draw(t, "employer")
	some := people[:3]
	if how == wide {
		some = people
		a.Status = rapid.SampledFrom([]schedule.Status{"applied", "applied", "applied", "offer", "rejected", "withdrawn"}).Draw(t, "status")
		a.Posting.NoContact = rapid.IntRange(0, 9).Draw(t, "no contact") == 0
		generatePlace(t, &a)
	} else if rapid.IntRange(0, 9).Draw(t, "over") == 0 {
		a.Status = schedule.Closed
	}
	for _, c := range some {
		if !dense.strangers && rapid.IntRange(0, len(some)).Draw(t, "knows") == 0 {
			a.Contacts = append(a.Contacts, c)
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "closes") == 0 {
		a.Posting.ClosesOn = a.AppliedOn + date.Date(rapid.IntRange(-5, 15).Draw(t, "closes on"))
	}
	for round := range rapid.SampledFrom([]int{0, 0, 0, 1, 1, 2}).Draw(t, "interviews") {
		generateInterview(t, &a, round+1)
	}
	generateContact(t, &a, how)
	return a
}

func generatePlace(t *rapid.T, a *schedule.Application) {
	switch rapid.IntRange(0, 4).Draw(t, "place") {
	case 0:
		region("DE-BY", "Europe/Berlin")(a)
	case 1:
		region("", "America/Los_Angeles")(a)
	case 2:
		wait, times, gap := rapid.IntRange(1, 15).Draw(t, "own wait"), rapid.IntRange(0, 3).Draw(t, "own follow-ups"), rapid.IntRange(1, 9).Draw(t, "own gap")
		a.Policy = &schedule.Overrides{AfterApplicationDays: &wait, FollowUps: &times, GapDays: &gap}
	case 3:
		for range 6 {
			a.Closed = append(a.Closed, schedule.Day{On: a.AppliedOn + date.Date(rapid.IntRange(3, 20).Draw(t, "shut")), Name: "made up"})
		}
	}
}

func generateInterview(t *rapid.T, a *schedule.Application, round int) {
	at := func(d date.Date) string {
		return fmt.Sprintf("%s %02d:%s", d, rapid.IntRange(9, 17).Draw(t, "hour"), rapid.SampledFrom([]string{"00", "15", "30"}).Draw(t, "minute"))
	}
	day := a.AppliedOn + date.Date(7*round+rapid.IntRange(-5, 0).Draw(t, "held"))
	p := schedule.Preference{Permission: rapid.SampledFrom([]schedule.Permission{"granted", "granted", "denied", "unknown", ""}).Draw(t, "permission")}
	if rapid.Bool().Draw(t, "promised") {
		p.DecisionBy = day + date.Date(rapid.IntRange(1, 14).Draw(t, "decision"))
	}
	if rapid.Bool().Draw(t, "preferred") {
		p.NotBefore = day + date.Date(rapid.IntRange(1, 14).Draw(t, "not before"))
	}
	if rapid.IntRange(0, 4).Draw(t, "names") == 0 && len(a.Contacts) > 0 {
		p.Contact = rapid.SampledFrom(a.Contacts).Draw(t, "named").Name
	}
	keep := a.Status
	interview(round, at(day), p)(a)
	if keep != schedule.Applied {
		a.Status = keep
	}
	if rapid.IntRange(0, 4).Draw(t, "with") == 0 && len(a.Contacts) > 0 {
		a.Interviews[round-1].Contacts = []string{rapid.SampledFrom(a.Contacts).Draw(t, "interviewer").Name}
	}
	a.Interviews[round-1].Cancelled = rapid.IntRange(0, 7).Draw(t, "cancelled") == 0
}

// generateContact draws what went back and forth. Nothing is on the day of
// anything else by chance alone.
func generateContact(t *rapid.T, a *schedule.Application, how breadth) {
	for range rapid.SampledFrom([]int{0, 0, 0, 0, 1, 2, 3}).Draw(t, "outreaches") {
		purposes := []schedule.Purpose{schedule.FollowUp, schedule.FollowUp, schedule.Other}
		if len(a.Interviews) < 2 {
			purposes = append(purposes, schedule.ThankYou)
		}
		o := reached("2026-11-16", rapid.SampledFrom(purposes).Draw(t, "purpose"))
		o.On = a.AppliedOn + date.Date(rapid.IntRange(-6, 25).Draw(t, "reached"))
		if rapid.IntRange(0, 4).Draw(t, "to") == 0 && len(a.Contacts) > 0 {
			o.Contact = rapid.SampledFrom(a.Contacts).Draw(t, "reached whom").Name
		}
		if rapid.Bool().Draw(t, "asked") {
			o.Asked = []schedule.Question{rapid.SampledFrom(schedule.Questions).Draw(t, "question")}
		}
		a.Outreach = append(a.Outreach, o)
	}
	kinds := []schedule.ResponseKind{schedule.Reply, schedule.Acknowledgement}
	if how == wide {
		kinds = schedule.ResponseKinds
	}
	for range rapid.SampledFrom([]int{0, 0, 0, 0, 0, 1, 2}).Draw(t, "responses") {
		a.Responses = append(a.Responses, schedule.Response{
			On:   a.AppliedOn + date.Date(rapid.IntRange(-6, 25).Draw(t, "heard")),
			Kind: rapid.SampledFrom(kinds).Draw(t, "response"),
		})
	}
	if how == wide && rapid.IntRange(0, 4).Draw(t, "deadline") == 0 {
		kind := rapid.SampledFrom(schedule.DeadlineKinds).Draw(t, "kind")
		a.Deadlines = []schedule.Deadline{{Kind: kind, At: time.Date(2026, 12, 14, 22, 0, 0, 0, time.UTC)}}
	}
}

// generatePolicy draws numbers that hold for all applications alike.
func generatePolicy(t *rapid.T, how breadth) schedule.Policy {
	p := schedule.DefaultPolicy()
	p.AfterApplicationDays = rapid.IntRange(1, 8).Draw(t, "after_application_days")
	p.FollowUps = rapid.IntRange(0, 3).Draw(t, "follow_ups")
	p.GapDays = rapid.IntRange(1, 7).Draw(t, "gap_days")
	p.GapGrowth = float64(rapid.IntRange(1, 2).Draw(t, "gap_growth"))
	p.MoveOnDays = rapid.IntRange(1, 12).Draw(t, "move_on_days")
	p.UnansweredLimit = rapid.IntRange(1, 3).Draw(t, "unanswered_limit")
	p.DailyLimit = 50
	if how == wide {
		p.DailyLimit = rapid.IntRange(1, 3).Draw(t, "daily_limit")
		p.PreferMidweek = rapid.Bool().Draw(t, "prefer_midweek")
		p.CallMinutes = rapid.SampledFrom([]int{10, 15, 45}).Draw(t, "call_minutes")
	}
	return p
}

// day draws an as-of date.
func generateDay(t *rapid.T) date.Date {
	return noon + date.Date(rapid.SampledFrom([]int{0, 5, 12, 20, 30, 50, 80}).Draw(t, "as of")) + date.Date(rapid.IntRange(0, 6).Draw(t, "and"))
}
