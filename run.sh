#!/usr/bin/env bash
# Installs what is missing, builds Archivolt, and does the main job: the designer on the three-tier
# example where there is a display, else the example checked and exported into out/.
set -euo pipefail
cd "$(dirname "$0")"
. .ci/install.sh
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1  # One clone's objects serve the next.

archivolt_install $archivolt_build_packages
if [ ! -e build/release/build.ninja ]; then archivolt_quietly cmake --preset release; fi
if ! ninja -C build/release -n 2>/dev/null | grep -q 'no work to do'; then
    echo "Building (the first time takes some minutes)"
    archivolt_quietly cmake --build --preset release
fi
archivolt=build/release/bin/archivolt

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$archivolt" resources/examples/three-tier.yaml
fi
mkdir -p out
example=resources/examples/three-tier.yaml
echo "Checking the three-tier example"
"$archivolt" check "$example" | tee out/three-tier.check.txt
"$archivolt" check "$example" --format json >out/three-tier.check.json
"$archivolt" export "$example" --output out/three-tier.yaml
"$archivolt" export "$example" --json --output out/three-tier.json
"$archivolt" export "$example" --to resolved --output out/three-tier.resolved.json
"$archivolt" reach "$example" --from internet --to WebAlb --protocol tcp --port 443 >out/three-tier.reach.txt
"$archivolt" reach "$example" --all --format csv >out/three-tier.matrix.csv
"$archivolt" simulate "$example" >out/three-tier.simulation.txt
"$archivolt" simulate "$example" --set load=10 --format json >out/three-tier.peak.json
"$archivolt" render "$example" --output out/three-tier.svg
"$archivolt" render "$example" --output out/three-tier.png
echo "In out/: the findings (three-tier.check.txt, .json), its CloudFormation (three-tier.yaml, .json),"
echo "every value evaluated (three-tier.resolved.json), who reaches what (three-tier.reach.txt,"
echo "three-tier.matrix.csv), a simulated half-hour (three-tier.simulation.txt) and one at"
echo "ten times the load (three-tier.peak.json), and the drawing (three-tier.svg, .png). With a display,"
echo "./run.sh opens the window."
