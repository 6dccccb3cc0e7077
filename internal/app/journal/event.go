package journal

import (
	"context"
	"encoding/json"
	"iter"
	"slices"
	"strings"
	"time"

	"followcal/internal/app/outlet"
	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/exchange"
	"followcal/schedule/record"
)

// Content is how a planned event is worded, as the store keeps it: enough to
// show it anywhere without planning it again.
type Content struct {
	Event    json.RawMessage    `json:"event"` // as [exchange.MarshalPlanEvent] words it
	Location string             `json:"location,omitempty"`
	URL      string             `json:"url,omitempty"`
	Phone    string             `json:"phone,omitempty"`
	Email    string             `json:"email,omitempty"`
	Concerns []schedule.Concern `json:"concerns,omitempty"` // the applications that share a follow-up
	Because  *Because           `json:"because,omitempty"`
	// Alarm is when its alarm rings, in minutes from its start.
	Alarm int `json:"alarm,omitempty"`
	// Script is where the description has what to say, from byte to byte: stored
	// twice, it would be the largest part of an event.
	Script *[2]int `json:"script,omitempty"`
}

// rows turns planned events into what the store keeps. An event's sequence and
// time of modification move only when something visible of it changed since it
// was last written.
type rows struct {
	out    outlet.Outlet
	before map[string]record.Event // by UID
	at     time.Time
	forget bool  // removed events lose their words
	err    error // why rows are missing
}

// newRows collects what was written of the applications before; nil: of all.
func newRows(ctx context.Context, w record.Writer, d *defaults, applications []string) (*rows, error) {
	r := &rows{
		out:    outlet.Outlet{Candidate: d.head.Name, Policy: d.policy, Privacy: outlet.Full, Alarms: true},
		before: map[string]record.Event{},
		at:     d.moment.at,
		forget: d.forgetful,
	}
	for e, err := range w.Plan().Events(ctx, record.EventQuery{Leads: applications}) {
		if err != nil {
			return nil, err
		}
		r.before[e.UID] = e
	}
	return r, nil
}

// all yields the rows of the planned events, then those of events that went but
// have been shown: calendars must be told. It ends early at an error.
func (r *rows) all(planned []schedule.Planned) iter.Seq[*record.Event] {
	byUID := make([]*schedule.Planned, len(planned)) // the order in which a store keeps them, which writes fastest
	for i := range planned {
		byUID[i] = &planned[i]
	}
	slices.SortFunc(byUID, func(a, b *schedule.Planned) int { return strings.Compare(a.UID, b.UID) })
	return func(yield func(*record.Event) bool) {
		for _, p := range byUID {
			e, err := r.row(p)
			if err != nil {
				r.err = err
				return
			}
			if e != nil && !yield(e) {
				return
			}
		}
		for uid := range r.before {
			e := r.before[uid]
			if !r.remove(&e) {
				continue
			}
			if r.forget {
				if e.Content, r.err = wordless(&e); r.err != nil {
					return
				}
			}
			if !yield(&e) {
				return
			}
		}
	}
}

// row is the row of p; nil for a cancelled event that nobody ever saw.
func (r *rows) row(p *schedule.Planned) (*record.Event, error) {
	before, known := r.before[p.UID]
	delete(r.before, p.UID)
	if p.State == schedule.StateCancelled && !known {
		return nil, nil //nolint:nilnil // nothing to write is no error
	}
	e := &record.Event{
		UID: p.UID, Application: p.Applications[0].ID, Kind: p.Kind, State: p.State,
		Due: p.Due, Start: p.Start, End: p.End, Zone: p.Zone.String(),
		Sequence: before.Sequence, Modified: before.Modified, RemovedAt: before.RemovedAt,
	}
	for _, a := range p.Applications {
		e.Applications = append(e.Applications, a.ID)
	}
	content := Content{Concerns: concerns(p), Because: because(p)}
	row := outlet.Brief(p) // most of a long log is over, and nobody calls by its scripts any more
	if outlet.Shown(p) {
		shown := r.out.Event(p)
		e.Fingerprint = shown.Fingerprint().String()
		row.Description = shown.Description
		content.Location, content.URL, content.Phone, content.Email = shown.Location, shown.URL, p.Contact.Phone, p.Contact.Email
		content.Alarm = int(r.out.AlarmOffset(p) / time.Minute)
		content.Script = scriptIn(shown.Description, p.Script(r.out.Candidate))
	}
	r.date(e, &before, known)
	worded, err := exchange.MarshalPlanEvent(&row)
	if err != nil {
		return nil, fault.Wrap(fault.Internal, err, "the event %s cannot be worded", p.UID)
	}
	content.Event = worded
	e.Content, err = json.Marshal(&content)
	return e, err
}

// date moves sequence and modification when what is visible changed.
func (r *rows) date(e, before *record.Event, known bool) {
	switch {
	case !known:
		e.Modified = r.at
	case e.Fingerprint == before.Fingerprint:
		return
	default:
		e.Sequence, e.Modified = before.Sequence+1, r.at
	}
	e.RemovedAt = time.Time{}
	if known && e.Fingerprint == "" {
		e.RemovedAt = r.at
	}
}

// remove turns the row of an event that is planned no more into that of a
// removed one. It reports false for one that was never shown.
func (r *rows) remove(e *record.Event) bool {
	if e.Fingerprint == "" && e.RemovedAt.IsZero() {
		return false
	}
	if e.Fingerprint != "" {
		e.Fingerprint, e.RemovedAt = "", r.at
		e.Sequence, e.Modified = e.Sequence+1, r.at
	}
	e.State = schedule.StateCancelled
	return true
}

// concerns lists the applications that share a follow-up, its own first, each
// with the UID that its own follow-up has.
func concerns(p *schedule.Planned) []schedule.Concern {
	list := []schedule.Concern{{Application: p.Applications[0].ID, Event: p.UID}}
	for i, uid := range p.Absorbed {
		list = append(list, schedule.Concern{Application: p.Applications[i+1].ID, Event: uid})
	}
	return list
}

// wordless is the content of a removed event that says nothing of what it was
// about but its kind.
func wordless(e *record.Event) ([]byte, error) {
	worded, err := exchange.MarshalPlanEvent(&exchange.PlanEvent{
		UID: e.UID, Kind: string(e.Kind), State: string(e.State), ApplicationIDs: e.Applications,
		Due: e.Due, AllDay: e.Start.IsZero(), Start: e.Start, End: e.End, Zone: e.Zone, Summary: string(e.Kind),
	})
	if err != nil {
		return nil, fault.Wrap(fault.Internal, err, "the event %s cannot be worded", e.UID)
	}
	return json.Marshal(&Content{Event: worded})
}
