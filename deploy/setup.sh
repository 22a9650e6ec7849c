#!/usr/bin/env bash
# Installs what Naadam needs to build, run and be tested, on Debian 12 as root. Idempotent and quiet.
#
#   deploy/setup.sh          what building and running needs
#   deploy/setup.sh run      only what the built programs need, for images; `kannel`: only the SMS gateway
#   deploy/setup.sh tests    also what the tests need (Kannel, clang 19, Node for the SMS centre and helm)
#
# Exit codes: 0 all there, 3 something could not be had (the line says what and what to do).
set -euo pipefail

build=(
  build-essential g++ cmake ninja-build ccache pkg-config git
  libzmq3-dev cppzmq-dev libmsgpack-cxx-dev libhiredis-dev redis-server redis-tools
  libspdlog-dev libfmt-dev nlohmann-json3-dev libexpected-dev libxxhash-dev
  libminizip-dev libexpat1-dev libxlsxwriter-dev libarchive-dev libcsv-dev libicu-dev
  libsodium-dev nettle-dev libboost-dev libtomlplusplus-dev libcli11-dev libmicrohttpd-dev libcurl4-openssl-dev
  libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev
)
run=(
  libzmq5 libhiredis0.14 libspdlog1.10 libfmt9 libxxhash0 libminizip1 libexpat1 libxlsxwriter4 libarchive13 libcsv3
  libicu72 libsodium23 libnettle8 libtomlplusplus3 libmicrohttpd12 libcurl4 redis-server redis-tools
)
kannel=(kannel kannel-extras)
tests=(
  systemd docker-compose kannel kannel-extras curl jq zip unzip
  clang-19 clang-tidy-19 clang-format-19 libclang-rt-19-dev
)

say() { printf 'setup: %s\n' "$*" >&2; }

missing() {  # the packages of "$@" that are not installed
  local p
  for p in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null | grep -qx installed || printf '%s\n' "$p"
  done
}

case ${1:-} in
  run) want=("${run[@]}") ;;
  kannel) want=("${kannel[@]}") ;;
  tests) want=("${build[@]}" "${tests[@]}") ;;
  *) want=("${build[@]}") ;;
esac
# Node may have come from elsewhere; Debian's npm would then conflict with it.
if [ "${1:-}" = tests ] && ! command -v npm >/dev/null; then want+=(nodejs npm); fi

mapfile -t need < <(missing "${want[@]}")
if [ ${#need[@]} -gt 0 ]; then
  [ "$(id -u)" = 0 ] || { say "needs root to install: ${need[*]}; run it as root, or install these by hand"; exit 3; }
  say "installing ${#need[@]} packages"
  # Debian starts a service it installs; this machine's own Redis and Kannel are not ours to start.
  policy=/usr/sbin/policy-rc.d
  made_policy=
  if [ ! -e "$policy" ]; then printf '#!/bin/sh\nexit 101\n' >"$policy"; chmod +x "$policy"; made_policy=1; fi
  trap '[ -z "$made_policy" ] || rm -f "$policy"' EXIT
  export DEBIAN_FRONTEND=noninteractive
  log=$(mktemp)
  if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${need[@]}"; } >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    say "could not install: ${need[*]} (the package mirror's answer stands above; the whole log is $log)"
    exit 3
  fi
  rm -f "$log"
fi
