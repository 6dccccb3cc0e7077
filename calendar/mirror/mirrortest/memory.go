package mirrortest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"followcal/calendar/mirror"
	"followcal/internal/fault"
)

// Memory is a [Store] in memory. The zero value is empty and ready.
type Memory struct {
	mu    sync.Mutex
	lanes map[string]*kept
}

// kept is a lane with what belongs to it.
type kept struct {
	lane mirror.Lane
	rows map[string]mirror.Row
	push []mirror.Written
}

func (m *Memory) find(account string) (*kept, error) {
	if k := m.lanes[account]; k != nil {
		return k, nil
	}
	return nil, fault.New(fault.NotFound, "the account %q has no mirror", account)
}

// Lane implements [mirror.Ledger].
func (m *Memory) Lane(_ context.Context, account string) (mirror.Lane, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k, err := m.find(account)
	if err != nil {
		return mirror.Lane{}, err
	}
	return k.lane, nil
}

// UpdateLane implements [mirror.Ledger].
func (m *Memory) UpdateLane(_ context.Context, account string, change func(*mirror.Lane) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	lane := mirror.Lane{Account: account}
	k := m.lanes[account]
	if k != nil {
		lane = k.lane
	}
	lane.Settings.Kinds = slices.Clone(lane.Settings.Kinds)
	if err := change(&lane); err != nil {
		return err
	}
	if k == nil {
		k = &kept{rows: map[string]mirror.Row{}}
		if m.lanes == nil {
			m.lanes = map[string]*kept{}
		}
		m.lanes[account] = k
	}
	k.lane = lane
	return nil
}

// DropLane implements [mirror.Ledger].
func (m *Memory) DropLane(_ context.Context, account string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.lanes, account)
	return nil
}

// Rows implements [mirror.Ledger].
func (m *Memory) Rows(_ context.Context, account string) ([]mirror.Row, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k, err := m.find(account)
	if err != nil {
		return nil, err
	}
	return slices.SortedFunc(maps.Values(k.rows), func(a, b mirror.Row) int { return cmp.Compare(a.UID, b.UID) }), nil
}

// Commit implements [mirror.Ledger].
func (m *Memory) Commit(_ context.Context, account, holder string, s mirror.Step) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	k, err := m.find(account)
	if err != nil {
		return err
	}
	if holder == "" || k.lane.Holder != holder || !s.At.Before(k.lane.Held) {
		return fault.New(fault.Conflict, "another process has the mirror of %q", account)
	}
	for i := range s.Put {
		k.rows[s.Put[i].UID] = s.Put[i]
	}
	for _, uid := range s.Remove {
		delete(k.rows, uid)
	}
	if s.Token != nil {
		k.lane.Token = *s.Token
	}
	if s.Revision != nil {
		k.lane.Revision = *s.Revision
	}
	if s.Begin {
		k.push = nil
	}
	k.push = append(k.push, s.Wrote...)
	return nil
}

// LastPush implements [mirror.Ledger].
func (m *Memory) LastPush(_ context.Context, account string) ([]mirror.Written, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k, err := m.find(account)
	if err != nil {
		return nil, err
	}
	return slices.Clone(k.push), nil
}

// Due implements [mirror.Schedule].
func (m *Memory) Due(_ context.Context, now time.Time, limit int) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var due []*mirror.Lane
	for _, k := range m.lanes {
		if l := &k.lane; !l.Next.IsZero() && !l.Next.After(now) && !l.Paused.After(now) {
			due = append(due, l)
		}
	}
	slices.SortFunc(due, func(a, b *mirror.Lane) int { return cmp.Or(a.Next.Compare(b.Next), cmp.Compare(a.Account, b.Account)) })
	var accounts []string
	for _, l := range due[:min(limit, len(due))] {
		accounts = append(accounts, l.Account)
	}
	return accounts, nil
}

// ByChannel implements [mirror.Schedule].
func (m *Memory) ByChannel(_ context.Context, id string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for account, k := range m.lanes {
		if id != "" && k.lane.Channel.ID == id {
			return account, nil
		}
	}
	return "", fault.New(fault.NotFound, "no mirror has this channel")
}
