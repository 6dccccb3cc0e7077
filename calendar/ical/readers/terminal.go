package readers

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The readers that are programs of their own, not libraries. They import a
// file into a calendar of theirs and list it.

const khalConfiguration = `[calendars]
[[import]]
path = %[1]s/events
type = calendar
[locale]
timeformat = %%H:%%M:%%S
dateformat = %%Y-%%m-%%d
longdateformat = %%Y-%%m-%%d
datetimeformat = %%Y-%%m-%%dT%%H:%%M:%%SZ
longdatetimeformat = %%Y-%%m-%%dT%%H:%%M:%%SZ
default_timezone = UTC
local_timezone = UTC
[default]
default_calendar = import
[sqlite]
path = %[1]s/khal.db
`

// The years that terminal programs are asked to list.
const (
	listFrom = "2020-01-01"
	listTo   = "2039-12-31"
)

// khal imports and lists. What it prints is separated by characters that no
// calendar has in it.
func khal(ctx context.Context, m machine, octets []byte) ([]Seen, error) {
	configuration, file := filepath.Join(m.scratch, "khal.conf"), filepath.Join(m.scratch, "import.ics")
	if err := write(map[string][]byte{configuration: fmt.Appendf(nil, khalConfiguration, m.scratch), file: octets}); err != nil {
		return nil, err
	}
	if err := os.Mkdir(filepath.Join(m.scratch, "events"), 0o700); err != nil {
		return nil, err
	}
	environment := []string{"TZ=UTC", "LC_ALL=C.UTF-8"}
	if _, err := run(ctx, nil, environment, "khal", "--no-color", "-c", configuration, "import", "--batch", "-a", "import", file); err != nil {
		return nil, err
	}
	const format = "{uid}\x1f{all-day}\x1f{start-long-full}\x1f{title}\x1e"
	out, err := run(ctx, nil, environment, "khal", "--no-color", "-c", configuration, "list", "--once", "--day-format", "", "--format", format, listFrom, listTo)
	if err != nil {
		return nil, err
	}
	var seen []Seen
	for record := range strings.SplitSeq(string(out), "\x1e") {
		fields := strings.SplitN(record, "\x1f", 4)
		if len(fields) < 4 {
			continue
		}
		s := Seen{UID: strings.TrimSpace(fields[0]), Start: fields[2], Summary: fields[3]}
		if fields[1] == "True" {
			s.Start = s.Start[:len("2026-12-01")]
		}
		seen = append(seen, s)
	}
	return seen, nil
}

// calcurseReport is what calcurse says after an import.
var calcurseReport = regexp.MustCompile(`(\d+) apps? / (\d+) events? / \d+ todos? / (\d+) skipped`)

// calcurse imports, which writes a plain list of appointments.
func calcurse(ctx context.Context, m machine, octets []byte) ([]Seen, error) {
	file := filepath.Join(m.scratch, "import.ics")
	if err := write(map[string][]byte{file: octets}); err != nil {
		return nil, err
	}
	environment := []string{"TZ=UTC", "LC_ALL=C.UTF-8", "TMPDIR=" + m.scratch}
	out, err := run(ctx, nil, environment, "calcurse", "-D", m.scratch, "-i", file)
	if err != nil {
		return nil, err
	}
	report := calcurseReport.FindSubmatch(out)
	if len(report) != 4 || string(report[3]) != "0" {
		return nil, fmt.Errorf("calcurse skips something: %s", out)
	}
	list, err := os.ReadFile(filepath.Join(m.scratch, "apts"))
	if err != nil {
		return nil, err
	}
	var seen []Seen
	for line := range strings.Lines(string(list)) {
		s, err := calcurseLine(strings.TrimSuffix(line, "\n"))
		if err != nil {
			return nil, err
		}
		seen = append(seen, s)
	}
	timed, _ := strconv.Atoi(string(report[1]))
	days, _ := strconv.Atoi(string(report[2]))
	if len(seen) != timed+days {
		return nil, fmt.Errorf("calcurse says it read %d, and keeps %d", timed+days, len(seen))
	}
	return seen, nil
}

// The two kinds of line in calcurse's list: an event of whole days with its
// number, and an appointment with its times. A note's hash may stand between.
var (
	calcurseDay  = regexp.MustCompile(`^(\d\d/\d\d/\d{4}) \[\d+\](?: \{[^}]*\})? ?(?:>[0-9a-f]{40} )?(.*)$`)
	calcurseTime = regexp.MustCompile(`^(\d\d/\d\d/\d{4} @ \d\d:\d\d) -> \d\d/\d\d/\d{4} @ \d\d:\d\d(?: \{[^}]*\})?(?:>[0-9a-f]{40} )?[|!](.*)$`)
)

func calcurseLine(line string) (Seen, error) {
	if parts := calcurseDay.FindStringSubmatch(line); parts != nil {
		day, err := time.Parse("01/02/2006", parts[1])
		return Seen{Start: day.Format(time.DateOnly), Summary: parts[2]}, err
	}
	if parts := calcurseTime.FindStringSubmatch(line); parts != nil {
		at, err := time.Parse("01/02/2006 @ 15:04", parts[1])
		return Seen{Start: at.Format(time.RFC3339), Summary: parts[2]}, err
	}
	return Seen{}, fmt.Errorf("calcurse writes a line of another kind: %q", line)
}

// write writes files that only this user can read.
func write(files map[string][]byte) error {
	for path, octets := range files {
		if err := os.WriteFile(path, octets, 0o600); err != nil {
			return err
		}
	}
	return nil
}
