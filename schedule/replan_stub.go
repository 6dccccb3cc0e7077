package schedule

import (
	"context"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
)

// WithFootprint will come.
func WithFootprint() Option { return func(*planner) {} }

// Replan will come.
func Replan(_ context.Context, _ *Log, _ Policy, _ Days, _ date.Date, _ []string, _ Standing) (Revision, error) {
	return Revision{}, fault.New(fault.Internal, "stub")
}
