package schedule_test

import (
	"testing"

	"followcal/schedule"
)

func TestMethod(t *testing.T) {
	likes := func(m schedule.Method) func(*schedule.Application) {
		return contacts(schedule.Contact{Name: "Dana", Phone: "+1 212 555 0100", Method: m})
	}
	granted := func(m schedule.Method, edits ...func(*schedule.Application)) *schedule.Log {
		p := prefer(schedule.Granted, "", "")
		p.Method = m
		return interviewed(p, edits...)
	}
	letters := func(p *schedule.Policy) { p.Method = schedule.Letter }
	cases := []struct {
		name   string
		log    *schedule.Log
		policy func(*schedule.Policy)
		kind   schedule.Kind
		want   schedule.Method
	}{
		{"the policy's default is phone", logOf(applied("a1", "2026-11-20")), nil, schedule.ApplicationFollowUp, schedule.Phone},
		{"the policy's", logOf(applied("a1", "2026-11-20")), letters, schedule.ApplicationFollowUp, schedule.Letter},
		{"the contact's over the policy's", logOf(applied("a1", "2026-11-20", likes(schedule.Email))), letters, schedule.ApplicationFollowUp, schedule.Email},
		{"the preference's over the contact's", granted(schedule.Letter, likes(schedule.Email)), nil, schedule.InterviewFollowUp, schedule.Letter},
		{"the contact's where the preference says nothing", granted("", likes(schedule.Email)), nil, schedule.InterviewFollowUp, schedule.Email},
		{"the policy's where neither says", granted("", likes("")), letters, schedule.InterviewFollowUp, schedule.Letter},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			checked := 0
			for _, p := range (planCase{log: c.log, policy: c.policy}).plan(t).Planned {
				if p.Kind != c.kind || !p.State.Open() {
					continue
				}
				checked++
				if p.Method != c.want {
					t.Errorf("%s by %q, want %q", line(&p), p.Method, c.want)
				}
				if p.AllDay == (c.want == schedule.Phone && p.Contact.Phone != "") {
					t.Errorf("%s by %q: all day is %v", line(&p), p.Method, p.AllDay)
				}
			}
			if checked != 2 {
				t.Errorf("%d follow-ups, want 2", checked)
			}
		})
	}
}

func TestNobodyIsContactedByPrivateEvents(t *testing.T) {
	logs := []*schedule.Log{
		interviewed(schedule.Preference{}), interviewed(prefer(schedule.Denied, "", "")), logOf(applied("a1", "2026-11-20", noContact)),
	}
	for _, log := range logs {
		for _, p := range (planCase{log: log}).plan(t).Planned {
			private := p.Kind == schedule.LogPreference || p.Kind == schedule.Review || p.Kind == schedule.MoveOn
			if private && (p.Method != "" || !p.AllDay) {
				t.Errorf("%s has method %q, all day %v", line(&p), p.Method, p.AllDay)
			}
		}
	}
}
