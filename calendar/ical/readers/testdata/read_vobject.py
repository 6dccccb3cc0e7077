"""Prints what vobject sees of the calendar on standard input."""
import datetime
import json
import sys

import vobject

calendar = vobject.readOne(sys.stdin.buffer.read().decode("utf-8"))
calendar.validate(raiseException=True)


def start(event):
    value = event.dtstart.value
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


json.dump(
    [
        {"uid": e.uid.value, "summary": e.summary.value if hasattr(e, "summary") else "", "start": start(e)}
        for e in calendar.contents.get("vevent", [])
    ],
    sys.stdout,
)
