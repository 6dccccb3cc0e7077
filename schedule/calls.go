package schedule

import (
	"cmp"
	"slices"
	"time"

	"github.com/rickb777/date/v2"
)

// officeHours is tried, in the employer's zone, when the policy's call window
// leaves no time for a call.
var officeHours = Window{At(9, 0), At(17, 0)}

// span is a stretch of time, its end not included.
type span struct{ start, end time.Time }

// placeCalls gives every open follow-up by phone, to a number that is known, a
// time on its day. Where there is none, and where the number is missing, it
// stays an all-day event.
func (p *planner) placeCalls() {
	var calls []*Planned
	for i := range p.planned {
		e := &p.planned[i]
		if e.Kind.IsFollowUp() && e.State.Open() && e.Method == Phone && e.Contact.Phone != "" {
			calls = append(calls, e)
		}
	}
	if len(calls) == 0 {
		return
	}
	slots := make(map[*Application]*subject, len(p.subjects))
	for _, s := range p.subjects {
		slots[s.app] = s
	}
	slices.SortFunc(calls, func(a, b *Planned) int {
		return cmp.Or(cmp.Compare(a.Due, b.Due), byAge(slots[a.Applications[0]], slots[b.Applications[0]]))
	})
	busy := p.interviewTimes()
	for _, e := range calls {
		policy := slots[e.Applications[0]].policy
		if at, ok := p.callTime(e, policy, busy); ok {
			e.Start, e.End, e.AllDay = at.start, at.end, false
			busy = busy.with(at)
		}
	}
}

// callTime finds the first free stretch for a call on its day.
func (p *planner) callTime(e *Planned, policy *Policy, busy timetable) (span, bool) {
	length := time.Duration(policy.CallMinutes) * time.Minute
	for _, window := range []Window{policy.CallWindow, officeHours} {
		there := window.on(e.Due, e.Zone)
		for day := e.Due - 1; day <= e.Due+1; day++ {
			open := there.intersect(policy.OwnHours.on(day, p.home))
			if at, ok := busy.first(open, length); ok {
				return span{at.start.In(e.Zone), at.end.In(e.Zone)}, true
			}
		}
	}
	return span{}, false
}

// on is the window on a civil day in a zone.
func (w Window) on(d date.Date, zone *time.Location) span {
	return span{w.From.on(d, zone), w.Until.on(d, zone)}
}

func (c ClockTime) on(d date.Date, zone *time.Location) time.Time {
	year, month, day := d.Date()
	return time.Date(year, month, day, int(c)/60, int(c)%60, 0, 0, zone)
}

func (s span) intersect(t span) span {
	if t.start.After(s.start) {
		s.start = t.start
	}
	if t.end.Before(s.end) {
		s.end = t.end
	}
	return s
}

// timetable is what the candidate has on, by start.
type timetable []span

// interviewTimes is the timetable of the interviews that stand.
func (p *planner) interviewTimes() timetable {
	var busy timetable
	for i := range p.planned {
		if e := &p.planned[i]; e.Kind == InterviewHeld && e.State.Open() {
			busy = busy.with(span{e.Start, e.End})
		}
	}
	return busy
}

// with returns the timetable with one more entry.
func (b timetable) with(s span) timetable {
	at, _ := slices.BinarySearchFunc(b, s, func(x, y span) int { return x.start.Compare(y.start) })
	return slices.Insert(b, at, s)
}

// longestEntry bounds how far back an entry can reach into a day.
const longestEntry = 24 * time.Hour

// first is the earliest stretch of that length within open that is free.
func (b timetable) first(open span, length time.Duration) (span, bool) {
	at := span{open.start, open.start.Add(length)}
	from, _ := slices.BinarySearchFunc(b, open.start.Add(-longestEntry), func(x span, t time.Time) int { return x.start.Compare(t) })
	for _, taken := range b[from:] {
		if at.end.After(open.end) || !taken.start.Before(at.end) {
			break
		}
		if taken.end.After(at.start) {
			at = span{taken.end, taken.end.Add(length)}
		}
	}
	return at, !at.end.After(open.end)
}
