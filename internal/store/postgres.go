package store

import (
	"context"

	"followcal/internal/fault"
)

func openPostgres(_ context.Context, _ Options) (*DB, error) {
	return nil, fault.New(fault.Unavailable, "PostgreSQL is not served yet")
}
