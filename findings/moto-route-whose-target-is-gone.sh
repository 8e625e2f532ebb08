#!/usr/bin/env bash
# moto 5.2.5 (PyPI, https://pypi.org/project/moto/5.2.5/), describe-route-tables after a target was deleted.
#
# Routes to a NAT gateway, to a peering connection and to an internet gateway stay `active` when these are deleted;
# no route is ever a `blackhole`.
#
# Why a good guess is wrong: the field is there and has a value, and the gateways themselves are described as
# deleted. EC2 changes the state of a route when its target is no longer available (EC2 API Reference, Route).
#
# Seen (2026-11-29): nat gateway deleted, peering deleted; the routes: active, active, active
#
# Consequence here: what is described with this library can't show whether `blackhole` is understood; the tests of
# observed networks write that state themselves.
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
    vpc, other = (ec2.create_vpc(CidrBlock=block)["Vpc"]["VpcId"] for block in ("10.0.0.0/16", "10.1.0.0/16"))
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    door = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=door, VpcId=vpc)
    nat = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)["NatGateway"]["NatGatewayId"]
    peering = ec2.create_vpc_peering_connection(VpcId=vpc, PeerVpcId=other)["VpcPeeringConnection"][
        "VpcPeeringConnectionId"]
    ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat)
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="10.1.0.0/16", VpcPeeringConnectionId=peering)
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="198.51.100.0/24", GatewayId=door)

    ec2.delete_nat_gateway(NatGatewayId=nat)
    ec2.delete_vpc_peering_connection(VpcPeeringConnectionId=peering)
    ec2.detach_internet_gateway(InternetGatewayId=door, VpcId=vpc)
    ec2.delete_internet_gateway(InternetGatewayId=door)
    nats = [each["State"] for each in ec2.describe_nat_gateways(NatGatewayIds=[nat])["NatGateways"]]
    peerings = [each["Status"]["Code"] for each in ec2.describe_vpc_peering_connections(
        VpcPeeringConnectionIds=[peering])["VpcPeeringConnections"]]
    doors = ec2.describe_internet_gateways()["InternetGateways"]
    routes = ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"][0]["Routes"]
states = [route["State"] for route in routes if route.get("GatewayId") != "local"]
print(f"nat gateway {nats}, peering {peerings}, internet gateways {doors}; the routes: {', '.join(states)}")
gone = nats == ["deleted"] and peerings == ["deleted"] and doors == []
sys.exit(0 if gone and states == ["active"] * 3 else "changed")
PYTHON
AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none "$folder/venv/bin/python" "$folder/try.py"
