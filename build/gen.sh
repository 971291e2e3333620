#!/usr/bin/env bash
# Regenerates the TypeScript side of the bound Go methods. With --check it only
# says whether the committed files are current.
set -euo pipefail
cd "$(dirname "$0")/.."
tags=$([ "$(uname -s)" = Linux ] && echo webkit2_41 || echo "")
before=$(git ls-files -s frontend/src/bridge/wailsjs | sha256sum)$(git diff -- frontend/src/bridge/wailsjs | sha256sum)
go run github.com/wailsapp/wails/v2/cmd/wails@v2.12.0 generate module -tags "$tags"
if [ "${1:-}" = --check ]; then
  after=$(git ls-files -s frontend/src/bridge/wailsjs | sha256sum)$(git diff -- frontend/src/bridge/wailsjs | sha256sum)
  if [ "$before" != "$after" ] || [ -n "$(git ls-files -o --exclude-standard frontend/src/bridge/wailsjs)" ]; then
    echo "generated bindings are not current: run make gen"
    git --no-pager diff --stat -- frontend/src/bridge/wailsjs
    exit 1
  fi
  echo "generated bindings are current"
fi
