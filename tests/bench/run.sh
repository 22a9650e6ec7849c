#!/usr/bin/env bash
# Every figure that README quotes, from one command on a quiet machine; installs what that needs first (Debian 12).
#
#   tests/bench/run.sh            the real sizes, three rounds
#   tests/bench/run.sh --quick    small sizes, one round: shows that everything runs, its figures mean nothing
#   tests/bench/run.sh --builds   also a clean build without ccache, and a build with nothing to do
#
# NAADAM_BENCH_BUILD=DIR   where to build (default build/release)
# NAADAM_BENCH_ROUNDS=N    rounds (default 3)
#
# What the lines mean. Programs take turns within a round, so each ratio divides figures of the same minutes; a cell is
# the median of the rounds, "from..to" their spread.
#   pipeline        200,000 registrations from rows in memory over intake, verdict and notice to the file sink, a second
#   bare, streams   the same number of 500-byte records through the baselines of baseline_bench, a second
#   x bare ...      Naadam over the baseline, per round: above 1 the pipeline is the faster, the memory the larger
#   memory          what Redis holds more after the run, over the entries: for Naadam claim, verdict, notice, board and
#                   lists; for bare one copy of the record; for streams three, since nothing is trimmed
#   entries         the pipeline alone, fsync always, at growing sizes; time and memory per entry beside the smallest
#   sheet           100,000 rows of 12 columns, microseconds a row: read in this process, read in the confined child,
#                   and from file to claims
#   draw, rank      10,000 entries drawn in one event; the same in 50 events with avoidance; 10,000 contestants ranked with
#                   ties; milliseconds, beside std::shuffle and std::sort of as many
#   boards          looked up a second at the service, one asker: all counted, one page listed; beside an answer that
#                   looks at nothing and a bare PING of Redis
#   http            look-ups a second over 8 connections, beside the door alone (openapi.json asks no service); seconds from
#                   the first byte of a workbook handed in at the portal to its last verdict and to its outcome workbook,
#                   beside the client of naadam import
#   form            one registration at 1,000/s open load, ms from when it is due: POST answered (synced), verdict stored;
#                   beside it XADD answered and the second stream's record seen, of a plain Redis-Streams pipeline
#   build           seconds on at most 2 cores, configuring included
#
# Every run's own line is kept in DIR/bench/*.jsonl. Exit codes: 0 all measured, 1 something failed, 2 wrong use.
set -euo pipefail
cd "$(dirname "$0")/../.."

quick=''
builds=''
for word in "$@"; do
  case "$word" in
    --quick) quick=1 ;;
    --builds) builds=1 ;;
    *) sed -n '2,32s/^# \?//p' "$0"; [ "$word" = --help ] && exit 0; exit 2 ;;
  esac
done

dir=${NAADAM_BENCH_BUILD:-build/release}
rounds=${NAADAM_BENCH_ROUNDS:-3}
rows=200000
sizes=(10000 100000 1000000)
sheet_options=()
board_options=()
http_options=()
form_options=(--rate 1000 --seconds 20)
build_target=all
if [ -n "$quick" ]; then
  rounds=${NAADAM_BENCH_ROUNDS:-1} rows=5000 sizes=(1000 2000 5000)
  sheet_options=(--benchmark_min_time=0.01)
  board_options=(--entries 2000 --seconds 1)
  http_options=(--rows 2000 --seconds 0.5 --rounds 1)
  form_options=(--rate 200 --seconds 2)
  build_target=naadam-sheet
fi
jobs=$(nproc)
[ "$jobs" -le 2 ] || jobs=2
out=$dir/bench
load=$(cut -d' ' -f1 /proc/loadavg)

say() { printf 'bench: %s\n' "$*" >&2; }

# run FILE PROGRAM...: one run, its line of JSON added to FILE.
run() {
  local file=$1
  shift
  say "$*"
  "$dir/bin/$1" "${@:2}" >>"$out/$file.jsonl" || { say "failed: $*"; exit 1; }
}

# median FILE FIELD, spread FILE FIELD
middle='def middle: sort | (.[(length - 1) / 2 | floor] + .[length / 2 | floor]) / 2;'
median() { jq -rs "$middle map(.$2) | middle" "$out/$1.jsonl"; }
spread() { jq -rs "map(.$2) | \"\(min)..\(max)\"" "$out/$1.jsonl"; }

# ratio FILE FIELD FILE FIELD: the median over the rounds of the first figure over the second.
ratio() {
  jq -nr --slurpfile a "$out/$1.jsonl" --slurpfile b "$out/$3.jsonl" \
    "$middle [range(\$a | length) | \$a[.].$2 / \$b[.].$4] | middle * 100 | round / 100"
}

line() { printf '%-34s %12s %12s %12s %8s %9s  %s\n' "$@"; }

# seconds COMMAND...: how long it took; its output is shown only if it fails.
seconds() {
  local begun=$EPOCHREALTIME
  "$@" >"$out/build.log" 2>&1 || { tail -n 20 "$out/build.log" >&2; say "failed: $*"; exit 1; }
  awk -v a="$begun" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }'
}

deploy/setup.sh tests
mkdir -p "$out"
rm -f "$out"/*.jsonl
say "building in $dir"
seconds cmake --preset release -B "$dir" >/dev/null
seconds cmake --build "$dir" --parallel "$jobs" --target pipeline_bench baseline_bench sheet_bench rules_bench \
  board_bench http_bench form_bench >/dev/null

for ((round = 1; round <= rounds; ++round)); do
  say "round $round of $rounds"
  for fsync in always everysec; do
    run "pipeline-$fsync" pipeline_bench --rows $rows --fsync $fsync
    for kind in bare streams; do run "$kind-$fsync" baseline_bench --kind $kind --rows $rows --fsync $fsync; done
  done
  for size in "${sizes[@]}"; do run "entries-$size" pipeline_bench --rows "$size" --fsync always; done
  run sheet-report sheet_bench --benchmark_format=json "${sheet_options[@]}"
  run rules-report rules_bench --benchmark_format=json "${sheet_options[@]}"
  run boards board_bench "${board_options[@]}"
  run http http_bench "${http_options[@]}"
  run form form_bench "${form_options[@]}"
done
for rule in DrawFree DrawAvoiding StdShuffle Rank StdSort; do
  jq -c ".benchmarks[] | select(.name | startswith(\"BM_$rule/\"))" "$out/rules-report.jsonl" >"$out/$rule.jsonl"
done
# The sheets' reports, one line a round for each way of reading.
for way in ReadHere ReadConfined FileToClaims; do
  for csv in 0 1; do
    jq -c ".benchmarks[] | select(.name | startswith(\"BM_$way/csv:$csv/\"))" "$out/sheet-report.jsonl" \
      >"$out/$way-$csv.jsonl"
  done
done
if [ -n "$builds" ]; then
  fresh=$out/fresh
  rm -rf "$fresh"
  say "a clean build of $build_target"
  clean_s=$(CCACHE_DISABLE=1 seconds sh -c "cmake --preset release -B '$fresh' && cmake --build '$fresh' --parallel $jobs --target $build_target")
  idle_s=$(CCACHE_DISABLE=1 seconds cmake --build "$fresh" --parallel "$jobs" --target "$build_target")
  rm -rf "$fresh"
fi

printf '\n%s, %s cores, %s GB; Linux %s; %s; commit %s\n' \
  "$(sed -n '/^model name/{s/.*: //p;q}' /proc/cpuinfo)" "$(nproc)" "$(awk '/^MemTotal/ { printf "%.0f", $2 / 2^20 }' /proc/meminfo)" \
  "$(uname -r)" "$(redis-server --version | cut -d' ' -f1,3)" "$(git describe --always --dirty)"
printf 'load at the start: %s; %s, rounds: %s\n' "$load" "$(date -u +%FT%RZ)" "$rounds"
awk -v load="$load" 'BEGIN { exit load > 0.5 ? 0 : 1 }' &&
  echo 'WARNING: this machine was busy (load above 0.5); do not quote these figures.'
[ -z "$quick" ] || echo 'WARNING: --quick: do not quote these figures.'
echo
line figure naadam bare streams 'x bare' 'x streams' from..to
for fsync in always everysec; do
  line "pipeline /s, fsync $fsync" "$(median "pipeline-$fsync" per_second)" "$(median "bare-$fsync" per_second)" \
    "$(median "streams-$fsync" per_second)" "$(ratio "pipeline-$fsync" per_second "bare-$fsync" per_second)" \
    "$(ratio "pipeline-$fsync" per_second "streams-$fsync" per_second)" "$(spread "pipeline-$fsync" per_second)"
done
line 'memory, bytes an entry' "$(median pipeline-always bytes_per_entry)" "$(median bare-always bytes_per_entry)" \
  "$(median streams-always bytes_per_entry)" "$(ratio pipeline-always bytes_per_entry bare-always bytes_per_entry)" \
  "$(ratio pipeline-always bytes_per_entry streams-always bytes_per_entry)" "$(spread pipeline-always bytes_per_entry)"

echo
line growth /s 'us an entry' 'bytes an entry' 'x time' 'x memory' 'from..to (/s)'
smallest=entries-${sizes[0]}
for size in "${sizes[@]}"; do
  line "$size entries" "$(median "entries-$size" per_second)" \
    "$(median "entries-$size" per_second | awk '{ printf "%.2f", 1e6 / $1 }')" "$(median "entries-$size" bytes_per_entry)" \
    "$(ratio "$smallest" per_second "entries-$size" per_second)" \
    "$(ratio "entries-$size" bytes_per_entry "$smallest" bytes_per_entry)" "$(spread "entries-$size" per_second)"
done

echo
line 'sheet, us a row' xlsx csv '' '' '' 'from..to (xlsx)'
declare -A ways=([ReadHere]='read here' [ReadConfined]='read in the confined child' [FileToClaims]='from file to claims')
for way in ReadHere ReadConfined FileToClaims; do
  line "${ways[$way]}" "$(median "$way-0" 'us_a_row * 100 | round / 100')" "$(median "$way-1" 'us_a_row * 100 | round / 100')" \
    '' '' '' "$(spread "$way-0" 'us_a_row * 100 | round / 100')"
done

echo
line 'of 10,000, ms' naadam 'std::' '' '' 'x std::' from..to
rule_line() {
  line "$1" "$(median "$2" 'real_time * 100 | round / 100')" "$(median "$3" 'real_time * 1000 | round / 1000')" '' '' \
    "$(ratio "$2" real_time "$3" real_time)" "$(spread "$2" 'real_time * 100 | round / 100')"
}
rule_line 'draw, one event' DrawFree StdShuffle
rule_line 'draw, 50 events with avoidance' DrawAvoiding StdShuffle
rule_line 'rank with ties' Rank StdSort

echo
line 'boards, look-ups a second' naadam 'bare answer' PING 'x answer' 'x PING' from..to
for figure in counts lists; do
  line "$figure" "$(median boards ${figure}_per_second)" "$(median boards answers_per_second)" \
    "$(median boards pings_per_second)" "$(ratio boards ${figure}_per_second boards answers_per_second)" \
    "$(ratio boards ${figure}_per_second boards pings_per_second)" "$(spread boards ${figure}_per_second)"
done

echo
line 'http' naadam baseline '' '' '' from..to
for kind in counts board entry; do
  line "$kind look-ups /s" "$(median http ${kind}_per_second)" "$(median http openapi_per_second)" '' '' '' \
    "$(spread http ${kind}_per_second)"
done
for what in verdicts workbook; do
  line "$(median http rows)-row workbook, s to $what" "$(median http http_${what}_s)" "$(median http client_${what}_s)" '' '' '' \
    "$(spread http http_${what}_s)"
done

echo
line 'one registration, ms' p50 p99 'streams p50' 'streams p99' '' 'from..to (p99)'
for pair in 'post_answered added' 'verdict_stored second_stored'; do
  read -r ours theirs <<<"$pair"
  line "${ours/_/ }" "$(median form "forms.$ours.p50")" "$(median form "forms.$ours.p99")" \
    "$(median form "streams.$theirs.p50")" "$(median form "streams.$theirs.p99")" '' "$(spread form "forms.$ours.p99")"
done
if [ -n "$builds" ]; then
  echo
  line "build of $build_target, s" clean 'no-op' '' '' '' ''
  line "$jobs at once" "$clean_s" "$idle_s" '' '' '' ''
fi
