package googlefake

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// content is what a client may write of an event. A nil member is absent, or is
// removed by a patch.
type content struct {
	ID                 *string     `json:"id"`
	Status             *string     `json:"status"`
	Summary            *string     `json:"summary"`
	Description        *string     `json:"description"`
	Location           *string     `json:"location"`
	ColorID            *string     `json:"colorId"`
	Transparency       *string     `json:"transparency"`
	Visibility         *string     `json:"visibility"`
	Start              *moment     `json:"start"`
	End                *moment     `json:"end"`
	Source             *source     `json:"source"`
	Reminders          *reminders  `json:"reminders"`
	ExtendedProperties *properties `json:"extendedProperties"`

	echo
}

// echo is what the service alone writes, and clients that read first send back.
type echo struct {
	Kind      json.RawMessage `json:"kind"`
	ETag      json.RawMessage `json:"etag"`
	Created   json.RawMessage `json:"created"`
	Updated   json.RawMessage `json:"updated"`
	HTMLLink  json.RawMessage `json:"htmlLink"`
	Creator   json.RawMessage `json:"creator"`
	Organizer json.RawMessage `json:"organizer"`
	ICalUID   json.RawMessage `json:"iCalUID"`
	Sequence  json.RawMessage `json:"sequence"`
	EventType json.RawMessage `json:"eventType"`
}

// moment is a day or an instant.
type moment struct {
	Date     *string `json:"date"`
	DateTime *string `json:"dateTime"`
	TimeZone *string `json:"timeZone"`
}

type source struct {
	URL   *string `json:"url"`
	Title *string `json:"title"`
}

type reminders struct {
	UseDefault *bool     `json:"useDefault"`
	Overrides  overrides `json:"overrides"`
}

type override struct {
	Method  string `json:"method"`
	Minutes *int   `json:"minutes"`
}

// overrides are replaced as a whole.
type overrides []override

// UnmarshalJSON decodes into a new array, where encoding/json would merge with
// what is in the old one.
func (o *overrides) UnmarshalJSON(b []byte) error {
	var fresh []override
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&fresh); err != nil {
		return err
	}
	*o = fresh
	return nil
}

type properties struct {
	Private map[string]*string `json:"private"`
	Shared  map[string]*string `json:"shared"`
}

// clone copies c so deeply that a patch can be decoded into the copy.
func (c *content) clone() content {
	out := *c
	out.Start, out.End, out.Source, out.Reminders = dup(c.Start), dup(c.End), dup(c.Source), dup(c.Reminders)
	if c.ExtendedProperties != nil {
		out.ExtendedProperties = &properties{maps.Clone(c.ExtendedProperties.Private), maps.Clone(c.ExtendedProperties.Shared)}
	}
	return out
}

func dup[T any](p *T) *T {
	if p == nil {
		return nil
	}
	copied := *p
	return &copied
}

// Limits of extended properties, from "Extended properties" of the guide.
const (
	maxKey        = 44
	maxValue      = 1024
	maxProperties = 300
)

// trim drops properties beyond the limits, in silence as the service does.
func (p *properties) trim() *properties {
	if p == nil {
		return nil
	}
	room := maxProperties
	p.Private = kept(p.Private, &room)
	p.Shared = kept(p.Shared, &room)
	if len(p.Private)+len(p.Shared) == 0 {
		return nil
	}
	return p
}

func kept(all map[string]*string, room *int) map[string]*string {
	var out map[string]*string
	for _, key := range slices.Sorted(maps.Keys(all)) {
		value := all[key]
		if value == nil || len([]rune(key)) > maxKey || len([]rune(*value)) > maxValue || *room == 0 {
			continue
		}
		if out == nil {
			out = map[string]*string{}
		}
		out[key] = value
		*room--
	}
	return out
}

func (p *properties) object() object {
	var o object
	for _, part := range []struct {
		name string
		all  map[string]*string
	}{{"private", p.Private}, {"shared", p.Shared}} {
		if len(part.all) == 0 {
			continue
		}
		var inner object
		for _, key := range slices.Sorted(maps.Keys(part.all)) {
			inner = append(inner, member{jsonName(key), *part.all[key]})
		}
		o = append(o, member{part.name, inner})
	}
	return o
}

// jsonName is a person's key, fit to stand between quotes.
func jsonName(key string) string {
	quoted, err := json.Marshal(key)
	if err != nil {
		return ""
	}
	return string(quoted[1 : len(quoted)-1])
}
