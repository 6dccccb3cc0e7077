package app

import (
	"context"
	"io"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/exchange"
)

// Convert reads the sources as one log and writes it to w in followcal's own
// JSON or CSV. The summary is filled also beside an error.
func (a *App) Convert(ctx context.Context, w io.Writer, r ConvertRequest) (Summary, error) {
	var s Summary
	log, err := s.read(r.Sources, exchange.Options{From: exchange.Format(r.From), Today: todayAnywhere(r.Now()), Places: places{a.days}})
	if err != nil {
		return s, err
	}
	if err := ctx.Err(); err != nil {
		return s, err
	}
	return s, writeLog(w, log, r.To)
}

// Convert writes everything that was logged to w in followcal's own JSON or CSV.
// Importing it into an empty record gives the same record, without its history.
func (r *Record) Convert(ctx context.Context, w io.Writer, to string) (Summary, error) {
	log, err := r.CompleteLog(ctx)
	if err != nil {
		return Summary{}, err
	}
	return Summary{Applications: len(log.Applications)}, writeLog(w, log, to)
}

func writeLog(w io.Writer, log *schedule.Log, to string) error {
	switch to {
	case "json":
		return exchange.WriteJSON(w, log)
	case "csv":
		return exchange.WriteCSV(w, log)
	}
	return fault.New(fault.Usage, "--to: %q is neither json nor csv", to)
}
