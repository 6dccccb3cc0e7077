package exchange

// The wire types are a plan as its JSON has it. Every key is always there; null
// says that there is nothing.

type wirePlanEvent struct {
	UID            string         `json:"uid"`
	Kind           string         `json:"kind"`
	State          string         `json:"state"`
	ApplicationIDs []string       `json:"application_ids"`
	Employer       string         `json:"employer"`
	Roles          []string       `json:"roles"`
	Contact        *string        `json:"contact"`
	Method         *string        `json:"method"`
	Due            string         `json:"due"`
	AllDay         bool           `json:"all_day"`
	Start          *string        `json:"start"`
	End            *string        `json:"end"`
	Zone           string         `json:"zone"`
	Summary        string         `json:"summary"`
	Description    string         `json:"description"`
	Reason         wirePlanReason `json:"reason"`
}

type wirePlanReason struct {
	Sentence     string    `json:"sentence"`
	Rule         string    `json:"rule"`
	Anchor       string    `json:"anchor"`
	AnchorOn     *string   `json:"anchor_on"`
	BusinessDays int       `json:"business_days"`
	Skipped      []wireDay `json:"skipped"`
	Source       string    `json:"source"`
}

// planEventToWire gives an event the form of the JSON. Lists are never null, so
// that readers need no case for that.
func planEventToWire(e *PlanEvent) *wirePlanEvent {
	w := &wirePlanEvent{
		UID: e.UID, Kind: e.Kind, State: e.State, ApplicationIDs: filled(e.ApplicationIDs), Employer: e.Employer,
		Roles: filled(e.Roles), Contact: orNull(e.Contact), Method: orNull(e.Method), Due: written(e.Due), AllDay: e.AllDay,
		Zone: e.Zone, Summary: e.Summary, Description: e.Description,
		Reason: wirePlanReason{
			Sentence: e.Reason.Sentence, Rule: e.Reason.Rule, Anchor: e.Reason.Anchor, AnchorOn: orNull(written(e.Reason.AnchorOn)),
			BusinessDays: e.Reason.BusinessDays, Skipped: []wireDay{}, Source: e.Reason.Source,
		},
	}
	if !e.AllDay {
		w.Start, w.End = orNull(writtenTime(e.Start)), orNull(writtenTime(e.End))
	}
	for _, s := range e.Reason.Skipped {
		w.Reason.Skipped = append(w.Reason.Skipped, wireDay{written(s.On), s.Name})
	}
	return w
}

// filled makes an absent list an empty one, which JSON tells apart.
func filled(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// orNull is the text, or null when there is none.
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
