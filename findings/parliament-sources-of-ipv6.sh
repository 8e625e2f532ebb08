#!/usr/bin/env bash
# parliament 1.6.4 (PyPI, https://pypi.org/project/parliament/1.6.4/), an IpAddress condition on aws:SourceIp.
#
# A block of IPv6 is a MISMATCHED_TYPE: "aws:SourceIp requires a value of type Ip but given ['2001:db8::/32']". A block
# of IPv4 passes.
#
# Why a good guess is wrong: the message names the type of the key, so one looks for a key that takes no addresses of
# this kind. IAM takes both (IAM User Guide, IP address condition operators); the pattern behind "Ip" here is one of
# dotted decimals.
#
# Seen (2026-11-29): 192.0.2.0/24: [], 2001:db8::/32: ["MISMATCHED_TYPE"]
#
# Consequence here: a condition's addresses are of either family, and a list may mix them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check parliament==1.6.4 'setuptools<80'
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import json, sys
import parliament

def said(block):
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example/*",
                 "Condition": {"IpAddress": {"aws:SourceIp": block}}}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return [finding.issue for finding in parliament.analyze_policy_string(policy).findings]

four, six = said("192.0.2.0/24"), said("2001:db8::/32")
print(f"192.0.2.0/24: {json.dumps(four)}, 2001:db8::/32: {json.dumps(six)}")
sys.exit(0 if four == [] and six == ["MISMATCHED_TYPE"] else "changed")
PYTHON
