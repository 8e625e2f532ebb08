#!/usr/bin/env bash
# pycfmodel 2.1.3 (PyPI, https://pypi.org/project/pycfmodel/2.1.3/), `resolve` of a template with Fn::Sub and a map.
#
# A Sub names a value of its own, {"Name": "other"}, in a template that has a parameter Name with the default web.
# From that resource on `Ref` Name is other, in every resource behind it; one before it has web.
#
# Why a good guess is wrong: the map is the second argument of one function, and CloudFormation knows its names in that
# function's text alone (Template Reference, Fn::Sub). What a resource resolves to then depends on which resources
# stand before it, where order has no meaning.
#
# Seen (2026-11-29): before: web, Sub: other-x, behind: other; without the Sub: web, web
#
# Consequence here: the names of a Sub's map are seen by its own text and by nothing else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check pycfmodel==2.1.3
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from pycfmodel import parse

def names(**topics):
    resources = {name: {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": value}} for name, value in topics.items()}
    parameters = {"Name": {"Type": "String", "Default": "web"}}
    resolved = parse({"Parameters": parameters, "Resources": resources}).resolve().Resources
    return [resolved[name].Properties.TopicName for name in topics]

name = {"Ref": "Name"}
before, sub, behind = names(Before=name, Sub={"Fn::Sub": ["${Name}-x", {"Name": "other"}]}, Behind=name)
without = names(Before=name, Behind=name)
print(f"before: {before}, Sub: {sub}, behind: {behind}; without the Sub: {', '.join(without)}")
sys.exit(0 if (before, sub, behind, without) == ("web", "other-x", "other", ["web", "web"]) else "changed")
PYTHON
