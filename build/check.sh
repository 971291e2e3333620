#!/usr/bin/env bash
# Format, vet, lint and types. Prints one line a step.
set -euo pipefail
cd "$(dirname "$0")/.."
tags=$([ "$(uname -s)" = Linux ] && echo desktop,production,webkit2_41 || echo desktop,production)
step() { printf '== %s\n' "$*"; }

step gofmt
unformatted=$(gofmt -l main.go app backend)
[ -z "$unformatted" ] || { printf 'not formatted:\n%s\n' "$unformatted"; exit 1; }
step go vet
go vet -tags "$tags" . ./app/... ./backend/...
go vet -tags oracle ./backend/platform/all
step golangci-lint
go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run --build-tags "$tags" . ./app/... ./backend/...
step tsc
(cd frontend && npm run --silent typecheck)
step eslint
(cd frontend && npm run --silent lint)
