package record

import "slices"

// listing says how the entries of one list are compared and told.
type listing[T any] struct {
	same func(a, b *T) bool
	// keys tell which entry before is which one after, the surest key first. An
	// empty key pairs nothing.
	keys    []func(*T) string
	added   func(*T)
	removed func(*T)
	changed func(before, after *T)
	// reordered tells that the same entries stand in another order.
	reordered func()
}

// compare tells how a list changed: what changed and what is new in the order
// of the list after, then what is gone.
func (l *listing[T]) compare(before, after []T) {
	from := l.pair(before, after)
	for n := range after {
		switch was := from[n]; {
		case was < 0:
			l.added(&after[n])
		case !l.same(&before[was], &after[n]):
			l.changed(&before[was], &after[n])
		}
	}
	for n := range before {
		if !slices.Contains(from, n) {
			l.removed(&before[n])
		}
	}
	paired := slices.DeleteFunc(slices.Clone(from), func(was int) bool { return was < 0 })
	if !slices.IsSorted(paired) {
		l.reordered()
	}
}

// pair finds for each entry after the one that it was before, -1 for none.
func (l *listing[T]) pair(before, after []T) []int {
	from, taken := make([]int, len(after)), make([]bool, len(before))
	for n := range from {
		from[n] = -1
	}
	match := func(fits func(was, is *T) bool) {
		for n := range after {
			if from[n] >= 0 {
				continue
			}
			for was := range before {
				if !taken[was] && fits(&before[was], &after[n]) {
					from[n], taken[was] = was, true
					break
				}
			}
		}
	}
	match(l.same)
	for _, key := range l.keys {
		match(func(was, is *T) bool { return key(was) != "" && key(was) == key(is) })
	}
	return from
}
