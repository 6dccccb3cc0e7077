package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/app/journal"
	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
)

// newPolicyCommand returns the commands for the numbers of the rules.
func newPolicyCommand(p *Process) *cobra.Command {
	command := &cobra.Command{
		Use:   "policy",
		Short: "Show or change the numbers of the rules",
		Long: `The policy says how many business days to wait, how often to follow up, and when
to call. What you do not set keeps its default. An application can have values of
its own, which win over yours. A value outside its range is refused, with the
reason.`,
		Args: noSuchCommand,
		RunE: showHelp,
	}
	command.AddCommand(newPolicyShowCommand(p), newPolicySetCommand(p), newPolicyEditCommand(p))
	return command
}

func addPolicyApplication(p *Process, command *cobra.Command, r *journal.PolicyRequest) {
	command.Flags().StringVar(&r.Application, "application", "", "the policy of this `APPLICATION`")
	complete(command, "application", func(prefix string) []string { return p.offer(command, prefix, offerApplications) })
}

func newPolicyShowCommand(p *Process) *cobra.Command {
	var request journal.PolicyRequest
	var asJSON bool
	command := &cobra.Command{
		Use:   "show",
		Short: "Show the policy that holds",
		Long: `Show prints every key with the value that holds and where it comes from: the
default, you, or the application. --json adds the meaning, the range and the source.`,
		Example: `  followcal policy show
  followcal policy show --application acme --json`,
		Args: exactArguments(),
		RunE: func(command *cobra.Command, _ []string) error {
			return withRecord(command, p, func(ctx context.Context, record *app.Record) error {
				policy, err := record.Policy(ctx, request)
				if err != nil {
					return err
				}
				if asJSON {
					return writeObject(p.Out, policy.Values)
				}
				return printPolicy(p.Out, &policy)
			})
		},
	}
	addPolicyApplication(p, command, &request)
	addJSON(command, &asJSON)
	return command
}

func printPolicy(w io.Writer, policy *journal.Policy) error {
	if policy.Label != "" {
		fmt.Fprintln(w, terminalText(policy.Label))
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "KEY\tVALUE\tFROM\tALLOWED\tSOURCE")
	for _, v := range policy.Values {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", v.Key, v.Value, v.From, v.Allowed, v.Source)
	}
	return table.Flush()
}

func newPolicySetCommand(p *Process) *cobra.Command {
	var request journal.PolicyRequest
	var unset []string
	var asJSON bool
	command := &cobra.Command{
		Use:   "set KEY=VALUE…",
		Short: "Set keys of the policy",
		Long: `Set changes the keys that are named and leaves the rest. KEY= and --unset KEY
leave a key to what is below: your policy, or the default. followcal policy show
lists the keys.`,
		Example: `  followcal policy set after_application_days=7 method=email
  followcal policy set --unset method
  followcal policy set follow_ups=1 --application acme`,
	}
	command.Flags().StringSliceVar(&unset, "unset", nil, "`KEYS` to leave to what is below, parted by commas")
	complete(command, "unset", func(string) []string { return schedule.PolicyKeyNames() })
	addPolicyApplication(p, command, &request)
	addJSON(command, &asJSON)
	command.RunE = func(command *cobra.Command, args []string) error {
		changes, err := policyChanges(args, unset)
		if err != nil {
			return err
		}
		return withRecord(command, p, func(ctx context.Context, record *app.Record) error {
			receipt, err := record.SetPolicy(ctx, request, changes)
			if err != nil {
				return err
			}
			return printReceipt(p, receipt, asJSON)
		})
	}
	return command
}

// policyChanges reads KEY=VALUE, KEY= and --unset. A key that is named twice is
// a slip.
func policyChanges(args, unset []string) ([]entry.PolicyChange, error) {
	var changes []entry.PolicyChange
	seen := map[string]bool{}
	add := func(key string, value entry.Field[string]) error {
		if seen[key] {
			return fault.New(fault.Usage, "%s is named twice", key)
		}
		if _, known := schedule.FindPolicyKey(key); !known {
			return fault.New(fault.Usage, "there is no key %q; there are %s", key, strings.Join(schedule.PolicyKeyNames(), ", "))
		}
		seen[key] = true
		changes = append(changes, entry.PolicyChange{Key: key, Value: value})
		return nil
	}
	for _, arg := range args {
		key, value, found := strings.Cut(arg, "=")
		if !found {
			return nil, fault.New(fault.Usage, "%q is not of the form KEY=VALUE, such as follow_ups=1", arg)
		}
		field := entry.Set(value)
		if value == "" {
			field = entry.Clear[string]()
		}
		if err := add(key, field); err != nil {
			return nil, err
		}
	}
	for _, key := range unset {
		if err := add(key, entry.Clear[string]()); err != nil {
			return nil, err
		}
	}
	if len(changes) == 0 {
		return nil, fault.New(fault.Usage, "missing KEY=VALUE")
	}
	return changes, nil
}
