package mirror

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"followcal/internal/fault"
)

// The waits after runs that failed: they double, up to a longest, and half of
// each is left to chance.
const (
	firstWait  = 30 * time.Second
	longWait   = time.Hour
	firstQuota = 2 * time.Hour
	longQuota  = 12 * time.Hour
)

// errGuarded and errUndecided are causes of faults whose trouble says more than
// "failing".
var (
	errGuarded   = errors.New("the guard stopped it")
	errUndecided = errors.New("it is not known whether a calendar was made")
	errGone      = errors.New("the calendar is gone")
)

// settle records how a run ended: its trouble, set or cleared, and when the next
// one is. Who woke the lane meanwhile is heard.
func (r *run) settle(l *Lane, failure error) {
	now := r.now()
	woken := !l.Next.Equal(r.due)
	wait := r.spread(r.every())
	if failure == nil {
		l.Synced, l.Failures = now, 0
		if r.soon {
			wait = firstWait
		}
		r.clear(l, now)
	} else {
		l.Failures++
		var kind TroubleKind
		kind, wait = r.classify(failure, l.Failures)
		l.trouble(kind, r.saying(kind, failure), now)
	}
	switch {
	case woken:
	case wait > 0:
		l.Next = now.Add(wait)
	default:
		l.Next = time.Time{}
	}
}

// classify returns what a failure needs, and how long to wait; zero: nothing
// happens by itself.
func (r *run) classify(failure error, failures int) (TroubleKind, time.Duration) {
	switch {
	case errors.Is(failure, errGuarded):
		return Guarded, r.spread(r.every())
	case errors.Is(failure, errUndecided):
		return Undecided, 0
	case errors.Is(failure, errGone):
		return CalendarGone, 0
	case errors.Is(failure, Unauthorized), fault.KindOf(failure) == fault.Denied:
		return Disconnected, 0
	case errors.Is(failure, Exhausted):
		return Quota, r.wait(firstQuota, longQuota, failures)
	}
	return Failing, r.wait(firstWait, longWait, failures)
}

// clear ends the trouble of a run that went well, unless entries are refused.
func (r *run) clear(l *Lane, now time.Time) {
	switch {
	case len(r.report.Rejected) > 0:
		l.trouble(Rejected, r.rejection(), now)
	case r.planned || l.Trouble.Kind != Rejected: // an idle run looked at no entry
		l.Trouble = Trouble{}
	}
}

// trouble sets a trouble; one that goes on keeps its beginning.
func (l *Lane) trouble(kind TroubleKind, sentence string, now time.Time) {
	if l.Trouble.Kind != kind {
		l.Trouble.Since = now
	}
	l.Trouble.Kind, l.Trouble.Sentence = kind, sentence
}

// saying is a sentence for a trouble: what is wrong and what to do.
func (r *run) saying(kind TroubleKind, failure error) string {
	switch kind {
	case Quota:
		return "The calendar service takes no more for now; the push goes on by itself in a few hours."
	case Failing:
		return fmt.Sprintf("The calendar could not be brought up to date: %s. It is tried again by itself.", strings.TrimSuffix(sentenceOf(failure), "."))
	case Disconnected, CalendarGone, Undecided, Guarded, Rejected:
	}
	return strings.TrimSuffix(sentenceOf(failure), ".") + "."
}

// sentenceOf is what a fault says; the text of another error is not for people.
func sentenceOf(err error) string {
	var f *fault.Fault
	if errors.As(err, &f) {
		return f.Sentence
	}
	return "something unexpected happened"
}

func (r *run) rejection() string {
	first := r.report.Rejected[0]
	if others := len(r.report.Rejected) - 1; others > 0 {
		return fmt.Sprintf("The calendar service refuses %s and %d more; each is tried again when it changes.", quoted(first), others)
	}
	return fmt.Sprintf("The calendar service refuses %s; it is tried again when it changes.", quoted(first))
}

// wait is how long to wait after a number of failures.
func (r *run) wait(first, longest time.Duration, failures int) time.Duration {
	d := longest
	if doublings := failures - 1; doublings < 16 {
		d = min(first<<doublings, longest)
	}
	return d/2 + time.Duration(r.Jitter()*float64(d/2))
}

// spread moves a wait by up to a tenth, so that lanes that began together do not
// stay so.
func (r *run) spread(d time.Duration) time.Duration {
	return d - d/10 + time.Duration(r.Jitter()*float64(d/5))
}
