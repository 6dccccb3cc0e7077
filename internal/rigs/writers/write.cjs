// Writes the events of a JSON file with ical-generator, and prints how long
// that took and how many octets it gave. Reading the file is not timed.
const fs = require('fs');
const { ICalCalendar, ICalEventBusyStatus, ICalEventStatus, ICalEventTransparency, ICalAlarmType } = require('ical-generator');

const events = fs.readFileSync(process.argv[2], 'utf8').trim().split('\n').map((line) => {
  const event = JSON.parse(line);
  event.stamped = new Date(event.stamped + 'Z');
  event.begin = new Date(event.day || event.start);
  event.finish = new Date(event.day || event.end);
  return event;
});

const begun = process.hrtime.bigint();
const calendar = new ICalCalendar({ prodId: { company: 'example', product: 'comparison' } });
for (const event of events) {
  const e = calendar.createEvent({
    id: event.uid,
    stamp: event.stamped,
    lastModified: event.stamped,
    sequence: event.sequence,
    start: event.begin,
    end: event.day ? null : event.finish,
    allDay: Boolean(event.day),
    timezone: event.zone || null,
    summary: event.summary,
    description: event.description,
    url: event.url,
    categories: [{ name: event.category }],
    status: ICalEventStatus.CONFIRMED,
    transparency: event.busy ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
    busystatus: event.busy ? ICalEventBusyStatus.BUSY : ICalEventBusyStatus.FREE,
  });
  e.createAlarm({ type: ICalAlarmType.display, trigger: -event.alarm, description: event.alarm_text });
}
const text = calendar.toString();
const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
process.stdout.write(JSON.stringify({
  seconds,
  octets: Buffer.byteLength(text),
  events: text.split('BEGIN:VEVENT').length - 1,
}));
