package mirror_test

import (
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar/mirror"
)

// at is an instant where the person is.
func at(day date.Date, hour, minute int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, berlin)
}

// settled is the row of a follow-up on Monday at nine, and its entry.
func settled() (mirror.Row, mirror.Entry) {
	c := mirror.Content{
		Summary: "Call Acme", Description: "Ask Jo.", Start: at(monday, 9, 0).UTC(), End: at(monday, 9, 15).UTC(),
		Zone: "Europe/Berlin", Anytime: true,
	}
	row := mirror.Row{
		UID: "a", Ref: "ref a", ID: mirror.EntryID("a", 0), Phase: mirror.Settled, Written: c,
		Seen: mirror.Seen{ETag: "1", Hash: c.Hash()},
	}
	return row, mirror.Entry{
		ID: row.ID, ETag: "2", Summary: c.Summary, Description: "── followcal ──\nAsk Jo.\n── your notes ──",
		Start: at(monday, 9, 0), End: at(monday, 9, 15), Mark: mirror.Mark{UID: "a", Hash: c.Hash()},
	}
}

func TestFindingsTellWhatAPersonDid(t *testing.T) {
	put := func(e *mirror.Entry, from, to time.Time) { e.Start, e.End = from, to }
	whole := func(e *mirror.Entry, day date.Date) { e.Start, e.End, e.Day, e.Days = time.Time{}, time.Time{}, day, 1 }
	tests := []struct {
		name  string
		edit  func(*mirror.Entry)
		kind  mirror.FindingKind // empty: nothing is to be logged
		day   date.Date
		phase mirror.Phase // empty: the row does not change
	}{
		{name: "an echo", edit: func(e *mirror.Entry) { e.ETag = "1" }},
		{"a colour", func(*mirror.Entry) {}, "", 0, mirror.Settled},
		{"reminders", func(e *mirror.Entry) { e.Reminders = []time.Duration{time.Hour} }, "", 0, mirror.Settled},
		{"notes", func(e *mirror.Entry) { e.Description += "\nJo is away" }, "", 0, mirror.Settled},
		{"another title", func(e *mirror.Entry) { e.Summary = "Call Acme Ltd" }, "", 0, mirror.Settled},
		{"another hour", func(e *mirror.Entry) { put(e, at(monday, 14, 0), at(monday, 15, 0)) }, "", 0, mirror.Settled},
		{"another zone", func(e *mirror.Entry) { put(e, e.Start.UTC(), e.End.UTC()) }, "", 0, mirror.Settled},
		{"the whole day", func(e *mirror.Entry) { whole(e, monday) }, "", 0, mirror.Settled},
		{"another day", func(e *mirror.Entry) { put(e, at(monday+2, 9, 0), at(monday+2, 9, 15)) }, mirror.Moved, monday + 2, mirror.Settled},
		{"another whole day", func(e *mirror.Entry) { whole(e, monday+1) }, mirror.Moved, monday + 1, mirror.Settled},
		{"late on the day where the person is", func(e *mirror.Entry) {
			put(e, at(monday, 23, 45).UTC(), at(monday+1, 0, 15).UTC())
		}, "", 0, mirror.Settled},
		{"after midnight where the person is", func(e *mirror.Entry) {
			put(e, at(monday+1, 0, 15).UTC(), at(monday+1, 0, 30).UTC())
		}, mirror.Moved, monday + 1, mirror.Settled},
		{"deleted", func(e *mirror.Entry) { *e = mirror.Entry{ID: e.ID, Deleted: true} }, mirror.Deleted, monday, mirror.Released},
		{"✓", func(e *mirror.Entry) { e.Summary = "✓ Call Acme" }, mirror.Ticked, monday, mirror.Released},
		{"✔", func(e *mirror.Entry) { e.Summary = " ✔️Call Acme" }, mirror.Ticked, monday, mirror.Released},
		{"☑", func(e *mirror.Entry) { e.Summary = "☑ Call Acme" }, mirror.Ticked, monday, mirror.Released},
		{"done", func(e *mirror.Entry) { e.Summary = "Done" }, mirror.Ticked, monday, mirror.Released},
		{"DONE:", func(e *mirror.Entry) { e.Summary = "DONE: Call Acme" }, mirror.Ticked, monday, mirror.Released},
		{"donegal", func(e *mirror.Entry) { e.Summary = "Donegal: Call Acme" }, "", 0, mirror.Settled},
		{"doné", func(e *mirror.Entry) { e.Summary = "Doneé" }, "", 0, mirror.Settled},
		{"not done", func(e *mirror.Entry) { e.Summary = "Call Acme: done" }, "", 0, mirror.Settled},
		{"ticked and moved", func(e *mirror.Entry) {
			e.Summary = "✓"
			put(e, at(monday+1, 9, 0), at(monday+1, 9, 15))
		}, mirror.Ticked, monday + 1, mirror.Released},
		{name: "a copy", edit: func(e *mirror.Entry) { e.ID, e.Summary = "copy123", "✓ copy" }},
		{name: "a foreign entry", edit: func(e *mirror.Entry) { *e = mirror.Entry{ID: "foreign", ETag: "9", Summary: "Dentist"} }},
		{"a mark that was lost", func(e *mirror.Entry) { e.Mark = mirror.Mark{} }, "", 0, mirror.Settled},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			row, e := settled()
			tt.edit(&e)
			f := mirror.Findings([]mirror.Row{row}, []mirror.Entry{e}, nil)
			var kind mirror.FindingKind
			var day date.Date
			if len(f.Findings) == 1 {
				kind, day = f.Findings[0].Kind, f.Findings[0].Day
			}
			if kind != tt.kind || day != tt.day || len(f.Findings) > 1 {
				t.Errorf("findings %+v, want %q on %v", f.Findings, tt.kind, tt.day)
			}
			var phase mirror.Phase
			if len(f.Put) == 1 {
				phase = f.Put[0].Phase
			}
			if phase != tt.phase || len(f.Put) > 1 {
				t.Errorf("rows %+v, want one in phase %q", f.Put, tt.phase)
			}
		})
	}
}

func TestATitleOfOursThatSaysDoneIsNoTick(t *testing.T) {
	row, e := settled()
	row.Written.Summary, e.Summary = "Done deal: call Acme", "Done deal: call Acme!"
	row.Seen.Hash = row.Written.Hash()
	e.Mark.Hash = row.Seen.Hash
	if f := mirror.Findings([]mirror.Row{row}, []mirror.Entry{e}, nil); len(f.Findings) != 0 {
		t.Errorf("findings %+v, want none", f.Findings)
	}
}

func TestFindingsAfterAnInterruptedPush(t *testing.T) {
	row, e := settled()
	next := row.Written
	next.Summary = "Write to Acme"
	next.Start, next.End = at(monday+1, 9, 0).UTC(), at(monday+1, 9, 15).UTC()
	writing, inserting, deleting, gone := row, row, row, row
	writing.Phase, writing.Intent = mirror.Writing, next
	inserting.Phase, inserting.Intent, inserting.Written, inserting.Seen = mirror.Writing, next, mirror.Content{}, mirror.Seen{}
	deleting.Phase = mirror.Deleting
	gone.Phase, gone.Written, gone.Seen = mirror.Gone, mirror.Content{}, mirror.Seen{}
	arrived := e
	arrived.Summary, arrived.Start, arrived.End, arrived.Mark.Hash = next.Summary, at(monday+1, 9, 0), at(monday+1, 9, 15), next.Hash()
	movedOn := arrived
	movedOn.Start, movedOn.End = at(monday+3, 9, 0), at(monday+3, 9, 15)
	other := arrived
	other.Mark.Hash = "of a state that nobody remembers"
	deleted := mirror.Entry{ID: e.ID, Deleted: true}
	tests := []struct {
		name  string
		row   mirror.Row
		entry mirror.Entry // zero: the remote does not know it
		phase mirror.Phase
		wrote mirror.ChangeKind
		found mirror.FindingKind
		again bool
	}{
		{"an update that arrived", writing, arrived, mirror.Settled, mirror.Update, "", false},
		{"an update that did not", writing, e, mirror.Writing, "", "", false},
		{"an update that arrived and was moved on", writing, movedOn, mirror.Settled, mirror.Update, mirror.Moved, false},
		{"an update of an entry that was deleted", writing, deleted, mirror.Released, "", mirror.Deleted, false},
		{"an update that another process wrote", writing, other, mirror.Settled, "", "", true},
		{"an insert that arrived", inserting, arrived, mirror.Settled, mirror.Insert, "", false},
		{"an insert that did not", inserting, mirror.Entry{}, mirror.Gone, "", "", false},
		{"an insert that arrived and was deleted", inserting, deleted, mirror.Released, "", mirror.Deleted, false},
		{"an insert of long ago", inserting, other, mirror.Settled, "", "", true},
		{"a deletion that arrived", deleting, deleted, mirror.Gone, mirror.Delete, "", false},
		{"a deletion of what is not known any more", deleting, mirror.Entry{}, mirror.Gone, mirror.Delete, "", false},
		{"a deletion that did not", deleting, e, mirror.Deleting, "", "", false},
		{"an entry that is not known any more", row, mirror.Entry{}, mirror.Released, "", mirror.Deleted, false},
		{"an insert that was given up and arrived late", gone, arrived, mirror.Settled, "", "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			entries, absent := []mirror.Entry{tt.entry}, []string(nil)
			if tt.entry.ID == "" {
				entries, absent = nil, []string{row.ID}
			}
			f := mirror.Findings([]mirror.Row{tt.row}, entries, absent)
			got := tt.row
			if len(f.Put) == 1 {
				got = f.Put[0]
			}
			var wrote mirror.ChangeKind
			if len(f.Wrote) == 1 {
				wrote = f.Wrote[0].Kind
			}
			var found mirror.FindingKind
			if len(f.Findings) == 1 {
				found = f.Findings[0].Kind
			}
			if got.Phase != tt.phase || wrote != tt.wrote || found != tt.found || f.Again != tt.again {
				t.Errorf("phase %q, wrote %q, found %q, again %v; want %+v", got.Phase, wrote, found, f.Again, tt)
			}
			if got.Phase == mirror.Settled && got.Written.Summary != next.Summary {
				t.Errorf("written is %q", got.Written.Summary)
			}
		})
	}
}

func TestADeletedEntryNeverUsesItsIDAgain(t *testing.T) {
	row, e := settled()
	row.Phase, row.Seen.Notes.Before = mirror.Deleting, "mine"
	f := mirror.Findings([]mirror.Row{row}, []mirror.Entry{{ID: e.ID, Deleted: true}}, nil)
	if len(f.Put) != 1 || f.Put[0].ID != mirror.EntryID("a", 1) || f.Put[0].Generation != 1 || f.Put[0].Seen.Notes.Before != "mine" {
		t.Errorf("rows %+v, want the next id and the notes", f.Put)
	}
}

func TestAnEntryThatTheLedgerForgotIsRecognisedByItsID(t *testing.T) {
	_, e := settled()
	e.ID = mirror.EntryID("a", 3)
	copied := e
	copied.ID = "copied1"
	f := mirror.Findings(nil, []mirror.Entry{copied, e}, nil)
	if len(f.Put) != 1 || f.Put[0].ID != e.ID || f.Put[0].Generation != 3 || f.Put[0].Written.Description != "Ask Jo." || !f.Again {
		t.Errorf("found %+v, want one row of the third generation", f)
	}
}

func TestUnsureAsksForWhatAListingLeavesOpen(t *testing.T) {
	rows := []mirror.Row{}
	for i, phase := range []mirror.Phase{mirror.Settled, mirror.Writing, mirror.Deleting, mirror.Released, mirror.Gone, mirror.Barred} {
		row, _ := settled()
		row.UID, row.Phase = string(phase), phase
		row.ID = mirror.EntryID(row.UID, i)
		rows = append(rows, row)
	}
	listed := []mirror.Entry{{ID: rows[1].ID}}
	for _, tt := range []struct {
		listing mirror.Listing
		unsure  int
		missing int
	}{
		{mirror.Listing{}, 2, 0},                            // what was interrupted
		{mirror.Listing{Entries: listed}, 1, 0},             // it was listed
		{mirror.Listing{Full: true}, 4, 3},                  // and what is not there
		{mirror.Listing{Full: true, Entries: listed}, 3, 2}, // but for what is
	} {
		ids, missing := mirror.Unsure(rows, &tt.listing)
		if len(ids) != tt.unsure || missing != tt.missing {
			t.Errorf("%+v leaves %d unsure and %d missing, want %d and %d", tt.listing, len(ids), missing, tt.unsure, tt.missing)
		}
	}
}
