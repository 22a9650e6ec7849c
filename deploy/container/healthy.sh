#!/usr/bin/env bash
# Whether a service answers on its loopback port: for probes, which cannot reach that from outside its container.
#
#   healthy.sh PORT [PATH]      PATH is /healthz (default: alive) or /readyz (its loop turns)
#
# Exit codes: 0 it answers 200, 1 it does not, 2 wrong use.
set -euo pipefail
[ $# -ge 1 ] || { sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2; }
exec 3<>"/dev/tcp/127.0.0.1/$1"
printf 'GET %s HTTP/1.0\r\n\r\n' "${2:-/healthz}" >&3
read -r -t 3 _ code _ <&3
[ "$code" = 200 ]
