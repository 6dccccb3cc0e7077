// Package publish is subscribable calendars: what the feeds of an account show,
// and what their owner can do with them. It joins the rooms that do not know
// each other: feeds and their tokens (auth), the record (journal), and the
// handler that serves calendars (calendar/feed).
package publish

import (
	"context"
	"time"

	"followcal/auth"
	"followcal/calendar/feed"
	"followcal/calendar/ical"
	"followcal/internal/app/journal"
	"followcal/internal/app/outlet"
	"followcal/internal/fault"
	"followcal/schedule/record"
	"followcal/schedule/workday"
)

// Secrets knows what keys the identifiers that an account publishes.
type Secrets interface {
	// Secret returns an account's random octets, which never change.
	Secret(ctx context.Context, account string) ([]byte, error)
}

// Source says what feeds show: the record's planned events as they were stored,
// without planning them again, unless a new day began. It is safe for concurrent
// use.
type Source struct {
	Feeds   auth.FeedStore
	Secrets Secrets
	// Journal is the record; its account and its clock are those of each question.
	Journal journal.Journal
	// Link returns the address of a page about an event, for feeds that show
	// everything: an event's URL, and the last paragraph of its description. It
	// must be the same as long as the event is. Nil, or an empty address: there
	// is none.
	Link func(account string, f auth.Feed, e record.Event) string

	// Notices is nil where there are none.
	Notices Notices

	plans Plans
}

var (
	_ feed.Source   = (*Source)(nil)
	_ feed.Recorder = (*Source)(nil)
)

const (
	// refresh is how often programs are told to ask.
	refresh = 15 * time.Minute
	// goneDays is how long a removed event is shown as cancelled.
	goneDays = 14
)

// Feed implements [feed.Source].
func (s *Source) Feed(ctx context.Context, key feed.Key, now time.Time) (*feed.Feed, error) {
	f, err := s.Feeds.FeedByToken(ctx, auth.TokenHash(key))
	if err != nil {
		return nil, err
	}
	standing, ok := f.Standing(auth.TokenHash(key), now)
	if !ok {
		return nil, fault.New(fault.NotFound, "there is no such feed")
	}
	j := s.Journal
	j.Account, j.Now = f.Account, func() time.Time { return now }
	shown := &feed.Feed{ID: f.ID, Account: f.Account, Gzip: f.Gzip, Revoked: standing.Revoked}
	if !standing.Revoked.IsZero() {
		return shown, s.empty(ctx, &j, &f, shown)
	}
	published, err := s.plans.Published(ctx, &j, journal.PublishedRequest{PastDays: f.PastDays, GoneDays: goneDays})
	if err != nil {
		return nil, err
	}
	secret, err := s.Secrets.Secret(ctx, f.Account)
	if err != nil {
		return nil, err
	}
	if f.Token != auth.TokenHash(key) {
		f.Generation-- // who reads by the token before a rotation gets its links, which end with it
	}
	r := renderer{
		feed: &f, secret: secret, link: s.Link,
		out: outlet.Outlet{Privacy: outlet.Privacy(f.Privacy), Alarms: f.Alarms},
	}
	shown.Events = r.events(&published)
	shown.Modified = modified(&f, &published)
	if s.Notices != nil {
		notices, err := s.Notices(ctx, f.Account)
		if err != nil {
			return nil, err
		}
		for _, e := range r.noticed(notices, &published) {
			shown.Events, shown.Modified = append(shown.Events, e), later(shown.Modified, e.Modified)
		}
	}
	shown.Until = earlier(standing.Until, published.NextDay())
	shown.Calendar, err = calendarOf(&f, published.Zone)
	return shown, err
}

// empty fills in what a feed that was revoked still says about itself.
func (s *Source) empty(ctx context.Context, j *journal.Journal, f *auth.Feed, shown *feed.Feed) error {
	settings, err := j.Settings(ctx)
	if err != nil {
		return err
	}
	zone, err := workday.Zone(settings.Zone)
	if err != nil {
		return err
	}
	shown.Calendar, err = calendarOf(f, zone)
	return err
}

// calendarOf is what the feed's calendar says about itself. A busy one does not
// say what it is about.
func calendarOf(f *auth.Feed, zone *time.Location) (ical.Calendar, error) {
	c := ical.Calendar{Name: f.Name, Zone: zone, Refresh: refresh}
	if f.Privacy != auth.Busy {
		c.Description = "When to follow up on job applications, and why on that day"
	}
	if f.Color == "" {
		return c, nil
	}
	var err error
	c.Color, err = ical.ParseColor(f.Color)
	return c, err
}

// modified is when what the feed shows last changed. The begin of the day counts,
// because then events leave by time alone.
func modified(f *auth.Feed, p *journal.Published) time.Time {
	last := p.DayBegan().UTC()
	for _, t := range []time.Time{f.Created, p.Changed} {
		last = later(last, t)
	}
	for _, events := range [][]journal.PublicEvent{p.Shown, p.Gone} {
		for i := range events {
			last = later(last, events[i].Modified)
		}
	}
	return last
}

// earlier is the first of two instants, of which the zero one is never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// RecordFetches implements [feed.Recorder].
func (s *Source) RecordFetches(ctx context.Context, all []feed.Fetch) error {
	fetches := make([]auth.Fetch, len(all))
	for i, f := range all {
		fetches[i] = auth.Fetch{Feed: f.Feed, Family: f.Family.String(), At: f.At.UTC().Truncate(time.Microsecond)}
	}
	return s.Feeds.RecordFetches(ctx, fetches)
}
