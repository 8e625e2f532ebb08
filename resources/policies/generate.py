#!/usr/bin/env python3
"""Writes managed.txt, what AWS managed policies say, from the PyPI package moto.

    python3 generate.py [PACKAGE] [--output FILE]

PACKAGE is the package's wheel or its unpacked folder. Without it, `pip download` fetches the version
that VERSION names. The same package gives the same bytes. README.md describes the format.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

VERSION = "5.2.5"
MEMBER = "moto/iam/aws_managed_policies.py"
LONGEST = 12_000  # Characters of a document; the few longer ones would be most of the file.
# What templates attach: to functions, tasks, instances, clusters, and to people.
WANTED = re.compile(
    r"AdministratorAccess|PowerUserAccess|ViewOnlyAccess|AWSDenyAll|AWSLambda.*|Lambda.*|"
    r"AmazonSSM(ManagedInstanceCore|DirectoryServiceAccess|AutomationRole|ReadOnlyAccess|FullAccess)|"
    r"AmazonEC2(RoleforSSM|ReadOnlyAccess|FullAccess|ContainerRegistry.*|ContainerServiceforEC2Role|"
    r"ContainerServiceRole)|CloudWatch(Agent.*|Logs.*|ReadOnlyAccess|FullAccess|EventsFullAccess)|"
    r"AmazonECS.*|AmazonEKS.*|AmazonElasticContainerRegistryPublic.*|AWSXray.*|AWSXRay.*|AmazonS3.*|"
    r"AmazonDynamoDB.*|AmazonSQS.*|AmazonSNS.*|AmazonRDS.*|AmazonKinesis.*|SecretsManagerReadWrite|"
    r"AWSKeyManagementServicePowerUser|AmazonAPIGateway.*|AWSStepFunctions.*|AWSCodeBuild.*|"
    r"AWSCodeDeploy.*|AWSCodePipeline.*|AWSCloudFormation.*|AmazonVPC.*|AmazonRoute53.*|"
    r"CloudFront.*|AWSCloudTrail.*|AmazonCognito.*|AmazonElastiCache.*|AmazonElasticFileSystem.*|"
    r"AmazonElasticMapReduce.*|AmazonAthena.*|AWSGlue.*|AmazonEventBridge.*|AmazonMQ.*|AmazonMSK.*|"
    r"AWSBackup.*|AWSBatch.*|AmazonDMS.*|AWSElasticBeanstalk.*|IAM.*|AWSIoT.*|AmazonPolly.*|"
    r"AmazonRekognition.*|AmazonTextract.*|AmazonBedrock.*|AmazonSES.*|AutoScaling.*|"
    r"ElasticLoadBalancing.*|AWSConfig.*|AWS_ConfigRole|AmazonInspector.*|AWSWAF.*|AWSTransfer.*|"
    r"AWSApplicationMigration.*|AWSElasticDisasterRecovery.*|AWSQuickSetup.*|AWSAppSync.*|"
    r"AWSCertificateManager.*|AmazonOpenSearch.*|AmazonRedshift.*|AmazonSageMaker(ReadOnly|FullAccess)")


def read_data(place):
    if place.is_dir():
        text = (place / MEMBER).read_text()
    else:
        with zipfile.ZipFile(place) as archive:
            text = archive.read(MEMBER).decode()
    return json.loads(re.search(r'aws_managed_policies_data\s*=\s*"""(.*)"""', text, re.S).group(1))


def fetch_data():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
                        "--dest", folder, f"moto=={VERSION}"], check=True)
        return read_data(next(pathlib.Path(folder).glob("*.whl")))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("package", nargs="?", type=pathlib.Path)
    parser.add_argument("--output", type=pathlib.Path,
                        default=pathlib.Path(__file__).with_name("managed.txt"))
    options = parser.parse_args()
    data = read_data(options.package) if options.package else fetch_data()
    newest = max(policy["UpdateDate"] for policy in data.values())[:10]
    lines = [f"D\t{newest}\tmoto {VERSION}"]
    for name in sorted(data):
        policy = data[name]
        document = json.dumps(policy["Document"], separators=(",", ":"), sort_keys=True)
        if WANTED.fullmatch(name) and len(document) <= LONGEST:
            lines.append(f"{policy['Path'][1:]}{name}\t{policy['UpdateDate'][:10]}\t{document}")
    options.output.write_text("\n".join(lines) + "\n")


main()
