package main

import (
	"cmp"
	"slices"
	"time"
)

// median returns the median of values, zero for none.
func median[T cmp.Ordered](values []T) (middle T) {
	if len(values) == 0 {
		return middle
	}
	values = slices.Sorted(slices.Values(values))
	return values[len(values)/2]
}

// turns are those of one server with one kind of request, a round each.
type turns []turn

func (t turns) rate() float64 {
	return median(each(t, func(t turn) float64 { return t.rate }))
}

func (t turns) cpu() time.Duration {
	return median(each(t, func(t turn) time.Duration { return t.cpu }))
}

// over returns the medians of the rounds' ratios: both servers of a round ran at
// the same time of a busy machine's day.
func (t turns) over(other turns) (rate, cpu float64) {
	rates, costs := make([]float64, len(t)), make([]float64, len(t))
	for i := range t {
		rates[i] = t[i].rate / other[i].rate
		costs[i] = float64(t[i].cpu) / float64(other[i].cpu)
	}
	return median(rates), median(costs)
}

func each[T, V any](all []T, of func(T) V) []V {
	values := make([]V, len(all))
	for i, one := range all {
		values[i] = of(one)
	}
	return values
}
