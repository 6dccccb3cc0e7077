package app

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/stdlib"

	"followcal/auth"
	"followcal/calendar/feed"
	"followcal/internal/app/publish"
	"followcal/internal/app/push"
	"followcal/internal/fault"
	"followcal/internal/proxy"
	"followcal/internal/store"
	"followcal/schedule/record"
)

// Owner returns what the record's owner can do with feeds. The key of their
// addresses is in a file.
func (r *Record) Owner(keyFile string) *publish.Owner {
	return &publish.Owner{Feeds: r.db, Account: r.Account, KeyFile: keyFile, Now: r.Now}
}

// FeedsRequest asks to serve feeds.
type FeedsRequest struct {
	Log     *slog.Logger
	Polls   *slog.Logger // the access log; nil: Log
	Now     func() time.Time
	Proxies proxy.Trusted
	Memory  int64 // bounds the feeds that are held, in octets
	// Link is [publish.Source.Link].
	Link func(account string, f auth.Feed, e record.Event) string
	// Changed is told as well which accounts changed, and must be quick; nil: nobody
	// else cares.
	Changed func(accounts ...string)
}

// Feeds serves the feeds of all accounts, and notices what changes them.
type Feeds struct {
	*feed.Handler
	watch *store.Watch
}

// Feeds returns the handler of what is below /feeds/. It is to be run.
func (r *Record) Feeds(ctx context.Context, request FeedsRequest) (*Feeds, error) {
	source := &publish.Source{Feeds: r.db, Secrets: r.db, Journal: r.Journal, Link: request.Link, Notices: push.Notices(r.db)}
	handler, err := feed.New(feed.Options{
		Source: source, Recorder: source, Identify: identify,
		Now: request.Now, Log: request.Log, Access: request.Polls, Memory: request.Memory,
		Caller: func(r *http.Request) netip.Addr { return proxy.Network(request.Proxies.Client(r)) },
	})
	if err != nil {
		return nil, err
	}
	changed := handler.Invalidate
	if request.Changed != nil {
		changed = func(accounts ...string) {
			handler.Invalidate(accounts...)
			request.Changed(accounts...)
		}
	}
	watch, err := r.db.Watch(ctx, store.Listener{
		Changed: changed,
		Failed: func(err error) {
			request.Log.LogAttrs(ctx, slog.LevelWarn, "changes of other processes are not seen at the moment", slog.String("fault", err.Error()))
		},
	})
	return &Feeds{handler, watch}, err
}

// Run notices what other processes change, and keeps who fetched what, until ctx
// ends. The record must stay open until it returns.
func (f *Feeds) Run(ctx context.Context) {
	var both sync.WaitGroup
	both.Go(func() { f.watch.Run(ctx) })
	both.Go(func() { f.Handler.Run(ctx) })
	both.Wait()
}

// identify finds the key of a feed by its token.
func identify(text string) (feed.Key, bool) {
	token, ok := auth.ParseFeedToken(text)
	return feed.Key(token.Hash()), ok
}

// await waits on a session of PostgreSQL for its next notification.
func await(ctx context.Context, session any) (string, error) {
	conn, ok := session.(*stdlib.Conn)
	if !ok {
		return "", fault.New(fault.Internal, "the driver of PostgreSQL is another than expected")
	}
	n, err := conn.Conn().WaitForNotification(ctx)
	if err != nil {
		return "", err
	}
	return n.Payload, nil
}
