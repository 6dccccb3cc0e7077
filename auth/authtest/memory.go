package authtest

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"followcal/auth"
	"followcal/internal/fault"
)

// Memory is an auth.Vault that forgets, for the tests of those who use one.
// The zero value is empty.
type Memory struct {
	mu     sync.Mutex
	grants []auth.Grant
	// Before, unless nil, is asked before every call by its name, such as
	// UpdateGrant; what it returns ends the call.
	Before func(call string) error
}

func (m *Memory) begin(call string) error {
	if m.Before == nil {
		return nil
	}
	return m.Before(call)
}

// search returns where the account's grant is, or belongs.
func (m *Memory) search(account string) (int, bool) {
	return slices.BinarySearchFunc(m.grants, account, func(g auth.Grant, account string) int { return cmp.Compare(g.Account, account) })
}

func clone(g auth.Grant) auth.Grant {
	g.Sealed, g.Scopes = slices.Clone(g.Sealed), slices.Clone(g.Scopes)
	return g
}

// Grant implements auth.Vault.
func (m *Memory) Grant(_ context.Context, account string) (auth.Grant, error) {
	if err := m.begin("Grant"); err != nil {
		return auth.Grant{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	i, found := m.search(account)
	if !found {
		return auth.Grant{}, fault.New(fault.NotFound, "the account %q has no permission", account)
	}
	return clone(m.grants[i]), nil
}

// UpdateGrant implements auth.Vault.
func (m *Memory) UpdateGrant(_ context.Context, account string, change func(*auth.Grant) error) error {
	if err := m.begin("UpdateGrant"); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	i, found := m.search(account)
	g := auth.Grant{Account: account}
	if found {
		g = clone(m.grants[i])
	}
	if err := change(&g); err != nil {
		return err
	}
	if !found {
		m.grants = slices.Insert(m.grants, i, auth.Grant{})
	}
	m.grants[i] = clone(g)
	return nil
}

// DropGrant implements auth.Vault.
func (m *Memory) DropGrant(_ context.Context, account string) error {
	if err := m.begin("DropGrant"); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if i, found := m.search(account); found {
		m.grants = slices.Delete(m.grants, i, i+1)
	}
	return nil
}

// Grants implements auth.Vault.
func (m *Memory) Grants(_ context.Context, after string, limit int) ([]auth.Grant, error) {
	if err := m.begin("Grants"); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	i, found := m.search(after)
	if found {
		i++
	}
	var page []auth.Grant
	for _, g := range m.grants[i:min(i+limit, len(m.grants))] {
		page = append(page, clone(g))
	}
	return page, nil
}
