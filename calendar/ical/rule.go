package ical

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// A zone is written with as few observances as say the truth for the years in
// use: a change of clocks that comes back every year by one rule becomes one
// component with an RRULE, any other stands by itself.

// rule is a yearly change of clocks: the first of its observances, and the
// onsets that follow it.
type rule struct {
	observance
	daylight bool
	onsets   []observance
	weeks    weeks // which weeks of the month fit every onset
	endless  bool  // it holds for as long as zone data looks ahead
}

// weeks is a set of weeks of a month: bit 0 is the last one, bit n the n-th.
type weeks uint8

// weeksOf returns the weeks that day is in.
func weeksOf(day time.Time) weeks {
	w := weeks(1) << ((day.Day()-1)/7 + 1)
	if day.AddDate(0, 0, 7).Month() != day.Month() {
		w |= 1
	}
	return w
}

// byDay returns the BYDAY value of an onset in those weeks, such as 2SU. The
// fifth week is never preferred to the last: not every month has one.
func (w weeks) byDay(day time.Weekday) string {
	name := strings.ToUpper(day.String()[:2])
	for n := 1; n <= 4; n++ {
		if w&(1<<n) != 0 {
			return strconv.Itoa(n) + name
		}
	}
	return "-1" + name
}

// usable drops the fifth week, which no RRULE here says.
func (w weeks) usable() weeks { return w &^ (1 << 5) }

// continues reports whether o is the next year's onset of the rule.
func (r *rule) continues(o *observance, daylight bool) bool {
	a, b := r.onsets[len(r.onsets)-1].wall(), o.wall()
	return r.from == o.from && r.to == o.to && r.name == o.name && r.daylight == daylight &&
		a.Year()+1 == b.Year() && a.Month() == b.Month() && a.Weekday() == b.Weekday() &&
		a.Sub(a.Truncate(day)) == b.Sub(b.Truncate(day)) && r.weeks&weeksOf(b).usable() != 0
}

const day = 24 * time.Hour

// lookAhead is how many years after the last one in use a rule must hold to be
// written without an end. After 28 years the calendar repeats itself, so a rule
// that fits all of them fits every year.
const lookAhead = 28

// rulesOf returns what to write for the years first to last in location.
func rulesOf(location *time.Location, first, last int) []rule {
	all := observances(location, first, last+lookAhead)
	isDaylight := daylight(all)
	var rules []rule
	for i := range all {
		rules = extend(rules, &all[i], isDaylight[i])
	}
	begin := time.Date(first, time.January, 1, 0, 0, 0, 0, location)
	rules = dropBefore(rules, begin)
	if !markEndless(rules, last+lookAhead) {
		rules = cutAfter(rules, time.Date(last+1, time.January, 1, 0, 0, 0, 0, location))
	}
	return rules
}

// extend adds o to the rule that it continues, or begins a new one with it.
func extend(rules []rule, o *observance, daylight bool) []rule {
	for i := len(rules) - 1; i >= 0; i-- {
		if r := &rules[i]; r.continues(o, daylight) {
			r.weeks &= weeksOf(o.wall())
			r.onsets = append(r.onsets, *o)
			return rules
		}
	}
	return append(rules, rule{observance: *o, daylight: daylight, onsets: []observance{*o}, weeks: weeksOf(o.wall()).usable()})
}

// dropBefore drops the onsets whose observance ended before begin: what is in
// force then is the first to be written.
func dropBefore(rules []rule, begin time.Time) []rule {
	var inForce time.Time
	for _, r := range rules {
		for _, o := range r.onsets {
			if !o.onset.After(begin) && o.onset.After(inForce) {
				inForce = o.onset
			}
		}
	}
	return keep(rules, func(o observance) bool { return !o.onset.Before(inForce) })
}

// cutAfter drops the onsets from end on.
func cutAfter(rules []rule, end time.Time) []rule {
	return keep(rules, func(o observance) bool { return o.onset.Before(end) })
}

// keep returns rules with only the onsets that are wanted.
func keep(rules []rule, wanted func(observance) bool) []rule {
	var kept []rule
	for _, r := range rules {
		r.onsets = slices.DeleteFunc(r.onsets, func(o observance) bool { return !wanted(o) })
		if len(r.onsets) > 0 {
			r.observance = r.onsets[0]
			kept = append(kept, r)
		}
	}
	return kept
}

// markEndless marks the rules that hold up to the year horizon, and reports
// whether they say everything from the last year in use on. Where they do not,
// as in Morocco, all of them have to end: one alone would go on wrongly.
func markEndless(rules []rule, horizon int) bool {
	for i := range rules {
		r := &rules[i]
		r.endless = len(r.onsets) > 1 && r.onsets[len(r.onsets)-1].wall().Year() >= horizon
	}
	lastInUse := horizon - lookAhead
	regular := true
	for i := range rules {
		r := &rules[i]
		regular = regular && (r.endless || r.onsets[len(r.onsets)-1].wall().Year() <= lastInUse)
	}
	if !regular {
		for i := range rules {
			rules[i].endless = false
		}
	}
	return regular
}
