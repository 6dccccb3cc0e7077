package store_test

import (
	"path/filepath"
	"testing"

	"followcal/auth"
	"followcal/auth/authtest"
)

func TestSQLiteIsAVault(t *testing.T) {
	authtest.Vault(t, func(t *testing.T) auth.Vault {
		t.Helper()
		return open(t, filepath.Join(t.TempDir(), "log.db"))
	})
}

func TestPostgreSQLIsAVault(t *testing.T) {
	authtest.Vault(t, func(t *testing.T) auth.Vault {
		t.Helper()
		return open(t, newDatabase(t))
	})
}
