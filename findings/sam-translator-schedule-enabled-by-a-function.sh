#!/usr/bin/env bash
# aws-sam-translator 1.115.0 (PyPI, https://pypi.org/project/aws-sam-translator/1.115.0/), `Enabled` of events.
#
# A Schedule event with `Enabled: !Ref On`, or with an If of two booleans, becomes a rule with the State ENABLED,
# whatever On is; the reference is in no part of the result. An SQS event keeps the same reference.
#
# Why a good guess is wrong: false becomes DISABLED, and a text, "false", is refused as of the wrong type, so what is
# taken without a word seems to be understood. A function is neither; it is a value that is there, hence true. The
# property State, of the same event, keeps a function.
#
# Seen (2026-11-29): false: DISABLED, "false": refused, Ref: ENABLED, If: ENABLED, SQS with Ref: {"Ref": "On"}
#
# Consequence here: a parameter's value is put in before the State of a rule is made of it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check aws-sam-translator==1.115.0
cat >"$folder/translate.py" <<'PYTHON'
import json, sys
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.translator.transform import transform

class Policies:
    def load(self):
        return {}

def told(kind, enabled, made, read):
    more = {"Queue": "arn:aws:sqs:us-east-1:123456789012:jobs"} if kind == "SQS" else {"Schedule": "rate(1 hour)"}
    template = {
        "Transform": "AWS::Serverless-2016-10-31",
        "Parameters": {"On": {"Type": "String", "Default": "false"}},
        "Conditions": {"Yes": {"Fn::Equals": [{"Ref": "On"}, "true"]}},
        "Resources": {"F": {"Type": "AWS::Serverless::Function", "Properties": {
            "Runtime": "python3.12", "Handler": "a.b", "InlineCode": "pass",
            "Events": {"E": {"Type": kind, "Properties": {**more, "Enabled": enabled}}}}}}}
    try:
        return transform(template, {}, Policies())["Resources"][made]["Properties"][read]
    except InvalidDocumentException:
        return "refused"

def rule(enabled):
    return told("Schedule", enabled, "FE", "State")

reference = {"Ref": "On"}
seen = (f'false: {rule(False)}, "false": {rule("false")}, Ref: {rule(reference)}, '
        f'If: {rule({"Fn::If": ["Yes", True, False]})}, '
        f'SQS with Ref: {json.dumps(told("SQS", reference, "FE", "Enabled"))}')
print(seen)
sys.exit(0 if seen == 'false: DISABLED, "false": refused, Ref: ENABLED, If: ENABLED, SQS with Ref: {"Ref": "On"}'
         else "changed")
PYTHON
AWS_DEFAULT_REGION=us-east-1 "$folder/venv/bin/python" "$folder/translate.py" 2>/dev/null
