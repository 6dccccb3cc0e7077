package exchange_test

import (
	"strings"
	"testing"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/exchange"
)

// app wraps members of an application in a log.
func app(members string) string {
	return `{"version":1,"applications":[{},{"id":"b",` + members + `}]}`
}

func TestJSONIsRefusedWholeWithPathAndValue(t *testing.T) {
	tests := []struct{ json, says string }{
		{`{}`, `the field "version" is missing`},
		{`{"version":2}`, `version: version 2 is not supported; this followcal reads version 1`},
		{`{"version":"1"}`, `version: "1" is not a whole number`},
		{`{"version":1.5}`, `version: 1.5 is not a whole number`},
		{`{"version":0}`, `version: 0 is outside`},
		{`{"version":1,"version":1}`, `version: this field stands twice`},
		{`{"version":1,"aplications":[]}`, `aplications: there is no such field; there are version, name`},
		{`{"version":1,"Name":"x"}`, `Name: there is no such field`},
		{`{"version":1,"":1}`, `"": there is no such field`},
		{`{"version":1,"a\u0007\n":1}`, `a: there is no such field`},
		{`{"version":1,"name":null}`, `name: null is not text`},
		{`{"version":1,"name":["x"]}`, `name: a list is not text`},
		{`{"version":1,"applications":{}}`, `applications: an object is not a list`},
		{`{"version":1,"applications":[1]}`, `applications[0]: 1 is not an object`},
		{`{"version":1`, `ends before it is complete`},
		{`{"version":1}}`, `something follows`},
		{`{"version":1} {}`, `something follows`},
		{`{"version":1,}`, `this is not JSON`},
		{`{"version":1,"name":"a` + "\n" + `b"}`, `this is not JSON`},
		{`{"version":1,"name":"` + strings.Repeat("n", exchange.MaxName+1) + `"}`, `name: the text is longer than 4096 bytes`},
		{`{"version":1,"days_off":[{"to":"2026-12-01"}]}`, `days_off[0]: the field "from" is missing`},
		{`{"version":1,"days_off":[{"from":"2026-12-02","to":"2026-12-01"}]}`, `days_off[0]: it ends on 2026-12-01, before`},
		{`{"version":1,"closed":[{"name":"x"}]}`, `closed[0]: the field "on" is missing`},
		{`{"version":1,"closed":["2026-12-01"]}`, `closed[0]: "2026-12-01" is not an object`},
		{`{"version":1,"working":[{"on":"12/01/2026"}]}`, `working[0].on: "12/01/2026" is not a date; write it as 2026-11-20`},
		{`{"version":1,"decisions":[{"kind":"done"}]}`, `decisions[0]: the field "event" is missing`},
		{`{"version":1,"decisions":[{"event":"u"}]}`, `decisions[0]: the field "kind" is missing`},
		{`{"version":1,"decisions":[{"event":"u","kind":"later"}]}`, `decisions[0].kind: "later" is none of done, snooze or dismiss`},
		{`{"version":1,"decisions":[{"event":"u","kind":"snooze"}]}`, `decisions[0]: a snooze needs`},
		{`{"version":1,"decisions":[{"event":"u","kind":"done","to":"2026-12-01"}]}`, `decisions[0]: only a snooze`},
		{`{"version":1,"decisions":[{"event":"u","kind":"snooze","to":"2026-12-01","on":"2026-12-01"}]}`, `decisions[0]: only what was done or dismissed`},
		{`{"version":1,"decisions":[{"event":"u","kind":"done","concerns":[{"application":"a","event":"u"}]}]}`, `decisions[0]: what was done or dismissed`},
		{`{"version":1,"decisions":[{"event":"u","kind":"snooze","to":"2026-12-01","concerns":[{"event":"u"}]}]}`, `decisions[0].concerns[0]: the field "application" is missing`},
		{`{"version":1,"decisions":[{"event":"u","kind":"snooze","to":"2026-12-01","concerns":[{"application":"a"}]}]}`, `decisions[0].concerns[0]: the field "event" is missing`},
		{`{"version":1,"decisions":[{"event":"u","concerns":[{"id":"a"}]}]}`, `decisions[0].concerns[0].id: there is no such field; there are application or event`},
		{`{"version":1,"policy":{"follow_up":1}}`, `policy.follow_up: there is no such field; there are after_application_days`},
		{`{"version":1,"policy":{"follow_ups":4}}`, `policy.follow_ups: 4 is outside 0 to 3: more than two`},
		{`{"version":1,"policy":{"follow_ups":"2"}}`, `policy.follow_ups: "2" is not a whole number`},
		{`{"version":1,"policy":{"follow_ups":2.0}}`, `policy.follow_ups: "2.0" is not a whole number`},
		{`{"version":1,"policy":{"gap_growth":0.5}}`, `policy.gap_growth: 0.5 is outside 1 to 10`},
		{`{"version":1,"policy":{"prefer_midweek":1}}`, `policy.prefer_midweek: 1 is not true or false`},
		{`{"version":1,"policy":{"thank_you":"card"}}`, `policy.thank_you: "card" is none of "email", "letter", "both" or "off"`},
		{`{"version":1,"policy":{"call_window":"11:30-10:00"}}`, `policy.call_window: "11:30-10:00" ends before it begins`},
		{`{"version":1,"policy":{"alarm":"9:00"}}`, `policy.alarm: "9:00" is not a time of day`},
		{app(`"applied_on":"2026-02-30"`), `applications[1].applied_on: "2026-02-30" is a day that does not exist`},
		{app(`"applied_on":"2026-11-20T00:00:00Z"`), `applications[1].applied_on: "2026-11-20T00:00:00Z" is not a date`},
		{app(`"status":"hired"`), `applications[1].status: "hired" is none of saved, applied, interviewing, offer, accepted, rejected, withdrawn or closed`},
		{app(`"posting":{"no_contact":"yes"}`), `applications[1].posting.no_contact: "yes" is not true or false`},
		{app(`"posting":{"link":""}`), `applications[1].posting.link: there is no such field; there are url, closes_on or no_contact`},
		{app(`"contacts":[{"method":"fax"}]`), `applications[1].contacts[0].method: "fax" is none of phone, email or letter`},
		{app(`"contacts":[{"title":"Dr"}]`), `applications[1].contacts[0].title: there is no such field`},
		{app(`"interviews":[{}]`), `applications[1].interviews[0]: the field "start" is missing`},
		{app(`"interviews":[{"start":"2026-12-02"}]`), `applications[1].interviews[0].start: "2026-12-02" is not a time with its offset`},
		{app(`"interviews":[{"start":"2026-12-02T10:00:00"}]`), `is not a time with its offset`},
		{app(`"interviews":[{"start":"2026-02-30T10:00:00Z"}]`), `applications[1].interviews[0].start: "2026-02-30T10:00:00Z" is a day that does not exist`},
		{app(`"interviews":[{"start":"2926-02-03T10:00:00Z"}]`), `is outside the years 1900 to 2199`},
		{app(`"interviews":[{"start":"2026-12-02T10:00:00Z","round":0}]`), `interviews[0].round: 0 is outside 1 to 99`},
		{app(`"interviews":[{"start":"2026-12-02T10:00:00Z","minutes":1e2}]`), `interviews[0].minutes: 1e2 is not a whole number`},
		{app(`"interviews":[{"start":"2026-12-02T10:00:00Z","mode":"zoom"}]`), `interviews[0].mode: "zoom" is none of on-site, phone or video`},
		{app(`"interviews":[{"start":"2026-12-02T10:00:00Z","preference":{"permission":"yes"}}]`), `interviews[0].preference.permission: "yes" is none of granted, denied or unknown`},
		{app(`"interviews":[{"start":"2026-12-02T10:00:00Z","preference":{"by":"x"}}]`), `interviews[0].preference.by: there is no such field`},
		{app(`"interviews":[{"start":"2026-12-02T10:00:00Z","contacts":[1]}]`), `interviews[0].contacts[0]: 1 is not text`},
		{app(`"interviews":[{"start":"2026-12-02T10:00:00Z","contacts":[` + strings.Repeat(`"a",`, 50) + `"a"]}]`), `there are more than 50`},
		{app(`"outreach":[{}]`), `applications[1].outreach[0]: the field "on" is missing`},
		{app(`"outreach":[{"on":"2026-11-20","purpose":"beg"}]`), `outreach[0].purpose: "beg" is none of follow-up, thank-you or other`},
		{app(`"responses":[{"on":"2026-11-20","kind":"no"}]`), `responses[0].kind: "no" is none of reply, acknowledgement, rejection or offer`},
		{app(`"responses":[{}]`), `applications[1].responses[0]: the field "on" is missing`},
		{app(`"deadlines":[{"due":"2026-12-05"}]`), `applications[1].deadlines[0]: the field "kind" is missing`},
		{app(`"deadlines":[{"kind":"offer"}]`), `applications[1].deadlines[0]: the field "due" is missing`},
		{app(`"deadlines":[{"kind":"exam","due":"2026-12-05"}]`), `deadlines[0].kind: "exam" is none of take-home or offer`},
		{app(`"deadlines":[{"kind":"offer","due":"2026-12-35"}]`), `deadlines[0].due: "2026-12-35" is a day that does not exist`},
		{app(`"policy":{"gap_days":0}`), `applications[1]: policy.gap_days: 0 is outside 1 to 60`},
		{app(`"salary":1`), `applications[1].salary: there is no such field; there are id, employer`},
		{`{"version":1,"applications":[{"id":"a"},{"id":"b"},{"id":"a"}]}`, `applications[2]: the id "a" is that of applications[0] as well`},
		{`{"version":1,"applications":[{"employer":"A"},{"employer":"A"}]}`, `applications[1]: the id "app-`},
	}
	for _, tt := range tests {
		t.Run(tt.says, func(t *testing.T) {
			r, err := exchange.Read("log.json", strings.NewReader(tt.json), exchange.Options{Today: today})
			if k := fault.KindOf(err); k != fault.Invalid && k != fault.TooLarge {
				t.Fatalf("kind of %v = %s", err, k)
			}
			if !strings.HasPrefix(err.Error(), "log.json: ") || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error = %v\nwant      %s", err, tt.says)
			}
			if len(r.Log.Applications) != 0 || r.Log.Name != "" {
				t.Errorf("something was taken over: %+v", r.Log)
			}
		})
	}
}

func TestAbsentFieldsTakeDefaults(t *testing.T) {
	r := read(t, `{"version":1,"days_off":[{"from":"2026-12-24"}],"policy":{},"applications":[
		{"id":"a","employer":"Acme"},
		{"id":"b","applied_on":"2026-11-02","posting":{},"policy":{},
		 "interviews":[{"start":"2026-11-20T10:00:00-05:00"},{"start":"2026-11-10T10:00:00-05:00"},{"start":"2026-11-15T10:00:00-05:00","round":1}],
		 "outreach":[{"on":"2026-11-09"}],"responses":[{"on":"2026-11-09"}]}]}`)
	log := r.Log
	if d := log.DaysOff[0]; d.To != d.From {
		t.Errorf("days off = %v", d)
	}
	if log.Policy != nil || log.Applications[1].Policy != nil {
		t.Error("an empty policy is one")
	}
	a, b := log.Applications[0], log.Applications[1]
	if a.Status != schedule.Saved || b.Status != schedule.Applied {
		t.Errorf("statuses = %s, %s", a.Status, b.Status)
	}
	if i := b.Interviews; i[0].Round != 3 || i[1].Round != 2 || i[2].Round != 1 || i[0].Minutes != 60 {
		t.Errorf("interviews = %+v", i)
	}
	if b.Outreach[0].Purpose != schedule.FollowUp || b.Responses[0].Kind != schedule.Reply {
		t.Errorf("outreach = %+v, responses = %+v", b.Outreach, b.Responses)
	}
}

func TestJSONKeepsWhatItWarnsAbout(t *testing.T) {
	r := read(t, app(`"role":"a\u0007b\nc","notes":"x\r\ny","applied_on":"2026-12-01","outreach":[{"on":"2026-12-02"}],"responses":[{"on":"2026-12-03"}]`))
	var got []string
	for _, w := range r.Warnings {
		got = append(got, w.Text)
	}
	want := "applications[1].role: control characters were dropped\n" +
		"applications[1].applied_on: 2026-12-01 is in the future; it is kept\n" +
		"applications[1].outreach[0].on: 2026-12-02 is in the future; it is kept\n" +
		"applications[1].responses[0].on: 2026-12-03 is in the future; it is kept"
	if strings.Join(got, "\n") != want {
		t.Errorf("warnings:\n%s", strings.Join(got, "\n"))
	}
	if a := r.Log.Applications[1]; a.Role != "ab c" || a.Notes != "x\ny" {
		t.Errorf("application = %+v", a)
	}
}

func TestTheOffsetThatWasLoggedIsKept(t *testing.T) {
	for _, start := range []string{"2026-12-02T10:00:00-05:00", "2026-12-02T10:00:00Z", "2026-12-02T10:00:00+05:45", "2026-12-02T10:00:00.25+01:00"} {
		r := read(t, app(`"interviews":[{"start":"`+start+`"}]`))
		if got := writeJSON(t, &r.Log); !strings.Contains(got, `"start":"`+start+`"`) {
			t.Errorf("%s became %s", start, got)
		}
	}
}

func TestAnIDIsTheSameAtEveryImport(t *testing.T) {
	tables := []string{
		"Company,Title,Applied Date,URL\nAcme,Clerk,2026-11-02,\nAcme,Clerk,2026-11-03,\nAcme,Clerk,,https://www.acme.example/jobs/1/?utm_source=a\nAcme,Cook,,https://acme.example/jobs/1\n",
		"URL;Applied Date;Employer;Role\nhttps://acme.example/jobs/1;2026-11-09;ACME;Cook\n;2026-11-03; acme ;clerk\nhttp://acme.example/jobs/1#top;2026-11-09;Acme;Clerk\n;2026-11-02;Acme;Clerk\n",
	}
	var ids [2]map[string]bool
	for i, table := range tables {
		r := read(t, table)
		ids[i] = map[string]bool{}
		for _, a := range r.Log.Applications {
			ids[i][a.ID] = true
		}
		if len(ids[i]) != 4 {
			t.Errorf("ids = %v", ids[i])
		}
	}
	for id := range ids[0] {
		if !ids[1][id] {
			t.Errorf("%s is new in the second import", id)
		}
	}
}
