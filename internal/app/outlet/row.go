package outlet

import (
	"followcal/schedule"
	"followcal/schedule/exchange"
)

// Row words a planned event, whatever its state, for the candidate.
func Row(e *schedule.Planned, candidate string) exchange.PlanEvent {
	row := Brief(e)
	row.Description = e.Description(candidate)
	return row
}

// Brief is [Row] without the description, which is most of the words.
func Brief(e *schedule.Planned) exchange.PlanEvent {
	ids := make([]string, len(e.Applications))
	for i, a := range e.Applications {
		ids[i] = a.ID
	}
	return exchange.PlanEvent{
		UID: e.UID, Kind: string(e.Kind), State: string(e.State),
		ApplicationIDs: ids, Employer: e.Employer(), Roles: e.Roles(),
		Contact: e.Contact.Name, Method: string(e.Method),
		Due: e.Due, AllDay: e.AllDay, Start: e.Start, End: e.End, Zone: e.Zone.String(),
		Summary: e.Summary(),
		Reason:  reason(&e.Reason),
	}
}

func reason(r *schedule.Reason) exchange.PlanReason {
	worded := exchange.PlanReason{
		Sentence: r.Sentence(), Rule: string(r.Rule), Anchor: string(r.Anchor), AnchorOn: r.AnchorOn,
		BusinessDays: r.BusinessDays, Source: r.Source(),
	}
	for _, s := range r.Skipped {
		worded.Skipped = append(worded.Skipped, exchange.PlanDay{On: s.On, Name: s.Name})
	}
	return worded
}
