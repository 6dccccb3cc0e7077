package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"followcal/calendar/mirror"
	"followcal/internal/fault"
	"followcal/internal/store/internal/query"
)

var (
	_ mirror.Ledger   = (*DB)(nil)
	_ mirror.Schedule = (*DB)(nil)
)

// Lane implements [mirror.Ledger].
func (db *DB) Lane(ctx context.Context, account string) (mirror.Lane, error) {
	row, err := query.New(db.sql).Lane(ctx, account)
	if err != nil {
		return mirror.Lane{}, db.faulted(noLane(err, account))
	}
	return laneOf(&row)
}

// noLane gives a row that is not there its sentence.
func noLane(err error, account string) error {
	if isNone(err) {
		return fault.Wrap(fault.NotFound, err, "%s mirrors to no calendar: see followcal google connect", account)
	}
	return err
}

// UpdateLane implements [mirror.Ledger]. It makes the account when there is none.
// A trouble that begins or ends is a change of the account, whose feeds tell of it.
func (db *DB) UpdateLane(ctx context.Context, account string, change func(*mirror.Lane) error) error {
	var mark int64
	err := db.exclusively(ctx, "lanes", account, func(tx *sql.Tx) error {
		q := query.New(tx)
		l := mirror.Lane{Account: account}
		row, err := q.Lane(ctx, account)
		if err == nil {
			l, err = laneOf(&row)
		}
		if err != nil && !isNone(err) {
			return err
		}
		before := l.Trouble
		if err := change(&l); err != nil {
			return err
		}
		if l.Trouble.Waits() != before.Waits() || l.Trouble.Waits() && l.Trouble.Kind != before.Kind {
			if mark, err = db.touch(ctx, tx, account); err != nil {
				return err
			}
		}
		l.Account = account
		stored, err := laneRow(&l)
		if err != nil {
			return err
		}
		return q.PutLane(ctx, query.PutLaneParams(stored))
	})
	switch {
	case isTaken(err):
		return fault.Wrap(fault.Conflict, err, "another account has the channel already; nothing was changed")
	case err == nil && mark != 0:
		db.tell(account, mark)
	}
	return err
}

// DropLane implements [mirror.Ledger]. Its trouble ends with it.
func (db *DB) DropLane(ctx context.Context, account string) error {
	var mark int64
	err := db.persist(ctx, func(tx *sql.Tx) error {
		q := query.New(tx)
		row, err := q.Lane(ctx, account)
		switch {
		case isNone(err):
			return nil
		case err != nil:
			return err
		}
		if (mirror.Trouble{Kind: mirror.TroubleKind(row.Trouble)}).Waits() {
			if mark, err = db.touch(ctx, tx, account); err != nil {
				return err
			}
		}
		return q.DropLane(ctx, account)
	})
	if err == nil && mark != 0 {
		db.tell(account, mark)
	}
	return err
}

// Due implements [mirror.Schedule].
func (db *DB) Due(ctx context.Context, now time.Time, limit int) ([]string, error) {
	if limit <= 0 {
		return nil, nil
	}
	due, err := query.New(db.sql).LanesDue(ctx, query.LanesDueParams{At: now.UnixMicro(), Most: int32(limit)})
	return due, db.faulted(err)
}

// ByChannel implements [mirror.Schedule].
func (db *DB) ByChannel(ctx context.Context, id string) (string, error) {
	account, err := query.New(db.sql).LaneByChannel(ctx, id)
	if isNone(err) {
		return "", fault.Wrap(fault.NotFound, err, "there is no channel with this id")
	}
	return account, db.faulted(err)
}

// Touched returns a number that grows whenever anything changes that feeds and
// mirrors show of an account, and 0 for one that is not there. It reads one row.
func (db *DB) Touched(ctx context.Context, account string) (int64, error) {
	touched, err := query.New(db.sql).Touched(ctx, account)
	if isNone(err) {
		return 0, nil
	}
	return touched, db.faulted(err)
}

// laneRow is what is stored of a lane.
func laneRow(l *mirror.Lane) (query.Lane, error) {
	settings, err := json.Marshal(l.Settings)
	if err == nil && l.Channel.ID != "" {
		err = checkID(l.Channel.ID)
	}
	return query.Lane{
		Account: l.Account, Settings: string(settings), Calendar: l.Calendar, MakingSince: l.Making.UnixMicro(),
		Token: l.Token, Revision: l.Revision, SyncedAt: l.Synced.UnixMicro(), NextAt: l.Next.UnixMicro(),
		Failures: int64(l.Failures), PausedUntil: l.Paused.UnixMicro(),
		Trouble: string(l.Trouble.Kind), TroubleSentence: sayable(l.Trouble.Sentence), TroubleSince: l.Trouble.Since.UnixMicro(),
		Holder: l.Holder, HeldUntil: l.Held.UnixMicro(),
		Channel: l.Channel.ID, ChannelSecret: l.Channel.Secret, ChannelAddress: l.Channel.Address,
		ChannelResource: l.Channel.Resource, ChannelExpires: l.Channel.Expires.UnixMicro(),
	}, err
}

// laneOf is the lane of a row.
func laneOf(row *query.Lane) (mirror.Lane, error) {
	l := mirror.Lane{
		Account: row.Account, Calendar: row.Calendar, Making: instantOf(row.MakingSince),
		Token: row.Token, Revision: row.Revision, Synced: instantOf(row.SyncedAt), Next: instantOf(row.NextAt),
		Failures: int(row.Failures), Paused: instantOf(row.PausedUntil),
		Trouble: mirror.Trouble{Kind: mirror.TroubleKind(row.Trouble), Sentence: row.TroubleSentence, Since: instantOf(row.TroubleSince)},
		Holder:  row.Holder, Held: instantOf(row.HeldUntil),
		Channel: mirror.Channel{
			ID: row.Channel, Secret: row.ChannelSecret, Address: row.ChannelAddress,
			Resource: row.ChannelResource, Expires: instantOf(row.ChannelExpires),
		},
	}
	return l, damaged(json.Unmarshal([]byte(row.Settings), &l.Settings))
}
