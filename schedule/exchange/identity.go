package exchange

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"followcal/schedule"
)

// linkedInPrefix marks ids that come from LinkedIn's own job ids.
const linkedInPrefix = "linkedin-"

// identify gives a an id when it has none. The id depends only on what the
// application is about, so that importing it again finds it: LinkedIn's job
// id, else the posting's address with employer and role (one careers page
// serves many roles), else employer, role and date.
func identify(a *schedule.Application) {
	if a.ID != "" {
		return
	}
	var room [256]byte
	what := strongKey(room[:0], a)
	if bytes.HasPrefix(what, []byte(linkedInPrefix)) {
		a.ID = string(what)
		return
	}
	if len(what) == 0 {
		what = weakKey(what, a)
	}
	sum := sha256.Sum256(what)
	a.ID = "app-" + hex.EncodeToString(sum[:10])
}

// strongKey appends what identifies an application by its posting; nothing
// without a URL.
func strongKey(key []byte, a *schedule.Application) []byte {
	if a.Posting.URL == "" {
		return key
	}
	if id := linkedInJob(a.Posting.URL); id != "" {
		return append(append(key, linkedInPrefix...), id...)
	}
	key = append(append(key, address(a.Posting.URL)...), '\n')
	key = append(squeezed(key, a.Employer), '\n')
	return squeezed(key, a.Role)
}

// weakKey appends what identifies an application by employer, role and date.
func weakKey(key []byte, a *schedule.Application) []byte {
	key = append(squeezed(key, a.Employer), '\n')
	key = append(squeezed(key, a.Role), '\n')
	if a.AppliedOn != 0 {
		key = append(key, a.AppliedOn.String()...)
	}
	return key
}

// squeezed appends name in lower case with each run of spaces as one, to
// compare employers and roles by.
func squeezed(key []byte, name string) []byte {
	start, pending := len(key), false
	for _, r := range name {
		switch {
		case unicode.IsSpace(r):
			pending = len(key) > start
			continue
		case pending:
			key = append(key, ' ')
			pending = false
		}
		key = utf8.AppendRune(key, unicode.ToLower(r))
	}
	return key
}

// linkedInJob returns the job id of a posting on LinkedIn: the last number of
// the path behind /jobs/view/. Empty when link is no such posting.
func linkedInJob(link string) string {
	host, path := hostAndPath(link)
	if host != "linkedin.com" && !strings.HasSuffix(host, ".linkedin.com") {
		return ""
	}
	_, name, ok := strings.Cut(path, "/jobs/view/")
	if !ok {
		return ""
	}
	name, _, _ = strings.Cut(name, "/")
	id := name[strings.LastIndexByte(name, '-')+1:]
	if id == "" || len(id) > 20 || strings.Trim(id, "0123456789") != "" {
		return ""
	}
	return id
}

// hostAndPath takes the two out of link without its query. Parsing a URL in
// full costs more than all the rest of reading a row.
func hostAndPath(link string) (host, path string) {
	rest, ok := strings.CutPrefix(link, "https://")
	if !ok {
		if rest, ok = strings.CutPrefix(link, "http://"); !ok {
			rest = link
		}
	}
	if i := strings.IndexAny(rest, "?#"); i >= 0 {
		rest = rest[:i]
	}
	i := strings.IndexByte(rest, '/')
	if i < 0 {
		return strings.ToLower(rest), ""
	}
	return strings.ToLower(rest[:i]), rest[i:]
}

// address reduces a URL to what tells postings apart: no scheme, no www, no
// fragment, no trailing slash, none of the parameters that only track a click.
func address(link string) string {
	host, path := hostAndPath(link)
	key := strings.TrimPrefix(host, "www.") + strings.TrimSuffix(path, "/")
	_, query, _ := strings.Cut(link, "?")
	query, _, _ = strings.Cut(query, "#")
	values, err := url.ParseQuery(query)
	if query == "" || err != nil {
		return key
	}
	for name := range values {
		if strings.HasPrefix(name, "utm_") || name == "trk" || name == "refId" || name == "trackingId" {
			values.Del(name)
		}
	}
	return strings.TrimSuffix(key+"?"+values.Encode(), "?")
}

// Identify gives an application an id when it has none, the one that importing
// it would give it.
func Identify(a *schedule.Application) { identify(a) }
