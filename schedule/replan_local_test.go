package schedule_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule"
)

// longSearch is a log of that many applications: one a day of late, each at an
// employer of its own with a number to call, and all before that long past, some
// of them at employers that recur.
func longSearch(size int) *schedule.Log {
	log := logOf()
	for i := range size {
		day := searchStart + date.Date(searchDays-i)
		if i > searchDays {
			day = searchStart + date.Date(i%60)
		}
		id := fmt.Sprintf("a%06d", i)
		a := applied(id, day.String(), callable, employer(fmt.Sprintf("Firm %d", i/3)))
		log.Applications = append(log.Applications, a)
	}
	return log
}

// One entry reads what it touches, however long the log is.
func TestReplanIsLocal(t *testing.T) {
	read := func(size int, edit func(*schedule.Application)) (applications, rows int) {
		s, err := stand(longSearch(size), schedule.DefaultPolicy(), searchStart+searchDays)
		if err != nil {
			t.Fatal(err)
		}
		a := s.facts["a000004"]
		edit(&a)
		s.facts[a.ID] = a
		if _, err := s.replan(a.ID); err != nil {
			t.Fatal(err)
		}
		return s.loaded, s.read
	}
	for name, edit := range map[string]func(*schedule.Application){
		"an answer":           response("2027-01-01", schedule.Reply),
		"an outreach":         outreach(reached("2026-12-31", schedule.FollowUp)),
		"another employer":    employer("Firm 0"),
		"another date":        func(a *schedule.Application) { a.AppliedOn -= 2 },
		"an interview":        interview(1, "2027-01-05 10:00", schedule.Preference{}),
		"nothing after all":   func(*schedule.Application) {},
		"a status of its own": status(schedule.Withdrawn),
	} {
		t.Run(name, func(t *testing.T) {
			few, fewRows := read(1000, edit)
			many, manyRows := read(5000, edit)
			if few != many || fewRows != manyRows || many > 30 || manyRows > 250 {
				t.Errorf("%d applications and %d rows of 1,000, %d and %d of 5,000", few, fewRows, many, manyRows)
			}
		})
	}
}

// Whatever cannot be read, the error comes back and nothing is half planned.
func TestReplanFailsWithItsStanding(t *testing.T) {
	s, err := stand(longSearch(200), schedule.DefaultPolicy(), searchStart+searchDays)
	if err != nil {
		t.Fatal(err)
	}
	a := s.facts["a000004"]
	interview(1, "2027-01-05 10:00", schedule.Preference{})(&a)
	s.facts[a.ID] = a
	for s.failAt = 1; ; s.failAt++ {
		s.calls = 0
		r, err := schedule.Replan(context.Background(), &s.head, s.policy, byHand, s.asOf, []string{a.ID}, s)
		if s.calls < s.failAt {
			break
		}
		if !errors.Is(err, errAway) || len(r.Planned)+len(r.Replanned) > 0 {
			t.Fatalf("call %d failed: %v, %d planned", s.failAt, err, len(r.Planned))
		}
	}
	if s.failAt < 10 {
		t.Errorf("only %d calls", s.failAt)
	}
}

// What was kept of another log is refused, not mixed with this one.
func TestReplanRefusesWhatDoesNotFit(t *testing.T) {
	policy := schedule.DefaultPolicy()
	policy.DailyLimit = 1
	s, err := stand(logOf(applied("a", "2026-11-20"), applied("b", "2026-11-20")), policy, on("2026-11-20"))
	if err != nil {
		t.Fatal(err)
	}
	b := s.facts["b"]
	b.AppliedOn = on("2026-11-16") // its follow-up is on Mon 23 Nov; the last plan never had it there
	s.facts["b"] = b
	a := s.facts["a"]
	a.Status = schedule.Withdrawn // which frees a slot for b
	s.facts["a"] = a
	if _, err := s.replan("a"); fault.KindOf(err) != fault.Internal || err == nil {
		t.Errorf("%v", err)
	}
}

// BenchmarkReplanOneEntry plans anew after one outreach. It costs the same
// however long the log is.
func BenchmarkReplanOneEntry(b *testing.B) {
	for _, size := range []int{1000, 100000} {
		b.Run(fmt.Sprintf("applications=%d", size), func(b *testing.B) {
			s, err := stand(longSearch(size), schedule.DefaultPolicy(), searchStart+searchDays)
			if err != nil {
				b.Fatal(err)
			}
			a := s.facts["a000004"]
			outreach(reached("2026-12-31", schedule.FollowUp))(&a)
			s.facts[a.ID] = a
			s.indexed()
			b.ReportAllocs()
			for b.Loop() {
				if _, err := schedule.Replan(b.Context(), &s.head, s.policy, byHand, s.asOf, []string{a.ID}, s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
