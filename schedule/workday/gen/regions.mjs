// The regions of the table: every country, state and region that date-holidays
// knows, with its names and its weekends.
import Holidays from 'date-holidays'
import { readJSON, readModule } from './files.mjs'

const source = readModule('date-holidays/data/holidays.json').holidays
const weekData = readModule('cldr-core/supplemental/weekData.json').supplemental.weekData
const countries = readModule('cldr-localenames-full/main/en/territories.json').main.en.localeDisplayNames.territories
const subdivisions = readModule('cldr-subdivisions-full/subdivisions/en/en.json').subdivisions.localeDisplayNames.subdivisions

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

// regions returns { code, path, name, names, weekends } for each region, by
// code. path is what date-holidays calls it, names are all that it is known by.
export function regions () {
  const own = weekendRows()
  const list = []
  for (const [country, c] of Object.entries(source)) {
    list.push(describe([country], [c]))
    for (const [state, s] of Object.entries({ ...c.regions, ...c.states })) {
      list.push(describe([country, state], [c, s]))
      for (const [part, p] of Object.entries(s.regions ?? {})) {
        list.push(describe([country, state, part], [c, s, p]))
      }
    }
  }
  for (const r of list) r.weekends = weekendsOf(r.code, own)
  return list.sort((a, b) => (a.code < b.code ? -1 : 1))
}

function describe (path, nodes) {
  const names = path.map((_, i) => englishName(path.slice(0, i + 1), nodes[i]))
  const node = nodes.at(-1)
  return {
    code: path.join('-').toUpperCase(),
    path,
    name: names.reverse().join(', '),
    names: [...new Set([names[0], node.name, ...Object.values(node.names ?? {})].filter(Boolean))],
    zones: node.zones ?? nodes[0].zones ?? []
  }
}

function englishName (path, node) {
  if (path.length === 1) return countries[path[0]] ?? node.names?.en ?? first(node)
  const cldr = path.length === 2 && subdivisions[path.join('').toLowerCase()]
  return cldr || node.names?.en || first(node)
}

function first (node) {
  return node.name ?? Object.values(node.names)[0]
}

// weekendRows are the weekends that differ from CLDR's or have changed, by
// region. Each is a list of { days, from }.
function weekendRows () {
  const rows = new Map()
  for (const row of readJSON(new URL('../data/weekends.json', import.meta.url))) {
    if (!row.source) throw new Error(`weekends.json: ${row.region} has no source`)
    rows.set(row.region, row.weekends)
  }
  return rows
}

// weekendsOf returns the weekends of a region as [{ from, mask }], the oldest
// first, mask having bit 0 for Sunday. A part has its country's unless it has
// rows of its own.
function weekendsOf (code, own) {
  for (let at = code; at; at = at.slice(0, Math.max(at.lastIndexOf('-'), 0))) {
    if (own.has(at)) return own.get(at).map(w => ({ from: w.from ?? '0001-01-01', mask: maskOf(w.days.split(' ')) }))
  }
  const country = code.slice(0, 2)
  const start = weekdays.indexOf(weekData.weekendStart[country] ?? weekData.weekendStart['001'])
  const end = weekdays.indexOf(weekData.weekendEnd[country] ?? weekData.weekendEnd['001'])
  const days = []
  for (let d = start; ; d = (d + 1) % 7) {
    days.push(weekdays[d])
    if (d === end) break
  }
  return [{ from: '0001-01-01', mask: maskOf(days) }]
}

function maskOf (days) {
  return days.reduce((mask, d) => {
    if (!weekdays.includes(d)) throw new Error(`weekends.json: ${d} is no day of the week`)
    return mask | 1 << weekdays.indexOf(d)
  }, 0)
}

// open returns date-holidays' own object for a region in one language.
export function open (region, languages) {
  const [country, state, part] = region.path
  const h = new Holidays()
  if (!h.init(country, state, part, languages && { languages })) throw new Error(`date-holidays does not know ${region.code}`)
  return h
}
