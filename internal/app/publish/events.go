package publish

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strings"

	"followcal/auth"
	"followcal/calendar"
	"followcal/internal/app/journal"
	"followcal/internal/app/outlet"
	"followcal/schedule"
	"followcal/schedule/record"
)

// uidPurpose keeps published identifiers apart from whatever else an account's
// secret may key. It never changes, because the identifiers must not.
const uidPurpose = "followcal published uid 1\x00"

// UID is the identifier of an event in every calendar that an account publishes:
// always the same, and telling nothing about the event to who does not know the
// account's secret.
func UID(secret []byte, uid string) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(uidPurpose))
	mac.Write([]byte(uid))
	const octets = 20
	return strings.ToLower(base32.StdEncoding.EncodeToString(mac.Sum(nil)[:octets]))
}

// renderer turns stored events into those of one feed.
type renderer struct {
	feed   *auth.Feed
	secret []byte
	link   func(string, auth.Feed, record.Event) string
	out    outlet.Outlet
}

// events are those that the feed shows, then those that calendars are to remove.
func (r *renderer) events(p *journal.Published) []*calendar.Event {
	events := make([]*calendar.Event, 0, len(p.Shown)+len(p.Gone))
	for i := range p.Shown {
		if r.wants(&p.Shown[i]) {
			events = append(events, r.event(&p.Shown[i]))
		}
	}
	for i := range p.Gone {
		if r.wants(&p.Gone[i]) {
			events = append(events, r.cancelled(&p.Gone[i]))
		}
	}
	return events
}

// wants reports whether the feed shows events of an event's kind.
func (r *renderer) wants(p *journal.PublicEvent) bool {
	return len(r.feed.Kinds) == 0 || slices.Contains(r.feed.Kinds, string(p.Kind))
}

// event is what is shown of a planned event.
func (r *renderer) event(p *journal.PublicEvent) *calendar.Event {
	e := Event(r.secret, p)
	if r.link != nil && r.feed.Privacy == auth.Full {
		if address := r.link(r.feed.Account, *r.feed, p.Event); address != "" {
			e.URL = address
			e.Description = strings.TrimRight(e.Description, "\n") + "\n\n" + address
		}
	}
	r.out.Finish(e, p.Alarm)
	return e
}

// Event is a planned event in full as an account publishes it, whose secret keys
// the UID.
func Event(secret []byte, p *journal.PublicEvent) *calendar.Event {
	e := bare(secret, p)
	e.Description, e.Location, e.URL = p.Description, p.Location, p.URL
	e.Busy = p.Kind == schedule.InterviewHeld
	return e
}

// cancelled is what calendars are told of a planned event that they are to remove.
func (r *renderer) cancelled(p *journal.PublicEvent) *calendar.Event {
	e := bare(r.secret, p)
	e.Cancelled = true
	out := r.out
	out.Alarms = false
	out.Finish(e, 0)
	return e
}

// bare is a planned event without what only an open one shows. Its times are
// those of its last visible change, so that the same facts give the same octets.
func bare(secret []byte, p *journal.PublicEvent) *calendar.Event {
	e := &calendar.Event{
		UID: UID(secret, p.UID), Category: string(p.Kind), Summary: p.Summary,
		Start: p.Start, End: p.End,
		Sequence: p.Sequence, Stamped: p.Modified, Modified: p.Modified,
	}
	if p.Start.IsZero() {
		e.Day = p.Due
	}
	return e
}
