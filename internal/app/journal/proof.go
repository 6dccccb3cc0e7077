package journal

import (
	"context"
	"slices"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/record"
	"followcal/schedule/workday"
)

// ProofRequest asks for the proof of a job search.
type ProofRequest struct {
	Application string    // a short name; empty: all
	From, To    date.Date // both included; zero: from the first step on, until today
	Answers     bool      // also what employers sent back
}

// Proof is what somebody did for a job search, day by day.
type Proof struct {
	Name   string    `json:"name"` // the candidate's; may be empty
	From   date.Date `json:"from"`
	To     date.Date `json:"to"`
	MadeOn date.Date `json:"made_on"`
	Steps  []Step    `json:"steps"`
	Totals []Total   `json:"totals"`
	// Zone is the candidate's, in which days of recording are told.
	Zone *time.Location `json:"-"`
}

// Step is a dated step of a job search.
type Step struct {
	On          date.Date  `json:"on"`
	Kind        string     `json:"kind"` // a [record.EffortKind]
	What        string     `json:"what"`
	Employer    string     `json:"employer"`
	Role        string     `json:"role"`
	How         string     `json:"how,omitempty"`
	With        string     `json:"with,omitempty"`
	Outcome     string     `json:"outcome,omitempty"`
	URL         string     `json:"url,omitempty"`
	Recorded    *time.Time `json:"recorded"` // UTC; null when no history says
	Application string     `json:"application"`
}

// Total is how many steps there are of a kind.
type Total struct {
	Kind  string `json:"kind"`
	Label string `json:"label"` // in the plural
	Count int    `json:"count"`
}

// effortLabels names the kinds of effort in the order in which they are told.
var effortLabels = []struct {
	kind  record.EffortKind
	label string
}{
	{record.EffortApplied, "Applications"},
	{record.EffortFollowUp, "Follow-ups"},
	{record.EffortThankYou, "Thank-you notes"},
	{record.EffortContact, "Other contacts"},
	{record.EffortInterview, "Interviews"},
	{record.EffortReply, "Replies"},
	{record.EffortAcknowledged, "Acknowledgements"},
	{record.EffortRejection, "Rejections"},
	{record.EffortOffer, "Offers"},
}

// Proof lists the steps of the job search, by day. Every step says when it was
// first logged: what was logged on its day proves more than what was logged late.
func (j *Journal) Proof(ctx context.Context, r ProofRequest) (Proof, error) {
	var p Proof
	err := j.Store.View(ctx, j.Account, func(v record.Reader) error {
		d, err := j.defaults(ctx, v)
		if err != nil {
			return err
		}
		if p, err = r.begin(d); err != nil {
			return err
		}
		efforts, err := effortsOf(ctx, v, &r, &p, d.head.Zone)
		if err != nil {
			return err
		}
		p.fill(efforts, r.From)
		return nil
	})
	return p, err
}

// begin settles the period. Nothing that is to come proves anything.
func (r *ProofRequest) begin(d *defaults) (Proof, error) {
	zone, err := workday.Zone(d.head.Zone)
	if err != nil {
		return Proof{}, err
	}
	today := d.moment.today
	p := Proof{Name: d.head.Name, From: r.From, To: r.To, MadeOn: today, Zone: zone, Steps: []Step{}, Totals: []Total{}}
	if p.To == 0 {
		p.To = today
	}
	if r.From > p.To {
		return p, fault.New(fault.Usage, "--from: %s is after %s, where the record ends", r.From, p.To)
	}
	return p, nil
}

// effortsOf collects the efforts of the period.
func effortsOf(ctx context.Context, r record.Reader, q *ProofRequest, p *Proof, zone string) ([]record.Effort, error) {
	c := &collector{Reader: r, until: min(p.To, p.MadeOn), zone: zone}
	c.drop = func(e record.Effort) bool { return e.On < q.From || !q.Answers && !e.Own() }
	if q.Application != "" {
		a, err := application(ctx, r, q.Application)
		if err != nil {
			return nil, err
		}
		c.meet(a)
		return c.all, c.collect(ctx)
	}
	for a, err := range r.All(ctx) {
		if err != nil {
			return nil, err
		}
		c.meet(&a)
		if len(c.waiting) == historiesAtOnce {
			if err := c.collect(ctx); err != nil {
				return nil, err
			}
		}
	}
	err := c.collect(ctx)
	slices.SortStableFunc(c.all, func(a, b record.Effort) int { return record.CompareEfforts(&a, &b) })
	return c.all, err
}

// historiesAtOnce is of how many applications the histories are read together.
const historiesAtOnce = 200

// collector collects efforts with the day on which each was logged.
type collector struct {
	record.Reader
	until   date.Date
	zone    string
	drop    func(record.Effort) bool
	waiting []schedule.Application // whose history is to be read
	all     []record.Effort
}

// meet takes an application that has something to show: the history of another
// is not read.
func (c *collector) meet(a *schedule.Application) {
	if len(slices.DeleteFunc(record.Efforts(a, nil, c.until, c.zone), c.drop)) > 0 {
		c.waiting = append(c.waiting, *a)
	}
}

// collect reads the histories of those who wait.
func (c *collector) collect(ctx context.Context) error {
	ids := make([]string, len(c.waiting))
	for i := range c.waiting {
		ids[i] = c.waiting[i].ID
	}
	histories, err := c.Histories(ctx, ids)
	if err != nil {
		return err
	}
	for i := range c.waiting {
		a := &c.waiting[i]
		c.all = append(c.all, slices.DeleteFunc(record.Efforts(a, histories[a.ID], c.until, c.zone), c.drop)...)
	}
	c.waiting = c.waiting[:0]
	return nil
}

// fill words the efforts and counts them.
func (p *Proof) fill(efforts []record.Effort, from date.Date) {
	counts := map[record.EffortKind]int{}
	for i := range efforts {
		e := &efforts[i]
		counts[e.Kind]++
		s := Step{
			On: e.On, Kind: string(e.Kind), What: e.What, Employer: e.Employer, Role: e.Role, How: e.How, With: e.With,
			Outcome: e.Outcome, URL: e.URL, Application: e.Application,
		}
		if !e.Recorded.IsZero() {
			s.Recorded = &e.Recorded
		}
		p.Steps = append(p.Steps, s)
	}
	for _, k := range effortLabels {
		if n := counts[k.kind]; n > 0 {
			p.Totals = append(p.Totals, Total{Kind: string(k.kind), Label: k.label, Count: n})
		}
	}
	if p.From = from; from == 0 {
		p.From = p.To
		if len(p.Steps) > 0 {
			p.From = p.Steps[0].On
		}
	}
}
