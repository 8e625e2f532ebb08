#!/usr/bin/env bash
# cfn-lint 1.58.0 (PyPI, https://pypi.org/project/cfn-lint/1.58.0/), reading YAML.
#
# A map with the two keys `on` and `yes` makes the whole template unreadable: E0000 at line 1, "'bool'
# object has no attribute 'start_mark'". With one of the two keys the template passes.
#
# Why a good guess is wrong: E0000 usually names a syntax error and its line, so one looks at the first
# line. The template is valid YAML; the two words are one boolean under YAML 1.1, and the check for
# duplicate keys, which this is taken for, wants a key that knows its place in the text.
#
# Seen (2026-11-28): E0000 Template could not be parsed: 'bool' object has no attribute 'start_mark'
#
# Consequence here: keys are texts; duplicates are told with the lines of both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check cfn-lint==1.58.0
template() { printf 'Resources:\n  T:\n    Type: AWS::SNS::Topic\n    Metadata:\n%s' "$1"; }
template $'      on: 1\n' >"$folder/one.yaml"
template $'      on: 1\n      yes: 2\n' >"$folder/two.yaml"
"$folder/venv/bin/cfn-lint" "$folder/one.yaml"
status=0
said=$("$folder/venv/bin/cfn-lint" "$folder/two.yaml" 2>&1) || status=$?
echo "$said"
[ "$status" -ne 0 ] && grep -q "E0000 .*'bool' object has no attribute 'start_mark'" <<<"$said" &&
    grep -q 'two.yaml:1:1' <<<"$said"
