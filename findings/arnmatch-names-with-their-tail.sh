#!/usr/bin/env bash
# arnmatch 2026.5.1 (PyPI, https://pypi.org/project/arnmatch/2026.5.1/), resources of SNS and CloudWatch Logs.
#
# The ARN of a subscription is a topic, AWS::SNS::Topic, whose name is "orders:" and the subscription's id. A log
# group's ARN as CloudFormation gives it, with ":*" behind, is one of the group "/app/web:*".
#
# Why a good guess is wrong: an ARN without a pattern of its own is an error (of the managed policy
# arn:aws:iam::aws:policy/ReadOnlyAccess: "No pattern matched ARN"), so an answer looks certain. No topic's name has a
# colon and no log group's a star (SNS API Reference, CreateTopic; CloudWatch Logs API Reference, CreateLogGroup),
# but the last field of a pattern takes whatever is left.
#
# Seen (2026-11-29): topic AWS::SNS::Topic orders:0f1e2d3c, log-group AWS::Logs::LogGroup /app/web:*, policy: error
#
# Consequence here: an ARN is of a resource only where the whole of it is that resource's.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check arnmatch==2026.5.1
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from arnmatch import ARNError, arnmatch

def told(arn):
    try:
        found = arnmatch(arn)
        return f"{found.resource_type} {found.cloudformation_resource} {found.resource_name}"
    except ARNError:
        return "error"

seen = (told("arn:aws:sns:us-east-1:123456789012:orders:0f1e2d3c"),
        told("arn:aws:logs:us-east-1:123456789012:log-group:/app/web:*"),
        told("arn:aws:iam::aws:policy/ReadOnlyAccess"))
print(f"{seen[0]}, {seen[1]}, policy: {seen[2]}")
sys.exit(0 if seen == ("topic AWS::SNS::Topic orders:0f1e2d3c", "log-group AWS::Logs::LogGroup /app/web:*", "error")
         else "changed")
PYTHON
