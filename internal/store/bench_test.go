package store_test

import (
	"fmt"
	"hash/fnv"
	"path/filepath"
	"slices"
	"testing"

	"github.com/rickb777/date/v2"

	"followcal/internal/store"
	"followcal/schedule"
	"followcal/schedule/record"
)

const lot = 100_000

// export is an import of a lot of rows, as LinkedIn's export has them.
func export() []*schedule.Application {
	all := make([]*schedule.Application, lot)
	for i := range all {
		h := fnv.New64a()
		fmt.Fprint(h, i)
		all[i] = &schedule.Application{
			ID: fmt.Sprintf("linkedin-%016x", h.Sum64()), Employer: fmt.Sprintf("Employer %d GmbH", i/3), Role: "Software Engineer (m/w/d)",
			Status: schedule.Applied, AppliedOn: date.New(2026, 1, 1) + date.Date(i%300), Source: "LinkedIn",
			Posting: schedule.Posting{URL: fmt.Sprintf("https://www.linkedin.com/jobs/view/%d", i)},
		}
	}
	return all
}

func record1(b *testing.B, db *store.DB, f func(record.Writer) error) {
	b.Helper()
	if _, err := db.Record(b.Context(), "owner", entry(record.Import), f); err != nil {
		b.Fatal(err)
	}
}

func openBench(b *testing.B, path string) *store.DB {
	b.Helper()
	db, err := store.Open(b.Context(), options(path))
	if err != nil {
		b.Fatal(err)
	}
	return db
}

// BenchmarkPut adds a lot of applications to an empty store, history included.
func BenchmarkPut(b *testing.B) {
	all := export()
	for b.Loop() {
		b.StopTimer()
		db := openBench(b, filepath.Join(b.TempDir(), "log.db"))
		b.StartTimer()
		record1(b, db, func(w record.Writer) error { return w.Put(b.Context(), all...) })
		b.StopTimer()
		db.Close()
		b.StartTimer()
	}
	b.ReportMetric(lot/b.Elapsed().Seconds()*float64(b.N), "rows/s")
}

// BenchmarkStore does to a store of a lot of applications what commands do.
func BenchmarkStore(b *testing.B) {
	path := filepath.Join(b.TempDir(), "log.db")
	db := openBench(b, path)
	defer func() { db.Close() }()
	all := export()
	record1(b, db, func(w record.Writer) error { return w.Put(b.Context(), all...) })
	b.Run("Same", func(b *testing.B) {
		for b.Loop() {
			record1(b, db, func(w record.Writer) error { return w.Put(b.Context(), all...) })
		}
	})
	b.Run("All", func(b *testing.B) {
		for b.Loop() {
			viewed(b, db, func(r record.Reader) error {
				for _, err := range r.All(b.Context()) {
					if err != nil {
						return err
					}
				}
				return nil
			})
		}
	})
	b.Run("Named", func(b *testing.B) {
		for b.Loop() {
			viewed(b, db, func(r record.Reader) error {
				_, err := r.Named(b.Context(), "employer 777 g", 10)
				return err
			})
		}
	})
	b.Run("Replace", func(b *testing.B) {
		events, f := bigPlan(all)
		for b.Loop() {
			record1(b, db, func(w record.Writer) error { return w.Replace(b.Context(), nil, slices.Values(events), f, nil) })
		}
	})
	n := 0
	b.Run("AddOne", func(b *testing.B) {
		for b.Loop() {
			n++
			record1(b, db, func(w record.Writer) error { return w.Put(b.Context(), &schedule.Application{ID: fmt.Sprint(n)}) })
		}
	})
	b.Run("Open", func(b *testing.B) {
		for b.Loop() {
			db.Close()
			db = openBench(b, path)
			viewed(b, db, func(r record.Reader) error {
				_, err := r.Settings(b.Context())
				return err
			})
		}
	})
}

func viewed(b *testing.B, db *store.DB, f func(record.Reader) error) {
	b.Helper()
	if err := db.View(b.Context(), "owner", f); err != nil {
		b.Fatal(err)
	}
}

// bigPlan has an event, an outlook and a contender for each application.
func bigPlan(all []*schedule.Application) ([]*record.Event, *schedule.Footprint) {
	events, f := make([]*record.Event, len(all)), &schedule.Footprint{}
	for i, a := range all {
		due := date.New(2026, 12, 1) + date.Date(i/5)
		events[i] = &record.Event{
			UID: schedule.UID(a.ID, schedule.ApplicationFollowUp, "1"), Application: a.ID, Applications: []string{a.ID},
			Kind: schedule.ApplicationFollowUp, State: schedule.StatePending, Due: due, Zone: "Europe/Berlin", Content: make([]byte, 300),
			Fingerprint: "0123456789abcdef0123456789abcdef", Modified: options("").Now(),
		}
		f.Outlooks = append(f.Outlooks, schedule.Outlook{Application: a.ID, Keys: schedule.Keys(a), LapsesOn: due})
		f.Contenders = append(f.Contenders, schedule.Contender{Day: due, Application: a.ID, UID: events[i].UID, AnchorOn: a.AppliedOn, Age: a.AppliedOn, Stayed: true})
	}
	return events, f
}
