package googlefake

import "time"

// stamp is how the service writes instants of its own.
const stamp = "2006-01-02T15:04:05.000Z"

// object is the event as it is shown.
func (e *event) object(c *calendar) object {
	o := make(object, 0, 24)
	o = append(o, member{"kind", "calendar#event"}, member{"etag", e.etag}, member{"id", e.id()}, member{"status", *e.Status})
	o.set("htmlLink", "https://www.google.com/calendar/event?eid="+e.id())
	o.set("created", e.created.UTC().Format(stamp))
	o.set("updated", e.updated.UTC().Format(stamp))
	o.setText("summary", e.Summary)
	o.setText("description", e.Description)
	o.setText("location", e.Location)
	o.setText("colorId", e.ColorID)
	who := object{{"email", c.id}, {"displayName", c.summary}, {"self", true}}
	o = append(o, member{"creator", object{{"email", c.owner.email}}}, member{"organizer", who},
		member{"start", e.Start.object(c.zone)}, member{"end", e.End.object(c.zone)})
	if e.Transparency != nil && *e.Transparency != "opaque" { // the default is not shown
		o.setText("transparency", e.Transparency)
	}
	if e.Visibility != nil && *e.Visibility != "default" {
		o.setText("visibility", e.Visibility)
	}
	o = append(o, member{"iCalUID", e.id() + "@google.com"}, member{"sequence", e.sequence})
	if e.Source != nil {
		var s object
		s.setText("url", e.Source.URL)
		s.setText("title", e.Source.Title)
		o = append(o, member{"source", s})
	}
	if e.ExtendedProperties != nil {
		o = append(o, member{"extendedProperties", e.ExtendedProperties.object()})
	}
	return append(o, member{"reminders", e.Reminders.object()}, member{"eventType", "default"})
}

// gone is a cancelled event in a list: the documentation promises its id.
func (e *event) gone() object {
	return object{{"kind", "calendar#event"}, {"id", e.id()}, {"status", "cancelled"}}
}

// object is a day as it was written, or an instant in the calendar's zone.
func (m *moment) object(inZone string) object {
	var o object
	if m.Date != nil {
		o.setText("date", m.Date)
		return o
	}
	t, err := m.read("start", inZone)
	if err != nil { // only what was checked is kept
		return o
	}
	if l, ok := zone(inZone); ok {
		t = t.In(l)
	}
	o.set("dateTime", t.Format(time.RFC3339))
	if m.TimeZone == nil {
		o.set("timeZone", inZone)
	}
	o.setText("timeZone", m.TimeZone)
	return o
}

func (r *reminders) object() object {
	if r == nil {
		return object{{"useDefault", true}}
	}
	o := object{{"useDefault", r.UseDefault != nil && *r.UseDefault}}
	if len(r.Overrides) == 0 {
		return o
	}
	all := make([]object, len(r.Overrides))
	for i, v := range r.Overrides {
		all[i] = object{{"method", v.Method}, {"minutes", *v.Minutes}}
	}
	return append(o, member{"overrides", all})
}
