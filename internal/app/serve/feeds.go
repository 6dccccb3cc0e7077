package serve

import (
	"context"
	"fmt"
	"net/url"
	"sync"

	"followcal/internal/app"
	"followcal/internal/app/action"
	"followcal/internal/app/publish"
	"followcal/internal/config"
	"followcal/internal/fault"
	"followcal/internal/web"
)

// prepare checks the key of feeds, and makes the owner's first one.
func prepare(ctx context.Context, s *config.Serve, record *app.Record) ([]publish.View, error) {
	key, err := s.KeyPath()
	if err != nil {
		return nil, err
	}
	return record.Owner(key).Prepare(ctx)
}

// actions returns the pages of events, and what makes the links to them. There
// are no links while nobody can know where the site is: where the system chooses
// the port, and no public address is set.
func actions(ctx context.Context, s *config.Serve, record *app.Record) (*action.Pages, *action.Links, error) {
	key, err := s.KeyPath()
	if err != nil {
		return nil, nil, err
	}
	base, err := url.Parse(s.BaseURL())
	if err != nil {
		return nil, nil, fault.Wrap(fault.Usage, err, "--public-url %q is no address", s.PublicURL)
	}
	if base.Host == "" || base.Port() == "0" {
		base = nil
	}
	return record.Actions(ctx, key, base)
}

// runFeeds runs what feeds need beside the server, and what keeps calendars at
// Google, which may be nil. It ends with stop, which waits until everything is
// recorded.
func runFeeds(ctx context.Context, r *Request, record *app.Record, links *action.Links, pusher *app.Pusher, log logs) (feeds *app.Feeds, stop func(), err error) {
	request := app.FeedsRequest{
		Log: log.Logger, Polls: log.polls, Now: r.Now, Proxies: r.Settings.Prefixes(), Memory: int64(r.Settings.FeedMemory), Link: links.Link,
	}
	if pusher != nil {
		request.Changed = pusher.Changed
	}
	feeds, err = record.Feeds(ctx, request)
	if err != nil {
		return nil, nil, err
	}
	// What feeds need outlives the signal that ends the process, as requests do.
	// Calendars end with it, in the time that requests have, not after it.
	pushing, end := context.WithCancel(ctx)
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var running sync.WaitGroup
	running.Go(func() { feeds.Run(ctx) })
	if pusher != nil {
		running.Go(func() { pusher.Run(pushing) })
	}
	return feeds, func() {
		end()
		cancel()
		running.Wait()
	}, nil
}

// show shows the addresses of the owner's feeds to the person who watches. They
// are passwords, so they go nowhere else: who reads the log asks for them.
func show(ctx context.Context, r *Request, record *app.Record, views []publish.View, endpoints []web.Endpoint) error {
	if r.Person == nil {
		return nil
	}
	s := r.Settings
	if s.PublicURL == "" && len(endpoints) > 0 && endpoints[0].Listener.Addr().Network() == "tcp" {
		s.Addr = endpoints[0].Listener.Addr().String() // the port may have been left to the system
	}
	key, err := s.KeyPath()
	if err != nil {
		return err
	}
	owner := record.Owner(key)
	fmt.Fprintln(r.Person, "Subscribe to these in your calendar. Who has an address reads the feed.")
	for i := range views {
		v, err := owner.Address(ctx, views[i].ID, s.BaseURL())
		if err != nil {
			return err
		}
		fmt.Fprintf(r.Person, "\n  %s (%s)\n  %s\n  %s\n", v.Name, v.Privacy, v.Address.Web, v.Address.Webcal)
	}
	fmt.Fprintln(r.Person)
	return nil
}
