#!/usr/bin/env bash
# Installs what this machine lacks to build, run and test AfterDesk. On Debian
# and Ubuntu as root it uses apt; otherwise it prints the exact line to run.
set -euo pipefail
cd "$(dirname "$0")/.."

need_go=1.26
have() { command -v "$1" >/dev/null 2>&1; }
say() { printf 'setup: %s\n' "$*" >&2; }

check_version() { # name, have, want
  if [ "$(printf '%s\n%s\n' "$3" "$2" | sort -V | head -n1)" != "$3" ]; then
    say "$1 $2 is too old; $3 or newer is needed"; exit 1
  fi
}

have go || { say "Go $need_go or newer is needed: https://go.dev/dl/"; exit 1; }
check_version Go "$(go env GOVERSION | sed 's/^go//')" "$need_go"
have node || { say "Node.js 20.19 or newer with npm is needed: https://nodejs.org/"; exit 1; }
check_version Node.js "$(node --version | sed 's/^v//')" 20.19
have npm || { say "npm is needed; it comes with Node.js"; exit 1; }

case "$(uname -s)" in
Linux)
  missing=()
  pkg_config_missing() { ! have pkg-config || ! pkg-config --exists "$1"; }
  have gcc || missing+=(gcc)
  have pkg-config || missing+=(pkg-config)
  pkg_config_missing gtk+-3.0 && missing+=(libgtk-3-dev)
  pkg_config_missing webkit2gtk-4.1 && missing+=(libwebkit2gtk-4.1-dev)
  have Xvfb || missing+=(xvfb)
  have openssl || missing+=(openssl) # tests make time-stamp tokens with it and have it judge ours
  have chromium || have chromium-browser || have google-chrome || missing+=(chromium)
  { have fc-list && fc-list 2>/dev/null | grep -qiE 'noto ?sans ?(mono )?cjk|wqy|source ?han'; } || missing+=(fontconfig fonts-noto-cjk)
  if [ ${#missing[@]} -gt 0 ]; then
    if have apt-get && [ "$(id -u)" = 0 ]; then
      say "installing ${missing[*]}"
      apt-get update -qq
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    elif have apt-get; then
      say "run this, then try again:"
      say "  sudo apt-get update && sudo apt-get install -y ${missing[*]}"
      exit 1
    else
      say "install the packages of your distribution that match: ${missing[*]}"
      exit 1
    fi
  fi
  ;;
Darwin)
  xcode-select -p >/dev/null 2>&1 || { say "run this, then try again:  xcode-select --install"; exit 1; }
  ;;
MINGW*|MSYS*)
  # The window needs the WebView2 runtime; Windows 11 has it, and the installer
  # that `make package` builds brings it along.
  ;;
esac
