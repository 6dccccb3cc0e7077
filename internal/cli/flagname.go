package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
)

// otherNames are the flags of fields that have another name in a log.
var otherNames = map[string]string{"start": "at", "contact": "with", "name": "contact", "applied on": "on"}

// namingFlag lets an error about a field begin with the flag that sets it.
func namingFlag(command *cobra.Command, err error) error {
	field := entry.FieldOf(err)
	flag := flagOf(command, field)
	words, ok := strings.CutPrefix(err.Error(), field+": ")
	if flag == "" || !ok {
		return err
	}
	return fault.Wrap(fault.KindOf(err), err, "%s: %s", flag, words)
}

// flagOf names the flag that sets a field; nothing where it is an argument.
func flagOf(command *cobra.Command, field string) string {
	flags := command.Flags()
	if _, isKey := schedule.FindPolicyKey(field); isKey && flags.Changed("policy") {
		return "--policy " + field
	}
	name := strings.ReplaceAll(field, " ", "-")
	other := otherNames[field]
	switch {
	case flags.Lookup(name) != nil && (flags.Changed(name) || other == "" || !flags.Changed(other)):
		return "--" + name
	case flags.Lookup(other) != nil:
		return "--" + other
	}
	return ""
}
