package store_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"followcal/internal/fault"
	"followcal/internal/store"
	"followcal/schedule"
	"followcal/schedule/record"
)

func entry(v record.Verb) record.Entry {
	return record.Entry{At: options("").Now(), By: "robin", Verb: v}
}

// add records one application.
func add(t testing.TB, db *store.DB, a schedule.Application) (record.Change, error) {
	t.Helper()
	return db.Record(t.Context(), "owner", entry(record.Add), func(w record.Writer) error { return w.Put(t.Context(), &a) })
}

// mustAdd records one application of that id.
func mustAdd(t testing.TB, db *store.DB, id string) {
	t.Helper()
	if _, err := add(t, db, schedule.Application{ID: id}); err != nil {
		t.Fatal(err)
	}
}

// ids lists the applications that are there.
func ids(t testing.TB, db *store.DB) (all []string) {
	t.Helper()
	err := db.View(t.Context(), "owner", func(r record.Reader) error {
		for id, err := range r.IDs(t.Context()) {
			if err != nil {
				return err
			}
			all = append(all, id)
		}
		return nil
	})
	if err != nil {
		t.Fatalf("the ids cannot be read: %v: %v", err, errors.Unwrap(err))
	}
	return all
}

// says fails the test unless err is a fault of that kind with those words.
func says(t testing.TB, err error, k fault.Kind, words ...string) {
	t.Helper()
	if err == nil {
		t.Error("there is no fault")
		return
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q does not say %q", err, w)
		}
	}
	if fault.KindOf(err) != k {
		t.Errorf("%q is %v, not %v", err, fault.KindOf(err), k)
	}
}

func TestTheFileIsItsOwnersAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a folder", "ein Ordner mit % und ?", "log #1.db")
	db := open(t, path)
	mustAdd(t, db, "a")
	mustAdd(t, db, "b") // the first change of a new file needs no write-ahead log
	for name, want := range map[string]os.FileMode{path: 0o600, path + "-wal": 0o600, filepath.Dir(path): 0o700, filepath.Dir(filepath.Dir(path)): 0o700} {
		info, err := os.Stat(name)
		if err != nil {
			t.Error(err)
		} else if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, not %o", name, got, want)
		}
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	if err != nil || len(left) != 3 {
		t.Errorf("beside the database there is %q", left)
	}
	again := open(t, path)
	if got := ids(t, again); len(got) != 2 {
		t.Errorf("another one sees %q", got)
	}
}

func TestWhatIsNotOursIsRefusedAndLeftAlone(t *testing.T) {
	folder := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	foreign := strings.Repeat("\x00", 4096)
	foreign = "SQLite format 3\x00" + foreign[16:]
	for _, c := range []struct{ path, words string }{
		{file("text", "company,title\nAcme,Clerk\n"), "is no database"},
		{file("long text", strings.Repeat("company,title\n", 500)), "is no database"},
		{file("short", "SQLite format 3\x00"), "is no database"},
		{file("foreign", foreign), "an SQLite database, but not followcal's"},
	} {
		before, _ := os.ReadFile(c.path)
		_, err := store.Open(t.Context(), options(c.path))
		says(t, err, fault.Invalid, c.path, c.words)
		if after, _ := os.ReadFile(c.path); !bytes.Equal(before, after) {
			t.Errorf("%s was changed", c.path)
		}
	}
	_, err := store.Open(t.Context(), options(folder))
	says(t, err, fault.Unavailable, folder)
	_, err = store.Open(t.Context(), options(filepath.Join(file("file", "x"), "log.db")))
	says(t, err, fault.Unavailable, "file")
	if left, _ := filepath.Glob(filepath.Join(folder, "*")); len(left) != 5 {
		t.Errorf("there is %q", left)
	}
	open(t, file("empty", ""))
}

func TestANewerDatabaseIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	db := open(t, path)
	if err := db.Exec(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, TRUE)"); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(t.Context(), options(path))
	says(t, err, fault.Invalid, path, "99", strconv.FormatInt(store.Latest, 10), "upgrade followcal")
}

// filled is a database of some hundred pages that is closed.
func filled(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "log.db")
	db, err := store.Open(t.Context(), options(path))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 50 {
		if _, err := add(t, db, schedule.Application{ID: strconv.Itoa(i), Notes: strings.Repeat("note ", 2000)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestADamagedDatabaseSaysSo(t *testing.T) {
	for name, damage := range map[string]func(content []byte) []byte{
		"flipped":   func(b []byte) []byte { return bytes.Replace(b, []byte("note note"), []byte("no\"e\x00ote"), 200) },
		"zeroes":    func(b []byte) []byte { clear(b[4096 : len(b)-4096]); return b },
		"truncated": func(b []byte) []byte { return b[:len(b)/3] },
	} {
		t.Run(name, func(t *testing.T) {
			path := filled(t)
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, damage(content), 0o600); err != nil {
				t.Fatal(err)
			}
			says(t, readAll(t, path), fault.Invalid, "damaged", "restore a backup")
		})
	}
}

// readAll opens a database and reads all of it.
func readAll(t *testing.T, path string) error {
	t.Helper()
	db, err := store.Open(t.Context(), options(path))
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.Check(t.Context()); err != nil {
		return err
	}
	return db.View(t.Context(), "owner", func(r record.Reader) error {
		for _, err := range r.All(t.Context()) {
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func TestAFullDiskChangesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	db := open(t, path)
	if _, err := add(t, db, schedule.Application{ID: "a"}); err != nil {
		t.Fatal(err)
	}
	if err := db.Exec(t.Context(), "PRAGMA max_page_count = 60"); err != nil {
		t.Fatal(err)
	}
	_, err := db.Record(t.Context(), "owner", entry(record.Import), func(w record.Writer) error {
		for i := range 20 {
			a := schedule.Application{ID: "n" + strconv.Itoa(i), Notes: strings.Repeat("note ", 10_000)}
			if err := w.Put(t.Context(), &a); err != nil {
				return err
			}
		}
		return nil
	})
	says(t, err, fault.Unavailable, "full", "make room")
	if got := ids(t, db); len(got) != 1 {
		t.Errorf("%q are there", got)
	}
	if _, err := add(t, db, schedule.Application{ID: "b"}); err != nil {
		t.Errorf("what fits is not taken: %v", err)
	}
}

func TestAnotherWriterIsWaitedForAndNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	one, two := open(t, path), open(t, path)
	if err := two.Exec(t.Context(), "PRAGMA busy_timeout = 50"); err != nil {
		t.Fatal(err)
	}
	_, err := one.Record(t.Context(), "owner", entry(record.Add), func(w record.Writer) error {
		if err := w.Put(t.Context(), &schedule.Application{ID: "a"}); err != nil {
			return err
		}
		_, err := add(t, two, schedule.Application{ID: "b"})
		says(t, err, fault.Conflict, "another followcal is writing", "try again")
		if got := ids(t, two); len(got) != 0 {
			t.Errorf("a reader sees %q of a change that is not recorded", got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := add(t, two, schedule.Application{ID: "b"}); err != nil {
		t.Error(err)
	}
	if got := ids(t, one); len(got) != 2 {
		t.Errorf("%q are there", got)
	}
}

// asNobody runs one of the tests below in a process of somebody without rights.
// It must be root's or the owner's files that are write-protected.
func asNobody(t *testing.T, path string) string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(filepath.Dir(path), "test")
	content, err := os.ReadFile(exe)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(binary, content, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), binary, "-test.run", "^TestHelperProcess$")
	cmd.Env = append(os.Environ(), "FOLLOWCAL_HELPER=protected", "FOLLOWCAL_HELPER_DB="+path)
	cmd.Dir = "/"
	if err := os.Chmod(filepath.Dir(path), 0o555); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := os.Chmod(filepath.Dir(path), 0o755); err != nil {
			t.Error(err)
		}
	}()
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("the helper failed: %v: %s", err, out)
	}
	return string(out)
}

func TestAWriteProtectedDatabaseCanBeRead(t *testing.T) {
	path := filled(t)
	folder := filepath.Dir(path)
	for ; folder != os.TempDir() && folder != "/"; folder = filepath.Dir(folder) {
		if err := os.Chmod(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(path, 0o444); err != nil {
		t.Fatal(err)
	}
	said := asNobody(t, path)
	for _, want := range []string{"read 50", "unavailable", "can only be read"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not said: %s", want, said)
		}
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() == 0 {
		if said := asNobody(t, path); !strings.Contains(said, "check that you may read") {
			t.Errorf("without any rights it says %s", said)
		}
	}
}
