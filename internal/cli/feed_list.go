package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"followcal/internal/app/publish"
	"followcal/internal/config"
)

func newFeedListCommand(p *Process) *cobra.Command {
	format, asJSON := "text", false
	command := &cobra.Command{
		Use:     "list",
		Short:   "List your feeds",
		Long:    "List prints your feeds, also those that were revoked: the id, the privacy, the state, and the name.",
		Example: "  followcal feed list --format csv",
		Args:    exactArguments(),
		RunE: func(command *cobra.Command, _ []string) error {
			if err := oneFormat(command, asJSON, &format); err != nil {
				return err
			}
			return withFeeds(command, p, feedWork{}, func(ctx context.Context, owner *publish.Owner, _ *config.Serve) error {
				views, err := owner.List(ctx)
				if err != nil {
					return err
				}
				return writeList(p.Out, format, views, feedColumns)
			})
		},
	}
	addListFormat(command, &format)
	addJSON(command, &asJSON)
	return command
}

var feedColumns = listColumns[publish.View]{
	{"id", func(v publish.View) any { return v.ID }},
	{"privacy", func(v publish.View) any { return v.Privacy }},
	{"state", func(v publish.View) any { return feedState(&v) }},
	{"name", func(v publish.View) any { return terminalText(v.Name) }},
}

// feedState says whether a feed is open.
func feedState(v *publish.View) string {
	switch {
	case v.Revoked != nil:
		return "revoked " + v.Revoked.Format(time.DateOnly)
	case v.OldUntil != nil:
		return "open, old address until " + v.OldUntil.Format(time.DateOnly)
	}
	return "open"
}
