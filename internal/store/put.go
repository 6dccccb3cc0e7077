package store

import (
	"context"
	"database/sql/driver"
	"slices"
	"strings"

	"followcal/internal/store/internal/query"
	"followcal/schedule"
	"followcal/schedule/exchange"
)

// row is an application as it is written.
type row struct {
	id, employer, role string
	appliedOn          driver.Value // written here, beside the database's work
	created            int64
	facts              string
}

// Put implements [record.Writer]. Documents are made in a goroutine beside the
// database's work, in the order of ids, in which SQLite appends instead of
// inserting.
func (w *writer) Put(ctx context.Context, all ...*schedule.Application) error {
	if len(all) == 0 {
		return nil
	}
	empty, err := w.isEmpty(ctx)
	if err != nil {
		return w.failed(err)
	}
	stop := make(chan struct{})
	defer close(stop)
	conflict := replacing
	if empty {
		conflict = "" // each id comes once, so that nothing is there to look for
	}
	p := &putter{writer: w, empty: empty, rows: w.bulk("applications", "id, employer, role, applied_on, created, facts", conflict)}
	for written := range write(lastByID(all), stop) {
		if written.err == nil {
			written.err = p.put(ctx, written.rows)
		}
		if written.err != nil {
			return w.failed(written.err)
		}
	}
	return w.failed(p.rows.end(ctx))
}

// replacing makes an insert of an application replace the one that stands.
const replacing = ` ON CONFLICT (account, id) DO UPDATE SET employer = excluded.employer, role = excluded.role,
applied_on = excluded.applied_on, created = excluded.created, facts = excluded.facts`

// lastByID sorts applications by id. Of several with one id the last is kept.
func lastByID(all []*schedule.Application) []*schedule.Application {
	if ascending(all) {
		return all
	}
	sorted := slices.Clone(all)
	slices.Reverse(sorted) // so that the last of one id comes first
	slices.SortStableFunc(sorted, func(a, b *schedule.Application) int { return strings.Compare(a.ID, b.ID) })
	return slices.CompactFunc(sorted, func(a, b *schedule.Application) bool { return a.ID == b.ID })
}

// ascending reports whether each id is greater than the one before.
func ascending(all []*schedule.Application) bool {
	for i := range all[1:] {
		if all[i].ID >= all[i+1].ID {
			return false
		}
	}
	return true
}

// written is a page of rows, or why there is none.
type written struct {
	rows []row
	err  error
}

// write makes pages of rows of the applications until stop is closed.
func write(all []*schedule.Application, stop <-chan struct{}) <-chan written {
	pages := make(chan written, 4)
	go func() {
		defer close(pages)
		var room []byte
		for chunk := range slices.Chunk(all, page) {
			var rows []row
			var err error
			rows, room, err = rowsOf(chunk, room[:0])
			select {
			case pages <- written{rows, err}:
			case <-stop:
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return pages
}

// rowsOf writes the documents of a page into one buffer, which it returns for
// the next page.
func rowsOf(all []*schedule.Application, buffer []byte) ([]row, []byte, error) {
	rows := make([]row, len(all))
	ends := make([]int, len(all))
	for i, a := range all {
		err := checkID(a.ID)
		if err == nil {
			buffer, err = exchange.AppendApplication(buffer, a)
		}
		if err != nil {
			return nil, nil, err
		}
		ends[i] = len(buffer)
		rows[i] = row{id: a.ID, employer: schedule.Fold(a.Employer), role: schedule.Fold(a.Role)}
		if rows[i].appliedOn, err = query.Day(a.AppliedOn).Value(); err != nil {
			return nil, nil, err
		}
	}
	text, start := string(buffer), 0
	for i, end := range ends {
		rows[i].facts = text[start:end]
		start = end
	}
	return rows, buffer, nil
}

// isEmpty reports whether the account has no application yet.
func (w *writer) isEmpty(ctx context.Context) (bool, error) {
	ids, err := w.AnyApplication(ctx, w.account)
	return len(ids) == 0, err
}

// putter writes pages of rows.
type putter struct {
	*writer
	empty bool // before the first page: nothing need be looked up
	rows  *bulk
}

// put writes of a page what is new or differs.
func (p *putter) put(ctx context.Context, rows []row) error {
	var standing map[string]standing
	if !p.empty {
		var err error
		if standing, err = p.standingRows(ctx, rows); err != nil {
			return err
		}
	}
	changed, before := rows[:0], []string(nil)
	for _, row := range rows {
		switch old, known := standing[row.id]; {
		case !known:
			row.created = p.create(row.id)
		case old.facts == row.facts:
			continue
		default:
			row.created = old.created
			if old.created != p.change.Number {
				before = append(before, row.id)
			}
		}
		changed = append(changed, row)
	}
	if err := p.revise(ctx, before); err != nil {
		return err
	}
	for i := range changed {
		r := &changed[i]
		if err := p.rows.add(ctx, r.id, r.employer, r.role, r.appliedOn, r.created, r.facts); err != nil {
			return err
		}
	}
	return nil
}

func (p *putter) standingRows(ctx context.Context, rows []row) (map[string]standing, error) {
	ids := make([]string, len(rows))
	for i := range rows {
		ids[i] = rows[i].id
	}
	found, err := p.standing(ctx, ids)
	byID := make(map[string]standing, len(found))
	for _, s := range found {
		byID[s.id] = s
	}
	return byID, err
}

// create returns the change that created an application that does not stand:
// this one, unless it only comes back after this one removed it.
func (w *writer) create(id string) int64 {
	if created, ok := w.removed[id]; ok {
		delete(w.removed, id)
		w.again = append(w.again, id)
		return created
	}
	if _, gone := w.gone[id]; gone {
		delete(w.gone, id)
	} else {
		w.created = append(w.created, id)
	}
	return w.change.Number
}
