package web

import (
	"net/http"

	"followcal/internal/app/push"
)

// GooglePages connect a calendar at Google in a browser, for whoever holds a
// link, and hear from Google that a calendar changed. Faults: NotFound for what is
// no link or channel, Gone for a link that holds no more, Denied for an answer
// that nobody here asked for.
type GooglePages interface {
	// Show answers GET of a link's page, and changes nothing.
	Show(w http.ResponseWriter, r *http.Request, text string) error
	// Begin leads to Google.
	Begin(w http.ResponseWriter, r *http.Request, text string) error
	// Answer takes what Google's page sends back.
	Answer(w http.ResponseWriter, r *http.Request) error
	// Heard takes Google's call.
	Heard(r *http.Request) error
}

// googleRoutes connect calendars at Google. The token of a link is in no log.
func (s *Site) googleRoutes(mux *http.ServeMux) {
	limits := newEventLimits()
	mux.Handle("GET "+push.ConnectPath+"{token}", s.limited(limits, func(w http.ResponseWriter, r *http.Request) error {
		return s.Google.Show(w, r, r.PathValue("token"))
	}))
	mux.Handle("POST "+push.ConnectPath+"{token}", s.limited(limits, func(w http.ResponseWriter, r *http.Request) error {
		return s.Google.Begin(w, r, r.PathValue("token"))
	}))
	mux.Handle("GET "+push.CallbackPath, s.limited(limits, s.Google.Answer))
	// Google calls for all calendars from a few addresses, so it is not limited by
	// these; a call that knows no channel costs one look-up by an index.
	mux.Handle("POST "+push.HeardPath, page(func(w http.ResponseWriter, r *http.Request) error {
		if err := s.Google.Heard(r); err != nil {
			return err
		}
		w.WriteHeader(http.StatusNoContent)
		return nil
	}))
}
