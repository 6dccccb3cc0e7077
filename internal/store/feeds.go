package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"followcal/auth"
	"followcal/internal/fault"
	"followcal/internal/store/internal/query"
)

var _ auth.FeedStore = (*DB)(nil)

// CreateFeed implements [auth.FeedStore]. It makes the account when there is
// none.
func (db *DB) CreateFeed(ctx context.Context, f *auth.Feed) error {
	row, err := feedRow(f)
	if err != nil {
		return err
	}
	err = db.alter(ctx, f.Account, func(q *query.Queries) error {
		if err := q.CreateFeed(ctx, query.CreateFeedParams(row)); err != nil {
			return err
		}
		return addTokens(ctx, q, f)
	})
	if isTaken(err) {
		return fault.Wrap(fault.Conflict, err, "there is a feed with the id %s or its token already; nothing was changed", f.ID)
	}
	return db.faulted(err)
}

// Feeds implements [auth.FeedStore].
func (db *DB) Feeds(ctx context.Context, account string) ([]auth.Feed, error) {
	rows, err := query.New(db.sql).Feeds(ctx, account)
	if err != nil {
		return nil, db.faulted(err)
	}
	feeds := make([]auth.Feed, len(rows))
	for i, row := range rows {
		if feeds[i], err = feedOf(row); err != nil {
			return nil, err
		}
	}
	return feeds, nil
}

// FeedByToken implements [auth.FeedStore].
func (db *DB) FeedByToken(ctx context.Context, h auth.TokenHash) (auth.Feed, error) {
	row, err := query.New(db.sql).FeedByToken(ctx, h.String())
	return db.found(row, err)
}

// AnyFeed implements [auth.FeedStore].
func (db *DB) AnyFeed(ctx context.Context) (auth.Feed, error) {
	row, err := query.New(db.sql).AnyFeed(ctx)
	return db.found(row, err)
}

// found is the feed of a row that was looked for.
func (db *DB) found(row query.Feed, err error) (auth.Feed, error) {
	if err != nil {
		return auth.Feed{}, db.faulted(noFeed(err))
	}
	return feedOf(row)
}

// noFeed gives a row that is not there its sentence.
func noFeed(err error) error {
	if isNone(err) {
		return fault.Wrap(fault.NotFound, err, "there is no such feed; see followcal feed list")
	}
	return err
}

// UpdateFeed implements [auth.FeedStore].
func (db *DB) UpdateFeed(ctx context.Context, account, id string, change func(*auth.Feed) error) error {
	err := db.alter(ctx, account, func(q *query.Queries) error {
		row, err := q.Feed(ctx, query.FeedParams{Account: account, ID: id})
		if err != nil {
			return noFeed(err)
		}
		f, err := feedOf(row)
		if err != nil {
			return err
		}
		if err := change(&f); err != nil {
			return err
		}
		return putFeed(ctx, q, &f)
	})
	return db.faulted(err)
}

// putFeed replaces what is stored of a feed.
func putFeed(ctx context.Context, q *query.Queries, f *auth.Feed) error {
	row, err := feedRow(f)
	if err != nil {
		return err
	}
	err = q.UpdateFeed(ctx, query.UpdateFeedParams{
		Account: row.Account, ID: row.ID, Settings: row.Settings, Generation: row.Generation, Token: row.Token,
		RevokedAt: row.RevokedAt, Retired: row.Retired, RetiredUntil: row.RetiredUntil,
	})
	if err != nil {
		return err
	}
	if err := q.RemoveFeedTokens(ctx, f.ID); err != nil {
		return err
	}
	return addTokens(ctx, q, f)
}

// addTokens lets a feed be found by its tokens.
func addTokens(ctx context.Context, q *query.Queries, f *auth.Feed) error {
	for _, h := range []auth.TokenHash{f.Token, f.Retired.Token} {
		if h.IsZero() {
			continue
		}
		if err := q.AddFeedToken(ctx, query.AddFeedTokenParams{Hash: h.String(), Feed: f.ID}); err != nil {
			return err
		}
	}
	return nil
}

// RecordFetches implements [auth.FeedStore]. What feeds show is not changed by
// it, so it tells nobody.
func (db *DB) RecordFetches(ctx context.Context, all []auth.Fetch) error {
	if len(all) == 0 {
		return nil
	}
	// In one order, so that two replicas never wait for each other.
	all = slices.SortedFunc(slices.Values(all), func(a, b auth.Fetch) int {
		return cmp.Or(cmp.Compare(a.Feed, b.Feed), cmp.Compare(a.Family, b.Family))
	})
	return db.faulted(db.write(ctx, func(tx *sql.Tx) error {
		q := query.New(tx)
		for _, f := range all {
			if err := q.RecordFetch(ctx, query.RecordFetchParams{Feed: f.Feed, Family: f.Family, At: f.At.UnixMicro()}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// Fetches implements [auth.FeedStore].
func (db *DB) Fetches(ctx context.Context, account string) ([]auth.Fetch, error) {
	rows, err := query.New(db.sql).Fetches(ctx, account)
	fetches := make([]auth.Fetch, len(rows))
	for i, row := range rows {
		fetches[i] = auth.Fetch{Feed: row.Feed, Family: row.Family, At: instantOf(row.At)}
	}
	return fetches, db.faulted(err)
}

// Secret returns the random octets that key what the account publishes. An
// account that is not there is a fault of kind NotFound.
func (db *DB) Secret(ctx context.Context, account string) ([]byte, error) {
	row, err := query.New(db.sql).Account(ctx, account)
	if isNone(err) {
		return nil, fault.Wrap(fault.NotFound, err, "there is no account %q", account)
	}
	return row.Secret, db.faulted(err)
}

// alter runs f in a transaction that changes what feeds of an account show, and
// makes the account when there is none. Unlike a change of the log it is not
// tried again when its commit got no answer: nothing tells whether it happened.
func (db *DB) alter(ctx context.Context, account string, f func(*query.Queries) error) error {
	var mark int64
	err := db.write(ctx, func(tx *sql.Tx) error {
		if _, err := db.lock(ctx, tx, account); err != nil {
			return err
		}
		if err := f(query.New(tx)); err != nil {
			return err
		}
		var err error
		mark, err = db.touch(ctx, tx, account)
		return err
	})
	if err == nil {
		db.tell(account, mark)
	}
	return err
}

// write runs f in a transaction of its own.
func (db *DB) write(ctx context.Context, f func(*sql.Tx) error) error {
	if err := db.enter(ctx); err != nil {
		return err
	}
	defer db.leave()
	tx, err := db.begin(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// isTaken reports whether a row was refused because its key is there already.
func isTaken(err error) bool {
	const primaryKey, unique = 1555, 2067 // sqlite.org/rescode.html
	var bySQLite interface{ Code() int }
	var byPostgres interface{ SQLState() string }
	switch {
	case errors.As(err, &bySQLite):
		return bySQLite.Code() == primaryKey || bySQLite.Code() == unique
	case errors.As(err, &byPostgres):
		return byPostgres.SQLState() == "23505"
	}
	return false
}

// feedSettings is what a feed shows, as it is stored.
type feedSettings struct {
	Name     string   `json:"name"`
	Privacy  string   `json:"privacy"`
	Alarms   bool     `json:"alarms"`
	Gzip     bool     `json:"gzip"`
	Kinds    []string `json:"kinds,omitempty"`
	PastDays int      `json:"past_days"`
	Color    string   `json:"color,omitempty"`
}

// feedRow is what is stored of a feed.
func feedRow(f *auth.Feed) (query.Feed, error) {
	settings, err := json.Marshal(feedSettings{
		Name: f.Name, Privacy: string(f.Privacy), Alarms: f.Alarms, Gzip: f.Gzip, Kinds: f.Kinds, PastDays: f.PastDays, Color: f.Color,
	})
	row := query.Feed{
		Account: f.Account, ID: f.ID, Settings: string(settings), Generation: int32(f.Generation), Token: f.Token.String(),
		CreatedAt: f.Created.UnixMicro(), RevokedAt: f.Revoked.UnixMicro(), RetiredUntil: f.Retired.Until.UnixMicro(),
	}
	if !f.Retired.Token.IsZero() {
		row.Retired = f.Retired.Token.String()
	}
	return row, err
}

// feedOf is the feed of a row.
func feedOf(row query.Feed) (auth.Feed, error) {
	var s feedSettings
	if err := json.Unmarshal([]byte(row.Settings), &s); err != nil {
		return auth.Feed{}, damaged(err)
	}
	f := auth.Feed{
		ID: row.ID, Account: row.Account, Generation: int(row.Generation),
		FeedSettings: auth.FeedSettings{
			Name: s.Name, Privacy: auth.Privacy(s.Privacy), Alarms: s.Alarms, Gzip: s.Gzip, Kinds: s.Kinds, PastDays: s.PastDays, Color: s.Color,
		},
		Created: instantOf(row.CreatedAt), Revoked: instantOf(row.RevokedAt),
	}
	f.Retired.Until = instantOf(row.RetiredUntil)
	var err error
	if f.Token, err = auth.ParseTokenHash(row.Token); err == nil && row.Retired != "" {
		f.Retired.Token, err = auth.ParseTokenHash(row.Retired)
	}
	return f, err
}
