#!/usr/bin/env bash
# Breaks the engine in every way of mutants.txt, one at a time, in a copy of the tree, and tells
# which of the differential, exhaustive, property and proof tests catch it. Fails when one gets by.
#   tests/mutants/run.sh [NAME…]     those mutants alone
#   tests/mutants/run.sh --check     only: does each still fit the code? (part of ./test.sh)
set -euo pipefail
cd "$(dirname "$0")/../.."
exec python3 tests/mutants/mutants.py "$@"
