package mirror

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sight is what looking at one entry brought.
type sight struct {
	row     Row
	found   Finding // of no kind: nothing that is to be logged
	wrote   Written // of no kind: no write of the mirror's was seen to have arrived
	adopted bool    // the row knew nothing of this state: what is wanted is to be compared again
}

// observe compares an entry with what its row knows. It tells three hands apart:
// what the mirror wrote last, what it was about to write when it was
// interrupted, and what a person did. The mark's hash says which of the first two
// the entry was before the person.
//
// A write or a deletion that did not arrive leaves its row in its phase, so that
// the next push writes again, whatever is wanted then: that gives the entry a new
// ETag, and what may still be on its way comes too late.
func observe(r Row, e *Entry) sight {
	switch {
	case r.Phase == Released:
		return sight{row: r}
	case e.Deleted:
		return observeDeleted(r)
	case r.Phase == Gone:
		return sight{row: adopt(r, e), adopted: true} // a write that was given up arrived late
	case e.ETag != "" && e.ETag == r.Seen.ETag:
		return sight{row: r}
	}
	s := sight{row: r}
	switch hash := e.Mark.Hash; {
	case r.Phase == Writing && hash != "" && hash == r.Intent.Hash():
		s.row, s.wrote = landed(r)
	case r.Written.IsZero(), hash != "" && hash != r.Seen.Hash:
		return sight{row: adopt(r, e), adopted: true} // some other state of the mirror's wrote it
	}
	s.row.Seen.ETag, s.row.Seen.Hash = e.ETag, e.Mark.Hash
	s.look(e)
	return s
}

// observeDeleted tells the mirror's deletion from a person's.
func observeDeleted(r Row) sight {
	switch {
	case r.Phase == Gone, r.Phase == Barred && r.Written.IsZero():
		return sight{row: r}
	case r.Phase == Deleting:
		return sight{row: r.gone(), wrote: Written{UID: r.UID, Kind: Delete, Before: r.Written}}
	}
	from := r.Written
	if from.IsZero() {
		from = r.Intent // it arrived, and was deleted before anybody looked
	}
	return sight{row: r.released(), found: Finding{Kind: Deleted, UID: r.UID, Ref: r.Ref, From: from, Day: from.place().on(from.Zone)}}
}

// landed returns the row of an entry that has what was intended.
func landed(r Row) (Row, Written) {
	wrote := Written{UID: r.UID, Kind: Update, Before: r.Written, After: r.Intent}
	if r.Written.IsZero() {
		wrote.Kind = Insert
	}
	r.arrive(r.placeFor(&r.Intent))
	return r, wrote
}

// arrive makes what was intended what is written, at a place.
func (r *Row) arrive(at place) {
	r.Seen.put(place{})
	if !at.same(r.Intent.place()) {
		r.Seen.put(at) // the day is agreed on
	}
	r.Phase, r.Written, r.Intent = Settled, r.Intent, Content{}
}

// adopt returns the row of an entry as if the mirror had written what it shows.
func adopt(r Row, e *Entry) Row {
	r.Phase, r.Intent, r.Written = Settled, Content{}, contentOf(e)
	notes, _ := splitNotes(e.Description, "")
	r.Seen = Seen{ETag: e.ETag, Hash: e.Mark.Hash, Notes: notes}
	return r
}

func (r Row) released() Row {
	r.Phase, r.Intent = Released, Content{}
	return r
}

// gone returns the row of an entry that the mirror deleted: the id is used up,
// and the notes are kept for the next one.
func (r Row) gone() Row {
	r.Generation++
	r.ID = EntryID(r.UID, r.Generation)
	r.Phase, r.Intent, r.Written, r.Seen = Gone, Content{}, Content{}, Seen{Notes: r.Seen.Notes}
	return r
}

// look takes what a person changed: ticked off, moved to another day, or kept for
// them: notes, and the time within the day. What else they changed of the
// mirror's own is written over by the next change.
func (s *sight) look(e *Entry) {
	r := &s.row
	r.Seen.Notes, _ = splitNotes(e.Description, r.Written.Description)
	was, is := r.place(), placeOf(e)
	day, before := is.on(r.Written.Zone), was.on(r.Written.Zone)
	if !is.same(was) {
		taken := r.Seen.Taken && day == before
		r.Seen.put(is)
		r.Seen.Taken = taken
		if is.same(r.Written.place()) {
			r.Seen.put(place{})
		}
	}
	found := Finding{UID: r.UID, Ref: r.Ref, From: r.Written, To: contentOf(e), Day: day}
	switch {
	case ticked(e.Summary) && !ticked(r.Written.Summary):
		s.row = r.released()
		found.Kind = Ticked
	case day != before:
		found.Kind = Moved
	default:
		return
	}
	s.found = found
}

// ticked reports whether a title says that it is done.
func ticked(title string) bool {
	title = strings.TrimSpace(title)
	for _, mark := range [...]string{"✓", "✔", "☑", "✅"} {
		if strings.HasPrefix(title, mark) {
			return true
		}
	}
	const word = "done"
	if len(title) < len(word) || !strings.EqualFold(title[:len(word)], word) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(title[len(word):])
	return len(title) == len(word) || !unicode.IsLetter(next) && !unicode.IsDigit(next) && next != '_'
}
