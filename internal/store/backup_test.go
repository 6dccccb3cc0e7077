package store_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"followcal/internal/fault"
	"followcal/internal/store"
	"followcal/schedule/record"
)

func TestABackupIsOneStateAndComesBack(t *testing.T) {
	folder := t.TempDir()
	path, backup := filepath.Join(folder, "log.db"), filepath.Join(folder, "a backup's.db")
	db := open(t, path)
	mustAdd(t, db, "a")
	if err := os.WriteFile(backup, []byte("an older one"), 0o600); err != nil {
		t.Fatal(err)
	}
	// It is made while the database is in use.
	err := db.View(t.Context(), "owner", func(record.Reader) error { return db.Backup(t.Context(), backup) })
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(backup); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup is %v, %v", info, err)
	}
	mustAdd(t, db, "b")
	_, err = store.Restore(t.Context(), options(path), backup)
	says(t, err, fault.Conflict, path, "end it")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	kept, err := store.Restore(t.Context(), options(path), backup)
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(t, open(t, path)); !slices.Equal(got, []string{"a"}) {
		t.Errorf("%q are restored", got)
	}
	if got := ids(t, open(t, kept)); !slices.Equal(got, []string{"a", "b"}) || !strings.HasPrefix(kept, path+".before-restore-") {
		t.Errorf("%q are kept in %s", got, kept)
	}
	// Into a place where there is none, and the backup itself can be used again.
	fresh := filepath.Join(folder, "new", "log.db")
	if kept, err := store.Restore(t.Context(), options(fresh), backup); err != nil || kept != "" {
		t.Errorf("into a new place: %q, %v", kept, err)
	}
	if got := ids(t, open(t, fresh)); len(got) != 1 {
		t.Errorf("%q are in the new place", got)
	}
	if left, _ := filepath.Glob(filepath.Join(folder, ".followcal*")); len(left) > 0 {
		t.Errorf("%q are left", left)
	}
}

func TestARestoreTwiceInASecondKeepsBoth(t *testing.T) {
	path := filled(t)
	backup := filepath.Join(t.TempDir(), "backup.db")
	db := open(t, path)
	if err := db.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	db.Close()
	one, err := store.Restore(t.Context(), options(path), backup)
	if err != nil {
		t.Fatal(err)
	}
	two, err := store.Restore(t.Context(), options(path), backup)
	if err != nil || one == two {
		t.Errorf("%s and %s, %v", one, two, err)
	}
}

func TestWhatIsNoBackupReplacesNothing(t *testing.T) {
	path := filled(t)
	folder := t.TempDir()
	broken := filepath.Join(folder, "broken.db")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	clear(content[8192 : len(content)-8192])
	text := filepath.Join(folder, "text")
	empty := filepath.Join(folder, "empty")
	for name, content := range map[string][]byte{broken: content, text: []byte("hello"), empty: nil} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	newer := filepath.Join(folder, "newer.db")
	db := open(t, newer)
	if err := db.Exec(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, TRUE)"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	for from, c := range map[string]struct {
		kind  fault.Kind
		words string
	}{
		broken:                          {fault.Invalid, "damaged"},
		text:                            {fault.Invalid, "is no database"},
		empty:                           {fault.Invalid, "no backup"},
		newer:                           {fault.Invalid, "upgrade followcal"},
		filepath.Join(folder, "nobody"): {fault.NotFound, "there is no file"},
		path:                            {fault.Usage, "the database itself"},
	} {
		_, err := store.Restore(t.Context(), options(path), from)
		says(t, err, c.kind, from, c.words)
	}
	if got := ids(t, open(t, path)); len(got) != 50 {
		t.Errorf("%d are left", len(got))
	}
	if left, _ := filepath.Glob(path + ".before*"); len(left) > 0 {
		t.Errorf("%q are kept for nothing", left)
	}
}

func TestADamagedDatabaseIsReplaced(t *testing.T) {
	path := filled(t)
	backup := filepath.Join(t.TempDir(), "backup.db")
	db := open(t, path)
	if err := db.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	db.Close()
	for name, content := range map[string]string{path: "nothing of a database", path + "-wal": "an old log"} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := store.Restore(t.Context(), options(path), backup)
	if err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(kept); err != nil || string(content) != "nothing of a database" {
		t.Errorf("%q is kept: %v", content, err)
	}
	if got := ids(t, open(t, path)); len(got) != 50 {
		t.Errorf("%d are restored", len(got))
	}
}

func TestABackupHasAPlaceOfItsOwn(t *testing.T) {
	path := filled(t)
	db := open(t, path)
	says(t, db.Backup(t.Context(), path), fault.Usage, "the database itself")
	says(t, db.Backup(t.Context(), filepath.Join(filepath.Dir(path), "none", "backup")), fault.Unavailable, "name another place")
}

func TestADoctorSeesWhatIsThere(t *testing.T) {
	path := filled(t)
	h, err := open(t, path).Check(t.Context())
	if err != nil || h.Kind != "SQLite" || h.Place != path || h.Version != store.Latest || h.Accounts != 1 || h.Bytes < 50*10_000 {
		t.Errorf("%+v, %v", h, err)
	}
}
