"""Prints what icalendar, with recurring-ical-events, sees of the calendar on
standard input. Every event must be found by its days, and have no errors."""
import datetime
import json
import sys

import icalendar
import recurring_ical_events

calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
for component in calendar.walk():
    if component.errors:
        sys.exit(f"{component.name} has errors: {component.errors}")


def start(event):
    value = event["DTSTART"].dt
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


found = recurring_ical_events.of(calendar).between((2020, 1, 1), (2039, 12, 31))
json.dump([{"uid": str(e["UID"]), "summary": str(e.get("SUMMARY", "")), "start": start(e)} for e in found], sys.stdout)
