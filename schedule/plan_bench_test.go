package schedule_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// Two years of a busy search: the size that the promised times are about.
const (
	searchDays   = 730
	applications = 1000
)

var searchStart = on("2025-01-02")

// candidate is the log of one made-up candidate, the same for the same seed:
// one application in five leads to an interview or two, two in five are followed
// up, half are answered, a third name a contact, and employers recur.
func candidate(seed uint64) *schedule.Log {
	r := rand.New(rand.NewPCG(seed, 11))
	log := logOf()
	log.DaysOff = []schedule.DaysOff{
		{From: on("2025-07-21"), To: on("2025-08-01"), Why: "holiday"}, {From: on("2025-12-22"), To: on("2026-01-02"), Why: "holiday"},
	}
	for i := range applications {
		day := searchStart + date.Date(r.IntN(searchDays))
		a := applied(fmt.Sprintf("c%d-a%d", seed, i), day.String(), employer(fmt.Sprintf("Firm %d", r.IntN(400))))
		if r.IntN(10) == 0 {
			a.Region, a.Zone = "DE-BY", "Europe/Berlin"
		}
		if r.IntN(3) == 0 {
			a.Contacts = []schedule.Contact{{Name: fmt.Sprintf("Contact %d", r.IntN(3)), Phone: "+1 212 555 0100"}}
		}
		if r.IntN(4) == 0 {
			a.Posting.ClosesOn = day + date.Date(r.IntN(20))
		}
		history(r, &a, day)
		log.Applications = append(log.Applications, a)
	}
	return log
}

// history is what happened after applying.
func history(r *rand.Rand, a *schedule.Application, day date.Date) {
	if r.IntN(5) == 0 {
		for round := range 1 + r.IntN(2) {
			p := schedule.Preference{Permission: schedule.Permissions[r.IntN(3)]}
			if r.IntN(2) == 0 {
				p.DecisionBy = day + date.Date(10*round+20)
			}
			start := time.Date(2025, 1, 2+int(day-searchStart)+10*round+8, 10+r.IntN(6), 0, 0, 0, zone("America/New_York"))
			a.Interviews = append(a.Interviews, schedule.Interview{Round: round + 1, Start: start, Minutes: 45, Preference: p})
		}
		a.Status = schedule.Interviewing
	}
	for k := range r.IntN(5) - 2 { // none in three of five
		o := reached("2025-01-02", schedule.FollowUp)
		o.On = day + date.Date(7*(k+1))
		a.Outreach = append(a.Outreach, o)
	}
	if r.IntN(2) == 0 {
		kind := schedule.ResponseKinds[r.IntN(3)]
		a.Responses = []schedule.Response{{On: day + date.Date(1+r.IntN(25)), Kind: kind}}
	}
	if r.IntN(8) == 0 {
		a.Status = schedule.Statuses[4+r.IntN(4)]
	}
}

// BenchmarkPlan plans candidates one after the other on one core, each with a
// thousand applications over two years, as of the end of the second year. Its
// promises: 100 candidates in 1.5 s, and 1,000 in no more than 11 times that.
func BenchmarkPlan(b *testing.B) {
	for _, candidates := range []int{1, 100, 1000} {
		b.Run(fmt.Sprintf("candidates=%d", candidates), func(b *testing.B) {
			b.ReportAllocs()
			events := 0
			for b.Loop() {
				events = 0
				for first := 0; first < candidates; first += 100 { // so many logs at a time
					b.StopTimer()
					var logs []*schedule.Log
					for seed := first; seed < min(first+100, candidates); seed++ {
						logs = append(logs, candidate(uint64(seed)))
					}
					runtime.GC() // what generating left behind
					b.StartTimer()
					for _, log := range logs {
						events += len(planAll(b, log, searchStart+searchDays))
					}
				}
			}
			each := float64(b.N) * float64(candidates) * applications
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/each, "ns/application")
			b.ReportMetric(float64(events)/float64(candidates), "events/candidate")
		})
	}
}

// BenchmarkPlanOneContact is the hardest group: a thousand applications at one
// employer, none answered.
func BenchmarkPlanOneContact(b *testing.B) {
	for _, count := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprintf("applications=%d", count), func(b *testing.B) {
			log := logOf()
			for i := range count {
				day := searchStart + date.Date(i*searchDays/count)
				log.Applications = append(log.Applications, applied(fmt.Sprint("a", i), day.String(), employer("Acme")))
			}
			b.ReportAllocs()
			for b.Loop() {
				planAll(b, log, searchStart+searchDays)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*count), "ns/application")
		})
	}
}

// BenchmarkPlanPending is a plan in which nothing is missed yet, so that every
// follow-up asks for a slot under the daily limit.
func BenchmarkPlanPending(b *testing.B) {
	log := candidate(1)
	b.ReportAllocs()
	for b.Loop() {
		planAll(b, log, searchStart)
	}
}

// BenchmarkPlanImported brings back what is long past in a log of that many
// applications, all on the same day.
func BenchmarkPlanImported(b *testing.B) {
	for _, count := range []int{1000, 10000, 100000} {
		b.Run(fmt.Sprintf("applications=%d", count), func(b *testing.B) {
			log := logOf()
			for i := range count {
				log.Applications = append(log.Applications, applied(fmt.Sprint("a", i), (searchStart+date.Date(i%700)).String()))
			}
			b.ReportAllocs()
			for b.Loop() {
				planAll(b, log, searchStart+searchDays+30, schedule.IncludeMissed())
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*count), "ns/application")
		})
	}
}

func planAll(b *testing.B, log *schedule.Log, asOf date.Date, options ...schedule.Option) []schedule.Planned {
	outcome, err := schedule.Plan(log, schedule.DefaultPolicy(), byHand, asOf, options...)
	if err != nil || len(outcome.Omitted) > 0 {
		b.Fatalf("Plan: %v, omitted %v", err, outcome.Omitted)
	}
	return outcome.Planned
}
