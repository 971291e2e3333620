#!/usr/bin/env bash
# Everything that CI runs, in the order that finds a fault soonest.
set -euo pipefail
cd "$(dirname "$0")/.."
start=$SECONDS
step() { printf '\n== %s (%ss)\n' "$*" "$((SECONDS - start))"; }

step setup
build/setup.sh
make --no-print-directory frontend/node_modules/.installed

build/check.sh

step "window program"
make --no-print-directory build
step "generated bindings"
build/gen.sh --check
step "windows and macOS compile"
GOOS=windows GOARCH=amd64 CGO_ENABLED=0 go build -tags desktop,production -o /dev/null .
GOOS=windows GOARCH=amd64 CGO_ENABLED=0 go vet ./backend/...
GOOS=darwin GOARCH=arm64 CGO_ENABLED=0 go build -o /dev/null ./backend/cmd/deskctl

step "go test -race"
go test -race -timeout 20m ./backend/... ./app/...
step vitest
(cd frontend && npm run --silent test)
step "end to end"
build/e2e.sh
printf '\nall passed in %ss\n' "$((SECONDS - start))"
