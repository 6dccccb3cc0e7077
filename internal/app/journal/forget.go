package journal

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/record"
)

// ForgetRequest says what is to be forgotten: an application, or a person
// everywhere. Exactly one is set.
type ForgetRequest struct {
	Application string // a short name
	Contact     string // a person's name, e-mail address or telephone number
}

// Forgetting is what forgetting would remove for ever.
type Forgetting struct {
	What         string        `json:"what"` // whom or what, for the question
	Removes      []string      `json:"removes"`
	Keeps        []string      `json:"keeps"`        // what stays although it says something of it
	Applications []Application `json:"applications"` // where it is found, as far as they are still logged
}

// outOfReach is where nothing can be forgotten.
const outOfReach = "backups and files that you made, and what calendars fetched or imported until they fetch anew"

// Forgetting tells what would be forgotten, and changes nothing.
func (j *Journal) Forgetting(ctx context.Context, r ForgetRequest) (Forgetting, error) {
	if err := r.check(); err != nil {
		return Forgetting{}, err
	}
	var f Forgetting
	entry := record.Entry{At: j.Now().UTC(), By: j.By, Verb: record.Forget}
	_, err := j.Store.Record(ctx, j.Account, entry, func(w record.Writer) (err error) {
		if r.Application != "" {
			f, err = forgettingApplication(ctx, w, r.Application)
		} else {
			f, err = forgettingPerson(ctx, w, r.Contact)
		}
		if err == nil {
			err = errDiscard
		}
		return err
	})
	if errors.Is(err, errDiscard) {
		err = nil
	}
	return f, err
}

func (r *ForgetRequest) check() error {
	if (r.Application == "") == (r.Contact == "") {
		return fault.New(fault.Usage, "name what to forget: an APPLICATION, or a person with --contact")
	}
	return nil
}

func forgettingApplication(ctx context.Context, r record.Reader, name string) (Forgetting, error) {
	a, err := application(ctx, r, name)
	if err != nil {
		return Forgetting{}, err
	}
	changes, last := 0, int64(0)
	for revision, err := range r.Revisions(ctx, a.ID) {
		if err != nil {
			return Forgetting{}, err
		}
		if revision.Change.Number != last {
			changes, last = changes+1, revision.Change.Number
		}
	}
	events, err := items(ctx, r, record.EventQuery{Applications: []string{a.ID}})
	return Forgetting{
		What: schedule.Label(a),
		Removes: []string{
			"everything that is logged of it, with its contacts and notes",
			fmt.Sprintf("its history: %s", counted(changes, "change")),
			counted(len(events), "planned event"),
		},
		Keeps:        []string{outOfReach},
		Applications: []Application{brief(a)},
	}, err
}

func forgettingPerson(ctx context.Context, w record.Writer, who string) (Forgetting, error) {
	p, err := findPerson(ctx, w, who)
	if err != nil {
		return Forgetting{}, err
	}
	known, err := w.Applications(ctx, slices.Collect(maps.Keys(p.found)))
	f := Forgetting{
		What: who,
		Removes: []string{
			"the contact with its telephone number and e-mail address",
			"the name in interviews, preferences and outreach",
			"all of these in notes, outcomes, places, sources, names of days and links",
			"and in every earlier state of them",
		},
		Keeps:        append(p.keeps(), outOfReach),
		Applications: []Application{},
	}
	for i := range known {
		f.Applications = append(f.Applications, brief(&known[i]))
	}
	return f, err
}

// Forget removes an application, or a person, with all history, beyond
// recovery, and plans anew what depended on it.
func (j *Journal) Forget(ctx context.Context, r ForgetRequest) (Receipt, error) {
	if err := r.check(); err != nil {
		return Receipt{}, err
	}
	return j.record(ctx, record.Forget, func(ctx context.Context, e *edit) error {
		e.forgetful = true
		if r.Contact != "" {
			return e.forgetPerson(ctx, r.Contact)
		}
		a, err := application(ctx, e, r.Application)
		if err != nil {
			return err
		}
		e.touched = append(e.touched, a.ID)
		e.did = append(e.did, "forgotten: "+schedule.Label(a))
		return e.Forget(ctx, a.ID)
	})
}

func (e *edit) forgetPerson(ctx context.Context, who string) error {
	p, err := findPerson(ctx, e, who)
	if err != nil {
		return err
	}
	rewritten, err := e.Rewrite(ctx, p.forget)
	if err != nil {
		return err
	}
	e.touched = append(e.touched, rewritten...)
	e.did = append(e.did, fmt.Sprintf("forgotten: %s, in %s", who, counted(len(rewritten), "application")))
	for _, what := range p.keeps() {
		e.notes = append(e.notes, "kept: "+what)
	}
	return nil
}

// counted returns "1 event", "2 events".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
