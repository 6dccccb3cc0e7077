package jobposting

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readMicrodata reads the postings that are marked up in the page's elements
// (HTML Living Standard, section 5). Here nesting matters, so the page is parsed
// as browsers do.
func (r *reader) readMicrodata(text []byte) {
	bare, cut := skeleton(text)
	if cut {
		r.warn("the page has more elements than followcal reads; what comes after %d MiB of them was left out", MaxStructured>>20)
	}
	root, err := html.Parse(bytes.NewReader(bare))
	if err != nil {
		r.warn("the page's elements are nested too deeply for its microdata to be read")
		return
	}
	m := microdata{left: MaxStructured}
	for _, v := range m.items(root) {
		r.graph.add(v, 0)
	}
}

// skeleton is the page without what holds no microdata and makes pages large:
// scripts, styles, comments, pictures. It reports whether it is cut off.
func skeleton(text []byte) (bare []byte, cut bool) {
	z := html.NewTokenizer(bytes.NewReader(text))
	drop := false
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return bare, false
		}
		raw := z.Raw()
		if kind == html.CommentToken || kind == html.TextToken && drop {
			continue
		}
		if kind == html.StartTagToken || kind == html.SelfClosingTagToken || kind == html.EndTagToken {
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			drop = kind == html.StartTagToken && (tag == atom.Script || tag == atom.Style)
			if tag == atom.Script || tag == atom.Style || tag == atom.Img || tag == atom.Iframe || tag == atom.Object {
				continue
			}
		}
		if len(bare)+len(raw) > MaxStructured {
			return bare, true
		}
		bare = append(bare, raw...)
	}
}

// microdata reads items. What is within several properties is text of each of
// them, so the sum of all texts is bounded.
type microdata struct{ left int }

// items returns the items at or below n that are no part of another item.
func (m *microdata) items(n *html.Node) []any {
	if _, ok := has(n, "itemscope"); ok {
		return []any{m.item(n, 0)}
	}
	var all []any
	for c := range n.ChildNodes() {
		all = append(all, m.items(c)...)
	}
	return all
}

// item reads the element n, which has an itemscope, with its properties.
func (m *microdata) item(n *html.Node, depth int) map[string]any {
	properties := make(map[string]any)
	var types []any
	for _, t := range strings.Fields(attribute(n.Attr, "itemtype")) {
		types = append(types, t)
	}
	if len(types) > 0 {
		properties["@type"] = types
	}
	if id := attribute(n.Attr, "itemid"); id != "" {
		properties["@id"] = id
	}
	if depth < MaxDepth {
		for c := range n.ChildNodes() {
			m.collect(c, properties, depth+1)
		}
	}
	return properties
}

// unnamed is the property of an item that lies in another and is the value of
// none of its properties.
const unnamed = "-"

// collect adds the properties at and below n to an item.
func (m *microdata) collect(n *html.Node, to map[string]any, depth int) {
	_, scoped := has(n, "itemscope")
	names := strings.Fields(attribute(n.Attr, "itemprop"))
	var v any
	switch {
	case scoped && len(names) == 0:
		v, names = m.item(n, depth), []string{unnamed}
	case scoped:
		v = m.item(n, depth)
	case len(names) > 0:
		v = m.valueOf(n, names)
	}
	for _, name := range names {
		list, _ := to[name].([]any)
		to[name] = append(list, v)
	}
	if scoped {
		return
	}
	for c := range n.ChildNodes() {
		m.collect(c, to, depth)
	}
}

// valueOf is the value of a property that is no item. Where an element has both
// an address and a text, pages mean the text unless the property is an address;
// and they write content on any element, not on meta alone.
func (m *microdata) valueOf(n *html.Node, names []string) string {
	if v, ok := has(n, "content"); ok {
		return v
	}
	link := slices.Contains(names, "url") || slices.Contains(names, "sameAs") || n.DataAtom == atom.Link
	if v, ok := has(n, "href"); ok && link {
		return v
	}
	for _, key := range []string{"datetime", "value"} {
		if v, ok := has(n, key); ok && (n.DataAtom == atom.Time || n.DataAtom == atom.Data || n.DataAtom == atom.Meter) {
			return v
		}
	}
	var b strings.Builder
	m.write(&b, n)
	return html.EscapeString(html.EscapeString(b.String())) // what is read later resolves entities twice
}

// write writes the text of n, with a line for each block.
func (m *microdata) write(b *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		m.left -= len(n.Data)
		b.WriteString(n.Data)
	}
	for c := range n.ChildNodes() {
		if m.left <= 0 {
			return
		}
		m.write(b, c)
	}
	if endsLine[n.DataAtom] {
		b.WriteByte('\n')
	}
}

// has returns the value of an attribute and whether it is there.
func has(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}
