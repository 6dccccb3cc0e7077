package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"followcal/internal/fault"
)

// The primary result codes of SQLite (sqlite.org/rescode.html) that have a
// sentence of their own.
const (
	sqlitePerm     = 3
	sqliteBusy     = 5
	sqliteLocked   = 6
	sqliteReadOnly = 8
	sqliteIO       = 10
	sqliteCorrupt  = 11
	sqliteFull     = 13
	sqliteCantOpen = 14
	sqliteAuth     = 23
	sqliteNotADB   = 26
)

// faulted gives an error of the database its kind and a sentence. What is a
// fault already, what a caller returned from within, and the end of a context
// pass as they are.
func (db *DB) faulted(err error) error {
	var f *fault.Fault
	var bySQLite interface{ Code() int }
	var byPostgres interface{ SQLState() string }
	switch {
	case err == nil, errors.As(err, &f), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, &bySQLite):
		return sqliteFault(err, bySQLite.Code(), db.place)
	case errors.As(err, &byPostgres):
		return postgresFault(err, byPostgres.SQLState(), db.place)
	case isLost(err):
		return fault.Wrap(fault.Unavailable, err, "the database %s went away or cannot be reached; try again when it is there", db.place)
	}
	return err
}

// sqliteFault says what an SQLite error means for the user. The low byte of the
// code is its kind.
func sqliteFault(err error, code int, path string) error {
	switch code & 0xff {
	case sqliteBusy, sqliteLocked:
		return fault.Wrap(fault.Conflict, err, "another followcal is writing to %s; try again", path)
	case sqliteReadOnly:
		return fault.Wrap(fault.Unavailable, err, "%s can only be read: neither the file nor its folder may be write-protected", path)
	case sqlitePerm, sqliteAuth, sqliteCantOpen:
		return fault.Wrap(fault.Unavailable, err, "%s cannot be opened: check that its folder exists and that you may read and write both", path)
	case sqliteFull:
		return fault.Wrap(fault.Unavailable, err, "the disk with %s is full: make room and try again; nothing was changed", path)
	case sqliteIO:
		return fault.Wrap(fault.Unavailable, err, "%s cannot be read or written: check the disk", path)
	case sqliteCorrupt:
		return fault.Wrap(fault.Invalid, err, "%s is damaged: restore a backup (followcal restore FILE)", path)
	case sqliteNotADB:
		return fault.Wrap(fault.Invalid, err, "%s is no database", path)
	}
	return fault.Wrap(fault.Internal, err, "%s: the database refused a statement", path)
}

// postgresFault says what an error of PostgreSQL means for the user (its
// documentation, appendix A).
func postgresFault(err error, state, place string) error {
	is := func(states ...string) bool {
		for _, s := range states {
			if strings.HasPrefix(state, s) {
				return true
			}
		}
		return false
	}
	switch {
	case is("40", "55P03", "57014"):
		return fault.Wrap(fault.Conflict, err, "somebody else is writing to the database %s; try again", place)
	case is("08", "57P"):
		return fault.Wrap(fault.Unavailable, err, "the database %s went away; try again when it is back", place)
	case is("53"):
		return fault.Wrap(fault.Unavailable, err, "the database %s is out of disk space, memory or connections; ask who runs it", place)
	case is("28", "42501"):
		return fault.Wrap(fault.Unavailable, err, "the database %s does not let this user in: check name, password and rights", place)
	case is("3D000"):
		return fault.Wrap(fault.Unavailable, err, "there is no database %s: make it with createdb", place)
	case is("25006"):
		return fault.Wrap(fault.Unavailable, err, "the database %s can only be read: name the primary server", place)
	case is("XX001", "XX002"):
		return fault.Wrap(fault.Invalid, err, "the database %s is damaged: restore a backup", place)
	}
	return fault.Wrap(fault.Internal, err, "the database %s refused a statement", place)
}

// isLost reports whether the connection to the database broke, or never came
// about.
func isLost(err error) bool {
	var network net.Error
	var unsent interface{ SafeToRetry() bool } // pgx: the connection was closed before
	if errors.As(err, &unsent) && unsent.SafeToRetry() {
		return true
	}
	return errors.Is(err, driver.ErrBadConn) || errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// damaged is the fault for a document that cannot be read.
func damaged(err error) error {
	if err == nil {
		return nil
	}
	return fault.Wrap(fault.Invalid, err, "the database holds what is no document of this followcal (%s): restore a backup", err)
}
