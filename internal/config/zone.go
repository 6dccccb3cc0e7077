package config

import (
	"errors"
	"io/fs"
	"strings"
	"time"

	"followcal/internal/fault"
)

// Zone says where to look for the system's time zone.
type Zone struct {
	Variable    string // the value of TZ
	VariableSet bool   // an empty TZ means UTC, an absent one nothing
	Root        fs.FS  // the root of the file system
}

// Name returns the IANA name of the system's time zone: from TZ, else from the
// link /etc/localtime, else from /etc/timezone (Debian's), else UTC, which is
// what a machine without any of them runs on. Go's own time.Local is no help:
// it does not know its name. A setting without a name (a POSIX rule in TZ, a
// copied /etc/localtime) is a fault of kind Usage that asks for --zone.
func (z Zone) Name() (string, error) {
	if z.VariableSet {
		return z.fromVariable()
	}
	link, err := fs.ReadLink(z.Root, "etc/localtime")
	if err == nil {
		if name, ok := zoneOfPath(link); ok {
			return name, nil
		}
	}
	if text, err := fs.ReadFile(z.Root, "etc/timezone"); err == nil {
		if name := strings.TrimSpace(string(text)); isZone(name) {
			return name, nil
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		return "UTC", nil
	}
	return "", fault.New(fault.Usage, "the system's time zone has no name (/etc/localtime is not a link to one): name yours with --zone, such as --zone Europe/Berlin")
}

// fromVariable reads TZ as tzset(3) describes it: an optional colon, then a
// name or a path of a zone file.
func (z Zone) fromVariable() (string, error) {
	name := strings.TrimPrefix(z.Variable, ":")
	if name == "" {
		return "UTC", nil
	}
	if path, ok := zoneOfPath(name); ok {
		name = path
	}
	if !isZone(name) {
		return "", fault.New(fault.Usage, "TZ=%q does not name a time zone: name yours with --zone, such as --zone Europe/Berlin", z.Variable)
	}
	return name, nil
}

// zoneOfPath returns the zone's name in a path such as
// /usr/share/zoneinfo/Europe/Berlin; other systems keep the folder elsewhere.
func zoneOfPath(path string) (string, bool) {
	_, name, found := strings.Cut(path, "zoneinfo/")
	for _, variant := range []string{"posix/", "right/"} {
		name = strings.TrimPrefix(name, variant)
	}
	return name, found && isZone(name)
}

func isZone(name string) bool {
	if name == "" || name == "Local" {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}
