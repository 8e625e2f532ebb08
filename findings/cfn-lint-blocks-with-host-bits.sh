#!/usr/bin/env bash
# cfn-lint 1.58.0 (PyPI, https://pypi.org/project/cfn-lint/1.58.0/), blocks of VPCs, subnets and rules.
#
# The example of the EC2 API Reference, 100.68.0.18/18, is an error as a VPC's block, a subnet's, a security group
# rule's and a network ACL entry's: E3002, "is not a 'ipv4-network'". And a subnet outside such a VPC is not told,
# which is E3059 once the VPC's block is written 100.68.0.0/18.
#
# Why a good guess is wrong: an E of this linter is about what CloudFormation would refuse. EC2 takes these blocks and
# clears the host bits (EC2 API Reference, CreateVpc, CreateSubnet, AuthorizeSecurityGroupIngress,
# CreateNetworkAclEntry: the canonical form); the linter's format is that of a network already in that form.
#
# Seen (2026-11-29): with host bits: E3002 E3002 E3002 E3002; without: E3059
#
# Consequence here: host bits are cleared when a block is read, and what is checked of the block goes on.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check cfn-lint==1.58.0
template() {
    cat <<YAML
Resources:
  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: $1}}
  Web: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: $2}}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: web
      VpcId: !Ref Net
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: $1}]
  List: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Net}}
  Entry:
    Type: AWS::EC2::NetworkAclEntry
    Properties: {NetworkAclId: !Ref List, RuleNumber: 100, Protocol: -1, RuleAction: allow, CidrBlock: $1}
YAML
}
template 100.68.0.18/18 100.99.0.18/24 >"$folder/with.yaml"
template 100.68.0.0/18 100.99.0.0/24 >"$folder/without.yaml"
rules() { { "$folder/venv/bin/cfn-lint" --format parseable -- "$1" || true; } | cut -d: -f6 | paste -sd' '; }
seen="with host bits: $(rules "$folder/with.yaml"); without: $(rules "$folder/without.yaml")"
echo "$seen"
[ "$seen" = "with host bits: E3002 E3002 E3002 E3002; without: E3059" ]
