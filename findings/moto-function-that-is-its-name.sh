#!/usr/bin/env bash
# moto 5.2.5 (PyPI, https://pypi.org/project/moto/5.2.5/), outputs of a stack made by Fn::Cidr and Fn::Length.
#
# {"Fn::Join": [",", {"Fn::Cidr": ["10.0.0.0/16", 2, 8]}]} is the text "Fn::Cidr", and the first of the same blocks, by
# Fn::Select, a KeyError once the stack is described. {"Fn::Length": ["a", "b"]} is "{'Fn::Length': ['a', 'b']}", as
# Python writes it. The stacks are CREATE_COMPLETE.
#
# Why a good guess is wrong: Join, Select, Split, Sub, FindInMap and ToJsonString are worked out in the same place, and a
# name that nothing declares is an error. A function that is not known stays an object with one member, and an object
# that is joined gives the names of its members.
#
# Seen (2026-11-30): Fn::Cidr, KeyError, {'Fn::Length': ['a', 'b']}, ToJsonString {"a": 1}
#
# Consequence here: a function that CloudFormation does not have is an error (EVAL-17), and one that can't be worked out
# is unknown; neither becomes a text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check 'moto[cloudformation]==5.2.5'
AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none AWS_DEFAULT_REGION=us-east-1 \
    "$folder/venv/bin/python" - <<'PYTHON'
import json
import sys
import boto3
from moto import mock_aws

def output(value):
    template = {"Transform": "AWS::LanguageExtensions", "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
                "Outputs": {"Out": {"Value": value}}}
    with mock_aws():
        cloudformation = boto3.client("cloudformation")
        cloudformation.create_stack(StackName="s", TemplateBody=json.dumps(template))
        try:
            stack = cloudformation.describe_stacks(StackName="s")["Stacks"][0]
        except KeyError:
            return "KeyError"
        assert stack["StackStatus"] == "CREATE_COMPLETE"
        return stack["Outputs"][0]["OutputValue"]

blocks = {"Fn::Cidr": ["10.0.0.0/16", 2, 8]}
seen = (output({"Fn::Join": [",", blocks]}), output({"Fn::Select": [0, blocks]}), output({"Fn::Length": ["a", "b"]}),
        output({"Fn::ToJsonString": {"a": 1}}))
print("{}, {}, {}, ToJsonString {}".format(*seen))
sys.exit(0 if seen == ("Fn::Cidr", "KeyError", "{'Fn::Length': ['a', 'b']}", '{"a": 1}') else "changed")
PYTHON
