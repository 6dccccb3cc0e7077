package jobposting

import (
	"encoding/json"
	"fmt"
	"strings"

	"followcal/internal/fault"
)

// choose returns the posting that is meant.
func (r *reader) choose() (found, error) {
	postings := r.distinct()
	if r.graph.more {
		r.warn("the page has more than %d postings; the rest was left out", MaxPostings)
	}
	switch {
	case len(postings) == 0:
		return found{}, r.none()
	case r.options.Choose != "":
		return r.named(postings)
	case len(postings) == 1:
		return postings[0], nil
	}
	if at, ok := r.ownPosting(); ok {
		r.warn("the page holds %d postings; taken is %s, whose address is the page's", len(postings), r.result.Found[at].label())
		return postings[at], nil
	}
	return found{}, fault.New(fault.Invalid, "%s holds %d postings; say which one is meant by its identifier, its address or its title: %s",
		r.file, len(postings), labels(r.result.Found))
}

// distinct lists every posting once: pages repeat theirs, word for word or
// under the same identifier, title and employer.
func (r *reader) distinct() []found {
	var postings []found
	known := make(map[string]bool)
	for _, p := range r.graph.postings {
		about := r.about(p)
		whole, err := json.Marshal(p.node)
		key := "identifier " + strings.Join([]string{about.Identifier, about.Title, about.Employer}, "\x00")
		if about.Identifier == "" {
			key = "all of it " + string(whole)
		}
		if err != nil || known[key] {
			continue
		}
		known[key] = true
		postings = append(postings, p)
		r.result.Found = append(r.result.Found, about)
	}
	return postings
}

// about is what tells a posting from others.
func (r *reader) about(p found) Posting {
	employer, _ := r.organization(p.node)
	return Posting{
		Identifier: shown(r.graph.identifier(p.node)),
		Title:      shown(r.graph.first(p.node, "title", "name")),
		Employer:   shown(employer),
		URL:        r.ownAddress(p.node),
		Line:       p.line,
	}
}

// identifier is the posting's number: text, or the value of a PropertyValue,
// whose name is the employer's.
func (g *graph) identifier(n node) string {
	for _, v := range g.all(n, "identifier") {
		if m, ok := v.(map[string]any); ok {
			if s := g.first(m, "value", "@value", "@id"); s != "" {
				return s
			}
		}
		if s := scalar(v); s != "" {
			return s
		}
	}
	return ""
}

// named returns the posting that [Options.Choose] names.
func (r *reader) named(postings []found) (found, error) {
	var match []int
	for i, p := range r.result.Found {
		if strings.EqualFold(p.Identifier, r.options.Choose) || strings.EqualFold(p.Title, r.options.Choose) ||
			(p.URL != "" && sameAddress(p.URL, r.options.Choose)) {
			match = append(match, i)
		}
	}
	switch len(match) {
	case 0:
		return found{}, fault.New(fault.NotFound, "%s has no posting %q; it has %s", r.file, shown(r.options.Choose), labels(r.result.Found))
	case 1:
		return postings[match[0]], nil
	}
	several := make([]Posting, len(match))
	for i, at := range match {
		several[i] = r.result.Found[at]
	}
	return found{}, fault.New(fault.Invalid, "%s has %d postings that %q can mean; name one by its identifier or its address: %s",
		r.file, len(match), shown(r.options.Choose), labels(several))
}

// ownPosting returns the one posting that has the page's own address. Others on
// the page are then those that a board also recommends.
func (r *reader) ownPosting() (at int, ok bool) {
	own := r.pageAddress()
	for i, p := range r.result.Found {
		if own == "" || p.URL == "" || !sameAddress(p.URL, own) {
			continue
		}
		if ok {
			return 0, false
		}
		at, ok = i, true
	}
	return at, ok
}

// label names a posting in a message.
func (p Posting) label() string {
	title := p.Title
	if title == "" {
		title = "without a title"
	}
	if p.Employer != "" {
		title += ", " + p.Employer
	}
	switch {
	case p.Identifier != "":
		return fmt.Sprintf("%s (%s)", p.Identifier, title)
	case p.URL != "":
		return fmt.Sprintf("%s (%s)", shown(p.URL), title)
	}
	return title
}

func labels(postings []Posting) string {
	var all []string
	for i, p := range postings {
		if i == maxListed {
			all = append(all, fmt.Sprintf("and %d more", len(postings)-maxListed))
			break
		}
		all = append(all, p.label())
	}
	return strings.Join(all, "; ")
}

// none says what was found in the place of a posting.
func (r *reader) none() error {
	const instead = "give the employer, the role and the rest by flags instead"
	if len(r.broken) > 0 {
		b := r.broken[0]
		return fault.New(fault.Invalid, "%s: the structured data is broken on line %d (%s), and there is no other posting in it; %s", r.file, b.line, b.reason, instead)
	}
	what := "it has no title"
	if r.result.Page != "" {
		what = fmt.Sprintf("its title is %q", shown(r.result.Page))
	}
	if len(r.graph.types) > 0 {
		types := make([]string, len(r.graph.types))
		for i, t := range r.graph.types {
			types[i] = shown(t)
		}
		what += ", and it describes " + strings.Join(types, ", ")
	}
	return fault.New(fault.Invalid, "%s holds no schema.org JobPosting: %s; %s", r.file, what, instead)
}
