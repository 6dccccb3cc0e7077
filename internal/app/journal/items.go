package journal

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/record"
	"followcal/schedule/workday"
)

// openStates are those of what is still to come or to be done.
var openStates = []schedule.State{schedule.StatePending, schedule.StateSnoozed}

// plannedStates are those of everything that is not cancelled.
var plannedStates = slices.DeleteFunc(slices.Clone(schedule.States), func(s schedule.State) bool { return s == schedule.StateCancelled })

// Words is what people are told about an event.
type Words struct {
	Summary     string   `json:"summary"`
	Description string   `json:"description"`
	Employer    string   `json:"employer"`
	Roles       []string `json:"roles"`
	Contact     string   `json:"contact"`
	Method      string   `json:"method"`
	Reason      struct {
		Sentence     string `json:"sentence"`
		Source       string `json:"source"`
		Rule         string `json:"rule"`
		Anchor       string `json:"anchor"`
		AnchorOn     string `json:"anchor_on"`
		BusinessDays int    `json:"business_days"`
		Skipped      []struct {
			On   string `json:"on"`
			Name string `json:"name"`
		} `json:"skipped"`
	} `json:"reason"`
}

// items reads the selected events with their wording, in the order in which
// people do them.
func items(ctx context.Context, r record.Reader, q record.EventQuery) ([]Item, error) {
	list := []Item{}
	for e, err := range r.Plan().Events(ctx, q) {
		if err != nil {
			return nil, err
		}
		i, err := item(e)
		if err != nil {
			return nil, err
		}
		list = append(list, i)
	}
	sortItems(list, q.Latest)
	return list, nil
}

// sortItems sorts by day; what is due at some time of a day comes before its
// appointments, and a thank-you after them, because it follows on one.
func sortItems(list []Item, latest bool) {
	part := func(i *Item) int {
		switch {
		case !i.Start.IsZero():
			return 1
		case i.Kind == schedule.ThankYouNote:
			return 2
		}
		return 0
	}
	slices.SortFunc(list, func(a, b Item) int {
		if latest {
			a, b = b, a
		}
		return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(part(&a), part(&b)), a.Start.Compare(b.Start), cmp.Compare(a.UID, b.UID))
	})
}

func item(e record.Event) (Item, error) {
	i := Item{Event: e}
	err := json.Unmarshal(e.Content, &i.Content)
	if err == nil {
		err = json.Unmarshal(i.Content.Event, &i.Words)
	}
	if err == nil && !i.Start.IsZero() {
		var zone *time.Location
		if zone, err = workday.Zone(i.Zone); err == nil {
			i.Start, i.End = i.Start.In(zone), i.End.In(zone)
		}
	}
	if err != nil {
		return i, fault.Wrap(fault.Internal, err, "the planned event %s cannot be read from the database: run followcal doctor", e.UID)
	}
	return i, nil
}
