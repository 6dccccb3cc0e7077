package store_test

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"followcal/internal/rigs/postgres"
	"followcal/schedule/record"
	"followcal/schedule/record/recordtest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	if started {
		if err := server.Remove(context.Background()); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

var (
	once    sync.Once
	started bool
	server  *postgres.Server
)

// newDatabase returns the address of an empty database. All share one server,
// which the first one starts.
func newDatabase(t testing.TB) string {
	t.Helper()
	once.Do(func() {
		var err error
		if server, err = postgres.Start(context.Background()); err != nil {
			t.Fatal(err)
		}
		started = true
	})
	if server == nil {
		t.Fatal("there is no PostgreSQL")
	}
	address, err := server.Database(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return address
}

func TestPostgreSQLIsAStore(t *testing.T) {
	recordtest.Run(t, func(t *testing.T) record.Store {
		t.Helper()
		return open(t, newDatabase(t))
	})
}
