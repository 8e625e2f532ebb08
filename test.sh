#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test.
#   ./test.sh          everything that a change must pass
#   ./test.sh --full   the long runs too: 10,000 random edits, sanitizers, ten minutes of fuzzing a
#                      reader, the installed program in a bare Debian
#   ./test.sh --lint   static analysis of the whole tree (otherwise: of what 20 commits changed)
set -euo pipefail
cd "$(dirname "$0")"
. .ci/install.sh
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1  # One clone's objects serve the next.

full=no lint=no
for argument in "$@"; do
    case "$argument" in
        --full) full=yes ;;
        --lint) lint=yes ;;
        *) echo "usage: ./test.sh [--full] [--lint]" >&2; exit 2 ;;
    esac
done

archivolt_install $archivolt_build_packages $archivolt_test_packages
# What the conformance tests need comes over the network while the compiler works.
tests/conformance/run.sh --install >/dev/null 2>&1 &
installing=$!
if [ ! -e build/dev/build.ninja ]; then archivolt_quietly cmake --preset dev; fi
if ! ninja -C build/dev -n 2>/dev/null | grep -q 'no work to do'; then
    echo "Building (the first time takes some minutes)"
    archivolt_quietly cmake --build --preset dev
fi

passed=0 failed=0
# step NAME COMMAND…: runs one part of the tests and counts it.
step() {
    local name=$1 started=$SECONDS
    shift
    if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $name"; fi
    echo "-- $name: $((SECONDS - started)) s"
}

formatted() {
    git ls-files -- '*.h' '*.cpp' | xargs -r clang-format --dry-run -Werror
}
# What users get is compiled too: only with its optimisation does the compiler see some faults.
release_build() {
    if [ ! -e build/release/build.ninja ]; then
        archivolt_quietly cmake --preset release || return 1
    fi
    archivolt_quietly cmake --build --preset release
}
qml_clean() { archivolt_quietly cmake --build build/dev --target all_qmllint; }
unit_tests() {
    local log=build/dev/ctest.log
    set +e
    ctest --test-dir build/dev --output-on-failure -j"$(nproc)" --timeout 600 >"$log" 2>&1
    local status=$?
    set -e
    if [ $status -ne 0 ]; then cat "$log"; fi
    local total bad
    total=$(sed -nE 's/.* out of ([0-9]+)$/\1/p' "$log" | tail -n 1)
    bad=$(sed -nE 's/.*, ([0-9]+) tests? failed out of.*/\1/p' "$log" | tail -n 1)
    # How many real templates the tests ran, or that they ran none.
    grep -ohE '([0-9]+ (corpus )?templates|templates run:).*' \
        build/dev/Testing/Temporary/LastTest.log | sort -u | sed 's/^/   /' || true
    passed=$((passed + ${total:-0} - ${bad:-0}))
    failed=$((failed + ${bad:-0}))
    echo "-- programs of the test suite: $((${total:-0} - ${bad:-0})) passed, ${bad:-0} failed"
    [ -n "$total" ] && [ "$total" -gt 0 ]
}

step "formatting" formatted
step "QML lint" qml_clean
step "test suite" unit_tests
step "release build" release_build
wait "$installing" || true  # It says itself what it could not install.
step "conformance" tests/conformance/run.sh
if [ "$lint" = yes ]; then step "static analysis" tests/tidy/analyse.sh --all
else step "static analysis of changes" tests/tidy/analyse.sh; fi
if [ "$full" = yes ]; then step "long runs" tests/run_full.sh; fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
