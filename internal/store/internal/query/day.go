// Package query is the SQL of the store as Go functions. All but the type Day is
// generated from queries.sql by sqlc.
package query

import (
	"database/sql/driver"
	"fmt"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// Day is a civil date as it is stored: a DATE, NULL for the zero value.
type Day date.Date

// Value gives the day in ISO 8601, which both databases take for a DATE.
func (d Day) Value() (driver.Value, error) {
	if d == 0 {
		return nil, nil //nolint:nilnil // database/sql says so for NULL
	}
	return schedule.ISODate(date.Date(d)), nil
}

// Scan takes what the drivers give for a DATE: midnight in UTC, or ISO 8601.
func (d *Day) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		*d = 0
	case time.Time:
		*d = Day(date.New(v.Year(), v.Month(), v.Day()))
	case string:
		t, err := time.Parse(time.DateOnly, v)
		if err != nil {
			return fmt.Errorf("%q is no stored day: %w", v, err)
		}
		*d = Day(date.New(t.Year(), t.Month(), t.Day()))
	default:
		return fmt.Errorf("%T is no stored day", value)
	}
	return nil
}
