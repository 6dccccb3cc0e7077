package googlefake

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

var listNames = selection{
	"kind": nil, "etag": nil, "summary": nil, "description": nil, "updated": nil, "timeZone": nil, "accessRole": nil,
	"defaultReminders": nil, "nextPageToken": nil, "nextSyncToken": nil, "items": eventNames,
}

// Page sizes of events.list.
const (
	usualPage = 250
	maxPage   = 2500
)

// cursor is what page and sync tokens stand for.
type cursor struct {
	Calendar string    `json:"c"`
	Kind     string    `json:"k"` // "page" or "sync"
	Full     bool      `json:"l"` // not a listing of changes
	From     int       `json:"f"` // changes up to here are known
	To       int       `json:"t"` // changes up to here are listed in the pages
	After    string    `json:"a"` // the last id of the page
	Deleted  bool      `json:"d"` // showDeleted
	Single   string    `json:"s"` // singleEvents
	Epoch    int       `json:"e"`
	Made     time.Time `json:"m"`
}

func (k *cursor) token() string {
	text, err := json.Marshal(k)
	if err != nil { // a cursor always encodes
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

func parseCursor(token string) (k cursor, ok bool) {
	text, err := base64.RawURLEncoding.DecodeString(token)
	return k, err == nil && json.Unmarshal(text, &k) == nil
}

// incompatible are the parameters that cannot stand beside a sync token.
var incompatible = []string{"iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty", "timeMin", "timeMax", "updatedMin"}

// ignored are parameters that change nothing here.
var ignored = []string{"maxAttendees", "maxResults", "pageToken", "showDeleted", "showHiddenInvitations", "singleEvents", "syncToken"}

func (q *request) listEvents() (answer, *problem) {
	c, err := q.own()
	if err != nil {
		return answer{}, err
	}
	k, err := q.cursor(c)
	if err != nil {
		return answer{}, err
	}
	size, err := q.pageSize()
	if err != nil {
		return answer{}, err
	}
	items, more := c.page(&k, size)
	o := object{{"kind", "calendar#events"}, {"etag", c.etag}, {"summary", c.summary}}
	o.set("description", c.description)
	o = append(o, member{"updated", q.now.UTC().Format(stamp)}, member{"timeZone", c.zone}, member{"accessRole", "owner"},
		member{"defaultReminders", []object{}})
	k.Epoch, k.Made = c.epoch, q.now
	if more {
		k.Kind = "page"
		o.set("nextPageToken", k.token())
	} else {
		sync := cursor{Calendar: c.id, Kind: "sync", From: k.To, Deleted: k.Deleted, Single: k.Single, Epoch: c.epoch, Made: q.now}
		o.set("nextSyncToken", sync.token())
	}
	return q.reply(append(o, member{"items", items}), c.etag), nil
}

// cursor is where the listing goes on, or begins.
func (q *request) cursor(c *calendar) (cursor, *problem) {
	sync, page := q.query.Get("syncToken"), q.query.Get("pageToken")
	if err := q.checkListing(sync != ""); err != nil {
		return cursor{}, err
	}
	wanted := cursor{Calendar: c.id, Full: true, To: c.changes, Deleted: q.query.Get("showDeleted") == "true", Single: q.query.Get("singleEvents")}
	token, kind := page, "page"
	if token == "" {
		token, kind = sync, "sync"
	}
	if token == "" {
		return wanted, nil
	}
	k, ok := parseCursor(token)
	switch {
	case !ok || k.Kind != kind || k.Calendar != c.id:
		return cursor{}, parameter(kind+"Token", "Invalid "+kind+" token value.")
	case k.Epoch != c.epoch, q.s.options.TokenLife > 0 && q.now.Sub(k.Made) > q.s.options.TokenLife:
		return cursor{}, tokenGone
	case k.Deleted != wanted.Deleted || k.Single != wanted.Single:
		return cursor{}, parameter(kind+"Token", "The other parameters differ from those of the first call.")
	case page != "" && k.Full == (sync != ""):
		return cursor{}, parameter("pageToken", "The sync token differs from that of the first page.")
	}
	if kind == "sync" {
		k.To = c.changes
	}
	return k, nil
}

// checkListing refuses what does not go with a sync token, and what this fake
// does not do.
func (q *request) checkListing(sync bool) *problem {
	for name := range q.query {
		switch {
		case sync && slices.Contains(incompatible, name):
			return parameter("syncToken", "Sync token cannot be used with "+name+".")
		case !slices.Contains(ignored, name) && !slices.Contains(common, name):
			return parameter(name, "The fake does not have this parameter")
		}
	}
	if sync && q.query.Get("showDeleted") == "false" {
		return parameter("showDeleted", "Sync token cannot be used with showDeleted=false.")
	}
	return nil
}

func (q *request) pageSize() (int, *problem) {
	size := usualPage
	if text := q.query.Get("maxResults"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return 0, parameter("maxResults", "Invalid integer value: "+text)
		}
		size = min(n, maxPage)
	}
	if most := q.s.options.PageSize; most > 0 {
		size = min(size, most)
	}
	return size, nil
}

// page returns the events that follow the cursor, by id, and moves it.
func (c *calendar) page(k *cursor, size int) (items []object, more bool) {
	items = []object{}
	if k.From == c.changes {
		return items, false
	}
	first, found := slices.BinarySearch(c.ids, k.After)
	if found {
		first++
	}
	for _, id := range c.ids[first:] {
		e := c.events[id]
		switch {
		case e.change <= k.From, e.cancelled() && k.Full && !k.Deleted:
			continue
		case len(items) == size:
			return items, true
		case e.cancelled():
			items = append(items, e.gone())
		default:
			items = append(items, e.object(c))
		}
		k.After = id
	}
	return items, false
}
