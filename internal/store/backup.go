package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"followcal/internal/fault"
)

// Backup writes a copy of the database to path while it is in use. The copy is
// one consistent state, is checked before it gets its name, and replaces a file
// that is there already. PostgreSQL has a tool of its own for that, which the
// fault names.
func (db *DB) Backup(ctx context.Context, path string) error {
	if db.dialect.shared {
		return fault.New(fault.Usage, "PostgreSQL is backed up by its own tool: pg_dump --format=custom --file=%q 'postgres://%s'", path, db.place)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "%s is no path", path)
	}
	if same(path, db.place) {
		return fault.New(fault.Usage, "%s is the database itself: name another file for its backup", path)
	}
	folder, done, err := newScratch(filepath.Dir(path), scratchBackup)
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "nothing can be written in %s: name another place for the backup", filepath.Dir(path))
	}
	defer done()
	copied := filepath.Join(folder, "log.db")
	if _, err := db.sql.ExecContext(ctx, "VACUUM INTO ?", copied); err != nil {
		return (&DB{place: path}).faulted(err)
	}
	if err := verify(ctx, db.options, copied, path); err != nil {
		return err
	}
	return keepAs(copied, path)
}

// keepAs makes a complete file last under its final name, for its owner alone.
func keepAs(temporary, path string) error {
	err := errors.Join(os.Chmod(temporary, 0o600), flush(temporary))
	if err == nil {
		err = os.Rename(temporary, path)
	}
	if err == nil {
		err = flush(filepath.Dir(path))
	}
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "%s cannot be written", path)
	}
	return nil
}

// flush brings a file, or the names in a folder, to the disk.
func flush(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// same reports whether two paths are one file.
func same(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}

// verify reads a whole copy in a folder of our own: that it is ours, not newer
// than we know, and undamaged. Messages call it shown.
func verify(ctx context.Context, o Options, path, shown string) error {
	ours, err := isOurs(path, shown)
	if err != nil {
		return err
	}
	if !ours {
		return fault.New(fault.Invalid, "%s holds nothing: it is no backup", shown)
	}
	db, err := connectSQLite(o, path, "rw")
	if err != nil {
		return err
	}
	defer func() { _ = db.sql.Close() }() // nothing was written
	db.place = shown
	v, err := db.version(ctx)
	if err == nil && v > latest {
		return db.newer(v)
	}
	if err == nil {
		err = db.integrity(ctx, "integrity_check")
	}
	return db.faulted(err)
}

// integrity runs one of SQLite's own checks.
func (db *DB) integrity(ctx context.Context, check string) error {
	rows, err := db.sql.QueryContext(ctx, "PRAGMA "+check+"(1)")
	if err != nil {
		return err
	}
	said, err := collect(rows, nil, func(rows *sql.Rows, line *string) error { return rows.Scan(line) })
	if err != nil {
		return err
	}
	if len(said) != 1 || said[0] != "ok" {
		return fault.New(fault.Invalid, "%s is damaged (%s): restore a backup (followcal restore FILE)", db.place, said[0])
	}
	return nil
}

// Restore puts the backup at from in the place of the database at to, whether
// there is one or not. It is checked first; the one that it replaces is kept
// beside it, under the name that is returned. It refuses while another process
// has the database open, because that one would write to a file without a name.
func Restore(ctx context.Context, o Options, from string) (kept string, err error) {
	if isAddress(o.DSN) {
		return "", fault.New(fault.Usage, "PostgreSQL is restored by its own tool: pg_restore --clean --dbname=ADDRESS %q", from)
	}
	to, err := filepath.Abs(o.DSN)
	if err != nil {
		return "", fault.Wrap(fault.Unavailable, err, "%s is no path", o.DSN)
	}
	if same(from, to) {
		return "", fault.New(fault.Usage, "%s is the database itself: name its backup", from)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return "", fault.Wrap(fault.Unavailable, err, "the folder %s cannot be made", filepath.Dir(to))
	}
	folder, done, err := newScratch(filepath.Dir(to), scratchRestore)
	if err != nil {
		return "", fault.Wrap(fault.Unavailable, err, "nothing can be written in %s", filepath.Dir(to))
	}
	defer done()
	copied := filepath.Join(folder, "log.db")
	if err := copyFile(from, copied); err != nil {
		return "", err
	}
	// The copy is checked, not the backup, so that reading leaves nothing beside it.
	if err := verify(ctx, o, copied, from); err != nil {
		return "", err
	}
	kept, err = setAside(ctx, o, to)
	if err != nil {
		return "", err
	}
	return kept, keepAs(copied, to)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.NotFound, "there is no file %s", from)
	}
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "%s cannot be opened: check that you may read it", from)
	}
	defer func() { _ = in.Close() }() // it was only read
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "%s cannot be written", to)
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Close()); err != nil {
		return fault.Wrap(fault.Unavailable, err, "%s cannot be copied", from)
	}
	return nil
}

// setAside gives the database that is there, complete and closed, a second name,
// so that nobody loses what it holds.
func setAside(ctx context.Context, o Options, path string) (kept string, err error) {
	if info, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || (err == nil && info.Size() == 0) {
		return "", nil
	}
	if err := alone(ctx, o, path); err != nil {
		return "", err
	}
	stem := path + ".before-restore-" + o.Now().UTC().Format("20060102T150405Z")
	kept = stem
	for n := 2; exists(kept); n++ {
		kept = fmt.Sprintf("%s-%d", stem, n)
	}
	// A second name, so that there is a database under the first at any moment.
	if err := os.Link(path, kept); err != nil {
		if err := os.Rename(path, kept); err != nil { // some file systems know no links
			return "", fault.Wrap(fault.Unavailable, err, "%s cannot be renamed", path)
		}
	}
	// Of a damaged database these may be left; the next one must not read them.
	for _, suffix := range []string{"-wal", "-shm"} {
		if exists(path + suffix) {
			if err := os.Rename(path+suffix, kept+suffix); err != nil {
				return "", fault.Wrap(fault.Unavailable, err, "%s cannot be renamed", path+suffix)
			}
		}
	}
	return kept, nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// alone makes sure that no other process has the database open, and brings its
// write-ahead log into the file. A database that is damaged, or none, may be
// replaced: that is what backups are for.
func alone(ctx context.Context, o Options, path string) error {
	ours, err := isOurs(path, path)
	if !ours || err != nil {
		return nil // whatever is there is kept beside
	}
	db, err := connectSQLite(o, path, "rw")
	if err != nil {
		return err
	}
	defer func() { _ = db.sql.Close() }() // the next statement says what is wrong
	db.sql.SetMaxOpenConns(1)
	// Leaving the write-ahead log needs the file alone, and says so otherwise.
	_, err = db.sql.ExecContext(ctx, "PRAGMA journal_mode = DELETE")
	if fault.KindOf(db.faulted(err)) == fault.Conflict {
		return fault.Wrap(fault.Conflict, err, "another followcal has %s open: end it, then restore again", path)
	}
	return nil
}
