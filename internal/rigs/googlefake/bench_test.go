package googlefake_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"followcal/internal/rigs/googlefake"
)

// BenchmarkInsert is what a call costs in the caller's process: tests make
// millions.
func BenchmarkInsert(b *testing.B) {
	s := googlefake.New(googlefake.Options{Now: func() time.Time { return time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC) }})
	client := s.Authorised(s.Grant(ann, app).Access, nil)
	post := func(path, body string) string {
		r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, "http://calendar.test"+googlefake.APIPath+path, strings.NewReader(body))
		if err != nil {
			b.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		answer, err := client.Do(r)
		if err != nil {
			b.Fatal(err)
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != http.StatusOK {
			b.Fatal(string(text), err)
		}
		return string(text)
	}
	post("calendars", `{"summary":"Follow-ups"}`)
	path := "calendars/" + s.Calendars(ann)[0].ID + "/events?fields=id,etag"
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		post(path, fmt.Sprintf(`{"id":"event%d","summary":"Follow up","start":{"date":"2026-03-03"},"end":{"date":"2026-03-04"},"extendedProperties":{"private":{"followcal":"x"}}}`, i))
	}
}
