package publish

import (
	"time"

	"followcal/auth"
)

// Settings is what a feed shows.
type Settings = auth.FeedSettings

// View is a feed as its owner sees it.
type View struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Privacy  string     `json:"privacy"`
	Kinds    []string   `json:"kinds"` // none: all
	PastDays int        `json:"past_days"`
	Alarms   bool       `json:"alarms"`
	Gzip     bool       `json:"gzip"`
	Color    string     `json:"color,omitempty"`
	Created  time.Time  `json:"created"`
	Revoked  *time.Time `json:"revoked,omitempty"`
	// OldUntil is how long the address before the last rotation works.
	OldUntil *time.Time `json:"old_address_until,omitempty"`
	// Address is where it is subscribed, where that was asked for.
	Address *Address `json:"address,omitempty"`
	// Fetches are the last ones, where they were asked for, the latest first.
	Fetches []Fetch `json:"fetches,omitempty"`
}

// Address is where a feed is subscribed. Who has it reads the feed.
type Address struct {
	Web    string `json:"web"`    // https, or http for a server that has nothing else
	Webcal string `json:"webcal"` // the same for programs that register webcal:
}

// Fetch is when a family of programs last asked for a feed.
type Fetch struct {
	Family string    `json:"family"`
	At     time.Time `json:"at"`
}

// viewOf is how the owner sees f.
func viewOf(f *auth.Feed, now time.Time) View {
	v := View{
		ID: f.ID, Name: f.Name, Privacy: string(f.Privacy), Kinds: append([]string{}, f.Kinds...), PastDays: f.PastDays,
		Alarms: f.Alarms, Gzip: f.Gzip, Color: f.Color, Created: f.Created,
	}
	if !f.Revoked.IsZero() {
		v.Revoked = &f.Revoked
	} else if now.Before(f.Retired.Until) {
		v.OldUntil = &f.Retired.Until
	}
	return v
}

// DefaultSettings are those of a feed with some privacy, unless its owner says
// otherwise. The name of a busy one does not say what it is about.
func DefaultSettings(privacy string) Settings {
	s := auth.DefaultFeedSettings()
	if s.Privacy = auth.Privacy(privacy); s.Privacy == auth.Busy {
		s.Name = "Busy"
	}
	return s
}
