// Package entry is what a person can log about an application. Each function
// checks one thing that happened or changed and applies it to an application,
// days off, closed days or a policy. It is pure: it reads no clock and stores
// nothing.
//
// The application that is passed is changed in place and its lists are replaced,
// never written into, so that a shallow copy of it is a good "before". After an
// error it is as it was. Errors are faults whose sentence begins with the field
// that is wrong (see [FieldOf]): Invalid for a value that cannot be, NotFound for
// something that was named and is not there, TooLarge past a limit. Warnings are
// sentences about something that was taken although it may be a slip.
package entry

import (
	"cmp"
	"errors"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule"
)

// Here is when and for whom an entry is made: what a check needs to know that
// is not in the application.
type Here struct {
	Today  date.Date           // in the candidate's zone
	Zone   string              // the candidate's, IANA; employers without one of their own use it
	Policy *schedule.Overrides // the candidate's, on which an application's own stands
}

// Field is what an entry does to one field. The zero value leaves the field as
// it is; [Set] and [Clear] make the others. Setting a field to its empty value is
// refused: an empty variable in a script is a slip, not a wish to remove something.
type Field[T any] struct {
	value T
	what  action
}

type action uint8

const (
	keep action = iota
	set
	remove
)

// Set returns the change of a field to v.
func Set[T any](v T) Field[T] { return Field[T]{value: v, what: set} }

// Clear returns the change that empties a field.
func Clear[T any]() Field[T] { return Field[T]{what: remove} }

// Changes reports whether the field is set or cleared.
func (f Field[T]) Changes() bool { return f.what != keep }

// wrongField is the cause of every fault of this package.
type wrongField string

func (f wrongField) Error() string { return "wrong " + string(f) }

// FieldOf returns the name of the field that an error of this package is about,
// such as "not before", and "" for other errors. It is no flag's name: words are
// parted by spaces.
func FieldOf(err error) string {
	var f wrongField
	if errors.As(err, &f) {
		return string(f)
	}
	return ""
}

// wrong is the fault about a value that cannot be.
func wrong(field, format string, args ...any) error {
	return about(fault.Invalid, field, format, args...)
}

// missing is the fault about something that was named and is not there.
func missing(field, format string, args ...any) error {
	return about(fault.NotFound, field, format, args...)
}

func about(kind fault.Kind, field, format string, args ...any) error {
	return fault.Wrap(kind, wrongField(field), "%s: "+format, append([]any{field}, args...)...)
}

// zoneOf is where the days of an application's interviews are told: the
// employer's zone, else the candidate's. There is none where neither is known,
// or where this machine does not know them; then a time's own zone holds.
func zoneOf(a *schedule.Application, here Here) *time.Location {
	zone, err := time.LoadLocation(cmp.Or(a.Zone, here.Zone))
	if err != nil || cmp.Or(a.Zone, here.Zone) == "" {
		return nil
	}
	return zone
}

// dayIn is the civil day of an instant in a zone, in its own zone where that is
// nil.
func dayIn(at time.Time, zone *time.Location) date.Date {
	if zone != nil {
		at = at.In(zone)
	}
	return date.NewAt(at)
}
