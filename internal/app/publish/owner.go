package publish

import (
	"context"
	"slices"
	"strings"
	"time"

	"followcal/auth"
	"followcal/calendar/feed"
	"followcal/calendar/ical"
	"followcal/internal/fault"
	"followcal/schedule"
)

// Owner is what the owner of feeds can do with them. Tokens leave it in
// addresses alone.
type Owner struct {
	Feeds   auth.FeedStore
	Account string
	KeyFile string // where the key is, from which tokens are derived
	Now     func() time.Time
}

// List returns the account's feeds, revoked ones included, the oldest first.
func (o *Owner) List(ctx context.Context) ([]View, error) {
	feeds, err := o.Feeds.Feeds(ctx, o.Account)
	now := o.Now()
	views := make([]View, len(feeds))
	for i := range feeds {
		views[i] = viewOf(&feeds[i], now)
	}
	return views, err
}

// Create makes a feed that shows what the settings say. Settings that make no
// sense are a fault of kind Invalid.
func (o *Owner) Create(ctx context.Context, s Settings) (View, error) {
	if s.Color != "" {
		if _, err := ical.ParseColor(s.Color); err != nil {
			return View{}, err
		}
	}
	if err := CheckKinds(s.Kinds); err != nil {
		return View{}, err
	}
	if err := s.Validate(); err != nil {
		return View{}, err
	}
	key, err := auth.KeyOf(ctx, o.KeyFile, o.Feeds)
	if err != nil {
		return View{}, err
	}
	now := o.Now()
	f, err := auth.NewFeed(key, o.Account, s, now)
	if err != nil {
		return View{}, err
	}
	return viewOf(f, now), o.Feeds.CreateFeed(ctx, f)
}

// CheckKinds returns a fault of kind Invalid for the first that is no kind of
// event.
func CheckKinds(kinds []string) error {
	for _, kind := range kinds {
		if !slices.Contains(schedule.Kinds, schedule.Kind(kind)) {
			return fault.New(fault.Invalid, "%q is not a kind of event; there are %s", kind, strings.Join(Kinds(), ", "))
		}
	}
	return nil
}

// Kinds lists the kinds of events that a feed can choose.
func Kinds() []string {
	kinds := make([]string, len(schedule.Kinds))
	for i, kind := range schedule.Kinds {
		kinds[i] = string(kind)
	}
	return kinds
}

// Prepare checks the key before anything is served, and makes the account's first
// feed if it never had one. It returns the feeds that are open.
func (o *Owner) Prepare(ctx context.Context) ([]View, error) {
	if _, err := auth.KeyOf(ctx, o.KeyFile, o.Feeds); err != nil {
		return nil, err
	}
	all, err := o.List(ctx)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		first, err := o.Create(ctx, auth.DefaultFeedSettings())
		return []View{first}, err
	}
	return slices.DeleteFunc(all, func(v View) bool { return v.Revoked != nil }), nil
}

// Rotate gives a feed a new address. The old one works for the grace period.
func (o *Owner) Rotate(ctx context.Context, named string, grace time.Duration) (View, error) {
	key, err := auth.KeyOf(ctx, o.KeyFile, o.Feeds)
	if err != nil {
		return View{}, err
	}
	now := o.Now()
	return o.change(ctx, named, now, func(f *auth.Feed) error { return f.Rotate(key, now, grace) })
}

// Revoke ends a feed. It does not need the key, so that it works without.
func (o *Owner) Revoke(ctx context.Context, named string) (View, error) {
	now := o.Now()
	return o.change(ctx, named, now, func(f *auth.Feed) error {
		f.Revoke(now)
		return nil
	})
}

func (o *Owner) change(ctx context.Context, named string, now time.Time, change func(*auth.Feed) error) (View, error) {
	found, err := o.find(ctx, named)
	if err != nil {
		return View{}, err
	}
	var v View
	err = o.Feeds.UpdateFeed(ctx, o.Account, found.ID, func(f *auth.Feed) error {
		if err := change(f); err != nil {
			return err
		}
		v = viewOf(f, now)
		return nil
	})
	return v, err
}

// Address returns a feed with where it is subscribed, below a public address. A
// revoked feed has none, which is a fault of kind Denied.
func (o *Owner) Address(ctx context.Context, named, public string) (View, error) {
	f, err := o.find(ctx, named)
	if err != nil {
		return View{}, err
	}
	if !f.Revoked.IsZero() {
		return View{}, fault.New(fault.Denied, "the feed %q was revoked on %s; create a new one with followcal feed create", f.Name, f.Revoked.Format(time.DateOnly))
	}
	key, err := auth.KeyOf(ctx, o.KeyFile, o.Feeds)
	if err != nil {
		return View{}, err
	}
	if !key.Issued(&f) {
		return View{}, fault.New(fault.Denied, "the key file %s is not the one that the feed %q was made with; restore the right one from a backup, or name it", o.KeyFile, f.Name)
	}
	address, err := feed.AddressOf(public, key.FeedToken(f.ID, f.Generation).Reveal())
	v := viewOf(&f, o.Now())
	v.Address = &Address{address.Web, address.Webcal}
	return v, err
}

// Status returns feeds with who fetched them when; named empty: all of them.
func (o *Owner) Status(ctx context.Context, named string) ([]View, error) {
	views, err := o.List(ctx)
	if err != nil {
		return nil, err
	}
	if named != "" {
		f, err := o.find(ctx, named)
		if err != nil {
			return nil, err
		}
		views = slices.DeleteFunc(views, func(v View) bool { return v.ID != f.ID })
	}
	fetches, err := o.Feeds.Fetches(ctx, o.Account)
	slices.SortStableFunc(fetches, func(a, b auth.Fetch) int { return b.At.Compare(a.At) })
	for i := range views {
		for _, f := range fetches {
			if f.Feed == views[i].ID {
				views[i].Fetches = append(views[i].Fetches, Fetch{f.Family, f.At})
			}
		}
	}
	return views, err
}

// find returns the feed with an id that begins so, or with that name. An empty
// name stands for the one feed that is open. None is a fault of kind NotFound,
// several are Invalid.
func (o *Owner) find(ctx context.Context, named string) (auth.Feed, error) {
	feeds, err := o.Feeds.Feeds(ctx, o.Account)
	if err != nil {
		return auth.Feed{}, err
	}
	isMeant := func(f *auth.Feed) bool {
		if named == "" {
			return f.Revoked.IsZero()
		}
		return strings.HasPrefix(f.ID, strings.ToLower(named)) || schedule.Fold(f.Name) == schedule.Fold(named)
	}
	var found []auth.Feed
	for i := range feeds {
		if isMeant(&feeds[i]) {
			found = append(found, feeds[i])
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1 && named == "":
		return auth.Feed{}, fault.New(fault.Invalid, "there are %d open feeds; name one (see followcal feed list)", len(found))
	case len(found) > 1:
		return auth.Feed{}, fault.New(fault.Invalid, "%d feeds are meant by %q; name one by its id (see followcal feed list)", len(found), named)
	case named == "":
		return auth.Feed{}, fault.New(fault.NotFound, "there is no open feed; make one with followcal feed create")
	}
	return auth.Feed{}, fault.New(fault.NotFound, "there is no feed %q; see followcal feed list", named)
}
