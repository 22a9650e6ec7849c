#!/usr/bin/env bash
# Runs the fuzz targets, each in its turn, for a while.
#
#   tests/fuzz/run.sh [--seconds N] [--build DIR] [target ...]
#
# N defaults to 60, DIR to build/fuzz (cmake --preset fuzz && cmake --build --preset fuzz), the targets to all of them.
# A target begins with tests/fuzz/corpus/<target> and with what earlier runs left in DIR/corpus/<target>, where new
# inputs go. One line a target: inputs run, inputs kept as new, edges covered. The whole output is in
# DIR/fuzz-<target>.log.
#
# Exit codes: 0 nothing found, 1 a finding (its input is named; `DIR/bin/fuzz_<target> FILE` plays it again), 2 wrong
# use.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2

readonly input_bytes_max=65536 seconds_of_one_input_max=10 memory_mb_max=1024

seconds=60
build=build/fuzz
targets=()
while [ $# -gt 0 ]; do
  case "$1" in
    --seconds) seconds=${2:?} && shift 2 ;;
    --build) build=${2:?} && shift 2 ;;
    -*) sed -n '2,13s/^# \?//p' "$0"; [ "$1" = --help ] && exit 0; exit 2 ;;
    *) targets+=("$1") && shift ;;
  esac
done
if [ ${#targets[@]} = 0 ]; then
  for source in tests/fuzz/*.cpp; do targets+=("$(basename "$source" .cpp)"); done
fi

# number PATTERN FILE: the last number that follows PATTERN.
number() {
  grep -oE "$1 *[0-9]+" "$2" | tail -n1 | grep -oE '[0-9]+$' || echo 0
}

found=0
for target in "${targets[@]}"; do
  program=$build/bin/fuzz_$target log=$build/fuzz-$target.log
  [ -x "$program" ] || { echo "no target $target in $build" >&2; exit 2; }
  mkdir -p "$build/corpus/$target" "$build/findings"
  dictionary=()
  [ ! -e "tests/fuzz/corpus/$target.dict" ] || dictionary=("-dict=tests/fuzz/corpus/$target.dict")
  verdict=ok
  "$program" -max_total_time="$seconds" -max_len=$input_bytes_max -timeout=$seconds_of_one_input_max \
    -rss_limit_mb=$memory_mb_max -artifact_prefix="$build/findings/$target-" -print_final_stats=1 "${dictionary[@]}" \
    "$build/corpus/$target" "tests/fuzz/corpus/$target" >"$log" 2>&1 || verdict=FOUND
  printf '%-20s %-6s %10s runs  %5s new  %5s edges\n' "$target" "$verdict" \
    "$(number 'stat::number_of_executed_units:' "$log")" "$(number 'stat::new_units_added:' "$log")" \
    "$(number 'cov:' "$log")"
  if [ "$verdict" = FOUND ]; then
    found=1
    grep -m1 -E 'broken promise|ERROR: |runtime error:' "$log"
    grep -m1 'Test unit written to' "$log" || echo "  see $log"
  fi
done
exit $found
