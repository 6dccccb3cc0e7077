package app

import (
	"context"

	"followcal/schedule"
	"followcal/schedule/exchange"
)

// Intake is what some files hold, read and not yet imported.
type Intake struct {
	Log     *schedule.Log
	Summary Summary
}

// Read reads the sources as one log, to be imported. The summary is filled also
// beside an error. With strict, a rejected row is one.
func (r *Record) Read(ctx context.Context, sources []Source, from string, strict bool) (Intake, error) {
	var in Intake
	var err error
	o := exchange.Options{From: exchange.Format(from), Today: todayAnywhere(r.Now()), Places: places{r.Days}}
	if in.Log, err = in.Summary.read(sources, o); err != nil {
		return in, err
	}
	if strict {
		err = in.Summary.refuseRejected()
	}
	if err == nil {
		err = ctx.Err()
	}
	return in, err
}
