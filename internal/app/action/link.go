// Package action is what a calendar's reader can do about one planned event
// without signing in: a signed link opens the event, and says what became of it.
package action

import (
	"net/url"

	"github.com/rickb777/date/v2"

	"followcal/auth"
	"followcal/schedule/record"
)

// Path is where the pages of events are; the signed text follows.
const Path = "/e/"

// Grace is how many days a link works after its event's own day. A calendar that
// is asked rarely still shows an event then, and the candidate may be late.
const Grace = 30

// Links makes the addresses of events' pages.
type Links struct {
	Key  auth.Key
	Base *url.URL // where others see the site; nil: there are no links
}

// Link returns the address of the page of an event that a feed of the account
// shows, empty where there is none: the feed shows less than everything, or the
// event is one that no link can name. It depends on nothing but the feed's
// generation and the event's day, so that a feed stays the same octets.
func (l Links) Link(account string, f auth.Feed, e record.Event) string {
	if l.Base == nil || f.Privacy != auth.Full {
		return ""
	}
	text, err := l.Key.SignAction(auth.ActionLink{
		Account: account, Feed: f.ID, Generation: f.Generation, Event: e.UID, Until: lastDay(e.Due),
	})
	if err != nil {
		return ""
	}
	return l.Base.JoinPath(Path, text).String()
}

// lastDay is the last day on which the link of an event of that day works.
func lastDay(due date.Date) date.Date { return due + Grace }
