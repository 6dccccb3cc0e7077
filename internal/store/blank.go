package store

import (
	"context"
	"encoding/json"
	"slices"

	"followcal/internal/store/internal/query"
)

// forgetPlan removes the planned events of an application and what else a plan
// left of it. An event of another that concerned it keeps its place, and is
// blank until it is planned again.
func (w *writer) forgetPlan(ctx context.Context, id string) error {
	if err := w.clearPlan(ctx, []string{id}); err != nil {
		return err
	}
	uids, err := w.SharedWith(ctx, query.SharedWithParams{Account: w.account, Application: id})
	if err != nil {
		return err
	}
	for _, uid := range uids {
		if err := w.blank(ctx, uid, id); err != nil {
			return err
		}
	}
	return w.RemoveShared(ctx, query.RemoveSharedParams{Account: w.account, Application: id})
}

func (w *writer) blank(ctx context.Context, uid, id string) error {
	e, err := w.SharedEvent(ctx, query.SharedEventParams{Account: w.account, UID: uid})
	if isNone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	var about []string
	if err := json.Unmarshal([]byte(e.Applications), &about); err != nil {
		return damaged(err)
	}
	about = slices.DeleteFunc(about, func(other string) bool { return other == id })
	applications := ""
	if !slices.Equal(about, []string{e.Application}) {
		applications = jsonList(about)
	}
	return w.BlankEvent(ctx, query.BlankEventParams{Account: w.account, UID: uid, Applications: applications})
}
