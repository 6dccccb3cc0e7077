package app

import (
	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/exchange"
)

// Formats returns the names of the log formats that can be read.
func Formats() []string {
	names := make([]string, len(exchange.Formats))
	for i, f := range exchange.Formats {
		names[i] = string(f)
	}
	return names
}

// read reads all sources into one log. What was not taken as it stood is in the
// summary, beside an error too.
func (s *Summary) read(sources []Source, o exchange.Options) (*schedule.Log, error) {
	if len(sources) == 0 {
		return nil, fault.New(fault.Usage, "there is nothing to read: name a file with a log of applications, or - for standard input")
	}
	results := make([]*exchange.Result, 0, len(sources))
	for _, source := range sources {
		result, err := exchange.Read(source.Name, source.Reader, o)
		results = append(results, result)
		if err != nil {
			s.account(results...)
			return nil, err
		}
	}
	merged, err := exchange.Merge(results...)
	s.account(merged)
	s.Applications = len(merged.Log.Applications)
	return &merged.Log, err
}

// account adds what a reading did not take as it stood.
func (s *Summary) account(results ...*exchange.Result) {
	for _, r := range results {
		for _, rejected := range r.Rejected {
			s.Rejected = append(s.Rejected, Remark{Source: rejected.File, Line: rejected.Line, Text: rejected.Said()})
		}
		for _, w := range r.Warnings {
			s.Warnings = append(s.Warnings, Remark{Source: w.File, Line: w.Line, Text: w.Text})
		}
		s.Duplicates += r.Duplicates
	}
}

// refuseRejected fails when a row was rejected and none may be.
func (s *Summary) refuseRejected() error {
	switch n := len(s.Rejected); n {
	case 0:
		return nil
	case 1:
		return fault.New(fault.Invalid, "a row was rejected, and with --strict that is a failure: nothing was written")
	default:
		return fault.New(fault.Invalid, "%d rows were rejected, and with --strict that is a failure: nothing was written", n)
	}
}
