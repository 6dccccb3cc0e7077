package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/rickb777/date/v2"

	"followcal/internal/app/action"
	"followcal/internal/fault"
)

// EventPages shows a planned event to whoever holds its link, and does what
// they say. The text is what the link's path ends with. Faults: NotFound for a
// text that is no link, Gone for one that holds no more, Invalid for what the
// page does not offer.
type EventPages interface {
	View(ctx context.Context, text string) (action.View, error)
	// Act records what became of the event; the same twice changes once.
	Act(ctx context.Context, text string, r action.Request) error
	// Undo takes back a change that was made with the link, as long as it is the
	// last one; else it is a fault of kind Conflict.
	Undo(ctx context.Context, text string, change int64) error
}

// undo is the part of a path that takes back; the others are kinds of action.
const undo = "undo"

// mostForm is the most that the form of an event's page sends, in octets.
const mostForm = 4 << 10

// eventRoutes are the pages of events. GET changes nothing.
func (s *Site) eventRoutes(mux *http.ServeMux) {
	limits := newEventLimits()
	mux.Handle("GET "+action.Path+"{token}", s.limited(limits, s.event))
	mux.Handle("GET "+action.Path+"{token}/{action}", s.limited(limits, s.confirmEvent))
	mux.Handle("POST "+action.Path+"{token}/{action}", s.limited(limits, s.changeEvent))
}

// event shows an event, and what was last done about it.
func (s *Site) event(w http.ResponseWriter, r *http.Request) error {
	text := r.PathValue("token")
	v, err := s.Events.View(r.Context(), text)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, eventPage(text, v))
}

// confirmEvent asks before something is changed. What is not possible any more
// leads back to the event, which says why.
func (s *Site) confirmEvent(w http.ResponseWriter, r *http.Request) error {
	text, kind := r.PathValue("token"), action.Kind(r.PathValue("action"))
	if kind != undo && !slices.Contains(action.Kinds, kind) {
		return noSuchAction()
	}
	v, err := s.Events.View(r.Context(), text)
	if err != nil {
		return err
	}
	if !v.Allows(kind) {
		return toEvent(w, text)
	}
	return render(w, r, http.StatusOK, confirmPage(text, kind, v))
}

func noSuchAction() error {
	return fault.New(fault.NotFound, "There is nothing at this address. Open the event in your calendar again.")
}

// changeEvent does what was confirmed, and shows the event as it is then. That
// is a page of its own, so that loading it again does nothing again.
func (s *Site) changeEvent(w http.ResponseWriter, r *http.Request) error {
	text, kind := r.PathValue("token"), r.PathValue("action")
	r.Body = http.MaxBytesReader(w, r.Body, mostForm)
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Usage, err, "The form did not arrive whole, and nothing was changed. Go back and try again.")
	}
	if err := s.actOnEvent(r.Context(), text, kind, r.PostForm); err != nil {
		return err
	}
	return toEvent(w, text)
}

func (s *Site) actOnEvent(ctx context.Context, text, kind string, form url.Values) error {
	if kind == undo {
		change, err := strconv.ParseInt(form.Get("change"), 10, 64)
		if err != nil || change < 1 {
			return fault.New(fault.Invalid, "The form does not say what to take back. Go back and try again.")
		}
		return s.Events.Undo(ctx, text, change)
	}
	if !slices.Contains(action.Kinds, action.Kind(kind)) {
		return noSuchAction()
	}
	days, _ := strconv.Atoi(form.Get("days")) // what is none is refused as 0
	seen, _ := strconv.ParseInt(form.Get("seen"), 10, 64)
	return s.Events.Act(ctx, text, action.Request{
		Kind: action.Kind(kind), Days: days, Seen: date.Date(seen),
		Answer: action.Answer(form.Get("answer")), About: form.Get("about"),
	})
}

// toEvent leads from an action's page to the event's. The address is relative,
// because a proxy may have cut its beginning off.
func toEvent(w http.ResponseWriter, text string) error {
	w.Header().Set("Location", "../"+url.PathEscape(text))
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// longDay is a day for people.
func longDay(d date.Date) string { return d.Format("Monday 2 January 2006") }

// eventTime is when a timed event is, in its own zone.
func eventTime(v *action.View) string {
	text := v.Start.Format("15:04")
	if v.End.After(v.Start) {
		text += " to " + v.End.Format("15:04")
	}
	return text + " (" + strings.ReplaceAll(v.Zone, "_", " ") + ")"
}

// telephone is the address that calls a number (RFC 3966), empty for what no
// telephone dials.
func telephone(number string) string {
	var digits strings.Builder
	for _, c := range number {
		switch {
		case c >= '0' && c <= '9', c == '+' && digits.Len() == 0:
			digits.WriteRune(c)
		case !strings.ContainsRune(" -./()\u00a0\u2011", c):
			return "" // an extension, a word: people dial it better
		}
	}
	if digits.Len() < len("112") {
		return ""
	}
	return "tel:" + digits.String()
}

// mail is the address that writes an e-mail (RFC 6068), with the script in it
// where one is to be sent; empty for what is no address.
func mail(v *action.View) string {
	at := strings.LastIndexByte(v.Email, '@')
	if at < 1 || at == len(v.Email)-1 || strings.ContainsAny(v.Email, " \t\r\n,;<>\"") {
		return ""
	}
	to := "mailto:" + strings.ReplaceAll(url.PathEscape(v.Email), "%40", "@")
	if !v.ByEmail || v.Script == "" {
		return to
	}
	body := strings.ReplaceAll(v.Script, "\n", "\r\n")
	return to + "?body=" + strings.ReplaceAll(url.QueryEscape(body), "+", "%20")
}

// webAddress is text when it is one that a browser opens.
func webAddress(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return text
}

// asks is what the page before a change asks.
var asks = map[action.Kind]string{
	action.Done: "Is it done?", action.Snooze: "Move it to which day?",
	action.Replied: "What did they answer?", action.Dismiss: "Give it up?",
}

// consequences is what that page says will come of it.
var consequences = map[action.Kind]string{
	action.Done:    "It is logged as done today. What comes after it is counted from today.",
	action.Snooze:  "What comes after it is counted from the new day.",
	action.Replied: "The answer is logged for today, and what it makes needless is taken out of your calendar.",
	action.Dismiss: "It goes from your calendar without being done. What comes after it stays planned.",
}

// roleName names an application for people.
func roleName(a action.Role) string {
	role, employer := a.Role, a.Employer
	if role == "" {
		role = "(no title)"
	}
	if employer == "" {
		employer = "(no company)"
	}
	return role + " at " + employer
}

func businessDays(n int) string {
	if n == 1 {
		return "1 business day"
	}
	return strconv.Itoa(n) + " business days"
}
