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
	panic("unimplemented")
}
