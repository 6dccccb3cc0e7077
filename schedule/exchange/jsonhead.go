package exchange

import (
	"encoding/json"

	"github.com/rickb777/date/v2"

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
		}
		if r.in.exact {
			return r.decided(key, d)
		}
		return r.unknown("event", "kind", "to")
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
	if wrong := snoozeTo(d.Kind, d.To); wrong != "" {
		return r.wrong("%s", wrong)
	}
	return nil
}

// snoozeTo says what is wrong with the day of a decision: a snooze has one and
// nothing else does.
func snoozeTo(kind schedule.DecisionKind, to date.Date) string {
	switch {
	case kind == schedule.Snooze && to == 0:
		return `a snooze needs the day "to" which it moves`
	case kind != schedule.Snooze && to != 0:
		return `only a snooze has a day "to" which it moves`
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
