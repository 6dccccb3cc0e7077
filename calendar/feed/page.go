package feed

import (
	"net/http"
	"time"

	"golang.org/x/time/rate"
)

// page is one rendering of a feed. It never changes: a client that gets its
// entity tag gets its body.
type page struct {
	id, account string
	bucket      *rate.Limiter
	visits      *visits
	plain       form
	packed      form // compressed; without a body where that is not wanted
	gone        bool // there is nothing left but 410

	// modified is Last-Modified, whole seconds; zero: none. It lies up to a
	// second after the change, and is not sent before its time has come: a
	// client that was answered within the second of a change, and again of the
	// next, could not tell them apart by it.
	modified time.Time
	since    []string

	until  time.Time // when it stops being true by itself; zero: never
	pieces []piece   // where its events are
	first  int       // the offset of the first of them
}

// form is a page as it is sent. Header values lie within it: with many feeds, a
// poll waits for each place in memory that it has to look at.
type form struct {
	body    []byte
	etag    [1]string
	length  [1]string
	gzipped bool
}

// answer answers a request for p.
func (p *page) answer(header http.Header, now time.Time) answer {
	if p.gone {
		return answer{page: p, status: http.StatusGone}
	}
	f := &p.plain
	if p.packed.body != nil && acceptsGzip(header["Accept-Encoding"]) {
		f = &p.packed
	}
	a := answer{page: p, form: f}
	modified := p.modified
	if modified.IsZero() || now.Before(modified) {
		modified = time.Time{}
	} else {
		a.since = p.since
	}
	a.status = evaluate(header, f.etag[0], modified)
	if a.status == http.StatusPreconditionFailed {
		a.form = nil
	}
	return a
}

// pageOverhead is about what a page takes besides its octets.
const pageOverhead = 1 << 10

// octets is what p takes in memory.
func (p *page) octets() int64 {
	n := pageOverhead + len(p.plain.body) + len(p.pieces)*pieceOctets
	return int64(n + len(p.packed.body))
}
