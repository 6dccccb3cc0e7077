package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"followcal/internal/rigs/googlefake"
)

// ann is who has the calendars at the service that stands in for Google.
const ann = "ann@example.com"

// stand stands in for Google in one script. Its clock is that of the script.
type stand struct {
	service *googlefake.Service

	mu      sync.Mutex
	now     time.Time
	consent googlefake.Consent
	wrong   googlefake.Fault // what goes wrong with calls of a method
	with    string
	seen    int // calls that were listed before
}

// stands are those of the scripts that run, by their folders.
var stands sync.Map

// startStand starts a service for a script, and tells followcal where it is. The
// script's browser is the program "visitor".
func startStand(script *testscript.TestScript) {
	s := &stand{}
	s.service = googlefake.New(googlefake.Options{
		Now: s.clock, Consent: s.decide, Plan: s.plan,
		Clients: []googlefake.Client{{ID: "script", Secret: "hush", Desktop: true}},
	})
	server := httptest.NewServer(s.service)
	stands.Store(script.MkAbs("."), s)
	script.Defer(func() {
		stands.Delete(script.MkAbs("."))
		server.Close()
	})
	for name, value := range map[string]string{
		"BROWSER": "visitor", "FOLLOWCAL_GOOGLE_CLIENT_ID": "script", "FOLLOWCAL_GOOGLE_CLIENT_SECRET": "hush",
		"FOLLOWCAL_GOOGLE_API_URL": server.URL, "FOLLOWCAL_GOOGLE_AUTH_URL": server.URL + googlefake.AuthPath,
		"FOLLOWCAL_GOOGLE_TOKEN_URL": server.URL + googlefake.TokenPath, "FOLLOWCAL_GOOGLE_REVOKE_URL": server.URL + googlefake.RevokePath,
	} {
		script.Setenv(name, value)
	}
}

func (s *stand) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *stand) decide(googlefake.Request) googlefake.Consent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.consent
}

func (s *stand) plan(c googlefake.Call) googlefake.Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.with == "" || !strings.HasPrefix(c.Method, s.with) {
		return googlefake.Fault{}
	}
	return s.wrong
}

// googleUsage lists what a script can have a person, or the service, do.
const googleUsage = `usage:
  google start                          the service; also takes the script's TEST_NOW, as all of these do
  google consent yes|deny|untick        what the person answers
  google move|delete|rename TITLE …     the entry with the title: DAYS further, away, to another title
  google clear | delete-calendar        all entries, or the calendar
  google revoke                         what the person allowed
  google fail METHOD STATUS [REASON]    calls are answered so, until google mend
  google page TEXT                      waits until the person's browser shows it
  google entries | calls                into the file of that name: what the calendar shows, and the calls since`

// google is the script command "google", see [googleUsage].
func google(script *testscript.TestScript, negated bool, args []string) {
	if len(args) == 1 && args[0] == "start" {
		startStand(script)
	}
	found, ok := stands.Load(script.MkAbs("."))
	if !ok {
		script.Fatalf("google start comes first")
	}
	s := found.(*stand)
	now, err := time.Parse(time.RFC3339, script.Getenv("TEST_NOW"))
	script.Check(err)
	s.mu.Lock()
	s.now = now
	s.mu.Unlock()
	if negated || len(args) == 0 {
		script.Fatalf("%s", googleUsage)
	}
	acts := map[string]func(*testscript.TestScript, []string) error{
		"consent": s.answers, "move": s.hand, "delete": s.hand, "rename": s.hand, "delete-calendar": s.hand, "clear": s.hand,
		"revoke":  func(*testscript.TestScript, []string) error { s.service.Revoke(ann); return nil },
		"fail":    s.fails,
		"mend":    s.fails,
		"page":    page,
		"entries": s.entries,
		"calls":   s.calls,
		"start":   func(*testscript.TestScript, []string) error { return nil },
	}
	act, ok := acts[args[0]]
	if !ok {
		script.Fatalf("%s", googleUsage)
	}
	script.Check(act(script, args))
}

// answers sets what the person answers from now on.
func (s *stand) answers(_ *testscript.TestScript, args []string) error {
	if len(args) != 2 {
		return errors.New(googleUsage)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.consent = googlefake.Consent{Denied: args[1] == "deny"}
	if args[1] == "untick" {
		s.consent.Untick = []string{googlefake.ScopeAppCreated}
	}
	return nil
}

// fails has calls fail, or none.
func (s *stand) fails(_ *testscript.TestScript, args []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.with = ""
	if args[0] == "mend" {
		return nil
	}
	if len(args) < 3 {
		return errors.New(googleUsage)
	}
	status, err := strconv.Atoi(args[2])
	s.with, s.wrong = args[1], googlefake.Fault{Status: status}
	if len(args) > 3 {
		s.wrong.Reason = args[3]
	}
	return err
}

// live calls f with each entry that is there.
func (s *stand) live(f func(calendar string, e *googlefake.Event)) {
	for _, c := range s.service.Calendars(ann) {
		for _, e := range s.service.Events(c.ID) {
			if !c.Gone && !e.Cancelled {
				f(c.ID, &e)
			}
		}
	}
}

// hand does what a person does in the calendar's own pages.
func (s *stand) hand(_ *testscript.TestScript, args []string) error {
	h, done := s.service.Hand(ann), false
	if args[0] == "delete-calendar" {
		for _, c := range s.service.Calendars(ann) {
			done = h.DeleteCalendar(c.ID) || done
		}
	}
	s.live(func(calendar string, e *googlefake.Event) {
		switch {
		case args[0] == "clear":
			done = h.Delete(calendar, e.ID) || done
			return
		case done || len(args) < 2 || !strings.Contains(e.Summary, args[1]):
			return
		}
		switch {
		case args[0] == "move" && len(args) == 3:
			days, err := strconv.Atoi(args[2])
			done = err == nil && h.Drag(calendar, e.ID, days)
		case args[0] == "rename" && len(args) == 3:
			done = h.Rename(calendar, e.ID, args[2])
		case args[0] == "delete":
			done = h.Delete(calendar, e.ID)
		}
	})
	if !done {
		return fmt.Errorf("there is nothing to %s in the calendar", strings.Join(args, " "))
	}
	return nil
}

// entries writes what the calendars show into the file "entries": when, whether
// reminded of, and the title.
func (s *stand) entries(script *testscript.TestScript, _ []string) error {
	var lines []string
	s.live(func(_ string, e *googlefake.Event) {
		when := e.Day
		if when == "" {
			zone, err := time.LoadLocation(script.Getenv("TZ"))
			script.Check(err)
			when = e.Start.In(zone).Format("2006-01-02 15:04") + e.End.In(zone).Format("-15:04")
		}
		reminders := ""
		if len(e.Minutes) > 0 {
			reminders = fmt.Sprintf(" %d", e.Minutes)
		}
		lines = append(lines, when+reminders+" "+e.Summary+"\n")
	})
	slices.Sort(lines)
	return os.WriteFile(script.MkAbs("entries"), []byte(strings.Join(lines, "")), 0o600)
}

// calls writes how often which method was called since the last time into the
// file "calls".
func (s *stand) calls(script *testscript.TestScript, _ []string) error {
	all := s.service.Calls()
	count := map[string]int{}
	for _, c := range all[s.seen:] {
		count[c.Method]++
	}
	s.seen = len(all)
	var b strings.Builder
	for _, method := range slices.Sorted(maps.Keys(count)) {
		fmt.Fprintf(&b, "%d %s\n", count[method], method)
	}
	return os.WriteFile(script.MkAbs("calls"), []byte(b.String()), 0o600)
}

// page waits until the browser shows a text, and takes the page away.
func page(script *testscript.TestScript, args []string) error {
	const wait, often = 20 * time.Second, 10 * time.Millisecond
	for range int(wait / often) {
		text, err := os.ReadFile(script.MkAbs("page"))
		if err == nil {
			if !strings.Contains(string(text), strings.Join(args[1:], " ")) {
				return fmt.Errorf("the browser shows\n%s", text)
			}
			return os.Remove(script.MkAbs("page"))
		}
		<-time.After(often)
	}
	return errors.New("the browser shows nothing")
}

// visitor is the program that BROWSER names in scripts: it goes where it is led,
// as a browser does, and writes the last page into the file "page".
func visitor() {
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, os.Args[len(os.Args)-1], http.NoBody)
	var response *http.Response
	if err == nil {
		response, err = http.DefaultClient.Do(r)
	}
	if err == nil {
		var file *os.File
		if file, err = os.CreateTemp(".", "loading"); err == nil {
			_, err = file.ReadFrom(response.Body)
			err = errors.Join(err, file.Close(), response.Body.Close(), os.Rename(file.Name(), "page"))
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
