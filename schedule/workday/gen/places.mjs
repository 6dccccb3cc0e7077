// The names by which places are known: countries and subdivisions from CLDR and
// date-holidays, cities with their zones from city-timezones.
import { readJSON, readModule } from './files.mjs'

const english = readModule('cldr-localenames-full/main/en/territories.json').main.en.localeDisplayNames.territories
const codes = readModule('cldr-core/supplemental/codeMappings.json').supplemental.codeMappings
const containment = readModule('cldr-core/supplemental/subdivisionContainment.json').supplemental.subdivisionContainment
const cities = readModule('city-timezones/data/cityMap.json')
const sources = readModule('date-holidays/data/holidays.json').holidays

// aliases holds other names of countries and cities: what people write.
const aliases = readJSON(new URL('aliases.json', import.meta.url))

// A zone stands for a subdivision or a country when this share of the people in
// its cities live by it.
const share = 0.95

// places returns the lines of data/places.txt, each "kind country region part
// zone weight name|name…", for countries (C), subdivisions (S) and cities (T).
// An empty field is "-". region is the smallest one of the table that holds the
// place, part its subdivision below those that contain it ("gbsct.gbglg"), and
// weight is people in thousands.
export function places (regions, zones) {
  const known = new Map(regions.map(r => [r.code, r]))
  const countries = countryNodes(known)
  const parts = subdivisionNodes(countries, known)
  const towns = cityNodes(countries, parts)
  settleZones(countries, parts, towns, zones)
  return [...countries.values(), ...parts.values(), ...towns].map(line).sort()
}

function countryNodes (known) {
  const nodes = new Map()
  for (const code of Object.keys(english).filter(c => /^[A-Z]{2}$/.test(c) && codes[c]?._alpha3 && c !== 'ZZ' && c !== 'EU')) {
    const names = [code, codes[code]._alpha3, english[code], english[`${code}-alt-short`], english[`${code}-alt-variant`],
      ...Object.values(sources[code]?.names ?? {}), ...inLanguages(code, nativeCountryName), ...(aliases.countries[code] ?? [])]
    nodes.set(code, { kind: 'C', country: code, part: '', region: known.has(code) ? code : '', names: new Set(names), weight: 0, zones: new Map() })
  }
  return nodes
}

// subdivisionNodes are CLDR's, each with the smallest region of the table that
// holds it, and those parts of the table that are no ISO subdivision.
function subdivisionNodes (countries, known) {
  const nodes = new Map()
  const names = subdivisionNames('en')
  const parent = new Map(Object.entries(containment).filter(([p]) => /[a-z]/.test(p)).flatMap(([p, { _contains }]) => _contains.map(c => [c, p])))
  const path = id => (parent.has(id) ? `${path(parent.get(id))}.${id}` : id)
  for (const id of Object.keys(names)) {
    const country = id.slice(0, 2).toUpperCase()
    const suffix = id.slice(2).toUpperCase()
    if (!countries.has(country)) continue
    const all = [names[id], ...inLanguages(country, language => subdivisionNames(language)[id]), ...(known.get(`${country}-${suffix}`)?.names ?? [])]
    if (/^[A-Z]{2,3}$/.test(suffix)) all.push(suffix)
    nodes.set(id, { kind: 'S', country, part: path(id), names: new Set(all), region: regionOf(id, parent, known), weight: 0, zones: new Map(), parent: parent.get(id) })
  }
  for (const [country, list] of Object.entries(aliases.subdivisions)) {
    for (const [suffix, more] of Object.entries(list)) more.forEach(n => nodes.get(country.toLowerCase() + suffix.toLowerCase()).names.add(n))
  }
  return nodes
}

function regionOf (id, parent, known) {
  for (let at = id; at && at.length > 2; at = parent.get(at)) {
    const code = `${at.slice(0, 2)}-${at.slice(2)}`.toUpperCase()
    if (known.has(code)) return code
  }
  const country = id.slice(0, 2).toUpperCase()
  return known.has(country) ? country : ''
}

function cityNodes (countries, parts) {
  const byName = new Map()
  for (const p of parts.values()) {
    for (const n of [...p.names].filter(Boolean)) {
      const key = `${p.country} ${fold(n)}`
      if (!byName.has(key)) byName.set(key, p)
    }
  }
  const nodes = []
  const unused = new Set(Object.keys(aliases.cities))
  for (const c of cities) {
    if (!countries.has(c.iso2) || !c.timezone) continue
    const part = byName.get(`${c.iso2} ${fold(c.state_ansi ?? c.province ?? '')}`)
    const key = `${c.iso2} ${c.city_ascii}`
    unused.delete(key)
    const names = [c.city, c.city_ascii, ...(aliases.cities[key] ?? [])]
    const region = part?.region || countries.get(c.iso2).region
    const weight = Math.round(c.pop / 1000)
    nodes.push({ kind: 'T', country: c.iso2, part: part?.part ?? '', names: new Set(names), region, weight, zone: c.timezone })
    count(countries.get(c.iso2), c.timezone, c.pop)
    for (let p = part; p; p = parts.get(p.parent)) count(p, c.timezone, c.pop)
  }
  if (unused.size > 0) throw new Error(`aliases.json: no city ${[...unused].join(', ')}`)
  return nodes
}

function count (node, zone, people) {
  node.zones.set(zone, (node.zones.get(zone) ?? 0) + people)
}

// settleZones gives countries and subdivisions their weight and, where nearly
// all of their people share one, their zone.
function settleZones (countries, parts, towns, zones) {
  const only = new Map()
  for (const [name, country] of zones.filter(([name]) => name.includes('/'))) {
    only.set(country, only.has(country) ? '' : name)
  }
  for (const node of [...countries.values(), ...parts.values()]) {
    const people = [...node.zones.values()].reduce((a, b) => a + b, 0)
    node.weight = Math.round(people / 1000)
    node.zone = [...node.zones].find(([, n]) => n >= share * people && people > 0)?.[0]
    if (!node.zone && node.zones.size === 0) node.zone = countries.get(node.country).zone || only.get(node.country)
  }
}

function line (n) {
  const names = [...new Set([...n.names].filter(Boolean).flatMap(forms))]
  return [n.kind, n.country, n.region || '-', n.part || '-', n.zone || '-', n.weight].join(' ') + ' ' + names.join('|')
}

// forms returns a name as people type it, and without its accents.
function forms (name) {
  return [plain(name), fold(name)]
}

function plain (s) {
  return s.normalize('NFC').toLowerCase().replace(/[.'’‘`()|]/g, '').replace(/[\s_/,–—-]+/g, ' ').trim()
}

function fold (s) {
  return plain(s.normalize('NFKD').replace(/\p{M}/gu, '').replace(/ß/g, 'ss').replace(/ø/gi, 'o').replace(/ł/gi, 'l').replace(/đ/gi, 'd').replace(/ı/g, 'i').replace(/æ/gi, 'ae'))
}

function inLanguages (country, name) {
  return (sources[country]?.langs ?? []).map(l => l.split('-')[0]).filter(l => /^[a-z]{2,3}$/.test(l) && l !== 'en').map(l => {
    try { return name(l, country) } catch { return undefined }
  })
}

function nativeCountryName (language, country) {
  return readModule(`cldr-localenames-full/main/${language}/territories.json`).main[language].localeDisplayNames.territories[country]
}

const bySubdivisionLanguage = new Map()

function subdivisionNames (language) {
  if (!bySubdivisionLanguage.has(language)) {
    bySubdivisionLanguage.set(language, readModule(`cldr-subdivisions-full/subdivisions/${language}/${language}.json`).subdivisions.localeDisplayNames.subdivisions)
  }
  return bySubdivisionLanguage.get(language)
}
