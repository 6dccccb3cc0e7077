package feed

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// cache holds pages within a bound of octets. What goes first is chosen by
// SIEVE (Zhang and others, NSDI 2024): a hand goes from the oldest page to the
// newest, spares those that were asked for since it last came by, and takes the
// first that was not. Unlike LRU it moves nothing when a page is found, so
// finding needs no more than a read lock.
type cache struct {
	mu       sync.RWMutex
	slots    map[Key]*slot
	accounts map[string]*slot // the first of each account's, linked by sibling
	loads    map[*load]struct{}
	most     int64
	octets   int64
	newest   *slot
	oldest   *slot
	hand     *slot
}

// slot is the place of one page.
type slot struct {
	key     Key
	page    *page
	doubted time.Time // since when the page may be untrue; zero: it is not
	retry   time.Time // the source failed, and is not asked before
	visited atomic.Bool

	newer, older *slot
	sibling      *slot // another one of the account
}

// due is when a page must be read anew. The zero value is at once.
type due struct {
	at    time.Time
	never bool
}

func (d due) isOver(now time.Time) bool { return !d.never && !now.Before(d.at) }

func (s *slot) due() due {
	switch {
	case !s.doubted.IsZero():
		return due{at: s.retry}
	case s.page.until.IsZero():
		return due{never: true}
	case s.retry.After(s.page.until):
		return due{at: s.retry}
	}
	return due{at: s.page.until}
}

// load is a page in the making. It notes what was invalidated meanwhile.
type load struct {
	accounts []string
	all      bool
}

func newCache(most int64) *cache {
	return &cache{slots: make(map[Key]*slot), accounts: make(map[string]*slot), loads: make(map[*load]struct{}), most: most}
}

// get returns the page of a key, nil for none, and when it must be read anew.
func (c *cache) get(key Key) (*page, due) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	s := c.slots[key]
	if s == nil {
		return nil, due{}
	}
	if !s.visited.Load() { // writing what is there would make other cores fetch it anew
		s.visited.Store(true)
	}
	return s.page, s.due()
}

// begin says that a page is going to be made.
func (c *cache) begin() *load {
	l := new(load)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.loads[l] = struct{}{}
	return l
}

// put ends a load with its page, which takes the place of an older one. It
// returns false when the page's account was invalidated since the load began:
// the page is kept as one that may be untrue, unless another load has brought a
// true one meanwhile.
func (c *cache) put(key Key, p *page, l *load, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.loads, l)
	old, s := c.slots[key], &slot{key: key, page: p}
	untrue := l.all || slices.Contains(l.accounts, p.account)
	if untrue {
		if old != nil && old.doubted.IsZero() {
			return false
		}
		s.doubted = now
	}
	c.remove(old)
	if p.octets() <= c.most {
		c.add(s)
	}
	for c.octets > c.most {
		c.evict()
	}
	return !untrue
}

// fail ends a load that found no page. It returns the page that may stand in
// for up to stale, if there is one, and asks for no more until retry.
func (c *cache) fail(key Key, l *load, now time.Time, stale time.Duration, retry time.Time) *page {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.loads, l)
	s := c.slots[key]
	if s == nil || now.Sub(s.trueUntil(now)) > stale {
		return nil
	}
	s.retry = retry
	return s.page
}

// trueUntil returns since when the page may be untrue.
func (s *slot) trueUntil(now time.Time) time.Time {
	at := now
	if !s.doubted.IsZero() {
		at = s.doubted
	}
	if until := s.page.until; !until.IsZero() && until.Before(at) {
		at = until
	}
	return at
}

// drop ends a load that found out that there is no such feed.
func (c *cache) drop(key Key, l *load) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.loads, l)
	c.remove(c.slots[key])
}

// doubt marks the pages of an account as possibly untrue, and returns their
// keys.
func (c *cache) doubt(account string, now time.Time) []Key {
	c.mu.Lock()
	defer c.mu.Unlock()
	for l := range c.loads {
		l.accounts = append(l.accounts, account)
	}
	var keys []Key
	for s := c.accounts[account]; s != nil; s = s.sibling {
		s.doubt(now)
		keys = append(keys, s.key)
	}
	return keys
}

// doubtAll is doubt for every account.
func (c *cache) doubtAll(now time.Time) []Key {
	c.mu.Lock()
	defer c.mu.Unlock()
	for l := range c.loads {
		l.all = true
	}
	keys := make([]Key, 0, len(c.slots))
	for key, s := range c.slots {
		s.doubt(now)
		keys = append(keys, key)
	}
	return keys
}

// doubt keeps the first doubt, and has the source asked even if it failed a
// moment ago.
func (s *slot) doubt(now time.Time) {
	if s.doubted.IsZero() {
		s.doubted = now
	}
	s.retry = time.Time{}
}

func (c *cache) size() Held {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return Held{len(c.slots), c.octets}
}
