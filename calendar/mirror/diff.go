package mirror

import (
	"cmp"
	"slices"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
)

// Plan is the difference between what is wanted and what is at the remote.
type Plan struct {
	Changes  []Change  // by day, then by UID
	Findings []Finding // what persons did that is to be logged first; only [Mirror.Plan] tells
	Inserts  int
	Updates  int
	Deletes  int
	Same     int    // events without a change: as they are wanted, a person's, or refused
	Guard    string // why it is not carried out until it is forced: a sentence; empty: it is

	quiet []Row // rows that change without a call
}

// Change is one call of a plan.
type Change struct {
	Kind     ChangeKind
	Sentence string  // what it does, in plain words without a full stop
	Row      Row     // as it was; new for an event that has none
	Want     Content // zero for a delete
}

// DiffOptions is what a plan depends on besides events and rows.
type DiffOptions struct {
	Settings Settings
	Today    date.Date // days of other years are told with their year
	Force    bool      // without the guard, and with what was refused before
}

// Diff plans how the remote becomes what is wanted. Both lists are sorted by UID
// where they are not. It fails with a fault of kind Internal when two events have
// one UID.
func Diff(d *Desired, rows []Row, o DiffOptions) (Plan, error) {
	events, rows := sorted(d.Events, func(e *Event) string { return e.UID }), sorted(rows, func(r *Row) string { return r.UID })
	p := differ{DiffOptions: o, from: d.From}
	live := 0
	for i, j := 0, 0; i < len(events) || j < len(rows); {
		order := -1
		switch {
		case i == len(events):
			order = 1
		case j < len(rows):
			order = cmp.Compare(events[i].UID, rows[j].UID)
		}
		var row *Row
		if order >= 0 {
			row = &rows[j]
			j++
			if row.there() {
				live++
			}
		}
		if order > 0 {
			p.unwanted(row)
			continue
		}
		e := &events[i]
		i++
		if i < len(events) && events[i].UID == e.UID {
			return Plan{}, fault.New(fault.Internal, "two events have the UID %q", e.UID)
		}
		if order < 0 {
			row = &Row{UID: e.UID, ID: EntryID(e.UID, 0), Phase: Gone}
		}
		if e.Cancelled {
			p.unwanted(row)
			continue
		}
		want := shape(&e.Event, d.Zone, &o.Settings, &row.Written)
		p.wanted(row, e.Ref, &want)
	}
	p.order()
	if !o.Force {
		p.Guard = guardPlan(p.Deletes, live)
	}
	return p.Plan, nil
}

func sorted[T any](all []T, uid func(*T) string) []T {
	byUID := func(a, b T) int { return cmp.Compare(uid(&a), uid(&b)) }
	for i := 1; i < len(all); i++ {
		if uid(&all[i-1]) > uid(&all[i]) {
			return slices.SortedFunc(slices.Values(all), byUID)
		}
	}
	return all
}

// differ gathers a plan.
type differ struct {
	DiffOptions
	Plan
	from date.Date
}

// unwanted plans for a row without an event. What the person has stays.
func (p *differ) unwanted(r *Row) {
	switch {
	case r.Phase == Released, r.Phase == Gone:
	case r.Phase == Settled && !r.Written.IsZero() && r.place().on(r.Written.Zone) < p.from: // it is history
		p.Same++
	case r.Phase == Barred && r.Intent.IsZero() && !p.Force: // deleting it would be refused again
	case r.Phase == Barred && r.Written.IsZero(): // it never arrived
		gone := *r
		gone.Phase, gone.Intent = Gone, Content{}
		p.quiet = append(p.quiet, gone)
	default:
		p.add(Delete, r, r.Ref, &Content{})
	}
}

// wanted plans for an event and its row.
func (p *differ) wanted(r *Row, ref string, want *Content) {
	switch {
	case r.Phase == Released:
		p.Same++
	case r.Phase == Barred && !p.Force && r.Intent.sameText(want) && r.Intent.place().same(want.place()):
		p.Same++ // it would be refused again
	case r.Phase == Gone, r.Written.IsZero():
		p.add(Insert, r, ref, want)
	case r.Phase == Settled && r.Written.sameText(want) && r.placeFor(want).same(r.place()):
		p.Same++
		p.keep(r, ref, want)
	default:
		p.add(Update, r, ref, want)
	}
}

// keep notes what is wanted of an entry that shows it already: the application
// followed the person.
func (p *differ) keep(r *Row, ref string, want *Content) {
	followed := !want.place().same(r.Written.place())
	if !followed && r.Ref == ref {
		return
	}
	now := *r
	now.Ref = ref
	if followed {
		now.Intent = *want
		now.Intent.Reminders = r.Written.Reminders
		now.arrive(r.place())
	}
	p.quiet = append(p.quiet, now)
}

func (p *differ) add(kind ChangeKind, r *Row, ref string, want *Content) {
	p.Changes = append(p.Changes, Change{Kind: kind, Row: *r, Want: *want})
	p.Changes[len(p.Changes)-1].Row.Ref = ref
	switch kind {
	case Insert:
		p.Inserts++
	case Update:
		p.Updates++
	case Delete:
		p.Deletes++
	}
}

// order sorts the changes and has each say itself.
func (p *differ) order() {
	type key struct {
		day date.Date
		at  int
	}
	keys := make([]key, len(p.Changes))
	for i := range p.Changes {
		c := &p.Changes[i]
		c.Sentence = c.sentence(p.Today)
		keys[i] = key{c.shownOn(), i}
	}
	slices.SortFunc(keys, func(a, b key) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.at, b.at)) })
	ordered := make([]Change, 0, len(keys))
	for _, k := range keys {
		ordered = append(ordered, p.Changes[k.at])
	}
	p.Changes = ordered
}

// shownOn is where a person looks for a change: on the new day, or where the event
// was.
func (c *Change) shownOn() date.Date {
	if c.Kind == Delete {
		return c.Row.place().on(c.Row.Written.Zone)
	}
	return c.Row.placeFor(&c.Want).on(c.Want.Zone)
}
