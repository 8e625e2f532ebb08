#!/usr/bin/env python3
"""Measures `archivolt check` against cfn-lint: processor time of whole processes, in pairs.

    tests/bench/check_against_cfn_lint.py [--archivolt PROGRAM] [--cfn-lint PROGRAM] [--runs N]

Three sizes of one template are checked by both, one after the other, so that a busy machine is busy
for both. Printed are the medians, the median of the pairs' ratios, and the most memory that
Archivolt took. The last line is its bare start: the catalogue and a template of one resource.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HEAD = """Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
"""
PART = """  Subnet%(n)d:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: !Select [%(n)d, !Cidr [!GetAtt Vpc.CidrBlock, 200, 8]]}
  Group%(n)d:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: hosts
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8}]
  Host%(n)d:
    Type: AWS::EC2::Instance
    Properties:
      ImageId: ami-0123456789abcdef0
      InstanceType: t3.micro
      SubnetId: !Ref Subnet%(n)d
      SecurityGroupIds: [!Ref Group%(n)d]
"""


def run(command):
    """Returns the processor time and the most memory (MB) of a process."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(child.pid, 0)
    child.returncode = 0
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--archivolt", default="build/release/bin/archivolt")
    parser.add_argument("--cfn-lint", default="build/conformance/venv/bin/cfn-lint")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    for program in (options.archivolt, options.cfn_lint):
        if not Path(program).exists():
            sys.exit(f"{program} is not there; tests/conformance/run.sh --install makes cfn-lint")
    with tempfile.TemporaryDirectory() as folder:
        print("resources   archivolt    cfn-lint   ratio   memory")
        for parts in (3, 33, 160):
            file = Path(folder) / f"{parts}.yaml"
            file.write_text(HEAD + "".join(PART % {"n": n} for n in range(parts)), "utf-8")
            ours, theirs, ratios, memory = [], [], [], 0
            for _ in range(options.runs):
                own, most = run([options.archivolt, "check", str(file)])
                other, _ = run([options.cfn_lint, str(file)])
                ours.append(own)
                theirs.append(other)
                ratios.append(other / own)
                memory = max(memory, most)
            print(f"{1 + 3 * parts:9}   {1000 * statistics.median(ours):7.1f} ms"
                  f"  {statistics.median(theirs):8.2f} s   {statistics.median(ratios):5.0f}"
                  f"   {memory:.0f} MB")
        file.write_text("Resources:\n  T: {Type: AWS::SNS::Topic}\n", "utf-8")
        starts = [run([options.archivolt, "check", str(file)]) for _ in range(4 * options.runs)]
        print(f"    start   {1000 * statistics.median(t for t, _ in starts):7.1f} ms"
              f"{'':28}{max(m for _, m in starts):.0f} MB")


main()
