#!/usr/bin/env bash
# aws-sam-translator 1.115.0 (PyPI, https://pypi.org/project/aws-sam-translator/1.115.0/).
#
# One template is translated differently by the Region that the environment names: the permission of an implicit
# REST API says arn:aws:execute-api, arn:aws-cn:… or arn:aws-us-gov:…; without a Region nothing is translated.
# The permission of an HTTP API of the same function says ${AWS::Partition} everywhere.
#
# Why a good guess is wrong: the transform is a function of the template, and what it writes is a template with
# ${AWS::Region} beside the partition, so it looks as if it could be deployed anywhere. The partition alone is
# settled while translating, by the machine.
#
# Seen (2026-11-29): us-east-1 arn:aws:execute-api, cn-north-1 arn:aws-cn:execute-api; no Region: NoRegionFound
#
# Consequence here: what is held against the translator is translated with the Region fixed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check aws-sam-translator==1.115.0
cat >"$folder/translate.py" <<'PYTHON'
import json
from samtranslator.translator.transform import transform

class Policies:
    def load(self):
        return {}

template = {
    "Transform": "AWS::Serverless-2016-10-31",
    "Resources": {"F": {"Type": "AWS::Serverless::Function", "Properties": {
        "Runtime": "python3.12", "Handler": "a.b", "CodeUri": "s3://bucket/key",
        "Role": "arn:aws:iam::123456789012:role/r",
        "Events": {"A": {"Type": "Api", "Properties": {"Path": "/x", "Method": "any"}},
                   "H": {"Type": "HttpApi", "Properties": {"Path": "/y", "Method": "get"}}}}}},
}
resources = transform(template, {}, Policies())["Resources"]
for name in ("FAPermissionProd", "FHPermission"):
    print(name, json.dumps(resources[name]["Properties"]["SourceArn"]["Fn::Sub"][0]).split(":execute-api")[0])
PYTHON
run() { HOME="$folder" AWS_CONFIG_FILE=/dev/null "$folder/venv/bin/python" "$folder/translate.py"; }
unset AWS_REGION AWS_DEFAULT_REGION AWS_PROFILE
us=$(AWS_DEFAULT_REGION=us-east-1 run)
china=$(AWS_DEFAULT_REGION=cn-north-1 run)
printf '%s\n%s\n' "$us" "$china"
none=$(run 2>&1 | tail -1) || true
echo "$none"
[ "$us" = $'FAPermissionProd "arn:aws\nFHPermission "arn:${AWS::Partition}' ]
[ "$china" = $'FAPermissionProd "arn:aws-cn\nFHPermission "arn:${AWS::Partition}' ]
grep -q NoRegionFound <<<"$none"
