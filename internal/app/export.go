package app

import (
	"cmp"
	"context"
	"io"
	"iter"
	"slices"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar"
	"followcal/calendar/ical"
	"followcal/internal/app/journal"
	"followcal/internal/app/outlet"
	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/exchange"
	"followcal/schedule/workday"
)

// plan is a log that was planned.
type plan struct {
	log    *schedule.Log
	policy schedule.Policy
	asOf   date.Date
	events []schedule.Planned
	// versions is how often each event changed; nil: nobody counted.
	versions map[string]journal.Version
}

// Export reads the sources as one log, plans it and writes the plan to w. The
// summary is filled also beside an error. When it fails, what was written to w
// is to be thrown away.
func (a *App) Export(ctx context.Context, w io.Writer, r ExportRequest) (Summary, error) {
	var s Summary
	if err := a.checkFlags(&r); err != nil {
		return s, err
	}
	now := r.Now()
	log, err := s.read(r.Sources, exchange.Options{From: exchange.Format(r.From), Today: cmp.Or(r.AsOf, todayAnywhere(now)), Places: places{a.days}})
	if err != nil {
		return s, err
	}
	p, err := a.plan(ctx, log, &r, &s, now)
	if err != nil {
		return s, err
	}
	return s, p.write(ctx, w, &r, &s)
}

// Export plans everything that was logged, as [App.Export] does. Events of a
// calendar have the sequence and the time of modification that the record keeps.
func (r *Record) Export(ctx context.Context, w io.Writer, request ExportRequest) (Summary, error) {
	var s Summary
	if err := r.app.checkFlags(&request); err != nil {
		return s, err
	}
	log, versions, err := r.logFor(ctx, request.Format)
	if err != nil {
		return s, err
	}
	if s.Applications = len(log.Applications); s.Applications == 0 {
		s.note("your record has no applications yet: log one with followcal add, or take a file over with followcal import")
	}
	p, err := r.app.plan(ctx, log, &request, &s, request.Now())
	if err != nil {
		return s, err
	}
	p.versions = versions
	return s, p.write(ctx, w, &request, &s)
}

// logFor reads the log, and for a calendar the versions of its events.
func (r *Record) logFor(ctx context.Context, format string) (*schedule.Log, map[string]journal.Version, error) {
	if format == "ics" {
		return r.Versions(ctx)
	}
	log, err := r.WholeLog(ctx)
	return log, nil, err
}

// plan plans a log as the request wants it.
func (a *App) plan(ctx context.Context, log *schedule.Log, r *ExportRequest, s *Summary, now time.Time) (*plan, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := a.locate(log, r, s); err != nil {
		return nil, err
	}
	own, remarks, err := readClosures(r.Closed)
	if err != nil {
		return nil, err
	}
	s.Warnings = append(s.Warnings, remarks...)
	log.Closed, log.Working = append(log.Closed, own.Closed...), append(log.Working, own.Working...)
	p := &plan{log: log, policy: r.Policy.Apply(log.Policy.Apply(schedule.DefaultPolicy()))}
	if err := p.policy.Validate(); err != nil {
		return nil, err
	}
	if p.asOf, err = r.asOf(now, log.Zone); err != nil {
		return nil, err
	}
	if r.Strict {
		if err := s.refuseRejected(); err != nil {
			return nil, err
		}
	}
	return p, a.fill(p, r.IncludeMissed, s)
}

// write writes the plan in the format that the request names.
func (p *plan) write(ctx context.Context, w io.Writer, r *ExportRequest, s *Summary) (err error) {
	switch r.Format {
	case "ics":
		err = p.writeCalendar(w, r)
	case "json":
		err = exchange.WritePlanJSON(w, p.asOf, p.rows(ctx))
	case "csv":
		err = exchange.WritePlanCSV(w, p.rows(ctx))
	default:
		err = fault.New(fault.Usage, "--format: %q is none of ics, json and csv", r.Format)
	}
	if err == nil {
		err = ctx.Err()
	}
	s.count(p.events, r.Format == "ics")
	return err
}

// fill plans the log.
func (a *App) fill(p *plan, includeMissed bool, s *Summary) error {
	var options []schedule.Option
	if includeMissed {
		options = append(options, schedule.IncludeMissed())
	}
	outcome, err := schedule.Plan(p.log, p.policy, a.days, p.asOf, options...)
	if err != nil {
		return err
	}
	p.events = outcome.Planned
	for _, o := range outcome.Omitted {
		s.Warnings = append(s.Warnings, Remark{Text: "nothing is planned for " + schedule.Label(o.Application) + ": " + o.Why})
	}
	return nil
}

// What calendar programs show of an exported calendar, and how often they ask
// for it anew where it lies on a web server and a timer writes it.
const (
	calendarName    = "Follow-ups"
	calendarColor   = "royalblue"
	calendarRefresh = 12 * time.Hour
)

func (p *plan) writeCalendar(w io.Writer, r *ExportRequest) error {
	zone, err := workday.Zone(p.log.Zone)
	if err != nil {
		return err
	}
	privacy := outlet.Privacy(r.Privacy)
	if !slices.Contains(outlet.Privacies, privacy) {
		return fault.New(fault.Usage, "--privacy: %q is none of full, titles and busy", r.Privacy)
	}
	out := outlet.Outlet{Candidate: p.log.Name, Policy: p.policy, Privacy: privacy, Alarms: !r.NoAlarms}
	color, err := ical.ParseColor(calendarColor)
	if err != nil {
		return err
	}
	header := ical.Calendar{
		Name:        calendarName,
		Description: "When to follow up on job applications, and why on that day",
		Zone:        zone,
		Color:       color,
		Refresh:     calendarRefresh,
	}
	return ical.Write(w, header, p.spans(), p.calendarEvents(&out))
}

// spans tells which zones and years the calendar must explain.
func (p *plan) spans() *ical.Spans {
	var spans ical.Spans
	for i := range p.events {
		e := &p.events[i]
		switch {
		case !outlet.Shown(e):
		case e.AllDay:
			spans.Add(&calendar.Event{Day: e.Due})
		default:
			spans.Cover(e.Start, e.End)
		}
	}
	return &spans
}

func (p *plan) calendarEvents(out *outlet.Outlet) iter.Seq[*calendar.Event] {
	return func(yield func(*calendar.Event) bool) {
		for i := range p.events {
			if outlet.Shown(&p.events[i]) && !yield(p.event(out, i)) {
				return
			}
		}
	}
}

// event is the i-th event as a calendar shows it.
func (p *plan) event(out *outlet.Outlet, i int) *calendar.Event {
	e := out.Event(&p.events[i])
	if v, known := p.versions[e.UID]; known {
		e.Sequence, e.Stamped, e.Modified = v.Sequence, v.Modified, v.Modified
	}
	return e
}

// count tells how many events of each kind were written, and how many lapsed.
func (s *Summary) count(events []schedule.Planned, shownOnly bool) {
	counts := map[schedule.Kind]int{}
	for i := range events {
		if events[i].State == schedule.StateMissed {
			s.Missed++
		}
		if !shownOnly || outlet.Shown(&events[i]) {
			counts[events[i].Kind]++
		}
	}
	for _, kind := range schedule.Kinds {
		if n := counts[kind]; n > 0 {
			s.Events = append(s.Events, KindCount{Kind: string(kind), Count: n})
		}
	}
}

// rows words every planned event, whatever its state. It stops early when ctx
// is done.
func (p *plan) rows(ctx context.Context) iter.Seq[exchange.PlanEvent] {
	return func(yield func(exchange.PlanEvent) bool) {
		for i := range p.events {
			if ctx.Err() != nil || !yield(outlet.Row(&p.events[i], p.log.Name)) {
				return
			}
		}
	}
}
