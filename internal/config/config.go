// Package config is what followcal takes from its surroundings: the environment
// and the machine's own settings. It reads and checks; it configures nothing.
package config

// Config is the environment as followcal understands it.
type Config struct {
	Color bool // colours are welcome on a terminal
	Zone  Zone // where the system's zone is looked up
}

// FromEnvironment reads the variables NO_COLOR (no-color.org: set and not
// empty means no colours), TERM ("dumb" has none) and TZ. The lookup is
// [os.LookupEnv] in main.
func FromEnvironment(lookup func(name string) (string, bool)) Config {
	noColor, _ := lookup("NO_COLOR")
	terminal, _ := lookup("TERM")
	tz, set := lookup("TZ")
	return Config{
		Color: noColor == "" && terminal != "dumb",
		Zone:  Zone{Variable: tz, VariableSet: set},
	}
}
