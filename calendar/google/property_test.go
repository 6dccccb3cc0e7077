package google_test

import (
	"slices"
	"testing"
	"time"

	"github.com/rickb777/date/v2"
	"pgregory.net/rapid"

	"followcal/calendar/google"
	"followcal/calendar/mirror"
	"followcal/internal/rigs/googlefake"
)

// faults are what goes wrong in random histories; the first is nothing.
var faults = []googlefake.Fault{
	{},
	googlefake.Dropped, googlefake.CommittedDropped, googlefake.Halved, googlefake.CommittedError, googlefake.ExpiredAccess, googlefake.UserRate,
	googlefake.TooMany, googlefake.QuotaExceeded, googlefake.BackendError, googlefake.Overloaded,
	{Status: 400},
	{Status: 404},
	{Status: 412},
	{Status: 410},
}

// history is a calendar that a remote writes to while things go wrong.
type history struct {
	fake     *googlefake.Service
	remote   *google.Remote
	calendar string
	faults   []googlefake.Fault
}

func newHistory(t *rapid.T) *history {
	h := &history{}
	begun := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	h.fake = googlefake.New(googlefake.Options{Now: func() time.Time { return begun }, Plan: func(googlefake.Call) googlefake.Fault {
		if len(h.faults) == 0 {
			return googlefake.Fault{}
		}
		f := h.faults[0]
		h.faults = h.faults[1:]
		return f
	}})
	var err error
	h.remote, err = google.New(google.Options{
		Endpoint: benchEndpoint, Limits: google.Limits{Project: -1, User: -1},
		Patience: google.Patience{First: 1, Longest: 1, All: time.Minute, Tries: 3},
	}).Remote(ann, h.fake.Authorised(h.fake.Grant(ann, app).Access, nil))
	if err == nil {
		h.calendar, err = h.remote.MakeCalendar(t.Context(), mirror.Calendar{Name: "Follow-ups", Zone: "UTC"})
	}
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// event returns an entry as the service has it; without an id when it has none.
func (h *history) event(id string) googlefake.Event {
	all := h.fake.Events(h.calendar)
	if i := slices.IndexFunc(all, func(e googlefake.Event) bool { return e.ID == id }); i >= 0 {
		return all[i]
	}
	return googlefake.Event{}
}

// TestWhatARemoteSaysIsTrue: success means that it was done, an answer that it
// was not; without one nobody knows.
func TestWhatARemoteSaysIsTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := newHistory(t)
		known := map[string]string{} // ETags
		for range rapid.IntRange(1, 12).Draw(t, "calls") {
			id := rapid.SampledFrom([]string{"aaaaa", "bbbbb"}).Draw(t, "id")
			before := h.event(id)
			if rapid.Bool().Draw(t, "read first") {
				known[id] = before.ETag
			}
			h.faults = rapid.SliceOfN(rapid.SampledFrom(faults), 0, 4).Draw(t, "faults")
			e := mirror.Entry{ID: id, ETag: known[id], Summary: rapid.StringMatching(`[a-z]{8}`).Draw(t, "summary"), Day: date.New(2026, time.March, 3), Days: 1}
			e.Mark.UID = id
			doing := rapid.SampledFrom([]string{"insert", "update", "delete", "hand"}).Draw(t, "doing")
			var err error
			switch doing {
			case "insert":
				_, err = h.remote.Insert(t.Context(), h.calendar, &e)
			case "update":
				_, err = h.remote.Update(t.Context(), h.calendar, &e)
			case "delete":
				err = h.remote.Delete(t.Context(), h.calendar, id, e.ETag)
			case "hand":
				h.fake.Hand(ann).Rename(h.calendar, id, e.Summary)
				continue
			}
			h.judge(t, doing, &e, before, err)
		}
		for _, c := range h.fake.Malformed() {
			t.Errorf("malformed: %+v", c)
		}
	})
}

func (h *history) judge(t *rapid.T, doing string, e *mirror.Entry, before googlefake.Event, err error) {
	after := h.event(e.ID)
	switch answer := answerOf(err); {
	case err == nil && doing == "delete":
		if !after.Cancelled && !gone(h.fake.Calls()) {
			t.Fatalf("deleted, and it is %+v", after)
		}
	case err == nil:
		if after.Summary != e.Summary || after.Cancelled || after.Private["followcalUID"] != e.ID {
			t.Fatalf("%s of %q succeeded, and it is %+v", doing, e.Summary, after)
		}
	case answer == mirror.Exists:
		if after.ID == "" {
			t.Fatal("it is said to exist, and does not")
		}
	case answer == mirror.Stale, answer == mirror.Missing, answer == 0: // the mirror looks
	case after.ETag != before.ETag:
		t.Fatalf("%s: %v, and it changed from %+v to %+v", doing, err, before, after)
	}
	if after.Writes > before.Writes+1 && e.ETag != "" {
		t.Fatalf("%s wrote %d times", doing, after.Writes-before.Writes)
	}
}

// gone reports whether the last call was answered with 410 by the plan: a lie
// that a remote believes.
func gone(calls []googlefake.Call) bool {
	last := calls[len(calls)-1]
	return last.Planned && last.Status == 410
}
