//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package store_test

import (
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"followcal/internal/store"
)

func TestAStartSweepsWhatTheDeadLeft(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{
		".followcal-new-1/log.db", ".followcal-new-1/log.db-wal", ".followcal-backup-2/log.db", ".followcal-restore-3/log.db",
		".followcal-new-4/log.db", ".followcal-key-5/key", "notes/log.db",
	} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("private"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, ".followcal-new-6"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	alive, err := os.Open(filepath.Join(folder, ".followcal-new-4"))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Flock(int(alive.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	opened := func() {
		t.Helper()
		db, err := store.Open(t.Context(), options(filepath.Join(folder, "log.db")))
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	opened()
	if got, want := leftovers(t, folder), []string{".followcal-key-5", ".followcal-new-4", ".followcal-new-6"}; !slices.Equal(got, want) {
		t.Errorf("left are %q, want %q: what another process holds, and what is no folder of ours", got, want)
	}
	if _, err := os.Stat(filepath.Join(folder, ".followcal-new-4", "log.db")); err != nil {
		t.Errorf("what another process holds was touched: %v", err)
	}
	if err := alive.Close(); err != nil {
		t.Fatal(err)
	}
	opened() // there is a database now
	if got, want := leftovers(t, folder), []string{".followcal-key-5", ".followcal-new-6"}; !slices.Equal(got, want) {
		t.Errorf("left are %q, want %q", got, want)
	}
}
