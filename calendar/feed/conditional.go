package feed

import (
	"net/http"
	"strings"
	"time"
)

// evaluate returns the status that the preconditions of a GET or HEAD lead to
// (RFC 9110 section 13.2.2): 200, 304 or 412. etag is the strong entity tag of
// what would be sent, modified its Last-Modified, zero for none.
func evaluate(header http.Header, etag string, modified time.Time) int {
	if match := header["If-Match"]; len(match) > 0 {
		if !matches(match, etag, strong) {
			return http.StatusPreconditionFailed
		}
	} else if since, ok := instant(header["If-Unmodified-Since"]); ok && !modified.IsZero() && modified.After(since) {
		return http.StatusPreconditionFailed
	}
	if none := header["If-None-Match"]; len(none) > 0 {
		if matches(none, etag, weak) {
			return http.StatusNotModified
		}
		return http.StatusOK // If-Modified-Since is not looked at (section 13.1.3)
	}
	if since, ok := instant(header["If-Modified-Since"]); ok && !modified.IsZero() && !modified.After(since) {
		return http.StatusNotModified
	}
	return http.StatusOK
}

// instant reads a date header; ok is false for none, several and broken ones,
// which section 13.1.3 tells to ignore.
func instant(values []string) (t time.Time, ok bool) {
	if len(values) != 1 {
		return time.Time{}, false
	}
	t, err := http.ParseTime(values[0])
	return t, err == nil
}

// The two comparisons of entity tags (RFC 9110 section 8.8.3.2). A weak tag is
// never strongly equal to any.
const (
	strong = false
	weak   = true
)

// matches reports whether lists of entity tags name etag, which is strong. A
// list counts up to its first error.
func matches(lists []string, etag string, weakly bool) bool {
	for _, list := range lists {
		if list == etag || list == "*" {
			return true
		}
		if matchesOne(list, etag, weakly) {
			return true
		}
	}
	return false
}

// matchesOne is matches for one field line. A tag may have commas in it, so the
// line is not split at them.
func matchesOne(list, etag string, weakly bool) bool {
	if trim(list) == "*" {
		return true
	}
	for {
		list = strings.TrimLeft(list, " \t,")
		tag, rest, isWeak, ok := cutTag(list)
		if !ok {
			return false
		}
		if rest = strings.TrimLeft(rest, " \t"); rest != "" && rest[0] != ',' {
			return false
		}
		if tag == etag && (weakly || !isWeak) {
			return true
		}
		list = rest
	}
}

// cutTag cuts an entity tag off the beginning of s. tag has its quotes.
func cutTag(s string) (tag, rest string, isWeak, ok bool) {
	s, isWeak = strings.CutPrefix(s, "W/")
	if s == "" || s[0] != '"' {
		return "", "", false, false
	}
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return s[:i+1], s[i+1:], isWeak, true
		case c < 0x21 || c == 0x7f:
			return "", "", false, false
		}
	}
	return "", "", false, false
}

// trim removes the optional white space around s.
func trim(s string) string { return strings.Trim(s, " \t") }
