package publish

import (
	"context"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/auth"
	"followcal/calendar"
	"followcal/internal/app/journal"
)

// Notice is something about followcal itself that the candidate is to know and
// to do.
type Notice struct {
	ID                   string    // tells notices of an account apart
	Since                time.Time // UTC
	Summary, Description string
}

// Notices knows what an account is to be told in its feeds. None is no fault.
type Notices func(ctx context.Context, account string) ([]Notice, error)

// noticeAlarm is when a notice rings, from the beginning of its day.
const noticeAlarm = 9 * time.Hour

// noticePurpose keeps the UIDs of notices apart from those of planned events.
const noticePurpose = "notice "

// noticed are the account's notices as events of a feed. They stand on today until
// they are over, so that they are seen, and are for nobody but the owner.
func (r *renderer) noticed(all []Notice, p *journal.Published) []*calendar.Event {
	if r.feed.Privacy != auth.Full {
		return nil
	}
	events := make([]*calendar.Event, 0, len(all))
	for i := range all {
		n := &all[i]
		began := p.DayBegan().UTC()
		e := &calendar.Event{
			UID: UID(r.secret, noticePurpose+n.ID+n.Since.UTC().Format(time.RFC3339)), Category: "notice",
			Summary: n.Summary, Description: n.Description, Day: p.Today,
			Sequence: int32(p.Today - date.NewAt(n.Since.In(p.Zone))),
			Stamped:  later(began, n.Since), Modified: later(began, n.Since),
		}
		r.out.Finish(e, noticeAlarm)
		events = append(events, e)
	}
	return events
}
