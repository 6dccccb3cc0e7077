package push

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"sync"
	"time"

	"followcal/auth/google"
	"followcal/calendar/mirror"
	"followcal/internal/fault"
)

// The paths below the public address: a link's page, where Google's page leads
// back to, and where Google says that a calendar changed.
const (
	ConnectPath  = google.ConnectPath
	CallbackPath = google.CallbackPath
	HeardPath    = "/google/heard"
)

const (
	// channelLife is how long a channel is asked for; Google gives at most a month,
	// and a week by default.
	channelLife = 7 * 24 * time.Hour
	// overlap is how long before its end a channel is replaced.
	overlap = 24 * time.Hour
	// sulk is how long nothing is asked for again after a refusal, such as for an
	// address that Google does not know to be ours.
	sulk = 24 * time.Hour
)

// Channels has Google call when a calendar changes. What it misses, the next poll
// finds. It is safe for concurrent use.
type Channels struct {
	Ledger   mirror.Ledger
	Schedule mirror.Schedule
	Address  string // https, of HeardPath
	Now      func() time.Time
	// Soon has an account run in a moment.
	Soon func(ctx context.Context, accounts ...string) error

	mu      sync.Mutex
	refused map[string]time.Time // when accounts were, as far as this process knows
}

// Keep begins a channel for the account where it has none that lasts, before the
// old one ends.
func (c *Channels) Keep(ctx context.Context, account string, watcher mirror.Watcher) error {
	lane, err := c.Ledger.Lane(ctx, account)
	if err != nil {
		return err
	}
	now := c.Now().UTC()
	old := lane.Channel
	if lane.Calendar == "" || old.Address == c.Address && old.Expires.After(now.Add(overlap)) || c.sulks(account, now) {
		return nil
	}
	// It is known before Google knows it, so that no call is a stranger's.
	next := mirror.Channel{ID: rand.Text(), Secret: rand.Text(), Address: c.Address}
	if err := c.save(ctx, account, old.ID, next); err != nil {
		return err
	}
	asked := next
	asked.Expires = now.Add(channelLife)
	begun, err := watcher.Watch(ctx, lane.Calendar, asked)
	if err != nil {
		c.refuse(account, now)
		return err
	}
	begun.Expires = begun.Expires.UTC().Truncate(time.Microsecond)
	if err := c.save(ctx, account, next.ID, begun); err != nil {
		return err
	}
	if old.Resource != "" {
		_ = watcher.Unwatch(ctx, old) // it ends by itself
	}
	return c.Soon(ctx, account) // what changed in between was said to neither
}

// save puts a channel in the place of the one with an id, unless another process
// did.
func (c *Channels) save(ctx context.Context, account, before string, channel mirror.Channel) error {
	return c.Ledger.UpdateLane(ctx, account, func(l *mirror.Lane) error {
		if l.Channel.ID != before {
			return fault.New(fault.Conflict, "another process has Google call already")
		}
		l.Channel = channel
		return nil
	})
}

func (c *Channels) sulks(account string, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return now.Before(c.refused[account].Add(sulk))
}

func (c *Channels) refuse(account string, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.refused == nil {
		c.refused = map[string]time.Time{}
	}
	c.refused[account] = now
}

// Heard has the account run whose calendar changed. Who does not know the
// channel's secret is told that there is nothing.
func (c *Channels) Heard(ctx context.Context, id, secret string) error {
	account, err := c.Schedule.ByChannel(ctx, id)
	if err != nil {
		if fault.KindOf(err) == fault.NotFound {
			return NoChannel()
		}
		return err
	}
	lane, err := c.Ledger.Lane(ctx, account)
	if err != nil {
		return err
	}
	if lane.Channel.ID != id || subtle.ConstantTimeCompare([]byte(lane.Channel.Secret), []byte(secret)) != 1 {
		return NoChannel()
	}
	return c.Soon(ctx, account)
}

// NoChannel says that there is none.
func NoChannel() error { return fault.New(fault.NotFound, "there is no such channel") }
