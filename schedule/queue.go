package schedule

import (
	"cmp"
	"container/heap"
	"slices"

	"github.com/rickb777/date/v2"
)

// queue is a heap of follow-ups by day.
type queue []*contactEvent

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].day < q[j].day }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(e any)        { *q = append(*q, e.(*contactEvent)) }

func (q *queue) Pop() any {
	last := len(*q) - 1
	e := (*q)[last]
	*q = (*q)[:last]
	return e
}

// offer adds e unless it is nil.
func (q *queue) offer(e *contactEvent) {
	if e != nil {
		heap.Push(q, e)
	}
}

// popDay removes all follow-ups of the first day, the oldest anchors first.
func (q *queue) popDay() []*contactEvent {
	day := (*q)[0].day
	var same []*contactEvent
	for q.Len() > 0 && (*q)[0].day == day {
		same = append(same, heap.Pop(q).(*contactEvent))
	}
	slices.SortFunc(same, byRank)
	return same
}

// popOn removes all follow-ups of that day, which is the first or before it.
func (q *queue) popOn(day date.Date) []*contactEvent {
	if q.Len() == 0 || (*q)[0].day != day {
		return nil
	}
	return q.popDay()
}

// byRank is the order in which the slots of a day are given, as
// [Contender.Compare].
func byRank(a, b *contactEvent) int {
	return cmp.Or(cmp.Compare(a.anchorOn(), b.anchorOn()), byAge(a.lead().subject, b.lead().subject))
}
