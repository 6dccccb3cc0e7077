package icaltest

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The forms of values that can be told by their looks (RFC 5545 section 3.3).
var (
	dateForm     = regexp.MustCompile(`^\d{8}$`)
	localForm    = regexp.MustCompile(`^\d{8}T\d{6}$`)
	utcForm      = regexp.MustCompile(`^\d{8}T\d{6}Z$`)
	durationForm = regexp.MustCompile(`^[+-]?P(\d+W|\d+D(T(\d+H)?(\d+M)?(\d+S)?)?|T(\d+H(\d+M(\d+S)?)?|\d+M(\d+S)?|\d+S))$`)
	offsetForm   = regexp.MustCompile(`^[+-]([01]\d|2[0-3])[0-5]\d([0-5]\d)?$`)
	ruleForm     = regexp.MustCompile(`^FREQ=YEARLY;BYMONTH=([1-9]|1[0-2]);BYDAY=([1-4]|-1)(SU|MO|TU|WE|TH|FR|SA)(;UNTIL=\d{8}T\d{6}Z)?$`)
	hexForm      = regexp.MustCompile(`^#[0-9A-F]{6}$`)
	colorForm    = regexp.MustCompile(`^[a-z]+$`)
	tokenForm    = regexp.MustCompile(`^[A-Z-]+$`)
	versionForm  = regexp.MustCompile(`^2\.0$`)
)

// forms are the properties that have one form wherever they stand. A property
// that is in no table here has a text.
var forms = map[string]*regexp.Regexp{
	"VERSION": versionForm, "CALSCALE": tokenForm, "STATUS": tokenForm, "TRANSP": tokenForm, "ACTION": tokenForm,
	"DTSTAMP": utcForm, "LAST-MODIFIED": utcForm,
	"TRIGGER": durationForm, "REFRESH-INTERVAL": durationForm, "X-PUBLISHED-TTL": durationForm,
	"TZOFFSETFROM": offsetForm, "TZOFFSETTO": offsetForm, "RRULE": ruleForm,
	"COLOR": colorForm, "X-APPLE-CALENDAR-COLOR": hexForm, "X-MICROSOFT-CDO-BUSYSTATUS": tokenForm,
}

// values checks the values in k and its children.
func (c *checker) values(k *component) {
	for i := range k.lines {
		l := &k.lines[i]
		form, known := forms[l.name]
		switch {
		case known && !form.MatchString(l.value):
			c.add(l.number, "%s has the value %q", l.name, l.value)
		case known:
			c.real(l, l.value)
		case l.name == "SEQUENCE":
			if n, err := strconv.ParseInt(l.value, 10, 32); err != nil || n < 0 {
				c.add(l.number, "SEQUENCE has the value %q", l.value)
			}
		case l.name == "DTSTART" || l.name == "DTEND":
			c.when(k, l)
		case l.name == "URL":
			c.uri(l)
		default:
			c.text(l)
		}
	}
	for _, child := range k.children {
		c.values(child)
	}
}

// when checks a DTSTART or DTEND: in an observance local, in an event a date, a
// UTC time or one with TZID, never floating.
func (c *checker) when(k *component, l *line) {
	isDate := slices.Equal(l.params["VALUE"], []string{"DATE"})
	isObservance := k.name == "STANDARD" || k.name == "DAYLIGHT"
	hasZone := len(l.params["TZID"]) == 1
	switch {
	case isDate && !isObservance && dateForm.MatchString(l.value) && !hasZone:
	case !isDate && utcForm.MatchString(l.value) && !hasZone && !isObservance:
	case !isDate && localForm.MatchString(l.value) && hasZone != isObservance:
	case !isDate && localForm.MatchString(l.value):
		c.add(l.number, "%s floats: it has neither TZID nor Z", l.name)
		return
	default:
		c.add(l.number, "%s has the value %q", l.name, l.value)
		return
	}
	c.real(l, l.value)
}

// real checks that a date or time exists.
func (c *checker) real(l *line, value string) {
	for form, layout := range map[*regexp.Regexp]string{dateForm: "20060102", localForm: "20060102T150405", utcForm: "20060102T150405Z"} {
		if !form.MatchString(value) {
			continue
		}
		if _, err := time.Parse(layout, value); err != nil {
			c.add(l.number, "%s is on %s, which does not exist", l.name, value)
		}
	}
}

// uri checks that a value is an absolute URI of printable ASCII (RFC 3986).
func (c *checker) uri(l *line) {
	u, err := url.Parse(l.value)
	bad := func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("\"<>\\^`{|}", r) }
	if err != nil || !u.IsAbs() || strings.ContainsFunc(l.value, bad) {
		c.add(l.number, "%s is not a URI: %q", l.name, l.value)
	}
}

// text checks the escapes of a TEXT value (RFC 5545 section 3.3.11).
func (c *checker) text(l *line) {
	for i := 0; i < len(l.value); i++ {
		switch l.value[i] {
		case '\\':
			i++
			if i == len(l.value) || !strings.ContainsRune(`\;,nN`, rune(l.value[i])) {
				c.add(l.number, "%s has a backslash that escapes nothing", l.name)
			}
		case ';':
			c.add(l.number, "%s has a semicolon that is not escaped", l.name)
		case ',':
			if l.name != "CATEGORIES" {
				c.add(l.number, "%s has a comma that is not escaped", l.name)
			}
		}
	}
}
