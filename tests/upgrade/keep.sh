#!/usr/bin/env bash
# Makes a small data set to keep: tests/upgrade/kept/<commit>/ gets a backup made by the programs of this commit in the
# middle of their work, the keys it needs, and what must come of it. Every later version must restore it and finish it.
#
#   tests/upgrade/keep.sh                  the programs of build/release, built of the commit checked out
#   tests/upgrade/keep.sh --previous       those of previous.sh
#
# People and numbers are invented (naadam sample). The keys belong to this data set alone and protect nobody. Run it
# when what is stored has changed, at a commit that is on main, and commit what it makes.
set -euo pipefail
cd "$(dirname "$0")/../.."

bin=$PWD/build/release/bin
commit=$(git rev-parse HEAD)
if [ "${1:-}" = --previous ]; then
  bin=$PWD/build/previous/build/release/bin
  commit=$(cat build/previous/commit)
fi
commit=${commit:0:12}
kept=tests/upgrade/kept/$commit
work=$(mktemp -d)
up=
end() {
  [ -z "$up" ] || { kill "$up" 2>/dev/null && wait "$up" || true; }
  rm -rf "$work"
}
trap end EXIT
data=$work/data

naadam() { "$bin/naadam" "$@" --data "$data"; }
until_status() {  # jq expression
  until { naadam status --json || [ $? = 3 ]; } | jq -e "$1" >/dev/null; do kill -0 "$up"; done
}

"$bin/naadam" sample --out "$work/first" --rows 60 --files 3 --seed 5 >/dev/null
"$bin/naadam" sample --out "$work/then" --rows 30 --files 1 --seed 6 >/dev/null
"$bin/naadam" up --data "$data" --training 2021-06-20T10:00+08:00 --winners "$work/first/winners.csv" \
  --once-ready "$work/ready" >"$work/up.log" 2>&1 &
up=$!
until [ -e "$work/ready" ]; do kill -0 "$up" || { cat "$work/up.log" >&2; exit 1; }; done
naadam messages hold >/dev/null
naadam import --manifest "$work/first/manifest.csv" >/dev/null || [ $? = 1 ]
# Nobody judges any more: what is handed in now stays in the middle.
judge=$(naadam status --json | jq '.services[] | select(.name == "eligibility") | .pid')
kill -STOP "$judge"
naadam import --manifest "$work/then/manifest.csv" >/dev/null 2>&1 &
import=$!
until_status '.stages.completing.records > 0 and .stages.reading.records == 0'

rm -rf "$kept"
mkdir -p "$kept"
naadam backup "$kept/backup.tar" >/dev/null
# Git ignores files that are named as keys; these lie in an archive.
tar -C "$data/keys" --sort=name --owner=0 --group=0 --mtime=@0 -cf "$kept/keys.tar" .

kill -CONT "$judge"
wait "$import" || [ $? = 1 ]
naadam messages release >/dev/null
naadam status --settle 60 >/dev/null
naadam entries --json --limit 1000 | jq -r .verdict | sort | uniq -c | awk '{ print $2, $1 }' >"$kept/verdicts"
wc -l <"$data/sms.jsonl" | awk '{ print $1 }' >"$kept/messages"
du -b "$kept"/*
