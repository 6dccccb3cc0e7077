// Package google is Google Calendar as the remote of a mirror. It receives an
// authorised client, speaks version 3 of the API over Google's own library, and
// turns what Google says into the few answers that a mirror acts on.
//
// The description of an entry goes through as it is: text, or the simple HTML
// that Google's editor makes of it.
package google

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"google.golang.org/api/calendar/v3"
	"google.golang.org/api/option"

	"followcal/calendar/mirror"
	"followcal/internal/fault"
)

// Options are how Google is asked. The zero value is for the real one, with the
// quotas that it gives by default.
type Options struct {
	Endpoint string        // of the API, up to and with its version; empty: Google's
	Limits   Limits        // zero: those of [DefaultLimits]
	Timeout  time.Duration // of one request; zero: 30 seconds
	Patience Patience      // zero: [DefaultPatience]
}

// Patience bounds how long what passes by itself is tried again, with pauses that
// double from First to Longest, each within half of it at random. Where Google
// says how long to wait, that is kept, if it is within All.
type Patience struct {
	First   time.Duration
	Longest time.Duration
	All     time.Duration // from the first request on
	Tries   uint          // requests; zero: as many as fit
}

// DefaultPatience is as Google recommends: truncated exponential, from a second.
var DefaultPatience = Patience{First: time.Second, Longest: 32 * time.Second, All: 2 * time.Minute}

const defaultTimeout = 30 * time.Second

// Service makes remotes that share the quota of one Google project.
type Service struct {
	options Options
	quota   *quota
}

// New returns a service. One is enough for a process: what it counts is only
// its own calls.
func New(o Options) *Service {
	o.Limits.Project = cmp.Or(o.Limits.Project, DefaultLimits.Project)
	o.Limits.User = cmp.Or(o.Limits.User, DefaultLimits.User)
	o.Timeout = cmp.Or(o.Timeout, defaultTimeout)
	o.Patience = cmp.Or(o.Patience, DefaultPatience)
	return &Service{o, newQuota(o.Limits)}
}

// Remote is one person's calendars at Google.
type Remote struct {
	service *Service
	api     *calendar.Service
	gate    *gate
}

var (
	_ mirror.Remote  = (*Remote)(nil)
	_ mirror.Watcher = (*Remote)(nil)
)

// Remote returns an account's calendars, which the client has access to. Remotes
// of the same account share its quota. The client should not follow redirects;
// its faults of kind Denied mean that access has ended.
func (s *Service) Remote(account string, client *http.Client) (*Remote, error) {
	options := []option.ClientOption{option.WithHTTPClient(client), option.WithLogger(slog.New(slog.DiscardHandler))}
	if s.options.Endpoint != "" {
		endpoint, err := endpointOf(s.options.Endpoint)
		if err != nil {
			return nil, err
		}
		options = append(options, option.WithEndpoint(endpoint))
	}
	api, err := calendar.NewService(context.Background(), options...)
	if err != nil {
		return nil, fault.Wrap(fault.Usage, err, "Google's calendar cannot be used with these settings; check the address of its API")
	}
	return &Remote{s, api, s.quota.gate(account)}, nil
}

// endpointOf returns an address that paths can be added to.
func endpointOf(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return "", fault.Wrap(fault.Usage, err, "the address of Google's calendar API is no full address; it looks like https://www.googleapis.com/calendar/v3/")
	}
	return strings.TrimSuffix(address, "/") + "/", nil
}
