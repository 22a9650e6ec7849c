#!/usr/bin/env bash
# Builds Naadam and runs its tests; installs what that needs first (Debian 12, as root).
#
#   tests/run.sh           release build, every suite; the unit tests again under ASan and UBSan
#   tests/run.sh --quick   release build of the unit tests only, and those
#   tests/run.sh --all     also clang 19, TSan, clang-tidy, clang-format, fuzz targets, the seeded suites for longer
#
# NAADAM_TIDY_BASE=COMMIT  clang-tidy reads only the sources changed since COMMIT (default: all)
# NAADAM_SEEDS, NAADAM_FAULTS  how many seeds the simulation and each fault get in --all (default 2000 and 3)
# NAADAM_FUZZ_SECONDS  how long each fuzz target of --all runs (default 60)
#
# The last line reads "N passed, N failed". A build, a lint or a suite that breaks counts as one failure and the rest
# goes on. Whole outputs are in build/log. Exit codes: 0 all passed, 1 something failed, 2 wrong use.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

jobs=$(nproc)
[ "$jobs" -le 2 ] || jobs=2  # a file of ours takes up to 1 GB to compile
# Objects are the same wherever the tree lies, so the programs of an earlier commit cost only what has changed since.
export CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-3G} CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=$PWD
export CTEST_OUTPUT_ON_FAILURE=0

# For the last part of --all alone.
seeds=${NAADAM_SEEDS:-2000} faults=${NAADAM_FAULTS:-3}
unset NAADAM_SEEDS NAADAM_FAULTS

mode=${1:-}
case "$mode" in
  '' | --quick | --all) ;;
  *) sed -n '2,13s/^# \?//p' "$0"; [ "$mode" = --help ] && exit 0; exit 2 ;;
esac

passed=0
failed=0
logs=build/log
mkdir -p "$logs"

# stage NAME COMMAND...: its output goes to build/log/NAME.log, one line here says how it went.
stage() {
  local name=$1 started=$SECONDS verdict=ok
  shift
  "$@" >"$logs/${name// /-}.log" 2>&1 || verdict=FAILED
  printf '== %-28s %-6s %4d s' "$name" "$verdict" $((SECONDS - started))
  [ "$verdict" = ok ]
}

# build PRESET [TARGET]
build() {
  local preset=$1 target=${2:-all}
  if stage "build $preset" build_steps "$preset" "$target"; then
    echo
  else
    echo
    failed=$((failed + 1))
    grep -m1 -A40 -E '^FAILED:|CMake Error|^ninja: error' "$logs/build-$preset.log" || tail -n 40 "$logs/build-$preset.log"
    return 1
  fi
}

build_steps() {
  cmake --preset "$1" && cmake --build --preset "$1" --parallel "$jobs" --target "$2"
}

# beside COMMAND...: with what the suites leave of the processors. Whatever of it fails, fails again when it is asked for.
beside() {
  (
    renice -n 19 "$BASHPID"
    "$@"
  ) >"$logs/beside.log" 2>&1 &
}

# suite PRESET LABEL JOBS: the tests of one label, their cases counted.
suite() {
  local preset=$1 label=$2 at_once=$3 last=build/$1/Testing/Temporary/LastTest.log name="$1 $2"
  local log="$logs/$1-$2.log" cases good bad
  rm -f "$last"
  stage "$name" ctest --test-dir "build/$preset" -L "^$label\$" -j "$at_once" --no-tests=error
  local broken=$?
  [ ! -e "$last" ] || cat "$last" >>"$log"
  cases=$(count_cases "$log")
  good=${cases% *}
  bad=${cases#* }
  [ "$broken" = 0 ] || [ "$bad" -gt 0 ] || bad=1
  printf '   %s passed, %s failed\n' "$good" "$bad"
  passed=$((passed + good))
  failed=$((failed + bad))
  [ "$broken" = 0 ] || first_failure "$log"
}

# Cases passed and failed, from ctest's log: a program that is one entry says itself how many it ran.
count_cases() {
  awk '
    /^Command: /                        { said = 0; bad_here = 0 }
    /^\[  PASSED  \] [0-9]+ test/       { good += $4; said = 1 }
    /^\[  FAILED  \] [0-9]+ test/       { bad += $4; bad_here += $4; said = 1 }
    /^Test Passed\./                    { if (!said) good += 1 }
    /^Test (Failed|time-out|Not Run)/   { if (!bad_here) bad += 1 }
    END                                 { print good + 0, bad + 0 }' "$1"
}

first_failure() {
  grep -m1 -A40 -E ': Failure$|ERROR: .*Sanitizer|runtime error:|WARNING: ThreadSanitizer|Falsifiable after' "$1" ||
    tail -n 40 "$1"
}

# check NAME COMMAND...: passes or fails as one.
check() {
  if stage "$@"; then
    echo
    passed=$((passed + 1))
  else
    echo
    failed=$((failed + 1))
    grep -m20 -E 'error:|warning:|FOUND|Test unit' "$logs/${1// /-}.log" || tail -n 20 "$logs/${1// /-}.log"
  fi
}

# The programs that tests of an upgrade start from; where there is no history to take them from, those tests skip.
previous() {
  stage "build previous" env NAADAM_JOBS="$jobs" tests/upgrade/previous.sh
  local said
  said=$(tail -n 1 "$logs/build-previous.log")
  echo "   $said"
  [[ $said == "previous: "* ]] || failed=$((failed + 1))
}

# All but the fuzz targets, which only the preset fuzz knows how to compile.
sources() {
  if [ -n "${NAADAM_TIDY_BASE:-}" ]; then
    git diff --name-only --diff-filter=d "$NAADAM_TIDY_BASE" -- '*.cpp' ':!tests/fuzz'
  else
    git ls-files '*.cpp' ':!tests/fuzz'
  fi
}

tidy() {
  sources | xargs -r -n 4 -P "$jobs" clang-tidy-19 -p build/clang --quiet
}

formatted() {
  git ls-files '*.cpp' '*.hpp' | xargs clang-format-19 --dry-run -Werror
}

deploy/setup.sh tests || exit 1

if [ "$mode" = --quick ]; then
  build release unit_tests && suite release unit "$jobs"
else
  if build release; then
    # Most cases of the pipeline and of the faults wait: for a lease, a pause, a clock. Two at once share the processors.
    for label in unit contract component pipeline; do suite release $label "$jobs"; done
    beside build_steps asan unit_tests
    for label in fault sim; do suite release $label "$jobs"; done
    previous
    suite release upgrade 1
  fi
  wait
  build asan unit_tests && suite asan unit "$jobs"
fi

if [ "$mode" = --all ]; then
  check "clang-format" formatted
  build clang && check "clang-tidy" tidy && suite clang unit "$jobs"
  build tsan unit_tests && suite tsan unit "$jobs"
  build fuzz fuzz && check "fuzz" tests/fuzz/run.sh --seconds "${NAADAM_FUZZ_SECONDS:-60}"
  export NAADAM_SEEDS=$seeds NAADAM_FAULTS=$faults
  for label in unit sim fault; do suite release $label "$jobs"; done
fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
