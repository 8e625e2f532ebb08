#!/usr/bin/env bash
# moto 5.2.5 (PyPI, https://pypi.org/project/moto/5.2.5/), create-network-acl and describe-network-acls.
#
# A new network ACL has no entries at all. The one that comes with a VPC has both, rule 100 that allows
# and rule 32767 that denies, each way.
#
# Why a good guess is wrong: EC2 gives every ACL the entry 32767 that denies what no other one took, each
# way, and describes it; as moto describes it for a VPC's own ACL, one expects it of all. Code that finds
# the end of the list by that entry reads such an ACL as one that has none.
#
# Seen (2026-11-29): a new one: [], a VPC's own: [32767, 32767, 100, 100]
#
# Consequence here: an ACL without the last entry denies what no entry takes, and is not called partial.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check 'moto[ec2]==5.2.5'
cat >"$folder/try.py" <<'PYTHON'
import sys
import boto3
from moto import mock_aws

with mock_aws():
    ec2 = boto3.client("ec2", "us-east-1")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2.create_network_acl(VpcId=vpc)
    acls = ec2.describe_network_acls(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["NetworkAcls"]
numbers = {acl["IsDefault"]: sorted((e["RuleNumber"] for e in acl["Entries"]), reverse=True) for acl in acls}
print(f"a new one: {numbers[False]}, a VPC's own: {numbers[True]}")
sys.exit(0 if numbers == {False: [], True: [32767, 32767, 100, 100]} else "changed")
PYTHON
AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none "$folder/venv/bin/python" "$folder/try.py"
