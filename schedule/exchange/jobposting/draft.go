package jobposting

import (
	"net/url"
	"strings"
	"unicode"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// draft makes the application of a posting.
func (r *reader) draft(p found) {
	a := &r.result.Application
	for _, b := range r.broken {
		if b.mentions {
			r.warn("the structured data that begins on line %d breaks on line %d (%s) and is not used", b.begins, b.line, b.reason)
		}
	}
	a.Status = schedule.Saved
	a.Role = r.name("the title", r.graph.first(p.node, "title", "name"))
	if a.Role == "" {
		r.warn("the posting has no title; give the role by a flag")
	}
	a.Employer = r.employer(p.node)
	a.Posting.URL = r.address(p.node)
	a.Source = host(a.Posting.URL)
	r.result.PostedOn = r.day(p.node, "datePosted")
	a.Posting.ClosesOn = r.day(p.node, "validThrough")
	r.judgeDates(r.result.PostedOn, a.Posting.ClosesOn)
	r.locate(p.node, a)
	if said := r.noContact(p.node); said != "" {
		a.Posting.NoContact = true
		r.warn("the posting asks not to be contacted (%q), so no follow-up is planned", shown(said))
	}
}

// aYear is the age at which a posting without a closing date is doubted.
const aYear = 365

// judgeDates warns about dates that do not fit the as-of date or one another.
func (r *reader) judgeDates(posted, closes date.Date) {
	today := r.options.Today
	if closes != 0 && posted > closes {
		r.warn("the posting closed on %s, before it was posted on %s; check the closing date", closes, posted)
	}
	switch {
	case today == 0:
	case closes != 0 && closes < today:
		r.warn("the posting closed on %s; applications may no longer be taken", closes)
	case posted > today:
		r.warn("the posting is dated %s, in the future", posted)
	case closes == 0 && posted != 0 && posted+aYear < today:
		r.warn("the posting is dated %s, more than a year ago, and has no closing date; it may be filled", posted)
	}
}

// employer returns the hiring organisation's name.
func (r *reader) employer(n node) string {
	name, several := r.organization(n)
	name = r.name("the employer's name", name)
	switch {
	case name == "" || strings.EqualFold(name, "confidential"): // Google's word for an employer that stays unnamed
		r.warn("the posting does not name the employer; give it by a flag")
		return ""
	case isLink(name):
		r.warn("the posting names the employer by the address %s only; give the name by a flag", shown(name))
		return ""
	case several:
		r.warn("the posting names several employers; the first is taken: %s", shown(name))
	}
	return name
}

// organization returns the first name among the hiring organisations, and
// whether there are others.
func (r *reader) organization(n node) (name string, several bool) {
	for _, v := range r.graph.all(n, "hiringOrganization") {
		var next string
		if m, ok := v.(map[string]any); ok {
			next = r.graph.first(m, "name", "legalName", "alternateName", "@value", "@id")
		} else {
			next = scalar(v)
		}
		switch {
		case name == "":
			name = next
		case next != "" && !strings.EqualFold(oneLine(next), oneLine(name)):
			return name, true
		}
	}
	return name, false
}

// address returns the posting's own address, else the page's.
func (r *reader) address(n node) string {
	if own := r.ownAddress(n); own != "" {
		return own
	}
	own := r.pageAddress()
	if own == "" {
		r.warn("neither the posting nor the page says its address; give it by a flag")
	}
	return own
}

// ownAddress is what the posting says of its address.
func (r *reader) ownAddress(n node) string {
	for _, property := range []string{"url", "mainEntityOfPage", "@id"} {
		text := r.graph.first(n, property)
		if property != "url" && !isLink(text) {
			continue // an identifier within the page
		}
		if link := r.link(text); link != "" {
			return link
		}
	}
	return ""
}

// pageAddress is what the page says of its address, else where it came from.
func (r *reader) pageAddress() string {
	for _, text := range []string{r.page.canonical, r.page.shared, r.page.savedFrom, r.options.URL} {
		if link := r.link(text); link != "" {
			return link
		}
	}
	return ""
}

// link returns text as an absolute address of the web, resolved against the
// page's, without a name and password; empty when it is none.
func (r *reader) link(text string) string {
	text = strings.ReplaceAll(strings.Map(printable, text), "&amp;", "&")
	if text == "" || len(text) > MaxText {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	for _, base := range []string{r.page.canonical, r.page.shared, r.page.savedFrom, r.options.URL} {
		if b, err := url.Parse(strings.TrimSpace(base)); err == nil && !u.IsAbs() && isLink(base) {
			u = b.ResolveReference(u)
		}
	}
	if (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" {
		return ""
	}
	u.User = nil
	if s := u.String(); len(s) <= MaxText {
		return s
	}
	return ""
}

// printable drops what no address has. Its ampersands are no entities, but for
// those that a page escaped: in ?a=1&copy=2 there is no ©.
func printable(r rune) rune {
	if unicode.IsControl(r) || unicode.IsSpace(r) {
		return -1
	}
	return r
}

// isLink reports whether text is an absolute address of the web.
func isLink(text string) bool {
	text = strings.ToLower(strings.TrimSpace(text))
	return strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://")
}

// host is the name of the site that an address belongs to.
func host(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// sameAddress compares addresses without scheme, www, fragment and a slash at
// the end.
func sameAddress(a, b string) bool {
	return bareAddress(a) == bareAddress(b)
}

func bareAddress(link string) string {
	link, _, _ = strings.Cut(strings.TrimSpace(link), "#")
	u, err := url.Parse(link)
	if err != nil {
		return link
	}
	return host(link) + strings.TrimSuffix(u.EscapedPath(), "/") + "?" + u.RawQuery
}
