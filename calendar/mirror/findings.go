package mirror

import "slices"

// Found is what a listing says about the rows.
type Found struct {
	Findings []Finding // what persons did, to be logged
	Put      []Row     // as they are now
	Wrote    []Written // by a push that was interrupted
	Again    bool      // what is wanted is to be compared again
}

// Unsure returns the ids of entries that a listing leaves unsure, and which of
// them seem to have gone: on a full listing a missing entry is asked for before
// it counts as deleted, and so is one that an interrupted push may have written.
func Unsure(rows []Row, l *Listing) (ids []string, missing int) {
	listed := make(map[string]bool, len(l.Entries))
	for i := range l.Entries {
		listed[l.Entries[i].ID] = true
	}
	for i := range rows {
		r := &rows[i]
		interrupted := r.Phase == Writing || r.Phase == Deleting
		gone := l.Full && r.there()
		if (interrupted || gone) && !listed[r.ID] {
			ids = append(ids, r.ID)
			if gone {
				missing++
			}
		}
	}
	return ids, missing
}

// there reports whether the remote has an entry, as far as is known.
func (r *Row) there() bool {
	switch r.Phase {
	case Released, Gone, Deleting:
		return false
	case Writing, Settled, Barred:
	}
	return !r.Written.IsZero()
}

// Findings compares what the remote shows with the rows, by UID. Absent are ids
// that the remote does not know. What is unchanged, an echo of the mirror's own
// writes, and entries that are not its own bring nothing: a copy that somebody
// made has the mark, and another id.
func Findings(rows []Row, entries []Entry, absent []string) Found {
	var f Found
	last := make(map[string]int, len(entries)) // pages may repeat an entry
	for i := range entries {
		last[entries[i].ID] = i
	}
	byID, byUID := make(map[string]int, len(rows)), make(map[string]bool, len(rows))
	for i := range rows {
		byID[rows[i].ID] = i
		byUID[rows[i].UID] = true
	}
	for i := range entries {
		e := &entries[i]
		at, known := byID[e.ID]
		switch {
		case last[e.ID] != i:
		case known:
			f.add(&rows[at], observe(rows[at], e))
		case !e.Deleted && e.Mark.UID != "" && !byUID[e.Mark.UID]:
			if g := generationOf(e.Mark.UID, e.ID); g >= 0 { // the ledger is older than the entry
				byUID[e.Mark.UID] = true
				f.Put = append(f.Put, adopt(Row{UID: e.Mark.UID, ID: e.ID, Generation: g}, e))
				f.Again = true
			}
		}
	}
	for _, id := range absent {
		if at, known := byID[id]; known {
			f.add(&rows[at], observeAbsent(rows[at]))
		}
	}
	return f
}

// observeAbsent is [observe] for an entry that the remote does not know.
func observeAbsent(r Row) sight {
	if r.Phase == Writing && r.Written.IsZero() { // it never arrived: the id is still unused
		r.Phase, r.Intent, r.Seen = Gone, Content{}, Seen{Notes: r.Seen.Notes}
		return sight{row: r}
	}
	return observeDeleted(r)
}

func (f *Found) add(before *Row, s sight) {
	f.Again = f.Again || s.adopted
	if s.found.Kind != "" {
		f.Findings = append(f.Findings, s.found)
	}
	if s.wrote.Kind != "" {
		f.Wrote = append(f.Wrote, s.wrote)
	}
	if !s.row.equal(before) {
		f.Put = append(f.Put, s.row)
	}
}

// equal reports whether two rows say the same.
func (r *Row) equal(o *Row) bool {
	return r.UID == o.UID && r.Ref == o.Ref && r.ID == o.ID && r.Generation == o.Generation && r.Phase == o.Phase &&
		r.Seen == o.Seen && r.Intent.equal(&o.Intent) && r.Written.equal(&o.Written)
}

// equal reports whether two contents are the same in every field.
func (c *Content) equal(d *Content) bool {
	return c.sameText(d) && c.place() == d.place() && c.Anytime == d.Anytime && slices.Equal(c.Reminders, d.Reminders)
}
