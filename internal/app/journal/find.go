package journal

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/record"
)

// mostCandidates is how many applications or events an ambiguous short name
// lists.
const mostCandidates = 10

// application finds the application that a short name means: the beginning of
// its id, employer or role. A whole id wins over everything, and a whole name
// over the beginning of another.
func application(ctx context.Context, r record.Reader, name string) (*schedule.Application, error) {
	if strings.TrimSpace(name) == "" {
		return nil, fault.New(fault.Usage, "name an application: the beginning of its id, employer or role")
	}
	known, err := r.Applications(ctx, []string{name})
	if err != nil {
		return nil, err
	}
	if len(known) == 1 {
		return &known[0], nil
	}
	named, err := r.Named(ctx, name, mostCandidates+1)
	if err != nil {
		return nil, err
	}
	chosen, err := choose(name, named)
	if err != nil {
		return nil, err
	}
	known, err = r.Applications(ctx, []string{chosen})
	if err != nil {
		return nil, err
	}
	return &known[0], nil
}

// choose picks the one that is meant.
func choose(name string, named []record.Named) (id string, err error) {
	folded := schedule.Fold(name)
	var whole []record.Named
	for _, n := range named {
		if schedule.Fold(n.Employer) == folded || schedule.Fold(n.Role) == folded {
			whole = append(whole, n)
		}
	}
	switch {
	case len(named) == 0:
		return "", fault.New(fault.NotFound, "no application begins with %q, neither its id nor its employer or role: followcal list shows them", name)
	case len(named) == 1:
		return named[0].ID, nil
	case len(whole) == 1:
		return whole[0].ID, nil
	}
	return "", ambiguous(name, "applications", named, func(n record.Named) string {
		return fmt.Sprintf("%s  %s at %s, %s", n.ID, orNone(n.Role, "(no title)"), orNone(n.Employer, "(no company)"), n.Status)
	})
}

// ambiguous lists what a name can mean.
func ambiguous[T any](name, what string, candidates []T, line func(T) string) error {
	lines := make([]string, 0, len(candidates)+1)
	for _, c := range candidates[:min(len(candidates), mostCandidates)] {
		lines = append(lines, "  "+line(c))
	}
	if len(candidates) > mostCandidates {
		lines = append(lines, "  …")
	}
	return fault.New(fault.Usage, "%q can mean several %s; say more of one of these:\n%s", name, what, strings.Join(lines, "\n"))
}

func orNone(text, none string) string {
	if text == "" {
		return none
	}
	return text
}

// event finds the planned event that a short name means: the beginning of its
// UID, or an application that has only one in these states, or only one that
// likely is meant.
func event(ctx context.Context, r record.Reader, name string, states []schedule.State, likely func(*Item) bool) (Item, error) {
	prefix := strings.ToLower(strings.TrimSpace(name))
	if prefix == "" {
		return Item{}, fault.New(fault.Usage, "name an event: the beginning of its id, or of its application's id, employer or role; followcal agenda shows them")
	}
	found, err := items(ctx, r, record.EventQuery{Prefix: prefix, Limit: mostCandidates + 1})
	if err != nil {
		return Item{}, err
	}
	if len(found) == 0 {
		if found, err = eventsOf(ctx, r, name, states); err != nil {
			return Item{}, err
		}
		if meant := slices.DeleteFunc(slices.Clone(found), func(i Item) bool { return !likely(&i) }); len(meant) == 1 {
			found = meant
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	return Item{}, ambiguous(name, "events", found, func(i Item) string {
		return fmt.Sprintf("%s  %s  %s", i.UID[:shownUID], i.Due, i.Words.Summary)
	})
}

// anyEvent takes no event for likelier than others.
func anyEvent(*Item) bool { return false }

// shownUID is how much of a UID people see: enough to tell the events of a
// large log apart.
const shownUID = 10

// eventsOf lists the events of the application that a name means.
func eventsOf(ctx context.Context, r record.Reader, name string, states []schedule.State) ([]Item, error) {
	a, err := application(ctx, r, name)
	if fault.KindOf(err) == fault.NotFound {
		return nil, fault.New(fault.NotFound, "no event and no application begins with %q: followcal agenda shows events, followcal list applications", name)
	}
	if err != nil {
		return nil, err
	}
	found, err := items(ctx, r, record.EventQuery{States: states, Applications: []string{a.ID}})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.New(fault.NotFound, "nothing is planned for %s: followcal show %s tells what is logged", schedule.Label(a), a.ID)
	}
	slices.SortStableFunc(found, func(a, b Item) int { return int(a.Due - b.Due) })
	return found, nil
}
