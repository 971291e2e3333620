#!/usr/bin/env bash
# Everything that CI runs, in the order that finds a fault soonest.
set -euo pipefail
cd "$(dirname "$0")/.."
start=$SECONDS
step() { printf '\n== %s (%ss)\n' "$*" "$((SECONDS - start))"; }

step setup
build/setup.sh
make --no-print-directory frontend/node_modules/.installed build/oracle/node_modules/.installed

build/check.sh

step "window program"
make --no-print-directory build
step "generated bindings"
build/gen.sh --check
# The whole program for Windows; what differs between systems lies in a few rooms,
# which are vetted with their tests for both.
step "windows and macOS compile"
GOOS=windows GOARCH=amd64 CGO_ENABLED=0 go build -tags desktop,production -o /dev/null .
GOOS=windows GOARCH=amd64 CGO_ENABLED=0 go vet ./backend/vault ./backend/custody ./backend/desk
GOOS=darwin GOARCH=arm64 CGO_ENABLED=0 go vet ./backend/vault ./backend/custody

# Tests fsync thousands of times; a folder in memory proves the same and spares
# the disk. What kill -9 must not lose lies in the page cache either way.
if [ -d /dev/shm ] && [ -w /dev/shm ] && [ "$(df -Pk /dev/shm | awk 'NR==2 {print $4}')" -gt 4000000 ]; then
  TMPDIR=$(mktemp -d /dev/shm/afterdesk-test.XXXXXX)
  export TMPDIR
  trap 'rm -rf "$TMPDIR"' EXIT
fi
# The race detector makes SQLite in Go about ten times slower. Rooms whose tests
# fill whole books run without it at their full sizes; those of them that start
# goroutines of their own run under it too, at the small sizes of -short, which
# skips nothing and changes nothing in the other rooms. The longest go first, so
# that no processor idles at the end.
books='/backend/(desk|cmd/deskctl|store|pull|evidence|insight|sim|platform/sheet)$'
busy='/backend/(pull|insight|sim)$'
step "go test -race"
go test -race -short -timeout 20m $(go list ./backend/... | grep -E "$busy" | sort -r) $(go list ./backend/... ./app/... | grep -vE "$books")
step "go test"
go test -timeout 20m $(go list ./backend/... | grep -E "$books")
step "signatures against independent signers"
go test -tags oracle -run Oracle -v ./backend/platform/all
step vitest
(cd frontend && npm run --silent test)
step "end to end"
build/e2e.sh
printf '\nall passed in %ss\n' "$((SECONDS - start))"
