package app

import (
	"io"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
	"followcal/schedule/exchange"
	"followcal/schedule/exchange/jobposting"
	"followcal/schedule/workday"
)

// ReadPosting reads the posting in a saved page as the start of an application:
// it is saved, and has no id yet. Of several, choose names one. Faults are those
// of [jobposting.Read].
func ReadPosting(name string, r io.Reader, choose string, today date.Date) (schedule.Application, []string, error) {
	read, err := jobposting.Read(name, r, jobposting.Options{Choose: choose, Today: today, Places: places{workday.Region}})
	return read.Application, read.Warnings, err
}

// ReadApplication reads one application in JSON, as a log holds it. Faults are
// those of [exchange.ReadApplication].
func ReadApplication(name string, r io.Reader, today date.Date) (schedule.Application, []string, error) {
	return exchange.ReadApplication(name, r, exchange.Options{Today: today, Places: places{workday.Region}})
}
