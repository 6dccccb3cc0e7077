package googlefake

import (
	"encoding/json"
	"strings"
)

// object is a JSON object with its members in order, so that a selection of
// fields can be cut out of it.
type object []member

type member struct {
	name  string
	value any // string, bool, int, object, []object, or what encoding/json takes
}

// set adds a member unless its value is the zero string or nil.
func (o *object) set(name string, value any) {
	if text, ok := value.(string); ok && text == "" {
		return
	}
	*o = append(*o, member{name, value})
}

func (o *object) setText(name string, value *string) {
	if value != nil {
		o.set(name, *value)
	}
}

func (o object) append(b []byte) []byte {
	b = append(b, '{')
	for i, m := range o {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = append(b, m.name...) // names are this package's
		b = append(b, '"', ':')
		b = appendValue(b, m.value)
	}
	return append(b, '}')
}

func appendValue(b []byte, value any) []byte {
	switch v := value.(type) {
	case object:
		return v.append(b)
	case []object:
		b = append(b, '[')
		for i, o := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = o.append(b)
		}
		return append(b, ']')
	}
	text, err := json.Marshal(value)
	if err != nil { // none of the values above
		return append(b, "null"...)
	}
	return append(b, text...)
}

// selection is a parsed `fields` parameter: members by name, with what is
// selected of them. A nil selection is everything.
type selection map[string]selection

// parseFields parses a selection such as "items(id,start/date),nextPageToken".
func parseFields(text string) (selection, *problem) {
	if text == "" || text == "*" {
		return nil, nil // nil is everything
	}
	p := fieldParser{text: text}
	s := p.list()
	if p.bad || p.text != "" {
		return nil, parameter("fields", "Invalid field selection "+text)
	}
	return s, nil
}

type fieldParser struct {
	text string
	bad  bool
}

func (p *fieldParser) list() selection {
	s := selection{}
	for {
		p.path(s)
		if p.bad || !strings.HasPrefix(p.text, ",") {
			return s
		}
		p.text = p.text[1:]
	}
}

// path parses "name", "name/path" or "name(list)".
func (p *fieldParser) path(into selection) {
	end := strings.IndexAny(p.text, ",/()")
	if end < 0 {
		end = len(p.text)
	}
	name := p.text[:end]
	p.text = p.text[end:]
	if name == "" {
		p.bad = true
		return
	}
	switch {
	case strings.HasPrefix(p.text, "/"):
		p.text = p.text[1:]
		if into[name] == nil {
			into[name] = selection{}
		}
		p.path(into[name])
	case strings.HasPrefix(p.text, "("):
		p.text = p.text[1:]
		into[name] = p.list()
		if !strings.HasPrefix(p.text, ")") {
			p.bad = true
			return
		}
		p.text = p.text[1:]
	default:
		into[name] = nil
	}
}

// cut returns what is selected of o.
func (s selection) cut(o object) object {
	if s == nil {
		return o
	}
	out := make(object, 0, len(s))
	for _, m := range o {
		inner, ok := s[m.name]
		if !ok {
			continue
		}
		if inner != nil {
			switch v := m.value.(type) {
			case object:
				m.value = inner.cut(v)
			case []object:
				all := make([]object, len(v))
				for i := range v {
					all[i] = inner.cut(v[i])
				}
				m.value = all
			}
		}
		out = append(out, m)
	}
	return out
}

// unknown returns a selected name that no answer of the kind has.
func (s selection) unknown(names selection) string {
	for name, inner := range s {
		below, ok := names[name]
		if !ok {
			return name
		}
		if inner == nil || below == nil {
			continue
		}
		if n := inner.unknown(below); n != "" {
			return name + "/" + n
		}
	}
	return ""
}
