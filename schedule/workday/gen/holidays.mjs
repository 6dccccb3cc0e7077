// What date-holidays says of a region: the full days of the type "public".
import { firstYear, lastYear, offsetOf, dayCount } from './days.mjs'
import { open } from './regions.mjs'

const hijri = /\b(Muharram|Safar|Rabi al-awwal|Rabi al-thani|Jumada al-awwal|Jumada al-thani|Rajab|Shaban|Ramadan|Shawwal|Dhu al-Qidah|Dhu al-Hijjah)\b/
const uncertain = /tentative|date might|might be on a different day|proclaimed by/i

// holidaysOf returns [{ day, name, local, estimated }] for a region, by day and
// name. Neighbouring years are asked too, because an observed day can fall in
// the year before or after the one that has its rule.
export function holidaysOf (region) {
  const own = open(region)
  const languages = own.getLanguages()
  const english = open(region, [...languages.filter(l => l.startsWith('en')), 'en'])
  const local = new Map(publicDaysOf(own).map(h => [h.key, h.name]))
  const found = new Map()
  for (const h of publicDaysOf(english)) {
    const { day, name, key, estimated } = h
    found.set(`${day} ${name}`, { day, name, local: local.get(key) ?? name, estimated })
  }
  return [...found.values()].sort(byDayAndName)
}

// publicDaysOf returns [{ day, name, key, substitute, estimated }] for what a
// date-holidays object knows. key is the same in every language.
export function publicDaysOf (h) {
  const list = []
  for (let year = firstYear - 1; year <= lastYear + 1; year++) {
    for (const e of h.getHolidays(year)) {
      if (e.type !== 'public') continue
      for (const day of fullDays(e)) {
        const key = `${e.rule} ${day} ${e.substitute ?? ''}`
        list.push({ day, name: clean(e.name), key, substitute: e.substitute, estimated: isEstimated(e) })
      }
    }
  }
  return list
}

export function byDayAndName (a, b) {
  return a.day - b.day || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
}

// A day of the Islamic calendar begins when the moon is seen, and other days
// wait for a decree: the source's notes say so.
function isEstimated (e) {
  return hijri.test(e.rule) || uncertain.test(e.note ?? '')
}

// fullDays returns the offsets of the days that an entry closes from midnight to
// midnight. An entry that begins at a clock time or ends at one (half-days, the
// last afternoon of a feast) leaves that day open. A day that begins at sunset
// carries an offset and counts as the civil day that follows.
export function fullDays (e) {
  const [iso, time, sunset] = e.date.split(' ')
  let hours = (e.end - e.start) / 36e5 + 1.5 // clocks may change in between
  let first = offsetOf(iso)
  if (!sunset && time !== '00:00:00') {
    hours -= 24 - Number(time.slice(0, 2))
    first++
  }
  const days = []
  for (let i = 0; i < Math.floor(hours / 24); i++) {
    if (first + i >= 0 && first + i < dayCount) days.push(first + i)
  }
  return days
}

// clean makes a name one line without stray spaces.
function clean (name) {
  return name.replace(/\s+/g, ' ').trim()
}
