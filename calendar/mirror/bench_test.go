package mirror_test

import (
	"fmt"
	"testing"

	"followcal/calendar/mirror"
)

// BenchmarkDiff compares 10,000 events with as many rows: at rest, when a tenth
// changed, and before the first push.
func BenchmarkDiff(b *testing.B) {
	const n = 10_000
	d := mirror.Desired{Zone: berlin, Revision: "r"}
	for i := range n {
		d.Events = append(d.Events, followUp(fmt.Sprintf("%05d", i), fmt.Sprint("Call Acme ", i), monday+1))
	}
	plan := func(rows []mirror.Row) mirror.Plan {
		p, err := mirror.Diff(&d, rows, mirror.DiffOptions{Today: monday, Force: true})
		if err != nil {
			b.Fatal(err)
		}
		return p
	}
	var same, tenth []mirror.Row
	for i, c := range plan(nil).Changes {
		c.Row.Phase, c.Row.Written = mirror.Settled, c.Want
		same = append(same, c.Row)
		if i%10 == 0 {
			c.Row.Written.Summary = "Write to Acme"
		}
		tenth = append(tenth, c.Row)
	}
	for _, bb := range []struct {
		name    string
		rows    []mirror.Row
		changes int
	}{{"same", same, 0}, {"tenth", tenth, n / 10}, {"first", nil, n}} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if got := len(plan(bb.rows).Changes); got != bb.changes {
					b.Fatalf("%d changes", got)
				}
			}
		})
	}
}
