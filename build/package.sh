#!/usr/bin/env bash
# Packages into build/bin. On Linux: a .deb and a .tar.gz of this machine's kind,
# and the Windows installer, which cross-builds without a C compiler. On macOS an
# app bundle, on Windows the installer. The installer is built by NSIS; it is per
# user, and the program in it fetches WebView2 where a machine lacks it.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$PWD/build/bin
wails="go run github.com/wailsapp/wails/v2/cmd/wails@v2.12.0"
version=$(sed -n 's/.*"productVersion": *"\([0-9.]*\)".*/\1/p' wails.json)
grep -q "^const Version = \"$version\"" backend/desk/desk.go || { echo "package: wails.json and backend/desk name two versions" >&2; exit 1; }
say() { printf 'package: %s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }
work=$(mktemp -d)
# Wails writes its own files beside the bindings and a mark beside package.json:
# they are put back, so that packaging leaves the tree as it was.
cp -a frontend/src/bridge/wailsjs "$work/wailsjs"
trap 'cp -a "$work/wailsjs/." frontend/src/bridge/wailsjs/; rm -rf frontend/package.json.md5 "$work"' EXIT

need_nsis() {
  case "$(uname -s)" in
  MINGW*|MSYS*) PATH="$PATH:/c/Program Files (x86)/NSIS" ;;
  esac
  have makensis && return
  if have apt-get && [ "$(id -u)" = 0 ]; then
    say "installing nsis"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nsis >/dev/null
  elif have apt-get; then
    say "the Windows installer needs NSIS; run this, then try again:"
    say "  sudo apt-get update && sudo apt-get install -y nsis"
    exit 1
  else
    say "the Windows installer needs NSIS 3 (makensis): https://nsis.sourceforge.io/"
    exit 1
  fi
}

# deskctl GOOS GOARCH FILE
deskctl() { CGO_ENABLED=0 GOOS=$1 GOARCH=$2 go build -trimpath -ldflags '-s -w' -o "$3" ./backend/cmd/deskctl; }

# windows FLAGS…: the program with its icon and manifest, then the installer.
windows() {
  $wails build "$@" -platform windows/amd64 -trimpath -m -skipbindings -webview2 embed
  mkdir "$work/windows"
  mv "$out/afterdesk.exe" "$work/windows/"
  deskctl windows amd64 "$work/windows/deskctl.exe"
  native() { if have cygpath; then cygpath -w "$1"; else printf '%s' "$1"; fi; }
  makensis -V2 "-DVERSION=$version" "-DBIN=$(native "$work/windows")" "-DOUT=$(native "$out/AfterDesk-$version-windows-amd64-setup.exe")" build/windows/installer.nsi
}

linux() {
  local arch name root
  arch=$(go env GOARCH)
  name=AfterDesk-$version-linux-$arch
  $wails build -clean -trimpath -m -tags webkit2_41 -skipbindings
  deskctl linux "$arch" "$out/deskctl"
  root=$work/$name
  mkdir -p "$root"
  mv "$out/afterdesk" "$out/deskctl" "$root/"
  cp LICENSE README.md README.zh-CN.md build/appicon.png "$root/"
  cp build/linux/afterdesk.desktop "$root/"
  tar -C "$work" -czf "$out/$name.tar.gz" "$name"
  have dpkg-deb || { say "no dpkg-deb here: only the .tar.gz"; return; }
  local deb=$work/deb
  install -D -m 755 "$root/afterdesk" "$deb/usr/bin/afterdesk"
  install -D -m 755 "$root/deskctl" "$deb/usr/bin/deskctl"
  install -D -m 644 build/linux/afterdesk.desktop "$deb/usr/share/applications/afterdesk.desktop"
  install -D -m 644 build/appicon.png "$deb/usr/share/icons/hicolor/1024x1024/apps/afterdesk.png"
  install -D -m 644 LICENSE "$deb/usr/share/doc/afterdesk/copyright"
  mkdir "$deb/DEBIAN"
  cat >"$deb/DEBIAN/control" <<CONTROL
Package: afterdesk
Version: $version
Architecture: $arch
Maintainer: AfterDesk contributors <afterdesk@localhost>
Depends: libgtk-3-0 | libgtk-3-0t64, libwebkit2gtk-4.1-0
Recommends: fonts-noto-cjk
Section: utils
Priority: optional
Installed-Size: $(du -sk "$deb/usr" | cut -f1)
Description: after-sales workstation for live commerce
 One inbox for refunds, returns and disputes with their deadlines, evidence packs,
 reviews, logistics exceptions and trends. All data stays on this computer.
CONTROL
  dpkg-deb --root-owner-group --build "$deb" "$out/afterdesk_${version}_$arch.deb" >/dev/null
}

case "$(uname -s)" in
Linux)
  need_nsis
  linux
  windows -s # the frontend is built already
  ;;
Darwin) $wails build -clean -trimpath -platform darwin/universal -m -skipbindings ;;
*)
  need_nsis
  windows -clean
  ;;
esac
(cd "$out" && ls -l)
