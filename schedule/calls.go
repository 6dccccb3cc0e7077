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

// call is an open follow-up by phone to a number that is known. It asks for a
// time on its day.
type call struct {
	*subject // its lead's
	uid      string
	day      date.Date
	at       span // zero when no time is left
	place    int  // its event's among the planned
}

// placeCalls gives every call a time on its day. Where there is none, and where
// the number is missing, a follow-up stays an all-day event.
func (p *planner) placeCalls() {
	if len(p.calls) == 0 {
		return
	}
	calls := make([]*call, len(p.calls))
	for i := range p.calls {
		calls[i] = &p.calls[i]
	}
	p.arrange(calls, p.interviewTimes())
	p.setTimes()
}

// arrange gives calls their times around what the candidate has on.
func (p *planner) arrange(calls []*call, busy timetable) {
	slices.SortFunc(calls, func(a, b *call) int {
		return cmp.Or(cmp.Compare(a.day, b.day), byAge(a.subject, b.subject))
	})
	for _, c := range calls {
		var ok bool
		if c.at, ok = p.callTime(c, busy); ok {
			busy = busy.with(c.at)
		}
	}
}

// setTimes hands the times of calls on to their events.
func (p *planner) setTimes() {
	for _, c := range p.calls {
		if !c.at.start.IsZero() {
			e := &p.planned[c.place]
			e.Start, e.End, e.AllDay = c.at.start, c.at.end, false
		}
	}
}

// callTime finds the first free stretch for a call on its day.
func (p *planner) callTime(c *call, busy timetable) (span, bool) {
	length := time.Duration(c.policy.CallMinutes) * time.Minute
	for _, window := range []Window{c.policy.CallWindow, officeHours} {
		there := window.on(c.day, c.zone)
		for day := c.day - 1; day <= c.day+1; day++ {
			open := there.intersect(c.policy.OwnHours.on(day, p.home))
			if at, ok := busy.first(open, length); ok {
				return span{at.start.In(c.zone), at.end.In(c.zone)}, true
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
