#!/usr/bin/env bash
# Holds what Archivolt writes against other programs' judgement: cfn-lint (PyPI) and
# @aws/cloudformation-validate (npm), installed into the build folder. A canonical export may have
# no error-level finding that its original has not; the shipped examples may have none at all.
#   tests/conformance/run.sh             cfn-lint on the examples, our fixtures and every fourth template
#                                        of the corpus, cloudformation-validate on the examples
# Our errors are held against cfn-lint's one by one, what SAM's transform and the CDK make against the
# facts that are kept of them; what is held and what is skipped is said.
#   tests/conformance/run.sh --full      both on everything
#   tests/conformance/run.sh --install   only installs them
# What could not be installed is said plainly, and is no failure.
set -euo pipefail
cd "$(dirname "$0")/../.."
place=build/conformance
mkdir -p "$place"
cfn_lint_version=1.58.0
sam_version=1.115.0
validate_version=1.9.0-beta

have_lint=no
if [ -x "$place/venv/bin/cfn-lint" ]; then
    have_lint=yes
elif python3 -m venv "$place/venv" >"$place/venv.log" 2>&1 &&
     "$place/venv/bin/pip" install -q "cfn-lint==$cfn_lint_version" "aws-sam-translator==$sam_version" >>"$place/venv.log" 2>&1; then
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

# The CDK wants Node 20; where there is an older one, npm brings another.
cdk_version=2.276.0
node=node
have_cdk=no
if command -v npm >/dev/null 2>&1; then
    modern() { [ "$("$1" -p 'process.versions.node.split(".")[0] >= 20' 2>/dev/null)" = true ]; }
    packages=("aws-cdk-lib@$cdk_version" constructs@10)
    if ! modern node; then
        node=$place/cdk/node_modules/node/bin/node
        packages+=(node@20)
    fi
    if [ ! -d "$place/cdk/node_modules/aws-cdk-lib" ]; then
        mkdir -p "$place/cdk"
        npm install --silent --no-audit --no-fund --prefix "$place/cdk" "${packages[@]}" \
            >"$place/cdk.log" 2>&1 || rm -rf "$place/cdk/node_modules/aws-cdk-lib"
    fi
    if [ -d "$place/cdk/node_modules/aws-cdk-lib" ] && modern "$node"; then have_cdk=yes; fi
fi
[ "$have_cdk" = yes ] ||
    echo "conformance: the CDK could not be installed, so its stacks are not made anew ($place/cdk.log)"

if [ "${1:-}" = --install ]; then exit 0; fi
status=0
arguments=(--archivolt build/dev/bin/archivolt --cache "$place/cache")
[ "${1:-}" = --full ] && arguments+=(--full)
python=python3 judge=
if [ "$have_lint" = yes ] && [ "${1:-}" = --full ]; then
    python=$place/venv/bin/python judge=--judge
fi
"$python" tests/conformance/error_by_error.py --archivolt build/dev/bin/archivolt --cache "$place/cache" \
    $judge || status=1
if [ "$have_lint" = yes ]; then
    "$place/venv/bin/python" tests/conformance/hold_against.py cfn-lint "${arguments[@]}" || status=1
    # cfn-lint brings SAM's transform with it.
    if "$place/venv/bin/python" tests/serverless/transform.py --output "$place/transformed.jsonl" \
           2>"$place/transform.log"; then
        if cmp -s <(tail -n +2 "$place/transformed.jsonl") \
               <(tail -n +2 tests/serverless/transformed.jsonl); then
            echo "conformance: SAM's transform: held against $(grep -c . "$place/transformed.jsonl") lines"
        else
            echo "conformance: SAM's transform makes something else than tests/serverless/transformed.jsonl:"
            diff "$place/transformed.jsonl" tests/serverless/transformed.jsonl | head -n 20
            status=1
        fi
    else
        echo "conformance: SAM's transform did not run ($place/transform.log)"
    fi
fi
if [ "$have_cdk" = yes ]; then
    rm -rf "$place/stacks"
    if "$node" tests/conformance/cdk/stacks.mjs "$place/cdk/node_modules" "$place/stacks" \
           >"$place/synthesise.log" 2>&1 && diff -r "$place/stacks" tests/conformance/cdk/stacks \
           >"$place/stacks.diff"; then
        echo "conformance: the CDK: held against $(ls "$place/stacks" | wc -l) stacks"
    else
        echo "conformance: the CDK makes something else than tests/conformance/cdk/stacks:"
        head -n 20 "$place/synthesise.log" "$place/stacks.diff" 2>/dev/null
        status=1
    fi
fi
if [ "$have_validate" = yes ]; then
    python3 tests/conformance/hold_against.py cloudformation-validate \
        --node-modules "$place/npm/node_modules" "${arguments[@]}" || status=1
fi
exit $status
