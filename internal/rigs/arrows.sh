#!/usr/bin/env bash
# Proves that lint holds the import arrows: builds a module of empty packages
# in which the folders of arrows.txt import what it says, and compares what
# .golangci.yml reports with the last column. Rooms need not exist yet.
set -euo pipefail
cd "$(dirname "$0")/../.."

golangci=${GOLANGCI:?GOLANGCI names the golangci-lint to run}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
arrows=$work/arrows
sed -e 's/#.*//' -e '/^[[:space:]]*$/d' internal/rigs/arrows.txt >"$arrows"

# A package that no rule governs could import anything. Programs that generate
# files and the rigs themselves are not shipped, and may.
rooms=$(awk '{print $1}' "$arrows" | sort -u)
unruled=$(go list -f '{{.ImportPath}}' ./... | sed -n 's|^followcal/||p' | grep -vE '^(internal/rigs|examples)/|/gen$' | grep -vxF "$rooms" || true)
[ -z "$unruled" ] || { echo "arrows: no rule in .golangci.yml and no line in arrows.txt for: $unruled" >&2; exit 1; }

mkdir "$work/module"
cp .golangci.yml "$work/module"
cd "$work/module"
printf 'module followcal\n\ngo 1.26\n' >go.mod

stub_module() { # its path, and the package in it that is imported
	local root=stubs/$1
	mkdir -p "stubs/$2"
	printf 'module %s\n\ngo 1.26\n' "$1" >"$root/go.mod"
	printf '// Package stub is empty.\npackage stub\n' >"stubs/$2/stub.go"
	version=$(case $1 in */v[0-9] | */v[0-9][0-9]) echo "v${1##*/v}.0.0" ;; *) echo v1.0.0 ;; esac)
	printf 'require %s %s\nreplace %s => ./%s\n' "$1" "$version" "$1" "$root" >>go.mod
}

while read -r target; do
	case $target in
	followcal/*) mkdir -p "${target#followcal/}" && printf '// Package stub is empty.\npackage stub\n' >"${target#followcal/}/stub.go" ;;
	google.golang.org/api/*) stub_module google.golang.org/api "$target" ;;
	*.*) stub_module "$target" "$target" ;;
	esac
done < <(awk '{print $2}' "$arrows" | sort -u)

# The importers live under importers/, so that no two arrows make a cycle; the
# rules match the end of a path.
number=0
while read -r importer target verdict; do
	number=$((number + 1))
	mkdir -p "importers/$importer"
	printf '// Package room imports.\npackage room\n\nimport _ "%s" // arrow %s\n' "$target" "$verdict" \
		>"importers/$importer/arrow$number.go"
	[ "$verdict" = yes ] || echo "importers/$importer/arrow$number.go" >>"$work/want"
done <"$arrows"

"$golangci" run --enable-only depguard --output.text.colors=false ./importers/... >"$work/report" 2>&1 || true
grep -oE '^importers/[^:]+\.go' "$work/report" | sort >"$work/got"
sort -o "$work/want" "$work/want"
if ! diff "$work/want" "$work/got" >"$work/diff"; then
	cat "$work/report"
	echo "arrows: lint's verdict differs (< should be reported, > should not):" >&2
	while read -r sign file; do
		case $sign in [\<\>]) echo "$sign $file: $(grep -o '".*"' "$file")" ;; esac
	done <"$work/diff" >&2
	exit 1
fi
unreasoned=$(grep -E '^importers/' "$work/report" | grep -vE "list '[a-z-]+': .+" || true)
[ -z "$unreasoned" ] || { echo "arrows: reported without a reason: $unreasoned" >&2; exit 1; }
echo "arrows: $number import arrows judged as internal/rigs/arrows.txt says"
