package schedule

import (
	"context"
	"slices"

	"github.com/rickb777/date/v2"
)

// Civil days are up to 26 hours apart around the world, and an entry of the
// timetable lasts up to a day. So a call can be in the way of one that is due up
// to two days later, an interview of one due up to two days before or three after.
const (
	callReach       = 2
	interviewBefore = 2
	interviewAfter  = 3
)

// placeCallsAnew is [planner.placeCalls] for the applications that are planned
// anew. Calls keep the times of the last plan, but on days on which calls, or
// interviews near them, differ from it.
func (r *replanner) placeCallsAnew(ctx context.Context) error {
	var affected dayQueue
	r.keepTimes(r.calls, &affected)
	r.compareInterviews(&affected)
	for {
		day, ok := affected.first()
		if !ok {
			r.setTimes()
			return nil
		}
		differs, err := r.placeDay(ctx, day)
		if err != nil {
			return err
		}
		affected.drop(day)
		for near := day + 1; differs && near <= day+callReach; near++ {
			affected.add(near)
		}
	}
}

// keepTimes gives calls the times that they had, and notes the days on which
// that will not do.
func (r *replanner) keepTimes(calls []call, affected *dayQueue) {
	same := map[string]bool{}
	for i := range calls {
		c := &calls[i]
		had, ok := r.appointments[c.uid]
		if same[c.uid] = ok && had.Call && had.Due == c.day; !same[c.uid] || r.changed[c.app.ID] {
			affected.add(c.day)
			continue
		}
		c.at = had.span(c.subject)
	}
	for uid, had := range r.appointments {
		if had.Call && !same[uid] {
			affected.add(had.Due)
		}
	}
}

// span is when a was, in the zone of s.
func (a Appointment) span(s *subject) span {
	if a.Start.IsZero() {
		return span{}
	}
	return span{a.Start.In(s.zone), a.End.In(s.zone)}
}

// compareInterviews notes the days of calls near interviews that are new, moved
// or gone.
func (r *replanner) compareInterviews(affected *dayQueue) {
	gone := map[string]Appointment{}
	for uid, a := range r.appointments {
		if !a.Call {
			gone[uid] = a
		}
	}
	differs := func(due date.Date) {
		for day := due - interviewBefore; day <= due+interviewAfter; day++ {
			affected.add(day)
		}
	}
	for _, a := range r.interviews() {
		had, ok := gone[a.UID]
		delete(gone, a.UID)
		switch {
		case !ok:
			differs(a.Due)
		case had.Due != a.Due || !had.Start.Equal(a.Start) || !had.End.Equal(a.End):
			differs(a.Due)
			differs(had.Due)
		}
	}
	for _, had := range gone {
		differs(had.Due)
	}
}

// placeDay gives all calls of a day their times, and reports whether any of
// them differs from the last plan. Applications whose call it moves are taken in.
func (r *replanner) placeDay(ctx context.Context, day date.Date) (bool, error) {
	for {
		others, err := r.otherAppointments(ctx, day)
		if err != nil {
			return false, err
		}
		calls, busy := r.around(others, day)
		foreign, differing, err := r.foreign(ctx, others, day)
		if err != nil {
			return false, err
		}
		for i := range foreign {
			calls = append(calls, &foreign[i])
		}
		r.arrange(calls, busy)
		for i := range foreign {
			if had := others.of(foreign[i].uid); !had.span(foreign[i].subject).equal(foreign[i].at) {
				differing = append(differing, had.Application)
			}
		}
		if len(differing) == 0 {
			return r.dayDiffers(day), nil
		}
		if err := r.joinCalls(ctx, differing); err != nil {
			return false, err
		}
	}
}

// joinCalls takes in applications of which nothing changes but times.
func (r *replanner) joinCalls(ctx context.Context, ids []string) error {
	before := len(r.calls)
	if err := r.join(ctx, ids, date.Max()); err != nil {
		return err
	}
	r.endTracks()
	for i := range r.calls[before:] {
		c := &r.calls[before+i]
		c.at = r.appointments[c.uid].span(c.subject)
	}
	return nil
}

// appointments are those of others, who are not planned anew.
type appointments []Appointment

func (a appointments) of(uid string) Appointment {
	at := slices.IndexFunc(a, func(one Appointment) bool { return one.UID == uid })
	return a[at]
}

func (r *replanner) otherAppointments(ctx context.Context, day date.Date) (appointments, error) {
	near, err := r.last.Appointments(ctx, day-interviewAfter, day+interviewBefore)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(near), func(a Appointment) bool { return r.taken[a.Application] }), nil
}

// around is the calls of a day that are planned anew, and all that is taken
// near it: interviews, and the calls of the days before.
func (r *replanner) around(others appointments, day date.Date) (calls []*call, busy timetable) {
	for _, a := range append(r.interviews(), others...) {
		if !a.Call && a.Due >= day-interviewAfter && a.Due <= day+interviewBefore || a.Call && a.Due < day && !a.Start.IsZero() {
			busy = busy.with(span{a.Start, a.End})
		}
	}
	for i := range r.calls {
		c := &r.calls[i]
		switch {
		case c.day == day:
			calls = append(calls, c)
		case c.day < day && c.day >= day-interviewAfter && !c.at.start.IsZero():
			busy = busy.with(c.at)
		}
	}
	return calls, busy
}

// foreign is the calls of others on a day, and whose application is gone.
func (r *replanner) foreign(ctx context.Context, others appointments, day date.Date) (calls []call, gone []string, err error) {
	uids := map[string]string{}
	var ids []string
	for _, a := range others {
		if a.Call && a.Due == day {
			uids[a.Application] = a.UID
			ids = append(ids, a.Application)
		}
	}
	if len(ids) == 0 {
		return nil, nil, nil
	}
	applications, err := r.last.Applications(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	for i := range applications {
		s, err := r.subject(&applications[i])
		if err != nil {
			return nil, nil, err
		}
		calls = append(calls, call{subject: s, uid: uids[s.app.ID], day: day})
		delete(uids, s.app.ID)
	}
	for id := range uids {
		gone = append(gone, id)
	}
	return calls, gone, nil
}

// dayDiffers compares the calls of a day with those of the last plan.
func (r *replanner) dayDiffers(day date.Date) bool {
	had := map[string]Appointment{}
	for uid, a := range r.appointments {
		if a.Call && a.Due == day && !a.Start.IsZero() {
			had[uid] = a
		}
	}
	for i := range r.calls {
		c := &r.calls[i]
		if c.day != day || c.at.start.IsZero() {
			continue
		}
		if a, ok := had[c.uid]; !ok || !a.span(c.subject).equal(c.at) {
			return true
		}
		delete(had, c.uid)
	}
	return len(had) > 0
}

func (s span) equal(t span) bool { return s.start.Equal(t.start) && s.end.Equal(t.end) }
