#!/usr/bin/env bash
# Times decisions over policies beside other engines, on one core, in pairs in one run: our benchmark
# and each rival in turn, three rounds. The rivals are for this test alone: they are fetched into
# build/rivals and are no part of the program. What can't be installed is told and left out.
#   tests/bench/rivals/run.sh [SECONDS]     SECONDS for each turn (2)
set -euo pipefail
cd "$(dirname "$0")/../../.."
here=$PWD/tests/bench/rivals
seconds=${1:-2}
cmake --preset bench >/dev/null
cmake --build --preset bench --target policy_bench >/dev/null
bench=$PWD/build/bench/tests/policy_bench
mkdir -p build/rivals
cd build/rivals
python3 "$here/make_cases.py" .
[ -f package.json ] || npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --silent \
    @cloud-copilot/iam-simulate @cedar-policy/cedar-wasm || echo "npm's engines can't be installed"
[ -d python ] || pip install --quiet --disable-pip-version-check --root-user-action=ignore \
    --target python cedarpy || echo "cedarpy can't be installed"

# turn NAME COMMAND…: runs one engine, prints its figure and its decisions.
turn() {
    local name=$1
    shift
    taskset -c 0 "$@" 2>/dev/null || echo "0 $name"
}
for size in small large; do
    for round in 1 2 3; do
        ours=$(turn archivolt "$bench" $size.jsonl "$seconds")
        echo "$size $round archivolt $ours"
        for rival in iam-simulate cedar-wasm cedar-py; do
            case $rival in
                iam-simulate) figure=$(turn $rival node "$here/iam_simulate.mjs" $size.jsonl "$seconds") ;;
                cedar-wasm) figure=$(turn $rival node "$here/cedar_wasm.mjs" $size.jsonl "$seconds") ;;
                cedar-py) figure=$(PYTHONPATH=python turn $rival python3 "$here/cedar_py.py" \
                    $size.jsonl "$seconds") ;;
            esac
            echo "$size $round $rival $figure times $((${ours%% *} / (${figure%% *} > 0 ? ${figure%% *} : 1)))"
        done
    done
    echo "$size explained $(turn archivolt "$bench" $size.jsonl "$seconds" --explain)"
    echo "$size with the request read anew $(turn archivolt "$bench" $size.jsonl "$seconds" --prepare)"
done
