package workday

// With returns c with a user's lists on top: the days of working are business
// days even on a weekend or a holiday, those of closed are not. A day in both
// lists is closed, since a call to an empty office is the worse mistake. Later
// lists win over earlier ones: c.With(all, nil).With(nil, own) opens the own
// days. Days outside [Calendar.Years] are ignored.
func (c *Calendar) With(closed, working []Day) *Calendar {
	if len(closed)+len(working) == 0 {
		return c
	}
	own := empty(c.first, c.last)
	own.under = []*Calendar{c}
	own.index.words = append([]word(nil), c.index.words...)
	own.put(working, Working)
	own.put(closed, Extra)
	own.count()
	return own
}

// Combine returns the calendar whose business days are those of both a and b.
// It knows the days that both know. A day that both close has the name that a
// gives it, unless that is a mere weekend.
func Combine(a, b *Calendar) *Calendar {
	if a == b {
		return a
	}
	c := empty(max(a.first, b.first), min(a.last, b.last))
	c.under = []*Calendar{a, b}
	inA, inB := int(c.first-a.first), int(c.first-b.first)
	c.index = newIndex(c.length())
	for i := 0; i < c.length(); i += 64 {
		known := ^uint64(0) >> max(64-(c.length()-i), 0)
		c.index.words[i>>6].open = a.index.from(inA+i) & b.index.from(inB+i) & known
	}
	c.count()
	return c
}
