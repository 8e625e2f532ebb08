#!/usr/bin/env bash
# troposphere 4.11.1 (PyPI, https://pypi.org/project/troposphere/4.11.1/), AWS::EC2::VPCEndpoint.
#
# `VpcEndpointType="Resource"` and `"ServiceNetwork"` are refused with a ValueError, while the properties
# that only these kinds have, ResourceConfigurationArn and ServiceNetworkArn, are known.
#
# Why a good guess is wrong: its properties are made from AWS's own specification and are current, so one
# expects its lists of values to be as well; those are written by hand, and this one ends with the
# kinds of 2020. (EC2 API Reference, CreateVpcEndpoint: Interface, Gateway, GatewayLoadBalancer, Resource,
# ServiceNetwork.)
#
# Seen (2026-11-29): Interface taken, GatewayLoadBalancer taken, Resource refused, ServiceNetwork refused
#
# Consequence here: an unknown value of a list is only an error where the schemas list it, with their date.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check troposphere==4.11.1
"$folder/venv/bin/python" 2>/dev/null - <<'PYTHON'
import sys
from troposphere import ec2

def taken(kind, **more):
    try:
        ec2.VPCEndpoint("Endpoint", VpcId="vpc-1", SubnetIds=["subnet-1"], VpcEndpointType=kind, **more).to_dict()
        return "taken"
    except ValueError:
        return "refused"

arn = "arn:aws:vpc-lattice:us-east-1:123456789012:"
seen = ", ".join([
    "Interface " + taken("Interface", ServiceName="com.amazonaws.us-east-1.sqs"),
    "GatewayLoadBalancer " + taken("GatewayLoadBalancer", ServiceName="com.amazonaws.vpce.us-east-1.vpce-svc-1"),
    "Resource " + taken("Resource", ResourceConfigurationArn=arn + "resourceconfiguration/rcfg-1"),
    "ServiceNetwork " + taken("ServiceNetwork", ServiceNetworkArn=arn + "servicenetwork/sn-1"),
])
print(seen)
wanted = "Interface taken, GatewayLoadBalancer taken, Resource refused, ServiceNetwork refused"
sys.exit(0 if seen == wanted else "changed")
PYTHON
