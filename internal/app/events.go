package app

import (
	"followcal/auth"
	"followcal/internal/app/action"
)

// EventPages returns what the links of feeds open: the pages of single planned
// events, for whoever holds a link that the key signed. The feeds say which
// links still hold.
func (r *Record) EventPages(key auth.Key, feeds action.Feeds) *action.Pages {
	return &action.Pages{Key: key, Feeds: feeds, Journal: &r.Journal, Now: r.Now}
}
