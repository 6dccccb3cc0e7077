package exchange_test

import (
	"strings"
	"testing"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
	"followcal/schedule/exchange"
)

const linkedInHeader = "Application Date,Contact Email,Contact Phone Number,Company Name,Job Title,Job Url,Resume Name,Question And Answers\n"

// read reads text that must be readable.
func read(t *testing.T, text string) *exchange.Result {
	t.Helper()
	r, err := exchange.Read("test", strings.NewReader(text), exchange.Options{Today: date.New(2026, 11, 22)})
	if err != nil {
		t.Fatalf("Read: %v (rejected: %+v)", err, r.Rejected)
	}
	return r
}

func TestALinkedInRowBecomesAnApplication(t *testing.T) {
	r := read(t, linkedInHeader+
		`"11/16/26, 3:07 PM",me@mail.example,+1 212 555 0100,Acme,"Engineer, Platform",https://www.linkedin.com/jobs/view/4012345678,cv.pdf,"Gender: secret`+"\n"+`Salary: secret"`+"\n"+
		"1/2/26,me@mail.example,,,,http://www.linkedin.com/jobs/view/4012345679,,\n")
	if r.Format != exchange.LinkedIn || r.Rows != 2 || len(r.Log.Applications) != 2 || len(r.Rejected) != 0 {
		t.Fatalf("result = %+v", r)
	}
	a := r.Log.Applications[0]
	if a.ID != "linkedin-4012345678" || a.Employer != "Acme" || a.Role != "Engineer, Platform" || a.Source != "LinkedIn" ||
		a.Status != schedule.Applied || a.AppliedOn != date.New(2026, 11, 16) || len(a.Contacts) != 0 {
		t.Errorf("application = %+v", a)
	}
	if b := r.Log.Applications[1]; b.Employer != "" || b.Role != "" || b.AppliedOn != date.New(2026, 1, 2) {
		t.Errorf("second = %+v", b)
	}
}
