package exchange

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule"
)

// name reads a text of one line.
func (r *jsonReader) name(to *string) error { return r.text(to, MaxName, schedule.OneLine) }

// note reads a text that may have several lines.
func (r *jsonReader) note(to *string) error { return r.text(to, MaxText, schedule.ManyLines) }

// text reads a text, checks its length before it is cleaned, and says when
// cleaning took something away.
func (r *jsonReader) text(to *string, limit int, clean func(string) (string, bool)) error {
	s, err := r.str()
	if err != nil {
		return err
	}
	if len(s) > limit {
		return r.fault(fault.TooLarge, r.here(), "the text is longer than %d bytes", limit)
	}
	if r.in.exact {
		*to = s
		return nil
	}
	kept, dropped := clean(s)
	if dropped {
		r.in.warn(0, "%s: control characters were dropped", r.here())
	}
	*to = kept
	return nil
}

// str reads a text as it stands. null is none: who means nothing leaves the
// field out.
func (r *jsonReader) str() (string, error) {
	t, err := r.token()
	if err != nil {
		return "", err
	}
	s, ok := t.(string)
	if !ok {
		return "", r.wrong("%s is not text", described(t))
	}
	return s, nil
}

// date reads a date in ISO 8601.
func (r *jsonReader) date(to *date.Date) error {
	s, err := r.str()
	if err != nil {
		return err
	}
	d, wrong := isoDate(s)
	if wrong != "" {
		return r.wrong("%q %s", shown(s), wrong)
	}
	*to = d
	return nil
}

// done reads the date of something that was done, which is not in the future.
func (r *jsonReader) done(to *date.Date) error {
	err := r.date(to)
	if err == nil {
		r.in.warnFuture(0, r.here()+":", *to)
	}
	return err
}

// instant reads a time with its offset.
func (r *jsonReader) instant(to *time.Time) error {
	s, err := r.str()
	if err != nil {
		return err
	}
	at, wrong := instant(s)
	if wrong != "" {
		return r.wrong("%q %s", shown(s), wrong)
	}
	*to = at
	return nil
}

// flag reads true or false.
func (r *jsonReader) flag(to *bool) error {
	t, err := r.token()
	if err != nil {
		return err
	}
	b, ok := t.(bool)
	if !ok {
		return r.wrong("%s is not true or false", described(t))
	}
	*to = b
	return nil
}

// number reads a whole number from low to high.
func (r *jsonReader) number(to *int, low, high int) error {
	t, err := r.token()
	if err != nil {
		return err
	}
	literal, ok := t.(json.Number)
	if !ok {
		return r.wrong("%s is not a whole number", described(t))
	}
	n, err := strconv.Atoi(literal.String())
	if err != nil {
		return r.wrong("%s is not a whole number", described(t))
	}
	if n < low || n > high {
		return r.wrong("%d is outside %d to %d", n, low, high)
	}
	*to = n
	return nil
}

// choice reads one of a few words.
func choice[T ~string](r *jsonReader, to *T, allowed []T) error {
	s, err := r.str()
	if err != nil {
		return err
	}
	if !slices.Contains(allowed, T(s)) {
		return r.wrong("%q is none of %s", shown(s), list(allowed))
	}
	*to = T(s)
	return nil
}

// names reads a short list of texts; empty ones are left out.
func names[T ~string](r *jsonReader, to *[]T) error {
	return r.list(func() error {
		var s string
		if err := r.name(&s); err != nil {
			return err
		}
		if s == "" && !r.in.exact {
			return nil
		}
		if *to = append(*to, T(s)); len(*to) > MaxItems {
			return r.fault(fault.TooLarge, r.here(), "there are more than %d", MaxItems)
		}
		return nil
	})
}

// entries reads a list of objects, each of which counts as a row.
func entries[T any](r *jsonReader, to *[]T, read func(*T) error) error {
	return below(r, to, MaxRows, read)
}

// below reads a list of what belongs to one application.
func below[T any](r *jsonReader, to *[]T, limit int, read func(*T) error) error {
	return r.list(func() error {
		if err := r.in.budget.spend(r.in.file); err != nil {
			return err
		}
		if len(*to) == limit {
			return r.fault(fault.TooLarge, r.here(), "there are more than %d", limit)
		}
		var entry T
		if err := read(&entry); err != nil {
			return err
		}
		*to = append(*to, entry)
		return nil
	})
}

// need refuses an object that lacks a field that it must have.
func (r *jsonReader) need(field string, there bool) error {
	if there {
		return nil
	}
	return r.wrong("the field %q is missing", field)
}
