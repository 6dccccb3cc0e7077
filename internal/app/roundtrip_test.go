package app_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"
	"pgregory.net/rapid"

	"followcal/internal/app"
	"followcal/internal/app/journal"
	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
	"followcal/schedule/record"
)

// Whatever was logged in whatever order: converted, imported into an empty
// record and converted again, it gives the same bytes; and importing it into the
// record that it came from changes nothing.
func TestConvertImportConvert(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(r *rapid.T) {
		first, second := filepath.Join(folder, "first.db"), filepath.Join(folder, "second.db")
		defer remove(first, second)
		c := newClock()
		log := openRecord(t, r, first, c)
		defer log.Close()
		if err := add(t.Context(), r, log); fault.KindOf(err) == fault.Internal && err != nil {
			r.Fatal(err)
		}
		for range rapid.IntRange(0, 11).Draw(r, "commands") {
			command(t.Context(), r, log)
			c.tick()
		}
		to := rapid.SampledFrom([]string{"json", "csv"}).Draw(r, "format")
		out := converted(t, r, log, to)
		again := openRecord(t, r, second, c)
		defer again.Close()
		importText(t, r, again, out)
		if back := converted(t, r, again, to); back != out {
			r.Fatalf("out\n%s\nback\n%s", out, back)
		}
		i, err := log.PreviewImport(t.Context(), read(t, r, out), 10)
		if err != nil || !i.Nothing() {
			r.Fatalf("importing what is there would change it: %+v %v\n%s", i, err, out)
		}
	})
}

func remove(files ...string) {
	for _, file := range files {
		for _, suffix := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(file + suffix) // most are not there
		}
	}
}

// command is one random command. That it is refused is fine, as long as it is
// no defect.
func command(ctx context.Context, r *rapid.T, log *app.Record) {
	err := rapid.SampledFrom([]func(context.Context, *rapid.T, *app.Record) error{
		add, add, happened, happened, happened, decide, configure, takeOver,
	}).Draw(r, "command")(ctx, r, log)
	if err != nil && fault.KindOf(err) == fault.Internal {
		r.Fatal(err)
	}
}

var (
	names = rapid.SampledFrom([]string{"Acme", "acme", "Birch & Söhne", "Cobalt", "=1+1", "日本"})
	texts = rapid.SampledFrom([]string{"x", " spaced ", "two\nlines", "\"quoted\", and more", "'", "=cmd()", "right \u200fto left", "tab\there"})
	days  = rapid.Custom(func(r *rapid.T) date.Date {
		return date.New(2026, time.November, 20) + date.Date(rapid.IntRange(-30, 10).Draw(r, "day"))
	})
	times = rapid.Custom(func(r *rapid.T) time.Time {
		zone := rapid.SampledFrom([]string{"America/New_York", "Asia/Kolkata", "UTC"}).Draw(r, "zone")
		location, _ := time.LoadLocation(zone)
		return time.Date(2026, time.November, rapid.IntRange(1, 30).Draw(r, "day"), rapid.IntRange(0, 23).Draw(r, "hour"), 30, 0, 0, location)
	})
)

func add(ctx context.Context, r *rapid.T, log *app.Record) error {
	change := entry.Change{Employer: entry.Set(names.Draw(r, "employer")), Role: entry.Set(names.Draw(r, "role"))}
	if rapid.Bool().Draw(r, "applied") {
		change.AppliedOn = entry.Set(days.Draw(r, "on"))
	}
	if rapid.Bool().Draw(r, "posted") {
		change.URL = entry.Set("https://" + rapid.StringMatching(`[a-c]\.example/[1-3]`).Draw(r, "url"))
	}
	if rapid.Bool().Draw(r, "noted") {
		change.Notes = entry.Set(texts.Draw(r, "notes"))
	}
	if rapid.Bool().Draw(r, "placed") {
		change.Region = entry.Set(rapid.SampledFrom([]string{"US-NY", "DE-BY", "IN"}).Draw(r, "region"))
	}
	id := rapid.SampledFrom([]string{"", "", "a", "b"}).Draw(r, "id")
	_, err := log.Add(ctx, func(here entry.Here) (schedule.Application, []string, error) { return entry.New(id, change, here) })
	return err
}

// happened logs something about an application that may be there.
func happened(ctx context.Context, r *rapid.T, log *app.Record) error {
	on, at, text := days.Draw(r, "on"), times.Draw(r, "at"), texts.Draw(r, "text")
	which := entry.Which{}
	entries := map[record.Verb]journal.Entry{
		record.AddInterview: func(a *schedule.Application, here entry.Here) ([]string, error) {
			return entry.AddInterview(a, schedule.Interview{Start: at, Place: text, Mode: schedule.ByVideo}, here)
		},
		record.CancelInterview: func(a *schedule.Application, here entry.Here) ([]string, error) {
			return entry.CancelInterview(a, which, here)
		},
		record.SetPreference: func(a *schedule.Application, here entry.Here) ([]string, error) {
			return entry.SetPreference(a, which, entry.PreferenceChange{Permission: entry.Set(schedule.Granted), Method: entry.Set(schedule.Email)}, here)
		},
		record.LogOutreach: func(a *schedule.Application, here entry.Here) ([]string, error) {
			return entry.LogOutreach(a, schedule.Outreach{On: on, Method: schedule.Phone, Purpose: schedule.FollowUp, Outcome: text}, here)
		},
		record.LogResponse: func(a *schedule.Application, here entry.Here) ([]string, error) {
			return entry.LogResponse(a, schedule.Response{On: on, Kind: schedule.Reply, Note: text}, here)
		},
		record.SetDeadline: func(a *schedule.Application, here entry.Here) ([]string, error) {
			return entry.SetDeadline(a, schedule.Deadline{Kind: schedule.DeadlineKinds[0], At: at}, here)
		},
		record.Edit: func(a *schedule.Application, _ entry.Here) ([]string, error) {
			return entry.AddContact(a, schedule.Contact{Name: text, Phone: "+1 212 555 0100"})
		},
	}
	verb := rapid.SampledFrom([]record.Verb{
		record.AddInterview, record.CancelInterview, record.SetPreference, record.LogOutreach, record.LogResponse, record.SetDeadline, record.Edit,
	}).Draw(r, "verb")
	_, err := log.Log(ctx, verb, somebody(ctx, r, log), entries[verb])
	return err
}

// somebody is the id of an application that is logged, if there is any.
func somebody(ctx context.Context, r *rapid.T, log *app.Record) string {
	whole, err := log.WholeLog(ctx)
	if err != nil {
		r.Fatal(err)
	}
	if len(whole.Applications) == 0 {
		return "nobody"
	}
	return whole.Applications[rapid.IntRange(0, len(whole.Applications)-1).Draw(r, "application")].ID
}

func decide(ctx context.Context, r *rapid.T, log *app.Record) error {
	request := journal.DecisionRequest{
		Event: somebody(ctx, r, log),
		Kind:  rapid.SampledFrom(schedule.DecisionKinds).Draw(r, "kind"),
	}
	if request.Kind == schedule.Snooze {
		request.Days = rapid.IntRange(1, 4).Draw(r, "days")
	}
	agenda, err := log.Agenda(ctx, journal.AgendaRequest{Days: 60})
	if err != nil {
		return err
	}
	if open := append(agenda.Today.Items, agenda.Next.Items...); len(open) > 0 {
		request.Event = open[rapid.IntRange(0, len(open)-1).Draw(r, "event")].UID
	}
	_, err = log.Decide(ctx, request)
	return err
}

func configure(ctx context.Context, r *rapid.T, log *app.Record) error {
	text, on := texts.Draw(r, "text"), days.Draw(r, "on")
	_, err := log.Configure(ctx, record.SetDaysOff, func(s *record.Settings, _ entry.Here) (warnings []string, err error) {
		switch rapid.IntRange(0, 2).Draw(r, "setting") {
		case 0:
			s.Name = strings.TrimSpace(names.Draw(r, "name"))
		case 1:
			s.Policy, err = entry.ChangePolicy(s.Policy, []entry.PolicyChange{{Key: "follow_ups", Value: entry.Set("1")}})
		default:
			s.DaysOff, warnings, err = entry.AddDaysOff(s.DaysOff, schedule.DaysOff{From: on, To: on + 2, Why: text})
		}
		return warnings, err
	})
	return err
}

// takeOver imports a small log, with a decision about an event that may not be
// planned.
func takeOver(ctx context.Context, r *rapid.T, log *app.Record) error {
	id := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(r, "id")
	decision := schedule.Decision{Event: schedule.UID(id, schedule.ApplicationFollowUp, "1"), Kind: schedule.Done}
	file := &schedule.Log{
		Applications: []schedule.Application{{
			ID: id, Employer: names.Draw(r, "employer"), Role: "Engineer", AppliedOn: days.Draw(r, "on"),
			Status: rapid.SampledFrom(schedule.Statuses).Draw(r, "status"),
		}},
		Decisions: []schedule.Decision{decision},
	}
	_, err := log.Import(ctx, file, 1)
	return err
}
