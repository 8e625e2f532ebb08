#!/usr/bin/env bash
# cfn-flip 1.3.0 (PyPI, https://pypi.org/project/cfn-flip/1.3.0/), YAML to JSON.
#
# Two different unquoted keys of one map, `on` and `yes`, come out as one key "true"; the value of the
# first is gone, nothing is said, and the exit status is 0. (A key such as `on` is usual in event
# patterns and documents that a template carries.)
#
# Why a good guess is wrong: keys are expected to be texts, as CloudFormation's own sections have them,
# or a clash of keys to be reported as cfn-flip reports real duplicates. YAML 1.1 makes both words the
# boolean true, the map takes the later one, and JSON's writer spells the boolean as "true".
#
# Seen (2026-11-28): {"Resources": {"T": {"Metadata": {"true": 2}, "Type": "AWS::SNS::Topic"}}}
#
# Consequence here: keys are read as texts, whatever word they are.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check cfn-flip==1.3.0
cat >"$folder/t.yaml" <<'YAML'
Resources:
  T:
    Type: AWS::SNS::Topic
    Metadata:
      on: 1
      yes: 2
YAML
"$folder/venv/bin/cfn-flip" --json "$folder/t.yaml" >"$folder/t.json"
cat "$folder/t.json"
python3 - "$folder/t.json" <<'PYTHON'
import json, sys
metadata = json.load(open(sys.argv[1]))["Resources"]["T"]["Metadata"]
sys.exit(0 if metadata == {"true": 2} else f"changed: {metadata}")
PYTHON
