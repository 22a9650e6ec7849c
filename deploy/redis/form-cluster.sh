#!/usr/bin/env bash
# Makes running Redis nodes one cluster, once; when they are one already, waits until all of it is served.
#
#   form-cluster.sh HOST:PORT                    one node that owns all slots
#   form-cluster.sh [--replicas N] HOST:PORT...  three primaries or more, N replicas of each (default 0)
#
# REDIS_PASSWORD_FILE names a file with the password; none without it. PATIENCE_S bounds each wait (default 120).
# Exit codes: 0 the cluster serves all slots, 1 it does not, 2 wrong use, 3 a node is not there.
set -euo pipefail

say() { printf 'form-cluster: %s\n' "$*" >&2; }
usage() { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }

replicas=0
if [ "${1:-}" = --replicas ]; then
  replicas=${2:-}
  shift 2 || usage
fi
case $replicas in [0-5]) ;; *) usage ;; esac
nodes=("$@")
primaries=$((${#nodes[@]} / (replicas + 1)))
[ ${#nodes[@]} -eq 1 ] || [ $primaries -ge 3 ] || usage
if [ -n "${REDIS_PASSWORD_FILE:-}" ]; then
  REDISCLI_AUTH=$(head -n 1 "$REDIS_PASSWORD_FILE")
  export REDISCLI_AUTH
fi

await() {  # command...: until it succeeds
  local tries=$((${PATIENCE_S:-120} * 5))
  until "$@"; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || return 1
    sleep 0.2
  done
}

on() {  # node command...
  local node=$1
  shift
  timeout 5 redis-cli --no-auth-warning -h "${node%:*}" -p "${node##*:}" "$@" 2>/dev/null | tr -d '\r'
}
answers() { [ "$(on "$1" ping)" = PONG ]; }
info() { on "$1" cluster info | sed -n "s/^$2://p"; }
is_whole() { [ "$(info "$1" cluster_state)" = ok ]; }

# Nodes meet by number, so a name is looked up.
address_of() {
  local number
  number=$(getent ahostsv4 "${1%:*}" | awk 'NR == 1 { print $1 }')
  [ -n "$number" ] && printf '%s:%s\n' "$number" "${1##*:}"
}

# "id host:port@between,... flags ..." of the node itself.
port_between_nodes() { on "$1" cluster nodes | sed -n 's/^[^ ]* [^ @]*@\([0-9]*\)[^ ]* [^ ]*myself.*/\1/p'; }

for node in "${nodes[@]}"; do
  await answers "$node" || { say "$node does not answer; start it, or see its log"; exit 3; }
done

if [ "$(info "${nodes[0]}" cluster_slots_assigned)" = 16384 ]; then
  say "already one cluster"
  # Nodes that all came back under new addresses do not find each other by themselves; each knows who it is.
  for node in "${nodes[@]:1}"; do
    address=$(address_of "$node")
    on "${nodes[0]}" cluster meet "${address%:*}" "${address##*:}" "$(port_between_nodes "$node")" >/dev/null
  done
elif [ ${#nodes[@]} -eq 1 ]; then
  on "${nodes[0]}" cluster addslotsrange 0 16383 >/dev/null
else
  addresses=()
  for node in "${nodes[@]}"; do
    addresses+=("$(address_of "$node")") || { say "no address of $node"; exit 3; }
  done
  redis-cli --no-auth-warning --cluster create "${addresses[@]}" --cluster-replicas "$replicas" --cluster-yes >&2
fi
for node in "${nodes[@]}"; do
  await is_whole "$node" || { say "$node does not see all slots served: $(info "$node" cluster_state)"; exit 1; }
done
say "${#nodes[@]} node(s), all slots served"
