package exchange_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rickb777/date/v2"
	"pgregory.net/rapid"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/exchange"
)

// raw is any text at all, control characters and blank ends included.
func raw(t *rapid.T, label string) string {
	return rapid.StringOfN(rapid.SampledFrom(append([]rune(" \\\x00\x01\r\u2028"), hostile...)), 0, 12, -1).Draw(t, label)
}

func exactApplication(t *rapid.T) schedule.Application {
	a := application(t, "")
	a.ID, a.Employer, a.Notes, a.Posting.URL = raw(t, "id"), raw(t, "employer"), raw(t, "notes"), raw(t, "url")
	a.Status = word(t, "status", orNone(schedule.Statuses))
	for i := range a.Interviews {
		a.Interviews[i].Round = rapid.IntRange(0, 3).Draw(t, "round")
		a.Interviews[i].Minutes = rapid.SampledFrom([]int{0, 60}).Draw(t, "minutes")
		a.Interviews[i].Contacts = append(a.Interviews[i].Contacts, raw(t, "contact"))
	}
	for i := range a.Outreach {
		a.Outreach[i].Purpose, a.Outreach[i].Outcome = word(t, "purpose", orNone(schedule.Purposes)), raw(t, "outcome")
	}
	for i := range a.Responses {
		a.Responses[i].Kind = word(t, "kind", orNone(schedule.ResponseKinds))
	}
	return a
}

func TestADocumentIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := exactApplication(t)
		before := []byte("before")
		document, err := exchange.AppendApplication(before, &a)
		if err != nil || !bytes.HasPrefix(document, before) {
			t.Fatalf("%q, %v", document, err)
		}
		read, err := exchange.UnmarshalApplication(document[len(before):])
		if diff := cmp.Diff(a, read, sameTime, cmpopts.EquateEmpty()); diff != "" || err != nil {
			t.Fatalf("%v %s", err, diff)
		}
		again, err := exchange.AppendApplication(nil, &read)
		if err != nil || !bytes.Equal(again, document[len(before):]) {
			t.Fatalf("the bytes changed: %v\n%s\n%s", err, document, again)
		}
		log := drawLog(t)
		for _, d := range log.Decisions {
			if d.Kind != schedule.Snooze {
				d.On = day(t, "on")
			}
			d.Concerns = few(t, "concerns", func(t *rapid.T, l string) schedule.Concern {
				return schedule.Concern{Application: "x" + raw(t, l), Event: "x" + raw(t, l+" event")}
			})
			document, err := exchange.AppendDecision(nil, &d)
			if err != nil {
				t.Fatal(err)
			}
			if read, err := exchange.UnmarshalDecision(document); err != nil || !cmp.Equal(d, read) {
				t.Fatalf("%+v became %+v, %v", d, read, err)
			}
		}
		log.Name = raw(t, "name")
		document, err = exchange.AppendSettings(nil, log)
		if err != nil {
			t.Fatal(err)
		}
		settings, err := exchange.UnmarshalSettings(document)
		log.Applications, log.Decisions = nil, nil
		if diff := cmp.Diff(*log, settings, sameTime, cmpopts.EquateEmpty()); diff != "" || err != nil {
			t.Fatalf("%v %s", err, diff)
		}
	})
}

func TestWhatCouldNotBeReadBackIsNotWritten(t *testing.T) {
	far := date.New(2400, 1, 1)
	for name, a := range map[string]schedule.Application{
		"no UTF-8":          {Role: "\xff"},
		"no UTF-8 below":    {Contacts: []schedule.Contact{{Name: "a\xc3"}}},
		"slashes, no UTF-8": {Role: "\\\\\xff"},
		"an unknown status": {Status: "napping"},
		"an unknown mode":   {Interviews: []schedule.Interview{{Start: time.Unix(1_795_000_000, 0), Mode: "pigeon"}}},
		"a long name":       {Employer: strings.Repeat("x", exchange.MaxName+1)},
		"a long note":       {Notes: strings.Repeat("x", exchange.MaxText+1)},
		"a far date":        {AppliedOn: far},
		"a far closing":     {Posting: schedule.Posting{ClosesOn: far}},
		"no start":          {Interviews: []schedule.Interview{{}}},
		"too many":          {Contacts: make([]schedule.Contact, exchange.MaxEntries+1)},
	} {
		document, err := exchange.AppendApplication(nil, &a)
		if err == nil {
			t.Errorf("%s is written: %.80s", name, document)
		} else if k := fault.KindOf(err); k != fault.Invalid && k != fault.TooLarge {
			t.Errorf("%s is refused as %v", name, k)
		}
	}
	if _, err := exchange.AppendDecision(nil, &schedule.Decision{Event: "u", Kind: schedule.Snooze}); err == nil {
		t.Error("a snooze without a day is written")
	}
	if _, err := exchange.AppendSettings(nil, &schedule.Log{Name: "\xff"}); err == nil {
		t.Error("settings that are no UTF-8 are written")
	}
	// Both look like what the encoder writes for a broken text, and are none.
	fine := schedule.Application{Role: `\ufffd`, Notes: "\ufffd"}
	document, err := exchange.AppendApplication(nil, &fine)
	if read, err2 := exchange.UnmarshalApplication(document); err != nil || err2 != nil || !cmp.Equal(fine, read) {
		t.Errorf("%v %v %s", err, err2, document)
	}
}

func TestABrokenDocumentIsRefused(t *testing.T) {
	for _, document := range []string{
		"", "null", "[]", `{"id":"a"`, `{"id":"a"}x`, `{"id":"a"}{}`, `{"id":1}`, `{"other":1}`, `{"id":"a","id":"b"}`, "{\"id\":\"\xff\"}", `{"status":"napping"}`,
		`{"interviews":[{"round":1}]}`,
	} {
		if a, err := exchange.UnmarshalApplication([]byte(document)); err == nil {
			t.Errorf("%s is read as %+v", document, a)
		}
	}
	for _, document := range []string{"", "{}", `{"event":"u","kind":"snooze"}`, `{"event":"u","kind":"done","concerns":[{"other":1}]}`} {
		if d, err := exchange.UnmarshalDecision([]byte(document)); err == nil {
			t.Errorf("%s is read as %+v", document, d)
		}
	}
	for _, document := range []string{"{}", `{"version":2}`, `{"version":1,"applications":[{"id":"a"}]}`, `{"version":1,"decisions":[{"event":"u","kind":"done"}]}`} {
		if l, err := exchange.UnmarshalSettings([]byte(document)); err == nil {
			t.Errorf("%s is read as %+v", document, l)
		}
	}
}

func FuzzUnmarshalApplication(f *testing.F) {
	f.Add([]byte(`{"id":"a","interviews":[{"start":"2026-12-02T10:00:00-05:00","preference":{"method":"email"}}],"policy":{"follow_ups":2}}`))
	f.Fuzz(func(t *testing.T, document []byte) {
		a, err := exchange.UnmarshalApplication(document)
		if err != nil {
			return
		}
		written, err := exchange.AppendApplication(nil, &a)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		again, err := exchange.UnmarshalApplication(written)
		if diff := cmp.Diff(a, again, sameTime, cmpopts.EquateEmpty()); diff != "" || err != nil {
			t.Fatalf("%v %s", err, diff)
		}
	})
}
