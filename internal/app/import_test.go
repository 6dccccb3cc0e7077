package app_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"followcal/internal/app/journal"
	"followcal/schedule"
	"followcal/schedule/exchange"
)

// logOf is a log in followcal's JSON with these applications, in which ' stands
// for ".
func logOf(applications ...string) string {
	return strings.ReplaceAll(`{'version':1,'zone':'America/New_York','region':'US-NY','applications':[`+strings.Join(applications, ",")+`]}`, "'", `"`)
}

const posted = `{'id':'a','employer':'Acme','role':'Engineer','applied_on':'2026-11-09','posting':{'url':'https://acme.example/1'}}`

func TestImportRecognises(t *testing.T) {
	tests := []struct {
		name          string
		known, again  string
		added, update int
		same          int
	}{
		{"an empty record", "", posted, 1, 0, 0},
		{"the same", posted, posted, 0, 0, 1},
		{"the id", posted, `{'id':'a','employer':'Another','role':'Cook','status':'offer'}`, 0, 1, 0},
		{"the posting", posted, `{'id':'x','employer':'ACME','role':'engineer','status':'applied','posting':{'url':'http://www.acme.example/1/?utm_source=mail'}}`, 0, 0, 1},
		{"employer, role and date", posted, `{'employer':'acme','role':'Engineer','applied_on':'2026-11-09','status':'rejected'}`, 0, 1, 0},
		{
			"LinkedIn's job", `{'id':'mine','employer':'Acme','role':'Engineer','applied_on':'2026-11-09','posting':{'url':'https://www.linkedin.com/jobs/view/41'}}`,
			`{'id':'linkedin-41','employer':'Acme Inc','role':'Engineer II','posting':{'url':'https://linkedin.com/jobs/view/engineer-41'}}`, 0, 0, 1,
		},
		{
			"LinkedIn's number", `{'id':'linkedin-41','employer':'Acme','role':'Engineer','applied_on':'2026-11-09','posting':{'url':'https://www.linkedin.com/jobs/view/41'}}`,
			`{'id':'mine','employer':'Acme Inc','role':'Engineer II','posting':{'url':'https://linkedin.com/comm/jobs/view/41?x=1'}}`, 0, 0, 1,
		},
		{"another posting alike", posted, `{'id':'b','employer':'Acme','role':'Engineer','applied_on':'2026-11-09','posting':{'url':'https://acme.example/2'}}`, 1, 0, 0},
		{"another day", posted, `{'id':'b','employer':'Acme','role':'Engineer','applied_on':'2026-11-10'}`, 1, 0, 0},
		{
			"two that are one", posted,
			`{'id':'b','employer':'Acme','role':'Engineer','applied_on':'2026-11-09','status':'rejected'},{'id':'c','employer':'Acme','role':'Engineer','applied_on':'2026-11-09','source':'LinkedIn'}`, 0, 1, 0,
		},
		{
			"two alike that are both new", `{'id':'z','employer':'Zed','role':'Cook'}`,
			`{'id':'b','employer':'Acme','role':'Engineer'},{'id':'c','employer':'Acme','role':'Engineer'}`, 2, 0, 0,
		},
		{
			"the one without a posting", `{'id':'z','employer':'Acme','role':'Engineer','posting':{'url':'https://acme.example/z'}}`,
			`{'id':'b','employer':'Acme','role':'Engineer','posting':{'url':'https://acme.example/b'}},{'id':'c','employer':'Acme','role':'Engineer'}`, 1, 0, 1,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			record := newRecord(t)
			if tt.known != "" {
				importText(t, t, record, logOf(tt.known))
			}
			in := read(t, t, logOf(tt.again))
			preview, err := record.PreviewImport(t.Context(), in, 10)
			if err != nil {
				t.Fatal(err)
			}
			if preview.New != tt.added || preview.Updated != tt.update || preview.Same != tt.same {
				t.Errorf("%d new, %d updated, %d same; want %d, %d, %d", preview.New, preview.Updated, preview.Same, tt.added, tt.update, tt.same)
			}
			done, err := record.Import(t.Context(), in, 10)
			if err != nil {
				t.Fatal(err)
			}
			done.Change = 0
			if tt.known == "" {
				done.Notes = preview.Notes
			}
			if diff := cmp.Diff(preview, done); diff != "" {
				t.Errorf("the preview said otherwise: %s", diff)
			}
		})
	}
}

func TestImportKeepsWhatWasLogged(t *testing.T) {
	record := newRecord(t)
	importText(t, t, record, logOf(`{'id':'a','employer':'Acme','role':'Engineer','status':'offer','applied_on':'2026-11-09','region':'US-NY'}`))
	importText(t, t, record, logOf(`{'id':'a','employer':'Other','role':'Cook','status':'saved','applied_on':'2026-11-12','region':'DE-BY','notes':'Met at the fair'}`))
	log, err := record.WholeLog(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a := log.Applications[0]
	if a.Employer != "Acme" || a.Role != "Engineer" || a.Status != schedule.Offer || a.AppliedOn.String() != "2026-11-09" || a.Region != "US-NY" || a.Notes != "Met at the fair" {
		t.Errorf("%+v", a)
	}
}

func TestImportIsOneChange(t *testing.T) {
	record := newRecord(t)
	for i, want := range []int64{1, 0, 0} {
		done, err := record.Import(t.Context(), read(t, t, logOf(posted, `{'id':'b','employer':'Birch'}`)), 0)
		if err != nil || done.Change != want {
			t.Errorf("import %d is change %d, want %d (%v)", i+1, done.Change, want, err)
		}
	}
}

// What was decided about an event is told what it was about when it comes in: a
// later fact changes nothing of it.
func TestImportCompletesDecisions(t *testing.T) {
	record := newRecord(t)
	decided := strings.Replace(logOf(posted), `"applications"`, `"decisions":[{"event":"`+schedule.UID("a", schedule.ApplicationFollowUp, "1")+`","kind":"done"}],"applications"`, 1)
	done, err := record.Import(t.Context(), read(t, t, decided), 0)
	if err != nil || done.Decisions != 1 {
		t.Fatalf("%d decisions: %v", done.Decisions, err)
	}
	log, err := record.WholeLog(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if d := log.Decisions[0]; len(d.Concerns) != 1 || d.Concerns[0].Application != "a" || d.On.String() != "2026-11-17" {
		t.Errorf("%+v", d)
	}
	if done, err = record.Import(t.Context(), read(t, t, decided), 0); err != nil || !done.Nothing() {
		t.Errorf("the same again: %+v (%v)", done, err)
	}

	// Events are named after their application's id, so a decision about an
	// application that has another id here is about an event that there is not.
	other := strings.ReplaceAll(strings.ReplaceAll(decided, `"id":"a"`, `"id":"x"`), schedule.UID("a", schedule.ApplicationFollowUp, "1"), schedule.UID("x", schedule.ApplicationFollowUp, "1"))
	done, err = record.Import(t.Context(), read(t, t, other), 0)
	if err != nil || done.Decisions != 0 || len(done.Notes) != 1 || !strings.Contains(done.Notes[0], "is not taken over") {
		t.Errorf("%+v (%v)", done, err)
	}
}

func TestOnlySmallImportsArePlanned(t *testing.T) {
	for n, planned := range map[int]bool{10: true, 2_500: false} {
		all := make([]string, n)
		for i := range all {
			all[i] = fmt.Sprintf(`{'id':'a%d','employer':'E%d','role':'R','applied_on':'2026-11-09'}`, i, i)
		}
		record := newRecord(t)
		importText(t, t, record, logOf(all...))
		status, err := record.Status(t.Context())
		if err != nil || status.Applications != n || status.Fresh != planned {
			t.Errorf("%d applications: %+v (%v)", n, status, err)
		}
		if _, err := record.Agenda(t.Context(), journal.AgendaRequest{Days: 1}); err != nil {
			t.Fatal(err)
		}
		if status, err = record.Status(t.Context()); err != nil || !status.Fresh {
			t.Errorf("after the agenda of %d applications: %+v (%v)", n, status, err)
		}
	}
}

// However alike the applications of two logs are: doing an import again changes
// nothing, and nothing goes back or away.
func TestImportIsIdempotent(t *testing.T) {
	folder := t.TempDir()
	application := rapid.Custom(func(r *rapid.T) schedule.Application {
		a := schedule.Application{
			ID:       rapid.SampledFrom([]string{"", "a", "b", "linkedin-1"}).Draw(r, "id"),
			Employer: rapid.SampledFrom([]string{"Acme", "ACME", "Birch"}).Draw(r, "employer"),
			Role:     rapid.SampledFrom([]string{"Cook", "Clerk"}).Draw(r, "role"),
			Status:   rapid.SampledFrom(schedule.Statuses).Draw(r, "status"),
			Notes:    rapid.SampledFrom([]string{"", "one", "two"}).Draw(r, "notes"),
			Posting:  schedule.Posting{URL: rapid.SampledFrom([]string{"", "https://x.example/1", "https://www.linkedin.com/jobs/view/1"}).Draw(r, "url")},
		}
		if rapid.Bool().Draw(r, "applied") {
			a.AppliedOn = days.Draw(r, "on")
		}
		if rapid.Bool().Draw(r, "interview") {
			a.Interviews = []schedule.Interview{{Start: times.Draw(r, "start"), Minutes: 30, Round: 1}}
		}
		exchange.Identify(&a)
		return a
	})
	logs := rapid.SliceOfN(rapid.SliceOfNDistinct(application, 1, 5, func(a schedule.Application) string { return a.ID }), 1, 3)
	rapid.Check(t, func(r *rapid.T) {
		file := filepath.Join(folder, "log.db")
		defer remove(file)
		record := openRecord(t, r, file, newClock())
		defer record.Close()
		status := map[string]schedule.Status{}
		for _, applications := range logs.Draw(r, "logs") {
			for again := range 2 {
				i, err := record.Import(t.Context(), &schedule.Log{Applications: slices.Clone(applications)}, 10)
				if err != nil {
					r.Fatal(err)
				}
				if again == 1 && !i.Nothing() {
					r.Fatalf("the same again changes something: %+v", i)
				}
			}
			log, err := record.WholeLog(t.Context())
			if err != nil {
				r.Fatal(err)
			}
			for _, a := range log.Applications {
				if status[a.ID] != a.Status && status[a.ID] != "" && !status[a.ID].Advances(a.Status) {
					r.Fatalf("%s moved from %s to %s", a.ID, status[a.ID], a.Status)
				}
				status[a.ID] = a.Status
			}
			if len(status) != len(log.Applications) {
				r.Fatalf("of %d applications %d are left", len(status), len(log.Applications))
			}
		}
	})
}
