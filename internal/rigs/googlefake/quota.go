package googlefake

import "time"

// window counts calls in a minute that slides.
type window struct {
	limit int
	at    []time.Time // of the last calls, at most limit, as a ring
	next  int
}

const minute = time.Minute

// take counts a call, and reports whether it is within the limit. One that is
// not is not counted.
func (w *window) take(now time.Time) bool {
	if w.limit <= 0 {
		return true
	}
	if len(w.at) < w.limit {
		w.at = append(w.at, now)
		return true
	}
	if now.Sub(w.at[w.next]) < minute {
		return false
	}
	w.at[w.next] = now
	w.next = (w.next + 1) % w.limit
	return true
}

// charge counts a call of a person against both quotas.
func (s *Service) charge(p *person, now time.Time) *problem {
	switch {
	case !p.quota.take(now):
		s.overruns++
		return userRate
	case !s.project.take(now):
		s.overruns++
		return projectRate
	}
	return nil
}
