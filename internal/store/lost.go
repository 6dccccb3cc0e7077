package store

import (
	"context"
	"database/sql"
	"html"
	"slices"
	"strings"

	"followcal/calendar/mirror"
	"followcal/internal/store/internal/query"
	"followcal/schedule"
	"followcal/schedule/exchange"
)

// lost is what a change forgets, as far as it may have been written to a remote
// calendar. An entry is found by its event, when the plan still says that the
// event concerned what is forgotten; and by the words in it, because the entry
// may be older than the plan.
type lost struct {
	events map[string]struct{} // their UIDs in the plan
	words  map[string]struct{} // folded
}

// loseEvents notes the events of an application, its own and shared ones.
func (w *writer) loseEvents(ctx context.Context, application string) error {
	own, err := w.EventsOf(ctx, query.EventsOfParams{Account: w.account, Application: application})
	if err != nil {
		return err
	}
	shared, err := w.SharedWith(ctx, query.SharedWithParams{Account: w.account, Application: application})
	if err != nil {
		return err
	}
	if w.lost.events == nil {
		w.lost.events = make(map[string]struct{})
	}
	for _, uid := range slices.Concat(own, shared) {
		w.lost.events[uid] = struct{}{}
	}
	return nil
}

// lose notes what an application may have at the remote.
func (w *writer) lose(ctx context.Context, id string, t *timeline) error {
	states := []sql.NullString{t.now}
	for _, m := range t.moments {
		states = append(states, m.before)
	}
	for _, facts := range states {
		if !facts.Valid {
			continue
		}
		a, err := exchange.UnmarshalApplication([]byte(facts.String))
		if err != nil {
			return damaged(err)
		}
		w.lost.add(wordsOf(&a))
	}
	return w.loseEvents(ctx, id)
}

// losing is f that notes the words of what it rewrites, as they were before.
func (w *writer) losing(f func(*schedule.Application) bool) func(*schedule.Application) bool {
	return func(a *schedule.Application) bool {
		words := wordsOf(a)
		if !f(a) {
			return false
		}
		w.lost.add(words)
		return true
	}
}

// wordsOf are the words that tell an application's entries: whom they are about.
func wordsOf(a *schedule.Application) []string {
	words := []string{a.Employer}
	for _, c := range a.Contacts {
		words = append(words, c.Name, c.Phone, c.Email)
	}
	return words
}

func (l *lost) add(words []string) {
	if l.words == nil {
		l.words = make(map[string]struct{})
	}
	for _, word := range words {
		if folded := schedule.Fold(word); folded != "" {
			l.words[folded] = struct{}{}
		}
	}
}

// forgetMirrored takes what is forgotten out of what was written to the remote.
// A row keeps its UID, its id and its times, so that the mirror knows its entry,
// and deletes or rewrites it when it runs next.
func (w *writer) forgetMirrored(ctx context.Context) error {
	if !w.forgot {
		return nil
	}
	there, err := w.endHold(ctx)
	if err != nil || !there {
		return err
	}
	rows, err := w.tx.QueryContext(ctx, w.dialect.bind(`SELECT `+mirroredColumns+`,
EXISTS (SELECT 1 FROM events WHERE events.account = mirrored.account AND events.uid = mirrored.ref)
FROM mirrored WHERE account = ? ORDER BY uid`), w.account)
	if err != nil {
		return err
	}
	all, err := collect(rows, nil, func(rows *sql.Rows, f *forgotten) error { return scanMirrored(rows, &f.Row, &f.planned) })
	if err != nil {
		return err
	}
	var blanked []mirror.Row
	for i := range all {
		if f := &all[i]; w.lost.has(&f.Row) {
			f.blank()
			blanked = append(blanked, f.Row)
		}
	}
	if err := w.putMirrored(ctx, blanked); err != nil {
		return err
	}
	return w.forgetPushed(ctx, blanked)
}

// endHold takes the lane from who runs it and reports whether there is one. That
// process has the words in memory and would write them down again. The lane stays
// taken for as long as it was: by then calls that are on their way have arrived.
func (w *writer) endHold(ctx context.Context) (there bool, err error) {
	if there, err = w.dialect.lockRow(ctx, w.tx, "lanes", w.account); err != nil || !there {
		return false, err
	}
	l, err := w.Lane(ctx, w.account)
	if err != nil {
		return false, err
	}
	if l.Holder != "" {
		l.Holder = "forget"
	}
	if w.lost.mentions(l.TroubleSentence) {
		l.TroubleSentence = "" // the next run finds it again, if it is still there
	}
	return true, w.PutLane(ctx, query.PutLaneParams(l))
}

// forgetPushed removes of the last push what was about it: it cannot be taken
// back without its words.
func (w *writer) forgetPushed(ctx context.Context, blanked []mirror.Row) error {
	rows, err := w.tx.QueryContext(ctx, w.dialect.bind("SELECT "+pushedColumns+" FROM pushed WHERE account = ?"), w.account)
	if err != nil {
		return err
	}
	type numbered struct {
		mirror.Written
		number int64
	}
	all, err := collect(rows, nil, func(rows *sql.Rows, n *numbered) error { return scanPushed(rows, &n.number, &n.Written) })
	if err != nil {
		return err
	}
	for i := range all {
		n := &all[i]
		_, about := slices.BinarySearchFunc(blanked, n.UID, func(r mirror.Row, uid string) int { return strings.Compare(r.UID, uid) })
		if !about && !w.lost.in(&n.Before) && !w.lost.in(&n.After) {
			continue
		}
		if err := w.RemovePushedChange(ctx, query.RemovePushedChangeParams{Account: w.account, Number: n.number}); err != nil {
			return err
		}
	}
	return nil
}

// forgotten is a row that may be about what is forgotten.
type forgotten struct {
	mirror.Row
	planned bool // its event is still planned
}

// noState is a tag that no entry ever has.
const noState = `"forgotten"`

// blank leaves of a row what finds its entry.
func (f *forgotten) blank() {
	if f.Phase == mirror.Writing {
		// It may arrive yet: by its mark it is known as the mirror's.
		f.Seen.Hash = f.Intent.Hash()
	}
	if f.Phase == mirror.Writing && !f.planned {
		// It is not wanted any more.
		f.Phase = mirror.Deleting
		if f.Written.IsZero() {
			f.Written = f.Intent
		}
		f.Intent = mirror.Content{}
	}
	f.Intent, f.Written = wordless(&f.Intent), wordless(&f.Written)
	f.Seen.Notes = mirror.Notes{}
	if f.planned && f.Seen.ETag != "" {
		f.Seen.ETag = noState // the person's notes are read again before it is written
	}
}

// wordless is a content without anything that was worded. What is left says
// whether somebody moved the entry.
func wordless(c *mirror.Content) mirror.Content {
	return mirror.Content{
		Day: c.Day, Days: c.Days, Start: c.Start, End: c.End, Zone: c.Zone,
		Busy: c.Busy, Anytime: c.Anytime, Reminders: c.Reminders,
	}
}

// has reports whether a row is about what is forgotten.
func (l *lost) has(r *mirror.Row) bool {
	_, known := l.events[r.Ref]
	return known || l.in(&r.Intent) || l.in(&r.Written) || l.mentions(r.Seen.Notes.Before, r.Seen.Notes.After)
}

// in reports whether a content mentions what is forgotten.
func (l *lost) in(c *mirror.Content) bool {
	return l.mentions(c.Summary, c.Description, c.Location, c.Source)
}

// mentions reports whether any of the words stands in any of the texts. A short
// one counts as a word of its own alone.
func (l *lost) mentions(texts ...string) bool {
	const short = 4
	for _, text := range texts {
		if text == "" || len(l.words) == 0 {
			continue
		}
		folded := " " + schedule.Fold(html.UnescapeString(text)) + " " // descriptions may be HTML
		for word := range l.words {
			if len(word) < short {
				word = " " + word + " "
			}
			if strings.Contains(folded, word) {
				return true
			}
		}
	}
	return false
}
