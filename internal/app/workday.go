package app

import (
	"time"

	"github.com/rickb777/date/v2"
)

// BusinessDay is the answer to a count of business days.
type BusinessDay struct {
	On      date.Date
	Skipped []ClosedDay // holidays between, weekends apart
}

// ClosedDay is a day on which a region does not work.
type ClosedDay struct {
	On   date.Date
	Name string // the holiday's or the weekday's
	Kind string // weekend or holiday; a day that is both is a holiday
}

// Region is a country or a part of one with holidays of its own.
type Region struct {
	Code    string // ISO 3166-1 or 3166-2
	Name    string
	Weekend []time.Weekday
}
