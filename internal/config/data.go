package config

import (
	"path/filepath"

	"followcal/internal/fault"
)

// Data says where the record is kept.
type Data struct {
	DB       string // the value of FOLLOWCAL_DB: a path, or a postgres:// address
	XDG      string // the value of XDG_DATA_HOME
	Local    string // the value of LocalAppData, on Windows
	Home     string // the user's home folder
	Platform string // as runtime.GOOS names it
}

// Location returns where the record is: what was named, else FOLLOWCAL_DB, else
// the file followcal.db in the user's data folder (XDG Base Directory
// Specification 0.8; Application Support on macOS; LocalAppData on Windows).
// Without a home folder it is a fault of kind Usage that asks for --db.
func (d Data) Location(named string) (string, error) {
	const file = "followcal.db"
	switch {
	case named != "":
		return named, nil
	case d.DB != "":
		return d.DB, nil
	case filepath.IsAbs(d.XDG):
		return filepath.Join(d.XDG, "followcal", file), nil
	case d.Platform == "windows" && d.Local != "":
		return filepath.Join(d.Local, "followcal", file), nil
	case d.Home == "":
		return "", fault.New(fault.Usage, "there is no home folder to keep the record in: name a file with --db or FOLLOWCAL_DB")
	case d.Platform == "darwin":
		return filepath.Join(d.Home, "Library", "Application Support", "followcal", file), nil
	}
	return filepath.Join(d.Home, ".local", "share", "followcal", file), nil
}

// Reason says what decided where the record is.
func (d Data) Reason(named string) string {
	switch {
	case named != "":
		return "named with --db"
	case d.DB != "":
		return "named by FOLLOWCAL_DB"
	case filepath.IsAbs(d.XDG):
		return "in the data folder that XDG_DATA_HOME names"
	}
	return "in your data folder"
}
