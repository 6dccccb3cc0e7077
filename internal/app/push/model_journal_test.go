//go:build !race

package push_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/rickb777/date/v2"
	_ "modernc.org/sqlite"
	"pgregory.net/rapid"

	"followcal/calendar/mirror"
	"followcal/internal/app/journal"
	"followcal/internal/app/push"
	"followcal/internal/fault"
	"followcal/internal/store"
	"followcal/schedule"
	"followcal/schedule/entry"
	"followcal/schedule/workday"
)

var journals = flag.Int("model.journals", 4, "how many times -rapid.checks histories are tried with a record in SQLite")

// TestModelOfARecord is [TestModel] with a real record in SQLite, from which what
// is wanted is planned, and which logs what the person does.
func TestModelOfARecord(t *testing.T) {
	n := *journals
	if testing.Short() {
		n = min(n, 1)
	}
	empty := filepath.Join(t.TempDir(), "empty.db") // made once: it takes longer than a history
	db, err := store.Open(t.Context(), store.Options{DSN: empty, Now: func() time.Time { return time.Unix(1_772_000_000, 0) }, Random: zeroes{}})
	must(t, err)
	must(t, db.Close())
	blank, err := os.ReadFile(empty)
	must(t, err)
	for shard := range n {
		t.Run(fmt.Sprint(shard), func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "record.db")
			rapid.Check(t, func(r *rapid.T) {
				for _, suffix := range []string{"-wal", "-shm"} {
					_ = os.Remove(path + suffix) // there may be none
				}
				must(t, os.WriteFile(path, blank, 0o600))
				inBubble(t, func(*testing.T) { recordHistory(r, path) })
			})
		})
	}
}

func recordHistory(t *rapid.T, path string) {
	m, end := newTrial(t, false, rapid.IntRange(0, 3).Draw(t, "tokens") == 3)
	defer end()
	m.daily = true
	ctx := context.Background()
	db, err := store.Open(ctx, store.Options{DSN: path, Now: m.now, Random: zeroes{}})
	m.must(err)
	defer db.Close()
	days := workday.Region
	j := journal.Journal{
		Store: db, Account: account, By: "robin", Days: days, Now: m.now, SystemZone: func() (string, error) { return "America/New_York", nil },
	}
	m.keep(&diary{&push.Source{Journal: j, Secrets: db, Touches: db}, &j, 0}, db, mirror.Settings{Name: "Follow-ups", Privacy: "full"})
	m.live()
	m.checkLog()
}

// diary is a real record.
type diary struct {
	*push.Source
	journal *journal.Journal
	jobs    int
}

// log implements [application].
func (d *diary) log(m *trial) {
	ctx := context.Background()
	today := date.NewAt(m.now())
	m.changedAll()
	var err error
	switch what := pick(m, "logs", "job", "job", "outreach", "interview", "deadline", "status", "decision"); {
	case what == "job" && d.jobs < 4, d.jobs == 0:
		next := d.jobs + 1
		_, err = d.journal.Add(ctx, func(here entry.Here) (schedule.Application, []string, error) {
			a, warnings, err := entry.New(fmt.Sprint("job", next), entry.Change{
				Employer: entry.Set(fmt.Sprint("Employer ", next)), Role: entry.Set("Engineer"),
				AppliedOn: entry.Set(today - date.Date(m.choose("ago", 0, 12))), Region: entry.Set("US-NY"),
			}, here)
			a.Contacts = []schedule.Contact{{Name: "Dana", Phone: "+1 212 555 0100"}}
			return a, warnings, err
		})
		if err == nil {
			d.jobs = next
		}
	case what == "decision":
		d.decides(m)
	default:
		_, err = d.journal.Log(ctx, journal.Edit, fmt.Sprint("job", m.choose("which", 1, d.jobs)), func(a *schedule.Application, here entry.Here) ([]string, error) {
			start := m.now().Truncate(time.Hour).AddDate(0, 0, m.choose("in days", 1, 9))
			switch what {
			case "outreach", "job":
				return entry.LogOutreach(a, schedule.Outreach{On: today, Method: schedule.Email, Contact: "Dana"}, here)
			case "interview":
				return entry.AddInterview(a, schedule.Interview{Start: start}, here)
			case "deadline":
				return entry.SetDeadline(a, schedule.Deadline{Kind: schedule.TakeHome, At: start}, here)
			default:
				return entry.SetStatus(a, entry.StatusChange{To: pick(m, "status", schedule.Withdrawn, schedule.Interviewing)}, here)
			}
		})
	}
	if err != nil && fault.KindOf(err) != fault.Invalid { // not everything can follow everything
		m.must(err)
	}
	m.changedAll()
}

// decides has the person decide about an event, in followcal.
func (d *diary) decides(m *trial) {
	all, err := d.journal.OpenEvents(context.Background(), 20)
	m.must(err)
	if len(all) == 0 {
		return
	}
	e := pick(m, "event", all...)
	request := journal.DecisionRequest{Event: e.UID, Kind: pick(m, "decision", journal.Done, journal.Dismiss, journal.Snooze)}
	if request.Kind == journal.Snooze {
		request.Days = m.choose("days", 1, 5)
	}
	if _, err := d.journal.Decide(context.Background(), request); fault.KindOf(err) != fault.Invalid {
		m.must(err)
	}
}

// unbar implements [application].
func (d *diary) unbar(m *trial) {
	for n := range d.jobs {
		m.names++
		_, err := d.journal.Log(context.Background(), journal.Edit, fmt.Sprint("job", n+1), func(a *schedule.Application, here entry.Here) ([]string, error) {
			return entry.Edit(a, entry.Change{Employer: entry.Set(fmt.Sprintf("Employer %d %d", n+1, m.names))}, here)
		})
		m.must(err)
	}
	m.changedAll()
}

// checkLog compares what was heard with what the log says.
func (m *trial) checkLog() {
	d := m.app.(*diary)
	open, err := d.journal.OpenEvents(context.Background(), 1000)
	m.must(err)
	rows, err := m.store.Rows(context.Background(), account)
	m.must(err)
	for i := range rows {
		kind, ref := m.heardOf[rows[i].UID], rows[i].Ref
		if kind == "" || m.contested[rows[i].UID] {
			continue
		}
		if slices.ContainsFunc(open, func(i journal.Item) bool { return i.UID == ref }) {
			m.Fatalf("%s was %s at Google, and is open in the log", ref, kind)
		}
	}
}
