#!/usr/bin/env bash
# Holds the Medusa connector against a real server: a PostgreSQL and a Medusa on
# loopback, made for this run and stopped by their process ids at its end. The
# server's npm packages (about 700 MB, exact versions) stay in build/bin/real for
# the next run. ORDERS=n makes more or fewer orders.
set -euo pipefail
cd "$(dirname "$0")/.."
start=$SECONDS
step() { printf '== %s (%ss)\n' "$*" "$((SECONDS - start))"; }
export MEDUSA_DISABLE_TELEMETRY=true DO_NOT_TRACK=1 NODE_ENV=development

port() { node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'; }
scratch=$(mktemp -d "${TMPDIR:-/tmp}/afterdesk-real.XXXXXX")
chmod 711 "$scratch" # the database's user must reach its own folder
server=
finish() {
  code=$?
  if [ -n "$server" ]; then
    [ "$code" = 0 ] || tail -n 20 "$scratch/server.log" >&2 || true
    kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || true
  fi
  [ -d "$scratch/pg/data" ] && build/real/postgres.sh stop "$scratch/pg" || true
  rm -rf "$scratch"
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT TERM

step "packages of the server"
home=build/bin/real/medusa
mkdir -p "$home/src/api"
if ! cmp -s build/real/medusa/package.json "$home/package.json" || [ ! -f "$home/.installed" ]; then
  rm -f "$home/.installed"
  cp build/real/medusa/package.json "$home/"
  (cd "$home" && npm install --no-audit --no-fund --no-package-lock --loglevel=error)
  touch "$home/.installed"
fi
cp build/real/medusa/medusa-config.js build/real/medusa/tsconfig.json "$home/"

step postgresql
pg=$(build/real/postgres.sh start "$scratch/pg" "$(port)")
export DATABASE_URL=${pg%/postgres*}/medusa?sslmode=disable
step "tables of the server"
password=$(node -e 'console.log(require("crypto").randomBytes(12).toString("hex"))')
(
  cd "$home" &&
  node -e 'const { Client } = require("pg"); const c = new Client({ connectionString: process.argv[1] })
    c.connect().then(() => c.query("create database medusa")).then(() => c.end())' "$pg" &&
  npx --no-install medusa db:migrate --execute-all-links >"$scratch/migrate.log" 2>&1 &&
  npx --no-install medusa user -e admin@example.com -p "$password" >>"$scratch/migrate.log" 2>&1
) || { tail -n 20 "$scratch/migrate.log" >&2; exit 1; }

step server
at=$(port)
(cd "$home" && exec node node_modules/@medusajs/cli/cli.js start -H 127.0.0.1 -p "$at") >"$scratch/server.log" 2>&1 &
server=$!
for _ in $(seq 120); do
  kill -0 "$server" 2>/dev/null || { echo "the server ended" >&2; exit 1; }
  if node -e 'fetch(process.argv[1]).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))' "http://127.0.0.1:$at/health"; then break; fi
  sleep 1
done

step "orders and cases against the server"
go vet -tags real ./backend/platform/medusa
go test -count=1 -timeout 15m -tags real ./backend/platform/medusa -run TestARealServer -v -args -medusa "http://127.0.0.1:$at" -password "$password" -orders "${ORDERS:-12}"
printf 'all rows as the server has them, in %ss\n' "$((SECONDS - start))"
