#!/usr/bin/env bash
# Installs what was built on this machine, to be run by systemd under a user of its own. Idempotent: programs and units
# are replaced, settings, keys and data that stand there are not touched. Needs root.
#
#   deploy/install.sh               installs and enables; `systemctl start naadam.target` starts
#   deploy/install.sh --files DIR   only the programs and what they read, below DIR: for images
#   deploy/install.sh --uninstall   stops, removes programs and units; leaves /etc/naadam, /var/lib/naadam and the user
#
# NAADAM_BUILD names another build directory than build/release.
# Exit codes: 0 done, 2 wrong use, 3 something is missing.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=${NAADAM_BUILD:-$here/../build/release}
units=/etc/systemd/system
state=/var/lib/naadam

say() { printf 'install: %s\n' "$*" >&2; }
usage() { sed -n '2,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; }

# A service is one that has a unit.
mapfile -t services < <(cd "$here/systemd" && printf '%s\n' naadam-*@.service | sed 's/@\.service$//' | grep -vx naadam-redis)
own_units=(naadam.target naadam-redis@6379.service naadam-cluster.service naadam-publish.service
  "${services[@]/%/@1.service}")

has_systemd() { [ -d /run/systemd/system ]; }

install_files() {  # below $1
  local to=$1/usr/lib/naadam program
  for program in naadam naadam-sheet "${services[@]}"; do
    [ -x "$build/bin/$program" ] || { say "$build/bin/$program is missing; build it, or set NAADAM_BUILD"; exit 3; }
    install -D -m 755 -s "$build/bin/$program" "$to/bin/$program"
  done
  install -D -m 755 "$here/redis/form-cluster.sh" "$to/bin/form-cluster"
  install -D -m 755 "$here/container/healthy.sh" "$to/bin/healthy"
  install -D -m 644 -t "$to/share/naadam/editions" "$here"/editions/*.toml
  install -d "$1/usr/bin"
  ln -sfn /usr/lib/naadam/bin/naadam "$1/usr/bin/naadam"
}

install_settings() {
  install -d -m 755 /etc/naadam
  [ -e /etc/naadam/naadam.toml ] || install -m 640 -g naadam "$here/naadam.toml" /etc/naadam/naadam.toml
  # Root's alone: systemd hands each service its own password.
  /usr/lib/naadam/bin/naadam redis-users /etc/naadam/redis
}

install_state() {
  local dir
  for dir in "" keys redis run blobs; do
    install -d -m 700 -o naadam -g naadam "$state/$dir"
  done
  # Where the naadam program looks for the settings of an installation.
  ln -sfn /etc/naadam/naadam.toml "$state/naadam.toml"
}

install_units() {
  local unit
  install -D -m 644 -t "$units" "$here"/systemd/naadam*.service "$here"/systemd/naadam.target
  install -D -m 644 -t "$units/naadam-.service.d" "$here"/systemd/naadam-.service.d/*.conf
  systemctl enable --quiet "${own_units[@]}"
}

uninstall() {
  if has_systemd; then
    systemctl stop naadam.target 'naadam-*.service' || true
  fi
  systemctl disable --quiet "${own_units[@]}" 2>/dev/null || true
  (cd "$here/systemd" && printf '%s\n' naadam*.service naadam.target) | sed "s|^|$units/|" | xargs rm -f
  rm -rf "$units/naadam-.service.d" "$units/naadam.target.wants" /usr/lib/naadam
  rm -f /usr/bin/naadam
  if has_systemd; then systemctl daemon-reload; fi
  say "removed; /etc/naadam, $state and the user naadam stay"
}

case ${1:-} in
  '') [ $# -eq 0 ] || { usage; exit 2; } ;;
  --files)
    [ $# -eq 2 ] || { usage; exit 2; }
    install_files "${2%/}"
    exit 0
    ;;
  --uninstall) uninstall; exit 0 ;;
  --help | -h) usage; exit 0 ;;
  *) usage; exit 2 ;;
esac

[ "$(id -u)" = 0 ] || { say "needs root"; exit 3; }
for program in redis-server redis-cli systemctl; do
  command -v "$program" >/dev/null || { say "$program is missing; deploy/setup.sh installs Redis"; exit 3; }
done
getent passwd naadam >/dev/null ||
  useradd --system --user-group --home-dir "$state" --no-create-home --shell /usr/sbin/nologin naadam
install_files ""
install_settings
install_state
install_units
if has_systemd; then systemctl daemon-reload; fi
say "installed; start with: systemctl start naadam.target; then: naadam status --data $state"
