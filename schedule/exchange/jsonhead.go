package exchange

import (
	"encoding/json"

	"followcal/schedule"
)

// daysOff reads a range of days off, a single day when it has no end.
func (r *jsonReader) daysOff(d *schedule.DaysOff) error {
	err := r.object(func(key string) error {
		switch key {
		case "from":
			return r.date(&d.From)
		case "to":
			return r.date(&d.To)
		case "why":
			return r.name(&d.Why)
		}
		return r.unknown("from", "to", "why")
	})
	if err != nil {
		return err
	}
	keep(&d.To, d.From)
	if d.To < d.From {
		return r.wrong("it ends on %s, before it begins on %s", d.To, d.From)
	}
	return r.need("from", d.From != 0)
}

// day reads a closed or working day.
func (r *jsonReader) day(d *schedule.Day) error {
	err := r.object(func(key string) error {
		switch key {
		case "on":
			return r.date(&d.On)
		case "name":
			return r.name(&d.Name)
		}
		return r.unknown("on", "name")
	})
	if err != nil {
		return err
	}
	return r.need("on", d.On != 0)
}

// decision reads what was decided about one planned event. Whether there is
// such an event shows when a plan is made.
func (r *jsonReader) decision(d *schedule.Decision) error {
	err := r.object(func(key string) error {
		switch key {
		case "event":
			return r.name(&d.Event)
		case "kind":
			return choice(r, &d.Kind, schedule.DecisionKinds)
		case "to":
			return r.date(&d.To)
		case "on":
			return r.date(&d.On)
		case "concerns":
			return below(r, &d.Concerns, MaxConcerns, r.concern)
		}
		return r.unknown("event", "kind", "to", "on", "concerns")
	})
	if err != nil {
		return err
	}
	if err := r.need("event", d.Event != ""); err != nil {
		return err
	}
	if err := r.need("kind", d.Kind != ""); err != nil {
		return err
	}
	if wrong := decisionDays(d); wrong != "" {
		return r.wrong("%s", wrong)
	}
	return nil
}

// concern reads an application's part in what was decided about.
func (r *jsonReader) concern(c *schedule.Concern) error {
	err := r.object(func(key string) error {
		switch key {
		case "application":
			return r.name(&c.Application)
		case "event":
			return r.name(&c.Event)
		}
		return r.unknown("application", "event")
	})
	if err != nil {
		return err
	}
	if err := r.need("application", c.Application != ""); err != nil {
		return err
	}
	return r.need("event", c.Event != "")
}

// decisionDays says what is wrong with the days of a decision: a snooze has the
// one to which it moves, and nothing else does; all others may have the one on
// which they count, and need it to say what they concern.
func decisionDays(d *schedule.Decision) string {
	snooze := d.Kind == schedule.Snooze
	switch {
	case snooze && d.To == 0:
		return `a snooze needs the day "to" which it moves`
	case !snooze && d.To != 0:
		return `only a snooze has a day "to" which it moves`
	case snooze && d.On != 0:
		return `only what was done or dismissed has a day "on" which it counts`
	case !snooze && d.On == 0 && len(d.Concerns) > 0:
		return `what was done or dismissed for "concerns" needs the day "on" which it counts`
	}
	return ""
}

// policy reads the values of a policy. Their ranges are checked when all of the
// log is there, because an application's policy stands on the log's.
func (r *jsonReader) policy(to **schedule.Overrides) error {
	var o schedule.Overrides
	err := r.object(func(key string) error {
		f, ok := schedule.FindPolicyKey(key)
		if !ok {
			return r.unknown(schedule.PolicyKeyNames()...)
		}
		if err := r.in.budget.spend(r.in.file); err != nil {
			return err
		}
		t, err := r.token()
		if err != nil {
			return err
		}
		value, ok := jsonScalar(t, f.Form)
		if !ok {
			return r.wrong("%s is not %s", described(t), f.Form)
		}
		if err := f.Set(&o, value); err != nil {
			return r.wrong("%s", err)
		}
		return nil
	})
	if err == nil && o != (schedule.Overrides{}) {
		*to = &o
	}
	return err
}

// jsonScalar is the text of a token when it is of that kind.
func jsonScalar(t json.Token, form schedule.PolicyForm) (string, bool) {
	switch v := t.(type) {
	case string:
		return v, form == schedule.Text
	case bool:
		if v {
			return "true", form == schedule.TrueOrFalse
		}
		return "false", form == schedule.TrueOrFalse
	case json.Number:
		return v.String(), form == schedule.WholeNumber || form == schedule.Number
	}
	return "", false
}
