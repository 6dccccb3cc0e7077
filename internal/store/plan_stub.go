package store

import (
	"context"
	"iter"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
	"followcal/schedule/record"
)

type planStub struct{ record.Facts }

func (r *reader) Plan() record.Plan { return planStub{r} }

func (p planStub) Decisions(ctx context.Context, ids []string) ([]schedule.Decision, error) {
	return p.Facts.Decisions(ctx, ids...)
}
func (planStub) Related(context.Context, []string) ([]string, error) { return nil, nil }
func (planStub) Traces(context.Context, []string) (schedule.Footprint, error) {
	return schedule.Footprint{}, nil
}
func (planStub) Contenders(context.Context, date.Date, int) ([]schedule.Contender, error) {
	return nil, nil
}
func (planStub) Appointments(context.Context, date.Date, date.Date) ([]schedule.Appointment, error) {
	return nil, nil
}
func (planStub) State(context.Context) (record.PlanState, error) { return record.PlanState{}, nil }
func (planStub) Events(context.Context, record.EventQuery) iter.Seq2[record.Event, error] {
	return func(func(record.Event, error) bool) {}
}
func (planStub) CountEvents(context.Context) (map[schedule.State]int, error) { return nil, nil }
func (planStub) Lapsed(context.Context, date.Date) ([]string, error)         { return nil, nil }
func (planStub) Lacks(context.Context, int) ([]record.Lack, map[record.LackKind]int, error) {
	return nil, nil, nil
}
func (w *writer) Replace(_ context.Context, _ []string, events iter.Seq[*record.Event], _ *schedule.Footprint, _ []record.Lack) error {
	for range events {
	}
	return nil
}
func (w *writer) SetPlanState(context.Context, record.PlanState) error { return nil }
