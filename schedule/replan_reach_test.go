package schedule_test

import (
	"testing"
	"time"

	"followcal/schedule"
)

// farAway is an application whose employer can be called in a far zone. From
// 20 November its follow-up is due on Mon 30 Nov, from 24 November on Wed 2 Dec.
func farAway(id, day, zone string) schedule.Application {
	return applied(id, day, callable, func(a *schedule.Application) { a.Zone = zone })
}

// fromUTC is an interview in a far zone at an employer of its own.
func fromUTC(id, zone, start string, minutes int) schedule.Application {
	a := applied(id, "2026-11-02")
	at, err := time.Parse("2006-01-02 15:04", start)
	if err != nil {
		panic(err)
	}
	a.Zone, a.Status = zone, schedule.Interviewing
	a.Interviews = []schedule.Interview{{Round: 1, Start: at, Minutes: minutes}}
	return a
}

// The hour from 10:00 UTC, 05:00 in New York, is the candidate's only one for
// calls. In it the civil days of Pago Pago and Kiritimati are two apart.
func TestReplanReachesAroundTheWorld(t *testing.T) {
	const east, west = "Pacific/Kiritimati", "Pacific/Pago_Pago"
	policy := schedule.DefaultPolicy()
	policy.FollowUps, policy.CallMinutes = 1, 30
	policy.CallWindow = schedule.Window{From: schedule.At(0, 0), Until: schedule.At(23, 59)}
	policy.OwnHours = schedule.Window{From: schedule.At(5, 0), Until: schedule.At(6, 0)}
	cases := []struct {
		name      string
		call, way schedule.Application // what is in its way
	}{
		{"a call of two days before", farAway("call", "2026-11-24", east), farAway("way", "2026-11-20", west)},
		{"an interview of three days before", farAway("call", "2026-11-24", east), fromUTC("way", west, "2026-11-30 10:30", 1440)},
		{"an interview of two days after", farAway("call", "2026-11-20", west), fromUTC("way", east, "2026-12-01 10:00", 30)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s, err := stand(logOf(c.call, c.way), policy, on("2026-11-20"))
			if err != nil {
				t.Fatal(err)
			}
			delete(s.facts, "way")
			if before, after := s.callAt("call"), mustReplan(t, s, "way").callAt("call"); before == "10:00" || after != "10:00" {
				t.Errorf("the call was at %s and is at %s, want another time and 10:00", before, after)
			}
		})
	}
}

// callAt is the time of an application's call, in UTC.
func (s *standing) callAt(id string) string {
	for _, a := range s.left.Appointments {
		if a.Call && a.Application == id {
			return a.Start.UTC().Format("15:04")
		}
	}
	return "none"
}

// mustReplan plans anew and holds the result against a full plan.
func mustReplan(t *testing.T, s *standing, changed ...string) *standing {
	t.Helper()
	if _, err := s.replan(changed...); err != nil {
		t.Fatal(err)
	}
	full, err := s.plan()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := account(s.planned, nil, s.left), account(full.Planned, nil, full.Footprint); got != want {
		t.Fatal(difference(got, want))
	}
	return s
}

// A call that was made for two roles stays one event, also after one of them
// turned out to be elsewhere. Without the first it is the second's.
func TestReplanFollowsADecision(t *testing.T) {
	s, err := stand(decidedExactly(t, schedule.Done, "2026-12-02", acme()), schedule.DefaultPolicy(), on("2026-12-02"))
	if err != nil {
		t.Fatal(err)
	}
	moved := s.facts["a2"]
	moved.Employer = "Beta"
	s.facts["a2"] = moved
	mustReplan(t, s, "a2")
	delete(s.facts, "a1")
	mustReplan(t, s, "a1")
	for i := range s.planned {
		if p := &s.planned[i]; p.State == schedule.StateDone && line(p) == "2026-12-02 application-follow-up done a2" {
			return
		}
	}
	t.Errorf("the call is lost:\n%s", lines(schedule.Outcome{Planned: s.planned}))
}
