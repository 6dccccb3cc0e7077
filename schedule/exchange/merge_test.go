package exchange_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
	"followcal/schedule/exchange"
)

func merge(t *testing.T, texts ...string) *exchange.Result {
	t.Helper()
	var all []*exchange.Result
	for _, text := range texts {
		all = append(all, read(t, text))
	}
	r, err := exchange.Merge(all...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheSameApplicationInTwoFilesIsOne(t *testing.T) {
	const own = `{"version":1,"applications":[{"id":"a1","employer":"Acme","role":"Clerk","status":"interviewing","applied_on":"2026-11-05",
		"posting":{"url":"https://www.linkedin.com/jobs/view/77"},"contacts":[{"name":"Dana"}],"notes":"mine"}]}`
	tests := []struct {
		name, other string
		want        int
	}{
		{"LinkedIn's id", linkedInHeader + "11/5/26,,,Acme Inc.,Clerk II,https://www.linkedin.com/jobs/view/clerk-77/,,\n", 1},
		{"another of LinkedIn's ids", linkedInHeader + "11/5/26,,,Acme,Clerk,https://www.linkedin.com/jobs/view/78,,\n", 2},
		{"employer, role and date", "Company,Title,Applied Date\nACME,clerk,2026-11-05\n", 1},
		{"another date", "Company,Title,Applied Date\nAcme,Clerk,2026-11-06\n", 2},
		{"the same URL", "Company,Title,Applied Date,URL\nAcme,Clerk,2026-11-06,http://linkedin.com/jobs/view/77?x=y\n", 1},
		{"no employer", "Company,Title,Applied Date\n,Clerk,2026-11-05\n", 2},
		{"the id", `{"version":1,"applications":[{"id":"a1","employer":"Other"}]}`, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := merge(t, own, tt.other)
			if len(r.Log.Applications) != tt.want || r.Duplicates != 2-tt.want {
				t.Fatalf("applications = %+v", r.Log.Applications)
			}
			if a := r.Log.Applications[0]; a.ID != "a1" || a.Status != schedule.Interviewing || a.Employer != "Acme" || a.Notes != "mine" || len(a.Contacts) != 1 {
				t.Errorf("the first file's facts changed: %+v", a)
			}
		})
	}
}

func TestAStatusNeverMovesBackwards(t *testing.T) {
	for _, from := range schedule.Statuses {
		for _, to := range schedule.Statuses {
			one := `{"version":1,"applications":[{"id":"a","status":"` + string(from) + `"}]}`
			two := `{"version":1,"applications":[{"id":"a","status":"` + string(to) + `"}]}`
			want := from
			if from.Advances(to) {
				want = to
			}
			if got := merge(t, one, two).Log.Applications[0].Status; got != want {
				t.Errorf("%s then %s = %s", from, to, got)
			}
		}
	}
}

func TestMergingUnitesWhatHappened(t *testing.T) {
	one := `{"version":1,"name":"Robin","zone":"Europe/Paris","policy":{"follow_ups":1},"days_off":[{"from":"2026-12-24"}],"applications":[
		{"id":"a","notes":"x","interviews":[{"round":1,"start":"2026-11-10T10:00:00Z"}],"outreach":[{"on":"2026-11-02"}]}]}`
	two := `{"version":1,"name":"Robin Doe","region":"FR","policy":{"follow_ups":2},"days_off":[{"from":"2026-12-24"},{"from":"2026-12-31"}],"applications":[
		{"id":"a","employer":"Acme","applied_on":"2026-11-01","notes":"y","posting":{"no_contact":true},
		 "interviews":[{"round":1,"start":"2026-11-12T10:00:00Z"},{"round":2,"start":"2026-11-10T11:00:00+01:00"}],"outreach":[{"on":"2026-11-02"},{"on":"2026-11-03"}]},
		{"id":"b"}]}`
	r := merge(t, one, two)
	log := r.Log
	if log.Name != "Robin" || log.Zone != "Europe/Paris" || log.Region != "FR" || *log.Policy.FollowUps != 1 || len(log.DaysOff) != 2 {
		t.Errorf("head = %+v", log)
	}
	a := log.Applications[0]
	if a.Employer != "Acme" || a.AppliedOn != date.New(2026, 11, 1) || a.Notes != "x\ny" || !a.Posting.NoContact || len(a.Outreach) != 2 {
		t.Errorf("application = %+v", a)
	}
	if len(a.Interviews) != 2 || a.Interviews[0].Round != 1 || a.Interviews[1].Round != 2 {
		t.Errorf("interviews = %+v", a.Interviews)
	}
	var said []string
	for _, w := range r.Warnings {
		said = append(said, w.Text)
	}
	if got := strings.Join(said, "; "); !strings.Contains(got, `"Robin Doe"`) || !strings.Contains(got, "policy") {
		t.Errorf("warnings = %s", got)
	}
	again := merge(t, writeJSON(t, &log), two)
	if got := writeJSON(t, &again.Log); got != writeJSON(t, &log) {
		t.Errorf("merging once more changed the log:\n%s", got)
	}
}

func TestADeadlineIsTheSameMoment(t *testing.T) {
	one := app(`"deadlines":[{"kind":"offer","due":"2026-12-01T10:00:00-05:00"},{"kind":"take-home","due":"2026-12-01"}]`)
	two := app(`"deadlines":[{"kind":"offer","due":"2026-12-01T16:00:00+01:00"},{"kind":"take-home","due":"2026-12-02"}]`)
	if d := merge(t, one, two).Log.Applications[1].Deadlines; len(d) != 3 {
		t.Errorf("deadlines = %+v", d)
	}
}

func TestAnApplicationThatIsFullSaysSo(t *testing.T) {
	var b strings.Builder
	b.WriteString("Company,Title,Applied Date,Recruiter\n")
	for i := range exchange.MaxEntries + 1 {
		fmt.Fprintf(&b, "Acme,Clerk,2026-11-02,Dana %d\n", i)
	}
	r := read(t, b.String())
	last := r.Warnings[len(r.Warnings)-1]
	if len(r.Log.Applications[0].Contacts) != exchange.MaxEntries || !strings.Contains(last.Text, "is left out") {
		t.Errorf("%d contacts, last warning %+v", len(r.Log.Applications[0].Contacts), last)
	}
}

func TestNotesJoinUpToTheirLimit(t *testing.T) {
	long := strings.Repeat("x", exchange.MaxText-2)
	for second, want := range map[string]string{"": long, "x": long, "y": long + "\ny", "yy": long} {
		r := read(t, "Company,Title,Applied Date,Notes\nAcme,Clerk,2026-11-02,"+long+"\nAcme,Clerk,2026-11-02,"+second+"\n")
		if got := r.Log.Applications[0].Notes; got != want {
			t.Errorf("with %q the note has %d bytes", second, len(got))
		}
	}
}

func TestOfTwoDecisionsAboutOneEventTheWeightierHolds(t *testing.T) {
	const done, snooze, other = `{"event":"u","kind":"done","on":"2026-11-30"}`, `{"event":"u","kind":"snooze","to":"2026-12-03"}`, `{"event":"v","kind":"dismiss"}`
	log := func(decisions string) string { return `{"version":1,"decisions":[` + decisions + `]}` }
	want := writeJSON(t, &read(t, log(done+","+other)).Log)
	for _, texts := range [][]string{{log(done), log(snooze + "," + other)}, {log(snooze), log(done + "," + other)}} {
		if got := writeJSON(t, &merge(t, texts...).Log); got != want {
			t.Errorf("%s and %s became %s", texts[0], texts[1], got)
		}
	}
}

func TestMergingNothingIsNothing(t *testing.T) {
	if r, err := exchange.Merge(); err != nil || len(r.Log.Applications) != 0 {
		t.Errorf("%v %+v", err, r)
	}
}

func TestDuplicateRowsAreOneApplication(t *testing.T) {
	r := read(t, "Company,Title,Applied Date,Status,Notes\nAcme,Clerk,2026-11-02,Interview,x\nAcme, clerk ,2026-11-02,Applied,y\n")
	if len(r.Log.Applications) != 1 || r.Duplicates != 1 || len(r.Warnings) != 1 || r.Warnings[0].Line != 3 {
		t.Fatalf("result = %+v", r)
	}
	if a := r.Log.Applications[0]; a.Status != schedule.Interviewing || a.Notes != "x\ny" {
		t.Errorf("application = %+v", a)
	}
}
