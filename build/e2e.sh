#!/usr/bin/env bash
# End-to-end tests in Chromium against the real program: a dev-tag build serves
# the window with its real bindings, under Xvfb where there is no display.
set -euo pipefail
cd "$(dirname "$0")/.."
tags=$([ "$(uname -s)" = Linux ] && echo dev,webkit2_41 || echo dev)
mkdir -p build/bin
go build -tags "$tags" -o build/bin/afterdesk-e2e .
go build -o build/bin/deskctl ./backend/cmd/deskctl
cd frontend && npm run --silent e2e -- "$@"
