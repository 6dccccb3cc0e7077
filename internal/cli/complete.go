package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/app/journal"
	"followcal/internal/cli/form"
	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/record"
)

// The arguments that name something in the record.
const (
	applicationArgument = "APPLICATION"
	eventArgument       = "EVENT"
	feedArgument        = "FEED"
)

// How many things of the record a shell and a form offer. Of more, the latest
// applications and the earliest events.
const (
	mostOffered = 100
	mostListed  = 500
)

// completeArguments lets the shell offer applications, events and feeds wherever a
// command's usage says that it takes one.
func completeArguments(p *Process, root *cobra.Command) {
	for _, command := range root.Commands() {
		completeArguments(p, command)
	}
	names := argumentsOf(root)
	if root.ValidArgsFunction != nil || len(names) == 0 {
		return
	}
	root.ValidArgsFunction = func(command *cobra.Command, args []string, prefix string) ([]string, cobra.ShellCompDirective) {
		if len(args) >= len(names) {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		switch strings.Trim(names[len(args)], "[]…") {
		case applicationArgument:
			return p.offer(command, prefix, offerApplications), cobra.ShellCompDirectiveNoFileComp
		case eventArgument:
			return p.offer(command, prefix, offerEvents), cobra.ShellCompDirectiveNoFileComp
		case feedArgument:
			return p.offer(command, prefix, offerFeeds), cobra.ShellCompDirectiveNoFileComp
		}
		return nil, cobra.ShellCompDirectiveDefault
	}
}

// argumentsOf lists the arguments in a command's usage.
func argumentsOf(command *cobra.Command) []string { return strings.Fields(command.Use)[1:] }

// offer reads the record for the shell. Whatever fails, nothing is offered and
// nothing is said: somebody is in the middle of a line.
func (p *Process) offer(command *cobra.Command, prefix string,
	offered func(context.Context, *app.Record, string) ([]string, error),
) (words []string) {
	_ = withPresentRecord(command, p, func(ctx context.Context, record *app.Record) (err error) {
		words, err = offered(ctx, record, prefix)
		return err
	})
	return words
}

// offerApplications offers ids, and names where it is a name that was begun: a
// shell keeps only what continues the word.
func offerApplications(ctx context.Context, record *app.Record, prefix string) ([]string, error) {
	known, err := record.Known(ctx, prefix, mostOffered)
	var offers []string
	for i := range known {
		word := continued(prefix, known[i].ID, known[i].Employer, known[i].Role)
		offers = append(offers, word+"\t"+label(&known[i]))
	}
	return offers, err
}

// continued returns the first name that continues the prefix, with the prefix as
// it was typed.
func continued(prefix string, names ...string) string {
	for _, name := range names {
		if len(name) >= len(prefix) && strings.EqualFold(name[:len(prefix)], prefix) {
			return prefix + name[len(prefix):]
		}
	}
	return names[0]
}

func offerEvents(ctx context.Context, record *app.Record, prefix string) ([]string, error) {
	events, err := record.KnownEvents(ctx, prefix, mostOffered)
	var offers []string
	for i := range events {
		offers = append(offers, shortUID(events[i].UID)+"\t"+eventLabel(&events[i]))
	}
	if err != nil || len(offers) > 0 {
		return offers, err
	}
	return offerApplications(ctx, record, prefix)
}

// offerFeeds offers the open feeds: a revoked one has no address to show or to
// change, and status lists all without being told which.
func offerFeeds(ctx context.Context, record *app.Record, prefix string) (offers []string, err error) {
	const noKey = "" // nothing is derived from it
	feeds, err := record.Owner(noKey).List(ctx)
	for i := range feeds {
		v := &feeds[i]
		word := continued(prefix, v.ID, v.Name)
		if v.Revoked == nil && (word != v.ID || strings.HasPrefix(v.ID, strings.ToLower(prefix))) {
			offers = append(offers, word+"\t"+v.Name+", "+v.Privacy)
		}
	}
	return offers, err
}

// label says in a line which application it is.
func label(n *record.Named) string {
	text := orNone(n.Role, "(no title)") + " at " + orNone(n.Employer, "(no company)") + ", "
	if n.Status != schedule.Applied {
		text += string(n.Status) + ", "
	}
	if n.AppliedOn != 0 {
		text += "applied " + n.AppliedOn.Format("2 Jan 2006")
	}
	return strings.TrimSuffix(text, ", ")
}

func orNone(text, none string) string {
	if text == "" {
		return none
	}
	return text
}

func eventLabel(i *journal.Item) string { return when(i) + "  " + i.Words.Summary }

// subjects lists what a form's command can be about.
func (p *Process) subjects(command *cobra.Command, q *question) (choices []form.Choice, err error) {
	err = withPresentRecord(command, p, func(ctx context.Context, record *app.Record) error {
		if q.name == eventArgument {
			choices, err = openEvents(ctx, record)
		} else {
			choices, err = applications(ctx, record, q.ended)
		}
		return err
	})
	return choices, err
}

func applications(ctx context.Context, record *app.Record, ended bool) (choices []form.Choice, err error) {
	known, err := record.Known(ctx, "", mostListed)
	for i := range known {
		if ended || !known[i].Status.Terminal() {
			choices = append(choices, form.Choice{Answer: known[i].ID, Label: label(&known[i])})
		}
	}
	if err == nil && len(choices) == 0 {
		err = fault.New(fault.NotFound, "no application is open: log one with followcal add, or name one that is over")
	}
	return choices, err
}

func openEvents(ctx context.Context, record *app.Record) (choices []form.Choice, err error) {
	events, err := record.OpenEvents(ctx, mostListed)
	for i := range events {
		choices = append(choices, form.Choice{Answer: shortUID(events[i].UID), Label: eventLabel(&events[i])})
	}
	if err == nil && len(choices) == 0 {
		err = fault.New(fault.NotFound, "nothing is planned: followcal agenda says what is missing")
	}
	return choices, err
}
