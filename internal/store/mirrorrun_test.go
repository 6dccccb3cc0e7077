package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar"
	"followcal/calendar/mirror"
	"followcal/calendar/mirror/mirrortest"
	"followcal/internal/store"
	"followcal/schedule"
	"followcal/schedule/record"
)

// planned is a source that wants what is planned, in its store's words.
type planned struct {
	*store.DB
	taken []mirror.Finding
}

func (p *planned) Revision(ctx context.Context, account string) (string, error) {
	touched, err := p.Touched(ctx, account)
	return fmt.Sprint(touched), err
}

func (p *planned) Desired(ctx context.Context, account string, _ mirror.Settings) (d mirror.Desired, err error) {
	d.Zone = time.UTC
	if d.Revision, err = p.Revision(ctx, account); err != nil {
		return d, err
	}
	err = p.View(ctx, account, func(r record.Reader) error {
		for e, err := range r.Plan().Events(ctx, record.EventQuery{}) {
			if err != nil {
				return err
			}
			d.Events = append(d.Events, mirror.Event{Ref: e.UID, Event: calendar.Event{
				UID: "published-" + e.UID, Summary: "Call " + string(e.Content), Description: "Ask " + string(e.Content), Day: e.Due, Days: 1,
			}})
		}
		return nil
	})
	return d, err
}

func (p *planned) Take(_ context.Context, _ string, all []mirror.Finding) ([]mirror.Outcome, error) {
	p.taken = append(p.taken, all...)
	return make([]mirror.Outcome, len(all)), nil
}

// plannedAs replaces the plan by an event of each application and one of both.
func plannedAs(t *testing.T, w record.Writer, words map[string]string) error {
	t.Helper()
	var events []*record.Event
	for uid, about := range map[string][]string{"k1": {"s"}, "k2": {"o", "s"}, "k3": {"o"}, "k4": {"o"}} {
		if text := words[uid]; text != "" {
			events = append(events, &record.Event{UID: uid, Application: about[0], Applications: about, Due: date.New(2026, 12, 1), Content: []byte(text)})
		}
	}
	return w.Replace(t.Context(), nil, slices.Values(events), &schedule.Footprint{}, nil)
}

// TestTheMirrorFollowsWhatIsForgotten runs a mirror before and after: the entry of
// what is forgotten goes, the one that it shared is reworded, and neither what a
// person wrote there is lost nor taken for something that they did.
func TestTheMirrorFollowsWhatIsForgotten(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		db := open(t, dsn)
		source, service := &planned{DB: db}, new(mirrortest.Service)
		m := &mirror.Mirror{
			Ledger: db, Source: source, Holder: "host", Lease: time.Minute, Now: options("").Now, Jitter: func() float64 { return 0.5 },
			Remote: func(context.Context, string) (mirror.Remote, error) { return service, nil },
		}
		run := func() mirror.Report {
			t.Helper()
			report, err := m.Run(t.Context(), "owner", mirror.Options{})
			if err != nil || report.Trouble.Kind != "" {
				t.Fatalf("%+v, %v: %v", report, err, errors.Unwrap(err))
			}
			return report
		}
		forget(t, db, func(w record.Writer) error {
			err := w.Put(t.Context(), &schedule.Application{ID: "s", Employer: secret}, &schedule.Application{ID: "o", Employer: "Other"})
			return errors.Join(err, plannedAs(t, w, map[string]string{"k1": secret, "k2": "Other and " + secret, "k3": "Other", "k4": "Other too"}))
		})
		if err := m.Configure(t.Context(), "owner", mirror.Settings{Name: "Job hunt"}); err != nil {
			t.Fatal(err)
		}
		run()
		l, err := db.Lane(t.Context(), "owner")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range service.PersonSees(l.Calendar) {
			service.PersonEdits(l.Calendar, e.ID, func(s *mirrortest.Shown) { s.Description += "\nbring flowers" })
		}
		run()
		forget(t, db, func(w record.Writer) error {
			return errors.Join(w.Forget(t.Context(), "s"), plannedAs(t, w, map[string]string{"k2": "Other", "k3": "Other", "k4": "Other too"}))
		})
		service.Calls()
		report := run()
		if len(report.Wrote) != 2 || len(source.taken) != 0 {
			t.Errorf("%+v is written, %+v is taken", report.Wrote, source.taken)
		}
		wantSeen(t, service.PersonSees(l.Calendar), "Call Other", "Call Other", "Call Other too")
		for _, r := range rowsOf(t, db) {
			if strings.Contains(r.Written.Summary, secret) || r.Seen.Notes.After != "bring flowers" && r.Phase == mirror.Settled {
				t.Errorf("the mirror knows %+v", r)
			}
		}
		if _, err := m.Undo(t.Context(), "owner"); err != nil {
			t.Fatal(err)
		}
		wantSeen(t, service.PersonSees(l.Calendar), "Call Other", "Call Other", "Call Other too")
	})
}

// wantSeen compares the titles that a person sees, each with their note.
func wantSeen(t *testing.T, all []mirrortest.Shown, want ...string) {
	t.Helper()
	var got []string
	for _, e := range all {
		got = append(got, e.Summary)
		if !strings.Contains(e.Description, "bring flowers") {
			t.Errorf("%s says %q", e.Summary, e.Description)
		}
	}
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("the person sees %q, not %q", got, want)
	}
}
