#!/usr/bin/env bash
# Installs what the tests need: the Debian packages of debian.txt, and of the
# lists that are named besides, and the npm packages of package-lock.json.
# Quick when everything is there.
set -euo pipefail
cd "$(dirname "$0")"
lists=(debian.txt "$@")

fail() { echo "rigs: $*" >&2; exit 1; }

command -v go >/dev/null || fail "Go is missing: install the version that go.mod names, or a later one."
command -v npm >/dev/null || fail "Node.js with npm is missing: install Node.js 20 or later."

missing_packages() {
	local name
	while read -r name; do
		[ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || echo "$name"
	done < <(sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "${lists[@]}")
}

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; return; fi
	command -v sudo >/dev/null || fail "installing Debian packages needs root or sudo: install $missing by hand, then run this again."
	sudo "$@"
}

install_debian_packages() {
	command -v dpkg-query >/dev/null ||
		fail "this is not a Debian machine: run this in a Debian 12 container, or install the equivalents of internal/rigs/debian.txt yourself and run 'npm ci' in internal/rigs, then 'go test ./...'."
	missing=$(missing_packages | tr '\n' ' ')
	[ -z "$missing" ] && return
	echo "rigs: installing $missing"
	as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
	# shellcheck disable=SC2086 # one argument for each package
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

# The stamp lies inside node_modules, so that removing that folder is enough to
# start again; it is named after the content of the lists.
install_npm_packages() {
	local stamp
	stamp=node_modules/.followcal-$(cat package.json package-lock.json | sha256sum | cut -c1-16)
	[ -e "$stamp" ] && return
	echo "rigs: npm ci"
	npm ci --silent --no-audit --no-fund --ignore-scripts
	touch "$stamp"
}

install_debian_packages
install_npm_packages
