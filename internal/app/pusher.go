package app

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	authgoogle "followcal/auth/google"
	"followcal/internal/app/push"
	"followcal/internal/config"
	"followcal/internal/queue"
)

// PusherRequest asks to keep calendars at Google in the background.
type PusherRequest struct {
	Settings *config.Serve
	Log      *slog.Logger
	Now      func() time.Time
}

// Pusher keeps the calendars of all accounts at Google, and is where browsers
// connect them and Google calls. It is to be run.
type Pusher struct {
	*authgoogle.Web // nil: there is no public address
	channels        *push.Channels
	nudges          *push.Nudges
	queue           *queue.Queue
	grace           time.Duration
	log             *slog.Logger
}

// Pusher returns what keeps calendars at Google; nil where followcal is not known
// to Google.
func (r *Record) Pusher(ctx context.Context, request PusherRequest) (*Pusher, error) {
	s := request.Settings
	tokens, err := r.tokens(ctx, s)
	if err != nil || tokens == nil {
		return nil, err
	}
	base, err := s.PublicBase()
	if err != nil {
		return nil, err
	}
	p := &Pusher{grace: s.Drain, log: request.Log}
	soon := func(ctx context.Context, accounts ...string) error { return p.queue.Soon(ctx, accounts...) }
	worker := &push.Worker{Mirror: r.mirror(s, tokens), Now: request.Now, Log: request.Log}
	if base != nil && base.Scheme == "https" {
		p.channels = &push.Channels{Ledger: r.db, Schedule: r.db, Address: base.JoinPath(push.HeardPath).String(), Now: request.Now, Soon: soon}
		worker.Channels = p.channels
	}
	if base != nil {
		after := func(ctx context.Context, account string) error {
			google := &push.Google{Account: account, Mirror: worker.Mirror, Vault: r.db, Feeds: r.db, Now: r.Now, Tokens: tokens}
			if err := google.Connected(ctx); err != nil {
				return err
			}
			if err := soon(ctx, account); err != nil { // its lane says that it is due
				request.Log.LogAttrs(ctx, slog.LevelInfo, "a connected calendar is filled later", slog.String("fault", err.Error()))
			}
			return nil
		}
		if p.Web, err = r.googleWeb(ctx, s, tokens, after); err != nil {
			return nil, err
		}
	}
	p.nudges = &push.Nudges{Ledger: r.db, Soon: soon, Log: request.Log}
	p.queue, err = queue.Open(ctx, queue.Options{DSN: s.DB, Due: r.db.Due, Work: worker.Work, Log: request.Log, Now: request.Now})
	return p, err
}

// Changed notes that records changed, whose calendars are to follow. It never
// waits.
func (p *Pusher) Changed(accounts ...string) { p.nudges.Changed(accounts...) }

// Run keeps calendars until ctx ends, and ends in good order.
func (p *Pusher) Run(ctx context.Context) {
	var both sync.WaitGroup
	both.Go(func() { p.nudges.Run(ctx) })
	both.Go(func() {
		if err := p.queue.Run(ctx, p.grace); err != nil {
			p.log.LogAttrs(ctx, slog.LevelError, "calendars at Google are not kept", slog.String("fault", err.Error()))
		}
	})
	both.Wait()
}

// Heard answers Google's call that a calendar changed.
func (p *Pusher) Heard(r *http.Request) error {
	id, secret := r.Header.Get("X-Goog-Channel-ID"), r.Header.Get("X-Goog-Channel-Token")
	if p.channels == nil {
		return push.NoChannel()
	}
	return p.channels.Heard(r.Context(), id, secret)
}
