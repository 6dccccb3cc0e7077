package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"

	"followcal/internal/fault"
)

// applicationID marks our files in their header (sqlite.org/fileformat.html
// section 1.3.17): "FoCa".
const applicationID = 0x466f4361

// pragmas hold for every connection. FULL keeps what was acknowledged over a
// loss of power; secure_delete overwrites what is deleted; the time-out is how
// long one process waits for another.
var pragmas = []string{
	"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(ON)", "secure_delete(ON)",
	"cache_size(-64000)", "trusted_schema(OFF)",
}

// openSQLite opens a file, which is made when there is none.
func openSQLite(ctx context.Context, o Options) (*DB, error) {
	path, err := filepath.Abs(o.DSN)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "%s is no path", o.DSN)
	}
	sweep(filepath.Dir(path))
	present, err := isOurs(path, path)
	if err != nil {
		return nil, err
	}
	if !present {
		if err := create(ctx, o, path); err != nil {
			return nil, err
		}
	}
	db, err := connectSQLite(o, path, "rw")
	if err != nil {
		return nil, err
	}
	err = db.upToDate(ctx)
	if err != nil && onlyRead(err, path) {
		_ = db.sql.Close() // the first error says more
		if db, err = connectSQLite(o, path, "ro&immutable=1"); err != nil {
			return nil, err
		}
		err = db.upToDate(ctx)
	}
	if err != nil {
		_ = db.sql.Close() // the first error says more
		return nil, db.faulted(err)
	}
	return db, nil
}

// onlyRead reports whether a database cannot be opened because it and its folder
// are write-protected, and can be read without its companions: nobody wrote what
// is not in the file itself yet.
func onlyRead(err error, path string) bool {
	var bySQLite interface{ Code() int }
	if !errors.As(err, &bySQLite) {
		return false
	}
	info, stat := os.Stat(path + "-wal")
	complete := errors.Is(stat, fs.ErrNotExist) || (stat == nil && info.Size() == 0)
	primary := bySQLite.Code() & 0xff
	return complete && (primary == sqliteCantOpen || primary == sqliteReadOnly)
}

// connectSQLite opens a file in one of SQLite's modes: rw, or ro, which may be
// followed by further parameters.
func connectSQLite(o Options, path, mode string) (*DB, error) {
	values := url.Values{"_txlock": {"immediate"}, "_dqs": {"false"}, "_pragma": pragmas}
	at := url.URL{Scheme: "file", Path: path, RawQuery: "mode=" + mode + "&" + values.Encode()}
	pool, err := sql.Open(sqlite.driver, at.String())
	if err != nil {
		return nil, fault.Wrap(fault.Internal, err, "%s cannot be opened", path)
	}
	pool.SetMaxOpenConns(most)
	return &DB{options: o, sql: pool, dialect: &sqlite, place: path, writing: make(chan struct{}, 1), queue: longestQueue}, nil
}

// isOurs reports whether there is a database of ours at path, which messages
// call shown. Anything else there but nothing or an empty file is a fault. It
// reads the header alone, so that somebody else's database is not even opened.
func isOurs(path, shown string) (bool, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fault.Wrap(fault.Unavailable, err, "%s cannot be opened: check that you may read it", shown)
	}
	defer func() { _ = f.Close() }() // it was only read
	header := make([]byte, 100)
	n, err := io.ReadFull(f, header)
	switch {
	case n == 0 && errors.Is(err, io.EOF):
		return false, nil
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return false, fault.Wrap(fault.Unavailable, err, "%s cannot be read", shown)
	case n < len(header) || string(header[:16]) != "SQLite format 3\x00":
		return false, fault.New(fault.Invalid, "%s is no database: name another file with --db", shown)
	case binary.BigEndian.Uint32(header[68:]) != applicationID:
		return false, fault.New(fault.Invalid, "%s is an SQLite database, but not followcal's: name another file with --db", shown)
	}
	return true, nil
}

// create makes a new database beside its place and moves it there when it is
// complete, so that there is never half a one.
func create(ctx context.Context, o Options, path string) (err error) {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fault.Wrap(fault.Unavailable, err, "the folder %s cannot be made: name another place with --db", folder)
	}
	scratch, done, err := newScratch(folder, scratchNew)
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "nothing can be written in %s: name another place with --db", folder)
	}
	defer done()
	temporary := filepath.Join(scratch, "log.db")
	if err := os.WriteFile(temporary, nil, 0o600); err != nil { // for its owner alone
		return fault.Wrap(fault.Unavailable, err, "nothing can be written in %s: name another place with --db", folder)
	}
	db, err := connectSQLite(o, temporary, "rw")
	if err != nil {
		return err
	}
	db.place = path
	err = db.initialise(ctx)
	if closed := db.sql.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return db.faulted(err)
	}
	return publish(temporary, path)
}

func (db *DB) initialise(ctx context.Context) error {
	if _, err := db.sql.ExecContext(ctx, "PRAGMA application_id = "+strconv.Itoa(applicationID)); err != nil {
		return err
	}
	return db.migrate(ctx)
}

// publish gives the new database its name, unless another process was quicker.
// An empty file is replaced.
func publish(temporary, path string) error {
	if info, err := os.Stat(path); err == nil && info.Size() == 0 {
		if err := os.Rename(temporary, path); err != nil {
			return fault.Wrap(fault.Unavailable, err, "%s cannot be written", path)
		}
		return nil
	}
	err := os.Link(temporary, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return nil
	}
	// Some file systems know no links.
	if err := os.Rename(temporary, path); err != nil {
		return fault.Wrap(fault.Unavailable, err, "%s cannot be written", path)
	}
	return nil
}
