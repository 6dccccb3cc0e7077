package schedule_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"followcal/schedule"
)

var update = flag.Bool("update", false, "write the golden files anew")

// search is a log in which most of the rules have something to do.
func search() *schedule.Log {
	acme, agency := employer("Acme"), contacts(schedule.Contact{Name: "Ray", Email: "ray@agency.example", Phone: "+1 212 555 0101"})
	promised := prefer(schedule.Granted, "2026-12-07", "2026-12-10")
	promised.Contact, promised.Method = "Lee", schedule.Email
	saved := schedule.Application{ID: "saved", Employer: "Delta", Role: "Analyst", Status: schedule.Saved}
	closes("2026-12-06")(&saved)
	log := logOf(
		applied("acme-1", "2026-11-20", acme), applied("acme-2", "2026-11-24", acme, func(a *schedule.Application) { a.Role = "Lead Engineer" }),
		applied("agency-1", "2026-11-23", agency), applied("agency-2", "2026-11-23", agency, outreach(reached("2026-11-27", schedule.FollowUp))),
		applied("munich", "2026-12-01", region("DE-BY", "Europe/Berlin"), callable),
		applied("quiet", "2026-11-16", noContact), saved,
		applied("asked", "2026-11-10", contacts(schedule.Contact{Name: "Dana"}, schedule.Contact{Name: "Lee", Email: "lee@asked.example"}),
			interview(1, "2026-12-02 15:30", promised)),
		applied("unasked", "2026-11-10", interview(1, "2026-11-30 10:00", schedule.Preference{})),
		applied("refused", "2026-11-10", interview(1, "2026-11-30 13:00", prefer(schedule.Denied, "", ""))),
		applied("answered", "2026-11-18", response("2026-11-25", schedule.Reply)),
		applied("withdrawn", "2026-11-18", status(schedule.Withdrawn), outreach(reached("2026-11-25", schedule.FollowUp))),
	)
	log.Applications[7].Deadlines = []schedule.Deadline{{Kind: schedule.TakeHome, At: newYork("2026-12-08 17:00")}}
	return withDaysOff(log, "2026-12-24", "2027-01-01")
}

// The golden files are for reading: what a person sees of a whole plan. What is
// right about the days is asserted elsewhere.
func TestGolden(t *testing.T) {
	cases := []planCase{
		{name: "search", log: search(), asOf: "2026-11-30"},
		{name: "search-new-year", log: search(), asOf: "2027-01-04"},
		{name: "search-include-missed", log: search(), asOf: "2027-01-04", options: []schedule.Option{schedule.IncludeMissed()}},
		{
			name: "search-three-midweek", log: search(), asOf: "2026-11-30",
			policy: func(p *schedule.Policy) { p.FollowUps, p.PreferMidweek, p.ThankYou = 3, true, schedule.ThankByBoth },
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join("testdata", "plan", c.name+".txt")
			got := readable(c.plan(t))
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatalf("%v: run the tests with -update to write it", err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// readable writes a plan with its reasons.
func readable(outcome schedule.Outcome) string {
	var b strings.Builder
	for i := range outcome.Planned {
		p := &outcome.Planned[i]
		fmt.Fprintf(&b, "%s %-21s %-9s %s", p.Due.Format("Mon 2006-01-02"), p.Kind, p.State, strings.Join(ids(p), " + "))
		if !p.AllDay {
			fmt.Fprintf(&b, ", %s-%s", p.Start.Format("15:04"), p.End.Format("15:04 MST"))
		}
		if p.Method != "" {
			fmt.Fprintf(&b, ", %s to %s", p.Method, orEmployer(p.Contact.Name))
		}
		fmt.Fprintf(&b, "\n    %s\n    %s\n", p.Summary(), p.Reason.Sentence())
	}
	return b.String()
}

func orEmployer(name string) string {
	if name == "" {
		return "the employer"
	}
	return name
}
