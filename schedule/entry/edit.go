package entry

import (
	"net/url"
	"strings"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
	"followcal/schedule/workday"
)

// Change is what changes about an application itself.
type Change struct {
	Employer, Role Field[string]
	AppliedOn      Field[date.Date] // moves the status forward to applied
	Source         Field[string]    // where the posting was found
	Region         Field[string]    // ISO 3166; looked up
	Zone           Field[string]    // IANA; looked up
	Notes          Field[string]    // replaces all of them
	URL            Field[string]    // http or https
	ClosesOn       Field[date.Date]
	NoContact      Field[bool]    // set to false and clear are the same
	Policy         []PolicyChange // in order
}

// Edit changes an application. A day of application in the future is refused.
func Edit(a *schedule.Application, change Change, here Here) (warnings []string, err error) {
	c := &checker{here: here}
	changed := *a
	name := func(field string, to *string, f Field[string]) {
		put(c, field, to, f, func(v string) string { return c.name(field, v) })
	}
	name("employer", &changed.Employer, change.Employer)
	name("role", &changed.Role, change.Role)
	name("source", &changed.Source, change.Source)
	put(c, "notes", &changed.Notes, change.Notes, func(v string) string { return c.note("notes", v) })
	put(c, "region", &changed.Region, change.Region, c.region)
	put(c, "zone", &changed.Zone, change.Zone, c.zone)
	put(c, "url", &changed.Posting.URL, change.URL, c.url)
	put(c, "closes on", &changed.Posting.ClosesOn, change.ClosesOn, func(on date.Date) date.Date {
		c.day("closes on", on)
		return on
	})
	if change.NoContact.Changes() {
		changed.Posting.NoContact = change.NoContact.value
	}
	c.appliedOn(&changed, change.AppliedOn)
	if len(change.Policy) > 0 {
		own, err := ChangePolicy(a.Policy, change.Policy, here.Policy)
		if err != nil {
			c.fail(err)
		}
		changed.Policy = own
	}
	if changed.Employer == "" && changed.Role == "" && (a.Employer != "" || a.Role != "") {
		c.fail(wrong("employer", "without an employer and a role nobody could tell what the application is; keep one of them"))
	}
	return c.done(a, &changed)
}

// appliedOn changes the day of the application.
func (c *checker) appliedOn(a *schedule.Application, f Field[date.Date]) {
	put(c, "applied on", &a.AppliedOn, f, func(on date.Date) date.Date {
		c.past("applied on", on)
		return on
	})
	switch {
	case f.what == set:
		c.advance(a, schedule.Applied)
		for _, o := range a.Outreach {
			if o.Purpose == schedule.FollowUp && o.On < a.AppliedOn {
				c.warn("the follow-up of %s is now before the application and no longer counts", schedule.LongDate(o.On))
			}
		}
	case f.what == remove && a.Status != schedule.Saved && !a.Status.Terminal():
		c.warn("the application is %s on no known day, so nothing can be counted from it", a.Status)
	}
	if (f.what == set) && a.Posting.ClosesOn != 0 && a.Posting.ClosesOn < a.AppliedOn {
		c.warn("the posting closed on %s, before the application", schedule.LongDate(a.Posting.ClosesOn))
	}
}

// region checks a region and returns its code as the tables write it.
func (c *checker) region(code string) string {
	code = strings.ToUpper(c.name("region", code))
	if code == "" {
		return ""
	}
	if _, err := workday.Region(code); err != nil {
		c.fail(wrong("region", "%v", err))
	}
	return code
}

func (c *checker) zone(name string) string {
	name = c.name("zone", name)
	if name == "" {
		return ""
	}
	if _, err := workday.Zone(name); err != nil {
		c.fail(wrong("zone", "%v", err))
	}
	return name
}

func (c *checker) url(text string) string {
	text = c.name("url", text)
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		c.fail(wrong("url", "%q is no link; write it as https://jobs.example/1", schedule.Excerpt(text)))
	}
	return text
}

// New makes an application with that id. It needs an employer or a role; its
// status is applied when it has a day of application, else saved.
func New(id string, change Change, here Here) (a schedule.Application, warnings []string, err error) {
	a = schedule.Application{ID: id, Status: schedule.Saved}
	if warnings, err = Edit(&a, change, here); err != nil {
		return schedule.Application{}, nil, err
	}
	if a.Employer == "" && a.Role == "" {
		return schedule.Application{}, nil, wrong("employer", "an application needs an employer or a role; give one")
	}
	return a, warnings, nil
}
