#!/usr/bin/env bash
# Draws the README's pictures: what the example logs look like in a calendar.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

draw() { # an example, a picture
	go run ./cmd/followcal export "examples/$1" --region US --zone America/New_York --as-of 2026-11-23 -o "$work/$2.ics"
	node internal/rigs/month.mjs "$work/$2.ics" 2026-11-23 America/New_York "docs/images/$2.png"
}

draw linkedin.csv month
draw log.json interviews
