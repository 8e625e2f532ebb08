#!/usr/bin/env bash
# Static analysis with clang-tidy.
#   tests/tidy/analyse.sh          of the files that the last 20 commits changed, and what is not
#                                  committed; without the path-sensitive checks, which take as
#                                  long as all the others
#   tests/tidy/analyse.sh --all    of every file
#   tests/tidy/analyse.sh FILE…    of these
# A file that was clean, and that with all that it includes is as it was, is not analysed again:
# build/tidy/clean holds a mark of it.
set -euo pipefail
cd "$(dirname "$0")/../.."
. .ci/install.sh

archivolt_install clang-tidy
checks=
if [ "${1:-}" = --all ]; then
    files=$(git ls-files -- 'model/*.cpp' 'export/*.cpp' 'render/*.cpp' 'app/*.cpp')
elif [ $# -gt 0 ]; then
    files=$(printf '%s\n' "$@")
else
    commits=20
    checks=-clang-analyzer-*
    known=$(git rev-list --count HEAD)
    # A younger or shallower history is gone through whole.
    files=$({ if [ "$known" -gt "$commits" ]; then
                  git log -n "$commits" --no-merges --name-only --format=
                  git diff --name-only HEAD
              else git ls-files; fi
              git ls-files --others --exclude-standard; } |
            grep -E '^(model|export|render|app)/.*\.cpp$' | sort -u |
            while read -r file; do [ ! -e "$file" ] || echo "$file"; done || true)
fi
[ -n "$files" ] || { echo "   no file of the program changed"; exit 0; }
[ -e build/dev/compile_commands.json ] || { echo "build the dev preset first" >&2; exit 1; }

mkdir -p build/tidy/clean
python3 tests/tidy/compile_commands.py build/dev/compile_commands.json >build/tidy/compile_commands.json

# What a file's analysis depends on: its own text, the project's headers, the checks and the tool.
settings=$({ clang-tidy --version; echo "$checks"; cat .clang-tidy tests/tidy/analyse.sh tests/tidy/compile_commands.py tests/tidy/analysis_groups.py
             git ls-files -- '*.h' | xargs cat; } | sha256sum | cut -d' ' -f1)
export settings checks
# markOf FILE: what lies there where the file was clean as it is.
markOf() { echo "build/tidy/clean/$({ echo "$settings"; cat "$1"; } | sha256sum | cut -d' ' -f1)"; }
# tidy FOLDER CHECKS FILE: says what is wrong in it.
tidy() {
    clang-tidy --quiet -p "$1" ${2:+"--checks=$2"} --extra-arg=-Wno-unknown-warning-option "$3" 2>/dev/null
}
# analyse GROUP FILE…: says what is wrong in the files; marks those that are clean. Together they take
# a fourth of the time; where that finds anything, each is asked by itself, and that counts. The
# path-sensitive checks look at nothing that is included, so where they run, each is by itself.
analyse() {
    local group=build/tidy/groups/$1 file status=0
    shift
    if [ -n "$checks" ] && [ -e "$group/group.cpp" ] &&
            tidy "$group" "$checks,-bugprone-suspicious-include" "$group/group.cpp" >/dev/null; then
        for file in "$@"; do touch "$(markOf "$file")"; done
        return 0
    fi
    for file in "$@"; do
        if tidy build/tidy "$checks" "$file"; then touch "$(markOf "$file")"; else status=1; fi
    done
    return "$status"
}
export -f markOf tidy analyse
unknown=$(while read -r file; do [ -e "$(markOf "$file")" ] || echo "$file"; done <<<"$files")
echo "   $(wc -l <<<"$files") files"
[ -n "$unknown" ] || exit 0
python3 tests/tidy/analysis_groups.py build/tidy <<<"$unknown" |
    xargs -P "$(nproc)" -L 1 bash -c 'analyse "$@"' analyse
