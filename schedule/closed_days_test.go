package schedule_test

import (
	"testing"

	"followcal/schedule"
)

func region(code, zone string) func(*schedule.Application) {
	return func(a *schedule.Application) { a.Region, a.Zone = code, zone }
}

func withDaysOff(log *schedule.Log, ranges ...string) *schedule.Log {
	for i := 0; i < len(ranges); i += 2 {
		log.DaysOff = append(log.DaysOff, schedule.DaysOff{From: on(ranges[i]), To: on(ranges[i+1]), Why: "away"})
	}
	return log
}

func TestDaysOff(t *testing.T) {
	followUps := []schedule.Kind{schedule.ApplicationFollowUp}
	check(t, []planCase{
		{
			// 30 Nov to 2 Dec are off, so 3 Dec; then 4 7 8 9 10; move-on 11, 14-18, 21-24.
			name: "both ends of a range are off, and later steps move too",
			log:  withDaysOff(logOf(applied("a1", "2026-11-20")), "2026-11-30", "2026-12-02"),
			want: `2026-12-03 application-follow-up pending a1
			       2026-12-10 application-follow-up pending a1
			       2026-12-24 move-on pending a1`,
		}, {
			name: "days off on the way still count: the employer works",
			log:  withDaysOff(logOf(applied("a1", "2026-11-20")), "2026-11-23", "2026-11-25"),
			only: followUps,
			want: `2026-11-30 application-follow-up pending a1
			       2026-12-07 application-follow-up pending a1`,
		}, {
			// 4 Dec is off until Mon 7: Fri 4 → Mon 7 stays closed, Tue 8.
			name: "a range that ends on a weekend's far side",
			log:  withDaysOff(logOf(applied("a1", "2026-11-27")), "2026-12-04", "2026-12-07"),
			only: followUps, // 30 1 2 3 4(5) → 8; 9 10 11 14 15
			want: `2026-12-08 application-follow-up pending a1
			       2026-12-15 application-follow-up pending a1`,
		}, {
			name: "a move-on falls where it falls, days off or not",
			log:  withDaysOff(logOf(applied("a1", "2026-11-20")), "2026-12-21", "2026-12-21"),
			only: []schedule.Kind{schedule.MoveOn},
			want: `2026-12-21 move-on pending a1`,
		},
	})
}

func TestExtraClosedAndWorkingDays(t *testing.T) {
	day := func(iso string) []schedule.Day { return []schedule.Day{{On: on(iso), Name: "made up"}} }
	logClosed := logOf(applied("a1", "2026-11-20"))
	logClosed.Closed = day("2026-11-24")
	logWorking := logOf(applied("a1", "2026-11-20"))
	logWorking.Working = day("2026-11-28")
	followUps := []schedule.Kind{schedule.ApplicationFollowUp}
	check(t, []planCase{
		{
			// 23(1) [24] 25(2) 27(3) 30(4) 1 Dec(5); 2 3 4 7 8.
			name: "a closed day of the log does not count", log: logClosed, only: followUps,
			want: `2026-12-01 application-follow-up pending a1
			       2026-12-08 application-follow-up pending a1`,
		}, {
			// 23 24 25 27(4) Sat 28(5); 30 1 2 3 4 Dec.
			name: "a working Saturday of the log counts", log: logWorking, only: followUps,
			want: `2026-11-28 application-follow-up pending a1
			       2026-12-04 application-follow-up pending a1`,
		}, {
			// a1 works on Thanksgiving: 23 24 25 26 27(5); 30 1 2 3 4. a2 does not.
			name: "a working holiday of one employer is that employer's alone",
			log: logOf(applied("a1", "2026-11-20", func(a *schedule.Application) { a.Working = day("2026-11-26") }),
				applied("a2", "2026-11-20")),
			only: followUps,
			want: `2026-11-27 application-follow-up pending a1
			       2026-12-04 application-follow-up pending a1
			       2026-11-30 application-follow-up pending a2
			       2026-12-07 application-follow-up pending a2`,
		}, {
			// a1 is closed on 7 Dec, so its second follow-up lands on 8 Dec.
			name: "a closed day of one employer is that employer's alone",
			log: logOf(applied("a1", "2026-11-20", func(a *schedule.Application) { a.Closed = day("2026-12-07") }),
				applied("a2", "2026-11-20")),
			only: followUps,
			want: `2026-11-30 application-follow-up pending a1
			       2026-12-08 application-follow-up pending a1
			       2026-11-30 application-follow-up pending a2
			       2026-12-07 application-follow-up pending a2`,
		},
	})
}

func inRegion(log *schedule.Log, code string) *schedule.Log {
	log.Region = code
	return log
}

func TestRegions(t *testing.T) {
	all := func(fn ...func(*schedule.Application)) *schedule.Log {
		return logOf(applied("a1", "2026-12-21", fn...))
	}
	check(t, []planCase{
		{
			// 22 23 24 [25] 28 29(5); 30 31 [1] 4 5 6 Jan; 7 8, 11-15, [18] 19 20 21.
			name: "without a region of its own the candidate's calendar: New York", log: all(),
			want: `2026-12-29 application-follow-up pending a1
			       2027-01-06 application-follow-up pending a1
			       2027-01-21 move-on pending a1`,
		}, {
			// 22 23 24 [25, Sat 26] 28 29(5); 30 31 [1] 4 5 [6 Epiphany] 7 Jan; 8, 11-15, 18-21.
			name: "Bavaria: Epiphany is closed, Martin Luther King's day is not", log: all(region("DE-BY", "Europe/Berlin")),
			want: `2026-12-29 application-follow-up pending a1
			       2027-01-07 application-follow-up pending a1
			       2027-01-21 move-on pending a1`,
		}, {
			// Lands on the employer's calendar, and on none of the candidate's days off:
			// 29 and 30 Dec off → 31 Dec; 4 5 7 8 11 Jan; 12-15, 18-22, 25.
			name: "Bavaria with days off of the candidate",
			log:  withDaysOff(all(region("DE-BY", "Europe/Berlin")), "2026-12-29", "2026-12-30"),
			want: `2026-12-31 application-follow-up pending a1
			       2027-01-11 application-follow-up pending a1
			       2027-01-25 move-on pending a1`,
		}, {
			// Sunday to Thursday: 22 23 24, 27 28 Dec; 29 30 31 (Thu), 3 4 Jan; 5-7 (3), 10-14 (8), 17 18.
			name: "a weekend on Friday and Saturday: Sunday is a business day", log: all(region("SUN", "Asia/Riyadh")),
			want: `2026-12-28 application-follow-up pending a1
			       2027-01-04 application-follow-up pending a1
			       2027-01-18 move-on pending a1`,
		}, {
			// The candidate's own region holds where the employer's is not known.
			name: "the candidate's region is another", log: inRegion(all(), "SUN"),
			want: `2026-12-28 application-follow-up pending a1
			       2027-01-04 application-follow-up pending a1
			       2027-01-18 move-on pending a1`,
		},
	})
}

func TestMidweek(t *testing.T) {
	midweek := func(p *schedule.Policy) { p.PreferMidweek = true }
	check(t, []planCase{
		{
			// Mon 30 Nov → Tue 1 Dec; 2 3 4 7 8 Tue; move-on 9 10 11, 14-18, 21 22.
			name: "a Monday goes on to Tuesday", policy: midweek, log: logOf(applied("a1", "2026-11-20")),
			want: `2026-12-01 application-follow-up pending a1
			       2026-12-08 application-follow-up pending a1
			       2026-12-22 move-on pending a1`,
		}, {
			// 30 1 2 3 4(5): Tuesday is four days on. 7 8 9 10 11 Fri again; 14-18, 21-24, 28.
			name: "a Friday stays: Tuesday is too far", policy: midweek, log: logOf(applied("a1", "2026-11-27")),
			want: `2026-12-04 application-follow-up pending a1
			       2026-12-11 application-follow-up pending a1
			       2026-12-28 move-on pending a1`,
		}, {
			// Tue 1 Dec off: Wed 2 is two days on; 3 4 7 8 9 Wed.
			name: "a Monday goes on to Wednesday when Tuesday is off", policy: midweek,
			log:  withDaysOff(logOf(applied("a1", "2026-11-20")), "2026-12-01", "2026-12-01"),
			only: []schedule.Kind{schedule.ApplicationFollowUp},
			want: `2026-12-02 application-follow-up pending a1
			       2026-12-09 application-follow-up pending a1`,
		}, {
			// Thu 3 Dec is three days on: stays Mon 30 Nov; 1 2 3 4 7 → Tue 8.
			name: "a Monday stays when Tuesday and Wednesday are off", policy: midweek,
			log:  withDaysOff(logOf(applied("a1", "2026-11-20")), "2026-12-01", "2026-12-02"),
			only: []schedule.Kind{schedule.ApplicationFollowUp},
			want: `2026-11-30 application-follow-up pending a1
			       2026-12-08 application-follow-up pending a1`,
		}, {
			name: "only follow-ups move: the day after a Friday's interview stays a Monday", policy: midweek,
			log:  logOf(applied("a1", "2026-11-20", interview(1, "2026-12-04 10:00", schedule.Preference{}))),
			only: []schedule.Kind{schedule.LogPreference},
			want: `2026-12-07 log-preference pending a1`,
		}, {
			// Sun 29 Nov: Tuesday is two days on, 1 Dec. 2 3 6 7 8 Dec: a Tuesday.
			name: "where Sunday is a business day it goes on to Tuesday", policy: midweek,
			log:  inRegion(logOf(applied("a1", "2026-11-22")), "SUN"), // 23 24 25 26 29(5)
			only: []schedule.Kind{schedule.ApplicationFollowUp},
			want: `2026-12-01 application-follow-up pending a1
			       2026-12-08 application-follow-up pending a1`,
		}, {
			// Switched off, Mondays are as good as any day.
			name: "off by default", log: logOf(applied("a1", "2026-11-20")),
			only: []schedule.Kind{schedule.ApplicationFollowUp},
			want: `2026-11-30 application-follow-up pending a1
			       2026-12-07 application-follow-up pending a1`,
		},
	})
}
