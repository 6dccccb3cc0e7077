package exchange

import (
	"slices"
	"strings"

	"followcal/schedule"
)

// fold takes what again knows about an application into known. A status never
// moves backwards, the earlier application date holds, lists are united up to
// their limits, and what only one of the two knows is kept. It reports whether
// a list is at its limit, so that something may have been left out.
func fold(known, again *schedule.Application) (full bool) {
	if known.Status.Advances(again.Status) {
		known.Status = again.Status
	}
	if again.AppliedOn != 0 && (known.AppliedOn == 0 || again.AppliedOn < known.AppliedOn) {
		known.AppliedOn = again.AppliedOn
	}
	for _, text := range [][2]*string{
		{&known.Employer, &again.Employer},
		{&known.Role, &again.Role},
		{&known.Source, &again.Source},
		{&known.Region, &again.Region},
		{&known.Zone, &again.Zone},
		{&known.Posting.URL, &again.Posting.URL},
	} {
		keep(text[0], *text[1])
	}
	keep(&known.Posting.ClosesOn, again.Posting.ClosesOn)
	known.Posting.NoContact = known.Posting.NoContact || again.Posting.NoContact
	known.Notes = joinNotes(known.Notes, again.Notes)
	if known.Policy == nil {
		known.Policy = again.Policy
	}
	foldLists(known, again)
	return max(len(known.Contacts), len(known.Outreach), len(known.Responses), len(known.Deadlines), len(known.Closed), len(known.Working)) == MaxEntries ||
		len(known.Interviews) == schedule.MaxRound
}

// foldLists unites what happened. An entry is the same only when all of it is.
func foldLists(known, again *schedule.Application) {
	known.Contacts = union(known.Contacts, again.Contacts, MaxEntries)
	known.Outreach = unionFunc(known.Outreach, again.Outreach, MaxEntries, sameOutreach)
	known.Responses = union(known.Responses, again.Responses, MaxEntries)
	known.Deadlines = unionFunc(known.Deadlines, again.Deadlines, MaxEntries, sameDeadline)
	known.Closed = union(known.Closed, again.Closed, MaxEntries)
	known.Working = union(known.Working, again.Working, MaxEntries)
	known.Interviews = foldInterviews(known.Interviews, again.Interviews)
}

// sameOutreach compares what cannot be compared with == because of its list.
func sameOutreach(a, b schedule.Outreach) bool {
	return a.On == b.On && a.Method == b.Method && a.Purpose == b.Purpose && a.Outcome == b.Outcome && a.Contact == b.Contact && slices.Equal(a.Asked, b.Asked)
}

// sameDeadline compares instants by the moment, whatever offset they were
// logged with.
func sameDeadline(a, b schedule.Deadline) bool {
	return a.Kind == b.Kind && a.On == b.On && a.At.Equal(b.At)
}

// foldInterviews unites interviews by their start. One that was unknown gets
// the next free round when its own is taken.
func foldInterviews(known, again []schedule.Interview) []schedule.Interview {
	for _, i := range again {
		same := func(k schedule.Interview) bool { return k.Start.Equal(i.Start) }
		if len(known) == schedule.MaxRound || slices.ContainsFunc(known, same) {
			continue
		}
		taken := func(k schedule.Interview) bool { return k.Round == i.Round }
		if slices.ContainsFunc(known, taken) {
			i.Round = 0
		}
		known = append(known, i)
	}
	numberRounds(known)
	return known
}

// numberRounds gives interviews without a round the free numbers in the order
// of their starts.
func numberRounds(interviews []schedule.Interview) {
	var open []*schedule.Interview
	taken := make(map[int]bool)
	for i := range interviews {
		if interviews[i].Round == 0 {
			open = append(open, &interviews[i])
		}
		taken[interviews[i].Round] = true
	}
	slices.SortStableFunc(open, func(a, b *schedule.Interview) int { return a.Start.Compare(b.Start) })
	next := 1
	for _, i := range open {
		for taken[next] {
			next++
		}
		i.Round = next
		next++
	}
}

// keep sets known when it is empty: what was known first holds.
func keep[T comparable](known *T, again T) {
	var none T
	if *known == none {
		*known = again
	}
}

// joinNotes appends notes that are not known yet, as far as a note may be long.
func joinNotes(known, again string) string {
	switch {
	case again == "" || strings.Contains(known, again):
		return known
	case known == "":
		return again
	case len(known)+1+len(again) > MaxText:
		return known
	}
	return known + "\n" + again
}

// union appends to known what it does not hold yet, up to a limit that keeps
// the search through it short.
func union[T comparable](known, again []T, limit int) []T {
	return unionFunc(known, again, limit, func(a, b T) bool { return a == b })
}

// unionFunc is union for entries that need a comparison of their own.
func unionFunc[T any](known, again []T, limit int, same func(a, b T) bool) []T {
	for _, a := range again {
		if len(known) < limit && !slices.ContainsFunc(known, func(k T) bool { return same(k, a) }) {
			known = append(known, a)
		}
	}
	return known
}

// settle gives an application what its fields leave open: an id, and a status
// that fits its dates.
func settle(a *schedule.Application) {
	identify(a)
	settleFacts(a)
}

// settleFacts is settle without the id, for who may still change what it is made
// of.
func settleFacts(a *schedule.Application) {
	if a.Status == "" {
		a.Status = schedule.Saved
		if a.AppliedOn != 0 {
			a.Status = schedule.Applied
		}
	}
	if len(a.Interviews) > 0 {
		numberRounds(a.Interviews)
	}
}
