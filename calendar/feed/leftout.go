package feed

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
)

// leftOut counts what a feed does not show although its source gave it.
type leftOut struct {
	surplus int   // beyond the bounds
	refused int   // cannot be encoded
	first   error // why, for the first of them
}

func (l *leftOut) refuse(err error) {
	if l.refused++; l.refused == 1 {
		l.first = err
	}
}

// longestDescription is what a calendar may say of itself, in octets.
const longestDescription = 1 << 10

// describe returns a calendar's description with what its readers must know
// of what is left out. Which events those are is not said: a reader might not
// be meant to know.
func (l *leftOut) describe(description string) string {
	var notes []string
	if l.surplus > 0 {
		notes = append(notes, fmt.Sprintf("%d events are not in this feed, which holds up to %d and %d kB: cancelled ones, then the oldest, then those furthest ahead.",
			l.surplus, MostEvents, MostOctets/1000))
	}
	if l.refused > 0 {
		notes = append(notes, fmt.Sprintf("%d events could not be written; followcal's log says why.", l.refused))
	}
	if notes == nil {
		return description
	}
	note := strings.Join(notes, " ")
	if description == "" || len(description)+len("\n")+len(note) > longestDescription {
		return note
	}
	return description + "\n" + note
}

// log says what was left out, for whoever runs the server.
func (l *leftOut) log(ctx context.Context, log *slog.Logger, id string) {
	if l.surplus > 0 {
		log.LogAttrs(ctx, slog.LevelWarn, "a feed is too large", slog.String("feed", id), slog.Int("left out", l.surplus))
	}
	if l.refused > 0 {
		log.LogAttrs(ctx, slog.LevelError, "events cannot be written", slog.String("feed", id), slog.Int("events", l.refused), failure(l.first))
	}
}
