package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/app/push"
	"followcal/internal/config"
)

func newGooglePlanCommand(p *Process) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "plan",
		Short: "Show what a push would change",
		Long: `Plan reads the calendar and prints what you did there and what a push would change.
It changes nothing, neither there nor here.`,
		Example: "  followcal google plan",
		Args:    exactArguments(),
		RunE: func(command *cobra.Command, _ []string) error {
			return withGoogle(command, p, func(ctx context.Context, g *push.Google) error {
				plan, err := g.Plan(ctx)
				if err != nil {
					return err
				}
				if asJSON {
					return writeObject(p.Out, plan)
				}
				for _, h := range plan.Heard {
					fmt.Fprintln(p.Out, heardSentence(&h)+" (to be logged first)")
				}
				for _, c := range plan.Changes {
					fmt.Fprintln(p.Out, terminalText(c.Sentence))
				}
				fmt.Fprintf(p.Err, "%s to make, %s as they should be\n", count(len(plan.Changes), "change"), count(plan.Same, "event"))
				if plan.Guard != "" {
					fmt.Fprintln(p.Err, plan.Guard)
				}
				return nil
			})
		},
	}
	addJSON(command, &asJSON)
	return command
}

func newGooglePushCommand(p *Process) *cobra.Command {
	var request push.Request
	var asJSON bool
	command := &cobra.Command{
		Use:   "push",
		Short: "Bring the calendar at Google up to date",
		Long: `Push logs what you did in the calendar, and then makes it equal to your follow-ups.
A push that would delete more than a third of the calendar stops and says so: look
at followcal google plan, and use --force if that is what you want.`,
		Example: `  followcal google push
  followcal google push --force`,
		Args: exactArguments(),
		RunE: func(command *cobra.Command, _ []string) error {
			return withGoogleOf(command, p, false, func(ctx context.Context, record *app.Record, _ *config.Serve, g *push.Google) error {
				return pushNow(ctx, p, record, g, request, asJSON)
			})
		},
	}
	command.Flags().BoolVar(&request.Force, "force", false, "also when much is deleted")
	addJSON(command, &asJSON)
	return command
}

// pushNow pushes and prints what was done, also when it ends early.
func pushNow(ctx context.Context, p *Process, record *app.Record, g *push.Google, r push.Request, asJSON bool) error {
	bar := startSteps(p)
	r.Progress = bar.set
	report, failure := g.Push(ctx, r)
	bar.stop()
	if failure != nil && len(report.Changes)+len(report.Heard) == 0 {
		return failure
	}
	err := errors.Join(failure, printReport(p, &report, asJSON))
	if err == nil && !asJSON {
		err = offerOnce(ctx, p, record, g)
	}
	return err
}

// offerOnce asks whether a feed is to end that Google shows as well.
func offerOnce(ctx context.Context, p *Process, record *app.Record, g *push.Google) error {
	twice, err := g.Twice(ctx)
	if err != nil || !p.Answers {
		warnOfTwice(p, namesOf(twice))
		return err
	}
	for i := range twice {
		question := fmt.Sprintf("Google also fetches your feed %q, so events show twice there. End the feed, for every program that shows it?", terminalText(twice[i].Name))
		ok, err := confirm(ctx, p, question)
		switch {
		case err != nil:
			return err
		case !ok:
			fmt.Fprintln(p.Err, "then remove the feed in Google Calendar, or use followcal google pause")
			continue
		}
		if _, err := record.Owner("").Revoke(ctx, twice[i].ID); err != nil {
			return err
		}
		fmt.Fprintf(p.Err, "revoked %s (%s)\n", twice[i].ID, terminalText(twice[i].Name))
	}
	return nil
}

func namesOf(feeds []push.Double) []string {
	names := make([]string, len(feeds))
	for i := range feeds {
		names[i] = feeds[i].Name
	}
	return names
}

// warnOfTwice says when Google shows feeds as well.
func warnOfTwice(p *Process, names []string) {
	for _, name := range names {
		fmt.Fprintf(p.Err, "Google also fetches your feed %q, so events show twice there: remove the feed in Google Calendar, end it with followcal feed revoke, or use followcal google pause\n", terminalText(name))
	}
}

func newGooglePullCommand(p *Process) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:     "pull",
		Short:   "Log what you did in the calendar at Google",
		Long:    `Pull logs what you moved, deleted and ticked off in the calendar, and writes nothing there.`,
		Example: "  followcal google pull",
		Args:    exactArguments(),
		RunE: func(command *cobra.Command, _ []string) error {
			return withGoogle(command, p, func(ctx context.Context, g *push.Google) error {
				report, err := g.Pull(ctx)
				if err != nil {
					return err
				}
				return printReport(p, &report, asJSON)
			})
		},
	}
	addJSON(command, &asJSON)
	return command
}

func newGoogleUndoCommand(p *Process) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "undo",
		Short: "Take back what the last push changed at Google",
		Long: `Undo makes the calendar what it was before the last push that changed something, as
far as followcal wrote it: what you did there yourself stays. Then it pauses, because
the next push would do it again: change what is wrong, and use followcal google resume.`,
		Example: "  followcal google undo",
		Args:    exactArguments(),
		RunE: func(command *cobra.Command, _ []string) error {
			return withGoogle(command, p, func(ctx context.Context, g *push.Google) error {
				report, err := g.Undo(ctx)
				if err != nil {
					return err
				}
				report.Paused = nil // it is said below
				if err := printReport(p, &report, asJSON); err != nil || asJSON {
					return err
				}
				fmt.Fprintln(p.Err, "it is paused now; go on with followcal google resume")
				return nil
			})
		},
	}
	addJSON(command, &asJSON)
	return command
}

func newGooglePauseCommand(p *Process) *cobra.Command {
	return &cobra.Command{
		Use:     "pause",
		Short:   "Leave the calendar at Google alone for now",
		Long:    `Pause neither reads nor writes the calendar until followcal google resume.`,
		Example: "  followcal google pause",
		Args:    exactArguments(),
		RunE: func(command *cobra.Command, _ []string) error {
			return withGoogle(command, p, func(ctx context.Context, g *push.Google) error {
				err := g.Pause(ctx)
				if err == nil {
					fmt.Fprintln(p.Err, "paused; go on with followcal google resume")
				}
				return err
			})
		},
	}
}

func newGoogleResumeCommand(p *Process) *cobra.Command {
	return &cobra.Command{
		Use:     "resume",
		Short:   "Go on with the calendar at Google",
		Long:    `Resume ends a pause. followcal serve looks at once; without it, use followcal google push.`,
		Example: "  followcal google resume",
		Args:    exactArguments(),
		RunE: func(command *cobra.Command, _ []string) error {
			return withGoogle(command, p, func(ctx context.Context, g *push.Google) error {
				err := g.Resume(ctx)
				if err == nil {
					fmt.Fprintln(p.Err, "it goes on: followcal serve looks at once, and so does followcal google push")
				}
				return err
			})
		},
	}
}

// steps shows how many steps of a long command are made.
type steps struct {
	p     *Process
	began time.Time
	shown bool
}

func startSteps(p *Process) *steps { return &steps{p: p, began: p.Now()} }

func (s *steps) set(made, total int) {
	if !s.p.Terminal || !s.shown && s.p.Now().Sub(s.began) < patience {
		return
	}
	s.shown = true
	fmt.Fprintf(s.p.Err, "\r%d of %d", made, total)
}

func (s *steps) stop() {
	if s.shown {
		fmt.Fprint(s.p.Err, "\r\x1b[K")
	}
}
