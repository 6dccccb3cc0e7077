package journal

import (
	"cmp"
	"context"
	"encoding/json"
	"time"

	"followcal/schedule"
	"followcal/schedule/exchange"
	"followcal/schedule/record"
	"followcal/schedule/workday"
)

// Shown is everything that is known of one application.
type Shown struct {
	Application json.RawMessage `json:"application"` // as in a log in JSON
	Label       string          `json:"label"`
	Events      []Item          `json:"events"` // by day; every state but cancelled

	Facts *schedule.Application `json:"-"` // what Application is
	Zone  *time.Location        `json:"-"` // the employer's, else the candidate's
}

// Show returns all that is logged of the application that the name means, and
// what is planned for it.
func (j *Journal) Show(ctx context.Context, name string) (Shown, error) {
	var shown Shown
	err := j.planned(ctx, 0, func(r record.Reader, d *defaults) error {
		a, err := application(ctx, r, name)
		if err != nil {
			return err
		}
		zone, err := workday.Zone(cmp.Or(a.Zone, d.head.Zone))
		if err != nil {
			return err
		}
		text, err := exchange.AppendApplication(nil, a)
		if err != nil {
			return err
		}
		events, err := items(ctx, r, record.EventQuery{States: plannedStates, Applications: []string{a.ID}})
		shown = Shown{Application: text, Label: schedule.Label(a), Events: events, Facts: a, Zone: zone}
		return err
	})
	return shown, err
}
