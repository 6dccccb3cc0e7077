package app

import (
	"context"
	"net/url"

	"followcal/auth"
	"followcal/internal/app/action"
)

// EventPages returns what the links of feeds open: the pages of single planned
// events, for whoever holds a link that the key signed. The feeds say which
// links still hold.
func (r *Record) EventPages(key auth.Key, feeds action.Feeds) *action.Pages {
	return &action.Pages{Key: key, Feeds: feeds, Journal: &r.Journal, Now: r.Now}
}

// Actions returns the pages of events, and what makes the links to them, for a
// site that others see at base; nil: there are no links. The key is that of the
// feeds, from its file.
func (r *Record) Actions(ctx context.Context, keyFile string, base *url.URL) (*action.Pages, *action.Links, error) {
	key, err := auth.KeyOf(ctx, keyFile, r.db)
	if err != nil {
		return nil, nil, err
	}
	return r.EventPages(key, r.db), &action.Links{Key: key, Base: base}, nil
}
