package feed

import "sync"

// table remembers a value for each of a bounded number of keys. Keys come in
// two generations: when the young one is full, the old one is forgotten and the
// young one grows old, so that what is used stays.
type table[K comparable, V any] struct {
	mu         sync.RWMutex
	young, old map[K]*V
	most       int // of one generation
	fresh      func(K) *V
}

func newTable[K comparable, V any](most int, fresh func(K) *V) *table[K, V] {
	return &table[K, V]{young: make(map[K]*V), most: max(most/2, 1), fresh: fresh}
}

// of returns the value of k, a fresh one for a key that is not remembered.
func (t *table[K, V]) of(k K) *V {
	t.mu.RLock()
	v := t.young[k]
	t.mu.RUnlock()
	if v != nil {
		return v
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	v = t.young[k]
	if v != nil {
		return v // somebody else was faster
	}
	if v = t.old[k]; v == nil {
		v = t.fresh(k)
	}
	if len(t.young) >= t.most {
		t.old, t.young = t.young, make(map[K]*V)
	}
	t.young[k] = v
	return v
}
