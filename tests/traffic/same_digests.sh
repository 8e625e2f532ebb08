#!/usr/bin/env bash
# Builds the simulator alone with GCC and Clang, unoptimised and optimised, runs every small world
# with both queues, and holds the digests of all against one another. Part of ./test.sh --full.
#   tests/traffic/same_digests.sh [FOLDER]           where to build; a temporary folder otherwise
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=${1:-$(mktemp -d)}
[ $# -gt 0 ] || trap 'rm -rf "$folder"' EXIT
sources=(model/base/invariant.cpp model/traffic/engine/*.cpp model/traffic/run/*.cpp
    model/traffic/build/instance_facts.cpp tests/traffic/read_plant.cpp
    tests/traffic/print_digests.cpp)
# The distributions' reader reports diagnostics.
sources+=(model/base/diagnostic.cpp model/base/rule.cpp model/base/path.cpp)
# Expressions of rules.
sources+=(model/base/pattern.cpp)

# digests NAME COMPILER FLAGS…: builds in $folder/NAME and prints there.
digests() {
    local name=$1 compiler=$2 object objects=()
    shift 2
    mkdir -p "$folder/$name"
    for source in "${sources[@]}"; do
        object=$folder/$name/${source//\//_}.o
        printf '%s\0' "$compiler $* -std=c++20 -ffp-contract=off -I. -c $source -o $object"
    done | xargs -0 -P "$(nproc)" -I{} bash -c '{}'
    for source in "${sources[@]}"; do objects+=("$folder/$name/${source//\//_}.o"); done
    "$compiler" "${objects[@]}" -lfmt -o "$folder/$name/print"
    "$folder/$name/print" tests/scenarios/traffic >"$folder/$name.txt"
}

clang=$(command -v clang++ || command -v clang++-14)
digests gcc-optimised g++ -O2
digests gcc-plain g++ -O0
digests clang-optimised "$clang" -O2
digests clang-plain "$clang" -O0
failed=0
for name in gcc-plain clang-optimised clang-plain; do
    diff "$folder/gcc-optimised.txt" "$folder/$name.txt" || failed=1
done
# With either queue: lines come in pairs.
uneven=$(uniq -c "$folder/gcc-optimised.txt" | awk '$1 != 2' | wc -l)
[ "$uneven" = 0 ] || failed=1
echo "$(wc -l <"$folder/gcc-optimised.txt") digests, of both queues, by four builds"
exit "$failed"
