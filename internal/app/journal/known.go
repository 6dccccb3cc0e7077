package journal

import (
	"context"
	"strings"

	"followcal/schedule/record"
)

// Known returns the applications that a short name can mean, those first that it
// names in full, then the latest; at most limit. An empty name can mean any. It
// plans and writes nothing.
func (j *Journal) Known(ctx context.Context, name string, limit int) ([]record.Named, error) {
	var found []record.Named
	err := j.Store.View(ctx, j.Account, func(r record.Reader) (err error) {
		found, err = r.Named(ctx, name, limit)
		return err
	})
	return found, err
}

// KnownEvents returns the open events whose UID begins with the prefix, by day,
// as they were planned last; at most limit. It plans and writes nothing.
func (j *Journal) KnownEvents(ctx context.Context, prefix string, limit int) ([]Item, error) {
	var found []Item
	err := j.Store.View(ctx, j.Account, func(r record.Reader) (err error) {
		found, err = openEvents(ctx, r, prefix, limit)
		return err
	})
	return found, err
}

// OpenEvents returns the open events as planned today, by day; at most limit.
func (j *Journal) OpenEvents(ctx context.Context, limit int) ([]Item, error) {
	var found []Item
	err := j.planned(ctx, 0, func(r record.Reader, _ *defaults) (err error) {
		found, err = openEvents(ctx, r, "", limit)
		return err
	})
	return found, err
}

func openEvents(ctx context.Context, r record.Reader, prefix string, limit int) ([]Item, error) {
	return items(ctx, r, record.EventQuery{States: openStates, Prefix: strings.ToLower(prefix), Limit: limit})
}
