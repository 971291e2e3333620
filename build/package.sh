#!/usr/bin/env bash
# Installers for this system. Windows gets a per-user NSIS installer that checks
# for WebView2; macOS an app bundle; Linux a binary.
set -euo pipefail
cd "$(dirname "$0")/.."
wails="go run github.com/wailsapp/wails/v2/cmd/wails@v2.12.0"
case "$(uname -s)" in
Linux) $wails build -clean -trimpath -tags webkit2_41 -skipbindings ;;
Darwin) $wails build -clean -trimpath -platform darwin/universal -skipbindings ;;
*) $wails build -clean -trimpath -nsis -webview2 embed -skipbindings ;;
esac
