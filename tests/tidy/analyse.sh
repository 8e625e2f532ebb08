#!/usr/bin/env bash
# Static analysis with clang-tidy: of the files that differ from HEAD, or with --all of every file.
# Where clang-tidy is not installed it says so; --all installs it.
set -euo pipefail
cd "$(dirname "$0")/../.."
. .ci/install.sh

if [ "${1:-}" = --all ]; then
    archivolt_install clang-tidy
    files=$(git ls-files -- 'model/*.cpp' 'export/*.cpp' 'render/*.cpp' 'app/*.cpp')
else
    files=$({ git diff --name-only HEAD; git ls-files --others --exclude-standard; } |
            grep -E '^(model|export|render|app)/.*\.cpp$' || true)
fi
[ -n "$files" ] || exit 0
if ! command -v clang-tidy >/dev/null 2>&1; then
    echo "clang-tidy is not installed: the changed files are not analysed (./test.sh --lint installs it)"
    exit 0
fi
# Clang can't read the headers that GCC precompiled, and does not know all of its warnings.
mkdir -p build/tidy
sed -E 's/ -Winvalid-pch -include [^ ]*cmake_pch\.hxx//; s/ -fpch-preprocess//' \
    build/dev/compile_commands.json >build/tidy/compile_commands.json
printf '%s\n' $files | xargs -P "$(nproc)" -n 4 clang-tidy --quiet -p build/tidy \
    --extra-arg=-Wno-unknown-warning-option 2>/dev/null
