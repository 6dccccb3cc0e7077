package entry_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
)

var (
	today   = day(11, 27)
	here    = entry.Here{Today: today, Zone: "America/New_York"}
	eastern = time.FixedZone("", -5*3600)
)

func day(month time.Month, d int) date.Date { return date.New(2026, month, d) }

func at(month time.Month, d, hour int) time.Time {
	return time.Date(2026, month, d, hour, 0, 0, 0, eastern)
}

// applied is an application of 20 November with what is given.
func applied(with ...func(*schedule.Application)) *schedule.Application {
	a := &schedule.Application{
		ID: "a1", Employer: "Acme", Role: "Engineer", Status: schedule.Applied, AppliedOn: day(11, 20),
		Contacts: []schedule.Contact{{Name: "Dana Doe", Email: "dana@acme.example", Method: schedule.Email}},
	}
	for _, w := range with {
		w(a)
	}
	return a
}

func interviews(list ...schedule.Interview) func(*schedule.Application) {
	return func(a *schedule.Application) { a.Interviews, a.Status = list, schedule.Interviewing }
}

func status(s schedule.Status) func(*schedule.Application) {
	return func(a *schedule.Application) { a.Status = s }
}

type apply = func(*schedule.Application) ([]string, error)

// attempt is one entry and what comes of it: a fault that contains each part of
// wrong, or the application as want makes it, with warnings that contain warns.
type attempt struct {
	name  string
	on    *schedule.Application
	do    apply
	field string
	kind  fault.Kind
	wrong string
	warns string
	want  func(*testing.T, *schedule.Application)
}

func run(t *testing.T, attempts []attempt) {
	t.Helper()
	for _, c := range attempts {
		t.Run(c.name, func(t *testing.T) {
			a, before := clone(c.on), clone(c.on)
			warnings, err := c.do(a)
			if c.wrong != "" {
				refused(t, c, err)
				if !reflect.DeepEqual(a, before) {
					t.Errorf("a refused entry changed the application: %+v", a)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(warnings, "\n"); (c.warns == "") != (got == "") || !strings.Contains(got, c.warns) {
				t.Errorf("warnings %q, want %q", got, c.warns)
			}
			c.want(t, a)
		})
	}
}

func refused(t *testing.T, c attempt, err error) {
	t.Helper()
	kind := c.kind
	if kind == fault.Internal {
		kind = fault.Invalid
	}
	if err == nil || !strings.Contains(err.Error(), c.wrong) || entry.FieldOf(err) != c.field || fault.KindOf(err) != kind {
		t.Errorf("got %v (%s, field %q), want %q (%s, field %q)", err, fault.KindOf(err), entry.FieldOf(err), c.wrong, kind, c.field)
	}
}

func clone(a *schedule.Application) *schedule.Application {
	c := *a
	c.Contacts = append([]schedule.Contact(nil), a.Contacts...)
	c.Interviews = append([]schedule.Interview(nil), a.Interviews...)
	c.Outreach = append([]schedule.Outreach(nil), a.Outreach...)
	c.Responses = append([]schedule.Response(nil), a.Responses...)
	c.Deadlines = append([]schedule.Deadline(nil), a.Deadlines...)
	return &c
}
