#!/usr/bin/env bash
# Times M/M/1 in the simulator (preset bench), in SimPy and in ns-3, one after the other in one run,
# by processor time. Needs `pip install simpy` and Debian's libns3-dev; what is missing is left out,
# and that is said.
#   tests/traffic/rivals/run.sh [TRAFFIC_BENCH]
set -euo pipefail
cd "$(dirname "$0")"
bench=${1:-../../../build/bench/tests/traffic_bench}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

if [ -x "$bench" ]; then "$bench" | head -n 3; else echo "no $bench: build target traffic_bench of preset bench"; fi
if python3 -c 'import simpy' 2>/dev/null; then python3 simpy_mm1.py 300000; else echo "SimPy is not there"; fi
core=$(find /usr/lib -name 'libns3*core*.so' -not -name '*internet*' 2>/dev/null | head -n 1)
headers=$(find /usr/include -maxdepth 2 -type d -path '*ns3*' -name 'ns3' 2>/dev/null | head -n 1)
if [ -n "$core" ] && [ -n "$headers" ]; then
    g++ -std=c++17 -O2 -DNDEBUG -I"$(dirname "$headers")" ns3_mm1.cpp "$core" -o "$scratch/ns3_mm1"
    "$scratch/ns3_mm1" 5000000
else
    echo "ns-3 is not there"
fi
