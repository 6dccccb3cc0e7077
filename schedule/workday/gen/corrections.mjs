// The project's own additions and removals, data/corrections.json, on top of
// what date-holidays says.
import HolidaysParser from 'date-holidays-parser'
import { firstDay, lastDay, offsetOf, isoOf } from './days.mjs'
import { byDayAndName, publicDaysOf } from './holidays.mjs'
import { readJSON } from './files.mjs'

// correct changes the holidays of the regions, a map from code to what
// holidaysOf returns, and returns what each correction did as rows
// { number, change, region, name, days }, the offsets of the days. A correction
// that changes nothing somewhere is stale and an error.
export function correct (holidays) {
  const effects = []
  readJSON(new URL('../data/corrections.json', import.meta.url)).forEach((c, i) => {
    if (!c.source || !/^\d{4}(-\d\d){0,2}$/.test(c.dated)) throw new Error(`correction ${i + 1} has no source with its date`)
    const added = c.add && addedDays(c)
    for (const region of c.regions.flatMap(p => matching(p, [...holidays.keys()]))) {
      const days = c.add ? add(holidays, region, added) : remove(holidays, region, c)
      effects.push({ number: i + 1, change: c.add ? 'add' : 'remove', region, name: c.add ?? c.remove, days })
    }
  })
  for (const e of effects) e.days = e.days.filter(day => closes(holidays.get(e.region), day, e.name) === (e.change === 'add'))
  const stale = effects.filter(e => e.days.length === 0).map(e => `${e.number} (${e.name} in ${e.region})`)
  if (stale.length > 0) throw new Error(`take out what no longer matters: correction ${stale.join(', ')}`)
  return effects
}

// closes reports whether a day is closed under a name in the end: one correction
// may add what another has removed.
function closes (list, day, name) {
  return list.some(h => h.day === day && h.name.includes(name))
}

// matching returns the codes that a pattern such as DE, DE-* or DE* stands for.
function matching (pattern, codes) {
  const found = pattern.endsWith('*') ? codes.filter(c => c.startsWith(pattern.slice(0, -1))) : codes.filter(c => c === pattern)
  if (found.length === 0) throw new Error(`corrections.json: no region ${pattern}`)
  return found
}

// addedDays evaluates the rule of a correction, written in date-holidays'
// grammar, or takes its list of dates.
function addedDays (c) {
  const extra = { name: c.add, local: c.local, estimated: c.estimated ?? false }
  if (c.dates) return c.dates.map(iso => ({ day: offsetOf(iso), ...extra }))
  const substitutes = { name: { en: 'substitute day' } }
  const days = { [c.rule]: { name: { en: c.add }, type: 'public', substitute: true } }
  const h = new HolidaysParser({ holidays: { XX: { names: { en: 'X' }, langs: ['en'], zones: ['UTC'], days } }, names: { substitutes } }, 'XX')
  return publicDaysOf(h)
    .filter(e => (c.only !== 'substitutes' || e.substitute) && within(e.day, c))
    .map(e => ({ ...extra, day: e.day, name: e.name }))
}

// add puts days on the list and returns those that were open. A day without a
// local name has that of the holiday that it stands for.
function add (holidays, region, added) {
  const list = holidays.get(region)
  const local = a => a.local ?? list.find(h => h.name === a.name.replace(' (substitute day)', ''))?.local ?? a.name
  const missing = added.filter(a => !list.some(h => h.day === a.day && h.name === a.name)).map(a => ({ ...a, local: local(a) }))
  const news = missing.filter(a => !list.some(h => h.day === a.day))
  holidays.set(region, [...list, ...missing].sort(byDayAndName))
  return news.map(a => a.day)
}

function remove (holidays, region, c) {
  const gone = h => named(h.name, c.remove) && within(h.day, c) && (!c.dates || c.dates.includes(isoOf(h.day)))
  const list = holidays.get(region)
  holidays.set(region, list.filter(h => !gone(h)))
  return list.filter(gone).map(h => h.day)
}

// named reports whether a holiday is the one that a correction names; its
// substitute day goes with it.
function named (name, wanted) {
  return name === wanted || name === `${wanted} (substitute day)`
}

function within (day, { since = firstDay, until = lastDay }) {
  return day >= offsetOf(since) && day <= offsetOf(until)
}
