package google

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"unicode"

	"followcal/calendar/mirror"
	"followcal/internal/fault"
)

// surely are the answers that say that nothing happened. After a request whose
// outcome is not known they say it of the last one alone.
var surely = map[mirror.Answer]bool{mirror.Unauthorized: true, mirror.Exhausted: true, mirror.Refused: true, mirror.Undone: true}

// fault words how a question ended. Unsure says that one of its requests may have
// done what was asked; then the fault does not claim the opposite.
func (q *question) fault(err error, unsure bool) error {
	var v *verdict
	if !errors.As(err, &v) { // the caller stopped waiting between two requests
		v = &verdict{answer: mirror.Undone, cause: err}
	}
	kind, sentence := q.word(v)
	if v.answer == 0 || (unsure && surely[v.answer]) {
		return fault.Wrap(kind, v, "%s", sentence)
	}
	return fault.Wrap(kind, errors.Join(v.answer, v), "%s", sentence)
}

// word returns the kind and the sentence for a verdict.
func (q *question) word(v *verdict) (fault.Kind, string) {
	var f *fault.Fault
	if errors.As(v.cause, &f) {
		return f.Kind, f.Sentence
	}
	switch v.answer {
	case mirror.Exists:
		return fault.Conflict, "Google had an entry with this id before; it is compared before anything is written"
	case mirror.Stale:
		return fault.Conflict, "the entry was changed in Google meanwhile; it is compared before anything is written"
	case mirror.Missing:
		return fault.NotFound, "Google does not know the calendar or the entry; it was deleted, or it belongs to another account"
	case mirror.TokenExpired:
		return fault.Gone, "Google does not remember how far its changes were read; everything is read again"
	case mirror.Unauthorized:
		return fault.Denied, "Google does not let followcal into the calendar any more; connect the account again, and leave the box for the calendar ticked"
	case mirror.Exhausted:
		return fault.Unavailable, "what Google allows for this calendar is used up; it goes on by itself in some hours"
	case mirror.Refused:
		return fault.Invalid, q.refusal(v)
	}
	return fault.Unavailable, q.trouble(v)
}

func (q *question) refusal(v *verdict) string {
	switch v.reason {
	case "accessNotConfigured", "SERVICE_DISABLED":
		return "the Google Calendar API is not switched on for this client's project; switch it on in the Cloud console, and wait a few minutes"
	}
	if said := clean(v.message); said != "" {
		return "Google refuses " + q.doing + ": " + said
	}
	return "Google refuses " + q.doing
}

// trouble says why there is no answer to act on.
func (q *question) trouble(v *verdict) string {
	switch {
	case v.tooMany:
		return "Google asks for fewer requests; it is tried again later"
	case errors.Is(v.cause, context.Canceled):
		return "it was interrupted while Google was asked for " + q.doing
	case v.status != 0:
		return "Google has trouble of its own; it is tried again later"
	case isUnreadable(v.cause):
		return "Google's answer cannot be read, maybe because a network in between asks to sign in; it is tried again later"
	case errors.Is(v.cause, context.DeadlineExceeded):
		return "Google did not answer in time; it is tried again later"
	}
	return "Google cannot be reached; check the connection, it is tried again later"
}

func isUnreadable(err error) bool {
	var syntax *json.SyntaxError
	var shape *json.UnmarshalTypeError
	return errors.Is(err, errUnreadable) || errors.As(err, &syntax) || errors.As(err, &shape)
}

// longestSaid bounds what is repeated of Google's words.
const longestSaid = 200

// clean returns Google's words on one line, without what could name a person or
// be a token.
func clean(message string) string {
	words := strings.FieldsFunc(message, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
	kept := words[:0]
	for _, w := range words {
		if !strings.ContainsRune(w, '@') && len(w) <= 60 {
			kept = append(kept, w)
		}
	}
	text := []rune(strings.TrimSuffix(strings.Join(kept, " "), "."))
	if len(text) > longestSaid {
		return string(text[:longestSaid]) + "…"
	}
	return string(text)
}
