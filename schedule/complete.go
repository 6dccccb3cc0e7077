package schedule

import "slices"

// Complete returns what the log decided, each decision with the day that it
// counts on and all that it concerns, as planning would work out every time
// anew: an import writes that down once, so that later facts do not change what
// was done. Of several decisions about one event only the weightiest is
// returned. One that names no event of the log stays as it is.
func Complete(log *Log, policy Policy, days Days) ([]Decision, error) {
	p, err := newPlanner(log, policy, days, 0)
	if err != nil {
		return nil, err
	}
	if err := p.plan(); err != nil {
		return nil, err
	}
	events := make(map[string]*Planned, len(p.planned))
	for i := range p.planned {
		events[p.planned[i].UID] = &p.planned[i]
	}
	var all []Decision
	for i := range log.Decisions {
		d := &log.Decisions[i]
		switch {
		case d.exact():
			all = append(all, *d)
		case p.decisions[d.Event] == d:
			all = append(all, p.completed(d, events[d.Event]))
		}
	}
	return all, nil
}

// completed is d with what it came to for the event that it names.
func (p *planner) completed(d *Decision, event *Planned) Decision {
	full := *d
	v := p.verdicts[d.Event]
	switch {
	case v != nil && v.Decision == d:
		full.Concerns = slices.Clone(v.concerns)
	case event != nil:
		full.Concerns = []Concern{{Application: event.Applications[0].ID, Event: event.UID}}
	default:
		return full
	}
	if d.Kind == Snooze {
		full.On = 0
	} else if d.On == 0 {
		full.On = event.Due
	}
	return full
}
