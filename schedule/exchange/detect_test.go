package exchange_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/exchange"
)

func TestTheHeaderDecidesTheFormat(t *testing.T) {
	tests := []struct {
		header string
		row    string
		want   exchange.Format
	}{
		{strings.TrimSpace(linkedInHeader), "11/2/26,,,Acme,Clerk,,,", exchange.LinkedIn},
		{"Job Title,Company Name,Application Date,Job Url,Resume Name", "Clerk,Acme,11/2/26,,", exchange.LinkedIn},
		{"Saved Date,Job Url,Job Title,Company Name", "11/2/26,,Clerk,Acme", exchange.LinkedIn},
		{"Company Name,Job Title,Job Url,Saved Date", "Acme,Clerk,,11/2/26", exchange.LinkedIn},
		{"index,createdAt,applied,appliedDate,Company,JobTitle,jobType,workplaceType,Location,JobSource,Status", "1,,true,2026-11-02,Acme,Clerk,,,,,applied", exchange.JobSync},
		{"Job Title,Company Name,Job URL,Applied Date,Status,Status Date", "Clerk,Acme,,2026-11-02,APPLIED,", exchange.Simplify},
		{"Employer,Job Title,Date Applied", "Acme,Clerk,2026-11-02", exchange.CSV},
		{"Company,Role", "Acme,Clerk", exchange.CSV},
		{"JOB_TITLE,COMPANY-NAME,Status", "Clerk,Acme,applied", exchange.CSV},
		{"record,application,employer,role", "application,a,Acme,Clerk", exchange.FollowcalCSV},
	}
	for _, tt := range tests {
		for _, comma := range []string{",", ";", "\t"} {
			table := strings.ReplaceAll(tt.header+"\n"+tt.row+"\n", ",", comma)
			r, err := try(table, "")
			if err != nil || r.Format != tt.want {
				t.Errorf("%q is read as %q: %v", table, r.Format, err)
				continue
			}
			if a := r.Log.Applications[0]; a.Employer != "Acme" || a.Role != "Clerk" {
				t.Errorf("%q gives %+v", table, a)
			}
			if forced, err := try(table, tt.want); err != nil || writeJSON(t, &forced.Log) != writeJSON(t, &r.Log) {
				t.Errorf("%q is read differently when its format is named: %v", table, err)
			}
		}
	}
}

func TestATableThatOnlyResemblesLinkedInIsNotMonthFirst(t *testing.T) {
	for _, header := range []string{"Application Date,Company Name,Job Title,Job Url", "Saved Date,Job Url,Job Title,Company Name,Stars"} {
		r, err := try(header+"\n"+strings.Repeat(",", strings.Count(header, ","))[1:]+"x,y\n", "")
		if r.Format != exchange.CSV {
			t.Errorf("%s is read as %q: %v", header, r.Format, err)
		}
	}
	r, _ := try("Application Date,Company Name,Job Title,Job Url\n3/4/2026,Acme,Clerk,\n", "")
	if len(r.Rejected) != 1 {
		t.Errorf("3/4/2026 was guessed: %+v", r.Log.Applications)
	}
}

func TestStatusesHaveManyNames(t *testing.T) {
	for want, names := range map[schedule.Status]string{
		schedule.Saved:        "Saved|SAVED|Wishlist|bookmarked|To Apply|draft|Not yet applied",
		schedule.Applied:      "Applied|APPLIED|Submitted|application sent|No response|in-review",
		schedule.Interviewing: "Interview|INTERVIEWING|Phone Screen|phone_interview|Assessment|On-site|Final round",
		schedule.Offer:        "Offer|OFFER|Offer received|Negotiating",
		schedule.Accepted:     "Accepted|Hired|Offer Accepted",
		schedule.Rejected:     "Rejected|REJECTED|Not selected|Declined|Absage",
		schedule.Withdrawn:    "Withdrawn|Withdrew|Offer declined",
		schedule.Closed:       "Closed|Archived|expired|Ghosted|Position filled",
	} {
		for _, name := range strings.Split(names, "|") {
			r := read(t, "Company,Title,Applied On,Status\nAcme,Clerk,2026-11-02,"+name+"\n")
			if got := r.Log.Applications[0].Status; got != want || len(r.Warnings) > 0 {
				t.Errorf("%q = %s %+v", name, got, r.Warnings)
			}
		}
	}
}

func TestAColumnAppliedHoldsYesOrTheDate(t *testing.T) {
	for cell, want := range map[string]struct {
		status schedule.Status
		on     string
	}{
		"yes": {schedule.Applied, ""}, "TRUE": {schedule.Applied, ""}, "x": {schedule.Applied, ""}, "no": {schedule.Saved, ""}, "": {schedule.Saved, ""},
		"2026-11-02": {schedule.Applied, "2026-11-02"}, "12 Nov 2026": {schedule.Applied, "2026-11-12"},
	} {
		a := read(t, "Company,Title,Applied\nAcme,Clerk,"+cell+"\n").Log.Applications[0]
		if a.Status != want.status || (a.AppliedOn != 0) != (want.on != "") || (want.on != "" && a.AppliedOn.String() != want.on) {
			t.Errorf("%q = %s %v", cell, a.Status, a.AppliedOn)
		}
	}
}

func TestLinkedInsNumberIsTheID(t *testing.T) {
	for link, want := range map[string]string{
		"https://www.linkedin.com/jobs/view/4012345678":                         "linkedin-4012345678",
		"http://www.linkedin.com/jobs/view/4012345678/":                         "linkedin-4012345678",
		"https://linkedin.com/jobs/view/4012345678?refId=x&trackingId=y":        "linkedin-4012345678",
		"https://de.linkedin.com/jobs/view/clerk-m-w-d-at-acme-4012345678#x":    "linkedin-4012345678",
		"https://WWW.LinkedIn.com/jobs/view/4012345678/apply":                   "linkedin-4012345678",
		"www.linkedin.com/jobs/view/4012345678":                                 "linkedin-4012345678",
		"https://linkedin.com.evil.example/jobs/view/4012345678":                "",
		"https://notlinkedin.com/jobs/view/4012345678":                          "",
		"https://www.linkedin.com/jobs/search/?currentJobId=4012345678":         "",
		"https://www.linkedin.com/jobs/view/clerk":                              "",
		"https://www.linkedin.com/jobs/view/123456789012345678901234567890":     "",
		"https://jobs.example/?next=https://www.linkedin.com/jobs/view/4012345": "",
	} {
		id := read(t, "Company,Title,URL\nAcme,Clerk,"+link+"\n").Log.Applications[0].ID
		if (want != "" && id != want) || (want == "" && !strings.HasPrefix(id, "app-")) {
			t.Errorf("%s = %s", link, id)
		}
	}
}

func TestContactsOfATableAreTaken(t *testing.T) {
	a := read(t, "Company,Title,Recruiter,Recruiter Email,Contact Phone\nAcme,Clerk,Dana,dana@acme.example,+1 555 0100\nBee,Cook,,,\n").Log.Applications
	want := schedule.Contact{Name: "Dana", Email: "dana@acme.example", Phone: "+1 555 0100"}
	if len(a[0].Contacts) != 1 || a[0].Contacts[0] != want || len(a[1].Contacts) != 0 {
		t.Errorf("applications = %+v", a)
	}
}

func TestRowsAndColumnsAreBounded(t *testing.T) {
	_, err := try(strings.Repeat("Company,", exchange.MaxColumns)+"Title\n", "")
	if fault.KindOf(err) != fault.TooLarge || !strings.Contains(err.Error(), "1000 columns") {
		t.Errorf("columns: %v", err)
	}
	table := []byte("Company,Title\n")
	for i := range exchange.MaxRows {
		table = append(strconv.AppendInt(append(table, "Acme,"...), int64(i), 10), '\n')
	}
	r, err := exchange.Read("log", bytes.NewReader(table), exchange.Options{})
	if err != nil || len(r.Log.Applications) != exchange.MaxRows {
		t.Errorf("%d rows: %v", exchange.MaxRows, err)
	}
	_, err = exchange.Read("log", bytes.NewReader(append(table, "Acme,one more\n"...)), exchange.Options{})
	if fault.KindOf(err) != fault.TooLarge || !strings.Contains(err.Error(), "1000000 rows") {
		t.Errorf("one row more: %v", err)
	}
}

// TestGoodTablesReadAsTheStandardLibraryReadsThem compares with encoding/csv
// on whatever cells it writes.
func TestGoodTablesReadAsTheStandardLibraryReadsThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringOfN(rapid.SampledFrom([]rune("ab,;\"\"\n\r é'")), 0, 8, -1)
		var b strings.Builder
		w := csv.NewWriter(&b)
		w.UseCRLF = rapid.Bool().Draw(t, "CRLF")
		_ = w.Write([]string{"Company", "Title", "Notes"})
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 3, 3), 1, 6).Draw(t, "rows")
		for i, row := range rows {
			row[0] = fmt.Sprintf("%d%s", i, row[0])
			_ = w.Write(row)
		}
		w.Flush()
		want, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		r, err := exchange.Read("log", strings.NewReader(b.String()), exchange.Options{})
		if err != nil || len(r.Log.Applications) != len(rows) {
			t.Fatalf("%v %+v\n%q", err, r.Rejected, b.String())
		}
		for i, a := range r.Log.Applications {
			for j, got := range []string{a.Employer, a.Role} {
				if simple(got) != simple(want[i+1][j]) {
					t.Fatalf("row %d: %q, the library reads %q", i, got, want[i+1][j])
				}
			}
			if simple(a.Notes) != simple(want[i+1][2]) {
				t.Fatalf("row %d: note %q, the library reads %q", i, a.Notes, want[i+1][2])
			}
		}
	})
}

// simple is text without what cleaning changes.
func simple(text string) string { return strings.Join(strings.Fields(text), " ") }
