// Prints what node-ical sees of the calendar on standard input.
const ical = require('node-ical');

const text = require('fs').readFileSync(0, 'utf8');

function start(event) {
  const at = event.start;
  if (event.datetype === 'date') {
    const two = (n) => String(n).padStart(2, '0');
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  }
  return at.toISOString().replace('.000Z', 'Z');
}

const events = Object.values(ical.sync.parseICS(text))
  .filter((component) => component.type === 'VEVENT')
  .map((event) => ({ uid: event.uid, summary: event.summary || '', start: start(event) }));
process.stdout.write(JSON.stringify(events));
