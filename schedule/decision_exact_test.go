package schedule_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"followcal/schedule"
)

// exactly is a decision about all that p stands for, as a store keeps it.
func exactly(p *schedule.Planned, kind schedule.DecisionKind, day string) schedule.Decision {
	d := schedule.Decision{Event: p.UID, Kind: kind}
	if kind == schedule.Snooze {
		d.To = on(day)
	} else {
		d.On = on(day)
	}
	for i, uid := range append([]string{p.UID}, p.Absorbed...) {
		d.Concerns = append(d.Concerns, schedule.Concern{Application: p.Applications[i].ID, Event: uid})
	}
	return d
}

// acme are two roles at one employer whose first call is shared: a1 from 20
// November and a2 from 24 November meet on 2 December.
func acme(edits ...func(*schedule.Application)) *schedule.Log {
	return logOf(applied("a1", "2026-11-20", employer("Acme")), applied("a2", "2026-11-24", append(edits, employer("Acme"))...))
}

func decidedExactly(t *testing.T, kind schedule.DecisionKind, day string, log *schedule.Log) *schedule.Log {
	t.Helper()
	p := pick(t, acme(), schedule.ApplicationFollowUp, 0)
	log.Decisions = append(log.Decisions, exactly(&p, kind, day))
	return log
}

func TestExactDecision(t *testing.T) {
	check(t, []planCase{
		{
			// Fri 4 Dec: 7-11; nobody calls twice within 5 business days.
			name: "done on its own day, for all of them", only: followUpKinds,
			log: decidedExactly(t, schedule.Done, "2026-12-04", acme()),
			want: `2026-12-04 application-follow-up done a1+a2
			       2026-12-11 application-follow-up pending a1+a2`,
		}, {
			name: "whatever became of the roles since", only: followUpKinds,
			log: decidedExactly(t, schedule.Done, "2026-12-02", acme(func(a *schedule.Application) { a.Posting.ClosesOn = on("2026-12-21") })),
			// 2 Dec: 3 4 7 8 9; a2 not before 21 Dec + 5: 22 23 24 28 29.
			want: `2026-12-02 application-follow-up done a1+a2
			       2026-12-09 application-follow-up pending a1
			       2026-12-29 application-follow-up pending a2`,
		}, {
			name: "whatever they answered since", only: followUpKinds,
			log: decidedExactly(t, schedule.Done, "2026-12-02", acme(response("2026-12-03", schedule.Reply))),
			want: `2026-12-02 application-follow-up done a1+a2
			       2026-12-09 application-follow-up pending a1`,
		}, {
			name: "without those that are gone", only: followUpKinds,
			log: func() *schedule.Log {
				log := decidedExactly(t, schedule.Done, "2026-12-02", acme())
				log.Applications = log.Applications[1:]
				return log
			}(),
			want: `2026-12-02 application-follow-up done a2
			       2026-12-09 application-follow-up pending a2`,
		}, {
			// Fri 20 Nov: 23 24 25 27 30; done on Wed 25 Nov: 27 30 1 2 3, and 2 Dec for a2's own.
			name: "dismissed keeps its day and keeps nobody off", only: followUpKinds,
			log: decidedExactly(t, schedule.Dismiss, "2026-11-25", acme()),
			want: `2026-11-25 application-follow-up dismissed a1+a2
			       2026-12-03 application-follow-up pending a1+a2`,
		}, {
			name: "put off for all of them", only: followUpKinds, // Sat 5 → Mon 7 Dec: 8-11, 14
			log: decidedExactly(t, schedule.Snooze, "2026-12-05", acme()),
			want: `2026-12-07 application-follow-up snoozed a1+a2
			       2026-12-14 application-follow-up pending a1+a2`,
		}, {
			name: "one made is one more without an answer", only: followUpKinds,
			policy: func(p *schedule.Policy) { p.UnansweredLimit = 1 },
			log:    decidedExactly(t, schedule.Done, "2026-12-02", acme()),
			want:   `2026-12-02 application-follow-up done a1+a2`,
		},
	})
}

// An outreach that completed a follow-up says more than a mark.
func TestOutreachHoldsOverExactDecision(t *testing.T) {
	log := decidedExactly(t, schedule.Done, "2026-12-02", acme(outreach(reached("2026-12-01", schedule.FollowUp))))
	got := lines((planCase{log: log}).plan(t), followUpKinds...)
	// a1 alone was marked; nobody before 2 Dec + 5: 3 4 7 8 9.
	want := tidy(`2026-12-01 application-follow-up done a2
		2026-12-02 application-follow-up done a1
		2026-12-09 application-follow-up pending a1+a2`)
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestExactDecisionSaysSo(t *testing.T) {
	for kind, want := range map[schedule.DecisionKind]string{
		schedule.Done:    "You marked it as done on Fri 4 Dec 2026: done is done.",
		schedule.Dismiss: "It was planned for Fri 4 Dec 2026, and you dismissed it: you decided so.",
	} {
		for _, p := range (planCase{log: decidedExactly(t, kind, "2026-12-04", acme())}).plan(t).Planned {
			if p.UID != pick(t, acme(), schedule.ApplicationFollowUp, 0).UID {
				continue
			}
			if got := p.Reason.Sentence(); got != want || p.Reason.Source() == "" || len(p.Absorbed) != 1 {
				t.Errorf("%q from %q for %v", got, p.Reason.Source(), p.Absorbed)
			}
		}
	}
}

// Of an exact and a bare decision the weightier holds, follow-up by follow-up.
func TestExactAndBareDecisionsAreWeighed(t *testing.T) {
	log := decidedExactly(t, schedule.Snooze, "2026-12-04", acme())
	second := log.Decisions[0].Concerns[1].Event
	log.Decisions = append(log.Decisions, schedule.Decision{Event: second, Kind: schedule.Done, On: on("2026-11-30")})
	got := lines((planCase{log: log}).plan(t), followUpKinds...)
	// a2's call of 30 Nov keeps Acme off until 7 Dec: 1 2 3 4 7; then 8-11, 14.
	want := tidy(`2026-11-30 application-follow-up done a2
		2026-12-07 application-follow-up snoozed a1+a2
		2026-12-14 application-follow-up pending a1`)
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A bare decision is worked out for its contact alone: the call of b was planned
// for 1 December, because a had the only slot of 30 November, and counts on the
// day on which it was due. One that says its day counts on that.
func TestBareDecisionIgnoresTheDailyLimit(t *testing.T) {
	log := func(d schedule.Decision) *schedule.Log {
		log := logOf(applied("a", "2026-11-20"), applied("b", "2026-11-20"))
		d.Event, d.Kind = schedule.UID("b", schedule.ApplicationFollowUp, "1"), schedule.Done
		log.Decisions = []schedule.Decision{d}
		return log
	}
	one := func(p *schedule.Policy) { p.DailyLimit, p.FollowUps = 1, 1 }
	check(t, []planCase{
		{
			name: "bare", policy: one, only: followUpKinds, log: log(schedule.Decision{}),
			want: `2026-11-30 application-follow-up pending a
			       2026-11-30 application-follow-up done b`,
		}, {
			name: "bare, with its day", policy: one, only: followUpKinds, log: log(schedule.Decision{On: on("2026-12-01")}),
			want: `2026-11-30 application-follow-up pending a
			       2026-12-01 application-follow-up done b`,
		},
	})
}

func TestComplete(t *testing.T) {
	log := acme()
	call := pick(t, log, schedule.ApplicationFollowUp, 0)
	note := pick(t, log, schedule.MoveOn, 0)
	log.Decisions = []schedule.Decision{
		{Event: call.UID, Kind: schedule.Dismiss},
		{Event: note.UID, Kind: schedule.Done},
		{Event: "nothing", Kind: schedule.Done},
		{Event: call.UID, Kind: schedule.Snooze, To: on("2026-12-04")},
	}
	got, err := schedule.Complete(log, schedule.DefaultPolicy(), byHand)
	if err != nil {
		t.Fatal(err)
	}
	want := []schedule.Decision{
		exactly(&call, schedule.Dismiss, "2026-12-02"),
		exactly(&note, schedule.Done, "2026-12-23"),
		{Event: "nothing", Kind: schedule.Done},
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got\n%v\nwant\n%v", got, want)
	}
}

// What a decision is found to be about once is what planning finds each time.
func TestCompletedDecisionsPlanTheSame(t *testing.T) {
	shape := func(outcome schedule.Outcome) string {
		var all []string
		for i := range outcome.Planned {
			p := &outcome.Planned[i]
			all = append(all, fmt.Sprint(p.UID, line(p), p.Absorbed, p.Start, p.Contact))
		}
		slices.Sort(all)
		return strings.Join(all, "\n")
	}
	rapid.Check(t, func(t *rapid.T) {
		log, policy, asOf := generate(t, wide), generatePolicy(t, wide), generateDay(t)
		decide(t, log, mustPlan(t, log, policy, generateDay(t)))
		completed := *log
		var err error
		if completed.Decisions, err = schedule.Complete(log, policy, byHand); err != nil {
			t.Fatal(err)
		}
		if a, b := shape(mustPlan(t, log, policy, asOf)), shape(mustPlan(t, &completed, policy, asOf)); a != b {
			t.Fatalf("decided\n%s\ncompleted\n%s\n%v\n%s", a, b, completed.Decisions, dump(log))
		}
	})
}
