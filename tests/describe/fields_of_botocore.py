#!/usr/bin/env python3
"""Prints every field of every output that is read, by command, as botocore's models have them.

    fields_of_botocore.py >tests/describe/botocore_fields.txt

Wants botocore (PyPI). The commands are those of resources/describe/fields.txt. A path is of an item
of the output's list; of instances it is below their reservation, which tells whose they are.
"""
import os
import re

import botocore.loaders

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def commands():
    text = open(os.path.join(ROOT, "resources", "describe", "fields.txt"), encoding="utf-8").read()
    words = ("read ", "idle ", "named ", "unknown ", "unknown6 ")
    for line in text.splitlines():
        if line and line[0] not in "# " and not line.startswith(words):
            yield line


def leaves(model, shape, path, seen, found):
    kind = model["shapes"][shape]
    if kind["type"] == "list":
        leaves(model, kind["member"]["shape"], path, seen, found)
    elif kind["type"] == "structure" and kind.get("members") and shape not in seen:
        for name, member in kind["members"].items():
            leaves(model, member["shape"], path + [name], seen | {shape}, found)
    elif path:
        found.append(".".join(path))


def items_of(model, output):
    """Returns the shapes of the items of an output's lists."""
    for name, member in model["shapes"][output].get("members", {}).items():
        kind = model["shapes"][member["shape"]]
        if name == "Reservations":
            reservation = model["shapes"][kind["member"]["shape"]]
            kind = model["shapes"][reservation["members"]["Instances"]["shape"]]
        if kind["type"] == "list":
            yield kind["member"]["shape"]
        elif kind["type"] == "structure":
            yield member["shape"]


def main():
    loader = botocore.loaders.Loader()
    for command in commands():
        service, name = command.split()
        model = loader.load_service_model(service, "service-2")
        operation = next(
            each for each in model["operations"].values()
            if each["name"].lower() == re.sub("-", "", name)
        )
        found = []
        for shape in items_of(model, operation["output"]["shape"]):
            leaves(model, shape, [], set(), found)
        for path in sorted(set(found)):
            print(f"{command}\t{path}")


main()
