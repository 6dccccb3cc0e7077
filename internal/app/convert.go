package app

import (
	"context"
	"io"

	"followcal/internal/fault"
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
	switch r.To {
	case "json":
		return s, exchange.WriteJSON(w, log)
	case "csv":
		return s, exchange.WriteCSV(w, log)
	}
	return s, fault.New(fault.Usage, "--to: %q is neither json nor csv", r.To)
}
