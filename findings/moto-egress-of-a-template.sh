#!/usr/bin/env bash
# moto 5.2.5 (PyPI, https://pypi.org/project/moto/5.2.5/), a stack with a security group, and describe-security-groups.
#
# A template's security group says SecurityGroupEgress, one rule to 10.0.0.0/16 on 443. The stack is
# CREATE_COMPLETE, and what is described has the rule that lets everything out, and not the template's.
#
# Why a good guess is wrong: the group's SecurityGroupIngress is made as the template says, and the
# property is neither refused nor warned about, as types that moto lacks are. CloudFormation takes the
# rule for everything away when a template says what may go out.
#
# Seen (2026-11-29): CREATE_COMPLETE, in: [443], out: [["-1", "0.0.0.0/0"]]
#
# Consequence here: what this library describes of a made stack is no oracle for what may leave a group;
# the tests of observed networks are written from the CLI's own documentation.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check 'moto[ec2,cloudformation]==5.2.5'
cat >"$folder/try.py" <<'PYTHON'
import json, sys
import boto3
from moto import mock_aws

rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/16"}
template = {"Resources": {
    "Net": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
    "Group": {"Type": "AWS::EC2::SecurityGroup", "Properties": {
        "GroupDescription": "within", "VpcId": {"Ref": "Net"},
        "SecurityGroupIngress": [rule], "SecurityGroupEgress": [rule]}}}}
with mock_aws():
    stacks = boto3.client("cloudformation", "us-east-1")
    stacks.create_stack(StackName="one", TemplateBody=json.dumps(template))
    status = stacks.describe_stacks(StackName="one")["Stacks"][0]["StackStatus"]
    group = boto3.client("ec2", "us-east-1").describe_security_groups(
        Filters=[{"Name": "description", "Values": ["within"]}])["SecurityGroups"][0]
ports = [p.get("FromPort") for p in group["IpPermissions"]]
out = [[p["IpProtocol"], r["CidrIp"]] for p in group["IpPermissionsEgress"] for r in p["IpRanges"]]
print(f"{status}, in: {ports}, out: {json.dumps(out)}")
same = status == "CREATE_COMPLETE" and ports == [443] and out == [["-1", "0.0.0.0/0"]]
sys.exit(0 if same else "changed")
PYTHON
AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none "$folder/venv/bin/python" "$folder/try.py"
