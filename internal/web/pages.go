package web

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"

	"followcal/internal/fault"
)

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate

// style is the one style sheet, inside each page: a page asks for nothing else.
//
//go:embed style.css
var style string

// policy lets a page use that style sheet, send forms to this site and nothing
// else.
var policy = func() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}()

// front says what this is, and nothing about whose it is.
func (s *Site) front(w http.ResponseWriter, r *http.Request) error {
	return render(w, r, http.StatusOK, frontPage())
}

// render writes a page, complete or not at all.
func render(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	var body bytes.Buffer
	if err := c.Render(r.Context(), &body); err != nil {
		return fault.Wrap(fault.Internal, err, "the page cannot be shown")
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", policy)
	header.Set("Content-Length", strconv.Itoa(body.Len()))
	w.WriteHeader(status)
	// A client that has gone away is no fault.
	_, _ = w.Write(body.Bytes())
	return nil
}

// problem is what an error page says.
type problem struct {
	title, sentence string
	id              string // the request's, for who reads the log
}

// problems are the pages for what no handler has a sentence for.
var problems = map[int]problem{
	http.StatusNotFound:            {title: "Not found", sentence: "There is nothing at this address. Check that it was copied whole."},
	http.StatusMethodNotAllowed:    {title: "Not allowed", sentence: "This address cannot be used that way."},
	http.StatusInternalServerError: {title: "Something went wrong", sentence: "This is our fault, not yours. Try again; if it stays, tell whoever runs this server."},
}

// titles are those of the pages for faults.
var titles = map[int]string{
	http.StatusBadRequest:            "Not understood",
	http.StatusForbidden:             "Not allowed",
	http.StatusNotFound:              "Not found",
	http.StatusConflict:              "Changed meanwhile",
	http.StatusGone:                  "No longer valid",
	http.StatusRequestEntityTooLarge: "Too large",
	http.StatusUnprocessableEntity:   "Not possible",
	http.StatusServiceUnavailable:    "Not available now",
}

// problemOf is what err's page says. What failed inside stays inside.
func problemOf(err error) (status int, p problem) {
	status = fault.Status(err)
	if title := titles[status]; title != "" {
		return status, problem{title: title, sentence: sentence(err.Error())}
	}
	return http.StatusInternalServerError, problems[http.StatusInternalServerError]
}

// sentence writes what a fault says, which goes on behind a colon elsewhere, as a
// sentence of its own.
func sentence(says string) string {
	first, size := utf8.DecodeRuneInString(says)
	says = string(unicode.ToUpper(first)) + says[size:]
	if !strings.HasSuffix(says, ".") {
		says += "."
	}
	return says
}

// retryAfter is what who meets 503 is told to wait, in seconds.
const retryAfter = "5"

// showProblem writes an error page.
func showProblem(w http.ResponseWriter, r *http.Request, status int, p problem) {
	p.id = RequestID(r.Context())
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", retryAfter)
	}
	if err := render(w, r, status, problemPage(p)); err != nil {
		http.Error(w, p.title, status)
	}
}
