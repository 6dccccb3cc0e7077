package store_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"followcal/calendar/mirror"
)

// BenchmarkMirror does to a mirror of 10,000 events what runs do.
func BenchmarkMirror(b *testing.B) {
	for name, dsn := range map[string]func(b *testing.B) string{
		"SQLite":     func(b *testing.B) string { return filepath.Join(b.TempDir(), "log.db") },
		"PostgreSQL": func(b *testing.B) string { return newDatabase(b) },
	} {
		b.Run(name, func(b *testing.B) { benchMirror(b, dsn(b)) })
	}
}

func benchMirror(b *testing.B, dsn string) {
	db := openBench(b, dsn)
	b.Cleanup(func() { db.Close() })
	hold(b, db, "owner", "me")
	all := make([]mirror.Row, 10_000)
	for i := range all {
		all[i] = mirrorRow(fmt.Sprintf("%032d", i), fmt.Sprintf("%026d", i))
		all[i].Written.Start, all[i].Written.End = instant, instant.Add(time.Hour)
		all[i].Written.Description = fmt.Sprintf("You applied to Employer %d GmbH as Software Engineer (m/w/d) on 1 November 2026.\n\nAsk for Dana Smith, +49 30 1234567.", i)
	}
	commit(b, db, "owner", &mirror.Step{Put: all})
	b.Run("Rows", func(b *testing.B) {
		for b.Loop() {
			if rows, err := db.Rows(b.Context(), "owner"); err != nil || len(rows) != len(all) {
				b.Fatal(err)
			}
		}
	})
	b.Run("Commit", func(b *testing.B) { // of a batch: intents, then results
		for i := 0; b.Loop(); i++ {
			s := mirror.Step{Put: all[i*batch%len(all):][:batch]}
			for k := range s.Put {
				s.Wrote = append(s.Wrote, mirror.Written{UID: s.Put[k].UID, Kind: mirror.Insert, After: s.Put[k].Written})
			}
			s.Begin = i%10 == 0
			commit(b, db, "owner", &s)
		}
	})
	b.Run("Poll", func(b *testing.B) { // what an idle run asks and saves
		for b.Loop() {
			if _, err := db.Due(b.Context(), instant, 100); err != nil {
				b.Fatal(err)
			}
			if _, err := db.Touched(b.Context(), "owner"); err != nil {
				b.Fatal(err)
			}
			if _, err := db.Lane(b.Context(), "owner"); err != nil {
				b.Fatal(err)
			}
			hold(b, db, "owner", "me")
		}
	})
}
