//go:build unix

package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// refused runs a command line that is to fail with exit code 1 and one sentence.
func (p *process) refused(t *testing.T, says []string, args ...string) {
	t.Helper()
	r := p.run(t.Context(), t, args...)
	if r.code != 1 {
		t.Errorf("followcal %s: exit %d, want 1\n%s%s", strings.Join(args, " "), r.code, r.out, r.err)
	}
	for _, part := range says {
		if !strings.Contains(r.err, part) {
			t.Errorf("followcal %s lacks %q:\n%s", strings.Join(args, " "), part, r.err)
		}
	}
}

func TestARecordOfANewerVersionIsRefused(t *testing.T) {
	p := newProcess(t)
	p.must(t, "add", "Acme", "Engineer")
	db, err := sql.Open("sqlite", p.db())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, TRUE)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	p.refused(t, []string{"version 99", "upgrade followcal"}, "agenda")
	p.refused(t, []string{"broken"}, "doctor")
}

func TestSomebodyElsesDatabaseIsLeftAlone(t *testing.T) {
	p := newProcess(t)
	db, err := sql.Open("sqlite", p.db())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), "CREATE TABLE photos (name TEXT)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(p.db())
	if err != nil {
		t.Fatal(err)
	}
	p.refused(t, []string{"not followcal's", "--db"}, "add", "Acme", "Engineer")
	if after, err := os.ReadFile(p.db()); err != nil || !bytes.Equal(after, before) {
		t.Errorf("the file is another than before (%v)", err)
	}
}

func TestADamagedRecordIsSaid(t *testing.T) {
	p := newProcess(t)
	p.write(t, "some.csv", table("Acme", 500))
	p.must(t, "import", "some.csv", "--yes")
	p.must(t, "backup", "copy.db")
	f, err := os.OpenFile(p.db(), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	for at := int64(4096); at < info.Size(); at += 4096 {
		if _, err := f.WriteAt([]byte(strings.Repeat("rubbish ", 64)), at); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	p.refused(t, []string{"damaged", "followcal restore"}, "convert")
	p.refused(t, []string{"broken"}, "doctor")
	p.must(t, "restore", "copy.db", "--yes")
	p.must(t, "doctor")
}

// nobody is a user without rights on all systems that we test on.
const nobody = 65534

// Root may write everywhere, so a process of somebody else tries.
func TestAReadOnlyFolder(t *testing.T) {
	p := newProcess(t)
	p.must(t, "add", "Acme", "Engineer")
	p.must(t, "agenda")
	for folder := p.folder; folder != filepath.Clean(os.TempDir()) && folder != "/"; folder = filepath.Dir(folder) {
		if err := os.Chmod(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if os.Getuid() == 0 {
		text, err := os.ReadFile(p.binary)
		if err != nil {
			t.Fatal(err)
		}
		p.binary = filepath.Join(p.folder, "followcal") // the folder of the test's own binary is closed to others
		if err := os.WriteFile(p.binary, text, 0o755); err != nil {
			t.Fatal(err)
		}
		p.as = func(c *exec.Cmd) {
			c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		}
	}
	if err := os.Chmod(p.db(), 0o444); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(p.folder, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(p.folder, 0o755) })
	p.refused(t, []string{"can only be read"}, "add", "Birch", "Cook")
	if out := p.must(t, "agenda"); !strings.Contains(out, "Acme") {
		t.Errorf("what is planned cannot be read:\n%s", out)
	}
	p.refused(t, []string{"nothing can be written"}, "add", "Birch", "Cook", "--db", "new.db")
	p.refused(t, []string{"nothing can be written", "backup"}, "backup", "copy.db")
}

// A small file system in memory stands in for a full disk.
func TestAFullDisk(t *testing.T) {
	p := newProcess(t)
	p.write(t, "few.csv", table("Acme", 20))
	p.write(t, "many.csv", table("Birch", 20_000))
	disk := filepath.Join(p.folder, "disk")
	if err := os.Mkdir(disk, 0o755); err != nil {
		t.Fatal(err)
	}
	mountSmall(t, disk)
	record := filepath.Join(disk, "record.db")
	p.must(t, "import", "few.csv", "--yes", "--db", record)
	before := p.must(t, "convert", "--db", record)
	p.refused(t, []string{"the disk with " + record + " is full", "make room"}, "import", "many.csv", "--yes", "--db", record)
	if after := p.must(t, "convert", "--db", record); after != before {
		t.Errorf("half an import is there: %d bytes of %d before", len(after), len(before))
	}
	p.must(t, "add", "Cobalt", "Welder", "--db", record)
	p.must(t, "doctor", "--db", record)
}

// mountSmall mounts a file system of 2 MiB until the test ends. Only root may
// mount, so that who runs the tests is root or may become it without a password,
// as on the machines of CI; where neither holds, the test fails.
func mountSmall(t *testing.T, folder string) {
	t.Helper()
	asRoot := []string{}
	if os.Getuid() != 0 {
		asRoot = []string{"sudo", "-n"}
	}
	run := func(ctx context.Context, args ...string) ([]byte, error) {
		args = append(asRoot, args...)
		return exec.CommandContext(ctx, args[0], args[1:]...).CombinedOutput()
	}
	options := fmt.Sprintf("size=2m,uid=%d,gid=%d", os.Getuid(), os.Getgid())
	if out, err := run(t.Context(), "mount", "-t", "tmpfs", "-o", options, "none", folder); err != nil {
		t.Fatalf("a small disk cannot be mounted (%v): run the tests as root, or as somebody whom sudo asks no password, in a container that may mount\n%s", err, out)
	}
	t.Cleanup(func() {
		if out, err := run(context.WithoutCancel(t.Context()), "umount", folder); err != nil {
			t.Errorf("the small disk stays mounted (%v): %s", err, out)
		}
	})
}
