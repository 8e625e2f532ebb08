#!/usr/bin/env python3
"""Writes serverless.txt, what SAM's policy templates and connectors grant, from the PyPI package aws-sam-translator.

    python3 generate_serverless.py [PACKAGE] [--output FILE]

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

VERSION = "1.115.0"
TEMPLATES = "samtranslator/policy_templates_data/policy_templates.json"
CONNECTORS = "samtranslator/model/connector_profiles/profiles.json"


def read_data(place):
    if place.is_dir():
        return [json.loads((place / member).read_text()) for member in (TEMPLATES, CONNECTORS)]
    with zipfile.ZipFile(place) as archive:
        return [json.loads(archive.read(member)) for member in (TEMPLATES, CONNECTORS)]


def fetch_data():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
                        "--dest", folder, f"aws-sam-translator=={VERSION}"], check=True)
        return read_data(next(pathlib.Path(folder).glob("*.whl")))


def plain(value):
    """Returns a definition with its parameters in the texts: ${QueueName}, ${AWS::Region}."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"Ref"}:
        return "${" + value["Ref"] + "}"
    if set(value) == {"Fn::Sub"}:
        argument = value["Fn::Sub"]
        text, names = argument if isinstance(argument, list) else (argument, {})
        for name, meant in names.items():
            text = text.replace("${" + name + "}", plain(meant))
        return text
    return {key: plain(item) for key, item in value.items()}


def dumped(document):
    return json.dumps(document, separators=(",", ":"), sort_keys=True)


def statement_of(permission):
    """Returns what a permission of Lambda says as the statement of the function's policy."""
    condition = {"ArnLike": {"aws:SourceArn": permission["SourceArn"]}}
    if "SourceAccount" in permission:
        condition["StringEquals"] = {"aws:SourceAccount": permission["SourceAccount"]}
    return {"Statement": [{"Effect": "Allow", "Action": permission["Action"], "Condition": condition,
                           "Principal": {"Service": permission["Principal"]},
                           "Resource": "%{Destination.Arn}"}]}


def connector_lines(permissions):
    for source in sorted(permissions):
        for target in sorted(permissions[source]):
            profile = permissions[source][target]
            side = "source" if profile["Properties"]["SourcePolicy"] else "destination"
            if profile["Type"] != "AWS_IAM_ROLE_MANAGED_POLICY":
                side = "resource"
            for category in sorted(profile["Properties"]["AccessCategories"]):
                document = profile["Properties"]["AccessCategories"][category]
                if profile["Type"] == "AWS_LAMBDA_PERMISSION":
                    document = statement_of(document)
                text = re.sub(r"%\{(\w+\.\w+)\}", r"${\1}", dumped(plain(document)))
                yield f"C\t{source}\t{target}\t{side}\t{category}\t{text}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("package", nargs="?", type=pathlib.Path)
    parser.add_argument("--output", type=pathlib.Path,
                        default=pathlib.Path(__file__).with_name("serverless.txt"))
    options = parser.parse_args()
    templates, connectors = read_data(options.package) if options.package else fetch_data()
    lines = [f"D\taws-sam-translator {VERSION}"]
    for name in sorted(templates["Templates"]):
        template = templates["Templates"][name]
        lines.append(f"T\t{name}\t{' '.join(sorted(template['Parameters']))}\t"
                     f"{dumped(plain(template['Definition']))}")
    lines.extend(connector_lines(connectors["Permissions"]))
    options.output.write_text("\n".join(lines) + "\n")


main()
