package push

import (
	"context"
	"time"

	"followcal/auth"
	"followcal/calendar/mirror"
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

// Google is what an account can do with its calendar at Google. It is safe for
// concurrent use.
type Google struct {
	Account string
	Ledger  mirror.Ledger
	Vault   auth.Vault
	Feeds   Feeds
	Now     func() time.Time
}

// Status is how an account's calendar at Google is.
type Status struct {
	Connected bool       `json:"connected"`
	Since     *time.Time `json:"since,omitempty"`  // when it was connected
	Ended     *time.Time `json:"ended,omitempty"`  // when that ended
	Reason    string     `json:"reason,omitempty"` // why, and what to do
	Calendar  string     `json:"calendar,omitempty"`
	Name      string     `json:"name,omitempty"` // of the calendar
	Events    int        `json:"events"`         // that it shows
	Synced    *time.Time `json:"synced,omitempty"`
	Next      *time.Time `json:"next,omitempty"` // when serve looks again
	Paused    *time.Time `json:"paused_until,omitempty"`
	Forever   bool       `json:"paused,omitempty"` // until it is resumed
	Trouble   *Trouble   `json:"trouble,omitempty"`
	Twice     []string   `json:"shown_twice_by,omitempty"` // feeds that Google fetches as well
}

// Trouble is what is wrong, and what to do about it.
type Trouble struct {
	Kind     string    `json:"kind"`
	Sentence string    `json:"sentence"`
	Since    time.Time `json:"since"`
}

// Status says how the account's calendar is. It asks nobody but the database.
func (g *Google) Status(ctx context.Context) (Status, error) {
	var s Status
	grant, err := g.Vault.Grant(ctx, g.Account)
	switch {
	case err == nil:
		s.Connected = grant.Ended.IsZero()
		s.Since, s.Ended, s.Reason = instant(grant.Connected), instant(grant.Ended), grant.Reason
	case fault.KindOf(err) != fault.NotFound:
		return s, err
	}
	lane, err := g.Ledger.Lane(ctx, g.Account)
	if err != nil {
		if fault.KindOf(err) == fault.NotFound {
			return s, nil
		}
		return s, err
	}
	if err := g.lane(ctx, &s, &lane); err != nil {
		return s, err
	}
	if s.Connected {
		s.Twice, err = g.Twice(ctx)
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
	if l.Trouble.Kind != "" {
		s.Trouble = &Trouble{string(l.Trouble.Kind), l.Trouble.Sentence, l.Trouble.Since}
	}
	rows, err := g.Ledger.Rows(ctx, g.Account)
	for i := range rows {
		if rows[i].Phase == mirror.Settled {
			s.Events++
		}
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

// googleFamily is how a feed calls Google's programs.
const googleFamily = "Google"

// Twice names the feeds of the account that Google fetches as well: what they
// show stands in Google Calendar twice.
func (g *Google) Twice(ctx context.Context) ([]string, error) {
	fetches, err := g.Feeds.Fetches(ctx, g.Account)
	if err != nil {
		return nil, err
	}
	feeds, err := g.Feeds.Feeds(ctx, g.Account)
	if err != nil {
		return nil, err
	}
	const recent = 7 * 24 * time.Hour // Google asks at least once a day
	var names []string
	for i := range feeds {
		if !feeds[i].Revoked.IsZero() {
			continue
		}
		for _, f := range fetches {
			if f.Feed == feeds[i].ID && f.Family == googleFamily && g.Now().Sub(f.At) < recent {
				names = append(names, feeds[i].Name)
			}
		}
	}
	return names, nil
}

// Pause stops reading and writing until it is resumed.
func (g *Google) Pause(ctx context.Context) error {
	return g.change(ctx, func(l *mirror.Lane) { l.Paused, l.Next = mirror.Forever, time.Time{} })
}

// Resume goes on at once.
func (g *Google) Resume(ctx context.Context) error {
	now := g.Now()
	return g.change(ctx, func(l *mirror.Lane) { l.Paused, l.Next = time.Time{}, now })
}

// change changes the lane that there must be.
func (g *Google) change(ctx context.Context, change func(*mirror.Lane)) error {
	if _, err := g.Ledger.Lane(ctx, g.Account); err != nil {
		return notConnected(err)
	}
	return g.Ledger.UpdateLane(ctx, g.Account, func(l *mirror.Lane) error {
		change(l)
		return nil
	})
}

// notConnected says what to do where there is no lane.
func notConnected(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return fault.Wrap(fault.NotFound, err, "Google Calendar is not connected: use followcal google connect")
	}
	return err
}

// Notices are what the owner is told in feeds about the calendar at Google.
func (g *Google) Notices(ctx context.Context) (summary, description string, since time.Time, err error) {
	l, err := g.Ledger.Lane(ctx, g.Account)
	if err != nil {
		if fault.KindOf(err) == fault.NotFound {
			err = nil
		}
		return "", "", time.Time{}, err
	}
	switch l.Trouble.Kind {
	case mirror.Disconnected, mirror.CalendarGone:
		return "Connect Google Calendar again", l.Trouble.Sentence, l.Trouble.Since, nil
	}
	return "", "", time.Time{}, nil
}
