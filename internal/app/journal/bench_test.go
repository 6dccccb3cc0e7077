package journal_test

import (
	"context"
	"fmt"
	"strconv"
	"testing"

	"github.com/rickb777/date/v2"

	"followcal/internal/app/journal"
	"followcal/schedule"
	"followcal/schedule/entry"
	"followcal/schedule/record"
)

// fill puts n applications to a fifth as many employers into the record, sent
// over the last three years, and plans them.
func (d *desk) fill(b *testing.B, n int) {
	b.Helper()
	all := make([]*schedule.Application, n)
	for i := range all {
		all[i] = &schedule.Application{
			ID: fmt.Sprintf("app-%06d", i), Employer: fmt.Sprintf("Employer %d Inc.", i%(n/5+1)), Role: fmt.Sprintf("Role %d", i%500),
			Status: schedule.Applied, AppliedOn: november(19) - date.Date(i%1000), Region: "US-NY",
		}
	}
	if _, err := d.Store.Record(b.Context(), d.Account, record.Entry{At: d.now, By: d.By, Verb: record.Import}, func(w record.Writer) error {
		return w.Put(context.Background(), all...)
	}); err != nil {
		b.Fatal(err)
	}
	d.agendaOf(b)
}

func (d *desk) agendaOf(b *testing.B) {
	b.Helper()
	if _, err := d.Agenda(b.Context(), journal.AgendaRequest{Days: 7}); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkRecord(b *testing.B) {
	for _, n := range []int{0, 1_000, 10_000, 100_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			d := newDesk(b)
			d.fill(b, n)
			b.Run("Agenda", func(b *testing.B) {
				for b.Loop() {
					d.agendaOf(b)
				}
			})
			b.Run("Add", func(b *testing.B) { d.addMany(b) })
		})
	}
}

// addMany adds applications to employers of their own.
func (d *desk) addMany(b *testing.B) {
	b.Helper()
	for i := 0; b.Loop(); i++ {
		create := func(here entry.Here) (schedule.Application, []string, error) {
			return entry.New(fmt.Sprintf("new-%d-%d", b.N, i), entry.Change{
				Employer: entry.Set(fmt.Sprintf("New %d %d", b.N, i)), Role: entry.Set("Engineer"), AppliedOn: entry.Set(november(20)),
			}, here)
		}
		if _, err := d.Add(b.Context(), create); err != nil {
			b.Fatal(err)
		}
	}
}
