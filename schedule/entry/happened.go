package entry

import (
	"cmp"
	"slices"

	"followcal/internal/fault"
	"followcal/schedule"
)

// LogOutreach adds a contact attempt that the candidate made. Without a day it
// was today, without a purpose a follow-up, without a method the contact's. A day
// in the future is refused; one before the application is taken with a warning,
// because it completes no follow-up to it.
func LogOutreach(a *schedule.Application, o schedule.Outreach, here Here) (warnings []string, err error) {
	c := &checker{here: here}
	c.room("outreach", len(a.Outreach), schedule.MaxEntries)
	o.On = cmp.Or(o.On, here.Today)
	c.past("on", o.On)
	o.Purpose = cmp.Or(o.Purpose, schedule.FollowUp)
	choice(c, "purpose", o.Purpose, schedule.Purposes)
	o.Contact = spelt(a, c.name("contact", o.Contact))
	o.Method = cmp.Or(o.Method, methodOf(a, o.Contact))
	optional(c, "method", o.Method, schedule.Methods)
	o.Outcome = c.note("outcome", o.Outcome)
	o.Asked = c.asked(o.Asked)
	if o.Purpose == schedule.FollowUp && a.AppliedOn != 0 && o.On < a.AppliedOn {
		c.warn("it was before the application of %s, so it completes no follow-up to it", schedule.LongDate(a.AppliedOn))
	}
	if slices.ContainsFunc(a.Outreach, func(p schedule.Outreach) bool { return sameOutreach(&p, &o) }) {
		c.warn("the same was logged for %s already; if it is one, undo this", schedule.LongDate(o.On))
	}
	changed := *a
	changed.Outreach = added(a.Outreach, o)
	return c.done(a, &changed)
}

func sameOutreach(a, b *schedule.Outreach) bool {
	return a.On == b.On && a.Method == b.Method && a.Purpose == b.Purpose && a.Contact == b.Contact
}

// methodOf is how the named contact likes to be reached, the application's own
// where there is no name.
func methodOf(a *schedule.Application, name string) schedule.Method {
	for _, c := range a.Contacts {
		if name == "" || schedule.Fold(c.Name) == schedule.Fold(name) {
			return c.Method
		}
	}
	return ""
}

// asked checks the names of questions. One that followcal does not know is kept,
// as in a log, with a warning.
func (c *checker) asked(list []schedule.Question) []schedule.Question {
	var asked []schedule.Question
	for _, q := range list {
		q = schedule.Question(c.name("asked", string(q)))
		if q == "" {
			c.fail(wrong("asked", "a question is empty; leave it out"))
		}
		if !slices.Contains(schedule.Questions, q) {
			c.warn("asked: %q is none of %s; it is kept as you wrote it", schedule.Excerpt(string(q)), either(schedule.Questions))
		}
		if !slices.Contains(asked, q) {
			asked = append(asked, q)
		}
	}
	if len(asked) > schedule.MaxItems {
		c.fail(about(fault.TooLarge, "asked", "there are %d questions, and at most %d are kept", len(asked), schedule.MaxItems))
	}
	return asked
}

// LogResponse adds what the employer sent back. Without a day it came today,
// without a kind it is a reply. A day in the future is refused; one before the
// application is taken with a warning, because employers do write first. A
// rejection moves the status forward to rejected, an offer to offer.
func LogResponse(a *schedule.Application, r schedule.Response, here Here) (warnings []string, err error) {
	c := &checker{here: here}
	c.room("response", len(a.Responses), schedule.MaxEntries)
	r.On = cmp.Or(r.On, here.Today)
	c.past("on", r.On)
	r.Kind = cmp.Or(r.Kind, schedule.Reply)
	choice(c, "kind", r.Kind, schedule.ResponseKinds)
	r.Note = c.note("note", r.Note)
	if r.Kind != schedule.Acknowledgement && a.AppliedOn != 0 && r.On < a.AppliedOn {
		c.warn("it came before the application of %s, so it is no answer to it", schedule.LongDate(a.AppliedOn))
	}
	if slices.Contains(a.Responses, r) {
		c.warn("the same was logged for %s already; if it is one, undo this", schedule.LongDate(r.On))
	}
	changed := *a
	changed.Responses = added(a.Responses, r)
	if to, ok := reached[r.Kind]; ok {
		c.advance(&changed, to)
	}
	return c.done(a, &changed)
}

// reached is the status that a response brings.
var reached = map[schedule.ResponseKind]schedule.Status{
	schedule.Rejection: schedule.Rejected,
	schedule.OfferMade: schedule.Offer,
}

// advance moves the status forward, never back.
func (c *checker) advance(a *schedule.Application, to schedule.Status) {
	if a.Status.Advances(to) {
		a.Status = to
	}
}

// ended warns that nothing is planned any more.
func (c *checker) ended(a *schedule.Application) {
	if a.Status.Terminal() {
		c.warn("the application is %s, so nothing will be planned for it; set the status again if it goes on", a.Status)
	}
}
