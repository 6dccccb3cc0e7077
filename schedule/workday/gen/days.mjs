// Civil days as numbers, and the span that the table covers.

export const firstYear = 2015
export const lastYear = 2045
export const firstDay = `${firstYear}-01-01`
export const lastDay = `${lastYear}-12-31`

const msOfDay = 864e5
const origin = Date.parse(firstDay)

// offsetOf returns the number of days from the table's first day to an ISO date.
export function offsetOf (iso) {
  const ms = Date.parse(iso)
  if (new Date(ms).toISOString().slice(0, 10) !== iso) throw new Error(`${iso} is no date`)
  return (ms - origin) / msOfDay
}

// isoOf is the reverse of offsetOf.
export function isoOf (offset) {
  return new Date(origin + offset * msOfDay).toISOString().slice(0, 10)
}

export const dayCount = offsetOf(lastDay) + 1
