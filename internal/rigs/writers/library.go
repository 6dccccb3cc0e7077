package main

import (
	"bufio"
	"fmt"
	"io"

	ics "github.com/arran4/golang-ical"

	"followcal/calendar"
)

// writeWithLibrary writes events with golang-ical alone, as its documentation
// shows: a calendar built whole with the setters, then written through a
// buffer with CRLF.
func writeWithLibrary(w io.Writer, all []calendar.Event) error {
	c := ics.NewCalendarFor("comparison")
	c.SetName("Follow-ups")
	for i := range all {
		addToLibrary(c, &all[i])
	}
	out := bufio.NewWriter(w)
	if err := c.SerializeTo(out, ics.WithNewLineWindows); err != nil {
		return err
	}
	return out.Flush()
}

func addToLibrary(c *ics.Calendar, e *calendar.Event) {
	v := c.AddEvent(e.UID)
	v.SetDtStampTime(e.Stamped)
	v.SetModifiedAt(e.Modified)
	v.SetSequence(int(e.Sequence))
	if e.AllDay() {
		asDate := ics.WithValue(string(ics.ValueDataTypeDate))
		v.SetProperty(ics.ComponentPropertyDtStart, e.Day.Format("20060102"), asDate)
		v.SetProperty(ics.ComponentPropertyDtEnd, e.After().Format("20060102"), asDate)
	} else {
		zone := ics.WithTZID(e.Start.Location().String())
		v.SetProperty(ics.ComponentPropertyDtStart, e.Start.Format("20060102T150405"), zone)
		v.SetProperty(ics.ComponentPropertyDtEnd, e.End.Format("20060102T150405"), zone)
	}
	v.SetSummary(e.Summary)
	v.SetDescription(e.Description)
	v.SetURL(e.URL)
	v.AddCategory(e.Category)
	v.SetStatus(ics.ObjectStatusConfirmed)
	transparency, busy := ics.TransparencyTransparent, "FREE"
	if e.Busy {
		transparency, busy = ics.TransparencyOpaque, "BUSY"
	}
	v.SetTimeTransparency(transparency)
	v.SetProperty("X-MICROSOFT-CDO-BUSYSTATUS", busy)
	a := v.AddAlarm()
	a.SetAction(ics.ActionDisplay)
	a.SetTrigger(fmt.Sprintf("PT%dH", int(e.Alarms[0].Offset.Hours())))
	a.SetDescription(e.Alarms[0].Text)
}
