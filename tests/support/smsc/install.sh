#!/usr/bin/env bash
# Installs the test message centre's one package, pinned by package-lock.json, into node_modules beside this file
# (ignored by git). Does nothing when the installed tree is that of the lock file already. Exit codes: see npm_ci.sh.
set -euo pipefail
cd "$(dirname "$0")"
. ../npm_ci.sh

stamp=node_modules/.installed-lock
npm_ci smsc "$stamp" 'node npm'
cp package-lock.json "$stamp"
