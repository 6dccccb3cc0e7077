package feed

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar"
	"followcal/calendar/ical"
	"followcal/internal/fault"
)

// The bounds of a feed. Google refuses calendars of more than about 1 MB.
const (
	MostEvents  = 1000
	MostOctets  = 1_000_000
	roomForHead = 8 << 10 // what the calendar says of itself, and its zones
)

// window chooses the events that a feed shows.
type window struct {
	feed   *Feed
	today  date.Date // where the calendar is
	coder  encoder
	spans  ical.Spans
	chosen []chosen
	octets int // of those chosen
	left   leftOut
}

// chosen is an event of a feed and its octets.
type chosen struct {
	event  *calendar.Event
	id     identity
	octets []byte
}

func newWindow(f *Feed, old *page, now time.Time) *window {
	return &window{feed: f, today: date.NewAt(now.In(f.Calendar.Zone)), coder: newEncoder(old)}
}

// choose fills the window. Within its bounds that is everything; beyond them
// cancelled events go first, then those of the past, the oldest first, then
// those furthest ahead. An event that cannot be encoded is left out alone: no
// reader could show it, and the others must not suffer.
func (w *window) choose() error {
	events := w.feed.Events
	if len(events) > MostEvents {
		ranked := slices.Clone(events)
		slices.SortStableFunc(ranked, w.compare)
		keep := make(map[*calendar.Event]bool, MostEvents)
		for _, e := range ranked[:MostEvents] {
			keep[e] = true
		}
		w.left.surplus = len(events) - MostEvents
		events = slices.DeleteFunc(slices.Clone(events), func(e *calendar.Event) bool { return !keep[e] })
	}
	w.encode(events)
	w.shorten()
	for _, c := range w.chosen {
		w.spans.Add(c.event)
		w.octets += len(c.octets)
	}
	if len(events) > 0 && len(w.chosen) == 0 {
		return fault.Wrap(fault.Internal, w.left.first, "no event of the feed %s can be written", w.feed.ID)
	}
	return nil
}

// encode encodes events, each UID once.
func (w *window) encode(events []*calendar.Event) {
	w.chosen = make([]chosen, 0, len(events))
	encoded, failed := w.coder.encodeAll(events)
	seen := make(map[string]bool, len(events))
	for i, e := range events {
		err := failed[i]
		if err == nil && seen[e.UID] {
			err = fault.New(fault.Invalid, "two events have the UID %q; readers would show one of them", e.UID)
		}
		if err != nil {
			w.left.refuse(err)
			continue
		}
		seen[e.UID] = true
		w.chosen = append(w.chosen, encoded[i])
	}
}

// shorten leaves out what exceeds the bound of octets. A smaller event behind
// one that does not fit may still do.
func (w *window) shorten() {
	total := roomForHead
	for _, c := range w.chosen {
		total += len(c.octets)
	}
	if total <= MostOctets {
		return
	}
	ranked := slices.Clone(w.chosen)
	slices.SortStableFunc(ranked, func(a, b chosen) int { return w.compare(a.event, b.event) })
	keep, room := make(map[*calendar.Event]bool, len(ranked)), MostOctets-roomForHead
	for _, c := range ranked {
		if len(c.octets) <= room {
			keep[c.event] = true
			room -= len(c.octets)
		}
	}
	before := len(w.chosen)
	w.chosen = slices.DeleteFunc(w.chosen, func(c chosen) bool { return !keep[c.event] })
	w.left.surplus += before - len(w.chosen)
}

// The ranks of events, the first to stay first.
const (
	ahead = iota
	past
	cancelled
)

// compare orders events by how long they stay.
func (w *window) compare(a, b *calendar.Event) int {
	rankA, daysA := w.rank(a)
	rankB, daysB := w.rank(b)
	return cmp.Or(cmp.Compare(rankA, rankB), cmp.Compare(daysA, daysB))
}

// rank returns an event's rank and its distance from today in days.
func (w *window) rank(e *calendar.Event) (rank, days int) {
	first, last := e.Day, e.After()-1
	if !e.AllDay() {
		first, last = date.NewAt(e.Start.In(w.feed.Calendar.Zone)), date.NewAt(e.End.In(w.feed.Calendar.Zone))
	}
	switch {
	case last < w.today:
		rank, days = past, int(w.today-last)
	default:
		rank, days = ahead, int(max(first-w.today, 0))
	}
	if e.Cancelled {
		rank = cancelled
	}
	return rank, days
}

// encoded yields the octets of the chosen events.
func (w *window) encoded() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for _, c := range w.chosen {
			if !yield(c.octets) {
				return
			}
		}
	}
}

// pieces returns where the chosen events are in a body of that length.
func (w *window) pieces(length int) (pieces []piece, first int) {
	pieces = make([]piece, len(w.chosen))
	end := 0
	for i, c := range w.chosen {
		end += len(c.octets)
		pieces[i] = piece{c.id, int32(end)}
	}
	return pieces, length - len("END:VCALENDAR\r\n") - end
}
