package store_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"followcal/internal/store"
	"followcal/schedule/record"
)

// TestWhatWasAcknowledgedSurvivesAKill kills a process that writes, at random
// moments, and reads what it left.
func TestWhatWasAcknowledgedSurvivesAKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	acknowledged := int64(0)
	const rounds = 30
	for round := range rounds {
		acknowledged = max(acknowledged, killHelper(t, "writer", path, round))
		db, err := store.Open(t.Context(), options(path))
		if err != nil {
			t.Fatalf("after round %d: %v", round, err)
		}
		recorded := whole(t, db)
		// The change that was being made may have been recorded without its
		// acknowledgement.
		if recorded < acknowledged || recorded > acknowledged+1 {
			t.Fatalf("after round %d there are %d changes of %d that were acknowledged", round, recorded, acknowledged)
		}
		acknowledged = recorded
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if acknowledged < rounds*2/3 { // in every third the kill does not wait for a change
		t.Errorf("only %d changes were recorded in all rounds: nothing was tried", acknowledged)
	}
}

// TestAKillWhileADatabaseIsMadeLeavesNoneOrAWholeOne kills a process before its
// first acknowledgement.
func TestAKillWhileADatabaseIsMadeLeavesNoneOrAWholeOne(t *testing.T) {
	for round := range 12 {
		path := filepath.Join(t.TempDir(), "log.db")
		acknowledged := killHelper(t, "writer", path, 2)
		db, err := store.Open(t.Context(), options(path))
		if err != nil {
			t.Fatalf("in round %d: %v", round, err)
		}
		if recorded := whole(t, db); recorded < acknowledged {
			t.Errorf("in round %d there are %d changes of %d", round, recorded, acknowledged)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if left := leftovers(t, filepath.Dir(path)); len(left) > 0 {
			t.Errorf("in round %d there is still %q", round, left)
		}
	}
}

// killHelper starts a process that writes, kills it some time after its first
// acknowledgement, in every third round before, and returns the last number that
// it acknowledged.
func killHelper(t *testing.T, helper, path string, round int) (last int64) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe, "-test.run", "^TestHelperProcess$")
	cmd.Env = append(os.Environ(), "FOLLOWCAL_HELPER="+helper, "FOLLOWCAL_HELPER_DB="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill := func() { _ = cmd.Process.Kill() } // it may have ended
	wait := time.Duration(rand.IntN(40_000)) * time.Microsecond
	if round%3 == 2 {
		time.AfterFunc(wait, kill)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		var n int64
		if _, err := fmt.Sscanf(lines.Text(), "recorded %d", &n); err != nil {
			t.Fatalf("the writer says %q", lines.Text())
		}
		if last == 0 {
			time.AfterFunc(wait, kill)
		}
		last = n
	}
	_ = cmd.Wait() // it was killed
	return last
}

// whole counts the changes, and makes sure that none is half there.
func whole(t *testing.T, db *store.DB) int64 {
	t.Helper()
	n := int64(0)
	err := db.View(t.Context(), "owner", func(r record.Reader) error {
		for c, err := range r.Changes(t.Context()) {
			if err != nil {
				return err
			}
			n = max(n, c.Number)
			revised := 0
			for v, err := range r.Revised(t.Context(), c.Number) {
				if err != nil {
					return err
				}
				if v.Settings.Known() && v.Settings.After.Name != strconv.FormatInt(c.Number-1, 10) {
					t.Errorf("change %d set %q", c.Number, v.Settings.After.Name)
				}
				revised++
			}
			if revised != 3 {
				t.Errorf("of change %d there are %d parts of 3", c.Number, revised)
			}
		}
		settings, err := r.Settings(t.Context())
		if n > 0 && settings.Name != strconv.FormatInt(n-1, 10) {
			t.Errorf("after change %d the settings are %q", n, settings.Name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := int64(len(ids(t, db))); got != 2*n {
		t.Errorf("after %d changes there are %d applications", n, got)
	}
	if _, err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
	return n
}

// leftovers lists what is in a folder that begins like our scratch folders.
func leftovers(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".followcal-") {
			names = append(names, e.Name())
		}
	}
	return names
}
