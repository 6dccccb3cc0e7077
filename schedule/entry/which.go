package entry

import (
	"fmt"
	"strings"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// Which chooses one interview among those that are not cancelled, by its round,
// its day, its start or several of these. The zero value is the only one there
// is; of several, the next one (today's included) where an interview is moved or
// cancelled, the last one that has begun where a preference is logged. What fits
// several interviews is a fault that lists them.
type Which struct {
	Round int
	On    date.Date
	Start time.Time
}

// next chooses an interview to move or cancel: the next one where w says
// nothing and there are several.
func (w Which) next(a *schedule.Application, here Here) (int, error) {
	return w.choose(a, here, func(day, best date.Date) bool { return day >= here.Today && (best == 0 || day < best) })
}

// last chooses an interview that a preference was given in.
func (w Which) last(a *schedule.Application, here Here) (int, error) {
	return w.choose(a, here, func(day, best date.Date) bool { return day <= here.Today && day > best })
}

// choose finds the one that w names. Where w says nothing, better picks among
// several by their days; two on the chosen day remain ambiguous.
func (w Which) choose(a *schedule.Application, here Here, better func(day, best date.Date) bool) (int, error) {
	zone := zoneOf(a, here)
	fit := w.fitting(a, zone)
	if len(fit) > 1 && w == (Which{}) {
		var best date.Date
		for _, n := range fit {
			if day := dayIn(a.Interviews[n].Start, zone); better(day, best) {
				best = day
			}
		}
		if best != 0 {
			fit = Which{On: best}.fitting(a, zone)
		}
	}
	switch len(fit) {
	case 1:
		return fit[0], nil
	case 0:
		return 0, w.none(a, zone)
	}
	return 0, wrong("interview", "several fit: %s; say which by its round, day or start", listed(a, fit, zone))
}

// fitting lists the interviews that stand and fit w.
func (w Which) fitting(a *schedule.Application, zone *time.Location) []int {
	var fit []int
	for n := range a.Interviews {
		i := &a.Interviews[n]
		if !i.Cancelled && (w.Round == 0 || w.Round == i.Round) && (w.On == 0 || w.On == dayIn(i.Start, zone)) &&
			(w.Start.IsZero() || w.Start.Equal(i.Start)) {
			fit = append(fit, n)
		}
	}
	return fit
}

// none says that no interview fits, and which there are.
func (w Which) none(a *schedule.Application, zone *time.Location) error {
	var standing []int
	cancelled := false
	for n := range a.Interviews {
		if !a.Interviews[n].Cancelled {
			standing = append(standing, n)
		} else if w.Round == a.Interviews[n].Round {
			cancelled = true
		}
	}
	switch {
	case cancelled:
		return missing("interview", "round %d is cancelled; add its replacement as a new interview", w.Round)
	case len(standing) == 0:
		return missing("interview", "%s has none that is not cancelled; add it first", schedule.About(a))
	}
	return missing("interview", "none fits; there is %s", listed(a, standing, zone))
}

func listed(a *schedule.Application, which []int, zone *time.Location) string {
	all := make([]string, len(which))
	for k, n := range which {
		all[k] = said(&a.Interviews[n], zone)
	}
	return strings.Join(all, "; ")
}

// said names an interview by its round and start.
func said(i *schedule.Interview, zone *time.Location) string {
	at := i.Start
	if zone != nil {
		at = at.In(zone)
	}
	return fmt.Sprintf("round %d on %s", i.Round, at.Format("Mon 2 Jan 2006, 15:04"))
}
