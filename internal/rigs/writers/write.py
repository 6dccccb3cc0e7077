"""Writes the events of a JSON file with icalendar, and prints how long that
took and how many octets it gave. Reading the file is not timed."""
import datetime
import json
import sys
import time
import zoneinfo

import icalendar

UTC = datetime.timezone.utc


def moment(text, zone):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=zone)


def prepare(event):
    """Turns texts into the values that a Python program would hold."""
    event["stamped"] = moment(event["stamped"], UTC)
    if "day" in event:
        event["begin"] = datetime.date.fromisoformat(event["day"])
        event["finish"] = event["begin"] + datetime.timedelta(days=1)
    else:
        zone = zoneinfo.ZoneInfo(event["zone"])
        event["begin"], event["finish"] = moment(event["start"], zone), moment(event["end"], zone)
    event["alarm"] = datetime.timedelta(seconds=event["alarm"])
    return event


def component(event):
    e = icalendar.Event()
    e.add("uid", event["uid"])
    e.add("dtstamp", event["stamped"])
    e.add("last-modified", event["stamped"])
    e.add("sequence", event["sequence"])
    e.add("dtstart", event["begin"])
    e.add("dtend", event["finish"])
    e.add("summary", event["summary"])
    e.add("description", event["description"])
    e.add("url", event["url"])
    e.add("categories", [event["category"]])
    e.add("status", "CONFIRMED")
    e.add("transp", "OPAQUE" if event["busy"] else "TRANSPARENT")
    e.add("x-microsoft-cdo-busystatus", "BUSY" if event["busy"] else "FREE")
    a = icalendar.Alarm()
    a.add("action", "DISPLAY")
    a.add("trigger", event["alarm"])
    a.add("description", event["alarm_text"])
    e.add_component(a)
    return e


with open(sys.argv[1], encoding="utf-8") as file:
    events = [prepare(json.loads(line)) for line in file]

begun = time.perf_counter()
calendar = icalendar.Calendar()
calendar.add("prodid", "-//example//comparison//EN")
calendar.add("version", "2.0")
for event in events:
    calendar.add_component(component(event))
octets = calendar.to_ical()
seconds = time.perf_counter() - begun
json.dump({"seconds": seconds, "octets": len(octets), "events": octets.count(b"BEGIN:VEVENT")}, sys.stdout)
