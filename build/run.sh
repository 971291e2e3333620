#!/usr/bin/env bash
# Opens the window. Without a display it does the same job in the terminal: a
# demo shop is pulled, checked and packed, and it says where the results lie.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=$1
case "$(uname -s)" in
Linux) display=${DISPLAY:-}${WAYLAND_DISPLAY:-} ;;
*) display=yes ;;
esac
if [ -n "$display" ]; then
  exec "$bin"
fi
data=${AFTERDESK_DATA:-$PWD/build/bin/demo-data}
echo "No display here, so the demo runs in the terminal."
build/bin/deskctl demo --data "$data"
build/bin/deskctl verify "$data"
echo "Data folder: $data"
echo "Evidence packs: $data/packs"
