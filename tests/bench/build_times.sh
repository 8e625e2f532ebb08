#!/usr/bin/env bash
# Builds the program and the tests of an older commit, then the same programs of this one, and prints what each
# took of the processor, with the ratio.
#   tests/bench/build_times.sh COMMIT [FOLDER]   FOLDER keeps the two clones; else they go when it ends
# Both are clones of what is committed, configured by the preset dev, built on all cores without an object cache.
# The tests are those that both know by name: what has been added to them since counts against this commit.
set -euo pipefail
if [ $# -lt 1 ]; then
    sed -n '2,6s/^# \{0,1\}//p' "$0"
    exit 2
fi
cd "$(dirname "$0")/../.."
old=$(git rev-parse --verify "$1^{commit}")
new=$(git rev-parse HEAD)
if [ $# -ge 2 ]; then
    place=$2
    mkdir -p "$place"
else
    place=$(mktemp -d)
    trap 'rm -rf "$place"' EXIT
fi
# tests_of COMMIT: the names of its test programs, in order.
tests_of() {
    git ls-tree -r --name-only "$1" tests | sed -nE 's|.*/([a-z0-9_]+_test)\.cpp$|\1|p' | sort -u
}
comm -12 <(tests_of "$old") <(tests_of "$new") >"$place/tests"
comm -23 <(tests_of "$old") <(tests_of "$new") | sed 's/^/only in the older: /'
export CCACHE_DISABLE=1
# built NAME COMMIT: prints the seconds of processor time of one build.
built() {
    local folder=$place/$1
    rm -rf "$folder"
    git clone --quiet --no-checkout . "$folder"
    git -C "$folder" checkout --quiet "$2"
    (cd "$folder" && cmake --preset dev >"$place/$1.log") || return 1
    local TIMEFORMAT='%U %S'
    { time ninja -C "$folder/build/dev" archivolt $(cat "$place/tests") >>"$place/$1.log"; } \
        2>"$place/$1.time" || { tail -n 20 "$place/$1.log" >&2; return 1; }
    tail -n 1 "$place/$1.time" | awk '{ print $1 + $2 }'
}
before=$(built old "$old")
after=$(built new "$new")
awk -v before="$before" -v after="$after" -v tests="$(wc -l <"$place/tests")" 'BEGIN {
    printf "the program and %d tests: %.0f s of processor time before, %.0f s now, ratio %.2f\n",
        tests, before, after, after / before
}'
