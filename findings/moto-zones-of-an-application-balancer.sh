#!/usr/bin/env bash
# moto 5.2.5 (PyPI, https://pypi.org/project/moto/5.2.5/), describe-load-balancer-attributes and describe-listeners.
#
# An Application Load Balancer has `load_balancing.cross_zone.enabled` = false, as a Network Load Balancer has,
# and its plain HTTP listener has an SslPolicy.
#
# Why a good guess is wrong: the default differs by the kind of balancer, and the value looks like the account's
# own answer. Elastic Load Balancing says true for an Application Load Balancer, and takes no other value
# (API Reference, LoadBalancerAttribute); a policy of TLS is of HTTPS and TLS listeners only.
#
# Seen (2026-11-29): application false, network false, the HTTP listener's policy ELBSecurityPolicy-2016-08
#
# Consequence here: an Application Load Balancer always balances across zones, whatever is said of the attribute.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check 'moto[ec2,elbv2]==5.2.5'
cat >"$folder/try.py" <<'PYTHON'
import sys
import boto3
from moto import mock_aws

with mock_aws():
    ec2, balancing = boto3.client("ec2", "us-east-1"), boto3.client("elbv2", "us-east-1")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"us-east-1{zone}")[
        "Subnet"]["SubnetId"] for number, zone in enumerate("ab")]
    made = {kind: balancing.create_load_balancer(Name=kind, Type=kind, Subnets=subnets)["LoadBalancers"][0][
        "LoadBalancerArn"] for kind in ("application", "network")}
    across = {kind: each["Value"] for kind, arn in made.items()
              for each in balancing.describe_load_balancer_attributes(LoadBalancerArn=arn)["Attributes"]
              if each["Key"] == "load_balancing.cross_zone.enabled"}
    group = balancing.create_target_group(Name="web", Protocol="HTTP", Port=80, VpcId=vpc)["TargetGroups"][0]
    balancing.create_listener(LoadBalancerArn=made["application"], Protocol="HTTP", Port=80, DefaultActions=[
        {"Type": "forward", "TargetGroupArn": group["TargetGroupArn"]}])
    listener = balancing.describe_listeners(LoadBalancerArn=made["application"])["Listeners"][0]
print(f"application {across['application']}, network {across['network']}, "
      f"the {listener['Protocol']} listener's policy {listener.get('SslPolicy')}")
sys.exit(0 if across == {"application": "false", "network": "false"} and listener["Protocol"] == "HTTP"
         and listener.get("SslPolicy") == "ELBSecurityPolicy-2016-08" else "changed")
PYTHON
AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none "$folder/venv/bin/python" "$folder/try.py"
