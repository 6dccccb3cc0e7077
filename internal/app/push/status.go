package push

import (
	"context"
	"errors"
	"time"

	"followcal/auth"
	"followcal/calendar/mirror"
	"followcal/internal/app/publish"
	"followcal/internal/fault"
)

// Feeds finds what else of an account is shown in calendars; an [auth.FeedStore]
// is one.
type Feeds interface {
	// Feeds returns the account's feeds; none is no fault.
	Feeds(ctx context.Context, account string) ([]auth.Feed, error)
	// Fetches returns when they were last fetched, by family of programs.
	Fetches(ctx context.Context, account string) ([]auth.Fetch, error)
}

// Status is how an account's calendar at Google is.
type Status struct {
	Configured bool       `json:"configured"` // followcal is known to Google
	Connected  bool       `json:"connected"`
	Since      *time.Time `json:"since,omitempty"`  // when it was connected
	Ended      *time.Time `json:"ended,omitempty"`  // when that ended
	Reason     string     `json:"reason,omitempty"` // why, and what to do
	Calendar   string     `json:"calendar,omitempty"`
	Name       string     `json:"name,omitempty"` // of the calendar
	Events     int        `json:"events"`         // that it shows
	Synced     *time.Time `json:"synced,omitempty"`
	Next       *time.Time `json:"next,omitempty"` // when serve looks again
	Paused     *time.Time `json:"paused_until,omitempty"`
	Forever    bool       `json:"paused,omitempty"` // until it is resumed
	Trouble    *Trouble   `json:"trouble,omitempty"`
	Twice      []string   `json:"shown_twice_by,omitempty"` // feeds that Google fetches as well
}

// Trouble is what is wrong, and what to do about it.
type Trouble struct {
	Kind     string    `json:"kind"`
	Sentence string    `json:"sentence"`
	Do       string    `json:"do,omitempty"` // commands; empty: it passes by itself, or the sentence says it
	Since    time.Time `json:"since"`
}

// Status says how the account's calendar is. It asks nobody but the database.
func (g *Google) Status(ctx context.Context) (Status, error) {
	s := Status{Configured: g.Tokens != nil}
	grant, err := g.Vault.Grant(ctx, g.Account)
	switch {
	case err == nil:
		s.Connected = grant.Ended.IsZero() // unless its trouble says more, below
		s.Since, s.Ended, s.Reason = instant(grant.Connected), instant(grant.Ended), grant.Reason
	case fault.KindOf(err) != fault.NotFound:
		return s, err
	}
	lane, err := g.Mirror.Ledger.Lane(ctx, g.Account)
	if err != nil {
		if fault.KindOf(err) == fault.NotFound {
			err = nil
		}
		return s, err
	}
	if err := g.lane(ctx, &s, &lane); err != nil {
		return s, err
	}
	if s.Connected && !s.Forever {
		twice, failure := g.Twice(ctx)
		for i := range twice {
			s.Twice = append(s.Twice, twice[i].Name)
		}
		err = failure
	}
	return s, err
}

// lane fills in what the lane says.
func (g *Google) lane(ctx context.Context, s *Status, l *mirror.Lane) error {
	s.Calendar, s.Name = l.Calendar, l.Settings.Name
	s.Synced, s.Next = instant(l.Synced), instant(l.Next)
	switch {
	case l.Paused.Equal(mirror.Forever):
		s.Forever = true
	case l.Paused.After(g.Now()):
		s.Paused = instant(l.Paused)
	}
	s.Trouble = troubleOf(&l.Trouble)
	s.Connected = s.Connected && l.Trouble.Kind != mirror.Disconnected
	rows, err := g.Mirror.Ledger.Rows(ctx, g.Account)
	for i := range rows {
		if rows[i].Phase == mirror.Settled {
			s.Events++
		}
	}
	return err
}

// troubleOf is nil for none.
func troubleOf(t *mirror.Trouble) *Trouble {
	if t.Kind == "" {
		return nil
	}
	return &Trouble{string(t.Kind), t.Sentence, cures[t.Kind], t.Since}
}

// Otherwise is what to do where Do is silent, because the sentence says it too.
func (t *Trouble) Otherwise() string {
	switch mirror.TroubleKind(t.Kind) {
	case mirror.Disconnected:
		return "followcal google connect"
	case mirror.Rejected:
		return "change what it is about with followcal edit"
	case mirror.CalendarGone, mirror.Undecided, mirror.Guarded, mirror.Quota, mirror.Failing:
	}
	return "nothing: it is tried again by itself, or at once with followcal google push"
}

// cures are what a person does about troubles that wait for them.
var cures = map[mirror.TroubleKind]string{
	mirror.CalendarGone: "followcal google connect makes another one, followcal google disconnect ends it",
	mirror.Undecided:    "followcal google connect --calendar ID takes one, followcal google connect --new-calendar makes another one",
	mirror.Guarded:      "followcal google plan shows it, followcal google push --force does it",
}

// advised says what to do about a fault that stands in the lane as well.
func advised(err error, kind mirror.TroubleKind) error {
	var f *fault.Fault
	if cure := cures[kind]; cure != "" && errors.As(err, &f) {
		return fault.Wrap(fault.KindOf(err), err, "%s What to do: %s", f.Sentence, cure)
	}
	return err
}

// instant is nil for never.
func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// Double is a feed that Google shows as well.
type Double struct{ ID, Name string }

// Twice returns the feeds of the account that Google fetches as well: what they
// show stands in Google Calendar twice.
func (g *Google) Twice(ctx context.Context) ([]Double, error) {
	fetches, err := g.Feeds.Fetches(ctx, g.Account)
	if err != nil {
		return nil, err
	}
	feeds, err := g.Feeds.Feeds(ctx, g.Account)
	if err != nil {
		return nil, err
	}
	const (
		family = "Google"           // as a feed calls Google's programs
		recent = 7 * 24 * time.Hour // they ask at least once a day
	)
	var twice []Double
	for i := range feeds {
		for _, f := range fetches {
			if feeds[i].Revoked.IsZero() && f.Feed == feeds[i].ID && f.Family == family && g.Now().Sub(f.At) < recent {
				twice = append(twice, Double{feeds[i].ID, feeds[i].Name})
			}
		}
	}
	return twice, nil
}

// Notices implements [publish.Notices] over a ledger: what waits for the person,
// who may look at nothing but the calendar.
func Notices(ledger mirror.Ledger) publish.Notices {
	return func(ctx context.Context, account string) ([]publish.Notice, error) {
		l, err := ledger.Lane(ctx, account)
		if err != nil {
			if fault.KindOf(err) == fault.NotFound {
				err = nil
			}
			return nil, err
		}
		var summary string
		switch l.Trouble.Kind {
		case mirror.Disconnected:
			summary = "Connect Google Calendar again"
		case mirror.CalendarGone:
			summary = "Your follow-ups' calendar at Google is gone"
		case mirror.Guarded, mirror.Undecided:
			summary = "Google Calendar waits for you to decide"
		default:
			return nil, nil
		}
		description := l.Trouble.Sentence
		if cure := cures[l.Trouble.Kind]; cure != "" {
			description += "\n\nWhat to do: " + cure + "."
		}
		return []publish.Notice{{ID: "google", Since: l.Trouble.Since, Summary: summary, Description: description}}, nil
	}
}
