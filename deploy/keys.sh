#!/usr/bin/env bash
# Key pairs of the link between machines (CURVE). Idempotent; overwrites nothing; prints no secret.
#
#   deploy/keys.sh [DIR]                    a pair for every role, named "main"
#   deploy/keys.sh [DIR] make ROLE NAME     one more, for a copy or a machine of its own
#   deploy/keys.sh [DIR] rotate ROLE NAME   one in its place, NAME-2 and so on: both are let in until the old is revoked
#   deploy/keys.sh [DIR] revoke ROLE NAME   the consumers let it in no more, within 10 s of reading this
#   deploy/keys.sh [DIR] list
#
# DIR is data/keys/link by default:
#   secret/ROLE/NAME.key    mode 0600: goes to the machine that runs ROLE, and nowhere else
#   allowed/ROLE/NAME.pub   mode 0644: goes to every machine that takes work or questions from ROLE
#   revoked/ROLE/NAME.pub
#
# Exit codes: 0 done, 1 refused, 2 wrong use, 3 files or the program cannot be had.
set -euo pipefail

roles=(intake eligibility notification notary scheduling scoring portal operator)
here=$(cd "$(dirname "$0")/.." && pwd)

dir=data/keys/link
case ${1:-} in
  '' | make | rotate | revoke | list) ;;
  -*) sed -n '2,15s/^# \{0,1\}//p' "$0"; exit 2 ;;
  *) dir=$1; shift ;;
esac

program=
for at in "${NAADAM_BIN:-}" "$here/bin" "$here/build/release/bin" /usr/lib/naadam /usr/local/bin; do
  if [ -n "$at" ] && [ -x "$at/naadam-keys" ]; then program=$at/naadam-keys; break; fi
done
if [ -z "$program" ]; then
  echo "keys: 没有找到 naadam-keys，请先编译：cmake --build build/release --target naadam-keys" >&2
  exit 3
fi

case ${1:-} in
  '') for role in "${roles[@]}"; do "$program" make "$dir" "$role" main; done ;;
  make | rotate | revoke) [ $# = 3 ] || { echo "keys: $1 ROLE NAME" >&2; exit 2; }; "$program" "$1" "$dir" "$2" "$3" ;;
  list) "$program" list "$dir" ;;
  *) echo "keys: make, rotate, revoke or list" >&2; exit 2 ;;
esac
