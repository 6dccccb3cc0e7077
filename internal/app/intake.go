package app

import (
	"context"
	"time"

	"followcal/schedule"
	"followcal/schedule/exchange"
)

// Intake is what some files hold, read and not yet imported.
type Intake struct {
	Log     *schedule.Log
	Summary Summary
}

// ReadRequest asks for the logs of some sources, to be imported.
type ReadRequest struct {
	Sources []Source
	From    string // a format; empty: detected
	Strict  bool   // a rejected row fails it
	Now     func() time.Time
}

// Read reads the sources as one log. The summary is filled also beside an error.
func (a *App) Read(ctx context.Context, r ReadRequest) (Intake, error) {
	var in Intake
	var err error
	o := exchange.Options{From: exchange.Format(r.From), Today: todayAnywhere(r.Now()), Places: places{a.days}}
	if in.Log, err = in.Summary.read(r.Sources, o); err != nil {
		return in, err
	}
	if r.Strict {
		err = in.Summary.refuseRejected()
	}
	if err == nil {
		err = ctx.Err()
	}
	return in, err
}
