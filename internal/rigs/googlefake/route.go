package googlefake

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// method is one of the service's methods.
type method struct {
	id     string
	verb   string
	path   string   // segments; {c} and {e} stand for the ids of a calendar and an event
	params []string // beside those that every method takes
	closed bool     // calendar.app.created is not enough for it
	answer selection
	do     func(*request) (answer, *problem)
	open   func(*request) answer // instead of do, for what needs no access token
}

var common = []string{"alt", "fields", "key", "prettyPrint", "quotaUser"}

var sending = []string{"conferenceDataVersion", "maxAttendees", "sendNotifications", "sendUpdates", "supportsAttachments"}

var listing = []string{
	"alwaysIncludeEmail", "eventTypes", "iCalUID", "maxAttendees", "maxResults", "orderBy", "pageToken", "privateExtendedProperty", "q",
	"sharedExtendedProperty", "showDeleted", "showHiddenInvitations", "singleEvents", "syncToken", "timeMax", "timeMin", "timeZone", "updatedMin",
}

// methods are what the service does, as its discovery document has them. Those
// without a function are there to be refused for their scope.
var methods = []*method{
	{id: "calendar.calendars.insert", verb: http.MethodPost, path: "calendars", answer: calendarNames, do: (*request).insertCalendar},
	{id: "calendar.calendars.get", verb: http.MethodGet, path: "calendars/{c}", answer: calendarNames, do: (*request).getCalendar},
	{id: "calendar.calendars.patch", verb: http.MethodPatch, path: "calendars/{c}", answer: calendarNames, do: (*request).patchCalendar},
	{id: "calendar.calendars.delete", verb: http.MethodDelete, path: "calendars/{c}", do: (*request).deleteCalendar},
	{id: "calendar.events.insert", verb: http.MethodPost, path: "calendars/{c}/events", params: sending, answer: eventNames, do: (*request).insertEvent},
	{id: "calendar.events.list", verb: http.MethodGet, path: "calendars/{c}/events", params: listing, answer: listNames, do: (*request).listEvents},
	{id: "calendar.events.watch", verb: http.MethodPost, path: "calendars/{c}/events/watch", params: listing, answer: channelNames, do: (*request).watch},
	{id: "calendar.events.get", verb: http.MethodGet, path: "calendars/{c}/events/{e}", params: []string{"alwaysIncludeEmail", "maxAttendees", "timeZone"}, answer: eventNames, do: (*request).getEvent},
	{id: "calendar.events.patch", verb: http.MethodPatch, path: "calendars/{c}/events/{e}", params: sending, answer: eventNames, do: (*request).patchEvent},
	{id: "calendar.events.update", verb: http.MethodPut, path: "calendars/{c}/events/{e}", params: sending, answer: eventNames, do: (*request).updateEvent},
	{id: "calendar.events.delete", verb: http.MethodDelete, path: "calendars/{c}/events/{e}", params: []string{"sendNotifications", "sendUpdates"}, do: (*request).deleteEvent},
	{id: "calendar.channels.stop", verb: http.MethodPost, path: "channels/stop", do: (*request).stop},

	{id: "calendar.events.move", verb: http.MethodPost, path: "calendars/{c}/events/{e}/move", closed: true},
	{id: "calendar.acl.list", verb: http.MethodGet, path: "calendars/{c}/acl", closed: true},
	{id: "calendar.acl.insert", verb: http.MethodPost, path: "calendars/{c}/acl", closed: true},
	{id: "calendar.calendarList.list", verb: http.MethodGet, path: "users/me/calendarList", closed: true},
	{id: "calendar.settings.list", verb: http.MethodGet, path: "users/me/settings", closed: true},
	{id: "calendar.settings.get", verb: http.MethodGet, path: "users/me/settings/{e}", closed: true},
	{id: "calendar.freebusy.query", verb: http.MethodPost, path: "freeBusy", closed: true},
}

// The OAuth endpoints, which plans see like methods.
var (
	authorizing = &method{id: "oauth2.auth", verb: http.MethodGet, open: (*request).authorize}
	exchanging  = &method{id: "oauth2.token", verb: http.MethodPost, open: (*request).exchange}
	revoking    = &method{id: "oauth2.revoke", verb: http.MethodPost, open: (*request).revokeToken}
)

// route finds the method of a request.
func route(r *http.Request) (*request, *problem) {
	q := &request{query: r.URL.Query()}
	switch {
	case r.URL.Path == AuthPath && r.Method == authorizing.verb:
		q.method = authorizing
	case r.URL.Path == TokenPath && r.Method == exchanging.verb:
		q.method = exchanging
	case r.URL.Path == RevokePath && r.Method == revoking.verb:
		q.method = revoking
	}
	if q.method != nil {
		return q, nil
	}
	// Proxies that take the API by its document may leave the base path out.
	path := strings.TrimPrefix(strings.TrimPrefix(r.URL.EscapedPath(), APIPath), "/")
	segments := strings.Split(path, "/")
	for _, m := range methods {
		if m.verb == r.Method && q.match(m, segments) {
			q.method = m
			return q, nil
		}
	}
	return nil, notFound
}

// match fills in the ids when the segments are those of m.
func (q *request) match(m *method, segments []string) bool {
	rest := m.path
	q.calendar, q.event = "", ""
	for _, segment := range segments {
		var want string
		want, rest, _ = strings.Cut(rest, "/")
		value, err := url.PathUnescape(segment)
		if err != nil || segment == "" {
			return false
		}
		switch want {
		case "{c}":
			q.calendar = value
		case "{e}":
			q.event = value
		case value:
		default:
			return false
		}
	}
	return rest == ""
}

// checkParameters refuses what the method does not know.
func (q *request) checkParameters() *problem {
	for name, values := range q.query {
		switch {
		case !slices.Contains(common, name) && !slices.Contains(q.method.params, name):
			return parameter(name, `Invalid JSON payload received. Unknown name "`+name+`": Cannot bind query parameter.`)
		case len(values) != 1:
			return parameter(name, "The parameter is given more than once.")
		}
	}
	switch updates := q.query.Get("sendUpdates"); updates {
	case "", "all", "externalOnly", "none":
	default:
		return parameter("sendUpdates", "Invalid value "+updates)
	}
	if alt := q.query.Get("alt"); alt != "" && alt != "json" {
		return parameter("alt", "Invalid value "+alt)
	}
	fields, err := parseFields(q.query.Get("fields"))
	if err != nil {
		return err
	}
	if name := fields.unknown(q.method.answer); fields != nil && name != "" {
		return parameter("fields", "Invalid field selection "+name)
	}
	q.fields = fields
	return nil
}
