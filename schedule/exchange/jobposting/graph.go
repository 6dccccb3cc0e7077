package jobposting

import (
	"maps"
	"slices"
	"strings"
)

// node is one item of structured data: its properties by name. Microdata has
// the same form as JSON-LD once it is read.
type node map[string]any

// graph is all structured data of a page.
type graph struct {
	postings []found
	byID     map[string]node
	types    []string // of what is not a posting, for who finds none
	more     bool     // than [MaxPostings]
	within   int      // how many postings the item that is added lies in
}

// found is a posting as it stands in the page.
type found struct {
	node
	line int // on which its block begins; 0 for microdata
}

// add takes over a value with everything in it. Keys are sorted, so that the
// order of what is found never changes. The depth was bounded when the text
// was repaired.
func (g *graph) add(v any, line int) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			g.add(item, line)
		}
	case map[string]any:
		g.addNode(node(v).plain(), line)
	}
}

// addNode takes over one item. What a posting holds is about it, so that a
// posting within one is no other choice.
func (g *graph) addNode(n node, line int) {
	if id, ok := n["@id"].(string); ok && len(n) > 1 {
		if g.byID == nil {
			g.byID = make(map[string]node)
		}
		if _, known := g.byID[id]; !known {
			g.byID[id] = n
		}
	}
	types := n.types()
	switch {
	case g.within > 0:
	case isPosting(types) && len(g.postings) == MaxPostings:
		g.more = true
	case isPosting(types):
		g.postings = append(g.postings, found{n, line})
	case len(types) > 0 && len(g.types) < maxListed && !slices.Contains(g.types, types[0]):
		g.types = append(g.types, types[0])
	}
	if isPosting(types) {
		g.within++
		defer func() { g.within-- }()
	}
	for _, key := range slices.Sorted(maps.Keys(n)) {
		g.add(n[key], line)
	}
}

// plain returns n with its property names free of schema.org's prefixes, which
// expanded and compacted JSON-LD put before them.
func (n node) plain() node {
	for _, key := range slices.Sorted(maps.Keys(n)) {
		name := plainTerm(key)
		if name == key {
			continue
		}
		if _, taken := n[name]; !taken {
			n[name] = n[key]
		}
		delete(n, key)
	}
	return n
}

// plainTerm takes the prefix of schema.org off a name.
func plainTerm(name string) string {
	for _, prefix := range []string{"https://schema.org/", "http://schema.org/", "https://www.schema.org/", "http://www.schema.org/", "schema:"} {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			return strings.TrimRight(rest, "/#")
		}
	}
	return name
}

// isPosting reports whether one of the types is schema.org's JobPosting.
func isPosting(types []string) bool {
	return slices.ContainsFunc(types, func(t string) bool { return strings.EqualFold(plainTerm(t), "JobPosting") })
}

// types returns the item's types without their prefix. schema.org's context
// makes "type" mean "@type".
func (n node) types() []string {
	v, ok := n["@type"]
	if !ok {
		v = n["type"]
	}
	var types []string
	for _, t := range listOf(v) {
		if s, ok := t.(string); ok && len(s) <= MaxText {
			types = append(types, plainTerm(s))
		}
	}
	return types
}

// listOf is v as a list: absent, one value, a list, or JSON-LD's @list and @set.
func listOf(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	case map[string]any:
		for _, key := range []string{"@list", "@set"} {
			if inner, ok := v[key].([]any); ok {
				return inner
			}
		}
	}
	return []any{v}
}

// all returns the values of a property, references to other items of the page
// followed.
func (g *graph) all(n node, property string) []any {
	values := listOf(n[property])
	followed := make([]any, 0, len(values))
	for _, v := range values {
		if m, ok := v.(map[string]any); ok {
			if id, ok := m["@id"].(string); ok && !hasOther(m) {
				if target, known := g.byID[id]; known {
					v = map[string]any(target)
				}
			}
		}
		followed = append(followed, v)
	}
	return followed
}

// hasOther reports whether an item says more than which one and of what type
// it is.
func hasOther(m map[string]any) bool {
	for key := range m {
		if key != "@id" && key != "@type" {
			return true
		}
	}
	return false
}
