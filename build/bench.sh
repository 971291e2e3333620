#!/usr/bin/env bash
# Benchmarks. Each prints its ratio to a limit or peer measured in the same run.
# ORDERS sets the size of the large set (default 100000; the reference is 1000000).
set -euo pipefail
cd "$(dirname "$0")/.."
orders=${ORDERS:-100000}
go test -run '^$' -bench . -benchtime 1x -timeout 120m ./backend/store -args -orders "$orders"
go test -run '^$' -bench . -benchtime 1x -timeout 60m ./backend/platform/... ./backend/pull ./backend/insight ./backend/evidence
go test -run '^$' -bench . -benchtime 1x -timeout 180m ./backend/desk -args -orders "$orders"
