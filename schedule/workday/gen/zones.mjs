// The country of each time zone, from the IANA database of the machine: its
// zone.tab names one for each current zone, its links the zone that an old name
// stands for.
import { readFileSync } from 'node:fs'

const folder = '/usr/share/zoneinfo'

// These names are links to some city's zone, but stand for no country.
const nowhere = /^(Etc\/.*|CET|EET|MET|WET|EST|MST|HST|[ECMP]ST\d[ECMP]DT|Factory)$/

// zones returns [name, country] by name; country is empty for zones of none.
export function zones () {
  const country = new Map(lines('zone.tab').filter(l => !l.startsWith('#')).map(l => {
    const [code, , name] = l.split('\t')
    return [name, code]
  }))
  const target = new Map()
  const names = new Set(country.keys())
  for (const line of lines('tzdata.zi')) {
    const [kind, a, b] = line.split(' ')
    if (kind === 'Z') names.add(a)
    if (kind !== 'L') continue
    names.add(b)
    target.set(b, a)
  }
  return [...names].filter(n => n !== 'Factory').sort().map(name => {
    let at = name
    while (!country.has(at) && target.has(at)) at = target.get(at)
    return [name, nowhere.test(name) ? '' : country.get(at) ?? '']
  })
}

// release returns the release of the database, such as 2026b.
export function release () {
  return lines('tzdata.zi')[0].split(' ').at(-1)
}

function lines (name) {
  return readFileSync(`${folder}/${name}`, 'utf8').split('\n').filter(Boolean)
}
