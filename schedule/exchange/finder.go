package exchange

import "followcal/schedule"

// Finder finds, among the applications of a log, the one that a further one
// repeats, by the rules of [Merge].
type Finder struct {
	at     func(i int) *schedule.Application
	byID   map[string]int
	byPost map[string]int // by strong key
	byRole map[string]int // by weak key, the first of each
}

// NewFinder returns a finder that knows none yet. The function returns the i-th
// application of the log as it is now.
func NewFinder(at func(i int) *schedule.Application) *Finder {
	return &Finder{at: at, byID: make(map[string]int), byPost: make(map[string]int), byRole: make(map[string]int)}
}

// Add makes the i-th application one that is found by each of its keys.
func (f *Finder) Add(i int) {
	a := f.at(i)
	f.byID[a.ID] = i
	if key := string(strongKey(nil, a)); key != "" {
		f.byPost[key] = i
	}
	if a.Employer != "" && a.Role != "" {
		key := string(weakKey(nil, a))
		if _, taken := f.byRole[key]; !taken {
			f.byRole[key] = i
		}
	}
}

// Find returns the application that a repeats. Employer, role and date are
// enough only where one of the two has no posting: two postings are two
// applications, however alike they are.
func (f *Finder) Find(a *schedule.Application) (i int, found bool) {
	if i, ok := f.byID[a.ID]; ok {
		return i, true
	}
	key := string(strongKey(nil, a))
	if i, ok := f.byPost[key]; ok && key != "" {
		return i, true
	}
	if a.Employer == "" || a.Role == "" {
		return 0, false
	}
	i, ok := f.byRole[string(weakKey(nil, a))]
	return i, ok && (key == "" || f.at(i).Posting.URL == "")
}

// Fold takes what again knows about an application into known, as [Merge] does
// with two that are one: a status never moves backwards, the earlier date of
// application holds, lists are united, and what was known first stays. The
// lists of known are not written to. It returns a warning when something was
// left out for lack of room, else nothing.
func Fold(known, again *schedule.Application) (warning string) {
	known.Contacts = known.Contacts[:len(known.Contacts):len(known.Contacts)]
	known.Outreach = known.Outreach[:len(known.Outreach):len(known.Outreach)]
	known.Responses = known.Responses[:len(known.Responses):len(known.Responses)]
	known.Deadlines = known.Deadlines[:len(known.Deadlines):len(known.Deadlines)]
	known.Closed = known.Closed[:len(known.Closed):len(known.Closed)]
	known.Working = known.Working[:len(known.Working):len(known.Working)]
	known.Interviews = append([]schedule.Interview(nil), known.Interviews...) // their rounds may be numbered
	if fold(known, again) {
		return fullApplication
	}
	return ""
}
