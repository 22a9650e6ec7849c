#!/usr/bin/env bash
# Builds the programs of an earlier commit into build/previous/build/release/bin, for the tests of an upgrade.
#
#   tests/upgrade/previous.sh
#
# NAADAM_PREVIOUS=COMMIT  which one; by default the one before the last that changed a program or an edition
#
# Its tree lies in build/previous as if it were a checkout of its own, so that ccache, told each tree's root, knows the
# files that did not change since. build/previous/commit says what was built; nothing is done where that is the one.
#
# Exit codes: 0 built, 1 does not build, 4 there is no such commit here (no history, a shallow clone): the tests of an
# upgrade skip then, and say so.
set -euo pipefail
cd "$(dirname "$0")/../.."

here=$PWD/build/previous
product=(common services deploy/editions)

known() { git rev-parse --quiet --verify "$1^{commit}" 2>/dev/null; }

if ! git rev-parse --git-dir >/dev/null 2>&1; then
  echo "previous: no git history here: tests of an upgrade will skip"
  exit 4
fi
if [ -n "${NAADAM_PREVIOUS:-}" ]; then
  commit=$(known "$NAADAM_PREVIOUS") || { echo "previous: $NAADAM_PREVIOUS is not in this history"; exit 4; }
else
  changed=$(git log -1 --format=%H -- "${product[@]}")
  commit=$(known "${changed:-none}~1") || { echo "previous: the history ends here (a shallow clone?)"; exit 4; }
fi

bin=$here/build/release/bin
if [ "$(cat "$here/commit" 2>/dev/null || true)" = "$commit" ] && [ -x "$bin/naadam" ]; then
  echo "previous: $commit is there"
  exit 0
fi

started=$SECONDS
rm -f "$here/commit"
mkdir -p "$here"
# The tree anew, its objects kept: the next previous commit is nearly the same.
find "$here" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
git archive "$commit" | tar -x -m -C "$here"
export CCACHE_BASEDIR=$here CCACHE_NOHASHDIR=1
cd "$here"
cmake --preset release -DNAADAM_TESTS=OFF || exit 1
cmake --build --preset release --parallel "${NAADAM_JOBS:-2}" --target programs || exit 1
printf '%s\n' "$commit" >"$here/commit"
echo "previous: $commit built in $((SECONDS - started)) s"
