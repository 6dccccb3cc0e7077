package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/app/journal"
	"followcal/internal/fault"
	"followcal/schedule"
)

// newPolicyEditCommand returns the command that opens the policy in an editor.
func newPolicyEditCommand(p *Process) *cobra.Command {
	var request journal.PolicyRequest
	command := &cobra.Command{
		Use:   "edit",
		Short: "Change the policy in your editor",
		Long: `Edit opens the policy as a file with a comment for every key, in the editor that
VISUAL or EDITOR names. When what you saved cannot be, it says why and offers to
go on editing. The policy changes as a whole or not at all; a file that you leave
as it was changes nothing.`,
		Example: "  EDITOR=nano followcal policy edit",
		Args:    exactArguments(),
		RunE: func(command *cobra.Command, _ []string) error {
			if p.Edit == nil {
				return fault.New(fault.Unavailable, "there is no editor here: use followcal policy set")
			}
			return withRecord(command, p, func(ctx context.Context, record *app.Record) error { return editPolicy(ctx, p, record, request) })
		},
	}
	addPolicyApplication(p, command, &request)
	return command
}

// editPolicy lets the file be edited until it is right or given up.
func editPolicy(ctx context.Context, p *Process, record *app.Record, request journal.PolicyRequest) (err error) {
	policy, err := record.Policy(ctx, request)
	if err != nil {
		return err
	}
	was := policy.Yours
	if request.Application != "" {
		was = policy.Own
	}
	folder, err := os.MkdirTemp("", "followcal-")
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "there is no place for a file to edit: %v", reason(err))
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	path := filepath.Join(folder, "policy.toml")
	before := policyText(&policy, was)
	if err := os.WriteFile(path, before, 0o600); err != nil {
		return unwritable(path, err)
	}
	for {
		wanted, same, err := p.edited(ctx, path, before)
		if err == nil && same {
			fmt.Fprintln(p.Out, "nothing changed: the file is as it was")
			return nil
		}
		if err == nil {
			var receipt journal.Receipt
			if receipt, err = record.ReplacePolicy(ctx, request, was, wanted); err == nil {
				return printReceipt(p, receipt, false)
			}
		}
		if again, _ := p.goOn(ctx, err); !again {
			return err
		}
	}
}

// goOn says what is wrong with the file and asks whether to edit it again.
func (p *Process) goOn(ctx context.Context, wrong error) (bool, error) {
	if !p.Answers || fault.KindOf(wrong) != fault.Invalid {
		return false, nil
	}
	fmt.Fprintf(p.Err, "%s %v\n", styleOf(p.Color).bad("wrong:"), wrong)
	return confirm(ctx, p, "Edit it again?")
}

// edited runs the editor on the file and reads what was saved.
func (p *Process) edited(ctx context.Context, path string, before []byte) (wanted *schedule.Overrides, same bool, err error) {
	if err := p.Edit(ctx, path); err != nil {
		return nil, false, sentence(fault.Unavailable, err, "the editor failed, and nothing was changed: %v", err)
	}
	after, err := os.ReadFile(path)
	if err != nil {
		return nil, false, fault.Wrap(fault.Unavailable, err, "the edited policy cannot be read: %v", reason(err))
	}
	if bytes.Equal(before, after) {
		return nil, true, nil
	}
	wanted, err = app.ReadPolicy(filepath.Base(path), bytes.NewReader(after))
	return wanted, false, err
}

// policyText is a policy as a file: what is set, and what could be in comments.
func policyText(policy *journal.Policy, set *schedule.Overrides) []byte {
	var b bytes.Buffer
	what := "Your policy"
	if policy.Label != "" {
		what = "The policy of " + schedule.Excerpt(policy.Label)
	}
	fmt.Fprintf(&b, "# %s. A line without # at its beginning sets a key; every other key\n# keeps what is below it. All numbers of days are business days.\n", what)
	if set == nil {
		set = &schedule.Overrides{}
	}
	for _, v := range policy.Values {
		key, _ := schedule.FindPolicyKey(v.Key)
		fmt.Fprintf(&b, "\n# %s: %s.\n# Default %s. Source: %s.\n", v.Meaning, v.Allowed, v.Default, v.Source)
		value, isSet := key.Get(set)
		if !isSet {
			b.WriteString("# ")
			value = v.Value
		}
		if key.Form == schedule.Text {
			value = strconv.Quote(value)
		}
		fmt.Fprintf(&b, "%s = %s\n", v.Key, value)
	}
	return b.Bytes()
}
