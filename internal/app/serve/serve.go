// Package serve composes what followcal serves: it opens the record, puts the
// site behind the listeners that the settings name, and runs until it is told
// to end. It is apart from the use cases, because the pages call those.
package serve

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"followcal/internal/app"
	"followcal/internal/config"
	"followcal/internal/fault"
	"followcal/internal/systemd"
	"followcal/internal/web"
)

// Request asks to serve.
type Request struct {
	Settings   config.Serve
	Log        io.Writer // takes the log
	Manager    systemd.Manager
	By         string // who acts, for the history
	Now        func() time.Time
	SystemZone func() (string, error)
	// Person is shown what is for no log, such as the addresses of feeds. Nil:
	// nobody watches.
	Person io.Writer
}

// Run serves until ctx ends and returns nil then. Faults are of kind Usage when
// the settings are wrong or unsafe, and Unavailable when a listener or the
// database is.
func Run(ctx context.Context, r Request) (err error) {
	s := &r.Settings
	if err := s.Validate(); err != nil {
		return err
	}
	log := newLogs(r.Log, s.LogFormat)
	defer log.lines.flush()
	record, err := app.New().OpenRecord(ctx, app.OpenRequest{DB: s.DB, By: r.By, Now: r.Now, SystemZone: r.SystemZone})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, record.Close()) }()
	views, err := prepare(ctx, s, record)
	if err != nil {
		return err
	}
	pages, links, err := actions(ctx, s, record)
	if err != nil {
		return err
	}
	pusher, err := record.Pusher(ctx, app.PusherRequest{Settings: s, Log: log.Logger, Now: r.Now})
	if err != nil {
		return err
	}
	feeds, stop, err := runFeeds(ctx, &r, record, links, pusher, log)
	if err != nil {
		return err
	}
	defer stop()
	site, err := newSite(&r, record, feeds, pages, pusher, log.Logger)
	if err != nil {
		return err
	}
	endpoints, err := open(ctx, &r, site, log.Logger)
	if err != nil {
		return err
	}
	if err := show(ctx, &r, record, views, endpoints); err != nil {
		closeAll(endpoints)
		return err
	}
	limits := web.DefaultLimits()
	limits.Connections, limits.Drain = s.Connections, s.Drain
	tell(ctx, log.Logger, r.Manager, systemd.Ready)
	announce(ctx, log.Logger, s, endpoints)
	server := &web.Server{Endpoints: endpoints, Limits: limits, Log: log.Logger, Stopping: func() {
		site.Drain()
		tell(context.WithoutCancel(ctx), log.Logger, r.Manager, systemd.Stopping)
		log.Info("stopping")
	}}
	return server.Run(ctx)
}

// newSite builds what is served. This is where handlers are mounted.
func newSite(r *Request, record *app.Record, feeds http.Handler, pages web.EventPages, pusher *app.Pusher, log *slog.Logger) (*web.Site, error) {
	o := web.Options{
		Ready: record, Now: r.Now, Log: log,
		Feeds:   feeds,
		Events:  pages,
		Proxies: r.Settings.Prefixes(),
		// Where a proxy brings the encryption, nobody may go past it.
		ProxiesOnly: len(r.Settings.Proxies) > 0 && !r.Settings.Secure(),
	}
	if pusher != nil && pusher.Web != nil {
		o.Google = pusher
	}
	if r.Settings.PublicURL != "" {
		u, err := url.Parse(r.Settings.PublicURL)
		if err != nil {
			return nil, fault.Wrap(fault.Usage, err, "--public-url %q is no address", r.Settings.PublicURL)
		}
		o.PublicURL = u
	}
	return web.New(o)
}

// announce says where it serves.
func announce(ctx context.Context, log *slog.Logger, s *config.Serve, endpoints []web.Endpoint) {
	for _, e := range endpoints {
		attributes := []slog.Attr{slog.String("addr", e.Listener.Addr().String()), slog.Bool("tls", e.TLS != nil)}
		if s.PublicURL != "" {
			attributes = append(attributes, slog.String("public", s.PublicURL))
		}
		log.LogAttrs(ctx, slog.LevelInfo, "serving", attributes...)
	}
}

// tell tells the service manager, which may not be there.
func tell(ctx context.Context, log *slog.Logger, m systemd.Manager, s systemd.State) {
	if err := m.Tell(ctx, s); err != nil {
		log.LogAttrs(ctx, slog.LevelWarn, err.Error(), slog.Any("cause", errors.Unwrap(err)))
	}
}
