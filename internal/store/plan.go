package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/store/internal/query"
	"followcal/schedule"
	"followcal/schedule/record"
)

// plan reads what the last plan left.
type plan struct{ r *reader }

// Plan implements [record.Reader].
func (r *reader) Plan() record.Plan { return plan{r} }

// State implements [record.Plan].
func (p plan) State(ctx context.Context) (record.PlanState, error) {
	s, err := p.r.PlanState(ctx, p.r.account)
	if isNone(err) {
		err = nil
	}
	return record.PlanState{AsOf: date.Date(s.PlanAsOf), Rules: s.PlanRules, Stale: s.PlanStale}, err
}

// Lapsed implements [record.Plan].
func (p plan) Lapsed(ctx context.Context, asOf date.Date) ([]string, error) {
	return p.r.Lapsed(ctx, query.LapsedParams{Account: p.r.account, AsOf: query.Day(asOf)})
}

// Lacks implements [record.Plan].
func (p plan) Lacks(ctx context.Context, limit int) ([]record.Lack, map[record.LackKind]int, error) {
	counts, err := p.r.CountLacks(ctx, p.r.account)
	all := make(map[record.LackKind]int, len(counts))
	for _, c := range counts {
		all[record.LackKind(c.Kind)] = int(c.Number)
	}
	var lacks []record.Lack
	for _, kind := range record.LackKinds {
		if err != nil || limit <= 0 || all[kind] == 0 {
			continue
		}
		var rows []query.LacksRow
		rows, err = p.r.Lacks(ctx, query.LacksParams{Account: p.r.account, Kind: string(kind), Most: int32(limit)})
		for _, row := range rows {
			lacks = append(lacks, record.Lack{Application: row.Application, Kind: kind, What: row.What})
		}
	}
	return lacks, all, err
}

// Applications implements [schedule.Standing].
func (p plan) Applications(ctx context.Context, ids []string) ([]schedule.Application, error) {
	return p.r.Applications(ctx, ids)
}

// Decisions implements [schedule.Standing].
func (p plan) Decisions(ctx context.Context, ids []string) ([]schedule.Decision, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return p.r.Decisions(ctx, ids...)
}

// Related implements [schedule.Standing].
func (p plan) Related(ctx context.Context, keys []string) ([]string, error) {
	cut := make([]string, len(keys))
	for i, key := range keys {
		cut[i] = cutKey(key)
	}
	ids, err := selectIn(ctx, p.r, "SELECT application FROM outlook_keys WHERE account = ? AND key IN ", []any{p.r.account}, unique(cut),
		func(rows *sql.Rows, id *string) error { return rows.Scan(id) })
	return unique(ids), err
}

// Traces implements [schedule.Standing].
func (p plan) Traces(ctx context.Context, ids []string) (f schedule.Footprint, err error) {
	ids = unique(ids)
	account := []any{p.r.account}
	f.Contenders, err = selectIn(ctx, p.r, `SELECT day, application, uid, anchor_on, age, stayed FROM contenders
WHERE account = ? AND application IN `, account, ids, func(rows *sql.Rows, c *schedule.Contender) error {
		return rows.Scan((*query.Day)(&c.Day), &c.Application, &c.UID, (*int64)(&c.AnchorOn), (*int64)(&c.Age), &c.Stayed)
	})
	if err != nil {
		return f, err
	}
	f.Outlooks, err = selectIn(ctx, p.r, "SELECT application, keys, lapses_on, omitted FROM outlooks WHERE account = ? AND application IN ",
		account, ids, scanOutlook)
	if err != nil {
		return f, err
	}
	f.Appointments, err = selectIn(ctx, p.r, `SELECT uid, application, kind, due, start_at, end_at, is_call FROM appointments
WHERE account = ? AND application IN `, account, ids, func(rows *sql.Rows, a *schedule.Appointment) error {
		var row query.AppointmentsDueRow
		err := rows.Scan(&row.UID, &row.Application, &row.Kind, &row.Due, &row.StartAt, &row.EndAt, &row.IsCall)
		*a = appointmentOf(row)
		return err
	})
	return f, err
}

func scanOutlook(rows *sql.Rows, o *schedule.Outlook) error {
	var keys string
	if err := rows.Scan(&o.Application, &keys, (*query.Day)(&o.LapsesOn), &o.Omitted); err != nil {
		return err
	}
	return json.Unmarshal([]byte(keys), &o.Keys)
}

// Contenders implements [schedule.Standing].
func (p plan) Contenders(ctx context.Context, day date.Date, losers int) ([]schedule.Contender, error) {
	rows, err := p.r.Stayed(ctx, query.StayedParams{Account: p.r.account, Day: query.Day(day)})
	if err != nil {
		return nil, err
	}
	all := make([]schedule.Contender, 0, len(rows)+losers)
	for _, row := range rows {
		all = append(all, contenderOf(row))
	}
	if losers <= 0 {
		return all, nil
	}
	lost, err := p.r.Losers(ctx, query.LosersParams{Account: p.r.account, Day: query.Day(day), Most: int32(losers)})
	for _, row := range lost {
		all = append(all, contenderOf(query.StayedRow(row)))
	}
	return all, err
}

func contenderOf(row query.StayedRow) schedule.Contender {
	return schedule.Contender{
		Day: date.Date(row.Day), Application: row.Application, UID: row.UID,
		AnchorOn: date.Date(row.AnchorOn), Age: date.Date(row.Age), Stayed: row.Stayed,
	}
}

// Appointments implements [schedule.Standing].
func (p plan) Appointments(ctx context.Context, from, to date.Date) ([]schedule.Appointment, error) {
	rows, err := p.r.AppointmentsDue(ctx, query.AppointmentsDueParams{Account: p.r.account, First: query.Day(from), Last: query.Day(to)})
	all := make([]schedule.Appointment, len(rows))
	for i, row := range rows {
		all[i] = appointmentOf(row)
	}
	return all, err
}

func appointmentOf(row query.AppointmentsDueRow) schedule.Appointment {
	return schedule.Appointment{
		UID: row.UID, Application: row.Application, Kind: schedule.Kind(row.Kind), Due: date.Date(row.Due),
		Start: instantOf(row.StartAt), End: instantOf(row.EndAt), Call: row.IsCall,
	}
}

// instantOf is the instant that was stored; the beginning of year 1 is the zero
// time both ways.
func instantOf(micros int64) time.Time { return time.UnixMicro(micros).UTC() }
