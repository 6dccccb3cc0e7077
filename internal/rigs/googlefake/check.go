package googlefake

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// isID reports whether an id is one that a client may choose: base32hex in lower
// case, 5 to 1024 characters.
func isID(id string) bool {
	return len(id) >= 5 && len(id) <= 1024 && strings.Trim(id, "abcdefghijklmnopqrstuv0123456789") == ""
}

// Limits of reminders.
const (
	maxOverrides = 5
	maxMinutes   = 40320
)

// check refuses what the service does not keep. fallback is the calendar's zone.
func (c *content) check(fallback string) *problem {
	for _, one := range []func(*content) *problem{(*content).checkWords, (*content).checkSource, (*content).checkReminders} {
		if err := one(c); err != nil {
			return err
		}
	}
	return c.checkTimes(fallback)
}

func (c *content) checkWords() *problem {
	for _, w := range []struct {
		name  string
		value *string
		all   []string
	}{
		{"status", c.Status, []string{"confirmed", "tentative", "cancelled"}},
		{"transparency", c.Transparency, []string{"opaque", "transparent"}},
		{"visibility", c.Visibility, []string{"default", "public", "private", "confidential"}},
		{"colorId", c.ColorID, []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"}},
	} {
		if w.value != nil && !slices.Contains(w.all, *w.value) {
			return invalid("invalid", "Invalid value for: "+*w.value+" is not a valid value of "+w.name)
		}
	}
	return nil
}

func (c *content) checkSource() *problem {
	if c.Source == nil || c.Source.URL == nil {
		return nil
	}
	u, err := url.Parse(*c.Source.URL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return invalid("invalid", "Invalid source URL.")
	}
	return nil
}

func (c *content) checkReminders() *problem {
	r := c.Reminders
	if r == nil {
		return nil
	}
	switch {
	case len(r.Overrides) > maxOverrides:
		return invalid("invalid", "The maximum number of reminder overrides is 5.")
	case len(r.Overrides) > 0 && r.UseDefault != nil && *r.UseDefault:
		return invalid("cannotUseDefaultRemindersAndSpecifyOverride", "Cannot specify both default reminders and overrides at the same time.")
	}
	for _, o := range r.Overrides {
		switch {
		case o.Method != "popup" && o.Method != "email":
			return invalid("invalid", "Invalid reminder method "+o.Method)
		case o.Minutes == nil:
			return invalid("required", "Missing reminder minutes.")
		case *o.Minutes < 0 || *o.Minutes > maxMinutes:
			return invalid("invalid", "Invalid reminder minutes: they are 0 to 40320.")
		}
	}
	return nil
}

func (c *content) checkTimes(fallback string) *problem {
	switch {
	case c.Start == nil:
		return invalid("required", "Missing start time.")
	case c.End == nil:
		return invalid("required", "Missing end time.")
	}
	from, err := c.Start.read("start", fallback)
	if err != nil {
		return err
	}
	to, err := c.End.read("end", fallback)
	switch {
	case err != nil:
		return err
	case (c.Start.Date == nil) != (c.End.Date == nil):
		return invalid("invalid", "Start and end times must either both be date or both be dateTime.")
	case to.Before(from), c.Start.Date != nil && !to.After(from):
		return &problem{status: 400, domain: "calendar", reason: "timeRangeEmpty", message: "The specified time range is empty."}
	}
	return nil
}

// read returns the instant; midnight UTC stands for a day.
func (m *moment) read(name, fallback string) (time.Time, *problem) {
	bad := invalid("invalid", "Invalid "+name+" time.")
	if m.TimeZone != nil {
		fallback = *m.TimeZone
		if _, ok := zone(fallback); !ok {
			return time.Time{}, invalid("invalid", "Invalid time zone definition for "+name+" time.")
		}
	}
	switch {
	case (m.Date == nil) == (m.DateTime == nil):
		return time.Time{}, bad
	case m.Date != nil:
		day, err := time.Parse(time.DateOnly, *m.Date)
		if err != nil {
			return time.Time{}, bad
		}
		return day, nil
	}
	if t, err := time.Parse(time.RFC3339, *m.DateTime); err == nil {
		return t.Truncate(time.Second), nil
	}
	if m.TimeZone == nil {
		return time.Time{}, invalid("required", "Missing time zone definition for "+name+" time.")
	}
	l, _ := zone(fallback)
	t, err := time.ParseInLocation("2006-01-02T15:04:05", strings.TrimSuffix(*m.DateTime, "Z"), l)
	if err != nil {
		return time.Time{}, bad
	}
	return t, nil
}
