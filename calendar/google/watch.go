package google

import (
	"context"
	"errors"
	"strings"
	"time"

	"google.golang.org/api/calendar/v3"

	"followcal/calendar/mirror"
)

// channelType is how Google calls back.
const channelType = "web_hook"

// Watch implements [mirror.Watcher]. A channel that may have begun is not asked
// for again: its id is used up, and what Google calls it would not be known.
func (r *Remote) Watch(ctx context.Context, in string, c mirror.Channel) (mirror.Channel, error) {
	if !strings.HasPrefix(c.Address, "https://") {
		return mirror.Channel{}, refused("Google calls back at https addresses only; set the public address of the service")
	}
	body := &calendar.Channel{Id: c.ID, Token: c.Secret, Type: channelType, Address: c.Address}
	if !c.Expires.IsZero() {
		body.Expiration = c.Expires.UnixMilli()
	}
	q := &question{doing: "to call back", once: true, malformed: mirror.Refused, gone: mirror.Missing}
	got, err := ask(ctx, r, q, func(ctx context.Context) (*calendar.Channel, error) {
		return r.api.Events.Watch(in, body).Context(ctx).Fields("resourceId", "expiration").Do()
	})
	if err != nil {
		return mirror.Channel{}, err
	}
	c.Resource, c.Expires = got.ResourceId, time.UnixMilli(got.Expiration).UTC()
	return c, nil
}

// Unwatch implements [mirror.Watcher].
func (r *Remote) Unwatch(ctx context.Context, c mirror.Channel) error {
	q := &question{doing: "to end its calls", malformed: mirror.Refused}
	_, err := ask(ctx, r, q, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, r.api.Channels.Stop(&calendar.Channel{Id: c.ID, ResourceId: c.Resource}).Context(ctx).Do()
	})
	if errors.Is(err, mirror.Missing) {
		return nil
	}
	return err
}
