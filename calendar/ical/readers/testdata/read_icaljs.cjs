// Prints what ical.js sees of the calendar on standard input. It is told of the
// calendar's own VTIMEZONEs, so that the starts come from them.
const ICALModule = require('ical.js');
const ICAL = ICALModule.default || ICALModule;

const text = require('fs').readFileSync(0, 'utf8');
const calendar = new ICAL.Component(ICAL.parse(text));
for (const zone of calendar.getAllSubcomponents('vtimezone')) {
  ICAL.TimezoneService.register(new ICAL.Timezone(zone));
}

function start(time) {
  if (time.isDate) {
    return time.toString();
  }
  return time.convertToZone(ICAL.Timezone.utcTimezone).toString();
}

const events = calendar.getAllSubcomponents('vevent').map((component) => {
  const event = new ICAL.Event(component);
  return { uid: event.uid, summary: event.summary || '', start: start(event.startDate) };
});
process.stdout.write(JSON.stringify(events));
