# What people and CI run. Tools and stamps live in ignored folders (.tools/,
# build/, internal/rigs/node_modules/), so a second run is quick.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

TOOLS := $(CURDIR)/.tools
GOLANGCI := $(TOOLS)/golangci-lint
GOLANGCI_VERSION := v2.15.0
SQLC := $(TOOLS)/sqlc
SQLC_VERSION := v1.31.1
KO := $(TOOLS)/ko
KO_VERSION := v0.19.1
TESTFLAGS ?= -race
BENCH ?= .

.PHONY: help run build image test cover lint bench load soak rigs generate fmt man pictures

help: ## list these targets
	@sed -nE 's/^([a-z]+):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: ## run the command: make run ARGS='regions'
	@go run ./cmd/followcal $(ARGS)

build: ## build bin/followcal
	CGO_ENABLED=0 go build -trimpath -o bin/followcal ./cmd/followcal

image: $(KO)-$(KO_VERSION) ## build the container image (build/followcal-image.tar) and its SPDX list of parts
	internal/rigs/image.sh build

# The scripts of cmd start the command hundreds of times. They run it as people
# do: SQLite under the race detector takes a second to open a file, and what runs
# at once within the process has tests of its own. The random histories of a
# calendar at Google run without it as well: ten times as many in the time, and
# the larger model from one seed, so that what it finds is found again.
test: rigs ## install what the tests need, then run them all with the race detector
	{ failed=0; \
	  go test $(TESTFLAGS) -json $$(go list ./... | grep -v /cmd/) || failed=1; \
	  go test -json ./cmd/... || failed=1; \
	  go test -json -run Model ./calendar/mirror || failed=1; \
	  go test -json ./internal/app/push -run 'Model$$|Quota' -model.shards 1 -rapid.checks 10000 -rapid.seed 20261123 || failed=1; \
	  go test -json ./internal/app/push -run ModelOfARecord -rapid.seed 20261123 || failed=1; \
	  exit $$failed; } | go run ./internal/rigs/tally

cover: rigs ## say which lines the tests reach (build/cover.html)
	mkdir -p build
	go test -coverprofile build/cover.out -coverpkg ./... ./...
	go tool cover -html build/cover.out -o build/cover.html
	go tool cover -func build/cover.out | tail -1

lint: $(GOLANGCI)-$(GOLANGCI_VERSION) ## check modules, formatting, import arrows and everything in .golangci.yml
	go mod verify
	go mod tidy -diff
	go vet ./...
	$(GOLANGCI) run --allow-parallel-runners ./...
	GOLANGCI=$(GOLANGCI) internal/rigs/arrows.sh

bench: ## run what docs/performance.md quotes, alone, in half an hour: make bench [BENCH=Plan]
	@internal/rigs/install.sh debian-bench.txt
	go test -run '^$$' -bench '$(BENCH)' -benchmem ./schedule/... ./calendar/... ./internal/app/... ./internal/store
	go run ./internal/rigs/writers -events 100000 -rounds 1
	go run ./internal/rigs/record -rows 100000 -rounds 5
	go run ./internal/rigs/inserts -events 2000 -rounds 9
	/usr/bin/python3 schedule/workday/bench/compare.py

load: ## compare followcal serve with others under load, alone, in about 20 minutes: make load [LOAD='-only polls']
	@internal/rigs/install.sh debian-bench.txt
	go run ./internal/rigs/load $(LOAD)

soak: ## have serve polled, changed and killed for a while: make soak [SOAK='-time 1h']
	go run ./internal/rigs/soak $(SOAK)

rigs: $(KO)-$(KO_VERSION) ## install what the tests need and nothing else
	@internal/rigs/install.sh

generate: rigs $(SQLC)-$(SQLC_VERSION) ## regenerate what is derived from other files
	go generate ./...

fmt: $(GOLANGCI)-$(GOLANGCI_VERSION) ## format the code and group its imports
	$(GOLANGCI) fmt ./...

pictures: ## draw the README's pictures anew
	@internal/rigs/install.sh
	internal/rigs/pictures.sh

man: ## write the manual pages to build/man
	@mkdir -p build/man
	go run ./cmd/followcal man build/man

# The version is part of the stamp's name, so that raising it builds anew.
$(GOLANGCI)-$(GOLANGCI_VERSION):
	GOBIN=$(TOOLS) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	touch $@

$(SQLC)-$(SQLC_VERSION):
	GOBIN=$(TOOLS) go install github.com/sqlc-dev/sqlc/cmd/sqlc@$(SQLC_VERSION)
	touch $@

$(KO)-$(KO_VERSION):
	GOBIN=$(TOOLS) go install github.com/google/ko@$(KO_VERSION)
	touch $@
