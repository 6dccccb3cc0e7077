// Package push keeps the calendars that accounts have at Google equal to their
// plans, and logs what people do there. It joins the rooms that do not know each
// other: the record (journal), the mirror, the adapter of Google Calendar, and
// who allowed it (auth).
package push

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar/mirror"
	"followcal/internal/app/journal"
	"followcal/internal/app/outlet"
	"followcal/internal/app/publish"
	"followcal/schedule/workday"
)

// Touches knows when something changed.
type Touches interface {
	// Touched returns a number that grows with everything of the account that
	// calendars show.
	Touched(ctx context.Context, account string) (int64, error)
}

// By is who acts for what came back from Google, in the history.
const By = "Google Calendar"

// pastDays is how far back events are looked at. What is older stays in the
// person's calendar as it is.
const pastDays = 30

// Source is what is wanted in the calendars of accounts: the events of their
// plans. It logs what people do to them there. It is safe for concurrent use.
type Source struct {
	// Journal is the record; account and user are those of each question.
	Journal journal.Journal
	Secrets publish.Secrets
	Touches Touches

	plans publish.Plans
}

var _ mirror.Source = (*Source)(nil)

// Revision implements [mirror.Source]. What is wanted changes with what is
// logged, and with the day where the candidate is.
func (s *Source) Revision(ctx context.Context, account string) (string, error) {
	touched, err := s.Touches.Touched(ctx, account)
	if err != nil {
		return "", err
	}
	j := s.journal(account)
	settings, err := j.Settings(ctx)
	if err != nil {
		return "", err
	}
	zone, err := workday.Zone(settings.Zone)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d of %s in %s", touched, date.NewAt(j.Now().In(zone)), settings.Zone), nil
}

// Desired implements [mirror.Source].
func (s *Source) Desired(ctx context.Context, account string, settings mirror.Settings) (mirror.Desired, error) {
	j := s.journal(account)
	secret, err := s.Secrets.Secret(ctx, account)
	if err != nil {
		return mirror.Desired{}, err
	}
	request := journal.PublishedRequest{PastDays: pastDays}
	if _, err := s.plans.Published(ctx, j, request); err != nil { // planning touches, so the revision is read after it
		return mirror.Desired{}, err
	}
	revision, err := s.Revision(ctx, account)
	if err != nil {
		return mirror.Desired{}, err
	}
	published, err := s.plans.Published(ctx, j, request) // and before what it stands for, which may be newer but not older
	if err != nil {
		return mirror.Desired{}, err
	}
	d := mirror.Desired{Revision: revision, Zone: published.Zone, From: published.Today - pastDays}
	out := outlet.Outlet{Privacy: outlet.Privacy(settings.Privacy), Alarms: !settings.Silent}
	for i := range published.Shown {
		p := &published.Shown[i]
		if len(settings.Kinds) > 0 && !slices.Contains(settings.Kinds, string(p.Kind)) {
			continue
		}
		e := publish.Event(secret, p)
		out.Finish(e, p.Alarm)
		d.Events = append(d.Events, mirror.Event{Event: *e, Ref: p.UID})
	}
	return d, nil
}

// journal is the record of one account. Google acts in it, for the person.
func (s *Source) journal(account string) *journal.Journal {
	j := s.Journal
	now := j.Now()
	j.Account, j.By, j.Now = account, By, func() time.Time { return now }
	return &j
}
