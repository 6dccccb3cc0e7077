package google

import (
	"context"

	"google.golang.org/api/calendar/v3"
	"google.golang.org/api/googleapi"

	"followcal/calendar/mirror"
)

// entryFields are what is read of an event.
const entryFields = "id,etag,status,summary,description,location,source/url,start,end,transparency,reminders,extendedProperties/private"

// quietly is what is told to guests. There are none, but for those that the
// person invited.
const quietly = "none"

// Get implements [mirror.Entries].
func (r *Remote) Get(ctx context.Context, in, id string) (mirror.Entry, error) {
	q := &question{doing: "to show the entry", malformed: mirror.Refused, gone: mirror.Missing}
	return r.entry(ctx, q, func(ctx context.Context) (*calendar.Event, error) {
		return r.api.Events.Get(in, id).Context(ctx).Fields(entryFields).Do()
	})
}

// Insert implements [mirror.Entries]. It is repeated when its outcome is not
// known: then Exists may be the answer to what was inserted by the first attempt.
func (r *Remote) Insert(ctx context.Context, in string, e *mirror.Entry) (mirror.Entry, error) {
	body, err := inserted(e)
	if err != nil {
		return mirror.Entry{}, err
	}
	q := &question{doing: "the entry", malformed: mirror.Refused, taken: mirror.Exists, gone: mirror.Missing}
	return r.entry(ctx, q, func(ctx context.Context) (*calendar.Event, error) {
		return r.api.Events.Insert(in, body).SendUpdates(quietly).Context(ctx).Fields(entryFields).Do()
	})
}

// Update implements [mirror.Entries]. It is repeated when its outcome is not
// known: then Stale may be the answer to what was written by the first attempt.
func (r *Remote) Update(ctx context.Context, in string, e *mirror.Entry) (mirror.Entry, error) {
	body, err := patched(e)
	if err != nil {
		return mirror.Entry{}, err
	}
	q := &question{doing: "the change of the entry", malformed: mirror.Refused, gone: mirror.Missing}
	return r.entry(ctx, q, func(ctx context.Context) (*calendar.Event, error) {
		call := r.api.Events.Patch(in, e.ID, body).SendUpdates(quietly).Context(ctx).Fields(entryFields)
		if e.ETag != "" {
			call.Header().Set("If-Match", e.ETag)
		}
		return call.Do()
	})
}

// Delete implements [mirror.Entries].
func (r *Remote) Delete(ctx context.Context, in, id, etag string) error {
	q := &question{doing: "to delete the entry", malformed: mirror.Refused}
	_, err := ask(ctx, r, q, func(ctx context.Context) (struct{}, error) {
		call := r.api.Events.Delete(in, id).SendUpdates(quietly).Context(ctx)
		if etag != "" {
			call.Header().Set("If-Match", etag)
		}
		return struct{}{}, call.Do()
	})
	return err
}

// entry asks for one event.
func (r *Remote) entry(ctx context.Context, q *question, call func(context.Context) (*calendar.Event, error)) (mirror.Entry, error) {
	return ask(ctx, r, q, func(ctx context.Context) (mirror.Entry, error) {
		event, err := call(ctx)
		if err != nil {
			return mirror.Entry{}, err
		}
		return read(event)
	})
}

// List implements [mirror.Entries]. Deleted entries that Google remembers are in
// a full listing too.
func (r *Remote) List(ctx context.Context, in, token string) (mirror.Listing, error) {
	q := &question{doing: "to list the calendar", malformed: mirror.TokenExpired, gone: mirror.TokenExpired}
	if token == "" {
		q.malformed, q.gone = mirror.Refused, mirror.Missing
	}
	l := pages{at: map[string]int{}, listing: mirror.Listing{Full: token == ""}}
	for page := ""; ; {
		got, err := ask(ctx, r, q, func(ctx context.Context) (*calendar.Events, error) {
			return r.page(ctx, in, token, page)
		})
		if err != nil {
			return mirror.Listing{}, err
		}
		if err := l.add(got.Items); err != nil {
			return mirror.Listing{}, q.fault(&verdict{cause: err}, false)
		}
		switch {
		case got.NextPageToken == "" && got.NextSyncToken == "", got.NextPageToken == page && page != "":
			return mirror.Listing{}, q.fault(&verdict{cause: errPages}, false)
		case got.NextPageToken == "":
			l.listing.Token = got.NextSyncToken
			return l.listing, nil
		}
		page = got.NextPageToken
	}
}

// mostOnPage is the most that Google puts on a page.
const mostOnPage = 2500

const listFields googleapi.Field = "nextPageToken,nextSyncToken,items(" + entryFields + ")"

// page asks for one page. The parameters of every one are those of the first: a
// sync token goes with no others than it was given for.
func (r *Remote) page(ctx context.Context, in, token, page string) (*calendar.Events, error) {
	call := r.api.Events.List(in).ShowDeleted(true).MaxResults(mostOnPage).Context(ctx).Fields(listFields)
	if token != "" {
		call.SyncToken(token)
	}
	if page != "" {
		call.PageToken(page)
	}
	return call.Do()
}
