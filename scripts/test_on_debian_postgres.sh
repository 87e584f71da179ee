#!/usr/bin/env bash
# The tests of the wall, the numbers and the trail on Debian's PostgreSQL (15 or newer), in a folder of its own.
set -eu
cd "$(dirname "$0")/.."
bin=$(compgen -G "/usr/lib/postgresql/*/bin" | sort -V | tail -n 1)
folder=$(mktemp -d)
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
[ "$(id -u)" = 0 ] && chown postgres "$folder"
chmod 755 "$folder"
as "$bin/initdb" -D "$folder/data" -U postgres --auth=trust --encoding=UTF8 >/dev/null
as "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -o "-h '' -k $folder" start >/dev/null
trap 'as "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null; rm -rf "$folder"' EXIT
echo "On $("$bin/postgres" --version):"
TEST_POSTGRES="$folder" .venv/bin/python -m pytest -n 2 -q consistori/tenancy consistori/trail consistori/directory
