package journal

import (
	"cmp"
	"context"
	"slices"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
	"followcal/schedule/record"
)

// Settings is what holds for everything that is logged.
type Settings struct {
	record.Settings
	// Assumed is what was never set and is taken from the system.
	Assumed struct{ Zone, Region bool }
}

// Settings returns the candidate's settings.
func (j *Journal) Settings(ctx context.Context) (Settings, error) {
	var s Settings
	err := j.Store.View(ctx, j.Account, func(r record.Reader) error {
		set, err := r.Settings(ctx)
		if err != nil {
			return err
		}
		filled := set
		if err := j.fill(&filled); err != nil {
			return err
		}
		s.Settings = filled
		s.Assumed.Zone, s.Assumed.Region = set.Zone == "", set.Region == "" && filled.Region != ""
		return nil
	})
	return s, err
}

// PolicyValue is one key of the policy that holds, and where it comes from.
type PolicyValue struct {
	Key     string `json:"key"`
	Value   string `json:"value"`
	From    string `json:"from"` // default, yours, or application
	Default string `json:"default"`
	Meaning string `json:"meaning"`
	Allowed string `json:"allowed"` // the range, in words
	Source  string `json:"source"`  // who says so
}

// Where a value of a policy comes from.
const (
	FromDefault     = "default"
	FromYours       = "yours"
	FromApplication = "application"
)

// PolicyRequest asks which policy holds.
type PolicyRequest struct {
	Application string // for the application of that short name; empty: for all
}

// Policy is the policy that holds.
type Policy struct {
	Label  string // of the application; empty: for all
	Values []PolicyValue
	Yours  *schedule.Overrides // what the candidate set
	Own    *schedule.Overrides // what the application sets on top
}

// Policy returns the policy, key by key.
func (j *Journal) Policy(ctx context.Context, r PolicyRequest) (Policy, error) {
	var p Policy
	err := j.Store.View(ctx, j.Account, func(v record.Reader) error {
		s, err := v.Settings(ctx)
		if err != nil {
			return err
		}
		p = Policy{Yours: s.Policy}
		if r.Application != "" {
			a, err := application(ctx, v, r.Application)
			if err != nil {
				return err
			}
			p.Label, p.Own = schedule.Label(a), a.Policy
		}
		p.Values = policyValues(p.Yours, p.Own)
		return nil
	})
	return p, err
}

// policyValues lists every key with the value that holds.
func policyValues(yours, own *schedule.Overrides) []PolicyValue {
	defaults := schedule.DefaultPolicy().Overrides()
	values := make([]PolicyValue, 0, len(schedule.PolicyKeys))
	for _, k := range schedule.PolicyKeys {
		help := k.Help()
		v := PolicyValue{Key: k.Key, From: FromDefault, Meaning: help.Meaning, Allowed: help.Allowed, Source: help.Source}
		v.Default, _ = k.Get(defaults)
		v.Value = v.Default
		for _, layer := range []struct {
			from string
			set  *schedule.Overrides
		}{{FromYours, yours}, {FromApplication, own}} {
			if layer.set == nil {
				continue
			}
			if value, set := k.Get(layer.set); set {
				v.Value, v.From = value, layer.from
			}
		}
		values = append(values, v)
	}
	return values
}

// SetPolicy changes keys of the policy: of an application's own where it is
// named, else of the candidate's.
func (j *Journal) SetPolicy(ctx context.Context, r PolicyRequest, changes []entry.PolicyChange) (Receipt, error) {
	if r.Application == "" {
		return j.Configure(ctx, record.SetPolicy, func(s *record.Settings, _ entry.Here) (_ []string, err error) {
			s.Policy, err = entry.ChangePolicy(s.Policy, changes)
			return nil, err
		})
	}
	return j.Log(ctx, record.SetPolicy, r.Application, func(a *schedule.Application, here entry.Here) (_ []string, err error) {
		a.Policy, err = changedPolicy(a.Policy, changes, here)
		return nil, err
	})
}

func changedPolicy(own *schedule.Overrides, changes []entry.PolicyChange, here entry.Here) (*schedule.Overrides, error) {
	if here.Policy == nil {
		return entry.ChangePolicy(own, changes)
	}
	return entry.ChangePolicy(own, changes, here.Policy)
}

// ReplacePolicy sets all of the policy at once: the candidate's or an
// application's, which somebody edited as a whole. Was is how it was when they
// began; when it is another by now, it is a Conflict.
func (j *Journal) ReplacePolicy(ctx context.Context, r PolicyRequest, was, wanted *schedule.Overrides) (Receipt, error) {
	replace := func(now *schedule.Overrides, here entry.Here) (*schedule.Overrides, error) {
		if !samePolicy(was, now) {
			return nil, fault.New(fault.Conflict, "the policy was changed in the meantime: edit it again")
		}
		return changedPolicy(nil, policyChanges(wanted), here)
	}
	if r.Application == "" {
		return j.Configure(ctx, record.SetPolicy, func(s *record.Settings, _ entry.Here) (_ []string, err error) {
			s.Policy, err = replace(s.Policy, entry.Here{})
			return nil, err
		})
	}
	return j.Log(ctx, record.SetPolicy, r.Application, func(a *schedule.Application, here entry.Here) (_ []string, err error) {
		a.Policy, err = replace(a.Policy, here)
		return nil, err
	})
}

// policyChanges are the changes that make a policy of nothing.
func policyChanges(o *schedule.Overrides) []entry.PolicyChange {
	var changes []entry.PolicyChange
	if o == nil {
		return nil
	}
	for _, k := range schedule.PolicyKeys {
		if value, set := k.Get(o); set {
			changes = append(changes, entry.PolicyChange{Key: k.Key, Value: entry.Set(value)})
		}
	}
	return changes
}

func samePolicy(a, b *schedule.Overrides) bool {
	return slices.Equal(policyChanges(cmp.Or(a, &schedule.Overrides{})), policyChanges(cmp.Or(b, &schedule.Overrides{})))
}
