package auth

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"followcal/internal/fault"
)

// Privacy is how much the readers of a feed see. What it hides is not in the
// feed at all.
type Privacy string

// The levels.
const (
	Full   Privacy = "full"
	Titles Privacy = "titles" // no descriptions, places or links
	Busy   Privacy = "busy"   // neither those nor titles
)

// Privacies lists every level.
var Privacies = []Privacy{Full, Titles, Busy}

// FeedSettings is what a feed shows, as its owner chose.
type FeedSettings struct {
	Name     string
	Privacy  Privacy
	Alarms   bool
	Gzip     bool     // may be sent compressed; some readers fail on that
	Kinds    []string // of events; none: all
	PastDays int      // how far back events are shown
	Color    string   // as the calendar room reads it; empty: the reader chooses
}

// DefaultFeedSettings returns what a feed shows unless somebody says otherwise.
func DefaultFeedSettings() FeedSettings {
	return FeedSettings{Name: "Follow-ups", Privacy: Full, Alarms: true, Gzip: true, PastDays: 30}
}

// The bounds of a feed's settings.
const (
	MostPastDays = 366
	mostKinds    = 32
	longestName  = 100 // characters
	longestWord  = 40  // octets
)

// Validate returns a fault of kind Invalid that says what to correct. Whether
// kinds and the colour exist is for the rooms that know them.
func (s *FeedSettings) Validate() error {
	switch {
	case strings.TrimSpace(s.Name) == "" || utf8.RuneCountInString(s.Name) > longestName || !isPrintable(s.Name):
		return fault.New(fault.Invalid, "a feed needs a name of 1 to %d printable characters, and %q is none", longestName, s.Name)
	case !slices.Contains(Privacies, s.Privacy):
		return fault.New(fault.Invalid, "%q is not a level of privacy; use full, titles or busy", s.Privacy)
	case s.PastDays < 0 || s.PastDays > MostPastDays:
		return fault.New(fault.Invalid, "a feed cannot show %d days of the past; 0 to %d are allowed", s.PastDays, MostPastDays)
	case len(s.Color) > longestWord || !isPrintable(s.Color):
		return fault.New(fault.Invalid, "%q is not a colour; use a CSS name such as seagreen, or #RRGGBB", s.Color)
	case len(s.Kinds) > mostKinds:
		return fault.New(fault.Invalid, "a feed cannot choose %d kinds of events; at most %d are allowed", len(s.Kinds), mostKinds)
	}
	for i, kind := range s.Kinds {
		if !isWord(kind) || slices.Contains(s.Kinds[:i], kind) {
			return fault.New(fault.Invalid, "%q is not a kind of event, or is named twice", kind)
		}
	}
	return nil
}

func isPrintable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

func isWord(s string) bool {
	return s != "" && len(s) <= longestWord && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-'
	})
}
