package entry

import "followcal/schedule"

// PolicyChange sets one key of a policy, or leaves it to the policy below.
type PolicyChange struct {
	Key   string        // as in JSON, such as "follow_ups"
	Value Field[string] // as in a policy file, without quotes
}

// ChangePolicy returns o with the changes, nil when nothing is left of it. The
// result is checked on top of the policies below it, the lowest first; o is not
// changed. The fault about a range says why the range is what it is.
func ChangePolicy(o *schedule.Overrides, changes []PolicyChange, below ...*schedule.Overrides) (*schedule.Overrides, error) {
	var changed schedule.Overrides
	if o != nil {
		changed = *o
	}
	for _, c := range changes {
		k, ok := schedule.FindPolicyKey(c.Key)
		if !ok {
			return nil, missing("policy", "there is no key %q; there are %s", schedule.Excerpt(c.Key), either(schedule.PolicyKeyNames()))
		}
		switch c.Value.what {
		case remove:
			k.Clear(&changed)
		case set:
			if err := k.Set(&changed, c.Value.value); err != nil {
				return nil, wrong(c.Key, "%v", err)
			}
		}
	}
	if key, sentence := changed.Check(below...); key != "" {
		return nil, wrong(key, "%s", sentence)
	}
	if changed == (schedule.Overrides{}) {
		return nil, nil //nolint:nilnil // no policy of one's own is nil everywhere
	}
	return &changed, nil
}
