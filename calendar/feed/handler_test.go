package feed_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"followcal/calendar/feed"
	"followcal/calendar/ical/icaltest"
	"followcal/internal/fault"
)

func unpack(t testing.TB, packed []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	octets, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return octets
}

func TestAFeedIsAWholeCalendarWithItsHeaders(t *testing.T) {
	r := newRig(t)
	r.set("f", calls(3)...)
	got := r.wantStatus(r.get(r.path("f"), "Accept", "text/html"), http.StatusOK)
	body := got.body
	icaltest.Verify(t, body)
	if n := bytes.Count(body, []byte("BEGIN:VEVENT")); n != 3 {
		t.Errorf("%d events, want 3", n)
	}
	for name, want := range map[string]string{
		"Content-Type": "text/calendar; charset=utf-8", "Content-Length": strconv.Itoa(len(body)), "Cache-Control": "private, no-cache",
		"X-Robots-Tag": "noindex", "Vary": "Accept-Encoding", "Last-Modified": "Sun, 22 Nov 2026 11:00:01 GMT", "Content-Encoding": "",
	} {
		if got := got.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if tag := got.header.Get("Etag"); len(tag) < 20 || tag[0] != '"' {
		t.Errorf("ETag %s is not a strong one", tag)
	}
	head := r.wantStatus(r.ask(http.MethodHead, r.path("f")), http.StatusOK)
	if len(head.body) != 0 {
		t.Error("HEAD has a body")
	}
	for name := range got.header {
		if head.header.Get(name) != got.header.Get(name) {
			t.Errorf("HEAD: %s is %q, GET has %q", name, head.header.Get(name), got.header.Get(name))
		}
	}
}

func TestGzipIsAnotherRepresentation(t *testing.T) {
	r := newRig(t)
	r.set("f", calls(5)...)
	plain, packed := r.get(r.path("f")), r.get(r.path("f"), "Accept-Encoding", "gzip, deflate")
	if packed.header.Get("Content-Encoding") != "gzip" || packed.header.Get("Etag") == plain.header.Get("Etag") {
		t.Errorf("headers %v", packed.header)
	}
	octets := packed.body
	if packed.header.Get("Content-Length") != strconv.Itoa(len(octets)) {
		t.Errorf("Content-Length %s of %d octets", packed.header.Get("Content-Length"), len(octets))
	}
	if !bytes.Equal(unpack(t, octets), plain.body) {
		t.Error("unpacked, it is another calendar")
	}
	r.wantStatus(r.get(r.path("f"), "Accept-Encoding", "gzip", "If-None-Match", packed.header.Get("Etag")), http.StatusNotModified)
	r.wantStatus(r.get(r.path("f"), "Accept-Encoding", "gzip", "If-None-Match", plain.header.Get("Etag")), http.StatusOK)
	r.wantStatus(r.get(r.path("f"), "If-None-Match", packed.header.Get("Etag")), http.StatusOK)
	without := r.set("g", calls(5)...)
	without.Gzip = false
	r.put(without)
	if got := r.get(r.path("g"), "Accept-Encoding", "gzip"); got.header.Get("Content-Encoding") != "" || got.header.Get("Vary") == "" {
		t.Errorf("a feed that must not be compressed has %v", got.header)
	}
}

// TestRequestHeadersMeetFeedStates is the table of what a client may send and
// what a feed may be.
func TestRequestHeadersMeetFeedStates(t *testing.T) {
	r := newRig(t)
	r.set("open", calls(2)...)
	r.set("empty")
	revoked := r.set("revoked", calls(2)...)
	revoked.Revoked = noon.Add(-time.Hour)
	r.put(revoked)
	gone := *revoked
	gone.ID, gone.Revoked = "gone", noon.Add(-31*24*time.Hour)
	r.put(&gone)
	const ok, same, failed = http.StatusOK, http.StatusNotModified, http.StatusPreconditionFailed
	modified, before, after := "Sun, 22 Nov 2026 11:00:01 GMT", "Sun, 22 Nov 2026 11:00:00 GMT", "Sun, 22 Nov 2026 11:30:00 GMT"
	for name, tt := range map[string]struct {
		lines []string
		want  int
	}{
		"nothing":                          {nil, ok},
		"the tag":                          {[]string{"If-None-Match", "TAG"}, same},
		"the tag, made weak by a proxy":    {[]string{"If-None-Match", "W/TAG"}, same},
		"another tag":                      {[]string{"If-None-Match", `"x"`}, ok},
		"a list":                           {[]string{"If-None-Match", `"x" , W/"a,b",, TAG`}, same},
		"two lines":                        {[]string{"If-None-Match", `"x"`, "If-None-Match", "TAG"}, same},
		"a star":                           {[]string{"If-None-Match", " * "}, same},
		"a star in a list":                 {[]string{"If-None-Match", `"x", *`}, ok},
		"a tag without quotes":             {[]string{"If-None-Match", "BARE"}, ok},
		"an empty line":                    {[]string{"If-None-Match", ""}, ok},
		"since then":                       {[]string{"If-Modified-Since", modified}, same},
		"since later":                      {[]string{"If-Modified-Since", after}, same},
		"since before":                     {[]string{"If-Modified-Since", before}, ok},
		"since nonsense":                   {[]string{"If-Modified-Since", "yesterday"}, ok},
		"since two dates":                  {[]string{"If-Modified-Since", after, "If-Modified-Since", after}, ok},
		"another tag and since then":       {[]string{"If-None-Match", `"x"`, "If-Modified-Since", after}, ok},
		"the tag and since before":         {[]string{"If-None-Match", "TAG", "If-Modified-Since", before}, same},
		"only if it is this":               {[]string{"If-Match", "TAG"}, ok},
		"only if it is weakly this":        {[]string{"If-Match", "W/TAG"}, failed},
		"only if it is something":          {[]string{"If-Match", "*"}, ok},
		"only if it is another":            {[]string{"If-Match", `"x"`}, failed},
		"only if unmodified since before":  {[]string{"If-Unmodified-Since", before}, failed},
		"only if unmodified since then":    {[]string{"If-Unmodified-Since", modified}, ok},
		"a range":                          {[]string{"Range", "bytes=0-9"}, ok},
		"this, and none but this":          {[]string{"If-Match", "TAG", "If-None-Match", "TAG"}, same},
		"this, and unmodified since befor": {[]string{"If-Match", "TAG", "If-Unmodified-Since", before}, ok},
	} {
		for _, id := range []string{"open", "empty", "revoked"} {
			tag := r.get(r.path(id)).header.Get("Etag")
			lines := make([]string, len(tt.lines))
			for i, line := range tt.lines {
				lines[i] = strings.NewReplacer("TAG", tag, "BARE", strings.Trim(tag, `"`)).Replace(line)
			}
			t.Run(name+"/"+id, func(t *testing.T) {
				got := r.get(r.path(id), lines...)
				body := got.body
				switch {
				case got.status != tt.want:
					t.Fatalf("status %d, want %d", got.status, tt.want)
				case got.status == ok:
					icaltest.Verify(t, body)
				case got.status == same && (len(body) > 0 || got.header.Get("Etag") != tag || got.header.Get("Vary") == "" || got.header.Get("Content-Type") != ""):
					t.Errorf("304 with %d octets and %v", len(body), got.header)
				}
			})
		}
		if got := r.get(r.path("gone"), tt.lines...); got.status != http.StatusGone || got.header.Get("Etag") != "" {
			t.Errorf("%s: gone is %d with %v", name, got.status, got.header)
		}
	}
}

func TestWhatIsNoFeedIsRefused(t *testing.T) {
	r := newRig(t)
	r.set("f", calls(1)...)
	path := r.path("f")
	for name, tt := range map[string]struct {
		method, path string
		want         int
	}{
		"POST":             {http.MethodPost, path, http.StatusMethodNotAllowed},
		"OPTIONS":          {http.MethodOptions, path, http.StatusMethodNotAllowed},
		"DELETE of none":   {http.MethodDelete, "/feeds/x.ics", http.StatusMethodNotAllowed},
		"unknown":          {http.MethodGet, r.path("nobody"), http.StatusNotFound},
		"unknown, HEAD":    {http.MethodHead, r.path("nobody"), http.StatusNotFound},
		"too short":        {http.MethodGet, "/feeds/abc.ics", http.StatusNotFound},
		"no suffix":        {http.MethodGet, strings.TrimSuffix(path, ".ics"), http.StatusNotFound},
		"another suffix":   {http.MethodGet, strings.TrimSuffix(path, "ics") + "ical", http.StatusNotFound},
		"upper case":       {http.MethodGet, strings.ToUpper(path), http.StatusNotFound},
		"a folder more":    {http.MethodGet, path + "/", http.StatusNotFound},
		"another path":     {http.MethodGet, "/" + path, http.StatusNotFound},
		"escaped nonsense": {http.MethodGet, "/feeds/%00%ff.ics", http.StatusNotFound},
		"a query":          {http.MethodGet, path + "?nocache=1&x", http.StatusOK},
	} {
		t.Run(name, func(t *testing.T) {
			got := r.ask(tt.method, tt.path)
			body := got.body
			if got.status != tt.want {
				t.Fatalf("status %d, want %d", got.status, tt.want)
			}
			if tt.want == http.StatusOK {
				return
			}
			if got.header.Get("Content-Type") != "text/plain; charset=utf-8" || got.header.Get("X-Robots-Tag") != "noindex" || got.header.Get("Content-Length") == "" {
				t.Errorf("headers %v", got.header)
			}
			if (tt.want == http.StatusMethodNotAllowed) != (got.header.Get("Allow") == "GET, HEAD") {
				t.Errorf("Allow: %q", got.header.Get("Allow"))
			}
			if (len(body) == 0) != (tt.method == http.MethodHead) || bytes.Contains(body, []byte("VCALENDAR")) {
				t.Errorf("body %q", body)
			}
		})
	}
}

// TestAnUnknownTokenCostsWhatAKnownOneDoes counts work instead of time: one
// hash and one question to the source, for whatever well-formed token.
func TestAnUnknownTokenCostsWhatAKnownOneDoes(t *testing.T) {
	r := newRig(t)
	r.set("open")
	gone := r.set("gone")
	gone.Revoked = noon.Add(-1000 * time.Hour)
	r.put(gone)
	for _, id := range []string{"open", "gone", "unknown", "another"} {
		hashed, calls := r.hashed.Load(), r.source.calls.Load()
		r.get(r.path(id))
		if hashed, calls := r.hashed.Load()-hashed, r.source.calls.Load()-calls; hashed != 1 || calls != 1 {
			t.Errorf("%s: %d hashes and %d questions, want 1 and 1", id, hashed, calls)
		}
	}
	calls := r.source.calls.Load()
	r.wantStatus(r.get("/feeds/"+strings.Repeat("A", 32)+".ics"), http.StatusNotFound)
	if r.source.calls.Load() != calls {
		t.Error("a malformed token is looked up")
	}
}

func TestWhatIsHeldAsksNobody(t *testing.T) {
	r := newRig(t)
	r.set("f", calls(20)...)
	tag := r.get(r.path("f")).header.Get("Etag")
	packed := r.get(r.path("f"), "Accept-Encoding", "gzip").header.Get("Etag")
	for range 5 {
		r.wantStatus(r.get(r.path("f"), "If-None-Match", tag), http.StatusNotModified)
		r.wantStatus(r.get(r.path("f"), "Accept-Encoding", "gzip", "If-None-Match", packed), http.StatusNotModified)
		r.wantStatus(r.get(r.path("f")), http.StatusOK)
	}
	if n := r.source.calls.Load(); n != 1 {
		t.Errorf("the source was asked %d times, want once", n)
	}
}

func TestAFaultIsNeverACalendar(t *testing.T) {
	for name, spoil := range map[string]func(*rig){
		"a fault":        func(r *rig) { r.fail(fault.New(fault.Unavailable, "the database is away")) },
		"a defect":       func(r *rig) { r.source.hook = func() { panic("no") } },
		"no name":        func(r *rig) { f := r.set("f"); f.Calendar.Name = ""; r.put(f) },
		"no zone":        func(r *rig) { f := r.set("f"); f.Calendar.Zone = nil; r.put(f) },
		"no event works": func(r *rig) { e := call("u", 1); e.Summary = strings.Repeat("x", 1<<20); r.set("f", e) },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.set("f", calls(1)...)
			spoil(r)
			got := r.wantStatus(r.get(r.path("f")), http.StatusServiceUnavailable)
			if body := got.body; got.header.Get("Retry-After") != "60" || got.header.Get("Etag") != "" || !bytes.HasPrefix(body, []byte("The feed cannot be read")) {
				t.Errorf("%q with %v", body, got.header)
			}
		})
	}
}

func TestAHandlerWantsItsParts(t *testing.T) {
	if _, err := feed.New(feed.Options{}); err == nil || fault.KindOf(err) != fault.Internal {
		t.Errorf("err = %v", err)
	}
}
