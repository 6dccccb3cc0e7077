package web

import (
	"context"
	"io"
	"net/http"
	"time"

	"followcal/internal/fault"
)

// patience is how long the database may take to answer /readyz.
const patience = 2 * time.Second

// alive says that the process answers.
func (s *Site) alive(w http.ResponseWriter, _ *http.Request) error { return say(w, "ok\n") }

// ready says that requests can be answered: the database is there, and the
// process is not about to end.
func (s *Site) ready(w http.ResponseWriter, r *http.Request) error {
	if s.draining.Load() {
		return fault.New(fault.Unavailable, "this process is about to end; ask again in a moment")
	}
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	if err := s.Ready.Ready(ctx); err != nil {
		return fault.Wrap(fault.Unavailable, err, "the database does not answer; ask again in a moment")
	}
	return say(w, "ready\n")
}

// robots lets every program in: some calendar services obey it before they
// fetch a feed. What must not be found is kept out of indexes by X-Robots-Tag.
func (s *Site) robots(w http.ResponseWriter, _ *http.Request) error {
	return say(w, "User-agent: *\nDisallow:\n")
}

func say(w http.ResponseWriter, text string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	// A client that has gone away is no fault.
	_, _ = io.WriteString(w, text)
	return nil
}
