package jobposting

import (
	"bytes"
	"mime"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/net/html"
)

// page is what a page says outside its structured data.
type page struct {
	title     string
	canonical string // <link rel="canonical">
	shared    string // og:url
	savedFrom string // the comment that browsers put into a saved page
	microdata bool   // an element has the item type JobPosting
}

// block is one piece of JSON-LD, with the line on which it begins.
type block struct {
	line int
	text []byte
}

// scan goes over the page once, as a stream of tags: its nesting does not
// matter here, and a broken page has none.
func (r *reader) scan(text []byte) {
	z := html.NewTokenizer(bytes.NewReader(text))
	line, left, blocks := 1, MaxStructured, 0
	inside := "" // the element whose text comes next
	for {
		kind := z.Next()
		raw := z.Raw()
		begins := line
		line += bytes.Count(raw, []byte("\n"))
		switch kind {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			inside = r.tag(z.Token())
			continue
		case html.CommentToken:
			r.comment(string(raw))
		case html.TextToken:
			switch inside {
			case "title":
				r.page.title += string(z.Text())
			case "script":
				if left -= len(raw); left < 0 || blocks == MaxBlocks {
					r.warn("the page has more structured data than followcal reads; what comes after line %d was left out", begins)
					return
				}
				blocks++
				r.block(block{begins, bytes.Clone(raw)})
			}
		}
		inside = ""
	}
}

// tag notes what a tag says, and returns the element whose text is wanted.
func (r *reader) tag(t html.Token) string {
	switch t.Data {
	case "title":
		if r.page.title == "" {
			return t.Data
		}
	case "script":
		if media, _, err := mime.ParseMediaType(attribute(t.Attr, "type")); err == nil && media == "application/ld+json" {
			return t.Data
		}
	case "link":
		if containsFold(strings.Fields(attribute(t.Attr, "rel")), "canonical") && r.page.canonical == "" {
			r.page.canonical = attribute(t.Attr, "href")
		}
	case "meta":
		if strings.EqualFold(attribute(t.Attr, "property"), "og:url") && r.page.shared == "" {
			r.page.shared = attribute(t.Attr, "content")
		}
	}
	r.page.microdata = r.page.microdata || isPosting(strings.Fields(attribute(t.Attr, "itemtype")))
	return ""
}

// savedFrom is the comment of Internet Explorer, which Chromium and others
// write as well. The number is the length of the address.
var savedFrom = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^<!--\s*saved from url=\((\d{4,6})\)(\S+)`)
})

func (r *reader) comment(raw string) {
	if r.page.savedFrom != "" || len(raw) > 2*MaxText {
		return
	}
	if m := savedFrom().FindStringSubmatch(raw); m != nil {
		n, err := strconv.Atoi(m[1])
		if err != nil || n <= 0 || n > len(m[2]) {
			n = len(m[2])
		}
		r.page.savedFrom = m[2][:n]
	}
}

// attribute returns the value of an attribute, empty when it is not there.
func attribute(attributes []html.Attribute, key string) string {
	for _, a := range attributes {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func containsFold(list []string, word string) bool {
	for _, s := range list {
		if strings.EqualFold(s, word) {
			return true
		}
	}
	return false
}
