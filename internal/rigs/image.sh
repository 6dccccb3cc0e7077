#!/usr/bin/env bash
# Builds the container image and its list of parts (SPDX) into a folder, without
# a Docker daemon: image.sh [FOLDER]. The base is that of .ko.yaml, or of
# KO_DEFAULTBASEIMAGE; the platform is this machine's, or PLATFORM's.
set -euo pipefail
folder=$(realpath -m "${1:-build}")
cd "$(dirname "$0")/../.."

ko=${KO:-.tools/ko}
[ -x "$ko" ] || { echo "image: $ko is missing: run make rigs" >&2; exit 1; }
mkdir -p "$folder/sbom"
KO_DOCKER_REPO=followcal "$ko" build --bare --push=false \
	--platform "${PLATFORM:-linux/$(go env GOARCH)}" \
	--tarball "$folder/followcal-image.tar" --sbom spdx --sbom-dir "$folder/sbom" ./cmd/followcal
