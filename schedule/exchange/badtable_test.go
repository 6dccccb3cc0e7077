package exchange_test

import (
	"fmt"
	"strings"
	"testing"

	"followcal/internal/fault"
	"followcal/schedule/exchange"
)

// try reads text that may be refused.
func try(text string, from exchange.Format) (*exchange.Result, error) {
	return exchange.Read("bad.csv", strings.NewReader(text), exchange.Options{From: from, Today: today})
}

// kept is the roles of the applications that were read.
func kept(r *exchange.Result) string {
	var roles []string
	for _, a := range r.Log.Applications {
		roles = append(roles, a.Role)
	}
	return strings.Join(roles, ",")
}

// lines is the lines of the rows that were rejected.
func lines(r *exchange.Result) string {
	var at []string
	for _, x := range r.Rejected {
		at = append(at, fmt.Sprint(x.Line))
	}
	return strings.Join(at, ",")
}

func TestABadRowCostsNobodyElse(t *testing.T) {
	const head = "Company,Title,Applied Date\n"
	tests := []struct {
		name, table    string
		kept, rejected string
	}{
		{"an unclosed quote before plain rows", "A,a,\n\"B,b,\nC,c,\nD,d,\n", "a,c,d", "3"},
		{"an unclosed quote before quoted rows", "A,a,\n\"B,b,\n\"C\",\"c\",\nD,d,\n", "a,c,d", "3"},
		{"an unclosed quote on the last line", "A,a,\nB,b,\n\"C,c,", "a,b", "4"},
		{"two unclosed quotes with rows between", "A,\"a,\nB,b,\nC,c,\nD,d,\"\nE,e,\n", "b,c,e", "2,5"},
		{"two unclosed last cells with rows between", "A,a,\"x\nB,b,2026-11-02\nC,c,\"\nD,d,\n", "b,d", "2,4"},
		{"prose with as many commas as a row", "A,\"a\nso, so, so\nla, la, la\n\",\nB,b,\n", "a so, so, so la, la, la,b", ""},
		{"an unclosed quote in the last cell", "A,a,\"2026\nB,b,2026-11-02\nC,c,\"\"\n", "b,c", "2"},
		{"text after a closing quote", "A,\"a\"x,\nB,b,\n", "b", "2"},
		{"too few cells", "A\nB,b,\n", "b", "2"},
		{"too many cells", "A,a,,\nB,b,\n", "b", "2"},
		{"a row of several lines with too many cells", "A,\"a\nx\",,\nB,b,\n", "b", "2"},
		{"lines of a cell are counted", "A,\"a\n1\n2\",\nB,b,x\nC,c,\n", "a 1 2,c", "5"},
		{"empty lines are counted", "\nA,a,\n\n\nB,b,x\n", "a", "6"},
		{"CR LF", "A,a,\r\nB,\"b\",\"x\"\r\nC,c,\r\n", "a,c", "3"},
		{"a damaged character beside good ones", "Ä,a,\nB,\xc3,\nC,c,\n", "a,c", "3"},
		{"an impossible day", "A,a,2026-02-30\nB,b,2026-13-01\nC,c,31/04/2026\nD,d,2028-02-29\n", "d", "2,3,4"},
		{"an ambiguous day", "A,a,03/04/2026\nB,b,3.4.2026\nC,c,11/11/2026\nD,d,1/2/26\n", "c", "2,3,5"},
		{"no day", "A,a,soon\nB,b,46338\nC,c,0\nD,d,\n", "d", "2,3,4"},
		{"a year out of reach", "A,a,0026-11-02\nB,b,2926-11-02\nC,c,\n", "c", "2,3"},
		{"a title beyond the limit", "A," + strings.Repeat("a", exchange.MaxName+1) + ",\nB,b,\n", "b", "2"},
		{"a row beyond the limit", "A," + strings.Repeat("a", exchange.MaxRecord+200_000) + ",\nB,b,\n", "b", "2"},
		{"a quoted row beyond the limit", "A,\"" + strings.Repeat(strings.Repeat("a", 999)+"\n", exchange.MaxRecord/500) + "\",\nB,b,\n", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := try(head+tt.table, "")
			if strings.HasSuffix(tt.name, "limit") && tt.rejected == "" {
				last := len(r.Log.Applications) - 1
				if err != nil || last < 0 || r.Log.Applications[last].Role != "b" {
					t.Errorf("the row behind is lost: %v", err)
				}
				return
			}
			if err != nil || kept(r) != tt.kept || lines(r) != tt.rejected {
				t.Errorf("kept %q rejected %q, want %q and %q; %v %+v", kept(r), lines(r), tt.kept, tt.rejected, err, r.Rejected)
			}
			if r.Rows != len(r.Log.Applications)+len(r.Rejected) {
				t.Errorf("%d rows do not add up", r.Rows)
			}
		})
	}
}

func TestARejectedRowNamesItsValue(t *testing.T) {
	r, _ := try("Company,Title,Date Applied\nA,a,03/04/2026\nB,b,2026-11-02\n", "")
	if len(r.Rejected) != 1 {
		t.Fatalf("rejected = %+v", r.Rejected)
	}
	want := exchange.Rejected{
		File: "bad.csv", Line: 2, Value: "03/04/2026",
		Reason: "the Date Applied can be read as two different days; write it as 2026-11-20",
	}
	if r.Rejected[0] != want {
		t.Errorf("rejected = %+v", r.Rejected[0])
	}
}

func TestDatesInTablesHaveOneMeaning(t *testing.T) {
	for _, form := range []string{
		"2026-11-12", "2026/11/12", "2026.11.12", "20261112", "2026-11-12T09:00:00Z", "2026-11-12T09:00:00.123Z", "2026-11-12T09:00:00-05:00",
		"2026-11-12 09:00", "2026-11-12 09:00:00+01:00", "12 Nov 2026", "12 November 2026", "12-Nov-2026", "Nov 12, 2026", "November 12, 2026",
		"Nov 12th, 2026", "Thu, 12 Nov 2026", "Thursday, November 12, 2026", "November 12, 2026 3:07 PM", "  2026-11-12  ", "2026-11-12, 3:07\u202fPM",
	} {
		t.Run(form, func(t *testing.T) {
			r, err := try("Company;Title;Applied\nA;a;"+form+"\n", "")
			if err != nil || r.Log.Applications[0].AppliedOn.String() != "2026-11-12" {
				t.Errorf("%v %+v", err, r.Log.Applications)
			}
		})
	}
	for form, want := range map[string]string{"25/11/2026": "2026-11-25", "11/25/2026": "2026-11-25", "25.11.2026": "2026-11-25", "5/5/2026": "2026-05-05"} {
		r, err := try("Company;Title;Applied\nA;a;"+form+"\n", "")
		if err != nil || r.Log.Applications[0].AppliedOn.String() != want {
			t.Errorf("%s: %v %+v", form, err, r.Log.Applications)
		}
	}
	for _, form := range []string{
		"12 Nov", "Nov 2026", "12 Nov 26", "12 Foo 2026", "30 Feb 2026", "2026-11-12 25:00", "2026-11-12 noon", "2026-11-12T", "tomorrow",
		"12/11/2026", "2026-11", "1-2-3-4", "2026-11-12 → 2026-11-14", "32/13/2026", "٢٠٢٦-١١-١٢", "-2026-11-12",
	} {
		t.Run("not "+form, func(t *testing.T) {
			if r, err := try("Company;Title;Applied Date\nA;a;"+form+"\n", ""); err == nil {
				t.Errorf("was read as %v", r.Log.Applications[0].AppliedOn)
			}
		})
	}
}

func TestLinkedInPutsTheMonthFirst(t *testing.T) {
	const head = "Saved Date,Job Url,Job Title,Company Name\n"
	for form, want := range map[string]string{
		`"12/16/22, 3:07 PM"`: "", "1/2/26": "", `"3/4/2026, 15:07"`: "", "\"3/4/26, 3:07\u202fPM\"": "", "2026-03-04": "",
		`"16/12/22, 3:07 PM"`: "is a day that does not exist", "2/30/26": "is a day that does not exist",
		`"3/4/26, 3:77 PM"`: "is not a date", "3/4/126": "is not a date", "3/4": "is not a date", "3/x/26": "is not a date",
	} {
		r, err := try(head+form+",,Clerk,Acme\n", "")
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: %v", form, err)
		case want != "" && (err == nil || !strings.Contains(r.Rejected[0].Reason, want)):
			t.Errorf("%s: %v %+v", form, err, r.Rejected)
		}
	}
}

func TestNothingOfTheApplicantsOwnLeaks(t *testing.T) {
	const head = "Application Date,Contact Email,Contact Phone Number,Company Name,Job Title,Job Url,Resume Name,Question And Answers\n"
	tables := map[string]string{
		"an unclosed answer":        "11/2/26,MINE,MINE,A,a,,MINE,\"Q: SECRET\nSECRET,S,S,S,S,S,S,S\n11/3/26,MINE,MINE,B,b,,MINE,SECRET\n",
		"cells slipped to the left": "SECRET,11/3/26,MINE,MINE,B,b,,MINE\n11/3/26,MINE,MINE,B,b,,MINE,SECRET\n",
		"an answer in the link":     "11/2/26,MINE,MINE,A,a,SECRET,MINE,SECRET\n11/3/26,MINE,MINE,B,b,,MINE,SECRET\n",
		"control characters":        "11/2/26,MINE\a,MINE,A,a,,MINE,SECRET\a\n11/3/26,MINE,MINE,B,b,,MINE,SECRET\n",
	}
	for name, table := range tables {
		for _, from := range []exchange.Format{"", exchange.LinkedIn, exchange.CSV} {
			t.Run(name+" as "+string(from), func(t *testing.T) {
				r, err := try(head+table, from)
				if got := account(r, err); strings.Contains(got, "MINE") || strings.Contains(got, "SECRET") {
					t.Error(got)
				}
				if from != exchange.CSV && !strings.Contains(kept(r), "b") {
					t.Errorf("the good row is lost: %v %+v", err, r.Rejected)
				}
			})
		}
	}
}

func TestControlCharactersAreDropped(t *testing.T) {
	r, err := try("Company,Title,Notes\n\"A\u0007cme\",\"one\r\ntwo\u0085\",\"x\ty\r\nz\x1b\"\nB,b,\n", "")
	if err != nil || len(r.Warnings) != 1 || r.Warnings[0].Line != 2 || r.Warnings[0].Text != "control characters were dropped" {
		t.Fatalf("%v %+v", err, r.Warnings)
	}
	if a := r.Log.Applications[0]; a.Employer != "Acme" || a.Role != "one two" || a.Notes != "x\ty\nz" {
		t.Errorf("application = %+v", a)
	}
}

func TestWhatIsNoLogIsRefused(t *testing.T) {
	tests := []struct {
		name, text string
		from       exchange.Format
		kind       fault.Kind
		says       string
	}{
		{"nothing", "", "", fault.Invalid, "is empty"},
		{"white space", " \n\n", "", fault.Invalid, "is empty"},
		{"a header alone", "Company,Title\n", "", fault.Invalid, "no rows"},
		{"no good row", "Company,Title,Applied Date\nA,a,x\n", "", fault.Invalid, `none of its 1 rows can be used; the first, on line 2`},
		{"another table", "First Name,Last Name\nA,B\n", "", fault.Invalid, "none of its columns"},
		{"prose", "Dear diary, today I applied.\n", "", fault.Invalid, "none of its columns"},
		{"a JSON list", "[1]", "", fault.Invalid, "is a JSON list"},
		{"an unknown format", "Company\nA\n", "xml", fault.Usage, "linkedin, jobsync, simplify, csv, followcal-csv or json"},
		{"the wrong format", "Company,Title\nA,a\n", exchange.Simplify, fault.Invalid, `the columns of the format "simplify"`},
		{"not its own", "Company,Title\nA,a\n", exchange.FollowcalCSV, fault.Invalid, `no column "record"`},
		{"a header without end", strings.Repeat("a", 2<<20), "", fault.Invalid, "longer than 64 KiB"},
		{"an unclosed header", "\"Company,Title\nA,a\n", "", fault.Invalid, "line 1"},
		{"a calendar", "BEGIN:VCALENDAR\r\n", "", fault.Invalid, "iCalendar"},
		{"a PDF", "%PDF-1.7", "", fault.Invalid, "is PDF"},
		{"an old workbook", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", fault.Invalid, ".xls"},
		{"zeros", strings.Repeat("\x00", 100), "", fault.Invalid, "binary"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := try(tt.text, tt.from)
			if err == nil || fault.KindOf(err) != tt.kind || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error = %v", err)
			}
			if r == nil {
				t.Error("there is no result")
			}
		})
	}
}

func TestAnApplicationWithoutADayIsKeptWithAWarning(t *testing.T) {
	r := read(t, linkedInHeader+",,,Acme,Clerk,https://www.linkedin.com/jobs/view/1,,\n")
	if len(r.Log.Applications) != 1 || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0].Text, "no date of application") {
		t.Errorf("%+v", r)
	}
	if r := read(t, "Company,Title,Status\nAcme,Clerk,Saved\n"); len(r.Warnings) != 0 {
		t.Errorf("a saved posting needs no date: %+v", r.Warnings)
	}
}

func TestHintsOfSpreadsheetsAreTaken(t *testing.T) {
	for name, text := range map[string]string{
		"a sep line":          "sep=;\nCompany;Title\nA;a,b\n",
		"leading empty lines": "\r\n\r\nCompany\tTitle\r\nA\ta,b\r\n",
		"old Macintosh":       "Company;Title\rA;a,b\r",
		"quoted headers":      "\"Company\";\"Title\"\n\"A\";\"a,b\"\n",
	} {
		if r, err := try(text, ""); err != nil || kept(r) != "a,b" {
			t.Errorf("%s: %v %+v", name, err, r.Log.Applications)
		}
	}
}
