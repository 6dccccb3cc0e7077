// Lets node-ical subscribe to the address that is named, and writes how many
// events it has.
const ical = require('node-ical');

ical.async.fromURL(process.argv[2]).then((calendar) => {
  process.stdout.write(String(Object.values(calendar).filter((component) => component.type === 'VEVENT').length));
});
