package cli

import (
	"errors"
	"strings"

	"followcal/schedule"
	"followcal/schedule/entry"
)

// unset is the value of a policy key that leaves it to the policy below.
const unset = "default"

// policy adds the flag that sets keys of an application's own policy.
func (f *fields) policy(changes *[]entry.PolicyChange) {
	flag := &valueFlag[entry.PolicyChange]{
		name: "KEY=VALUE", parse: parsePolicyChange,
		set: func(c entry.PolicyChange) { *changes = append(*changes, c) },
	}
	f.command.Flags().Var(flag, "policy", "a policy key for this application, such as follow_ups=1, or follow_ups=default for your own policy's; repeat it for each")
	f.empties["policy"] = func() {
		for _, key := range schedule.PolicyKeyNames() {
			*changes = append(*changes, entry.PolicyChange{Key: key, Value: entry.Clear[string]()})
		}
	}
	complete(f.command, "policy", func(string) []string {
		var offers []string
		for _, key := range schedule.PolicyKeyNames() {
			offers = append(offers, key+"=")
		}
		return offers
	})
}

// parsePolicyChange reads KEY=VALUE. Which keys and values there are is for the
// policy to say.
func parsePolicyChange(text string) (entry.PolicyChange, error) {
	key, value, ok := strings.Cut(text, "=")
	switch {
	case !ok || key == "" || value == "":
		return entry.PolicyChange{}, errors.New("not of the form KEY=VALUE, such as follow_ups=1")
	case value == unset:
		return entry.PolicyChange{Key: key, Value: entry.Clear[string]()}, nil
	}
	return entry.PolicyChange{Key: key, Value: entry.Set(value)}, nil
}
