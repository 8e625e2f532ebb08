#!/usr/bin/env bash
# moto 5.2.5 (PyPI, https://pypi.org/project/moto/5.2.5/), a transit gateway with one VPC attached.
#
# The gateway is made with its defaults: association and propagation both `enable`, one table named for both. The
# attachment is associated with that table, and never propagated into it: no propagation, no route.
#
# Why a good guess is wrong: the two defaults stand side by side in the gateway's options, and one of them is acted
# on. With a VPC attached, EC2's table has the VPC's block at once (Transit Gateway Guide, how transit gateways
# work), so code that asks this library whether two attached VPCs reach each other is told that none does.
#
# Seen (2026-11-29): options enable, enable; associations: 1, propagations: 0, active routes: 0
#
# Consequence here: tables of observed transit gateways are tested with routes that the tests write themselves.
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
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    gateway = ec2.create_transit_gateway()["TransitGateway"]
    ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=gateway["TransitGatewayId"], VpcId=vpc, SubnetIds=[subnet])
    table = gateway["Options"]["PropagationDefaultRouteTableId"]
    associated = ec2.get_transit_gateway_route_table_associations(TransitGatewayRouteTableId=table)["Associations"]
    propagated = ec2.get_transit_gateway_route_table_propagations(TransitGatewayRouteTableId=table)[
        "TransitGatewayRouteTablePropagations"]
    routes = ec2.search_transit_gateway_routes(
        TransitGatewayRouteTableId=table, Filters=[{"Name": "state", "Values": ["active"]}])["Routes"]
options = [gateway["Options"]["DefaultRouteTable" + each] for each in ("Association", "Propagation")]
counts = len(associated), len(propagated), len(routes)
print(f"options {', '.join(options)}; associations: %d, propagations: %d, active routes: %d" % counts)
sys.exit(0 if options == ["enable", "enable"] and counts == (1, 0, 0) else "changed")
PYTHON
AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none "$folder/venv/bin/python" "$folder/try.py"
