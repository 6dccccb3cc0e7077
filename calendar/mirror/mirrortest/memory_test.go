package mirrortest_test

import (
	"testing"

	"followcal/calendar/mirror/mirrortest"
)

func TestTheSuiteAcceptsALedgerInMemory(t *testing.T) {
	mirrortest.Ledger(t, func(*testing.T) mirrortest.Store { return new(mirrortest.Memory) })
}
