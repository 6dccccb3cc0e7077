package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// dataVersion looks on SQLite: one number says whether any other connection
// committed (sqlite.org/pragma.html#pragma_data_version). It is read without a
// lock, and is only comparable on one connection.
type dataVersion struct {
	db      *DB
	conn    *sql.Conn
	version int64
	last    int64 // the highest mark that was seen
}

func (*dataVersion) every() time.Duration { return 200 * time.Millisecond }

func (v *dataVersion) close() error {
	if v.conn == nil {
		return nil
	}
	return v.conn.Close()
}

func (v *dataVersion) look(ctx context.Context) (marks []mark, err error) {
	defer func() {
		if err != nil && v.conn != nil {
			err = errors.Join(err, v.conn.Close())
			v.conn = nil
		}
	}()
	begin := v.conn == nil
	if begin {
		if v.conn, err = v.db.sql.Conn(ctx); err != nil {
			return nil, err
		}
	}
	var version int64
	if err := v.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version); err != nil {
		return nil, err
	}
	if !begin && version == v.version {
		return nil, nil
	}
	rows, err := v.conn.QueryContext(ctx, "SELECT id, touched FROM accounts WHERE touched > ? ORDER BY touched", v.last)
	if err != nil {
		return nil, err
	}
	marks, err = collect(rows, nil, func(rows *sql.Rows, m *mark) error { return rows.Scan(&m.account, &m.touched) })
	if err != nil {
		return nil, err
	}
	v.version = version
	if len(marks) > 0 {
		v.last = marks[len(marks)-1].touched
	}
	return marks, nil
}

// snapshots looks on PostgreSQL: marks are transactions, and those that were
// still running at one look are at or above the horizon of its snapshot.
type snapshots struct {
	db      *DB
	horizon int64
	seen    map[mark]bool // at or above the horizon
}

func (*snapshots) every() time.Duration { return 750 * time.Millisecond }

func (*snapshots) close() error { return nil }

func (s *snapshots) look(ctx context.Context) ([]mark, error) {
	rows, err := s.db.sql.QueryContext(ctx, `SELECT '', CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)
UNION ALL SELECT id, touched FROM accounts WHERE touched >= $1`, s.horizon)
	if err != nil {
		return nil, err
	}
	all, err := collect(rows, nil, func(rows *sql.Rows, m *mark) error { return rows.Scan(&m.account, &m.touched) })
	if err != nil {
		return nil, err
	}
	var fresh []mark
	seen := make(map[mark]bool)
	for _, m := range all {
		switch {
		case m.account == "":
			s.horizon = m.touched
		default:
			seen[m] = true
			if !s.seen[m] {
				fresh = append(fresh, m)
			}
		}
	}
	s.seen = seen
	return fresh, nil
}
