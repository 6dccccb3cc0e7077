package app

import (
	"io"

	"followcal/schedule"
	"followcal/schedule/exchange"
)

// PolicyOverrides are the keys of a policy that somebody set.
type PolicyOverrides = schedule.Overrides

// ReadPolicy reads policy keys as TOML; name is the file's, for messages.
func ReadPolicy(name string, r io.Reader) (*PolicyOverrides, error) {
	overrides, err := exchange.ReadPolicy(name, r)
	if err != nil {
		return nil, err
	}
	return &overrides, nil
}
