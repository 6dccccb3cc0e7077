package journal_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"followcal/internal/app/journal"
	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
	"followcal/schedule/record"
)

func TestHistoryOfOneApplication(t *testing.T) {
	d := newDesk(t)
	d.applied(t, "acme-1", "Acme Corp", "Engineer", november(19))
	d.applied(t, "other", "Other Inc.", "Engineer", november(19))
	d.now = d.now.Add(time.Hour)
	if _, err := d.Log(t.Context(), record.Edit, "acme", edited("notes")); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Decide(t.Context(), journal.DecisionRequest{Event: d.agenda(t).Next.Items[0].UID, Kind: journal.Dismiss}); err != nil {
		t.Fatal(err)
	}
	h, err := d.History(t.Context(), journal.HistoryRequest{Application: "acme"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range h.Changes {
		for _, f := range c.Facts {
			got = append(got, string(c.Verb)+" "+f.Application+": "+f.Did[0])
		}
	}
	want := []string{
		"decide acme-1: decision: dismissed, planned for Fri 27 Nov 2026",
		"edit acme-1: notes added",
		"add acme-1: application added: Engineer at Acme Corp",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if c := h.Changes[0]; c.By != "robin" || !c.At.Equal(d.now) {
		t.Errorf("by %s at %v, want robin at %v", c.By, c.At, d.now)
	}
}

func TestHistoryIsCutWhereItWasAsked(t *testing.T) {
	d := newDesk(t)
	for _, id := range []string{"a", "b", "c"} {
		d.applied(t, id, "Employer "+id, "Engineer", november(19))
	}
	for limit, want := range map[int]int{0: 3, 1: 1, 2: 2, 3: 3, 9: 3} {
		h, err := d.History(t.Context(), journal.HistoryRequest{Limit: limit})
		if err != nil || len(h.Changes) != want || h.More != (want < 3) {
			t.Errorf("limit %d: %d changes, more %v, %v; want %d", limit, len(h.Changes), h.More, err, want)
		}
	}
	h, err := d.History(t.Context(), journal.HistoryRequest{Limit: 1, Sentences: 1})
	if err != nil || !strings.HasPrefix(h.Changes[0].Facts[0].Did[0], "application added") {
		t.Errorf("the latest change says %v, %v", h.Changes, err)
	}
}

func TestProofTellsWhatWasDoneAndWhenItWasLogged(t *testing.T) {
	d := newDesk(t)
	d.applied(t, "acme-1", "Acme Corp", "Engineer", november(16))
	d.applied(t, "bolt", "Bolt Inc.", "Welder", november(10))
	logged := d.now
	d.on(november(24))
	for verb, log := range map[record.Verb]journal.Entry{
		record.LogOutreach: func(a *schedule.Application, here entry.Here) ([]string, error) {
			return entry.LogOutreach(a, schedule.Outreach{On: november(23), Method: schedule.Phone, Outcome: "voicemail"}, here)
		},
		record.LogResponse: func(a *schedule.Application, here entry.Here) ([]string, error) {
			return entry.LogResponse(a, schedule.Response{On: november(24), Note: "call us"}, here)
		},
		record.AddInterview: func(a *schedule.Application, here entry.Here) ([]string, error) {
			return entry.AddInterview(a, schedule.Interview{Start: time.Date(2026, time.November, 30, 15, 0, 0, 0, time.UTC)}, here)
		},
	} {
		if _, err := d.Log(t.Context(), verb, "acme", log); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name    string
		request journal.ProofRequest
		want    []string
		from    string
	}{
		{"all", journal.ProofRequest{}, []string{"2026-11-10 applied", "2026-11-16 applied", "2026-11-23 follow-up"}, "2026-11-10"},
		{"a period", journal.ProofRequest{From: november(12), To: november(20)}, []string{"2026-11-16 applied"}, "2026-11-12"},
		{"with answers", journal.ProofRequest{From: november(20), Answers: true}, []string{"2026-11-23 follow-up", "2026-11-24 reply"}, "2026-11-20"},
		{"of one", journal.ProofRequest{Application: "bolt", To: december(31)}, []string{"2026-11-10 applied"}, "2026-11-10"},
		{"of no time", journal.ProofRequest{To: november(1)}, nil, "2026-11-01"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := d.Proof(t.Context(), tt.request)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			total := 0
			for _, s := range p.Steps {
				got = append(got, s.On.String()+" "+s.Kind)
			}
			for _, sum := range p.Totals {
				total += sum.Count
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || p.From.String() != tt.from || total != len(got) {
				t.Errorf("from %s, %d in total (-want +got):\n%s", p.From, total, diff)
			}
		})
	}
	p, err := d.Proof(t.Context(), journal.ProofRequest{})
	if err != nil || p.Steps[0].Recorded == nil || !p.Steps[0].Recorded.Equal(logged) || !p.Steps[2].Recorded.Equal(d.now) {
		t.Errorf("recorded %v and %v, want %v and %v: %v", p.Steps[0].Recorded, p.Steps[2].Recorded, logged, d.now, err)
	}
	if _, err := d.Proof(t.Context(), journal.ProofRequest{From: december(1)}); fault.KindOf(err) != fault.Usage {
		t.Errorf("a proof from a day to come: %v", err)
	}
}

// together refuses to read histories one by one.
type together struct{ record.Store }

func (s together) View(ctx context.Context, account string, f func(record.Reader) error) error {
	return s.Store.View(ctx, account, func(r record.Reader) error { return f(reads{r}) })
}

type reads struct{ record.Reader }

func (reads) Revisions(context.Context, string) iter.Seq2[record.Revision, error] {
	return func(yield func(record.Revision, error) bool) {
		yield(record.Revision{}, errors.New("one history was read alone"))
	}
}

func TestProofReadsHistoriesTogether(t *testing.T) {
	d := newDesk(t)
	_, err := d.Store.Record(t.Context(), d.Account, record.Entry{At: d.now, By: "robin", Verb: record.Import}, func(w record.Writer) error {
		for i := range 450 { // more than two pages
			a := &schedule.Application{ID: fmt.Sprintf("id-%03d", i), Employer: "Acme Corp", Status: schedule.Applied, AppliedOn: november(16)}
			if err := w.Put(t.Context(), a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Store = together{d.Store}
	p, err := d.Proof(t.Context(), journal.ProofRequest{})
	if err != nil || len(p.Steps) != 450 {
		t.Fatalf("%d steps, %v", len(p.Steps), err)
	}
	for _, s := range p.Steps {
		if s.Recorded == nil || !s.Recorded.Equal(d.now) {
			t.Fatalf("%s was recorded at %v", s.Application, s.Recorded)
		}
	}
}

func TestWhyExplainsInFull(t *testing.T) {
	d := newDesk(t)
	dana(t, d)
	found, err := d.Why(t.Context(), d.agenda(t).Next.Items[0].UID)
	if err != nil {
		t.Fatal(err)
	}
	if found.Script == "" || !strings.Contains(found.Words.Description, found.Script) {
		t.Errorf("the script is %q", found.Script)
	}
	if len(found.Shared) == 0 || len(found.Changes) == 0 || found.Words.CountedFrom() == "" || found.Words.Reason.Rule == "" {
		t.Errorf("something is left unexplained: %+v", found)
	}
}

// TestEveryEventIsExplained: whatever kind an event is of, there are words for
// all of it.
func TestEveryEventIsExplained(t *testing.T) {
	d := newDesk(t)
	dana(t, d)
	log := func(verb record.Verb, entry journal.Entry) {
		if _, err := d.Log(t.Context(), verb, "bolt", entry); err != nil {
			t.Fatal(err)
		}
	}
	log(record.SetDeadline, func(a *schedule.Application, here entry.Here) ([]string, error) {
		return entry.SetDeadline(a, schedule.Deadline{Kind: schedule.TakeHome, On: december(1)}, here)
	})
	kinds := map[schedule.Kind]bool{}
	for _, item := range d.agenda(t).Next.Items {
		kinds[item.Kind] = true
		e, err := d.Why(t.Context(), item.UID)
		if err != nil || len(e.Changes) == 0 {
			t.Errorf("%s: %v, %v", item.Kind, e.Changes, err)
		}
		if e.Words.Reason.AnchorOn != "" && e.Words.CountedFrom() == "" {
			t.Errorf("%s is counted from %q, for which there are no words", item.Kind, e.Words.Reason.Anchor)
		}
	}
	if len(kinds) < 3 {
		t.Errorf("only %v were planned", kinds)
	}
}

func TestWhyOfWhatIsNoLongerNeeded(t *testing.T) {
	d := newDesk(t)
	d.applied(t, "acme-1", "Acme Corp", "Engineer", november(19))
	uid := d.agenda(t).Next.Items[0].UID
	if _, err := d.Log(t.Context(), record.LogResponse, "acme", func(a *schedule.Application, here entry.Here) ([]string, error) {
		return entry.LogResponse(a, schedule.Response{}, here)
	}); err != nil {
		t.Fatal(err)
	}
	e, err := d.Why(t.Context(), uid)
	if err != nil || e.State != schedule.StateCancelled || e.Because.StoppedBecause() != "they answered" || e.Because.StoppedOn != "2026-11-20" {
		t.Errorf("%s, because %q on %q, %v", e.State, e.Because.StoppedBecause(), e.Because.StoppedOn, err)
	}
	if len(e.Changes) != 0 {
		t.Errorf("something would change it: %v", e.Changes)
	}
}
