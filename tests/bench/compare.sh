#!/usr/bin/env bash
# Measures two builds beside each other and prints the rows of the table of speed, with ratios.
#   tests/bench/compare.sh OLD NEW [ROUNDS]    OLD and NEW are build folders of the preset bench, in which the
#                                              targets archivolt_bench and reach_bench have been built
# The programs run in turn, three rounds of them (all pairs once); the best of each counts. Times are of one
# thread's processor, but for the splice. Where OLD knows no such measurement, its column is empty.
set -euo pipefail
if [ $# -lt 2 ]; then
    sed -n '2,6s/^# \{0,1\}//p' "$0"
    exit 2
fi
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
for round in $(seq "${3:-3}"); do
    for which in old new; do
        build=$1
        [ "$which" = new ] && build=$2
        "$build/tests/archivolt_bench" >>"$place/$which"
        "$build/tests/reach_bench" --fleet 10000 >>"$place/$which"
        if [ "$round" = 1 ]; then
            # All pairs stand at the end of the whole run.
            "$build/tests/reach_bench" | sed -n '/each a class of its own/,$p' >>"$place/$which"
        fi
    done
done
# Prints one row: NAME UNIT PATTERN FIELD, where FIELD is what awk takes of the lines that match.
row() {
    local old new
    old=$(awk -v want="$3" "\$0 ~ want { print $4 }" "$place/old" | sort -g | head -1)
    new=$(awk -v want="$3" "\$0 ~ want { print $4 }" "$place/new" | sort -g | head -1)
    awk -v name="$1" -v unit="$2" -v old="$old" -v new="$new" 'BEGIN {
        ratio = old != "" && new != "" && old > 0 ? sprintf("%.2f", new / old) : "–"
        printf "%-62s %10s %10s %-4s %6s\n", name, old == "" ? "–" : old, new == "" ? "–" : new, unit, ratio
    }'
}
printf '%-62s %10s %10s %-4s %6s\n' what old new "" ratio
row "splice of an edit into a 500-resource template" ms '^made +500 ' '$10'
row "splice of an edit into a 10,000-resource template" ms '^made +10002 ' '$10'
row "repairs at 10,000 instances, WebHost0 to AppHost1 tcp/22" ms 'repairs of WebHost0 -> AppHost1 tcp/22 ' '$8'
row "repairs at 10,000 instances, internet to AppHost1 tcp/22" ms 'repairs of internet -> AppHost1 tcp/22 ' '$8'
row "repairs at 10,000 instances, WebHost0 to AppHost1 tcp/8080" ms 'repairs of WebHost0 -> AppHost1 tcp/8080 ' '$8'
row "adding an instance at 10,000, p50" ms '^ +add an instance ' '$5'
row "  of which evaluating and building" ms '^ +add an instance ' '$13 + 0'
row "edits as drawn at 10,000, p95" ms '^ +edits as drawn ' '$7'
row "all pairs of 10,000 instances, each a class of its own" s 'all pairs, streamed' '$4'
row "  memory" MB 'all pairs, streamed' '$11'
row "10^6 security-group rules, cold" s '^1000000 security-group rules' '$8'
row "  memory" MB '999000 pairs' '$6'
