package main

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the record is filled past its ports

	"followcal/auth"
)

// store is a record with users.
type store struct {
	db     string
	tokens []string // of the users' feeds
}

// newStore makes a record whose owner sent so many applications in so many days,
// and copies the owner to as many users as are wanted: what planning them one after the other
// would bring about, in a hundredth of the time.
func (r *rig) newStore(ctx context.Context, name string, applications, days, users int, settings ...string) (*store, error) {
	s := &store{db: r.path(name + ".db")}
	table := r.path(name + ".csv")
	if err := writeTable(table, applications, days); err != nil {
		return nil, err
	}
	if err := command(ctx, r.followcal, "import", table, "--yes", "--db", s.db); err != nil {
		return nil, err
	}
	create := append([]string{"feed", "create", "--public-url", publicURL, "--db", s.db}, settings...)
	for _, args := range [][]string{{"agenda", "--db", s.db}, create} {
		if err := command(ctx, r.followcal, args...); err != nil {
			return nil, err
		}
	}
	return s, s.multiply(ctx, users)
}

// writeTable writes applications of the last days, each to an employer of its
// own.
func writeTable(path string, applications, days int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(f)
	fmt.Fprintln(out, "Company,Job Title,Date Applied")
	for i := range applications {
		day := time.Now().AddDate(0, 0, -2-i*days/applications)
		fmt.Fprintf(out, "Employer %d Inc.,Site Reliability Engineer %d,%s\n", i, i, day.Format(time.DateOnly))
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// multiply copies everything of the owner, with the feed, to users.
func (s *store) multiply(ctx context.Context, users int) error {
	key, err := auth.ReadKey(s.db + ".key")
	if err != nil {
		return err
	}
	db, err := sql.Open("sqlite", "file:"+s.db+"?_pragma=synchronous(OFF)&_pragma=cache_size(-200000)&_pragma=temp_store(MEMORY)")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // what counts was committed
	db.SetMaxOpenConns(1)
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	if err := multiplyTables(ctx, tx, users); err != nil {
		return err
	}
	if err := s.multiplyFeeds(ctx, tx, key, users); err != nil {
		return err
	}
	return tx.Commit()
}

// numbers are those of the users, as a table.
const numbers = "WITH RECURSIVE users (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM users WHERE n < ?) "

// userID is a user's account as SQL makes it and as Go does.
const (
	userIDSQL = "printf('user-%06d', n)"
	userID    = "user-%06d"
)

func multiplyTables(ctx context.Context, tx *sql.Tx, users int) error {
	_, err := tx.ExecContext(ctx, numbers+`INSERT INTO accounts SELECT `+userIDSQL+`, created_at, randomblob(32), changes, settings,
		plan_as_of, plan_rules, plan_stale, touched FROM users, accounts WHERE id = 'local'`, users)
	if err != nil {
		return err
	}
	for _, table := range []string{
		"applications", "decisions", "concerns", "changes", "revisions", "events", "shared_events", "contenders", "outlooks", "outlook_keys",
		"appointments", "lacks",
	} {
		columns, err := columnsOf(ctx, tx, table)
		if err != nil {
			return err
		}
		// In the order of users, so that everything is appended.
		text := numbers + "INSERT INTO " + table + " SELECT " + userIDSQL + ", " + columns + " FROM users CROSS JOIN " + table + " WHERE account = 'local' ORDER BY n"
		if _, err := tx.ExecContext(ctx, text, users); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	return nil
}

// columnsOf lists a table's columns after the first, which is the account.
func columnsOf(ctx context.Context, tx *sql.Tx, table string) (string, error) {
	rows, err := tx.QueryContext(ctx, "SELECT name FROM pragma_table_info(?) WHERE cid > 0 ORDER BY cid", table)
	if err != nil {
		return "", err
	}
	defer func() { _ = rows.Close() }() // rows.Err says it
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return "", err
		}
		names = append(names, name)
	}
	return strings.Join(names, ", "), rows.Err()
}

// multiplyFeeds gives each user the owner's feed with tokens of its own.
func (s *store) multiplyFeeds(ctx context.Context, tx *sql.Tx, key auth.Key, users int) error {
	const feed = `INSERT INTO feeds SELECT ?, ?, settings, 1, ?, created_at, revoked_at, retired, retired_until FROM feeds WHERE account = 'local'`
	for i := 1; i <= users; i++ {
		id := fmt.Sprintf("feed-%06d", i)
		secret := key.FeedToken(id, 1)
		hash := secret.Hash().String()
		if _, err := tx.ExecContext(ctx, feed, fmt.Sprintf(userID, i), id, hash); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO feed_tokens VALUES (?, ?)", hash, id); err != nil {
			return err
		}
		s.tokens = append(s.tokens, secret.Reveal())
	}
	return nil
}
