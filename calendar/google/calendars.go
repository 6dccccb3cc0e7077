package google

import (
	"context"
	"errors"

	"google.golang.org/api/calendar/v3"

	"followcal/calendar/mirror"
)

// MakeCalendar implements [mirror.Calendars]. Nothing that may have arrived is
// sent a second time.
func (r *Remote) MakeCalendar(ctx context.Context, c mirror.Calendar) (id string, err error) {
	q := &question{doing: "the new calendar", once: true, malformed: mirror.Refused, gone: mirror.Refused}
	made, err := ask(ctx, r, q, func(ctx context.Context) (*calendar.Calendar, error) {
		body := &calendar.Calendar{Summary: c.Name, Description: c.Description, TimeZone: c.Zone}
		return r.api.Calendars.Insert(body).Context(ctx).Fields("id").Do()
	})
	if err != nil {
		return "", err
	}
	return made.Id, nil
}

// Calendar implements [mirror.Calendars].
func (r *Remote) Calendar(ctx context.Context, id string) (mirror.Calendar, error) {
	q := &question{doing: "to show the calendar", malformed: mirror.Refused, gone: mirror.Missing}
	c, err := ask(ctx, r, q, func(ctx context.Context) (*calendar.Calendar, error) {
		return r.api.Calendars.Get(id).Context(ctx).Fields("summary", "description", "timeZone").Do()
	})
	if err != nil {
		return mirror.Calendar{}, err
	}
	return mirror.Calendar{Name: c.Summary, Description: c.Description, Zone: c.TimeZone}, nil
}

// RemoveCalendar implements [mirror.Calendars].
func (r *Remote) RemoveCalendar(ctx context.Context, id string) error {
	q := &question{doing: "to delete the calendar", malformed: mirror.Refused}
	_, err := ask(ctx, r, q, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, r.api.Calendars.Delete(id).Context(ctx).Do()
	})
	if errors.Is(err, mirror.Missing) {
		return nil
	}
	return err
}
