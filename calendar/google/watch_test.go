package google_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"followcal/calendar/mirror"
)

func TestAChannelCallsBackUntilItEnds(t *testing.T) {
	r := newRig(t)
	var got []http.Header
	receiver := httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) { got = append(got, q.Header) }))
	defer receiver.Close()
	begun, err := r.Watch(t.Context(), r.calendar, mirror.Channel{ID: "channel-1", Secret: "secret", Address: receiver.URL})
	if err != nil || begun.Resource == "" || begun.Secret != "secret" || !begun.Expires.Equal(time.Date(2026, time.March, 9, 9, 0, 0, 0, time.UTC)) || begun.Expires.Location() != time.UTC {
		t.Fatalf("began %+v, %v", begun, err)
	}
	r.insert(call(t, "abcde"))
	r.fake.Deliver(t.Context(), receiver.Client())
	if len(got) != 2 || got[1].Get("X-Goog-Channel-Token") != "secret" || got[1].Get("X-Goog-Channel-Id") != "channel-1" || got[1].Get("X-Goog-Resource-Id") != begun.Resource {
		t.Fatalf("called with %v", got)
	}
	for range 2 { // one that has ended is no fault
		if err := r.Unwatch(t.Context(), begun); err != nil {
			t.Fatal(err)
		}
	}
	if r.fake.Channels(r.calendar) != 0 {
		t.Error("it did not end")
	}
}

func TestAChannelLastsAsLongAsIsAskedFor(t *testing.T) {
	r := newRig(t)
	until := time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)
	begun, err := r.Watch(t.Context(), r.calendar, mirror.Channel{ID: "channel-1", Address: "https://example.com/google", Expires: until})
	if err != nil || !begun.Expires.Equal(until) {
		t.Errorf("began %+v, %v", begun, err)
	}
}

func TestChannelsThatGoogleWouldNotOpenAreRefused(t *testing.T) {
	r := newRig(t)
	n := r.calls(func() {
		if _, err := r.Watch(t.Context(), r.calendar, mirror.Channel{ID: "channel", Address: "http://example.com"}); answerOf(err) != mirror.Refused {
			t.Errorf("without TLS: %v", err)
		}
	})
	if n != 0 {
		t.Errorf("%d calls", n)
	}
	if err := acts["watch"](t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if err := acts["watch"](t.Context(), r); answerOf(err) != mirror.Refused {
		t.Errorf("the same id again: %v", err)
	}
}
