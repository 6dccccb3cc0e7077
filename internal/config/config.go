// Package config is what followcal takes from its surroundings: the environment
// and the machine's own settings. It reads and checks; it configures nothing.
package config

import "cmp"

// Config is the environment as followcal understands it.
type Config struct {
	Color bool   // colours are welcome on a terminal
	Plain bool   // nothing but lines of text is welcome on a terminal
	Zone  Zone   // where the system's zone is looked up
	Data  Data   // where the record is kept
	User  string // who acts, for the history
	// Editor is the command line of the user's editor, empty when none is named.
	Editor string
	// Browser is the command line of the user's browser, empty when none is named.
	Browser string
}

// FromEnvironment reads the variables NO_COLOR (no-color.org: set and not
// empty means no colours), ACCESSIBLE (set and not empty means nothing but lines
// of text), TERM ("dumb" means both), TZ, FOLLOWCAL_DB, XDG_DATA_HOME,
// LocalAppData, HOME or USERPROFILE, LOGNAME, USER or USERNAME, VISUAL or EDITOR,
// and BROWSER. The lookup is [os.LookupEnv] in main.
func FromEnvironment(lookup func(name string) (string, bool)) Config {
	noColor, _ := lookup("NO_COLOR")
	accessible, _ := lookup("ACCESSIBLE")
	terminal, _ := lookup("TERM")
	tz, set := lookup("TZ")
	first := func(names ...string) string {
		for _, name := range names {
			if value, _ := lookup(name); value != "" {
				return value
			}
		}
		return ""
	}
	return Config{
		Color: noColor == "" && terminal != "dumb",
		Plain: accessible != "" || terminal == "dumb",
		Zone:  Zone{Variable: tz, VariableSet: set},
		Data: Data{
			DB:    first("FOLLOWCAL_DB"),
			XDG:   first("XDG_DATA_HOME"),
			Local: first("LocalAppData"),
			Home:  first("HOME", "USERPROFILE"),
		},
		User:   cmp.Or(first("LOGNAME", "USER", "USERNAME"), nobody),
		Editor: first("VISUAL", "EDITOR"), Browser: first("BROWSER"),
	}
}

// nobody acts where the system does not say who does.
const nobody = "owner"
