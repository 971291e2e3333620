#!/usr/bin/env bash
# Benchmarks. Each line is one question; a figure named "…_of_<limit>" is how much
# of that limit it takes, and the end of the output lists those over 1.
#
#   make bench                                   about 10 minutes on 2 cores: 100,000 orders
#   make bench ORDERS=1000000 FOLDERS=/big/disk  the reference set, a year of a million orders:
#                                                half an hour and 8 GB the first time; FOLDERS
#                                                keeps the filled folders for the next run
#
# Growth compares with a folder of 10,000 orders, asked in turns in one run. Times
# are of this machine as it is: a busy one is slow. Growth of lists goes by the
# processor's own time and holds on a busy machine too.
set -euo pipefail
cd "$(dirname "$0")/.."
orders=${ORDERS:-100000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folders=${FOLDERS:-$work}
mkdir -p "$folders"
folders=$(cd "$folders" && pwd)
bench() { go test -run '^$' -bench "$1" -benchtime 1x -timeout 180m "$2" -args "${@:3}"; }
{
  bench . ./backend/store -orders "$orders" -bookdir "$folders"
  bench Adapter ./backend/platform/...
  bench . ./backend/pull
  bench . ./backend/insight
  bench . ./backend/evidence
  bench . ./backend/desk -orders "$orders" -folders "$folders"
  if [ "$(uname -s)" = Linux ]; then # the window's needs a virtual screen
    make --no-print-directory build
    build/e2e.sh --config playwright.bench.config.ts
  fi
} | tee "$work/out"
awk -v over="$work/over" '
  /Benchmark/ {
    sub(/^.*Benchmark/, "")
    name = $1
    sub(/-[0-9]+$/, "", name)
    for (i = 2; i <= NF; i++)
      if ($i ~ /_of_/) {
        all++
        if ($(i-1) > 1) printf "  %s of its limit: %s %s\n", $(i-1), name, $i > over
      }
  }
  END { printf "\n%d figures have a limit\n", all }
' "$work/out"
if [ -s "$work/over" ]; then
  echo "over it on this machine now:"
  sort -k1,1nr "$work/over"
else
  echo "all within it"
fi
