package push

import (
	"context"
	"slices"
	"strings"

	"github.com/rickb777/date/v2"

	"followcal/calendar/mirror"
	"followcal/internal/app/journal"
	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
)

// furthest is how many days from today a person may put an event by moving it in
// a calendar. Further off, it is taken for a slip.
const furthest = 366

// Take implements [mirror.Source]: what was moved is snoozed, what was deleted is
// dismissed, what was ticked off is done. An interview that was moved takes place
// then. What the log cannot take is refused with the reason.
func (s *Source) Take(ctx context.Context, account string, all []mirror.Finding) ([]mirror.Outcome, error) {
	j := s.journal(account)
	outcomes := make([]mirror.Outcome, len(all))
	for i := range all {
		receipt, err := take(ctx, j, &all[i])
		switch kind := fault.KindOf(err); {
		case err == nil && receipt.Change == 0:
			outcomes[i].Sentence = "The log knows it already."
		case err == nil:
			outcomes[i].Sentence = strings.Join(receipt.Did, " ")
		case kind == fault.NotFound || kind == fault.Invalid || kind == fault.TooLarge:
			outcomes[i] = mirror.Outcome{Sentence: err.Error(), Refused: true}
		default:
			return nil, err
		}
	}
	return outcomes, nil
}

// take logs one finding. It changes nothing where the log says so already.
func take(ctx context.Context, j *journal.Journal, f *mirror.Finding) (journal.Receipt, error) {
	seen, err := j.Sight(ctx, f.Ref)
	if err != nil {
		return journal.Receipt{}, err
	}
	isMeant := func(i *journal.Item) bool { return i.UID == f.Ref && i.Undecided() } // a name can mean others
	request := journal.DecisionRequest{Event: f.Ref, If: isMeant}
	switch f.Kind {
	case mirror.Deleted:
		request.Kind = journal.Dismiss
	case mirror.Ticked:
		request.Kind = journal.Done
	case mirror.Moved:
		if seen.Kind == schedule.InterviewHeld {
			return moveInterview(ctx, j, &seen, f)
		}
		if err := snoozable(&seen, f.Day, date.NewAt(j.Now())); err != nil {
			return journal.Receipt{}, err
		}
		request.Kind, request.To = journal.Snooze, f.Day
		request.If = func(i *journal.Item) bool { return isMeant(i) && i.Due != f.Day }
	default:
		return journal.Receipt{}, fault.New(fault.Internal, "nobody knows what %q means", f.Kind)
	}
	if !seen.Undecided() {
		return journal.Receipt{}, nil
	}
	return j.Decide(ctx, request)
}

// snoozable refuses a day that is a slip rather than a wish. Which days are over
// is for the journal to say, which knows where the candidate is.
func snoozable(s *journal.Sight, day, today date.Date) error {
	switch {
	case !slices.Contains(s.Can, journal.Snooze) && s.Undecided():
		return fault.New(fault.Invalid, "%q is due when it is due; its entry stays where you put it, and followcal deadline changes it", s.Words.Summary)
	case day > today+furthest:
		return fault.New(fault.Invalid, "%q was moved to %s, more than a year away; move it nearer, or delete it", s.Words.Summary, schedule.LongDate(day))
	}
	return nil
}

// moveInterview logs that an interview takes place at another time.
func moveInterview(ctx context.Context, j *journal.Journal, s *journal.Sight, f *mirror.Finding) (journal.Receipt, error) {
	switch {
	case f.To.Start.IsZero():
		return journal.Receipt{}, fault.New(fault.Invalid, "%q was moved to %s without a time; say when it begins with followcal interview move", s.Words.Summary, schedule.LongDate(f.Day))
	case f.To.Start.Equal(s.Start):
		return journal.Receipt{}, nil
	}
	change := entry.InterviewChange{Start: f.To.Start, Minutes: int(f.To.End.Sub(f.To.Start).Minutes())}
	return j.Log(ctx, journal.MoveInterview, s.Application, func(a *schedule.Application, here entry.Here) ([]string, error) {
		return entry.MoveInterview(a, entry.Which{Start: s.Start}, change, here)
	})
}
