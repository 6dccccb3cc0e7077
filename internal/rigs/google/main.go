// Command google is a stand-in for Google Calendar to try followcal with: it runs
// the tests' service, lets everybody in, and moves, renames and deletes entries
// on request as a person would with their calendar's own pages.
//
//	go run ./internal/rigs/google -addr 127.0.0.1:4103
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"followcal/internal/rigs/googlefake"
)

// person is whose calendars these are.
const person = "ann@example.com"

func main() {
	addr := flag.String("addr", "127.0.0.1:4103", "where to listen")
	flag.Parse()
	service := googlefake.New(googlefake.Options{
		Now:     time.Now,
		Quota:   googlefake.Quota{User: 600, Project: 10_000},
		Clients: []googlefake.Client{{ID: "rig", Secret: "rig", Desktop: true}},
	})
	base := "http://" + *addr
	fmt.Fprintf(os.Stderr, `export FOLLOWCAL_GOOGLE_CLIENT_ID=rig FOLLOWCAL_GOOGLE_CLIENT_SECRET=rig
export FOLLOWCAL_GOOGLE_API_URL=%s FOLLOWCAL_GOOGLE_AUTH_URL=%s FOLLOWCAL_GOOGLE_TOKEN_URL=%s FOLLOWCAL_GOOGLE_REVOKE_URL=%s
`, base, base+googlefake.AuthPath, base+googlefake.TokenPath, base+googlefake.RevokePath)
	mux := http.NewServeMux()
	mux.Handle("/", service)
	mux.HandleFunc("GET /entries", func(w http.ResponseWriter, _ *http.Request) { list(w, service) })
	mux.HandleFunc("POST /hand/{what}", func(w http.ResponseWriter, r *http.Request) { hand(w, r, service) })
	server := &http.Server{Addr: *addr, Handler: mux, ReadHeaderTimeout: time.Minute}
	log.Fatal(server.ListenAndServe())
}

// list shows all entries of all calendars.
func list(w http.ResponseWriter, service *googlefake.Service) {
	all := map[string][]googlefake.Event{}
	for _, c := range service.Calendars(person) {
		all[c.ID] = service.Events(c.ID)
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(map[string]any{"entries": all, "calls": service.Count(), "overruns": service.Overruns()}) // whoever asked is gone
}

// hand does what a person does: move (by=DAYS), rename (to=TITLE), delete, and
// delete-calendar, of the entry whose title contains what.
func hand(w http.ResponseWriter, r *http.Request, service *googlefake.Service) {
	h := service.Hand(person)
	for _, c := range service.Calendars(person) {
		if r.PathValue("what") == "delete-calendar" {
			fmt.Fprintln(w, h.DeleteCalendar(c.ID))
			continue
		}
		for _, e := range service.Events(c.ID) {
			if e.Cancelled || !strings.Contains(e.Summary, r.FormValue("what")) {
				continue
			}
			days, _ := strconv.Atoi(r.FormValue("by")) // none: 0
			done := false
			switch r.PathValue("what") {
			case "move":
				done = h.Drag(c.ID, e.ID, days)
			case "rename":
				done = h.Rename(c.ID, e.ID, r.FormValue("to"))
			case "delete":
				done = h.Delete(c.ID, e.ID)
			}
			fmt.Fprintln(w, done, e.Summary)
			return
		}
	}
}
