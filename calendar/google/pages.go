package google

import (
	"fmt"

	"google.golang.org/api/calendar/v3"

	"followcal/calendar/mirror"
)

// errPages says that a listing never ends.
var errPages = fmt.Errorf("%w: a page has no next one and no sync token", errUnreadable)

// pages is a listing while it is read. An entry that changes meanwhile is on two
// pages; the later one counts. What is not the mirror's and cannot be read is
// left out.
type pages struct {
	listing mirror.Listing
	at      map[string]int // where an entry is, by id
}

func (p *pages) add(items []*calendar.Event) error {
	for _, item := range items {
		e, err := read(item)
		switch {
		case err != nil && e.Mark == (mirror.Mark{}): // the person's, and odd
			continue
		case err != nil:
			return err
		}
		if at, again := p.at[e.ID]; again {
			p.listing.Entries[at] = e
			continue
		}
		p.at[e.ID] = len(p.listing.Entries)
		p.listing.Entries = append(p.listing.Entries, e)
	}
	return nil
}
