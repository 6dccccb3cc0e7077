package mirror_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/rickb777/date/v2"

	"followcal/calendar/mirror"
)

// BenchmarkDiff compares 10,000 events with as many rows, of which none, a few or
// all changed.
func BenchmarkDiff(b *testing.B) {
	var events []mirror.Event
	for i := range 10_000 {
		e := followUp(fmt.Sprintf("%05d", i), fmt.Sprint("Call Acme about the engineer role ", i), monday+date.Date(i%700))
		e.Description = "Ask Jo about the next step.\n\nApplied on Mon 2 Mar by the form; heard nothing since.\nWhy today: five business days after the last contact."
		events = append(events, e)
	}
	wanted := &mirror.Desired{Events: events, Zone: berlin, Revision: "1"}
	plan, err := mirror.Diff(wanted, nil, mirror.DiffOptions{Today: monday})
	if err != nil {
		b.Fatal(err)
	}
	rows := make([]mirror.Row, len(events))
	for _, c := range plan.Changes {
		row := c.Row
		row.Phase, row.Written = mirror.Settled, c.Want
		i, err := strconv.Atoi(row.UID)
		if err != nil {
			b.Fatal(err)
		}
		rows[i] = row
	}
	for _, changed := range []int{0, 10, 10_000} {
		now := append([]mirror.Event(nil), events...)
		for i := range changed {
			now[i].Day++
		}
		wanted := &mirror.Desired{Events: now, Zone: berlin, Revision: "2"}
		b.Run(fmt.Sprint("changed=", changed), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				plan, err := mirror.Diff(wanted, rows, mirror.DiffOptions{Today: monday})
				if err != nil || plan.Updates != changed {
					b.Fatal(plan.Updates, err)
				}
			}
		})
	}
}
