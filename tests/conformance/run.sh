#!/usr/bin/env bash
# Holds what Archivolt writes against other programs' judgement: cfn-lint (PyPI) and
# @aws/cloudformation-validate (npm), installed into the build folder. A canonical export may have
# no error-level finding that its original has not; the shipped examples may have none at all.
#   tests/conformance/run.sh             cfn-lint on the examples, our fixtures and every fourth template
#                                        of the corpus, cloudformation-validate on the examples
#   tests/conformance/run.sh --full      both on everything
#   tests/conformance/run.sh --install   only installs them
# What could not be installed is said plainly, and is no failure.
set -euo pipefail
cd "$(dirname "$0")/../.."
place=build/conformance
mkdir -p "$place"
cfn_lint_version=1.58.0
validate_version=1.9.0-beta

have_lint=no
if [ -x "$place/venv/bin/cfn-lint" ]; then
    have_lint=yes
elif python3 -m venv "$place/venv" >"$place/venv.log" 2>&1 &&
     "$place/venv/bin/pip" install -q "cfn-lint==$cfn_lint_version" >>"$place/venv.log" 2>&1; then
    have_lint=yes
else
    rm -rf "$place/venv"
    echo "conformance: cfn-lint could not be installed, so nothing is held against it ($place/venv.log)"
fi

have_validate=no
if [ -d "$place/npm/node_modules/@aws/cloudformation-validate" ]; then
    have_validate=yes
elif ! command -v npm >/dev/null 2>&1; then
    echo "conformance: there is no npm here, so nothing is held against cloudformation-validate"
elif mkdir -p "$place/npm" && npm install --silent --no-audit --no-fund --prefix "$place/npm" \
         "@aws/cloudformation-validate@$validate_version" >"$place/npm.log" 2>&1; then
    have_validate=yes
else
    echo "conformance: cloudformation-validate could not be installed ($place/npm.log)"
fi

if [ "${1:-}" = --install ]; then exit 0; fi
status=0
arguments=(--archivolt build/dev/bin/archivolt --cache "$place/cache")
[ "${1:-}" = --full ] && arguments+=(--full)
if [ "$have_lint" = yes ]; then
    "$place/venv/bin/python" tests/conformance/hold_against.py cfn-lint "${arguments[@]}" || status=1
fi
if [ "$have_validate" = yes ]; then
    python3 tests/conformance/hold_against.py cloudformation-validate \
        --node-modules "$place/npm/node_modules" "${arguments[@]}" || status=1
fi
exit $status
