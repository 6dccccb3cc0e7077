//go:build unix

package main

import (
	"context"
	"path/filepath"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"followcal/internal/rigs/postgres"
)

// onPostgreSQL are the scripts of SQLite that do the same on PostgreSQL: those of
// everything that is logged, looked at and taken back.
var onPostgreSQL = []string{
	"add", "closed", "convert", "days_off", "deadline", "decide", "edit", "export_record", "forget", "history", "import",
	"interview", "list_show_why", "outreach", "policy", "preference", "reply", "settings", "status", "undo",
}

// TestScriptsOnPostgreSQL runs them, and those of testdata/postgres, each in a
// database of its own, whose address is also in DATABASE.
func TestScriptsOnPostgreSQL(t *testing.T) {
	server, err := postgres.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Remove(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	p := scripts(t)
	own, err := filepath.Glob("testdata/postgres/*.txtar")
	if err != nil || len(own) == 0 {
		t.Fatalf("there are no scripts of testdata/postgres: %v", err)
	}
	for _, name := range onPostgreSQL {
		own = append(own, filepath.Join(p.Dir, name+".txtar"))
	}
	p.Dir, p.Files = "", own
	setup := p.Setup
	var one sync.Mutex // makes databases
	p.Setup = func(env *testscript.Env) error {
		one.Lock()
		defer one.Unlock()
		address, err := server.Database(t.Context())
		if err != nil {
			return err
		}
		err = setup(env)
		env.Setenv("FOLLOWCAL_DB", address)
		env.Setenv("DATABASE", address)
		return err
	}
	testscript.Run(t, p)
}
