package app

import (
	"cmp"
	"context"
	"strings"

	"followcal/internal/app/push"
	"followcal/internal/fault"
)

// google checks what keeps a calendar at Google, where anybody wants one.
func (x *examination) google(ctx context.Context, record *Record) {
	const check = "google"
	if _, err := record.db.Grant(ctx, record.Account); fault.KindOf(err) == fault.NotFound && err != nil {
		if x.settings.Google.Configured() {
			x.find(check, Fine, "", "not connected; followcal google connect does it")
		}
		return
	}
	google, err := record.Google(ctx, x.settings)
	if err != nil {
		x.find(check, Broken, "do what it says; docs/google.md has more", "%v", err)
		return
	}
	s, err := google.Status(ctx)
	switch {
	case err != nil:
		x.find(check, Broken, "followcal google status", "%v", err)
	case !s.Configured:
		x.find(check, Broken, "set FOLLOWCAL_GOOGLE_CLIENT_ID and its secret again, or end it with followcal google disconnect", "connected, but followcal is not known to Google here")
	default:
		x.calendar(check, &s)
	}
}

// calendar says how a connected calendar is.
func (x *examination) calendar(check string, s *push.Status) {
	switch {
	case s.Trouble != nil:
		x.find(check, Broken, cmp.Or(s.Trouble.Do, s.Trouble.Otherwise()), "%s", s.Trouble.Sentence)
	case !s.Connected:
		x.find(check, Broken, "followcal google connect", "%s", s.Reason)
	case s.Forever:
		x.find(check, Notice, "go on with followcal google resume", "paused")
	default:
		x.find(check, Fine, "", "connected, with %d events", s.Events)
	}
	if len(s.Twice) > 0 {
		x.find(check, Notice, "remove the feed in Google Calendar, or end it with followcal feed revoke",
			"Google also fetches your feed %s, so events show twice there", strings.Join(s.Twice, ", "))
	}
}
