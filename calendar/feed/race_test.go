package feed_test

import (
	"bytes"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"followcal/calendar"
)

// TestNobodyGetsOldOctetsWithANewTag polls while the feed changes, each reader
// with the tag that it got last, plain and compressed. One tag always means the
// same octets, and a poll that begins after a change shows it.
func TestNobodyGetsOldOctetsWithANewTag(t *testing.T) {
	r := newRig(t)
	var version atomic.Int64
	publish := func(n int64) {
		e := call("u", 1)
		e.Summary, e.Sequence = fmt.Sprintf("version %d.", n), int32(n)
		r.set("f", append(calls(20), e)...)
		r.Invalidate("ann")
		version.Store(n)
	}
	publish(0)
	var octets sync.Map // by tag
	var readers sync.WaitGroup
	stop := make(chan struct{})
	for i := range 4 {
		readers.Go(func() {
			encoding := []string{"identity", "gzip"}[i%2]
			tag := `"none"`
			for {
				select {
				case <-stop:
					return
				default:
				}
				before := version.Load()
				got := r.get(r.path("f"), "If-None-Match", tag, "Accept-Encoding", encoding)
				if got.status != http.StatusOK {
					if current := got.header.Get("Etag"); got.status == http.StatusNotModified && current != tag {
						t.Errorf("304 for %s names %s", tag, current)
					}
					continue
				}
				tag = got.header.Get("Etag")
				body := got.body
				if encoding == "gzip" {
					body = unpack(t, body)
				}
				if known, ok := octets.LoadOrStore(tag, body); ok && !bytes.Equal(known.([]byte), body) {
					t.Errorf("the tag %s stands for two calendars", tag)
				}
				if shown := shownVersion(t, body); shown < before {
					t.Errorf("version %d is shown after %d was published", shown, before)
				}
			}
		})
	}
	for n := range int64(300) {
		publish(n + 1)
		r.get(r.path("f"))
	}
	close(stop)
	readers.Wait()
}

func shownVersion(t *testing.T, body []byte) (version int64) {
	t.Helper()
	_, rest, _ := bytes.Cut(body, []byte("SUMMARY:version "))
	if _, err := fmt.Sscanf(string(rest), "%d.", &version); err != nil {
		t.Error(err)
	}
	return version
}

// TestAnEventThatChangesIsSeenOnce changes one event among many: the others
// come out as before although they are not encoded again.
func TestAnEventThatChangesIsSeenOnce(t *testing.T) {
	r := newRig(t)
	events := calls(50)
	r.set("f", events...)
	old := r.get(r.path("f")).body
	for name, change := range map[string]func(*calendar.Event){
		"summary":  func(e *calendar.Event) { e.Summary = "another" },
		"sequence": func(e *calendar.Event) { e.Sequence = 7 },
		"stamp":    func(e *calendar.Event) { e.Modified = e.Modified.AddDate(0, 0, 1) },
		"status":   func(e *calendar.Event) { e.Cancelled = true },
	} {
		changed := append([]*calendar.Event(nil), events...)
		changed[20] = call("event-0020", 20)
		change(changed[20])
		r.set("f", changed...)
		r.Invalidate("ann")
		warm := r.get(r.path("f")).body
		cold := newRig(t)
		cold.set("f", changed...)
		if want := cold.get(cold.path("f")).body; !bytes.Equal(warm, want) || bytes.Equal(warm, old) {
			t.Errorf("%s: what was kept of the old feed shows in the new one", name)
		}
	}
}
