#!/usr/bin/env bash
# The long runs behind ./test.sh --full: random edits and networks by the thousand, proofs, broken
# engines that must be caught, the sanitizers, every template held against both validators, ten
# minutes of fuzzing each reader, and the program installed in a bare Debian.
#   tests/run_full.sh properties mutants             these parts alone: properties, mutants,
#                                                    conformance, sanitizers, monkeys, fuzzing, package, readme, digests, memory, oracles
#   ARCHIVOLT_FUZZ_SECONDS=60 tests/run_full.sh      a shorter turn at fuzzing
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/install.sh

failed=0
wanted=" $* "
# part NAME COMMAND…: runs one long part and goes on to the next whatever comes of it.
part() {
    local name=$1 started=$SECONDS
    shift
    if [ "$wanted" != "  " ] && [[ "$wanted" != *" $name "* ]]; then return; fi
    if "$@"; then echo "-- $name: $((SECONDS - started)) s"
    else failed=1; echo "FAILED: $name"; fi
}

# RapidCheck's properties a thousand times each, and the tests that read how far they are to go. What
# they went through stands in their messages, and is told at the end.
properties() {
    local status=0
    RC_PARAMS="max_success=1000" ARCHIVOLT_EDITS=10000 ARCHIVOLT_RANDOM_EDITS=10000 \
    ARCHIVOLT_FULL=1 ARCHIVOLT_AGREEMENT_NETWORKS=2000 ARCHIVOLT_SYMBOLIC_NETWORKS=100 \
    ARCHIVOLT_MATRIX_WORLDS=300 ARCHIVOLT_POLICY_CASES=1000000 ARCHIVOLT_PROPERTY_NETWORKS=100 ARCHIVOLT_REACH_NETWORKS=2000 ARCHIVOLT_REPAIR_ANSWERS=30000 \
    QTEST_FUNCTION_TIMEOUT=14400000 \
        ctest --test-dir build/dev --output-on-failure --timeout 14400 -j"$(nproc)" \
        -E '^oracle_test$' || status=$?
    sed -nE 's/^QINFO +: archivolt::([A-Za-z]+)::[A-Za-z]+\((.*)\) (.*(packets|networks|pairs|edits|decisions).*)$/   \1 (\2): \3/p' \
        build/dev/Testing/Temporary/LastTest.log | sed "s/ ()//"
    return "$status"
}

# Whole presets, leaks included. What is suppressed is of Qt, Mesa and fontconfig: tests/sanitizers.
# Qt waits for events by its own means: the thread sanitizer takes GLib's allocator, which it can't see
# into, for a race.
sanitized() {
    local preset failed=0 here=$PWD/tests/sanitizers
    for preset in asan tsan; do
        archivolt_quietly cmake --preset "$preset" &&
            archivolt_quietly cmake --build --preset "$preset" &&
            QT_QPA_PLATFORM=offscreen QT_NO_GLIB=1 \
            LSAN_OPTIONS="suppressions=$here/lsan.supp:print_suppressions=0" \
            TSAN_OPTIONS="suppressions=$here/tsan.supp:print_suppressions=0" \
                ctest --test-dir "build/$preset" --output-on-failure --timeout 3600 -j"$(nproc)" ||
            failed=1
    done
    return "$failed"
}

# Hands at random, told in tests/tools/monkey.h: eight games with the sanitizers of addresses and
# undefined behaviour, one with that of threads.
monkeys() {
    local preset seeds failed=0 here=$PWD/tests/sanitizers
    for preset in asan tsan; do
        if [ "$preset" = asan ]; then seeds="1 2 3 4 5 6 7 8"; else seeds=9; fi
        archivolt_quietly cmake --preset "$preset" &&
            archivolt_quietly cmake --build --preset "$preset" --target hand_over_test monkey_test modes_monkey_test &&
            TSAN_OPTIONS="suppressions=$here/tsan.supp:print_suppressions=0" QT_NO_GLIB=1 "build/$preset/tests/hand_over_test" &&
            printf '%s\n' $seeds | LSAN_OPTIONS="suppressions=$here/lsan.supp:print_suppressions=0" \
            TSAN_OPTIONS="suppressions=$here/tsan.supp:print_suppressions=0" \
            QTEST_FUNCTION_TIMEOUT=14400000 ARCHIVOLT_MONKEY_STEPS=20000 \
                xargs -P "$(nproc)" -I{} env QT_NO_GLIB=1 ARCHIVOLT_MONKEY_SEED={} \
                "build/$preset/tests/monkey_test" nothingBreaksWhateverIsDone &&
            LSAN_OPTIONS="suppressions=$here/lsan.supp:print_suppressions=0" \
            TSAN_OPTIONS="suppressions=$here/tsan.supp:print_suppressions=0" \
            QTEST_FUNCTION_TIMEOUT=14400000 ARCHIVOLT_MONKEY_SEED=1 ARCHIVOLT_MONKEY_STEPS=5000 \
            QT_QPA_PLATFORM=offscreen QT_NO_GLIB=1 "build/$preset/tests/modes_monkey_test" ||
            failed=1
    done
    return "$failed"
}

# README as a newcomer follows it, ./run.sh included; then the program that it built, installed.
readme() { tests/readme/run.py build/release/bin/archivolt --build; }
package() {
    archivolt_quietly cmake --preset release && archivolt_quietly cmake --build --preset release &&
        tests/package/run.sh build/release
}

# A simulated day at 1,000 requests a second takes no more memory than an hour of it.
memory() {
    archivolt_quietly cmake --preset bench &&
        archivolt_quietly cmake --build --preset bench --target traffic_bench &&
        build/bench/tests/traffic_bench --memory 1000
}

# The simulator against every row of its closed forms: some 25 minutes of processor time.
oracles() {
    archivolt_quietly cmake --preset dev &&
        archivolt_quietly cmake --build --preset dev --target oracle_test &&
        ARCHIVOLT_FULL=1 QTEST_FUNCTION_TIMEOUT=14400000 build/dev/tests/oracle_test
}

# fuzz FUZZER CORPUS: finds go to build/fuzz/found, and belong into tests/fuzz/corpus once mended.
fuzz() {
    local fuzzer=$1 corpus=$2 status=0 log=build/fuzz/$1.log
    mkdir -p "build/fuzz/work/$corpus" build/fuzz/found
    "build/fuzz/bin/$fuzzer" -max_total_time="${ARCHIVOLT_FUZZ_SECONDS:-600}" -timeout=10 \
        -rss_limit_mb=2500 -print_final_stats=1 -artifact_prefix="build/fuzz/found/$fuzzer-" \
        "build/fuzz/work/$corpus" "tests/fuzz/corpus/$corpus" >"$log" 2>&1 || status=$?
    sed -nE "s/^stat::number_of_executed_units: *([0-9]+)/$fuzzer: \1 executions/p" "$log"
    if [ "$status" -ne 0 ]; then tail -n 30 "$log"; fi
    return "$status"
}

fuzzers() {
    archivolt_install clang libclang-rt-14-dev
    archivolt_quietly cmake --preset fuzz && archivolt_quietly cmake --build --preset fuzz &&
        fuzz fuzz_yaml yaml && fuzz fuzz_json json && fuzz fuzz_project project &&
        fuzz fuzz_describe describe && fuzz fuzz_policy policy
}

part "properties" properties
part "mutants" tests/mutants/run.sh
part "conformance" tests/conformance/run.sh --full
part "fields" tests/describe/hold_fields.sh
part "sanitizers" sanitized
part "monkeys" monkeys
part "fuzzing" fuzzers
part "package" package
part "readme" readme
part digests tests/traffic/same_digests.sh
part memory memory
part oracles oracles
exit "$failed"
