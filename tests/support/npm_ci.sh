# For scripts that put a pinned package beside themselves: sourced, with their own folder as the working directory.
#
#   npm_ci NAME STAMP COMMANDS [OPTION...]   installs what package-lock.json pins into node_modules, with npm's OPTIONs.
#
# Exits 0 when STAMP is that lock file already, and 3 when it could not be had (a line says what and what to do), or
# when one of COMMANDS is missing. Parallel calls wait. Whoever has what he wanted copies the lock file to STAMP.
npm_ci() {
  local name=$1 stamp=$2 commands=$3 program log
  shift 3
  say() { printf '%s: %s\n' "$name" "$*" >&2; }
  for program in $commands; do
    command -v "$program" >/dev/null || { say "$program is missing; run deploy/setup.sh tests"; exit 3; }
  done
  exec 9>.install.lock
  flock 9
  if cmp -s package-lock.json "$stamp"; then exit 0; fi
  log=$(mktemp)
  if ! npm ci --no-audit --no-fund --ignore-scripts "$@" >"$log" 2>&1; then
    tail -n 10 "$log" >&2
    say "npm ci failed (its words stand above; the whole log is $log); is a package registry reachable?"
    exit 3
  fi
  rm -f "$log"
}
