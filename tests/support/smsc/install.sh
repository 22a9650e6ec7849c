#!/usr/bin/env bash
# Installs the test message centre's one package, pinned by package-lock.json, into node_modules beside this file
# (ignored by git). Does nothing when the installed tree is that of the lock file already. Parallel calls wait.
#
# Exit codes: 0 all there, 3 something could not be had (the line says what and what to do).
set -euo pipefail
cd "$(dirname "$0")"

say() { printf 'smsc: %s\n' "$*" >&2; }

for program in node npm; do
  command -v "$program" >/dev/null || { say "$program is missing; run deploy/setup.sh tests"; exit 3; }
done
exec 9>.install.lock
flock 9
stamp=node_modules/.installed-lock
if cmp -s package-lock.json "$stamp"; then exit 0; fi
log=$(mktemp)
if ! npm ci --no-audit --no-fund --ignore-scripts >"$log" 2>&1; then
  tail -n 10 "$log" >&2
  say "npm ci failed (its words stand above; the whole log is $log); is a package registry reachable?"
  exit 3
fi
rm -f "$log"
cp package-lock.json "$stamp"
