package ical

import (
	"strconv"

	ics "github.com/arran4/golang-ical"

	"followcal/calendar"
)

// The forms of values (RFC 5545 sections 3.3.4 and 3.3.5).
const (
	formDate  = "20060102"
	formLocal = "20060102T150405"
	formUTC   = "20060102T150405Z"
)

// busyStatus is what Outlook reads instead of TRANSP.
const busyStatus ics.Property = "X-MICROSOFT-CDO-BUSYSTATUS"

// asDate is the parameter of dates without a time.
var asDate = params{string(ics.ParameterValue): {string(ics.ValueDataTypeDate)}}

// appendEvent appends the properties of e, which is valid, in their fixed
// order, but those of [standing]. z is its zone, nil for an all-day event; address is its URL as a URI.
func appendEvent(to []ics.IANAProperty, e *calendar.Event, z *zone, address string) []ics.IANAProperty {
	to = append(to,
		property(ics.PropertyUid, e.UID, nil),
		property(ics.PropertyDtstamp, e.Stamped.UTC().Format(formUTC), nil),
		property(ics.PropertyLastModified, e.Modified.UTC().Format(formUTC), nil),
		property(ics.PropertySequence, strconv.Itoa(int(e.Sequence)), nil),
	)
	to = appendTimes(to, e, z)
	to = appendText(to, ics.PropertySummary, line(e.Summary))
	to = appendText(to, ics.PropertyDescription, text(e.Description))
	to = appendText(to, ics.PropertyLocation, line(e.Location))
	if address != "" {
		to = append(to, property(ics.PropertyUrl, address, nil))
	}
	return appendText(to, ics.PropertyCategories, line(e.Category))
}

// appendText appends a TEXT property of a clean value, or nothing for none.
func appendText(to []ics.IANAProperty, name ics.Property, value string) []ics.IANAProperty {
	if value == "" {
		return to
	}
	return append(to, property(name, value, nil))
}

// appendTimes appends DTSTART and DTEND. An instant has no DTEND: it ends when
// it starts (RFC 5545 section 3.6.1).
func appendTimes(to []ics.IANAProperty, e *calendar.Event, z *zone) []ics.IANAProperty {
	if e.AllDay() {
		return append(to,
			property(ics.PropertyDtstart, e.Day.Format(formDate), asDate),
			property(ics.PropertyDtend, e.After().Format(formDate), asDate),
		)
	}
	form, start, end, with := formLocal, e.Start, e.End, z.tzid
	if z.isUTC() || isRepeated(start) || isRepeated(end) {
		form, start, end, with = formUTC, start.UTC(), end.UTC(), nil
	}
	to = append(to, property(ics.PropertyDtstart, start.Format(form), with))
	if e.Instant() {
		return to
	}
	return append(to, property(ics.PropertyDtend, end.Format(form), with))
}

// standings are the lines that say whether an event holds and whether it blocks
// time, for each of the four cases: they are written once and then copied.
var standings = func() (lines [2][2][]byte) {
	for cancelled, status := range [...]ics.ObjectStatus{ics.ObjectStatusConfirmed, ics.ObjectStatusCancelled} {
		lines[cancelled][0] = contentLines(
			property(ics.PropertyStatus, string(status), nil),
			property(ics.PropertyTransp, string(ics.TransparencyTransparent), nil),
			property(busyStatus, "FREE", nil),
		)
		lines[cancelled][1] = contentLines(
			property(ics.PropertyStatus, string(status), nil),
			property(ics.PropertyTransp, string(ics.TransparencyOpaque), nil),
			property(busyStatus, "BUSY", nil),
		)
	}
	return lines
}()

// standing returns the lines for e.
func standing(e *calendar.Event) []byte {
	cancelled, busy := 0, 0
	if e.Cancelled {
		cancelled = 1
	}
	if e.Busy {
		busy = 1
	}
	return standings[cancelled][busy]
}

// displayed is the line that makes an alarm show a text.
var displayed = contentLines(property(ics.PropertyAction, string(ics.ActionDisplay), nil))

// appendAlarm appends what differs from alarm to alarm. DESCRIPTION is required
// of a DISPLAY alarm (RFC 5545 section 3.6.6), so an alarm without a text shows
// the summary.
func appendAlarm(to []ics.IANAProperty, a calendar.Alarm, summary string) []ics.IANAProperty {
	shown := text(a.Text)
	if shown == "" {
		shown = line(summary)
	}
	return append(to,
		property(ics.PropertyTrigger, duration(a.Offset), nil),
		property(ics.PropertyDescription, shown, nil),
	)
}
