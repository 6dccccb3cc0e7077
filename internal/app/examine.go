package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/rickb777/date/v2"

	"followcal/internal/app/journal"
	"followcal/internal/config"
	"followcal/schedule/workday"
)

// Finding is what an examination says about one thing.
type Finding struct {
	Check string  `json:"check"` // what was looked at
	State Verdict `json:"state"`
	Text  string  `json:"text"`
	Do    string  `json:"do,omitempty"` // what to do about it
}

// Verdict is how something is.
type Verdict string

// The verdicts.
const (
	Fine   Verdict = "ok"
	Notice Verdict = "notice" // it works, and could be better
	Broken Verdict = "broken"
)

// Examine checks everything that followcal needs, and makes no record where
// there is none. The reason says what decided where the record is; the settings
// are those of serve.
func (a *App) Examine(ctx context.Context, r OpenRequest, reason string, s *config.Serve) []Finding {
	x := &examination{app: a, request: r, reason: reason, settings: s}
	x.zones()
	x.holidays()
	x.record(ctx)
	return x.findings
}

type examination struct {
	app      *App
	request  OpenRequest
	reason   string
	settings *config.Serve
	findings []Finding
}

func (x *examination) find(check string, state Verdict, do, format string, args ...any) {
	x.findings = append(x.findings, Finding{Check: check, State: state, Text: fmt.Sprintf(format, args...), Do: do})
}

// zones checks that times can be told, here and elsewhere.
func (x *examination) zones() {
	name, err := x.request.SystemZone()
	if err == nil {
		_, err = workday.Zone(name)
	}
	if err != nil {
		x.find("time zone", Notice, "set TZ, such as TZ=Europe/Berlin, or yours with followcal settings set --zone", "%v", err)
		return
	}
	location, _ := workday.Zone(name)
	x.find("time zone", Fine, "", "this system's is %s, where it is %s", name, x.request.Now().In(location).Format("Mon 2 Jan 2006, 15:04 MST"))
}

// holidays checks that today's are known.
func (x *examination) holidays() {
	first, last := workday.Span()
	today := date.NewAt(x.request.Now().UTC())
	const soon = 366 // a year of plans
	state, do := Fine, ""
	switch {
	case today < first || today > last:
		state, do = Broken, "set the clock, if it is wrong; else install a newer followcal"
	case today > last-soon:
		state, do = Notice, "install a newer followcal"
	}
	x.find("holidays", state, do, "tables of %d regions from %d to %d", len(workday.Regions()), first.Year(), last.Year())
}

// record checks the database, if there is one.
func (x *examination) record(ctx context.Context) {
	shared := strings.HasPrefix(x.request.DB, "postgres://") || strings.HasPrefix(x.request.DB, "postgresql://")
	if !shared {
		x.find("place", Fine, "", "%s, %s", x.request.DB, x.reason)
		if _, err := os.Stat(x.request.DB); errors.Is(err, fs.ErrNotExist) {
			x.find("record", Notice, "log an application with followcal add, or take a file over with followcal import", "there is none yet")
			return
		}
	}
	record, err := x.app.OpenRecord(ctx, x.request)
	if err != nil {
		x.find("record", Broken, whatToDo(shared), "%v", err)
		return
	}
	defer func() { _ = record.Close() }() // it was only read
	health, err := record.db.Check(ctx)
	if shared {
		x.find("place", Fine, "", "%s, %s", health.Place, x.reason)
	}
	if err != nil {
		x.find("record", Broken, whatToDo(shared), "%v", err)
		return
	}
	x.find("record", Fine, "", "%s, undamaged, %s, version %d of its form", health.Kind, size(health.Bytes), health.Version)
	status, err := record.Status(ctx)
	if err != nil {
		x.find("log", Broken, whatToDo(shared), "%v", err)
		return
	}
	x.log(&status)
	x.google(ctx, record)
}

func whatToDo(shared bool) string {
	if shared {
		return "check the address, the network and the server, or ask who runs it"
	}
	return "do what it says; where it is damaged: followcal restore BACKUP, which keeps the damaged file"
}

// log says what is in the record.
func (x *examination) log(s *journal.Status) {
	text := fmt.Sprintf("%d applications", s.Applications)
	if s.Applications == 1 {
		text = "1 application"
	}
	if last := s.LastChanged(); last != "" {
		text += fmt.Sprintf(", last changed by %s on %s, change %d: %s", s.Last.By, last, s.Last.Number, s.Last.Verb)
	}
	x.find("log", Fine, "", "%s", text)
	switch {
	case s.Zone == "":
		x.find("settings", Notice, "they are made with the first entry; or use followcal settings set", "zone and region are not set")
	case s.Region == "":
		x.find("settings", Broken, "followcal settings set --region, such as --region US-NY", "your zone is %s, which belongs to no country, and no region is set: nothing is planned", s.Zone)
	default:
		x.find("settings", Fine, "", "your zone is %s, your holidays are those of %s", s.Zone, s.Region)
	}
	switch {
	case s.Region == "":
	case s.Fresh:
		x.find("plan", Fine, "", "of today")
	default:
		x.find("plan", Fine, "", "to be made: the next followcal agenda does it")
	}
}

func size(bytes int64) string {
	if bytes < 1<<20 {
		return fmt.Sprintf("%d KiB", (bytes+1<<10-1)>>10)
	}
	return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20))
}
