package recordtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/rickb777/date/v2"
	"pgregory.net/rapid"

	"followcal/schedule"
	"followcal/schedule/record"
)

// operation is one thing that a writer does, and what it does to the model.
type operation struct {
	say   string
	write func(ctx context.Context, w record.Writer) error
	model func(s *state, m *model)
}

var ids = []string{"a", "b", "ab", "c's", "日本", "x\u00a0y"}

func drawApplication(t *rapid.T) *schedule.Application {
	a := &schedule.Application{
		ID:       rapid.SampledFrom(ids).Draw(t, "id"),
		Employer: rapid.SampledFrom([]string{"", "Acme", "Ärzte & Söhne", "A"}).Draw(t, "employer"),
		Role:     rapid.SampledFrom([]string{"", "Clerk", "アクメ"}).Draw(t, "role"),
		Status:   schedule.Applied,
	}
	if rapid.Bool().Draw(t, "dated") {
		a.AppliedOn = date.New(2026, 11, 2) + date.Date(rapid.IntRange(0, 2).Draw(t, "day"))
	}
	return a
}

func drawDecision(t *rapid.T) *schedule.Decision {
	d := &schedule.Decision{
		Event: rapid.SampledFrom([]string{"u1", "u2", "u3"}).Draw(t, "event"),
		Kind:  rapid.SampledFrom([]schedule.DecisionKind{schedule.Done, schedule.Dismiss}).Draw(t, "kind"),
	}
	for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 0, 2, rapid.ID).Draw(t, "concerns") {
		d.On = monday // what concerns somebody counts on a day
		d.Concerns = append(d.Concerns, schedule.Concern{Application: id, Event: "of " + id})
		d.On = date.New(2026, time.November, 20) // what concerns somebody counts on a day
	}
	return d
}

func drawOperation(t *rapid.T) operation {
	switch rapid.SampledFrom([]string{"put", "put", "put several", "remove", "decide", "undecide", "settings", "forget"}).Draw(t, "what") {
	case "put":
		return putting(drawApplication(t))
	case "put several":
		return putting(drawApplication(t), drawApplication(t), drawApplication(t))
	case "remove":
		id := rapid.SampledFrom(ids).Draw(t, "removed")
		return operation{
			"remove " + id, func(ctx context.Context, w record.Writer) error { return w.Remove(ctx, id) },
			func(s *state, _ *model) { delete(s.apps, id) },
		}
	case "decide":
		d := drawDecision(t)
		return operation{
			"decide " + d.Event, func(ctx context.Context, w record.Writer) error { return w.PutDecision(ctx, d) },
			func(s *state, _ *model) { s.decisions[d.Event] = d },
		}
	case "undecide":
		return operation{
			"undecide", func(ctx context.Context, w record.Writer) error { return w.RemoveDecision(ctx, "u1") },
			func(s *state, _ *model) { delete(s.decisions, "u1") },
		}
	case "settings":
		set := &record.Settings{Zone: rapid.SampledFrom([]string{"", "Europe/Berlin", "Asia/Tokyo"}).Draw(t, "zone")}
		return operation{
			"settings " + set.Zone, func(ctx context.Context, w record.Writer) error { return w.PutSettings(ctx, set) },
			func(s *state, _ *model) {
				if s.settings = set; set.Zone == "" {
					s.settings = nil
				}
			},
		}
	}
	return forgetting(rapid.SampledFrom(ids).Draw(t, "forgotten"))
}

func putting(all ...*schedule.Application) operation {
	return operation{
		fmt.Sprintf("put %v", all), func(ctx context.Context, w record.Writer) error { return w.Put(ctx, all...) },
		func(s *state, _ *model) {
			for _, a := range all {
				s.apps[a.ID] = a
			}
		},
	}
}

// forgetting takes an application out of the present and of the past.
func forgetting(id string) operation {
	return operation{
		"forget " + id, func(ctx context.Context, w record.Writer) error { return w.Forget(ctx, id) },
		func(s *state, m *model) { m.forget(s, id) },
	}
}

var errAfterAll = errors.New("after all not")

// follow records random changes and compares the store with the model.
func follow(t *rapid.T, store record.Store, account string) {
	ctx := context.Background()
	m := &model{state: state{}.clone()}
	for range rapid.IntRange(1, 8).Draw(t, "changes") {
		var said []string
		ops := rapid.SliceOfN(rapid.Custom(drawOperation), 1, 4).Draw(t, "operations")
		fails := rapid.IntRange(0, 5).Draw(t, "fails") == 0
		e := entry(record.Edit)
		e.Undoes = m.undoable(rapid.Bool().Draw(t, "undoes"))
		c, err := store.Record(ctx, account, e, func(w record.Writer) error {
			for _, op := range ops {
				if err := op.write(ctx, w); err != nil {
					return err
				}
				said = append(said, op.say)
			}
			if fails {
				return errAfterAll
			}
			return nil
		})
		if fails && errors.Is(err, errAfterAll) {
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v: %v", said, err, errors.Unwrap(err))
		}
		if n := m.record(e, ops); n != c.Number {
			t.Fatalf("%s: this is change %d, not %d", said, n, c.Number)
		}
		compare(t, store, account, m, strings.Join(said, "; "))
	}
}
