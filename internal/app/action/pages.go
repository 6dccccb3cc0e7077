package action

import (
	"context"
	"slices"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/auth"
	"followcal/internal/app/journal"
	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
	"followcal/schedule/record"
)

// Feeds finds the feeds that links belong to; an [auth.FeedStore] is one.
type Feeds interface {
	// Feeds returns the account's feeds; none is no fault.
	Feeds(ctx context.Context, account string) ([]auth.Feed, error)
}

// Pages shows events to those who hold their links, and does what they say. It
// is safe for concurrent use.
//
// Every call takes the signed text of a link. Faults: NotFound for a text that
// nobody signed, Gone for a link whose day, feed or event is over, Unavailable
// when the database is.
type Pages struct {
	Key     auth.Key
	Feeds   Feeds
	Journal *journal.Journal // of any account and user: those of the link take their place
	Now     func() time.Time
}

// Request says what became of an event.
type Request struct {
	Kind   Kind
	Days   int       // for a snooze: one of those that the page offers
	Seen   date.Date // for a snooze: where the event was then
	Answer Answer    // for a reply
	About  string    // for a reply: the id of one of the event's applications; empty: its only one
}

// visit is a link that holds.
type visit struct {
	*journal.Journal
	event string
}

// View shows the event, and changes nothing that was logged.
func (p *Pages) View(ctx context.Context, text string) (View, error) {
	v, err := p.open(ctx, text)
	if err != nil {
		return View{}, err
	}
	s, err := v.see(ctx)
	if err != nil {
		return View{}, err
	}
	return viewOf(&s), nil
}

// Act records what became of the event. Saying the same again changes nothing.
// What the page does not offer is a fault of kind Invalid.
func (p *Pages) Act(ctx context.Context, text string, r Request) error {
	v, err := p.open(ctx, text)
	if err != nil {
		return err
	}
	switch r.Kind {
	case Done, Dismiss:
		return v.decide(ctx, journal.DecisionRequest{Kind: journal.DecisionKind(r.Kind), If: (*journal.Item).Undecided})
	case Snooze:
		if !slices.Contains(delays, r.Days) {
			return fault.New(fault.Invalid, "Choose one of the days that the page offers.")
		}
		return v.decide(ctx, journal.DecisionRequest{Kind: journal.Snooze, Days: r.Days, If: func(i *journal.Item) bool {
			return i.Undecided() && (r.Seen == 0 || r.Seen == i.Due)
		}})
	case Replied:
		return v.replied(ctx, &r)
	}
	return fault.New(fault.NotFound, "an event's page offers no %q", string(r.Kind))
}

// Undo takes back the change with that number, which must be the last one and
// have been made by this link's feed about this event; else it is a fault of kind
// Conflict. Taking back again changes nothing.
func (p *Pages) Undo(ctx context.Context, text string, change int64) error {
	v, err := p.open(ctx, text)
	if err != nil {
		return err
	}
	return gone(v.TakeBack(ctx, v.event, change))
}

// open checks a link. The feeds are read also for what nobody signed, so that
// the time an answer takes tells nothing.
func (p *Pages) open(ctx context.Context, text string) (visit, error) {
	link, signed := p.Key.ParseAction(text)
	feeds, err := p.Feeds.Feeds(ctx, link.Account)
	if err != nil {
		return visit{}, err
	}
	if !signed {
		return visit{}, fault.New(fault.NotFound, "There is nothing at this address. Check that it was copied whole, or open the event in your calendar again.")
	}
	now := p.Now()
	at := slices.IndexFunc(feeds, func(f auth.Feed) bool { return f.ID == link.Feed })
	if at < 0 || !p.shows(&feeds[at], &link, now) {
		return visit{}, fault.New(fault.Gone, "The calendar that this link came from has another address now, or shows less. Open the event there again.")
	}
	if link.Ended(now) {
		return visit{}, fault.New(fault.Gone, "This link worked until %s. What is still to be done is in your calendar.", schedule.LongDate(link.Until))
	}
	acting := *p.Journal
	acting.Account, acting.By = link.Account, "calendar link of feed "+feeds[at].Name
	return visit{&acting, link.Event}, nil
}

// shows reports whether a feed still shows links of that generation.
func (p *Pages) shows(f *auth.Feed, l *auth.ActionLink, now time.Time) bool {
	standing, ok := f.Standing(p.Key.FeedToken(f.ID, l.Generation).Hash(), now)
	return ok && standing.Revoked.IsZero() && f.Privacy == auth.Full
}

// see looks at the event.
func (v visit) see(ctx context.Context) (journal.Sight, error) {
	s, err := v.Sight(ctx, v.event, delays...)
	return s, gone(err)
}

// gone says that an event is no longer there.
func gone(err error) error {
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return fault.Wrap(fault.Gone, err, "This event is no longer planned. What is still to be done is in your calendar.")
	}
	return err
}

func (v visit) decide(ctx context.Context, r journal.DecisionRequest) error {
	r.Event = v.event
	may := r.If
	r.If = func(i *journal.Item) bool { return i.UID == v.event && may(i) } // a name can mean others
	_, err := v.Decide(ctx, r)
	return gone(err)
}

// replied logs an answer of today. The same answer of the same day is logged
// once, and none about an event that is over.
func (v visit) replied(ctx context.Context, r *Request) error {
	if !slices.Contains(Answers, r.Answer) {
		return fault.New(fault.Invalid, "Choose one of the answers that the page offers.")
	}
	s, err := v.see(ctx)
	if err != nil || !slices.Contains(allowed(&s), Replied) {
		return err
	}
	if r.About == "" && len(s.Applications) == 1 {
		r.About = s.Applications[0]
	}
	if !slices.Contains(s.Applications, r.About) {
		return fault.New(fault.Invalid, "Choose the application that they replied to.")
	}
	_, err = v.Log(ctx, record.LogResponse, r.About, func(a *schedule.Application, here entry.Here) ([]string, error) {
		response := schedule.Response{On: here.Today, Kind: r.Answer}
		if slices.Contains(a.Responses, response) {
			return nil, nil
		}
		return entry.LogResponse(a, response, here)
	})
	return gone(err)
}
