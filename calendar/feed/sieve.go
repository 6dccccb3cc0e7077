package feed

// What keeps a cache's slots together. The caller holds the lock.

// add adds s as the newest.
func (c *cache) add(s *slot) {
	c.slots[s.key] = s
	s.sibling = c.accounts[s.page.account]
	c.accounts[s.page.account] = s
	c.octets += s.page.octets()
	s.older = c.newest
	if c.newest != nil {
		c.newest.newer = s
	} else {
		c.oldest = s
	}
	c.newest = s
}

// evict removes what the hand stops at.
func (c *cache) evict() {
	s := c.hand
	for {
		if s == nil {
			s = c.oldest
		}
		if !s.visited.Swap(false) {
			break
		}
		s = s.newer
	}
	c.hand = s
	c.remove(s)
}

// remove removes s; nil is none.
func (c *cache) remove(s *slot) {
	if s == nil {
		return
	}
	if c.hand == s {
		c.hand = s.newer
	}
	if s.newer != nil {
		s.newer.older = s.older
	} else {
		c.newest = s.older
	}
	if s.older != nil {
		s.older.newer = s.newer
	} else {
		c.oldest = s.newer
	}
	delete(c.slots, s.key)
	c.octets -= s.page.octets()
	c.leave(s)
}

// leave takes s out of the list of its account.
func (c *cache) leave(s *slot) {
	account := s.page.account
	if c.accounts[account] == s {
		if s.sibling == nil {
			delete(c.accounts, account)
		} else {
			c.accounts[account] = s.sibling
		}
		return
	}
	for other := c.accounts[account]; other != nil; other = other.sibling {
		if other.sibling == s {
			other.sibling = s.sibling
			return
		}
	}
}
