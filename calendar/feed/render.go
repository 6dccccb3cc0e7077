package feed

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"sync"
	"time"

	"followcal/calendar/ical"
	"followcal/internal/fault"
)

// render makes the page of f as it is at an instant. What old, which may be
// nil, has of the same events is copied instead of encoded.
func (h *Handler) render(f *Feed, old *page, now time.Time) (*page, leftOut, error) {
	p := &page{id: f.ID, account: f.Account, until: f.Until}
	if f.Revoked.IsZero() {
		left, err := p.fill(f, old, now)
		return p, left, err
	}
	end := f.Revoked.Add(h.o.Grace)
	if !now.Before(end) {
		p.gone, p.until = true, time.Time{}
		return p, leftOut{}, nil
	}
	p.until = end
	empty := &Feed{Calendar: f.Calendar, Modified: f.Revoked, Gzip: f.Gzip}
	left, err := p.fill(empty, old, now)
	return p, left, err
}

// fill renders f's calendar into p.
func (p *page) fill(f *Feed, old *page, now time.Time) (leftOut, error) {
	if f.Calendar.Zone == nil {
		return leftOut{}, fault.New(fault.Internal, "the calendar of the feed %s has no time zone", f.ID)
	}
	w := newWindow(f, old, now)
	if err := w.choose(); err != nil {
		return leftOut{}, err
	}
	header := f.Calendar
	header.Description = w.left.describe(header.Description)
	body, err := w.write(header)
	if err != nil {
		return leftOut{}, err
	}
	p.pieces, p.first = w.pieces(len(body))
	tag := entityTag(body)
	p.plain = newForm(body, tag, false)
	if f.Gzip {
		if packed := pack(body); len(packed) < len(body) {
			p.packed = newForm(packed, tag+"-gzip", true)
		}
	}
	p.stamp(f.Modified, old, now)
	return w.left, nil
}

// entityTag returns a tag that no other octets have: 128 bits of their SHA-256.
func entityTag(body []byte) string {
	sum := sha256.Sum256(body)
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

func newForm(body []byte, tag string, gzipped bool) form {
	return form{body: body, etag: [1]string{`"` + tag + `"`}, length: [1]string{strconv.Itoa(len(body))}, gzipped: gzipped}
}

// stamp sets Last-Modified to the full second after the last change. Where
// other octets would get the time of the old ones, because time alone changed
// them, they get a later one.
func (p *page) stamp(changed time.Time, old *page, now time.Time) {
	if changed.IsZero() {
		return
	}
	p.modified = fullSecond(changed)
	if old != nil && !old.modified.IsZero() && !p.modified.After(old.modified) {
		p.modified = old.modified
		if old.plain.etag[0] != p.plain.etag[0] {
			p.modified = laterOf(fullSecond(now), old.modified.Add(time.Second))
		}
	}
	p.since = []string{p.modified.Format(http.TimeFormat)}
}

func fullSecond(t time.Time) time.Time { return t.UTC().Truncate(time.Second).Add(time.Second) }

func laterOf(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// effort is the level of compression: half the time of the usual one, which made
// a sixth of a rendering, for a twentieth more octets.
const effort = 4

// packers are compressors that wait for the next page; each is large.
var packers = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(nil, effort)
	if err != nil {
		panic(err) // there is such a level
	}
	return w
}}

// pack returns body compressed. The same octets give the same: no name or time
// is in it.
func pack(body []byte) []byte {
	var out bytes.Buffer
	out.Grow(len(body) / 3)
	w := packers.Get().(*gzip.Writer)
	defer packers.Put(w)
	w.Reset(&out)
	// A buffer takes everything.
	_, _ = w.Write(body)
	_ = w.Close()
	return bytes.Clone(out.Bytes())
}

// write joins the events that were chosen.
func (w *window) write(header ical.Calendar) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(w.octets + roomForHead)
	if err := ical.WriteEncoded(&out, header, &w.spans, w.encoded()); err != nil {
		return nil, err
	}
	return bytes.Clone(out.Bytes()), nil
}
