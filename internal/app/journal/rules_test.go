package journal_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
	"followcal/schedule/record"
	"followcal/schedule/workday"
)

var update = flag.Bool("update", false, "write the digest of the plan anew")

const rulesFile = "testdata/rules.txt"

// A store keeps its plan for as long as the rules have the same name. If this
// fails, followcal would show plans that no version makes any more.
func TestRulesAreRenamedWhenPlansChange(t *testing.T) {
	rules, digest := plannedDigest(t)
	kept, err := os.ReadFile(rulesFile)
	if err != nil && !*update {
		t.Fatal(err)
	}
	name, known, _ := strings.Cut(strings.TrimSpace(string(kept)), " ")
	switch {
	case name == rules && known == digest:
	case name == rules:
		t.Fatalf(`plans are made or worded otherwise than by the rules %q. If that is meant:
1. change the constant rules in plan.go to another name, such as today's date, so that stores plan anew;
2. go test ./internal/app/journal -run Rules -update`, rules)
	case !*update:
		t.Fatalf("the rules are called %q now: go test ./internal/app/journal -run Rules -update", rules)
	default:
		if err := os.WriteFile(rulesFile, []byte(rules+" "+digest+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// plannedDigest plans a log that meets every rule, and returns the rules' name and
// a digest of all that a store keeps of the plan.
func plannedDigest(t *testing.T) (rules, digest string) {
	t.Helper()
	d := newDesk(t)
	log := everyRule()
	_, err := d.Store.Record(t.Context(), d.Account, record.Entry{At: d.now, By: d.By, Verb: record.Import}, func(w record.Writer) error {
		for i := range log.Applications {
			if err := w.Put(t.Context(), &log.Applications[i]); err != nil {
				return err
			}
		}
		return w.PutSettings(t.Context(), &record.Settings{Name: log.Name, Zone: log.Zone, Region: log.Region, DaysOff: log.DaysOff})
	})
	if err != nil {
		t.Fatal(err)
	}
	d.agenda(t)
	sum := sha256.New()
	keep := func(what any) {
		if err := json.NewEncoder(sum).Encode(what); err != nil {
			t.Fatal(err)
		}
	}
	met := map[schedule.Kind]int{}
	err = d.Store.View(t.Context(), d.Account, func(r record.Reader) error {
		state, err := r.Plan().State(t.Context())
		if err != nil {
			return err
		}
		rules = state.Rules
		for e, err := range r.Plan().Events(t.Context(), record.EventQuery{}) {
			if err != nil {
				return err
			}
			met[e.Kind]++
			keep(e)
		}
		lacks, numbers, err := r.Plan().Lacks(t.Context(), len(log.Applications))
		keep([]any{lacks, numbers})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	keep(footprint(t, log, date.New(2026, time.November, 20)))
	for _, kind := range schedule.Kinds {
		if met[kind] == 0 {
			t.Errorf("the log meets no %s", kind)
		}
	}
	return rules, hex.EncodeToString(sum.Sum(nil))
}

func footprint(t *testing.T, log *schedule.Log, asOf date.Date) schedule.Footprint {
	t.Helper()
	outcome, err := schedule.Plan(log, schedule.DefaultPolicy(), workday.Region, asOf, schedule.WithFootprint())
	if err != nil {
		t.Fatal(err)
	}
	return outcome.Footprint
}

// everyRule is a log of all kinds of facts, the same each time: the generator's
// numbers are specified, and so is how they are used.
func everyRule() *schedule.Log {
	log := &schedule.Log{
		Name: "Robin Roe", Zone: "America/New_York", Region: "US-NY",
		DaysOff: []schedule.DaysOff{{From: november(25), To: november(27)}},
	}
	numbers := rand.NewPCG(1, 2)
	for i := range 400 {
		log.Applications = append(log.Applications, anApplication(i, func(n int) int { return int(numbers.Uint64() % uint64(n)) }))
	}
	return log
}

// anApplication makes up an application; upTo returns a number below n.
func anApplication(i int, upTo func(n int) int) schedule.Application {
	places := []struct{ region, zone string }{{"US-NY", ""}, {"DE-BY", "Europe/Berlin"}, {"IL", "Asia/Jerusalem"}, {"JP", "Asia/Tokyo"}, {"", ""}}
	at := places[upTo(len(places))]
	a := schedule.Application{
		ID: fmt.Sprintf("app-%03d", i), Employer: fmt.Sprintf("Employer %d", upTo(150)), Role: fmt.Sprintf("Role %d", upTo(20)),
		Status: schedule.Statuses[upTo(len(schedule.Statuses))], Region: at.region, Zone: at.zone,
	}
	applied := november(20) - date.Date(upTo(70))
	if a.Status != schedule.Saved {
		a.AppliedOn = applied
	}
	if upTo(4) == 0 || a.Status == schedule.Saved {
		a.Posting.ClosesOn = applied + date.Date(upTo(40))
	}
	a.Posting.NoContact = upTo(10) == 0
	if upTo(2) == 0 {
		a.Contacts = []schedule.Contact{{Name: fmt.Sprintf("Person %d", upTo(60)), Method: schedule.Methods[upTo(3)]}}
		if upTo(2) == 0 {
			a.Contacts[0].Phone = "+1 212 555 0100"
		}
	}
	if upTo(4) == 0 {
		k := upTo(4)
		a.Policy = &schedule.Overrides{FollowUps: &k}
	}
	day := func(n int) date.Date { return min(applied+date.Date(upTo(n)), november(20)) }
	for range upTo(3) {
		a.Outreach = append(a.Outreach, schedule.Outreach{On: day(40), Method: schedule.Methods[upTo(3)], Purpose: schedule.Purposes[upTo(3)]})
	}
	if upTo(5) == 0 {
		a.Responses = []schedule.Response{{On: day(40), Kind: schedule.ResponseKinds[upTo(len(schedule.ResponseKinds))]}}
	}
	if upTo(6) == 0 {
		a.Deadlines = []schedule.Deadline{{Kind: schedule.DeadlineKinds[upTo(2)], On: november(20) + date.Date(upTo(20))}}
	}
	if a.Status == schedule.Interviewing {
		a.Interviews = someInterviews(applied, upTo)
	}
	return a
}

func someInterviews(applied date.Date, upTo func(n int) int) (all []schedule.Interview) {
	for round := range upTo(3) + 1 {
		start := time.Date(2026, time.November, 20, 9+upTo(9), 0, 0, 0, time.UTC).AddDate(0, 0, int(applied-november(20))+15*round+upTo(14))
		all = append(all, schedule.Interview{
			Round: round + 1, Start: start, Mode: schedule.Modes[upTo(3)], Cancelled: upTo(8) == 0,
			Preference: schedule.Preference{Permission: schedule.Permissions[upTo(3)]},
		})
		if p := &all[round].Preference; p.Permission == schedule.Granted && upTo(2) == 0 {
			p.DecisionBy = date.NewAt(start) + date.Date(upTo(15))
		}
	}
	return all
}
