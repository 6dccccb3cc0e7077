package schedule_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"
	"pgregory.net/rapid"

	"followcal/schedule"
)

// However a log changes and time goes on, planning anew what a change touches
// leaves exactly what planning everything would.
func TestReplanIsAFullPlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		policy := generateCrowding(t)
		asOf := generateDay(t)
		if rapid.IntRange(0, 7).Draw(t, "late") == 0 {
			asOf = on("2035-12-10") + date.Date(rapid.IntRange(0, 21).Draw(t, "later"))
		}
		s, err := stand(generateSearch(t), policy, asOf)
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 6).Draw(t, "changes") {
			before := dump(s.log())
			var changed []string
			for range rapid.SampledFrom([]int{1, 1, 2, 4}).Draw(t, "at once") {
				changed = append(changed, edit(t, s)...)
			}
			r, err := s.replan(changed...)
			if err != nil {
				t.Fatalf("%v\n%s", err, dump(s.log()))
			}
			full, err := s.plan()
			if err != nil {
				t.Fatal(err)
			}
			omitted := map[string]string{}
			for _, o := range full.Omitted {
				omitted[o.Application.ID] = o.Why
			}
			got, want := account(s.planned, s.omitted, s.left), account(full.Planned, omitted, full.Footprint)
			if got != want {
				t.Fatalf("%v changed, %v planned anew as of %s under %+v\n%s\nbefore\n%s\nafter\n%s", changed, r.Replanned, s.asOf, policy, difference(got, want), before, dump(s.log()))
			}
		}
	})
}

// difference is the lines that only one of two accounts has.
func difference(got, want string) string {
	var b strings.Builder
	a, c := strings.Split(got, "\n"), strings.Split(want, "\n")
	for _, l := range a {
		if !contains(c, l) {
			b.WriteString("got  " + l + "\n")
		}
	}
	for _, l := range c {
		if !contains(a, l) {
			b.WriteString("want " + l + "\n")
		}
	}
	return b.String()
}

// generateCrowding draws a policy with few slots for follow-ups, and in half of
// the cases with two hours a day for calls to all the world.
func generateCrowding(t *rapid.T) schedule.Policy {
	policy := generatePolicy(t, wide)
	policy.DailyLimit = rapid.IntRange(1, 3).Draw(t, "few a day")
	if rapid.Bool().Draw(t, "at all hours") {
		from := rapid.IntRange(0, 21).Draw(t, "own hours")
		policy.OwnHours = schedule.Window{From: schedule.At(from, 0), Until: schedule.At(from+2, 0)}
		policy.CallWindow = schedule.Window{From: schedule.At(0, 0), Until: schedule.At(23, 59)}
		policy.CallMinutes = rapid.SampledFrom([]int{40, 100}).Draw(t, "long calls")
	}
	return policy
}

// generateSearch draws a log in which much happens at once: follow-ups crowd on
// few days, calls in all zones meet interviews, recruiters know many employers.
func generateSearch(t *rapid.T) *schedule.Log {
	log := generate(t, wide)
	log.Applications = nil
	for i := range rapid.IntRange(1, 14).Draw(t, "size") {
		log.Applications = append(log.Applications, generateSeeker(t, fmt.Sprintf("a%02d", i)))
	}
	if outcome, err := schedule.Plan(log, schedule.DefaultPolicy(), byHand, noon); err == nil && rapid.IntRange(0, 2).Draw(t, "bare") == 0 {
		decide(t, log, outcome)
	}
	return log
}

func generateSeeker(t *rapid.T, id string) schedule.Application {
	a := generateApplication(t, id, wide, crowd{firms: 5, days: rapid.SampledFrom([]int{1, 8}).Draw(t, "days"), strangers: rapid.IntRange(0, 3).Draw(t, "stranger") > 0})
	if rapid.Bool().Draw(t, "own firm") {
		a.Employer = "Firm " + id
	}
	if len(a.Contacts) == 0 && rapid.IntRange(0, 3).Draw(t, "number") > 0 {
		a.Contacts = []schedule.Contact{{Phone: "+1 212 555 0103"}}
	}
	switch rapid.IntRange(0, 9).Draw(t, "far") {
	case 0:
		a.Zone = "Pacific/Kiritimati"
	case 1:
		a.Zone = "Pacific/Pago_Pago"
	case 2:
		a.AppliedOn = on("2035-12-20") - date.Date(rapid.IntRange(0, 40).Draw(t, "near the end of the tables"))
	case 3:
		a.AppliedOn = 0
	}
	return a
}

// edit changes one thing and returns the applications that it is about.
func edit(t *rapid.T, s *standing) []string {
	all := slices.Sorted(maps.Keys(s.facts))
	if len(all) == 0 || rapid.IntRange(0, 9).Draw(t, "adds") == 0 {
		id := fmt.Sprintf("a%02d", rapid.IntRange(0, 20).Draw(t, "added"))
		s.facts[id] = generateSeeker(t, id)
		return []string{id}
	}
	id := rapid.SampledFrom(all).Draw(t, "which")
	a := s.facts[id]
	switch rapid.IntRange(0, 9).Draw(t, "what") {
	case 0:
		delete(s.facts, id)
		return []string{id}
	case 1:
		s.asOf += date.Date(rapid.IntRange(0, 12).Draw(t, "days go by"))
		return nil
	case 2, 3:
		return editDecision(t, s)
	case 4:
		a = generateSeeker(t, id)
	case 5:
		a.Employer = rapid.SampledFrom([]string{"Acme", "Beta, Inc.", "Firm " + id, "Firm a01"}).Draw(t, "employer")
	case 6:
		a.Contacts = []schedule.Contact{rapid.SampledFrom(people).Draw(t, "contact")}
	case 7:
		a.Status = rapid.SampledFrom(schedule.Statuses).Draw(t, "status")
	case 8:
		start := time.Date(2026, 11, 16+rapid.IntRange(0, 20).Draw(t, "interview"), rapid.IntRange(0, 23).Draw(t, "hour"), 0, 0, 0, time.UTC)
		a.Interviews = []schedule.Interview{{Round: 1, Start: start, Minutes: rapid.SampledFrom([]int{30, 480, 1440}).Draw(t, "minutes")}}
	case 9:
		a.Outreach, a.Responses = nil, nil
		generateContact(t, &a, wide)
	}
	s.facts[id] = a
	return []string{id}
}

// editDecision makes or takes back an exact decision.
func editDecision(t *rapid.T, s *standing) (changed []string) {
	concerned := func(d schedule.Decision) {
		for _, c := range d.Concerns {
			changed = append(changed, c.Application)
		}
	}
	if len(s.decisions) > 0 && rapid.IntRange(0, 2).Draw(t, "takes back") == 0 {
		at := rapid.IntRange(0, len(s.decisions)-1).Draw(t, "decision")
		concerned(s.decisions[at])
		s.decisions = slices.Delete(slices.Clone(s.decisions), at, at+1)
		return changed
	}
	var open []*schedule.Planned
	for i := range s.planned {
		if s.planned[i].State.Open() || s.planned[i].State == schedule.StateMissed {
			open = append(open, &s.planned[i])
		}
	}
	slices.SortFunc(open, func(a, b *schedule.Planned) int { return strings.Compare(a.UID, b.UID) })
	if len(open) == 0 {
		return nil
	}
	p := rapid.SampledFrom(open).Draw(t, "decides about")
	day := p.Due + date.Date(rapid.IntRange(-3, 12).Draw(t, "counts on"))
	d := exactly(p, rapid.SampledFrom(schedule.DecisionKinds).Draw(t, "kind"), day.String())
	concerned(d)
	s.decisions = append(slices.Clone(s.decisions), d)
	return changed
}
