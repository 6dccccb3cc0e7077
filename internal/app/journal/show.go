package journal

import (
	"context"
	"encoding/json"

	"followcal/schedule"
	"followcal/schedule/exchange"
	"followcal/schedule/record"
)

// Shown is everything that is known of one application.
type Shown struct {
	Application json.RawMessage `json:"application"` // as in a log in JSON
	Label       string          `json:"label"`
	Events      []Item          `json:"events"` // by day; every state but cancelled
}

// Show returns all that is logged of the application that the name means, and
// what is planned for it.
func (j *Journal) Show(ctx context.Context, name string) (Shown, error) {
	var shown Shown
	err := j.planned(ctx, 0, func(r record.Reader, _ *defaults) error {
		a, err := application(ctx, r, name)
		if err != nil {
			return err
		}
		text, err := exchange.AppendApplication(nil, a)
		if err != nil {
			return err
		}
		events, err := items(ctx, r, record.EventQuery{States: plannedStates, Applications: []string{a.ID}})
		shown = Shown{Application: text, Label: schedule.Label(a), Events: events}
		return err
	})
	return shown, err
}

// Why returns the planned event that the name means, with everything that
// explains it.
func (j *Journal) Why(ctx context.Context, name string) (Item, error) {
	var found Item
	err := j.planned(ctx, 0, func(r record.Reader, _ *defaults) (err error) {
		found, err = event(ctx, r, name, plannedStates)
		return err
	})
	return found, err
}
