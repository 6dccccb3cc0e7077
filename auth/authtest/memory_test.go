package authtest_test

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"testing"

	"followcal/auth"
	"followcal/auth/authtest"
	"followcal/internal/fault"
)

// memory is the smallest store that is one.
type memory struct {
	mu      sync.Mutex
	feeds   []auth.Feed
	fetches []auth.Fetch
}

func TestTheSuiteAcceptsAStoreInMemory(t *testing.T) {
	authtest.FeedStore(t, func(*testing.T) auth.FeedStore { return new(memory) })
}

func TestTheSuiteAcceptsAVaultInMemory(t *testing.T) {
	authtest.Vault(t, func(*testing.T) auth.Vault { return new(authtest.Memory) })
}

func (m *memory) find(match func(*auth.Feed) bool) (*auth.Feed, error) {
	for i := range m.feeds {
		if match(&m.feeds[i]) {
			return &m.feeds[i], nil
		}
	}
	return nil, fault.New(fault.NotFound, "there is no such feed")
}

func has(f *auth.Feed, h auth.TokenHash) bool {
	return !h.IsZero() && (f.Token == h || f.Retired.Token == h)
}

func (m *memory) CreateFeed(_ context.Context, f *auth.Feed) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := m.find(func(g *auth.Feed) bool { return g.ID == f.ID || has(g, f.Token) }); err == nil {
		return fault.New(fault.Conflict, "the feed exists already")
	}
	m.feeds = append(m.feeds, *f)
	return nil
}

func (m *memory) Feeds(_ context.Context, account string) ([]auth.Feed, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := slices.DeleteFunc(slices.Clone(m.feeds), func(f auth.Feed) bool { return f.Account != account })
	slices.SortFunc(all, func(a, b auth.Feed) int { return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID)) })
	return all, nil
}

func (m *memory) FeedByToken(_ context.Context, h auth.TokenHash) (auth.Feed, error) {
	return m.first(func(f *auth.Feed) bool { return has(f, h) })
}

func (m *memory) AnyFeed(context.Context) (auth.Feed, error) {
	return m.first(func(*auth.Feed) bool { return true })
}

func (m *memory) first(match func(*auth.Feed) bool) (auth.Feed, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, err := m.find(match)
	if err != nil {
		return auth.Feed{}, err
	}
	return *f, nil
}

func (m *memory) UpdateFeed(_ context.Context, account, id string, change func(*auth.Feed) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, err := m.find(func(f *auth.Feed) bool { return f.Account == account && f.ID == id })
	if err != nil {
		return err
	}
	changed := *f
	if err := change(&changed); err != nil {
		return err
	}
	*f = changed
	return nil
}

func (m *memory) RecordFetches(_ context.Context, all []auth.Fetch) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, fetch := range all {
		if _, err := m.find(func(f *auth.Feed) bool { return f.ID == fetch.Feed }); err != nil {
			continue
		}
		i := slices.IndexFunc(m.fetches, func(f auth.Fetch) bool { return f.Feed == fetch.Feed && f.Family == fetch.Family })
		switch {
		case i < 0:
			m.fetches = append(m.fetches, fetch)
		case fetch.At.After(m.fetches[i].At):
			m.fetches[i].At = fetch.At
		}
	}
	return nil
}

func (m *memory) Fetches(_ context.Context, account string) ([]auth.Fetch, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []auth.Fetch
	for _, fetch := range m.fetches {
		if f, err := m.find(func(f *auth.Feed) bool { return f.ID == fetch.Feed }); err == nil && f.Account == account {
			all = append(all, fetch)
		}
	}
	slices.SortFunc(all, func(a, b auth.Fetch) int { return cmp.Or(cmp.Compare(a.Feed, b.Feed), cmp.Compare(a.Family, b.Family)) })
	return all, nil
}
