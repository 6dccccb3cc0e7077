package googlefake_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"
	"google.golang.org/api/calendar/v3"

	"followcal/internal/rigs/googlefake"
)

func TestAnIDIsNeverFreeAgain(t *testing.T) {
	r := newRig(t)
	e := r.insert("abcde", "one")
	_, err := r.api.Events.Insert(r.calendar, timed("abcde", "two")).Do()
	wantProblem(t, err, 409, "duplicate")
	if err := r.api.Events.Delete(r.calendar, e.Id).Do(); err != nil {
		t.Fatal(err)
	}
	wantProblem(t, r.api.Events.Delete(r.calendar, e.Id).Do(), 410, "deleted")
	_, err = r.api.Events.Insert(r.calendar, timed("abcde", "three")).Do()
	wantProblem(t, err, 409, "duplicate")

	gone, err := r.api.Events.Get(r.calendar, e.Id).Do()
	if err != nil || gone.Status != "cancelled" || gone.Etag == e.Etag {
		t.Fatalf("get = %+v, %v", gone, err)
	}
	patch := r.api.Events.Patch(r.calendar, e.Id, &calendar.Event{Status: "confirmed", Summary: "back"})
	patch.Header().Set("If-Match", gone.Etag)
	back, err := patch.Do()
	if err != nil || back.Status != "confirmed" || back.Summary != "back" {
		t.Fatalf("restored = %+v, %v", back, err)
	}
}

func TestWritesAreConditional(t *testing.T) {
	r := newRig(t)
	e := r.insert("abcde", "one")
	if !r.service.Hand(ann).Rename(r.calendar, e.Id, "hers") {
		t.Fatal("not renamed")
	}
	patch := r.api.Events.Patch(r.calendar, e.Id, &calendar.Event{Summary: "ours"})
	patch.Header().Set("If-Match", e.Etag)
	_, err := patch.Do()
	wantProblem(t, err, 412, "conditionNotMet")
	remove := r.api.Events.Delete(r.calendar, e.Id)
	remove.Header().Set("If-Match", e.Etag)
	wantProblem(t, remove.Do(), 412, "conditionNotMet")
	update := r.api.Events.Update(r.calendar, e.Id, timed("", "ours"))
	update.Header().Set("If-Match", e.Etag)
	_, err = update.Do()
	wantProblem(t, err, 412, "conditionNotMet")
}

func TestWhatIsRefused(t *testing.T) {
	r := newRig(t)
	r.insert("abcde", "one")
	day := func(from, to string) *calendar.Event {
		return &calendar.Event{Start: &calendar.EventDateTime{Date: from}, End: &calendar.EventDateTime{Date: to}}
	}
	with := func(change func(*calendar.Event)) *calendar.Event {
		e := timed("", "")
		change(e)
		return e
	}
	remind := func(minutes ...int64) *calendar.Event {
		return with(func(e *calendar.Event) {
			e.Reminders = &calendar.EventReminders{ForceSendFields: []string{"UseDefault"}}
			for _, m := range minutes {
				e.Reminders.Overrides = append(e.Reminders.Overrides, &calendar.EventReminder{Method: "popup", Minutes: m, ForceSendFields: []string{"Minutes"}})
			}
		})
	}
	tests := []struct {
		name   string
		event  *calendar.Event
		reason string
	}{
		{"an id with a hyphen", timed("ab-de", ""), "invalid"},
		{"a short id", timed("abcd", ""), "invalid"},
		{"no end", &calendar.Event{Start: timed("", "").Start}, "required"},
		{"an inclusive end", day("2026-03-03", "2026-03-03"), "timeRangeEmpty"},
		{"a day and a time", with(func(e *calendar.Event) { e.End = &calendar.EventDateTime{Date: "2026-03-04"} }), "invalid"},
		{"no such day", day("2026-02-30", "2026-03-03"), "invalid"},
		{"no offset and no zone", with(func(e *calendar.Event) { e.Start = &calendar.EventDateTime{DateTime: "2026-03-03T10:00:00"} }), "required"},
		{"no such zone", with(func(e *calendar.Event) { e.Start.TimeZone = "Europe/Nowhere" }), "invalid"},
		{"six reminders", remind(1, 2, 3, 4, 5, 6), "invalid"},
		{"a reminder after the start", remind(-1), "invalid"},
		{"a reminder in five weeks", remind(50000), "invalid"},
		{"a source that is no page", with(func(e *calendar.Event) { e.Source = &calendar.EventSource{Url: "mailto:x@example.com"} }), "invalid"},
		{"an unknown colour", with(func(e *calendar.Event) { e.ColorId = "12" }), "invalid"},
		{"a field that is not known here", with(func(e *calendar.Event) { e.GuestsCanModify = true }), "badRequest"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := r.api.Events.Insert(r.calendar, tt.event).Do()
			wantProblem(t, err, 400, tt.reason)
		})
	}
	if n := len(r.service.Malformed()); n != len(tests) {
		t.Errorf("%d calls count as malformed, want %d", n, len(tests))
	}
}

func TestAPatchFromATimeToADayMustRemoveTheTime(t *testing.T) {
	r := newRig(t)
	e := r.insert("abcde", "one")
	to := &calendar.Event{Start: &calendar.EventDateTime{Date: "2026-03-05"}, End: &calendar.EventDateTime{Date: "2026-03-06"}}
	_, err := r.api.Events.Patch(r.calendar, e.Id, to).Do()
	wantProblem(t, err, 400, "invalid")
	to.Start.NullFields, to.End.NullFields = []string{"DateTime", "TimeZone"}, []string{"DateTime", "TimeZone"}
	got, err := r.api.Events.Patch(r.calendar, e.Id, to).Do()
	if err != nil || got.Start.Date != "2026-03-05" || got.Start.DateTime != "" || got.Summary != "one" {
		t.Fatalf("patched = %+v, %v", got, err)
	}
}

func TestPropertiesBeyondTheLimitsAreDroppedInSilence(t *testing.T) {
	r := newRig(t)
	e := timed("abcde", "")
	e.ExtendedProperties = &calendar.EventExtendedProperties{Private: map[string]string{
		"kept": strings.Repeat("é", 1024), "long": strings.Repeat("v", 1025), strings.Repeat("k", 45): "v", strings.Repeat("k", 44): "v",
	}}
	got, err := r.api.Events.Insert(r.calendar, e).Do()
	if err != nil || len(got.ExtendedProperties.Private) != 2 {
		t.Fatalf("kept %v, %v", got.ExtendedProperties, err)
	}
	patch := &calendar.Event{ExtendedProperties: &calendar.EventExtendedProperties{Private: map[string]string{"new": "v"}}}
	got, err = r.api.Events.Patch(r.calendar, e.Id, patch).Do()
	if err != nil || len(got.ExtendedProperties.Private) != 3 {
		t.Fatalf("merged %v, %v", got.ExtendedProperties, err)
	}
}

func TestTimesComeInTheZoneOfTheCalendar(t *testing.T) {
	r := newRig(t)
	e := timed("abcde", "")
	e.Start = &calendar.EventDateTime{DateTime: "2026-03-10T10:00:00-04:00", TimeZone: "America/New_York"}
	e.End = &calendar.EventDateTime{DateTime: "2026-03-10T11:00:00", TimeZone: "America/New_York"}
	got, err := r.api.Events.Insert(r.calendar, e).Do()
	if err != nil || got.Start.DateTime != "2026-03-10T15:00:00+01:00" || got.Start.TimeZone != "America/New_York" || got.End.DateTime != "2026-03-10T16:00:00+01:00" {
		t.Fatalf("got %+v %+v, %v", got.Start, got.End, err)
	}
}

func TestListsComeInPagesWithTheTokenOnTheLast(t *testing.T) {
	r := newRig(t, func(o *googlefake.Options) { o.PageSize = 2 })
	for i := range 5 {
		r.insert(fmt.Sprintf("event%d", i), "")
	}
	var token string
	pages, seen := 0, 0
	for page := ""; ; pages++ {
		l, err := r.api.Events.List(r.calendar).MaxResults(2500).PageToken(page).Do()
		if err != nil {
			t.Fatal(err)
		}
		seen += len(l.Items)
		if (l.NextPageToken == "") == (l.NextSyncToken == "") {
			t.Fatalf("page %d has the tokens %q and %q", pages, l.NextPageToken, l.NextSyncToken)
		}
		if page, token = l.NextPageToken, l.NextSyncToken; page == "" {
			break
		}
	}
	if pages != 2 || seen != 5 {
		t.Fatalf("%d events after %d pages", seen, pages)
	}
	hand := r.service.Hand(ann)
	hand.Delete(r.calendar, "event1")
	hand.Drag(r.calendar, "event3", 2)
	l, err := r.list(token)
	if err != nil || len(l.Items) != 2 || l.Items[0].Status != "cancelled" || l.Items[0].Start != nil || !strings.HasPrefix(l.Items[1].Start.DateTime, "2026-03-05T10:00") {
		t.Fatalf("changes = %+v, %v", l.Items, err)
	}
	if l, err = r.list(l.NextSyncToken); err != nil || len(l.Items) != 0 {
		t.Fatalf("nothing changed, and the list is %v, %v", l.Items, err)
	}
}

func TestSyncTokensEndAndAgreeWithFewParameters(t *testing.T) {
	r := newRig(t, func(o *googlefake.Options) { o.TokenLife = time.Hour })
	l, err := r.list("")
	if err != nil {
		t.Fatal(err)
	}
	token := l.NextSyncToken
	list := func() *calendar.EventsListCall { return r.api.Events.List(r.calendar).SyncToken(token) }
	for name, call := range map[string]*calendar.EventsListCall{
		"iCalUID": list().ICalUID("x"), "orderBy": list().OrderBy("updated"), "privateExtendedProperty": list().PrivateExtendedProperty("a=b"),
		"q": list().Q("x"), "sharedExtendedProperty": list().SharedExtendedProperty("a=b"), "timeMin": list().TimeMin("2026-01-01T00:00:00Z"),
		"timeMax": list().TimeMax("2026-01-01T00:00:00Z"), "updatedMin": list().UpdatedMin("2026-01-01T00:00:00Z"),
		"showDeleted=false": list().ShowDeleted(false), "another showDeleted": list().ShowDeleted(true), "another token": list().SyncToken("x"),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := call.Do()
			wantProblem(t, err, 400, "invalidParameter")
		})
	}
	r.pass(2 * time.Hour)
	r.api = r.client(r.service.Grant(ann, app).Access)
	_, err = r.list(token)
	wantProblem(t, err, 410, "fullSyncRequired")
}

func TestFieldsAreCutOutAndChecked(t *testing.T) {
	r := newRig(t)
	r.insert("abcde", "one")
	l, err := r.api.Events.List(r.calendar).Fields("items(id,start/dateTime)", "nextSyncToken").Do()
	if err != nil || l.Kind != "" || l.NextSyncToken == "" || l.Items[0].Summary != "" || l.Items[0].Start.DateTime == "" || l.Items[0].Start.TimeZone != "" {
		t.Fatalf("cut = %+v, %v", l, err)
	}
	for _, wrong := range []string{"items(id", "items(nothing)", "nothing", "items/"} {
		answer, err := r.service.Authorised(r.service.Grant(ann, app).Access, nil).Get(r.server.URL + googlefake.APIPath + "calendars/" + r.calendar + "/events?fields=" + wrong)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusBadRequest {
			t.Errorf("fields=%s is answered with %d", wrong, answer.StatusCode)
		}
	}
}

func TestThePersonsHand(t *testing.T) {
	r := newRig(t)
	r.insert("abcde", "one")
	hand := r.service.Hand(ann)
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, time.April, 1, 12, 0, 0, 0, berlin)
	own, ok := hand.Add(r.calendar, "Dentist", start, start.Add(time.Hour))
	done := []bool{
		ok, hand.Recolour(r.calendar, "abcde", "3"), hand.Remind(r.calendar, "abcde", 5, 60), hand.Put(r.calendar, "abcde", start, start.Add(time.Hour)),
		hand.Describe(r.calendar, "abcde", func(old string) string { return old + "<b>note</b>" }), hand.Delete(r.calendar, own), hand.Restore(r.calendar, own),
		hand.PutDay(r.calendar, own, date.New(2026, time.April, 2)), hand.Drag(r.calendar, own, 1),
	}
	for i, ok := range done {
		if !ok {
			t.Errorf("deed %d was not done", i)
		}
	}
	for _, e := range r.service.Events(r.calendar) {
		switch {
		case e.ID == own && (e.Day != "2026-04-03" || e.EndDay != "2026-04-04" || !e.ByPerson || e.Cancelled):
			t.Errorf("own = %+v", e)
		case e.ID == "abcde" && (e.Colour != "3" || len(e.Minutes) != 2 || !e.Start.Equal(start) || e.Description != "<b>note</b>" || e.Writes != 1):
			t.Errorf("entry = %+v", e)
		}
	}
	if hand.Rename(r.calendar, "nothing", "x") || r.service.Hand("bob@example.com").Rename(r.calendar, "abcde", "x") {
		t.Error("changed what is not there")
	}
	if !hand.RenameCalendar(r.calendar, "Mine") || !hand.DeleteCalendar(r.calendar) || hand.DeleteCalendar(r.calendar) {
		t.Error("the calendar is not deleted once")
	}
	_, err = r.api.Calendars.Get(r.calendar).Do()
	wantProblem(t, err, 404, "notFound")
	_, err = r.list("")
	wantProblem(t, err, 404, "notFound")
}

func TestAnswersGetLost(t *testing.T) {
	for _, tt := range []struct {
		name  string
		fault googlefake.Fault
		kept  int
	}{
		{"before it was done", googlefake.Dropped, 0},
		{"after it was done", googlefake.CommittedDropped, 1},
		{"half of it", googlefake.Halved, 1},
		{"done, and answered with an error", googlefake.CommittedError, 1},
		{"done only later", googlefake.Fault{Cut: googlefake.Lost, Late: 2}, 0},
	} {
		for _, inProcess := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/in process %t", tt.name, inProcess), func(t *testing.T) {
				r := newRig(t)
				transport := http.DefaultTransport
				if inProcess {
					transport = r.service.Transport()
				}
				r.plan = func(googlefake.Call) googlefake.Fault { return tt.fault }
				body := strings.NewReader(`{"id":"abcde","start":{"date":"2026-03-03"},"end":{"date":"2026-03-04"}}`)
				request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.server.URL+googlefake.APIPath+"calendars/"+r.calendar+"/events", io.NopCloser(body))
				if err != nil {
					t.Fatal(err)
				}
				request.Header.Set("Content-Type", "application/json")
				answer, err := r.service.Authorised(r.service.Grant(ann, app).Access, transport).Do(request)
				if err == nil {
					if _, err = io.ReadAll(answer.Body); err == nil && answer.StatusCode == http.StatusOK {
						t.Error("the answer came whole")
					}
					answer.Body.Close()
				}
				if err != nil && errors.Is(err, io.EOF) && inProcess {
					t.Errorf("an end that net/http does not show: %v", err)
				}
				if n := len(r.service.Events(r.calendar)); n != tt.kept {
					t.Errorf("%d events, want %d", n, tt.kept)
				}
				r.plan = nil
				for range 2 {
					_, _ = r.list("")
				}
				if want := max(tt.kept, min(tt.fault.Late, 1)); len(r.service.Events(r.calendar)) != want {
					t.Errorf("later, %d events, want %d", len(r.service.Events(r.calendar)), want)
				}
			})
		}
	}
}
