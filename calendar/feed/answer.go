package feed

import (
	"net/http"
	"strconv"
	"time"
)

// answer is a decision that is not written yet.
type answer struct {
	page   *page // what it is about; nil when that is not known
	form   *form // the representation, for 200 and 304
	status int
	wait   time.Duration // for Retry-After
	// since is the Last-Modified of the representation, nil when there is none.
	since []string
}

// id returns the feed's id for the log, or "" for a feed that is not known.
func (a *answer) id() string {
	if a.page == nil {
		return ""
	}
	return a.page.id
}

// Header values that never change. They are shared between requests, which
// net/http only reads.
var (
	calendarType = []string{"text/calendar; charset=utf-8"}
	plainType    = []string{"text/plain; charset=utf-8"}
	ownCopy      = []string{"private, no-cache"} // ask every time before using a copy
	noIndex      = []string{"noindex"}
	byEncoding   = []string{"Accept-Encoding"}
	isGzip       = []string{"gzip"}
	reading      = []string{"GET, HEAD"}
)

// refusals are the bodies for people who open a feed's address themselves. They
// name no feed.
var refusals = map[int]string{
	http.StatusNotFound:           "There is no feed at this address. Copy the address again from the program that showed it.\n",
	http.StatusGone:               "This feed was revoked, and its address will not work again. Ask its owner for a new one, and remove this subscription.\n",
	http.StatusMethodNotAllowed:   "A feed can only be read.\n",
	http.StatusPreconditionFailed: "The feed is not as the request wants it.\n",
	http.StatusTooManyRequests:    "This feed was asked for too often. Asking once a minute is always fine.\n",
	http.StatusServiceUnavailable: "The feed cannot be read at the moment. Keep what you have and ask again later.\n",
}

// write writes the answer and returns how many octets of body went out.
func (a *answer) write(w http.ResponseWriter, headOnly bool) int {
	if a.form == nil {
		return a.refuse(w, headOnly)
	}
	header := w.Header()
	header["Etag"] = a.form.etag[:]
	header["Cache-Control"] = ownCopy
	header["Vary"] = byEncoding
	if a.status == http.StatusNotModified {
		w.WriteHeader(http.StatusNotModified) // with what RFC 9110 section 15.4.5 asks for, and no more
		return 0
	}
	header["X-Robots-Tag"] = noIndex
	header["Content-Type"] = calendarType
	header["Content-Length"] = a.form.length[:]
	if a.form.gzipped {
		header["Content-Encoding"] = isGzip
	}
	if a.since != nil {
		header["Last-Modified"] = a.since
	}
	w.WriteHeader(http.StatusOK)
	if headOnly {
		return 0
	}
	// A client that has gone away is no fault.
	n, _ := w.Write(a.form.body) //nolint:gosec // it is sent as a calendar, not as a page
	return n
}

// refuse writes an answer without a calendar.
func (a *answer) refuse(w http.ResponseWriter, headOnly bool) int {
	body := refusals[a.status]
	header := w.Header()
	header["Content-Type"] = plainType
	header["Content-Length"] = []string{strconv.Itoa(len(body))}
	header["Cache-Control"] = ownCopy
	header["X-Robots-Tag"] = noIndex
	if a.status == http.StatusMethodNotAllowed {
		header["Allow"] = reading
	}
	if a.wait > 0 {
		header["Retry-After"] = []string{strconv.Itoa(wholeSeconds(a.wait))}
	}
	w.WriteHeader(a.status)
	if headOnly {
		return 0
	}
	n, _ := w.Write([]byte(body))
	return n
}

// wholeSeconds returns d in seconds, rounded up.
func wholeSeconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }
