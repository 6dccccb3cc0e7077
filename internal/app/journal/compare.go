package journal

import (
	"context"

	"followcal/schedule"
	"followcal/schedule/exchange"
	"followcal/schedule/record"
)

// comparison is what an import changes, found without changing anything.
type comparison struct {
	report    Import
	write     []*schedule.Application // new or changed
	decisions []schedule.Decision     // new or weightier
	settings  *record.Settings        // nil: they stay

	zone    string            // the candidate's, for sentences
	region  string            // the candidate's; empty when it was never set
	most    int               // of each sort are listed
	matched map[string]*match // by the id of the stored application
	renamed map[string]string // what an application of the log is called in the record, by its id there
}

// match is a stored application that the log knows more about, or the same.
type match struct{ before, after schedule.Application }

// compare finds out what the log would change.
func (j *Journal) compare(ctx context.Context, r record.Reader, log *schedule.Log, most int) (*comparison, error) {
	c := &comparison{report: Import{Settings: []string{}, Changes: []Imported{}, Notes: []string{}}, most: most}
	if err := j.compareSettings(ctx, r, log, c); err != nil {
		return nil, err
	}
	known, err := recognise(ctx, r, log.Applications)
	if err != nil {
		return nil, err
	}
	for {
		attempt := *c
		attempt.matched, attempt.renamed = map[string]*match{}, map[string]string{}
		attempt.applications(log.Applications, known)
		if !attempt.unsettled(log.Applications, known) {
			return &attempt, j.compareDecisions(ctx, r, log, &attempt)
		}
	}
}

// applications sorts the applications of a log into new, changed and same ones.
func (c *comparison) applications(all []schedule.Application, known *recognised) {
	order := make([]*match, 0, len(known.byID))
	for i := range all {
		a := &all[i]
		stored := known.find(a)
		if stored == nil {
			c.report.New++
			c.write = append(c.write, a)
			c.list("new", c.report.New, record.Pair[schedule.Application]{After: a})
			continue
		}
		if a.ID != stored.ID {
			c.renamed[a.ID] = stored.ID
		}
		m := c.matched[stored.ID]
		if m == nil {
			m = &match{before: *stored, after: *stored}
			c.matched[stored.ID] = m
			order = append(order, m)
		}
		if warning := exchange.Fold(&m.after, a); warning != "" {
			c.note("%s: %s", schedule.Label(stored), warning)
		}
	}
	for _, m := range order {
		c.update(m)
	}
}

// unsettled finds applications that were recognised under another id, and would
// not be recognised as the same after the import: one of its files gave that
// one a date or a posting of its own. They become applications by themselves, so
// that importing the files again changes nothing. It reports whether there were
// any.
func (c *comparison) unsettled(all []schedule.Application, known *recognised) (found bool) {
	if len(c.renamed) == 0 {
		return false
	}
	later := make([]*schedule.Application, len(known.alike))
	for i := range known.alike {
		later[i] = &known.alike[i]
		if m := c.matched[known.alike[i].ID]; m != nil {
			later[i] = &m.after
		}
	}
	finder := exchange.NewFinder(func(i int) *schedule.Application { return later[i] })
	for i := range later {
		finder.Add(i)
	}
	for i := range all {
		if id := c.renamed[all[i].ID]; id != "" {
			if at, again := finder.Find(&all[i]); !again || later[at].ID != id {
				known.apart[all[i].ID] = true
				found = true
			}
		}
	}
	return found
}

// update tells what a log adds to an application that is known, if anything.
func (c *comparison) update(m *match) {
	p := record.Pair[schedule.Application]{Before: &m.before, After: &m.after}
	if len(record.Describe(record.Revision{Application: p}, c.zone)) == 0 {
		c.report.Same++
		return
	}
	c.report.Updated++
	c.write = append(c.write, &m.after)
	c.list("update", c.report.Updated, p)
}

// list puts the n-th change of its sort on the list, while there is room.
func (c *comparison) list(what string, n int, p record.Pair[schedule.Application]) {
	if n > c.most {
		return
	}
	c.report.Changes = append(c.report.Changes, Imported{
		What: what, Application: brief(p.After), Did: record.Describe(record.Revision{Application: p}, c.zone),
	})
}
