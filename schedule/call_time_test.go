package schedule_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"followcal/schedule"
)

// callable is somebody with a number.
func callable(a *schedule.Application) {
	a.Contacts = []schedule.Contact{{Name: "Dana " + a.ID, Phone: "+1 212 555 0100"}}
}

// callsAt lists the first follow-ups' starts and ends in the employer's zone,
// "all day" for one without.
func callsAt(outcome schedule.Outcome, day string) string {
	var times []string
	for i := range outcome.Planned {
		p := &outcome.Planned[i]
		switch {
		case !p.Kind.IsFollowUp() || p.State != schedule.StatePending || p.Due != on(day):
		case p.AllDay:
			times = append(times, "all day")
		default:
			times = append(times, p.Start.Format("15:04")+"-"+p.End.Format("15:04")+p.Start.Format(" MST"))
		}
	}
	slices.Sort(times)
	return strings.Join(times, ", ")
}

// several are n applications whose first follow-ups are all on Mon 30 Nov.
func several(n int, edits ...func(*schedule.Application)) *schedule.Log {
	log := logOf()
	for i := 1; i <= n; i++ {
		log.Applications = append(log.Applications, applied(fmt.Sprint("a", i), "2026-11-20", append(edits, callable)...))
	}
	return log
}

// busy is another application with an interview on 30 Nov that day.
func busy(log *schedule.Log, start string, minutes int, cancelled bool) *schedule.Log {
	other := applied("busy", "2026-11-02", interview(1, "2026-11-30 "+start, prefer(schedule.Denied, "", "")))
	other.Interviews[0].Minutes, other.Interviews[0].Cancelled = minutes, cancelled
	log.Applications = append(log.Applications, other)
	return log
}

func from(log *schedule.Log, zone string) *schedule.Log {
	log.Zone = zone
	return log
}

func TestCallTimes(t *testing.T) {
	newYorker := region("US-NY", "America/New_York")
	london, angeles, berlin := region("", "Europe/London"), region("", "America/Los_Angeles"), region("", "Europe/Berlin")
	cases := []struct {
		name   string
		log    *schedule.Log
		policy func(*schedule.Policy)
		want   string
	}{
		{"mid-morning", several(1), nil, "10:00-10:15 EST"},
		{"one after the other", several(4), nil, "10:00-10:15 EST, 10:15-10:30 EST, 10:30-10:45 EST, 10:45-11:00 EST"},
		{"length and window of the policy", several(2), func(p *schedule.Policy) {
			p.CallMinutes, p.CallWindow = 20, schedule.Window{From: schedule.At(9, 30), Until: schedule.At(11, 0)}
		}, "09:30-09:50 EST, 09:50-10:10 EST"},
		{
			"a full window overflows to the employer's 09:00-17:00", several(5), func(p *schedule.Policy) { p.CallMinutes = 30 },
			"09:00-09:30 EST, 09:30-10:00 EST, 10:00-10:30 EST, 10:30-11:00 EST, 11:00-11:30 EST",
		},
		{"after an interview", busy(several(2), "10:00", 45, false), nil, "10:45-11:00 EST, 11:00-11:15 EST"},
		{"around an interview", busy(several(2), "10:15", 45, false), nil, "10:00-10:15 EST, 11:00-11:15 EST"},
		{"a cancelled interview is in nobody's way", busy(several(1), "10:00", 45, true), nil, "10:00-10:15 EST"},
		{"an interview over the whole window", busy(several(1), "10:00", 90, false), nil, "09:00-09:15 EST"},
		{"an interview over the whole day", busy(several(1), "09:00", 480, false), nil, "all day"},
		{"no known number", logOf(applied("a1", "2026-11-20", contacts(schedule.Contact{Name: "Dana"}))), nil, "all day"},
		{"e-mail is all day", several(1), func(p *schedule.Policy) { p.Method = schedule.Email }, "all day"},
		{"a letter is all day", several(1), func(p *schedule.Policy) { p.Method = schedule.Letter }, "all day"},
		// 10:00 in Los Angeles is 13:00 in New York.
		{"the employer's morning, three zones west", several(1, angeles), nil, "10:00-10:15 PST"},
		// 10:00-11:30 in London is 05:00-06:30 in New York; 08:00 there is 13:00.
		{"not before the candidate's own hours", several(2, london), nil, "13:00-13:15 GMT, 13:15-13:30 GMT"},
		// 10:00-11:30 in Los Angeles is 19:00-20:30 in Berlin: until 20:00, four calls.
		{
			"not after the candidate's own hours", from(several(5, angeles), "Europe/Berlin"), nil,
			"09:00-09:15 PST, 10:00-10:15 PST, 10:15-10:30 PST, 10:30-10:45 PST, 10:45-11:00 PST",
		},
		// Own hours until 18:30 are 09:30 in Los Angeles: two calls, the third has no time.
		{"no common time left", from(several(3, angeles), "Europe/Berlin"), func(p *schedule.Policy) {
			p.OwnHours = schedule.Window{From: schedule.At(8, 0), Until: schedule.At(18, 30)}
		}, "09:00-09:15 PST, 09:15-09:30 PST, all day"},
		{"no common time at all", from(several(1, angeles), "Europe/Berlin"), func(p *schedule.Policy) {
			p.OwnHours = schedule.Window{From: schedule.At(8, 0), Until: schedule.At(18, 0)}
		}, "all day"},
		// 14:00 in Berlin is 08:00 in New York.
		{"six hours apart", several(1, berlin), nil, "14:00-14:15 CET"},
		{"an interview in one zone, a call in another", busy(several(1, angeles), "13:00", 60, false), nil, "11:00-11:15 PST"},
		{"the candidate elsewhere, employer here", from(several(1, newYorker), "America/Chicago"), nil, "10:00-10:15 EST"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := callsAt(planCase{log: c.log, policy: c.policy}.plan(t), "2026-11-30"); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// Between 14 and 28 March 2027 America has summer time and Europe has not: 08:00
// in New York is 13:00 in Berlin. Wed 10 Mar + 5: 11 12 15 16 17.
func TestCallTimeBetweenTheSwitches(t *testing.T) {
	log := logOf(applied("a1", "2027-03-10", region("DE-BY", "Europe/Berlin"), callable))
	if got, want := callsAt(planCase{log: log, asOf: "2027-03-10"}.plan(t), "2027-03-17"), "13:00-13:15 CET"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestCallsOfTwoZonesDoNotOverlap(t *testing.T) {
	log := several(2, region("", "America/Los_Angeles"))
	for i, extra := range several(2).Applications {
		extra.ID, extra.Employer = fmt.Sprint("b", i), fmt.Sprint("East ", i)
		extra.Contacts[0].Name = extra.ID
		log.Applications = append(log.Applications, extra)
	}
	// 10:00-11:30 in Los Angeles is 13:00-14:30 in New York: nothing in common.
	policy := func(p *schedule.Policy) {
		p.CallWindow = schedule.Window{From: schedule.At(10, 0), Until: schedule.At(14, 30)}
	}
	outcome := planCase{log: log, policy: policy}.plan(t)
	var spans [][2]time.Time
	for _, p := range outcome.Planned {
		if p.Kind.IsFollowUp() && p.Due == on("2026-11-30") && !p.AllDay {
			spans = append(spans, [2]time.Time{p.Start, p.End})
		}
	}
	if len(spans) != 4 {
		t.Fatalf("%d calls, want 4", len(spans))
	}
	for i, a := range spans {
		for _, b := range spans[:i] {
			if a[0].Before(b[1]) && b[0].Before(a[1]) {
				t.Errorf("%s overlaps %s", a, b)
			}
		}
	}
}

func TestInterviewTime(t *testing.T) {
	p := pick(t, interviewed(schedule.Preference{}), schedule.InterviewHeld, 0)
	want := newYork("2026-12-02 10:00")
	if p.AllDay || !p.Start.Equal(want) || !p.End.Equal(want.Add(45*time.Minute)) || p.Start.Format("15:04") != "10:00" {
		t.Errorf("%s to %s", p.Start, p.End)
	}
}
