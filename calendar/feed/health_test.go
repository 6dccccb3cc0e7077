package feed_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"followcal/calendar/feed"
	"followcal/internal/fault"
)

// recorder keeps what it is given in memory.
type recorder struct {
	mu    sync.Mutex
	all   []feed.Fetch
	calls int
	fails error
}

func (r *recorder) RecordFetches(ctx context.Context, all []feed.Fetch) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls++
	if err := errors.Join(ctx.Err(), r.fails); err != nil {
		return err
	}
	r.all = append(r.all, all...)
	return nil
}

// kept returns what was recorded, and in how many batches.
func (r *recorder) kept() (all []feed.Fetch, batches int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.all), r.calls
}

const (
	agentOfGoogle = "Google-Calendar-Importer"
	agentOfApple  = "iOS/18.0 (22A3354) dataaccessd/1.0"
)

func TestFetchesAreRecordedOnceAMinute(t *testing.T) {
	recorder := new(recorder)
	inTime(t, func(t *testing.T, r *rig) {
		begin := r.clockNow()
		r.set("f", calls(1)...)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { r.Run(ctx); close(ended) }()
		synctest.Wait()
		poll := func() { r.get(r.path("f"), "User-Agent", agentOfGoogle) }
		poll()
		poll()
		r.get(r.path("f"), "User-Agent", agentOfApple)
		r.get(r.path("nobody"), "User-Agent", agentOfGoogle)
		if all, _ := recorder.kept(); len(all) > 0 {
			t.Error("a request waits for the recorder")
		}
		pass(time.Minute - time.Nanosecond)
		poll()
		pass(time.Nanosecond)
		poll()
		pass(10 * time.Second)
		if _, batches := recorder.kept(); batches != 2 {
			t.Errorf("%d batches, want 2", batches)
		}
		pass(time.Minute)
		poll()
		stop()
		<-ended
		want := []feed.Fetch{
			{Feed: "f", Family: feed.Google, At: begin},
			{Feed: "f", Family: feed.Apple, At: begin},
			{Feed: "f", Family: feed.Google, At: begin.Add(time.Minute)},
			{Feed: "f", Family: feed.Google, At: begin.Add(2*time.Minute + 10*time.Second)},
		}
		if all, _ := recorder.kept(); !slices.Equal(all, want) {
			t.Errorf("recorded %v, want %v", all, want)
		}
	}, func(o *feed.Options) { o.Recorder = recorder })
}

func TestARecorderThatFailsIsNoFault(t *testing.T) {
	kept := &recorder{fails: fault.New(fault.Unavailable, "the database is away")}
	var out bytes.Buffer
	inTime(t, func(t *testing.T, r *rig) {
		r.set("f", calls(1)...)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { r.Run(ctx); close(ended) }()
		r.wantStatus(r.get(r.path("f"), "User-Agent", strings.Repeat("x", 5000)), http.StatusOK)
		pass(2 * time.Second)
		stop()
		<-ended
		if !strings.Contains(out.String(), "the database is away") {
			t.Errorf("the log says nothing of it: %s", &out)
		}
	}, func(o *feed.Options) { o.Recorder = kept; o.Log = slog.New(slog.NewTextHandler(&out, nil)) })
}

func TestTheLogNamesNoToken(t *testing.T) {
	var out bytes.Buffer
	r := newRig(t, func(o *feed.Options) { o.Log = slog.New(slog.NewJSONHandler(&out, nil)) })
	r.set("f", calls(1)...)
	size := len(r.get(r.path("f"), "User-Agent", agentOfApple).body)
	var line struct {
		Msg, Feed, Method, Family string
		Status, Bytes             int
	}
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	if line.Msg != "feed" || line.Feed != "f" || line.Method != "" || line.Family != "Apple" || line.Status != http.StatusOK || line.Bytes != size {
		t.Errorf("logged %s", &out)
	}
	out.Reset()
	r.ask(http.MethodHead, r.path("f"))
	if err := json.Unmarshal(out.Bytes(), &line); err != nil || line.Method != http.MethodHead || line.Bytes != 0 {
		t.Errorf("logged %s (%v)", &out, err)
	}
	r.get(r.path("unknown"))
	r.get("/feeds/malformed.ics")
	r.ask(http.MethodPost, r.path("f"))
	r.fail(fault.Wrap(fault.Unavailable, errors.New("no route to host"), "the database is away"))
	r.InvalidateAll()
	r.get(r.path("f"))
	for _, id := range []string{"f", "unknown"} {
		if strings.Contains(out.String(), r.key.FeedToken(id, 1).Reveal()) || strings.Contains(out.String(), "malformed") {
			t.Errorf("a token is logged:\n%s", &out)
		}
	}
	if !strings.Contains(out.String(), "no route to host") {
		t.Errorf("the cause is not logged:\n%s", &out)
	}
}

func TestFamilies(t *testing.T) {
	for agent, want := range map[string]feed.Family{
		agentOfGoogle: feed.Google,
		"Mozilla/5.0 (compatible; Google-Calendar-Importer)": feed.Google,
		agentOfApple:                                                                   feed.Apple,
		"macOS/13.4 (22F66) dataaccessd/1.0":                                           feed.Apple,
		"Mac OS X/10.15.7 (19H2) CalendarAgent/930.5.1":                                feed.Apple,
		"Mac_OS_X/10.9.5 (13F1077) CalendarAgent/176.2":                                feed.Apple,
		"Microsoft Exchange/15.20":                                                     feed.Outlook,
		"Microsoft.Exchange/15.20 (Windows NT 10.0; Win64; x64)":                       feed.Outlook,
		"Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.14326; Pro)":   feed.Outlook,
		"Outlook-iOS/2.0":                                                              feed.Outlook,
		"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4.0": feed.Thunderbird,
		"ICSx5/2.2.4 (ktor; okhttp) Android/14":                                        feed.ICSx5,
		"HomeAssistant/2025.4.1 httpx/0.28.1 Python/3.13":                              feed.HomeAssistant,
		"vdirsyncer/0.19.0":                                                            feed.Vdirsyncer,
		"Nextcloud Webcal Service":                                                     feed.Nextcloud,
		"Nextcloud Webcal Crawler":                                                     feed.Nextcloud,
		"Evolution/3.46.4":                                                             feed.Evolution,
		"Mozilla/5.0 (X11; Linux x86_64) KHTML/5.103 Akonadi ical resource":            feed.KDE,
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15": feed.Browser,
		"curl/7.88.1":             feed.Script,
		"python-requests/2.28.1":  feed.Script,
		"Go-http-client/2.0":      feed.Script,
		"":                        feed.Other,
		"SomethingNew/1.0":        feed.Other,
		strings.Repeat("x", 4096): feed.Other,
	} {
		if got := feed.FamilyOf(agent); got != want {
			t.Errorf("%.60q is taken for %s, want %s", agent, got, want)
		}
	}
	if got := feed.Family(200).String(); got != "other" {
		t.Errorf("a family that does not exist is called %q", got)
	}
}
