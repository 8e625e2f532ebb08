#!/usr/bin/env bash
# moto 5.2.5 (PyPI, https://pypi.org/project/moto/5.2.5/), a stack with a CommaDelimitedList.
#
# The default "a,b,c" of the parameter is taken for a list of its five characters: item 1 is a comma. The same text
# given as the parameter's value is a list of three, with the blanks of "a, b, c" kept. Either way CREATE_COMPLETE.
#
# Why a good guess is wrong: a default stands for the value that was not given, and a test that passes its parameters
# shows that lists are split. CloudFormation splits both, and trims each member (CloudFormation User Guide,
# parameters: CommaDelimitedList).
#
# Seen (2026-11-29): default: "a|,|b|,|c", item ","; given: "a|b|c", item "b"; given with blanks: "a| b| c", item " b"
#
# Consequence here: a list's default is split and trimmed as a value is.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check 'moto[cloudformation]==5.2.5'
cat >"$folder/try.py" <<'PYTHON'
import sys
import boto3
from moto import mock_aws

TEMPLATE = """
Parameters: {Zones: {Type: CommaDelimitedList, Default: "a,b,c"}}
Resources: {Topic: {Type: AWS::SNS::Topic}}
Outputs:
  Joined: {Value: !Join ["|", !Ref Zones]}
  Item: {Value: !Select [1, !Ref Zones]}
"""

def outputs(name, values):
    with mock_aws():
        stacks = boto3.client("cloudformation", "us-east-1")
        given = [{"ParameterKey": "Zones", "ParameterValue": value} for value in values]
        stacks.create_stack(StackName=name, TemplateBody=TEMPLATE, Parameters=given)
        stack = stacks.describe_stacks(StackName=name)["Stacks"][0]
        assert stack["StackStatus"] == "CREATE_COMPLETE"
        found = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
        return f'"{found["Joined"]}", item "{found["Item"]}"'

seen = (f'default: {outputs("one", [])}; given: {outputs("two", ["a,b,c"])}; '
        f'given with blanks: {outputs("three", ["a, b, c"])}')
print(seen)
sys.exit(0 if seen == 'default: "a|,|b|,|c", item ","; given: "a|b|c", item "b"; '
         'given with blanks: "a| b| c", item " b"' else "changed")
PYTHON
AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none "$folder/venv/bin/python" "$folder/try.py"
