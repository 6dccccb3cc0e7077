package journal

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/record"
	"followcal/schedule/workday"
)

// PublishedRequest asks for what calendars show.
type PublishedRequest struct {
	PastDays int // how far back
	GoneDays int // how long what is no longer shown is reported, today included
}

// Published is what calendars show of a log, as it was stored.
type Published struct {
	Zone    *time.Location
	Today   date.Date     // there
	Shown   []PublicEvent // by due day, start and UID
	Gone    []PublicEvent // what was shown and is called off
	Changed time.Time     // when something was last logged; zero: never
}

// PublicEvent is a planned event with what calendars show of it.
type PublicEvent struct {
	record.Event         // times in its zone
	Summary, Description string
	Location, URL        string
	Alarm                time.Duration // from its start
}

// Freshen brings the stored plan up to date where a new day began, or where it
// was left to who needs it.
func (j *Journal) Freshen(ctx context.Context) error {
	return j.planned(ctx, 0, func(record.Reader, *defaults) error { return nil })
}

// Published returns what calendars show, and plans nothing. It is late when the
// stored plan is not that of today: then it returns nothing, and [Journal.Freshen]
// is to be called first.
func (j *Journal) Published(ctx context.Context, request PublishedRequest) (p Published, late bool, err error) {
	late, err = j.ifFresh(ctx, 0, func(r record.Reader, d *defaults) (err error) {
		p = Published{Today: d.moment.today}
		if p.Zone, err = workday.Zone(d.head.Zone); err != nil {
			return err
		}
		from := d.moment.today - date.Date(request.PastDays)
		if p.Shown, err = publicEvents(ctx, r, record.EventQuery{States: openStates, From: from}); err != nil {
			return err
		}
		since := dayIn(d.moment.today-date.Date(request.GoneDays)+1, p.Zone)
		if p.Gone, err = publicEvents(ctx, r, record.EventQuery{States: goneStates, From: from, RemovedSince: since}); err != nil {
			return err
		}
		for change, err := range r.Changes(ctx) {
			p.Changed = change.At
			return err
		}
		return nil
	})
	return p, late, err
}

// batch is events that are understood while the next ones are read.
type batch struct {
	events []PublicEvent
	err    error
}

const batchSize = 32

// publicEvents reads the selected events with what is shown of them. What was
// read is understood by another goroutine, because each takes as long.
func publicEvents(ctx context.Context, r record.Reader, q record.EventQuery) ([]PublicEvent, error) {
	var batches []*batch
	var understanding sync.WaitGroup
	defer understanding.Wait()
	read := new(batch)
	understand := func() {
		b := read
		batches, read = append(batches, b), new(batch)
		understanding.Go(func() { b.err = understandAll(b.events) })
	}
	for e, err := range r.Plan().Events(ctx, q) {
		if err != nil {
			return nil, err
		}
		if read.events = append(read.events, PublicEvent{Event: e}); len(read.events) == batchSize {
			understand()
		}
	}
	understand()
	understanding.Wait()
	var all []PublicEvent
	for _, b := range batches {
		if b.err != nil {
			return nil, b.err
		}
		all = append(all, b.events...)
	}
	return all, nil
}

func understandAll(events []PublicEvent) error {
	for i := range events {
		if err := events[i].understand(); err != nil {
			return fault.Wrap(fault.Internal, err, "the planned event %s cannot be read from the database: run followcal doctor", events[i].UID)
		}
	}
	return nil
}

// understand reads of an event's [Content] no more than what is shown, which is
// much faster.
func (p *PublicEvent) understand() error {
	p.Summary = string(p.Kind) // all there is where its words were forgotten
	if len(p.Content) > 0 {
		var content struct {
			Event    struct{ Summary, Description string }
			Location string
			URL      string
			Alarm    int
		}
		if err := json.Unmarshal(p.Content, &content); err != nil {
			return err
		}
		p.Summary, p.Description, p.Location, p.URL = content.Event.Summary, content.Event.Description, content.Location, content.URL
		p.Alarm = time.Duration(content.Alarm) * time.Minute
	}
	if p.Start.IsZero() {
		return nil
	}
	zone, err := workday.Zone(p.Zone)
	if err == nil {
		p.Start, p.End = p.Start.In(zone), p.End.In(zone)
	}
	return err
}

// goneStates are those of events that calendars are told to remove. What is done
// was not called off; it is only shown no more.
var goneStates = []schedule.State{schedule.StateCancelled, schedule.StateDismissed, schedule.StateMissed}

// DayBegan is when today began where the candidate is.
func (p *Published) DayBegan() time.Time { return dayIn(p.Today, p.Zone) }

// NextDay is when the day after today begins where the candidate is.
func (p *Published) NextDay() time.Time { return dayIn(p.Today+1, p.Zone) }

// dayIn is when a day begins in a zone. Where clocks go forward at midnight it
// begins later.
func dayIn(day date.Date, zone *time.Location) time.Time {
	t := day.MidnightIn(zone)
	for date.NewAt(t) < day {
		t = t.Add(time.Hour)
	}
	return t
}
