package schedule

import (
	"context"
	"slices"

	"github.com/rickb777/date/v2"
)

// walkAnew is [planner.walk] for the applications that changed and all whose
// days change with them. It visits the days that these ask for, or asked for in
// the last plan.
func (r *replanner) walkAnew(ctx context.Context, changed []string) error {
	if err := r.join(ctx, changed, 0); err != nil {
		return err
	}
	for {
		day, ok := r.nextDay()
		if !ok {
			r.endTracks()
			return nil
		}
		if err := r.sweep(ctx, day); err != nil {
			return err
		}
	}
}

// nextDay is the first day that somebody asks for or asked for.
func (r *replanner) nextDay() (date.Date, bool) {
	day, ok := r.ahead.first()
	if r.due.Len() > 0 && (!ok || r.due[0].day < day) {
		return r.due[0].day, true
	}
	return day, ok
}

// sweep gives out one day. Applications that are not planned anew keep what the
// last plan gave them; where that cannot be, they are taken in and the day is
// given out again, now with theirs among those that are planned anew.
func (r *replanner) sweep(ctx context.Context, day date.Date) error {
	var today []*contactEvent
	for {
		today = append(today, r.due.popOn(day)...)
		slices.SortFunc(today, byRank)
		others, err := r.others(ctx, day)
		if err != nil {
			return err
		}
		stays, differing := contest(today, others, r.policy.DailyLimit)
		if len(differing) == 0 {
			for i, e := range today {
				r.due.offer(r.place(e, stays[i]))
			}
			r.ahead.drop(day)
			return nil
		}
		if err := r.join(ctx, differing, day); err != nil {
			return err
		}
	}
}

// others are the follow-ups of a day by rank that are not planned anew: all
// that stayed, and as many that did not as slots can have become free, which are
// no more than there were follow-ups of those that are planned anew.
func (r *replanner) others(ctx context.Context, day date.Date) ([]Contender, error) {
	all, err := r.last.Contenders(ctx, day, r.contended[day])
	if err != nil {
		return nil, err
	}
	others := slices.DeleteFunc(slices.Clone(all), func(c Contender) bool { return r.taken[c.Application] })
	slices.SortFunc(others, Contender.Compare)
	return others, nil
}

// contest gives the slots of a day by rank. It tells which of today's stay, and
// for whom of the others that differs from the last plan.
func contest(today []*contactEvent, others []Contender, limit int) (stays []bool, differing []string) {
	for given := 0; len(stays) < len(today) || len(others) > 0; given++ {
		stay := given < limit
		ours := len(others) == 0
		if !ours && len(stays) < len(today) {
			ours = today[len(stays)].contender(false).Compare(others[0]) < 0
		}
		if ours {
			stays = append(stays, stay)
			continue
		}
		if others[0].Stayed != stay {
			differing = append(differing, others[0].Application)
		}
		others = others[1:]
	}
	return stays, differing
}

// endTracks plans the move-on of each track that was walked to its end.
func (r *replanner) endTracks() {
	for _, t := range r.tracks[r.ended:] {
		r.moveOn(t)
	}
	r.ended = len(r.tracks)
}

// dayQueue is days in order, each once.
type dayQueue []date.Date

func (q *dayQueue) add(day date.Date) {
	if at, known := slices.BinarySearch(*q, day); !known {
		*q = slices.Insert(*q, at, day)
	}
}

// drop removes that day and all before it.
func (q *dayQueue) drop(day date.Date) {
	at, _ := slices.BinarySearch(*q, day+1)
	*q = (*q)[at:]
}

func (q dayQueue) first() (date.Date, bool) {
	if len(q) == 0 {
		return 0, false
	}
	return q[0], true
}
