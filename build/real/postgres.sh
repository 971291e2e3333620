#!/usr/bin/env bash
# A PostgreSQL of its own on loopback, for one test.
#   postgres.sh start DIR PORT   makes a cluster in DIR, prints its address
#   postgres.sh stop DIR         stops the one that DIR holds
# The server refuses to run as root, so root hands it to the user postgres.
set -euo pipefail
dir=$2
bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n1)
if [ -z "$bin" ] && command -v pg_ctl >/dev/null; then bin=$(dirname "$(readlink -f "$(command -v pg_ctl)")"); fi
if [ -z "$bin" ]; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "postgres: installing postgresql" >&2
    apt-get update -qq >&2
    # the package would start a cluster of its own; nobody here asked for one
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
    bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort -V | tail -n1)
  else
    echo "postgres: PostgreSQL is needed: sudo apt-get install -y postgresql" >&2
    exit 1
  fi
fi
as() { # runs a command of the cluster's owner
  if [ "$(id -u)" = 0 ]; then su postgres -s /bin/bash -c "$*"; else bash -c "$*"; fi
}
case $1 in
start)
  mkdir -p "$dir"
  chmod 700 "$dir"
  [ "$(id -u)" = 0 ] && chown postgres "$dir"
  as "'$bin/initdb' -D '$dir/data' -E UTF8 --locale=C.UTF-8 -A trust -U postgres >'$dir/initdb.log' 2>&1"
  # what a test writes need not outlive the machine
  as "'$bin/pg_ctl' -D '$dir/data' -l '$dir/server.log' -w -o \"-p $3 -c listen_addresses=127.0.0.1 -c unix_socket_directories='$dir' -c fsync=off -c synchronous_commit=off -c full_page_writes=off\" start" >/dev/null
  echo "postgres://postgres@127.0.0.1:$3/postgres?sslmode=disable"
  ;;
stop)
  as "'$bin/pg_ctl' -D '$dir/data' -m immediate -w stop" >/dev/null
  ;;
*) echo "usage: postgres.sh start DIR PORT | stop DIR" >&2; exit 2 ;;
esac
