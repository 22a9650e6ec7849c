#!/usr/bin/env bash
# The SMS gateway (Kannel's bearerbox and smsbox) for one installation, without systemd.
#
#   kannel.sh run DIR      in the foreground until SIGTERM; a box that dies is started again
#   kannel.sh start DIR    the same in the background; returns when it is ready
#   kannel.sh ready DIR    waits until sendsms and the status page answer, at most 20 s
#   kannel.sh status DIR   what Kannel says of itself: state, lines, messages waiting
#   kannel.sh stop DIR     ends what `start` or `run` began in DIR
#
# DIR (mode 0700) holds the spool of messages and receipts, so keep it; the logs; pid files; and `password`, made at
# the first start, for the user `naadam` of sendsms and for the status page.
#
# Settings, from the environment of run and start. Ours listen on 127.0.0.1 only.
#   SENDSMS_PORT 13013   ADMIN_PORT 13000   SMSBOX_PORT 13001 (between the boxes)
#   SMPP_HOST 127.0.0.1  SMPP_PORT 2775     SMPP_USER naadam   SMPP_PASSWORD naadam   SENDER 10690000   of the carrier
#   PER_SECOND 0 (no limit)   WINDOW 10 (submits without an answer)   ANSWER_S 60 (then again)   ENQUIRE_S 30   RECONNECT_S 5
#   RESEND_S 10  RESENDS 30 (throttled messages)   WAITING_MAX 100000 (then sendsms answers 503)
#   CALLBACK_TRIES 720  CALLBACK_WAIT_S 30 (receipts)
#
# Exit codes: 0 done, 1 it did not come up or down, 2 bad usage, 3 Kannel is not installed.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
settings=(
  SENDSMS_PORT=13013 ADMIN_PORT=13000 SMSBOX_PORT=13001
  SMPP_HOST=127.0.0.1 SMPP_PORT=2775 SMPP_USER=naadam SMPP_PASSWORD=naadam SENDER=10690000
  PER_SECOND=0 WINDOW=10 ANSWER_S=60 ENQUIRE_S=30 RECONNECT_S=5
  RESEND_S=10 RESENDS=30 WAITING_MAX=100000
  CALLBACK_TRIES=720 CALLBACK_WAIT_S=30
)

say() { printf 'kannel: %s\n' "$*" >&2; }
usage() { sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }

[ $# = 2 ] || usage
verb=$1
mkdir -p -m 700 "$2"
dir=$(cd "$2" && pwd)
umask 077

is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

await() {  # seconds command...: until the command succeeds
  local left=$(($1 * 20))
  shift
  until "$@"; do
    left=$((left - 1))
    [ $left -gt 0 ] || return 1
    sleep 0.05
  done
}

configure() {
  local setting name value script=()
  [ -s "$dir/password" ] || head -c 18 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$dir/password"
  for setting in "${settings[@]}"; do
    name=${setting%%=*}
    value=${!name-${setting#*=}}
    case $value in
      *[!A-Za-z0-9._:-]* | '') say "$name may hold letters, digits and . _ : - only, and not be empty"; exit 2 ;;
    esac
    script+=(-e "s|@$name@|$value|g")
  done
  script+=(-e "s|@PASSWORD@|$(cat "$dir/password")|g")
  sed "${script[@]}" "$here/kannel.conf.in" >"$dir/kannel.conf"
  mkdir -p "$dir/store" "$dir/receipts"
}

configured() { sed -n "s/^$1 = //p" "$dir/kannel.conf"; }

# Both boxes end when this script does, even at SIGKILL.
box() {
  (cd "$dir" && exec setpriv --pdeathsig KILL "$1" -v 4 kannel.conf >>"$dir/$1.out" 2>&1) &
}

is_ready() {
  [ -f "$dir/kannel.conf" ] && is_open "$(configured sendsms-port)" && is_open "$(configured admin-port)"
}

run() {
  for program in bearerbox smsbox setpriv; do
    command -v "$program" >/dev/null || { say "$program is missing; run deploy/setup.sh tests"; exit 3; }
  done
  exec 8>"$dir/lock"
  flock -n 8 || { say "already running in $dir"; exit 1; }
  echo $$ >"$dir/pid"
  configure
  local bearer='' sms='' stopping=''
  trap 'stopping=1; kill -TERM $sms $bearer 2>/dev/null || true' TERM INT
  while [ -z "$stopping" ]; do
    box bearerbox 8>&- && bearer=$!
    await 10 is_open "$(configured smsbox-port)" || say "bearerbox does not listen; see $dir/bearerbox.out"
    box smsbox 8>&- && sms=$!
    wait -n "$bearer" "$sms" || true
    # One without the other is of no use.
    end_box "$sms"
    end_box "$bearer"
    [ -n "$stopping" ] || { say "a box ended; starting both again"; sleep 1; }
  done
  rm -f "$dir/pid"
}

# smsbox without its bearerbox may hang at SIGTERM. What was accepted is in bearerbox's spool, so SIGKILL loses nothing.
end_box() {
  kill -TERM "$1" 2>/dev/null || true
  await 5 has_ended "$1" || kill -KILL "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}
has_ended() { ! readlink -q "/proc/$1/exe" >/dev/null; }

pid_of_run() {  # the process that `run` wrote down, if it is still that
  local pid
  pid=$(cat "$dir/pid" 2>/dev/null) || return 1
  grep -qzF "$(basename "$0")" "/proc/$pid/cmdline" 2>/dev/null && echo "$pid"
}
is_gone() { ! pid_of_run >/dev/null; }

case $verb in
  run) run ;;
  start)
    setsid "$0" run "$dir" </dev/null >>"$dir/run.out" 2>&1 &
    await 20 is_ready || { say "did not come up within 20 s; see $dir/*.log and $dir/*.out"; exit 1; }
    ;;
  ready) await 20 is_ready || { say "not ready within 20 s; see $dir/*.log and $dir/*.out"; exit 1; } ;;
  status) curl -sS --max-time 5 "http://127.0.0.1:$(configured admin-port)/status.txt?password=$(cat "$dir/password")" ;;
  stop)
    pid=$(pid_of_run) || exit 0
    kill -TERM "$pid"
    await 20 is_gone || { say "process $pid did not end within 20 s"; exit 1; }
    ;;
  *) usage ;;
esac
