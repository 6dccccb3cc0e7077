//go:build !race

package push_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar"
	"followcal/calendar/mirror"
)

// notebook is a small model of a record.
type notebook struct {
	events   map[string]mirror.Event
	revision int
	roll     bool // a day at the weekend becomes Monday
	zone     *time.Location
}

func newNotebook(roll bool) *notebook {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return &notebook{events: map[string]mirror.Event{}, roll: roll, zone: zone}
}

var uids = []string{"a", "b", "c", "d", "e", "f", "g", "i1", "i2"}

// log implements [application].
func (n *notebook) log(m *trial) {
	for range m.choose("events", 1, 3) {
		uid := pick(m, "uid", uids...)
		old, had := n.events[uid]
		if had && m.choose("drop", 0, 3) == 0 {
			delete(n.events, uid)
			m.changed(uid)
			continue
		}
		e := n.event(m, uid)
		if had && m.choose("keep", 0, 2) == 0 { // another title alone
			title := e.Summary
			e = old
			e.Summary = title
		}
		n.events[uid] = e
		if had && old.Day == e.Day && old.Start.Equal(e.Start) {
			m.changing(uid) // and the person's day stays
			continue
		}
		m.changed(uid)
	}
	n.revision++
}

// event is a follow-up with an alarm at nine, or an interview.
func (n *notebook) event(m *trial, uid string) mirror.Event {
	m.names++
	title := fmt.Sprintf("Call %s %d", uid, m.names) // no title returns, so that each is a change
	day := date.New(2026, time.March, 3) + date.Date(m.choose("day", 0, 9))
	e := calendar.Event{
		UID: uid, Summary: title, Description: "Ask about “" + title + "”.\nThen wait.", URL: "https://example.org/" + uid,
		Day: day, Days: 1, Category: "call", Alarms: []calendar.Alarm{calendar.AlarmAt(9, 0, title)},
	}
	if strings.HasPrefix(uid, "i") {
		start := time.Date(day.Year(), day.Month(), day.Day(), m.choose("hour", 8, 16), 0, 0, 0, n.zone)
		e = calendar.Event{
			UID: uid, Summary: title, Location: "Acme, Berlin", Busy: true, Start: start, End: start.Add(time.Hour), Category: "interview",
			Alarms: []calendar.Alarm{calendar.AlarmBefore(time.Hour, title)},
		}
	}
	return mirror.Event{Ref: "ref " + uid, Event: e}
}

// unbar implements [application].
func (n *notebook) unbar(m *trial) {
	for uid, e := range n.events {
		e.Summary += " again"
		n.events[uid] = e
		m.changing(uid)
	}
	n.revision++
}

// Revision implements [mirror.Source].
func (n *notebook) Revision(context.Context, string) (string, error) {
	return fmt.Sprint("r", n.revision), nil
}

// Desired implements [mirror.Source].
func (n *notebook) Desired(_ context.Context, _ string, s mirror.Settings) (mirror.Desired, error) {
	all := slices.SortedFunc(maps.Values(n.events), func(x, y mirror.Event) int { return cmp.Compare(x.UID, y.UID) })
	all = slices.DeleteFunc(all, func(e mirror.Event) bool { return len(s.Kinds) > 0 && !slices.Contains(s.Kinds, e.Category) })
	for i := range all {
		if s.Privacy == "busy" {
			all[i].Summary, all[i].Description = "Busy", ""
		}
	}
	return mirror.Desired{Events: all, Zone: n.zone, Revision: fmt.Sprint("r", n.revision)}, nil
}

// Take implements [mirror.Source].
func (n *notebook) Take(_ context.Context, _ string, all []mirror.Finding) ([]mirror.Outcome, error) {
	var outcomes []mirror.Outcome
	for i := range all {
		outcomes = append(outcomes, n.take(&all[i]))
	}
	return outcomes, nil
}

func (n *notebook) take(f *mirror.Finding) mirror.Outcome {
	e, wanted := n.events[f.UID]
	switch {
	case !wanted:
		return mirror.Outcome{Sentence: "It is not planned any more.", Refused: true}
	case f.Kind != mirror.Moved:
		delete(n.events, f.UID)
	case !e.AllDay():
		return mirror.Outcome{Sentence: "Its day is not ours to choose.", Refused: true}
	case n.open(f.Day) == e.Day:
		return mirror.Outcome{Sentence: "The log knows it already."}
	default:
		e.Day = n.open(f.Day)
		n.events[f.UID] = e
	}
	n.revision++
	return mirror.Outcome{Sentence: string(f.Kind)}
}

// open returns the business day for a day.
func (n *notebook) open(d date.Date) date.Date {
	for n.roll && (d.Weekday() == time.Saturday || d.Weekday() == time.Sunday) {
		d++
	}
	return d
}
