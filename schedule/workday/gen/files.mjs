import { readFileSync } from 'node:fs'

// readJSON returns what the JSON file at path holds.
export function readJSON (path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}

// readModule returns what a JSON file of an installed package holds, also one
// that the package does not export.
export function readModule (path) {
  return readJSON(new URL(`node_modules/${path}`, import.meta.url))
}
