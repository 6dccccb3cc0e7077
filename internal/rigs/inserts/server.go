package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"google.golang.org/api/calendar/v3"
	"google.golang.org/api/option"

	"followcal/calendar/google"
	"followcal/calendar/mirror"
	"followcal/internal/rigs/googlefake"
)

// serve is the other process: it prints its address, an access token and a
// calendar, and serves until it is ended.
func serve(out io.Writer, _, _, _ int) error {
	s := googlefake.New(googlefake.Options{Now: time.Now})
	tokens := s.Grant("ann@example.com", "app", googlefake.ScopeCalendar)
	id := s.Hand("ann@example.com").MakeCalendar("Follow-ups", "Europe/Berlin")
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "http://"+l.Addr().String()+googlefake.APIPath, tokens.Access, id)
	return (&http.Server{Handler: s, ReadHeaderTimeout: time.Minute}).Serve(l)
}

// server is the service with both clients.
type server struct {
	process  *exec.Cmd
	remote   *google.Remote
	api      *calendar.Service
	calendar string
	start    time.Time
}

// authorised adds an access token.
type authorised struct {
	next  http.RoundTripper
	token string
}

// RoundTrip adds the token.
func (a authorised) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+a.token)
	return a.next.RoundTrip(r)
}

// start begins the service, and makes both clients. Each has connections of its
// own.
func start() (*server, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	s := &server{process: exec.Command(self, "serve")} //nolint:noctx // stop ends it
	s.process.Stderr = os.Stderr
	out, err := s.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	said := strings.Fields(line)
	if err != nil || len(said) != 3 {
		return nil, fmt.Errorf("the service said %q: %w", line, err)
	}
	s.calendar = said[2]
	if s.start, err = berlinMorning(); err != nil {
		return nil, err
	}
	client := func() *http.Client {
		return &http.Client{Transport: authorised{&http.Transport{MaxIdleConnsPerHost: 64}, said[1]}}
	}
	unlimited := google.Limits{Project: -1, User: -1}
	if s.remote, err = google.New(google.Options{Endpoint: said[0], Limits: unlimited}).Remote("ann", client()); err != nil {
		return nil, err
	}
	s.api, err = calendar.NewService(context.Background(), option.WithHTTPClient(client()), option.WithEndpoint(said[0]))
	return s, err
}

func (s *server) stop() {
	_ = s.process.Process.Kill() // it serves until then
	_ = s.process.Wait()
}

func berlinMorning() (time.Time, error) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	return time.Date(2026, time.March, 3, 10, 0, 0, 0, berlin), err
}

const (
	summary     = "Follow up with Acme about Platform Engineer"
	description = "Applied on 2 March through the web site. No answer since.\n\nDana Whitfield, +1 212 555 0100"
	source      = "https://example.com/jobs/platform-engineer"
	hash        = "0123456789abcdef0123456789abcdef"
)

func id(number int) string { return "event" + strconv.Itoa(number) }

// ours adds an entry as the mirror does.
func (s *server) ours(ctx context.Context, number int) error {
	_, err := s.remote.Insert(ctx, s.calendar, &mirror.Entry{
		ID: id(number), Summary: summary, Description: description, Location: "Berlin", Source: source,
		Start: s.start, End: s.start.Add(15 * time.Minute), Reminders: []time.Duration{0},
		Mark: mirror.Mark{UID: id(number), Hash: hash},
	})
	return err
}

// bare adds the same with as little as Google's client needs.
func (s *server) bare(ctx context.Context, number int) error {
	_, err := s.api.Events.Insert(s.calendar, &calendar.Event{
		Id: id(number), Summary: summary, Description: description, Location: "Berlin", Transparency: "transparent",
		Source: &calendar.EventSource{Url: source, Title: "followcal"},
		Start:  &calendar.EventDateTime{DateTime: s.start.Format(time.RFC3339), TimeZone: "Europe/Berlin"},
		End:    &calendar.EventDateTime{DateTime: s.start.Add(15 * time.Minute).Format(time.RFC3339), TimeZone: "Europe/Berlin"},
		Reminders: &calendar.EventReminders{
			Overrides:       []*calendar.EventReminder{{Method: "popup", ForceSendFields: []string{"Minutes"}}},
			ForceSendFields: []string{"UseDefault"},
		},
		ExtendedProperties: &calendar.EventExtendedProperties{Private: map[string]string{"followcalUID": id(number), "followcalHash": hash}},
	}).SendUpdates("none").Context(ctx).Do()
	return err
}
